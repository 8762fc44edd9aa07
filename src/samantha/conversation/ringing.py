"""What is due is said once: reminders, alarms, timers, and what begins in five minutes.

    async with Ringing(doing, log).through(mouth):
        ...   # the talk

It counts as said when her words were kept, which is when they were heard. Whoever is killed in
between finds them in the conversation and does not say them again; what nobody heard is owed still.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from samantha.agenda.looking import standing
from samantha.agenda.telling import just_before
from samantha.conversation.beside import beside, until
from samantha.domain.dialogue import Origin, Speaker, Utterance
from samantha.domain.errors import SamanthaError
from samantha.hands.reminders import after
from samantha.memory.ports import ConversationLog
from samantha.mind.doing.doing import Doing
from samantha.mind.doing.saying import ring_words

LOOK_AGAIN: Final = timedelta(seconds=30)
"""So often the clock is looked at, for it may be set."""
BEFORE: Final = timedelta(minutes=5)
"""So long before something begins she says so."""
REFRESH_AFTER: Final = timedelta(minutes=15)
"""So often his calendars are compared with where they live."""
_HEARD_BY_S: Final = 60.0
"""What was not heard by then was said to nobody; it is tried again."""
_POLITE_S: Final = 20.0
"""So long she waits for a gap in the talk."""
_SEEN: Final = 30
"""Among so many of the last utterances her own words are looked for."""


class Mouth(Protocol):
    """Where she can say something of her own accord."""

    @property
    def quiet(self) -> bool:
        """Whether nobody is speaking."""
        ...

    def speak_first(self, words: str | None = None) -> None:
        """Say something, as soon as it can be heard."""
        ...


@dataclass(frozen=True, slots=True)
class _Due:
    """Something to say."""

    words: str
    sign: str
    """What its words hold, however late they come."""
    since: datetime


class Ringing:
    """Keeps the time for one conversation."""

    def __init__(self, doing: Doing, log: ConversationLog) -> None:
        """`doing` has the reminders and the calendars; `log` tells what was heard."""
        self._doing = doing
        self._log = log
        self._refreshed_at: datetime | None = None

    @asynccontextmanager
    async def through(self, mouth: Mouth) -> AsyncGenerator[None, None]:
        """Keep the time as long as the block lasts; a failure of it never ends the talk."""
        async with beside(self.keep(mouth), "keeping the time"):
            yield

    async def keep(self, mouth: Mouth) -> None:
        """Say what is due when it is due, until cancelled."""
        while True:
            self._doing.changed.clear()
            try:
                await self._reminders(mouth)
                wait = await self._until_next(await self._events(mouth))
            except SamanthaError:  # the store says so where words are to be kept
                wait = LOOK_AGAIN
            try:
                async with asyncio.timeout(wait.total_seconds()):
                    await self._doing.changed.wait()
            except TimeoutError:
                continue

    async def _reminders(self, mouth: Mouth) -> None:
        for reminder in await self._doing.errands.reminders():
            now = self._doing.now()
            if reminder.due.timestamp() > now.timestamp():
                return
            words = ring_words(reminder, now)
            # The words of a late one tell of that, and of another hour.
            sign = reminder.what or words.split(" ", maxsplit=1)[0]
            if await self._said(mouth, _Due(words, sign, reminder.due)):
                await self._doing.errands.ring(reminder, after(reminder, now))
                self._doing.rang(reminder)

    async def _events(self, mouth: Mouth) -> list[datetime]:
        """Say what begins soon; returns when the next ones are to be said."""
        now = self._doing.now()
        if self._refreshed_at is None or now - self._refreshed_at >= REFRESH_AFTER:
            self._refreshed_at = now
            await self._doing.agenda.refresh()
        later: list[datetime] = []
        for event in standing(await self._doing.soon(BEFORE + LOOK_AGAIN)):
            begins, tell_at = event.span.starts, event.span.starts - BEFORE
            if event.all_day or not event.busy or begins.timestamp() <= now.timestamp():
                continue
            if tell_at.timestamp() > now.timestamp():
                later.append(tell_at)
            else:
                await self._said(mouth, _Due(just_before(event, now), event.title, tell_at))
        return later

    async def _said(self, mouth: Mouth, due: _Due) -> bool:
        """Say it, unless it was said; returns whether it was heard."""
        if await self._heard(due):
            return True
        await until(lambda: _at_once(mouth.quiet), _POLITE_S)
        mouth.speak_first(due.words)
        return await until(lambda: self._heard(due), _HEARD_BY_S)

    async def _heard(self, due: _Due) -> bool:
        return any(_tells(each, due) for each in await self._log.last(_SEEN))

    async def _until_next(self, moments: Sequence[datetime]) -> timedelta:
        now = self._doing.now()
        due = [each.due for each in await self._doing.errands.reminders()]
        away = [
            timedelta(seconds=each.timestamp() - now.timestamp())
            for each in (*moments, *due)
            if each.timestamp() > now.timestamp()
        ]
        return min([*away, LOOK_AGAIN])


def _tells(utterance: Utterance, due: _Due) -> bool:
    hers = utterance.speaker is Speaker.SHE and utterance.origin is Origin.SYSTEM
    in_time = utterance.said_at.timestamp() >= due.since.timestamp()
    return hers and in_time and due.sign[:30] in utterance.text


async def _at_once(value: bool) -> bool:  # noqa: FBT001 - a value, not an option
    return value
