"""The time of a spoken session: counted in his samples, and by a clock where none come."""

from collections.abc import Callable
from typing import Final

from samantha.domain.audio import HEARING_HZ, Frame

MISSING_S: Final = 0.2
"""A stream of which nothing comes for so long is taken for mute."""
_UNEVEN_MS: Final = 10
"""Frames may come so much too early."""


class StreamTime:
    """Milliseconds since the session began; never goes back.

    A source that is muted may go on counting or not. What passed without its frames is counted by
    the clock, and is not counted again when they follow one another too fast, or skip it.
    """

    def __init__(self, clock_s: Callable[[], float]) -> None:
        self.now_ms = 0
        self._clock_s = clock_s
        self._counted_s = clock_s()
        """By the clock: up to when time was counted."""
        self._heard_ms = 0
        """The place in the stream up to which it was heard."""
        self._ahead_ms = 0
        """What was counted by the clock and may still come in frames."""

    def hear(self, frame: Frame) -> None:
        """Count the time of a frame."""
        end_ms = frame.end * 1000 // HEARING_HZ
        passed_ms = max(0, end_ms - self._heard_ms)
        self._heard_ms = end_ms
        clock_s = self._clock_s()
        too_early_ms = passed_ms - round((clock_s - self._counted_s) * 1000)
        self._counted_s = clock_s
        if too_early_ms > _UNEVEN_MS:
            again_ms = min(too_early_ms, self._ahead_ms)
            self._ahead_ms -= again_ms
            passed_ms -= again_ms
        self.now_ms += passed_ms

    def miss(self) -> bool:
        """Count what has passed without frames; returns whether the stream is mute."""
        clock_s = self._clock_s()
        passed_s = clock_s - self._counted_s
        if passed_s < MISSING_S:
            return False
        self._counted_s += passed_s
        self.now_ms += round(passed_s * 1000)
        self._ahead_ms += round(passed_s * 1000)
        return True

    def hold(self) -> None:
        """Count nothing of what has passed: the stream waits for her, and its time with it."""
        self._counted_s = self._clock_s()

    def of(self, place: int) -> int:
        """When the sample number `place` was, one of those heard last."""
        return self.now_ms - (self._heard_ms - place * 1000 // HEARING_HZ)
