"""What is to ring, and when it rings again."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from samantha.hands.requests import Ring
from samantha.hands.when import Every, Moment, When


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to say at a time. `id` is 0 until it is kept."""

    what: str
    due: datetime
    """When it rings next."""
    first: datetime
    """When it rang or rings first: what an interval counts from."""
    ring: Ring = Ring.REMINDER
    rule: str = ""
    """How it repeats (RFC 5545 RECUR); "" is once."""
    zone: str = "UTC"
    """The zone by whose clock it repeats."""
    asked_in: int | None = None
    """The id of his utterance that asked for it."""
    id: int = 0


def reminder_for(what: str, when: When, ring: Ring, zone: str) -> Reminder:
    """The reminder that he asks for."""
    match when:
        case Moment(at):
            return Reminder(what, at, at, ring, zone=zone)
        case Every(first, rule):
            return Reminder(what, first, first, ring, rule, zone)


def after(reminder: Reminder, now: datetime) -> Reminder | None:
    """The reminder as it goes on once it has rung, None where it is over.

    What would have rung in the meantime is passed over: nobody wants to hear of seven mornings at
    once. It repeats by the clock on the wall, so seven o'clock stays seven o'clock.
    """
    if not reminder.rule:
        return None
    zone = ZoneInfo(reminder.zone)
    first = reminder.first.astimezone(zone).replace(tzinfo=None)
    latest = max(reminder.due, now, key=datetime.timestamp)
    next_one = rrulestr(reminder.rule, dtstart=first).after(
        latest.astimezone(zone).replace(tzinfo=None)
    )
    if next_one is None:
        return None
    # Through UTC, so that an hour that the clocks leave out becomes one that there is.
    due = next_one.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return replace(reminder, due=due)
