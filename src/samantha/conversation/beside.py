"""Work that goes on beside the talk, and whose failure never reaches it."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final

LOOK_S: Final = 0.25

log = logging.getLogger(__name__)


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None], name: str) -> AsyncGenerator[None, None]:
    """Let `work` go on as long as the block lasts; under `name` the log tells if it fails."""

    def ended(task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (error := task.exception()):
            log.error("%s failed", name, exc_info=error)

    task = asyncio.create_task(work)
    task.add_done_callback(ended)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def until(holds: Callable[[], Awaitable[bool]], within_s: float) -> bool:
    """Wait until it holds, at most so long; returns whether it does."""
    for _ in range(round(within_s / LOOK_S)):
        if await holds():
            return True
        await asyncio.sleep(LOOK_S)
    return await holds()
