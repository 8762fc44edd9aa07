"""Sound at one rate made sound at another, in a stream or at once."""

from math import gcd
from typing import Final

import numpy as np

from samantha.domain.audio import Samples

_ZERO_CROSSINGS: Final = 16
"""Half the length of the filter, in samples of the lower rate."""
_PASSED: Final = 0.92
"""This share of the lower rate's band is kept; above it lies the filter's slope."""
_KAISER: Final = 8.0
"""Of the window; what is folded back lies more than 80 dB below."""
_PIECE: Final = 1 << 14
"""So many samples are made others at once, to keep memory small."""


class Resampler:
    """A stream at one rate made a stream at another, by a windowed sinc for each phase.

    What comes out is in time with what came in: sample n of it belongs to the time n / `to_hz`. The
    last millisecond waits for what follows it, or for `rest`.
    """

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self._up = to_hz // gcd(from_hz, to_hz)
        self._down = from_hz // gcd(from_hz, to_hz)
        self._filters = _filters(self._up, self._down)
        self._half: int = self._filters.shape[1] // 2
        self._kept = np.zeros(self._half - 1, np.float32)
        self._skip = 0
        """How many of the kept samples come before the next one of `Samples` made."""
        self._phase = 0

    def resampled(self, sound: Samples) -> Samples:
        """What can be made now that `sound` has come."""
        known = np.concatenate((self._kept, sound))
        taps = 2 * self._half
        # Output n stands at input phase/up + n * down/up; the filter needs `taps` inputs around it.
        room = (len(known) - taps - self._skip + 1) * self._up - self._phase
        count = max(0, -(-room // self._down))
        if count == 0:
            self._kept = known
            return np.zeros(0, np.float32)
        steps = self._phase + self._down * np.arange(count + 1)
        first, phase = self._skip + steps // self._up, steps % self._up
        windows = np.lib.stride_tricks.sliding_window_view(known, taps)
        made = np.einsum("nt,nt->n", windows[first[:-1]], self._filters[phase[:-1]])
        dropped = min(int(first[-1]), len(known))
        self._kept, self._skip = known[dropped:], int(first[-1]) - dropped
        self._phase = int(phase[-1])
        return made

    def rest(self) -> Samples:
        """What still waits, as if silence followed; the stream is over."""
        return self.resampled(np.zeros(self._half, np.float32))


def resampled(sound: Samples, from_hz: int, to_hz: int) -> Samples:
    """All of `sound` at another rate, ceil(n * `to_hz` / `from_hz`) samples."""
    if from_hz == to_hz:
        return sound
    stream = Resampler(from_hz, to_hz)
    pieces = [
        stream.resampled(sound[start : start + _PIECE]) for start in range(0, len(sound), _PIECE)
    ]
    made = np.concatenate((*pieces, stream.rest()))
    return made[: -(-len(sound) * to_hz // from_hz)]


def _filters(up: int, down: int) -> Samples:
    """A low-pass filter for each phase between two inputs, shape (`up`, taps), each of sum 1."""
    stretch = max(1.0, down / up)
    half = int(np.ceil(_ZERO_CROSSINGS * stretch))
    distance = np.arange(1 - half, half + 1)[None, :] - np.arange(up)[:, None] / up
    window = np.i0(_KAISER * np.sqrt(np.maximum(0.0, 1 - (distance / half) ** 2))) / np.i0(_KAISER)
    filters = np.sinc(distance * _PASSED / stretch) * window
    return (filters / filters.sum(axis=1, keepdims=True)).astype(np.float32)
