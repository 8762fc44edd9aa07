"""The watchdog of the event loop bites, and only whom it should."""

import asyncio
import time

import pytest

from tests.loop_watch import unblocked_loop
from tests.virtual_time import run


def test_a_loop_that_is_held_up_is_noticed_by_name() -> None:
    async def hold_up_the_loop() -> None:
        time.sleep(0.6)  # noqa: ASYNC251

    with pytest.raises(AssertionError, match="hold_up_the_loop"), unblocked_loop():
        run(hold_up_the_loop())


def test_a_loop_that_only_waits_is_not_held_up() -> None:
    with unblocked_loop():
        asyncio.run(asyncio.sleep(0.4))
