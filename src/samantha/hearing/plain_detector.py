"""Speech told from noise without a model: loud against what is usual here, and like a voice.

A voice stands above the noise between 100 Hz and 4 kHz, and it repeats itself at a pitch. That is
much worse than a trained detector: music is speech to it, knocks are at times, and a whisper is
not. It serves where no model can be had.
"""

from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samantha.domain.audio import HEARING_HZ, Samples

FRAME_SAMPLES: Final = 512
_BINS_HZ: Final = np.fft.rfftfreq(FRAME_SAMPLES, 1 / HEARING_HZ)
_SPEECH: Final = (_BINS_HZ >= 100) & (_BINS_HZ <= 4000)
_HANN: Final = np.hanning(FRAME_SAMPLES).astype(np.float32)
_SHORTEST_PERIOD: Final = HEARING_HZ // 400
_LONGEST_PERIOD: Final = HEARING_HZ // 80
_FLOOR_FRAMES: Final = 60
"""The quietest of so many frames (2 s) is what is usual here."""
_SILENT_DB: Final = -65.0
_LOUD_DB: Final = 30.0
_WEIGHTS: Final = (0.14, 7.0)
"""Of the decibels above the floor and of how it repeats itself; set on speech in noises."""
_AGAINST: Final = 4.2
_KEPT: Final = 0.5
"""How much of the last frame's opinion is kept: speech does not come and go in 32 ms."""


class PlainDetector:
    """A `SpeechDetector` that needs no model. A frame of 32 ms takes about 0.1 ms."""

    def __init__(self) -> None:
        self.reset()

    @property
    def frame_samples(self) -> int:
        """512."""
        return FRAME_SAMPLES

    def reset(self) -> None:
        """Forget the stream so far, and what is usual here."""
        self._levels_db: deque[float] = deque(maxlen=_FLOOR_FRAMES)
        self._opinion = 0.0

    def probability(self, frame: Samples) -> float:
        """How likely this frame is speech: a guess, not a measured probability."""
        power = np.square(np.abs(np.fft.rfft(frame * _HANN))) * _SPEECH + 1e-9
        level_db = 10 * float(np.log10(power.sum() / FRAME_SAMPLES))
        self._levels_db.append(level_db)
        above_db = min(level_db - min(self._levels_db), _LOUD_DB)
        score = float(np.dot(_WEIGHTS, (above_db, _repeats(power)))) - _AGAINST
        opinion = 1 / (1 + float(np.exp(-score))) if level_db > _SILENT_DB else 0.0
        self._opinion = _KEPT * self._opinion + (1 - _KEPT) * opinion
        return self._opinion


def _repeats(power: NDArray[np.float64]) -> float:
    """How much the frame repeats itself at the pitch of a voice, in [0, 1]: its autocorrelation."""
    again = np.fft.irfft(power)
    return float(np.clip(again[_SHORTEST_PERIOD:_LONGEST_PERIOD].max() / again[0], 0, 1))
