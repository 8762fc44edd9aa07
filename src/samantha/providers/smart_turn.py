"""Smart Turn: whether a turn is over, judged from how its last eight seconds sound.

The network hears what Whisper hears: the logarithm of the energy in 80 bands of the mel scale,
every 10 ms, as Radford et al. define it ("Robust Speech Recognition via Large-Scale Weak
Supervision", 2022, section 2.2), with the bands of Slaney's "Auditory Toolbox" (1998).
"""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samantha.domain.audio import HEARING_HZ, Samples
from samantha.domain.errors import HearingUnavailable
from samantha.inference.networks import open_network

WINDOW_S: Final = 8
BANDS: Final = 80
_WINDOW_SAMPLES: Final = WINDOW_S * HEARING_HZ
_FRAME_SAMPLES: Final = 400
_HOP_SAMPLES: Final = 160
_LEAST_ENERGY: Final = 1e-10
_DEPTH: Final = 8.0
"""How far below the loudest value, in powers of ten, values are cut off."""
_LINEAR_BELOW_HZ: Final = 1000.0
_HZ_PER_MEL: Final = 200.0 / 3
_MELS_PER_LOG: Final = 27.0 / np.log(6.4)


class SmartTurn:
    """A `TurnEnding`. A call takes about 50 ms on one core."""

    def __init__(self, file: Path) -> None:
        """Load the network.

        Raises:
            HearingUnavailable: the file is missing or broken.
        """
        try:
            self._session = open_network(file)
        except OSError as error:
            raise HearingUnavailable(
                f"The model {file} for the ends of turns cannot be loaded: {error}.",
                "Check it with `samantha models verify`; `samantha models fetch` has it again.",
            ) from error

    def probability(self, sound: Samples) -> float:
        """How likely the turn is over; most telling with 0.1 to 0.4 s of silence at its end."""
        (likely,) = self._session.run(None, {"input_features": log_mel(sound)[None, :, :]})
        return float(np.clip(likely[0, 0], 0.0, 1.0))


def log_mel(sound: Samples) -> NDArray[np.float32]:
    """What the network hears of the last eight seconds, shape (80, 800).

    Sound that is shorter has silence before it; all is brought to mean 0 and variance 1 first.
    """
    last = sound[-_WINDOW_SAMPLES:]
    whole = np.zeros(_WINDOW_SAMPLES, np.float64)
    whole[_WINDOW_SAMPLES - len(last) :] = last
    whole = (whole - whole.mean()) / np.sqrt(whole.var() + 1e-7)
    padded = np.pad(whole, _FRAME_SAMPLES // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME_SAMPLES)[::_HOP_SAMPLES][:-1]
    energy = np.square(np.abs(np.fft.rfft(frames * _HANN, axis=1)))
    bands = np.log10(np.maximum(_MEL_BANDS @ energy.T, _LEAST_ENERGY))
    bands = np.maximum(bands, bands.max() - _DEPTH)
    return ((bands + 4.0) / 4.0).astype(np.float32)


def _mel_bands() -> NDArray[np.float64]:
    """Triangles of equal area, evenly spaced in mel from 0 Hz to half the rate; shape (80, 201)."""
    edges_hz = _hz(np.linspace(0.0, _mel(HEARING_HZ / 2), BANDS + 2))
    at_hz = np.linspace(0.0, HEARING_HZ / 2, _FRAME_SAMPLES // 2 + 1)
    low, peak, high = edges_hz[:-2, None], edges_hz[1:-1, None], edges_hz[2:, None]
    triangles = np.minimum((at_hz - low) / (peak - low), (high - at_hz) / (high - peak))
    return np.maximum(triangles, 0.0) * 2.0 / (high - low)


def _mel(hz: float) -> float:
    """Slaney's scale: linear up to 1 kHz, logarithmic above."""
    if hz < _LINEAR_BELOW_HZ:
        return hz / _HZ_PER_MEL
    return _LINEAR_BELOW_HZ / _HZ_PER_MEL + float(np.log(hz / _LINEAR_BELOW_HZ)) * _MELS_PER_LOG


def _hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    bend = _LINEAR_BELOW_HZ / _HZ_PER_MEL
    above = _LINEAR_BELOW_HZ * np.exp((np.maximum(mel, bend) - bend) / _MELS_PER_LOG)
    return np.where(mel < bend, mel * _HZ_PER_MEL, above)


_HANN: Final = np.hanning(_FRAME_SAMPLES + 1)[:-1]
_MEL_BANDS: Final = _mel_bands()
