"""An event of his days: what, when, where, and with whom."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum


class Answer(StrEnum):
    """What someone said to an invitation."""

    OPEN = "open"
    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"


@dataclass(frozen=True, slots=True)
class Guest:
    """Someone who was asked to an event."""

    address: str
    """An e-mail address in lower case."""
    name: str = ""
    answer: Answer = Answer.OPEN


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time between two moments of known zones; `ends` does not belong to it."""

    starts: datetime
    ends: datetime

    def __post_init__(self) -> None:
        if self.starts.tzinfo is None or self.ends.tzinfo is None:
            raise ValueError("a span needs time zones")
        if self.length < timedelta():
            raise ValueError("a span cannot end before it begins")

    @property
    def length(self) -> timedelta:
        """How long it really lasts, also where the clocks change in between."""
        return self.ends.astimezone(UTC) - self.starts.astimezone(UTC)

    def meets(self, other: "Span") -> bool:
        """Whether some moment belongs to both."""
        latest_start = max(self.starts.timestamp(), other.starts.timestamp())
        return latest_start < min(self.ends.timestamp(), other.ends.timestamp())


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens once, or one occurrence of something that repeats."""

    uid: str
    title: str
    span: Span
    calendar: str = ""
    """The name of the calendar that it stands in."""
    all_day: bool = False
    place: str = ""
    notes: str = ""
    organizer: Guest | None = None
    guests: tuple[Guest, ...] = ()
    his_answer: Answer | None = None
    """What he said to the invitation; None where he was not asked, or asked the others."""
    busy: bool = True
    """Whether he cannot be elsewhere meanwhile."""
    cancelled: bool = False
    occurrence: datetime | None = None
    """When this occurrence of something that repeats was to begin by its rule; else None."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that is to be."""

    title: str
    span: Span
    all_day: bool = False
    place: str = ""
    notes: str = ""
    rule: str = ""
    """How it repeats (RFC 5545 RECUR, "FREQ=WEEKLY;INTERVAL=2"); "" is once."""


def day_span(day: date, zone: tzinfo) -> Span:
    """One day where the clocks of `zone` hold: 23 to 25 hours."""
    return days_span(day, 1, zone)


def days_span(first: date, days: int, zone: tzinfo) -> Span:
    """`days` whole days from `first` on, where the clocks of `zone` hold."""
    starts = datetime.combine(first, time(), zone)
    return Span(starts, datetime.combine(first + timedelta(days=days), time(), zone))
