"""Keeps her awake: wakes her, lets her begin anew after a change, and holds what failed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Final

from samantha.app.assembly import SPOKEN_WITHIN_S, Household, waking
from samantha.app.persona_file import load_persona
from samantha.app.settings import Home, load_settings
from samantha.app.spare_senses import spare_senses
from samantha.domain.errors import ModelUnavailable, SamanthaError, StoreUnavailable
from samantha.server.life import Awake, Sensing, live, presence_of
from samantha.server.room import Room, Telling
from samantha.server.wire import Activity, Trouble

log = logging.getLogger(__name__)

MOST_FAILURES: Final = 5
"""After so many failures in a row that nobody foresaw, she stays down."""
FORGIVEN_AFTER_S: Final = 60.0

Waking = Callable[[Home], AbstractAsyncContextManager[Household]]


def waking_from(home: Home) -> AbstractAsyncContextManager[Household]:
    """Wake her as the settings say now."""
    settings = load_settings(home.settings_file)
    return waking(home, settings, purpose="samantha serve", within_s=SPOKEN_WITHIN_S)


class House:
    """Who lives in the room."""

    def __init__(
        self,
        home: Home,
        room: Room,
        *,
        wake: Waking = waking_from,
        sensing: Sensing = spare_senses,
    ) -> None:
        self.home = home
        self.room = room
        self._wake = wake
        self._sensing = sensing
        self._household: Household | None = None
        self._awake: Awake | None = None
        self._anew = asyncio.Event()
        self.awoke = asyncio.Event()
        """Set when she is awake for the first time."""
        self._last: Callable[[], Awaitable[object]] | None = None

    @property
    def household(self) -> Household:
        """What is awake.

        Raises:
            ModelUnavailable: nothing is, for now.
        """
        if self._household is None:
            raise ModelUnavailable(
                "She is not awake just now.", "Wait a moment, or see what the page says is missing."
            )
        return self._household

    @property
    def is_awake(self) -> bool:
        """Whether her memory and her model are there."""
        return self._household is not None

    @property
    def awake(self) -> Awake:
        """She, while she can be talked with.

        Raises:
            ModelUnavailable: she cannot, for now.
        """
        if self._awake is None:
            raise ModelUnavailable(
                "She cannot be talked with just now.",
                "Meet her first on her page, or wait a moment.",
            )
        return self._awake

    async def look_again(self) -> None:
        """Let her take up anew what was said, where something is forgotten or there again."""
        if self._awake is not None:
            await self._awake.session.look_again()

    def begin_anew(self) -> None:
        """Let her fall asleep and wake again, as the settings say then."""
        self._anew.set()

    def end_with(self, last: Callable[[], Awaitable[object]]) -> None:
        """Let her fall asleep for good, and do `last` then."""
        self._last = last
        self._anew.set()

    async def keep(self) -> None:
        """Keep her awake, until the end or until cancelled.

        Raises:
            StoreUnavailable: another process uses the data folder.
        """
        failures, failed_s = 0, 0.0
        while self._last is None:
            self._anew.clear()
            try:
                await self._live_until_anew()
            except StoreUnavailable:
                raise
            except SamanthaError as error:
                self.room.tell(Trouble(error.message, error.remedy))
                await self._anew.wait()
            except Exception:
                now_s = self.room.now_s()
                failures = failures + 1 if now_s - failed_s < FORGIVEN_AFTER_S else 1
                failed_s = now_s
                if failures > MOST_FAILURES:
                    raise
                log.exception("she begins anew after a failure")
                self.room.tell(
                    Trouble(
                        "A part of me failed in a way that nobody foresaw.",
                        "I begin anew; what was said is kept.",
                    )
                )
        await self._last()

    async def _live_until_anew(self) -> None:
        life = asyncio.create_task(self._live())
        anew = asyncio.create_task(self._anew.wait())
        try:
            await asyncio.wait({life, anew}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (life, anew):
                if not task.done():
                    task.cancel()
            await asyncio.wait({life, anew})
        if not life.cancelled():
            life.result()

    async def _live(self) -> None:
        def awake(who: Awake | None) -> None:
            self._awake = who
            if who is not None:
                self.awoke.set()

        self.room.show(presence_of(load_persona(self.home.persona_file)))
        self.room.tell(Activity("waking"))
        async with self._wake(self.home) as household:
            last = await household.memory.last(1)
            self.room.telling = Telling(last[-1].id if last else 0)
            self._household = household
            self.room.tell(Activity(""))
            try:
                await live(self.room, household, awake, self._sensing)
            finally:
                self._household = None
