"""The pitch of a voice, frame by frame: YIN (de Cheveigné and Kawahara, 2002, JASA 111(4)).

The steps of the paper up to the interpolation, on many windows at once: difference function, its
cumulative mean normalisation, the first dip below a threshold, a parabola through that dip.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from samantha.domain.audio import HEARING_HZ

LOWEST_HZ: Final = 62.5
HIGHEST_HZ: Final = 500.0
HOP: Final = 320
"""Samples from one estimate to the next: 20 ms."""
SPAN: Final = 512
"""Samples that are compared with later ones: 32 ms, two periods of a deep voice."""

_SHORTEST_LAG: Final = int(HEARING_HZ / HIGHEST_HZ)
_LONGEST_LAG: Final = int(HEARING_HZ / LOWEST_HZ)
WINDOW: Final = SPAN + _LONGEST_LAG + 1
"""Samples that one estimate needs."""
_FFT: Final = 1024
_DIP: Final = 0.25
"""Below this share of aperiodic power a window is voiced."""

Track = NDArray[np.float32]
"""Pitch in Hz, shape (n,), one value each `HOP`; 0 where there is none."""


def pitch_of(windows: NDArray[np.float32]) -> Track:
    """The pitch in Hz of each window, shape (n, `WINDOW`) → (n,); 0 where it is unvoiced."""
    lags = np.arange(1, _LONGEST_LAG + 2)
    normal = _normalised_difference(windows)
    within = normal[:, _SHORTEST_LAG - 1 : -1]
    dips = (
        (within < _DIP)
        & (within <= normal[:, _SHORTEST_LAG - 2 : -2])
        & (within < normal[:, _SHORTEST_LAG:])
    )
    first = dips.argmax(axis=1) + _SHORTEST_LAG - 1
    rows = np.arange(len(windows))
    before, dip, after = (normal[rows, first + step] for step in (-1, 0, 1))
    bend = before - 2 * dip + after
    shift = np.where(bend > 0, 0.5 * (before - after) / np.maximum(bend, 1e-12), 0.0)
    pitch = HEARING_HZ / (lags[first] + shift)
    return np.where(dips.any(axis=1), pitch, 0.0).astype(np.float32)


def _normalised_difference(windows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Equation 8 of the paper for lags 1 to the longest plus one, shape (n, lags)."""
    spectrum = np.fft.rfft(windows, _FFT)
    of_span = np.fft.rfft(windows[:, :SPAN], _FFT)
    product = np.fft.irfft(spectrum * of_span.conj(), _FFT)[:, : _LONGEST_LAG + 2]
    power = np.zeros((len(windows), WINDOW + 1))
    np.cumsum(np.square(windows, dtype=np.float64), axis=1, out=power[:, 1:])
    energy = power[:, SPAN:] - power[:, : WINDOW - SPAN + 1]
    lags = np.arange(1, _LONGEST_LAG + 2)
    difference = np.maximum(energy[:, :1] + energy[:, 1:] - 2 * product[:, 1:], 0.0)
    mean = np.cumsum(difference, axis=1) / lags
    # Digital silence has no difference at any lag, and no pitch.
    return np.where(mean > 1e-9, difference / np.maximum(mean, 1e-9), 1.0)
