"""Time comes in as an argument: what a clock must be able to tell."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Wall time for what is remembered, monotonic time for what is measured."""

    def now(self) -> datetime:
        """The present moment, aware of the local time zone."""
        ...

    def monotonic_s(self) -> float:
        """Seconds from an arbitrary start; never goes back."""
        ...
