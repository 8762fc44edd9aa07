"""A watchdog of the event loop: whoever holds it up for too long fails the test, by name."""

import asyncio
import sys
import threading
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

LOOK_S = 0.05
LOOKS = 5
"""Seen at the same work in so many looks in a row, the loop counts as held up: after 250 ms. Looks
are counted, not seconds, so that a machine that is busy with other things holds up both."""


@dataclass
class _Loop:
    """What the loop of the thread that is watched does."""

    work: int = 0
    """Counts the pieces of work; 0 where none is being done."""
    begun: int = 0


@contextmanager
def unblocked_loop() -> Generator[None, None, None]:
    """Fail at the end if a piece of work held up this thread's event loop meanwhile."""
    loop, thread = _Loop(), threading.get_ident()
    stacks: list[str] = []
    over = threading.Event()
    run = asyncio.events.Handle._run  # pyright: ignore[reportAttributeAccessIssue]

    def noted(handle: asyncio.Handle) -> None:
        loop.begun += 1
        loop.work = loop.begun
        try:
            run(handle)
        finally:
            loop.work = 0

    def watch() -> None:
        seen, times = 0, 0
        while not over.wait(LOOK_S):
            times = times + 1 if loop.work and loop.work == seen else 0
            seen = loop.work
            if times == LOOKS:
                frame = sys._current_frames()[thread]  # pyright: ignore[reportPrivateUsage]
                stacks.append("".join(traceback.format_stack(frame)[-8:]))

    asyncio.events.Handle._run = noted  # pyright: ignore[reportAttributeAccessIssue]
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        asyncio.events.Handle._run = run  # pyright: ignore[reportAttributeAccessIssue]
    assert not stacks, f"the event loop was held up by\n{stacks[0]}"
