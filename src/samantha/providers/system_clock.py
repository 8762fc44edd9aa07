"""The machine's own clock."""

import time
from datetime import datetime


class SystemClock:
    """Wall time in the local zone, and the monotonic clock."""

    def now(self) -> datetime:
        """The present moment in the local time zone."""
        return datetime.now().astimezone()

    def monotonic_s(self) -> float:
        """Seconds from an arbitrary start."""
        return time.monotonic()
