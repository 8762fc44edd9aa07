"""A clock that goes where it is put, for talks that last for days."""

from dataclasses import dataclass
from datetime import datetime


@dataclass
class MovedClock:
    """A `Clock` that stands at `time` until that is changed."""

    time: datetime

    def now(self) -> datetime:
        """The moment that it was put to."""
        return self.time

    def monotonic_s(self) -> float:
        """The same, in seconds."""
        return self.time.timestamp()
