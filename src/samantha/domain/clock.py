"""Time comes in as an argument: what a clock must be able to tell."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Wall time for what is remembered, monotonic time for what is measured."""

    def now(self) -> datetime:
        """The present moment, aware of the local time zone."""
        ...

    def monotonic_s(self) -> float:
        """Seconds from an arbitrary start; never goes back."""
        ...


def later(moment: datetime, by: timedelta) -> datetime:
    """The moment `by` real time later, in the same zone: an hour lasts an hour on every day."""
    return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)
