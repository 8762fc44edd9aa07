"""The folder of models: which are there, which are right, fetching and removing them."""

import asyncio
import os
import shutil
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from samantha.domain.errors import StoreUnavailable
from samantha.domain.models import CatalogueEntry, FetchProgress, FetchStage
from samantha.providers.model_files.one_file import OneFile, Progress, disk_trouble
from samantha.providers.model_files.shelf import Shelf
from samantha.providers.model_files.sources import Reach

_WAIT_S = 0.5


def _unheard(_: FetchProgress) -> None:
    """Let progress pass."""


class ModelFiles:
    """The models in one folder; one of several files has a folder of its own in it.

    Beside a file lie hidden ones that belong to it: what has come of it so far (`.part`), and the
    record that its hash was right; beside a model, the lock of who is fetching it and archives on
    their way.
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
        """Where the model's file lies or would lie; its folder if it has several."""
        return self._folder / entry.place

    def is_present(self, entry: CatalogueEntry) -> bool:
        """Whether files of the right sizes are there; quick, and no proof that they are right."""
        return all(file.is_present() for file in self._files(entry))

    def is_verified(self, entry: CatalogueEntry) -> bool:
        """Whether every hash was right once and the files are unchanged since; quick."""
        return all(file.is_verified() for file in self._files(entry))

    async def verify(self, entry: CatalogueEntry, progress: Progress = _unheard) -> bool:
        """Hash all files and say whether they are right; False also if one is not there."""
        right = True
        try:
            for file, told in self._told(entry, progress):
                right = await file.verify(told) and right
        except OSError as error:
            raise disk_trouble(error, self._folder) from error
        return right

    async def fetch(self, entry: CatalogueEntry, progress: Progress = _unheard) -> Path:
        """Have the model here, whole and right, and return its path.

        May be cancelled or killed at any moment; the next call goes on where this one stopped.
        While another process is fetching the same model, waits and then uses what that one got.

        Raises:
            DownloadFailed: no source had it, or there is no room; what came is kept.
        """
        try:
            for each in entry.files:
                (self._folder / each.path).parent.mkdir(parents=True, exist_ok=True)
            async with self._alone(entry, progress):
                with Shelf(self._hidden(entry, "archives"), entry) as shelf:
                    for file, told in self._told(entry, progress):
                        await file.fetch(shelf, told)
        except OSError as error:
            raise disk_trouble(error, self._folder) from error
        progress(FetchProgress(FetchStage.DONE, entry.size_bytes, entry.size_bytes))
        return self.path_of(entry)

    def remove(self, entry: CatalogueEntry) -> int:
        """Delete the model and everything made from it or for it; return how many bytes that freed.

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
            freed_bytes = sum(file.remove() for file in self._files(entry))
            shutil.rmtree(self._hidden(entry, "archives"), ignore_errors=True)
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
        except OSError as error:
            raise StoreUnavailable(
                f"{path} cannot be deleted ({error.strerror}).",
                "Stop whatever is using it and try again.",
            ) from error
        finally:
            lock.release()
        return freed_bytes

    def _files(self, entry: CatalogueEntry) -> list[OneFile]:
        return [
            OneFile(self._folder, file, entry.name, self._reach, self._free_bytes)
            for file in entry.files
        ]

    def _told(self, entry: CatalogueEntry, progress: Progress) -> "list[tuple[OneFile, Progress]]":
        """The model's files, each with a way to tell its progress as the whole model's."""

        def part_of_all(before_bytes: int) -> Progress:
            def tell(of_file: FetchProgress) -> None:
                done_bytes = before_bytes + of_file.done_bytes
                progress(replace(of_file, done_bytes=done_bytes, total_bytes=entry.size_bytes))

            return tell

        told: list[tuple[OneFile, Progress]] = []
        before_bytes = 0
        for file, each in zip(self._files(entry), entry.files, strict=True):
            told.append((file, part_of_all(before_bytes)))
            before_bytes += each.size_bytes
        return told

    @asynccontextmanager
    async def _alone(self, entry: CatalogueEntry, progress: Progress) -> AsyncGenerator[None]:
        """Hold the model's lock, waiting and saying for whom as long as another process has it."""
        lock = self._lock(entry)
        while True:
            try:
                lock.acquire(blocking=False)
                break
            except Timeout:
                done_bytes = sum(file.come_bytes() for file in self._files(entry))
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
        return self._folder / f".{entry.place}.{what}"
