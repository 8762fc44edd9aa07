"""A file that is not whole yet: bytes are only added at its end, and hashed as they come.

Its length on disk is the record of how far fetching has come. Nothing else needs to be written
down, so no moment exists at which a killed process leaves two records that disagree.
"""

import asyncio
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol, Self

BLOCK_BYTES = 1 << 20


class Digest(Protocol):
    """A hash in the making."""

    def update(self, data: bytes, /) -> None:
        """Go on with these bytes."""
        ...

    def copy(self) -> Self:
        """The same hash so far, going its own way from here."""
        ...

    def hexdigest(self) -> str:
        """The hash of everything so far, in hexadecimal digits."""
        ...


class Mark(NamedTuple):
    """A place in the file to go back to."""

    length: int
    digest: Digest


class PartFile:
    """The beginning of a file of `size_bytes`, open for adding more. A context manager."""

    def __init__(self, path: Path, size_bytes: int) -> None:
        self._path = path
        self.size_bytes = size_bytes
        self._digest: Digest = hashlib.sha256()
        # Unbuffered: what could not be written must not be tried again on closing.
        self._file = path.open("ab", buffering=0)
        self._length = path.stat().st_size
        if self._length > size_bytes:
            self.restart()

    def __enter__(self) -> "PartFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        if self._length == 0:
            self._path.unlink(missing_ok=True)

    @property
    def length(self) -> int:
        """How many bytes are there."""
        return self._length

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing; it may still be wrong."""
        return self._length == self.size_bytes

    async def take_up(self, report: Callable[[int], None]) -> None:
        """Hash what an earlier run left, telling `report` how many bytes are hashed."""
        await hash_file(self._path, self._digest, report)

    def append(self, block: bytes) -> None:
        """Add bytes at the end.

        Raises:
            OverflowError: that would be more than the whole file has.
            OSError: they cannot be written; this object is of no more use, the file still is.
        """
        if self._length + len(block) > self.size_bytes:
            raise OverflowError
        view = memoryview(block)
        while view:
            view = view[self._file.write(view) :]
        self._digest.update(block)
        self._length += len(block)

    def mark(self) -> Mark:
        """Remember this place."""
        return Mark(self._length, self._digest.copy())

    def go_back(self, mark: Mark) -> None:
        """Drop everything that was added since `mark`."""
        self._file.truncate(mark.length)
        self._length, self._digest = mark.length, mark.digest.copy()

    def restart(self) -> None:
        """Drop everything."""
        self.go_back(Mark(0, hashlib.sha256()))

    def hexdigest(self) -> str:
        """The SHA-256 of what is there."""
        return self._digest.hexdigest()

    async def to_disk(self) -> None:
        """Return when what was added would survive a power cut."""
        await asyncio.to_thread(os.fsync, self._file.fileno())

    def close(self) -> None:
        """Let go of the file. Safe to call twice."""
        self._file.close()


async def hash_file(path: Path, digest: Digest, report: Callable[[int], None]) -> None:
    """Feed a whole file to `digest` in blocks, so that the event loop goes on in between."""
    done_bytes = 0
    with path.open("rb") as file:
        while block := file.read(4 * BLOCK_BYTES):
            digest.update(block)
            done_bytes += len(block)
            report(done_bytes)
            await asyncio.sleep(0)
