"""His voice as it was enrolled: a file in her data folder that only he can read."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from samantha.app.files import PRIVATE, write_whole
from samantha.domain.audio import HEARING_HZ, Samples
from samantha.domain.errors import HearingUnavailable, SettingsInvalid
from samantha.hearing.enrolment import LEAST_STRETCHES, Enrolment, enrol
from samantha.hearing.ports import SpeakerEmbedding, SpeechDetector

MODEL: Final = "ge2e-voices"
STRETCH_S: Final = 3.0
"""Of so much speech one embedding is made."""
_SPEECH: Final = 0.5
_AROUND: Final = 3
"""Frames around speech that are kept with it."""


def load_his_voice(file: Path) -> Enrolment | None:
    """The enrolled voice; None where none was.

    Raises:
        SettingsInvalid: the file cannot be read as one.
    """
    try:
        tree: Any = json.loads(file.read_text(encoding="utf-8"))
        voice = np.array(tree["voice"], np.float32)
        if tree["model"] != MODEL or voice.shape != (256,) or not np.isfinite(voice).all():
            raise ValueError("it is of another model")
        return Enrolment(voice)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsInvalid(
            f"The file of your voice, {file}, cannot be used ({error}).",
            "Enrol your voice again with `samantha enrol`, or forget it with --forget.",
        ) from error


def save_his_voice(file: Path, enrolment: Enrolment) -> None:
    """Keep the voice, whole or not at all, readable by its owner alone."""
    voice = [round(float(each), 6) for each in enrolment.voice]
    write_whole(file, json.dumps({"model": MODEL, "voice": voice}), rights=PRIVATE)


def voice_in(
    sounds: Sequence[Samples], detector: SpeechDetector, embedding: SpeakerEmbedding
) -> Enrolment:
    """The one voice in some seconds of speech; blocks for some tenths of a second.

    Raises:
        HearingUnavailable: there is too little speech, or more than one voice.
    """
    speech = np.concatenate([np.zeros(0, np.float32), *(speech_in(s, detector) for s in sounds)])
    size = int(STRETCH_S * HEARING_HZ)
    stretches = [speech[at : at + size] for at in range(0, len(speech) - size + 1, size)]
    if len(stretches) < LEAST_STRETCHES:
        raise HearingUnavailable(
            f"There are {len(speech) / HEARING_HZ:.0f} s of speech in that;"
            f" {LEAST_STRETCHES * STRETCH_S:.0f} s are needed to know a voice by.",
            "Read the sentences again, a little slower or closer to the microphone.",
        )
    enrolment = enrol([embedding.embed(stretch) for stretch in stretches])
    if enrolment is None:
        raise HearingUnavailable(
            "That does not sound like one voice.",
            "Read the sentences alone, in a quiet room, and as you usually speak.",
        )
    return enrolment


def speech_in(sound: Samples, detector: SpeechDetector) -> Samples:
    """What of `sound` is speech, with a moment around it."""
    size = detector.frame_samples
    frames = sound[: len(sound) // size * size].reshape(-1, size)
    detector.reset()
    speaks = np.array([detector.probability(frame) >= _SPEECH for frame in frames], np.bool_)
    kept = np.convolve(speaks, np.ones(2 * _AROUND + 1), "same") > 0 if len(speaks) else speaks
    return frames[kept].ravel()
