"""What he may ask her to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from samantha.hands.when import Days, When


class Ring(StrEnum):
    """How she makes herself heard when it is time."""

    REMINDER = "reminder"
    ALARM = "alarm"
    TIMER = "timer"


@dataclass(frozen=True, slots=True)
class Remind:
    """Say something at a time; `when` is None where he did not say when."""

    what: str
    when: When | None
    ring: Ring = Ring.REMINDER


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Ring after a while."""

    length: timedelta | None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Snooze:
    """Ring again in a while."""

    length: timedelta


@dataclass(frozen=True, slots=True)
class ShowReminders:
    """What is to ring, of one kind or of all."""

    ring: Ring | None = None


@dataclass(frozen=True, slots=True)
class DropReminder:
    """Let something not ring; `every` are all of that kind."""

    ring: Ring | None
    what: str = ""
    when: When | None = None
    every: bool = False


@dataclass(frozen=True, slots=True)
class AddToList:
    """Put things on one of his lists."""

    items: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class TakeOffList:
    """Take things off a list."""

    items: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class ShowList:
    """Read a list; an empty name asks which lists there are."""

    name: str


@dataclass(frozen=True, slots=True)
class ClearList:
    """Empty a list."""

    name: str


@dataclass(frozen=True, slots=True)
class AskDays:
    """What his calendar holds."""

    days: Days


@dataclass(frozen=True, slots=True)
class AskNext:
    """What comes next; `about` names one thing he asks the time of."""

    about: str = ""


@dataclass(frozen=True, slots=True)
class AskFree:
    """Whether he is free then."""

    days: Days
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AddEvent:
    """Enter something into his calendar."""

    title: str
    when: When | None
    length: timedelta | None = None


@dataclass(frozen=True, slots=True)
class MoveEvent:
    """Let something of his calendar be at another time."""

    what: str
    when: When


@dataclass(frozen=True, slots=True)
class DropEvent:
    """Take something out of his calendar."""

    what: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget what was said: about something, in some hours, or, with neither, just before."""

    about: str = ""
    span: tuple[datetime, datetime] | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Undo:
    """Put back what was done last."""


RingRequest: TypeAlias = Remind | SetTimer | Snooze | ShowReminders | DropReminder
ListRequest: TypeAlias = AddToList | TakeOffList | ShowList | ClearList
DayRequest: TypeAlias = AskDays | AskNext | AskFree | AddEvent | MoveEvent | DropEvent
Request: TypeAlias = RingRequest | ListRequest | DayRequest | Forget | Undo
