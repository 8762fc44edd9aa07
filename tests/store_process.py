"""A process that uses her memory and can be killed at any moment.

    python -m tests.store_process write HOME SEED
    python -m tests.store_process migrate HOME STEPS

`write` keeps lines until it is killed and prints each once it is acknowledged; `migrate` opens the
store and kills itself after STEPS steps of SQLite's machine.
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
from samantha.providers.sqlite.memory import open_memory

PURPOSE = "a process that writes"


async def write(home: Path, seed: int) -> None:
    """Add lines and extend some of them; print `[id, text]` for each acknowledged write."""
    chance = random.Random(seed)
    now = datetime.now(UTC)
    async with open_memory(home / "a.db", lock_file=home / "a.lock", purpose=PURPOSE) as memory:
        session = await memory.begin_session(now)
        while True:
            text = f"walrus {chance.random()}" + " padding" * chance.randrange(200)
            kept = await memory.add(Draft(session, Speaker.SHE, text, now, Origin.MODEL))
            _acknowledge(kept.id, text)
            for word in range(chance.randrange(4)):
                text += f" and {word}"
                await memory.extend(kept.id, text, interrupted=True)
                _acknowledge(kept.id, text)


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


def _acknowledge(identity: int, text: str) -> None:
    print(json.dumps([identity, text]), flush=True)


if __name__ == "__main__":
    task, folder, number = sys.argv[1:]
    asyncio.run({"write": write, "migrate": migrate}[task](Path(folder), int(number)))
