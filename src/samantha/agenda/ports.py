"""What his days need from others: calendars that can be read, and some that can be written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from samantha.agenda.events import Answer, Draft, Event, Span


@dataclass(frozen=True, slots=True)
class Change:
    """What one act did to one entry of a calendar: enough to undo it."""

    calendar: str
    entry: str
    """Where the entry lies, in the calendar's own way."""
    before: bytes | None
    """The whole entry (iCalendar) before; None where there was none."""
    after: bytes | None
    """The whole entry after; None where it was removed."""


class Calendar(Protocol):
    """One calendar of his.

    Every method raises StoreUnavailable where it cannot be reached, says so, and changes nothing.
    """

    @property
    def name(self) -> str:
        """What he calls it."""
        ...

    @property
    def writable(self) -> bool:
        """Whether it can be written at all."""
        ...

    async def events(self, span: Span) -> Sequence[Event]:
        """What meets `span`, each occurrence of what repeats for itself, earliest first.

        Read from what lies on this machine: it is there when the server is not.
        """
        ...

    async def refresh(self) -> int:
        """Fetch what changed elsewhere; returns how many entries did."""
        ...

    async def known_at(self) -> datetime | None:
        """When what is known was last compared with where it comes from; None if never."""
        ...

    async def add(self, draft: Draft) -> Change:
        """Enter something new."""
        ...

    async def move(self, event: Event, span: Span) -> Change:
        """Let one event, or this one occurrence of it, be at another time."""
        ...

    async def remove(self, event: Event) -> Change:
        """Remove one event, or this one occurrence of it."""
        ...

    async def answer(self, event: Event, his_address: str, answer: Answer) -> Change:
        """Say on his behalf whether he comes."""
        ...

    async def undo(self, change: Change) -> None:
        """Put an entry back as it was; refused where it was changed since."""
        ...
