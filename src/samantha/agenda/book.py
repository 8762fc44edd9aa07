"""All his calendars as one: what is when, over all of them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from samantha.agenda.events import Answer, Draft, Event, Span
from samantha.agenda.ports import Calendar, Change
from samantha.domain.errors import SettingsInvalid, StoreUnavailable

STALE_AFTER = timedelta(hours=1)
"""What was not compared with its server for so long is told with its age."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A calendar that could not be refreshed, and why."""

    calendar: str
    error: StoreUnavailable


class Agenda:
    """His calendars; the first that can be written takes what is new."""

    def __init__(self, calendars: Sequence[Calendar]) -> None:
        self._calendars = {calendar.name: calendar for calendar in calendars}

    @property
    def names(self) -> Sequence[str]:
        """What he calls his calendars."""
        return list(self._calendars)

    async def events(self, span: Span) -> Sequence[Event]:
        """What meets `span` in any of them, earliest first; the same thing in two counts once."""
        found = await asyncio.gather(*(each.events(span) for each in self._calendars.values()))
        once = {
            (event.uid, event.span.starts.timestamp()): event
            for event in reversed([event for events in found for event in events])
        }
        return sorted(once.values(), key=lambda event: event.span.starts.timestamp())

    async def refresh(self) -> Sequence[Trouble]:
        """Compare each with where it lives; returns those that could not be."""

        async def refreshed(calendar: Calendar) -> Trouble | None:
            try:
                await calendar.refresh()
            except StoreUnavailable as error:
                return Trouble(calendar.name, error)
            return None

        done = await asyncio.gather(*(refreshed(each) for each in self._calendars.values()))
        return [trouble for trouble in done if trouble is not None]

    async def oldest(self, now: datetime) -> tuple[str, datetime] | None:
        """The calendar that was compared longest ago and when, where that is worth a word."""
        ages = [(each.name, await each.known_at()) for each in self._calendars.values()]
        old = [(name, at) for name, at in ages if at is not None and now - at >= STALE_AFTER]
        return min(old, key=lambda age: age[1], default=None)

    async def add(self, draft: Draft, *, calendar: str | None = None) -> Change:
        """Enter something new into `calendar`, or into the first that can be written.

        Raises:
            SettingsInvalid: there is no such calendar, or none can be written.
            StoreUnavailable: it could not be entered.
        """
        return await self._writable(calendar).add(draft)

    async def move(self, event: Event, span: Span) -> Change:
        """Let an event, or one occurrence of it, be at another time."""
        return await self._of(event.calendar).move(event, span)

    async def remove(self, event: Event) -> Change:
        """Remove an event, or one occurrence of it."""
        return await self._of(event.calendar).remove(event)

    async def answer(self, event: Event, his_address: str, answer: Answer) -> Change:
        """Say on his behalf whether he comes."""
        return await self._of(event.calendar).answer(event, his_address, answer)

    async def undo(self, change: Change) -> None:
        """Put back what one act changed."""
        await self._of(change.calendar).undo(change)

    def _of(self, name: str) -> Calendar:
        calendar = self._calendars.get(name)
        if calendar is None:
            raise SettingsInvalid(
                f"There is no calendar “{name}”.", f"There are: {', '.join(self._calendars)}."
            )
        return calendar

    def _writable(self, name: str | None) -> Calendar:
        if name is not None:
            return self._of(name)
        for calendar in self._calendars.values():
            if calendar.writable:
                return calendar
        raise SettingsInvalid(
            "None of the calendars can be written.",
            "Connect one by CalDAV with `samantha connect calendar`.",
        )
