"""What every `SpeechDetector` does, with a model or without."""

from collections.abc import Callable

import numpy as np
import pytest

from samantha.domain.audio import Samples
from samantha.hearing.plain_detector import PlainDetector
from samantha.hearing.ports import SpeechDetector
from tests.hearing_fakes import ScriptedDetector
from tests.hearing_models import silero
from tests.speech import in_silence, noise, said

SENTENCE = "I found your keys under the newspaper this morning."

detectors = pytest.mark.parametrize(
    "make",
    [
        pytest.param(ScriptedDetector, id="scripted"),
        pytest.param(PlainDetector, id="plain"),
        pytest.param(silero, id="silero", marks=pytest.mark.model),
    ],
)


def opinions(detector: SpeechDetector, sound: Samples) -> list[float]:
    size = detector.frame_samples
    frames = sound[: len(sound) // size * size].reshape(-1, size)
    return [detector.probability(frame) for frame in frames]


@detectors
def test_speech_is_told_from_silence(make: Callable[[], SpeechDetector]) -> None:
    detector = make()
    sound = in_silence(said(SENTENCE), 1.0, 1.0)
    likely = opinions(detector, sound)
    second = 16_000 // detector.frame_samples
    assert all(0 <= each <= 1 for each in likely)
    assert np.mean(np.array(likely[second + 3 : -second - 3]) > 0.5) > 0.7
    assert max(likely[: second - 1]) < 0.3
    assert likely[-1] < 0.3


@detectors
def test_after_a_reset_the_same_sound_gets_the_same_answers(
    make: Callable[[], SpeechDetector],
) -> None:
    detector = make()
    sound = in_silence(said(SENTENCE))
    first = opinions(detector, sound)
    detector.reset()
    assert opinions(detector, sound) == first


@detectors
def test_extreme_samples_do_no_harm(make: Callable[[], SpeechDetector]) -> None:
    detector = make()
    for sound in (np.ones(2048), -np.ones(2048), np.zeros(2048), noise(0.2, 1.0)):
        assert all(0 <= each <= 1 for each in opinions(detector, sound.astype(np.float32)))


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(PlainDetector, id="plain"),
        pytest.param(silero, id="silero", marks=pytest.mark.model),
    ],
)
def test_even_noise_is_no_speech(make: Callable[[], SpeechDetector]) -> None:
    likely = opinions(make(), noise(3))
    assert np.mean(np.array(likely[30:]) > 0.5) < 0.05
