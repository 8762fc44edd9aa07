"""One process at a time uses a data folder; the others are told who holds it."""

import contextlib
import json
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import filelock

from samantha.domain.errors import StoreUnavailable
from samantha.providers.sqlite.memory import SqliteMemory


@asynccontextmanager
async def open_memory(
    file: Path, *, lock_file: Path, purpose: str
) -> AsyncGenerator[SqliteMemory, None]:
    """Open the store for this process alone.

    Raises:
        StoreUnavailable: another process holds it (the message says which), or it cannot be used.
    """
    try:
        lock_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreUnavailable(
            f"The data folder {lock_file.parent} cannot be made ({error.strerror}).",
            "Make room or give yourself the right to write there, or set SAMANTHA_HOME.",
        ) from error
    lock = filelock.FileLock(lock_file, mode=0o600)
    holder = lock_file.with_suffix(".holder")
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        raise StoreUnavailable(
            f"She is already awake elsewhere: {_who_holds(holder)} uses {lock_file.parent}.",
            "Talk to her there, close that one first, or set SAMANTHA_HOME to another folder.",
        ) from None
    except OSError as error:
        raise StoreUnavailable(
            f"The data folder {lock_file.parent} cannot be written ({error.strerror}).",
            "Make room or give yourself the right to write there, or set SAMANTHA_HOME.",
        ) from error
    memory = SqliteMemory(file)
    try:
        with contextlib.suppress(OSError):
            holder.touch(mode=0o600)
            holder.write_text(json.dumps({"pid": os.getpid(), "purpose": purpose}))
        await memory.open()
        yield memory
    finally:
        await memory.aclose()
        holder.unlink(missing_ok=True)
        lock.release()


def _who_holds(holder: Path) -> str:
    try:
        note = json.loads(holder.read_text())
        return f"`{note['purpose']}` (process {int(note['pid'])})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
