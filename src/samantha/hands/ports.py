"""What doing things for him needs from others: a place where they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from samantha.hands.policy import Act
from samantha.hands.reminders import Reminder


@dataclass(frozen=True, slots=True)
class Deed:
    """An act that was done: the record that he can read, and how to undo it."""

    act: Act
    at: datetime
    asked_in: int | None
    """The id of his utterance that asked for it; None where he used a command."""
    undo: str = ""
    """What undoing needs, in the words of the one who did it; "" where nothing can be undone."""
    undone_at: datetime | None = None
    id: int = 0


class Errands(Protocol):
    """What is kept of what he asked for. What a method returned for is on disk.

    Every method raises StoreUnavailable where it cannot be kept.
    """

    async def add_reminder(self, reminder: Reminder) -> Reminder:
        """Keep a reminder and return it with its id."""
        ...

    async def reminders(self) -> Sequence[Reminder]:
        """What is still to ring, the next one first."""
        ...

    async def ring(self, reminder: Reminder, goes_on: Reminder | None) -> bool:
        """Note that it rang as it was due, and how it goes on; False if that was noted before."""
        ...

    async def drop_reminder(self, reminder_id: int) -> None:
        """Let it not ring any more."""
        ...

    async def add_items(self, name: str, items: Sequence[str]) -> Sequence[str]:
        """Put on a list what is not on it yet; returns what was put there."""
        ...

    async def take_items(self, name: str, items: Sequence[str]) -> Sequence[str]:
        """Take off a list what is on it, whatever its capitals; returns what was taken."""
        ...

    async def items(self, name: str) -> Sequence[str]:
        """What is on a list, in the order in which it was put there."""
        ...

    async def lists(self) -> Sequence[str]:
        """The names of the lists that hold something."""
        ...

    async def note(self, deed: Deed) -> Deed:
        """Keep what was done and return it with its id."""
        ...

    async def deeds(self, count: int) -> Sequence[Deed]:
        """The last `count` deeds, newest first."""
        ...

    async def deed(self, deed_id: int) -> Deed | None:
        """The deed of that id, None where there is none."""
        ...

    async def note_undone(self, deed_id: int, at: datetime) -> None:
        """Note that a deed was undone."""
        ...
