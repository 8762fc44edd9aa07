"""A loudspeaker that is not heard: time is what it plays. For a page that is only read."""

from collections.abc import Callable

from samantha.domain.audio import SPEAKING_HZ, Samples


class SilentLoudspeaker:
    """A `Loudspeaker` that counts as played what a real one would have played by now."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        """`now_s` is a clock that only goes forward, in seconds."""
        self._now_s = now_s
        self._played = 0
        self._queued: int = 0
        self._from_s = now_s()
        """Up to when what it plays has been counted."""

    @property
    def played(self) -> int:
        """How many samples there was time for."""
        self._go_on()
        return self._played

    @property
    def queued(self) -> int:
        """How many samples wait for their time."""
        self._go_on()
        return self._queued

    def play(self, sound: Samples) -> None:
        """Let the time of `sound` follow that of all that waits."""
        self._go_on()
        self._queued += len(sound)

    def stop(self) -> int:
        """Forget what waits; returns `played`."""
        self._go_on()
        self._queued = 0
        return self._played

    def gain(self, decibels: float) -> None:
        """Silence is as loud as ever."""

    def _go_on(self) -> None:
        now_s = self._now_s()
        if not self._queued:
            self._from_s = now_s
            return
        # A millionth of a sample, so that times that were added up do not fall short.
        due = min(int((now_s - self._from_s) * SPEAKING_HZ + 1e-6), self._queued)
        self._played += due
        self._queued -= due
        self._from_s += due / SPEAKING_HZ
