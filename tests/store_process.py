"""A process that uses her memory and can be killed at any moment.

    python -m tests.store_process write HOME SEED
    python -m tests.store_process tear HOME WRITES
    python -m tests.store_process migrate HOME STEPS

`write` keeps lines until it is killed and prints each once it is acknowledged; `tear` does the same
and kills itself when half of its WRITES-th write to a file is done; `migrate` opens the store and
kills itself after STEPS steps of SQLite's machine.
"""

import asyncio
import json
import os
import random
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import apsw

from samantha.domain.dialogue import Draft, Origin, Speaker
from samantha.providers.sqlite.holding import open_memory

PURPOSE = "a process that writes"


async def write(home: Path, seed: int) -> None:
    """Add lines and extend some of them; print `[id, text]` for each acknowledged write.

    Some are long, so that a kill often falls within a write and not between two.
    """
    chance = random.Random(seed)
    now = datetime.now(UTC)
    async with open_memory(home / "a.db", lock_file=home / "a.lock", purpose=PURPOSE) as memory:
        session = await memory.begin_session(now)
        while True:
            text = f"walrus {chance.random()}" + " padding" * chance.choice((0, 9, 200, 8_000))
            kept = await memory.add(Draft(session, Speaker.SHE, text, now, Origin.MODEL))
            _acknowledge(kept.id, text)
            for word in range(chance.randrange(4)):
                text += f" and {word}"
                await memory.extend(kept.id, text, interrupted=True)
                _acknowledge(kept.id, text)


async def tear(home: Path, writes: int) -> None:
    """Write as `write` does, and be gone in the middle of a write to a file."""
    disk = _TornDisk(writes)
    await write(home, writes)
    del disk


async def migrate(home: Path, steps: int) -> None:
    """Open the store, and be gone after `steps` steps of SQLite's machine."""
    left = steps

    def step() -> bool:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return False

    def watch(connection: apsw.Connection) -> None:
        connection.set_progress_handler(step, 1)

    apsw.connection_hooks.append(watch)
    async with open_memory(home / "a.db", lock_file=home / "a.lock", purpose=PURPOSE):
        print("opened", flush=True)


class _TornDisk(apsw.VFS):
    """The disk of this process, until the last write that it lives to begin."""

    def __init__(self, writes: int) -> None:
        super().__init__("torn", "unix", makedefault=True)
        self.left = writes

    def xOpen(  # noqa: N802 - SQLite's name
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        return _TornFile(self, name, flags)


class _TornFile(apsw.VFSFile):
    def __init__(
        self, disk: _TornDisk, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        super().__init__("unix", name, flags)
        self._disk = disk

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        self._disk.left -= 1
        if self._disk.left == 0:
            super().xWrite(data[: len(data) // 2], offset)  # pyright: ignore[reportUnknownMemberType]
            os.kill(os.getpid(), signal.SIGKILL)
        super().xWrite(data, offset)  # pyright: ignore[reportUnknownMemberType] - apsw's own stub


def _acknowledge(identity: int, text: str) -> None:
    print(json.dumps([identity, text]), flush=True)


if __name__ == "__main__":
    task, folder, number = sys.argv[1:]
    asyncio.run({"write": write, "tear": tear, "migrate": migrate}[task](Path(folder), int(number)))
