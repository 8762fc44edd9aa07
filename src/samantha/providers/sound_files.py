"""Sound files of other programs, read in memory by miniaudio: WAV, MP3, FLAC and Ogg Vorbis."""

import importlib
from typing import Any

import numpy as np

from samantha.domain.audio import HEARING_HZ, Samples
from samantha.domain.errors import SettingsInvalid


def decoded(file: bytes) -> Samples:
    """What a sound file holds, as one channel at `HEARING_HZ`.

    Raises:
        SettingsInvalid: it is no sound that can be read.
    """
    miniaudio: Any = importlib.import_module("miniaudio")
    try:
        sound = miniaudio.decode(file, miniaudio.SampleFormat.FLOAT32, 1, HEARING_HZ)
    except (miniaudio.MiniaudioError, ValueError, MemoryError) as error:
        raise SettingsInvalid(
            "That is no sound file that can be read here.", "Send WAV, MP3, FLAC or Ogg Vorbis."
        ) from error
    return np.clip(np.nan_to_num(np.asarray(sound.samples, np.float32)), -1, 1)
