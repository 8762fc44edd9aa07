"""Sound that waits to be played: what every loudspeaker does between `play` and the device."""

from collections import deque
from typing import Final

import numpy as np

from samantha.domain.audio import SPEAKING_HZ, Samples

_RAMP: Final = SPEAKING_HZ // 50
"""A change of loudness takes 20 ms."""
_FADE: Final = SPEAKING_HZ // 200
"""What is stopped fades within 5 ms."""


class PlayQueue:
    """A queue of samples at `SPEAKING_HZ` that a device takes from; counts what was taken."""

    def __init__(self) -> None:
        self._waiting: deque[Samples] = deque()
        self._queued = 0
        self._taken = 0
        self._level = self._wanted_level = np.float32(1.0)
        self._ramp_left = 0
        self._fading = np.zeros(0, np.float32)

    @property
    def taken(self) -> int:
        """How many of the samples given to `play` were taken."""
        return self._taken

    @property
    def queued(self) -> int:
        """How many samples wait."""
        return self._queued

    def play(self, sound: Samples) -> None:
        """Put `sound` behind what waits."""
        if len(sound):
            self._waiting.append(sound)
            self._queued += len(sound)

    def gain(self, decibels: float) -> None:
        """Change the loudness (0 is as given) over the next 20 ms that are taken."""
        self._wanted_level = np.float32(10 ** (decibels / 20))
        self._ramp_left = _RAMP

    def stop(self) -> int:
        """Throw away what waits; its next 5 ms fade and count as nothing. Returns `taken`."""
        taken = self._taken
        tail = self._next(_FADE) * self._levels(_FADE)
        self._fading = tail * np.linspace(1, 0, _FADE, dtype=np.float32)
        self._waiting.clear()
        self._queued, self._taken = 0, taken
        return taken

    def take(self, count: int) -> Samples:
        """The next `count` samples to be played, with silence where nothing waits."""
        sound = self._next(count) * self._levels(count)
        fading, self._fading = self._fading[:count], self._fading[count:]
        sound[: len(fading)] += fading
        return sound

    def _next(self, count: int) -> Samples:
        sound = np.zeros(count, np.float32)
        at = 0
        while self._waiting and at < count:
            piece = self._waiting.popleft()
            part, rest = piece[: count - at], piece[count - at :]
            sound[at : at + len(part)] = part
            at += len(part)
            if len(rest):
                self._waiting.appendleft(rest)
        self._taken += at
        self._queued -= at
        return sound

    def _levels(self, count: int) -> Samples:
        """The loudness of each of the next samples as a factor, shape (count,)."""
        levels = np.full(count, self._wanted_level)
        ramp = min(self._ramp_left, count)
        if ramp:
            step = (self._wanted_level - self._level) / self._ramp_left
            levels[:ramp] = self._level + step * np.arange(1, ramp + 1, dtype=np.float32)
            self._level = levels[ramp - 1]
            self._ramp_left -= ramp
        return levels
