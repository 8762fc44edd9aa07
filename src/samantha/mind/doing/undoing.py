"""How a deed is undone, written down with it, so that it can be undone tomorrow, too."""

from datetime import datetime
from typing import TypeAlias

import msgspec

from samantha.agenda.ports import Change
from samantha.hands.reminders import Reminder
from samantha.hands.requests import Ring


class KeptReminder(msgspec.Struct, frozen=True):
    """A reminder as it was."""

    id: int
    what: str
    due: datetime
    first: datetime
    ring: str
    rule: str
    zone: str

    @classmethod
    def of(cls, reminder: Reminder) -> "KeptReminder":
        """Write a reminder down."""
        return cls(
            reminder.id, reminder.what, reminder.due, reminder.first, reminder.ring.value,
            reminder.rule, reminder.zone,
        )  # fmt: skip

    def again(self) -> Reminder:
        """The reminder that was written down."""
        return Reminder(
            self.what, self.due, self.first, Ring(self.ring), self.rule, self.zone, id=self.id
        )


class Rings(msgspec.Struct, frozen=True, tag="rings"):
    """Let some not ring that were set, and others ring that were dropped."""

    drop: list[int] = []
    keep: list[KeptReminder] = []


class Items(msgspec.Struct, frozen=True, tag="items"):
    """Take off a list what was put there, and put back what was taken."""

    name: str
    take: list[str] = []
    put: list[str] = []


class Entry(msgspec.Struct, frozen=True, tag="entry"):
    """Put an entry of a calendar back as it was."""

    calendar: str
    entry: str
    before: bytes | None
    after: bytes | None

    @classmethod
    def of(cls, change: Change) -> "Entry":
        """Write a change down."""
        return cls(change.calendar, change.entry, change.before, change.after)

    def change(self) -> Change:
        """The change that was written down."""
        return Change(self.calendar, self.entry, self.before, self.after)


class Said(msgspec.Struct, frozen=True, tag="said"):
    """Put back what was forgotten under a number."""

    number: int


Way: TypeAlias = Rings | Items | Entry | Said


def written(way: Way) -> str:
    """The way back as text."""
    return msgspec.json.encode(way).decode()


def read(text: str) -> Way:
    """The way back from its text."""
    return msgspec.json.decode(text, type=Rings | Items | Entry | Said)
