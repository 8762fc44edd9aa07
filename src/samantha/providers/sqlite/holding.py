"""One process at a time uses a data folder; the others are told who holds it."""

import contextlib
import json
import os
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import filelock

from samantha.domain.errors import StoreUnavailable
from samantha.providers.sqlite.memory import SqliteMemory

ANOTHER = "another process"


@asynccontextmanager
async def open_memory(
    file: Path, *, lock_file: Path, purpose: str
) -> AsyncGenerator[SqliteMemory, None]:
    """Open the store for this process alone.

    Raises:
        StoreUnavailable: another process holds it (the message says which), or it cannot be used.
    """
    with hold(lock_file, purpose=purpose):
        memory = SqliteMemory(file)
        try:
            await memory.open()
            yield memory
        finally:
            await memory.aclose()


@contextmanager
def hold(lock_file: Path, *, purpose: str) -> Generator[None]:
    """Use the folder of `lock_file` alone, and leave a note there that says who does.

    Raises:
        StoreUnavailable: another process holds it, or nothing can be written there.
    """
    lock = filelock.FileLock(lock_file, mode=0o600)
    note = lock_file.with_suffix(".holder")
    try:
        lock_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire(blocking=False)
    except filelock.Timeout:
        raise StoreUnavailable(
            f"She is awake elsewhere: {_noted(note)} uses {lock_file.parent}.",
            "Talk to her there, close that one first, or set SAMANTHA_HOME to another folder.",
        ) from None
    except OSError as error:
        raise StoreUnavailable(
            f"The data folder {lock_file.parent} cannot be written ({error.strerror}).",
            "Make room or give yourself the right to write there, or set SAMANTHA_HOME.",
        ) from error
    try:
        with contextlib.suppress(OSError):
            note.touch(mode=0o600)
            note.write_text(json.dumps({"pid": os.getpid(), "purpose": purpose}))
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def who_holds(lock_file: Path) -> str | None:
    """Say which process uses the folder of `lock_file` now, None if there is none."""
    if not lock_file.exists():
        return None
    try:
        with filelock.FileLock(lock_file, mode=0o600).acquire(blocking=False):
            return None
    except filelock.Timeout:
        return _noted(lock_file.with_suffix(".holder"))
    except OSError:
        return None


def _noted(note: Path) -> str:
    try:
        holder = json.loads(note.read_text(encoding="utf-8"))
        return f"`{holder['purpose']}` (process {int(holder['pid'])})"
    except (OSError, ValueError, KeyError, TypeError):
        return ANOTHER
