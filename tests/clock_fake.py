"""A clock that is set by hand, so that a test decides what time it is."""

from datetime import UTC, datetime, timedelta

MORNING = datetime(2025, 3, 14, 9, 26, tzinfo=UTC)


class HandSetClock:
    """Stands still until it is told to go on; satisfies `Clock`."""

    def __init__(self, now: datetime = MORNING) -> None:
        self._now = now
        self._passed_s = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic_s(self) -> float:
        return self._passed_s

    def go_on(self, by: timedelta) -> None:
        self._now += by
        self._passed_s += by.total_seconds()
