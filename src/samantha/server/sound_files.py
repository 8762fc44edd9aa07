"""Sound as whole files, for programs that want no stream."""

import io
import wave
from typing import Final

import numpy as np

from samantha.domain.audio import SPEAKING_HZ, Samples

_FULL_SCALE: Final = 32_767


def pcm_of(sound: Samples) -> bytes:
    """Signed 16-bit little-endian samples."""
    return (np.clip(sound, -1, 1) * _FULL_SCALE).round().astype("<i2").tobytes()


def wav_of(sound: Samples) -> bytes:
    """A WAV file of her sound."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SPEAKING_HZ)
        file.writeframes(pcm_of(sound))
    return out.getvalue()
