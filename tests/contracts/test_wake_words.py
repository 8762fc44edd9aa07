"""The contract of `WakeWord`, for the word heard in the sound and the name heard in the words."""

from pathlib import Path

import numpy as np
import pytest

from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, HeardWord, Samples
from samantha.domain.errors import SettingsInvalid
from samantha.domain.resampling import resampled
from samantha.hearing.ports import WakeWord
from samantha.hearing.wake import SpokenName
from samantha.providers.hibari import Hibari
from samantha.providers.wake_word import BUILT_IN, MicroWakeWord
from samantha.speaking.ports import Prosody

SILENCE = np.zeros(HEARING_HZ, np.float32)


class LoudIsSpeech:
    """A detector for clean sound."""

    frame_samples = 512

    def probability(self, frame: Samples) -> float:
        return float(np.max(np.abs(frame)) > 0.01)

    def reset(self) -> None:
        """There is nothing to forget."""


class LongIsACall:
    """A recognizer to which a short stretch is the name and a long one is not."""

    def recognize(self, sound: Samples, *, settled: object = ()) -> list[HeardWord]:
        del settled
        is_short = len(sound) < 1.6 * HEARING_HZ
        return [HeardWord("Samantha" if is_short else "hello", 0.0, 0.0)]


@pytest.fixture(scope="module")
def voice() -> Hibari:
    return Hibari()


@pytest.fixture(params=["micro", "name"])
def waiting(request: pytest.FixtureRequest) -> WakeWord:
    if request.param == "micro":
        return MicroWakeWord("hey_jarvis")
    return SpokenName(LoudIsSpeech(), LongIsACall(), ["Samantha"])


def said(voice: Hibari, text: str) -> Samples:
    spoken = voice.say(text, "hibari:heart", Prosody()).samples
    return np.concatenate((SILENCE, resampled(spoken, SPEAKING_HZ, HEARING_HZ), SILENCE))


def calls(waiting: WakeWord, sound: Samples, frame: int = 320) -> int:
    return sum(waiting.heard(sound[n : n + frame]) for n in range(0, len(sound), frame))


def test_the_call_is_heard_once(waiting: WakeWord, voice: Hibari) -> None:
    assert calls(waiting, said(voice, "Hey Jarvis.")) == 1
    assert calls(waiting, said(voice, "Hey Jarvis.")) == 1


def test_other_words_do_not_call(waiting: WakeWord, voice: Hibari) -> None:
    other = "I walked along the river this morning and saw two herons in the reeds."
    assert calls(waiting, said(voice, other)) == 0


def test_silence_does_not_call(waiting: WakeWord) -> None:
    assert calls(waiting, np.zeros(3 * HEARING_HZ, np.float32)) == 0


@pytest.mark.parametrize("frame", [160, 512, 4000])
def test_frames_of_any_length_will_do(waiting: WakeWord, voice: Hibari, frame: int) -> None:
    assert calls(waiting, said(voice, "Hey Jarvis."), frame) == 1


def test_what_was_forgotten_does_not_call(waiting: WakeWord, voice: Hibari) -> None:
    sound = said(voice, "Hey Jarvis.")
    half = len(sound) // 2
    assert calls(waiting, sound[:half]) == 0
    waiting.reset()
    assert calls(waiting, np.concatenate((SILENCE, SILENCE))) == 0


def test_every_built_in_word_can_be_waited_for() -> None:
    for word in BUILT_IN:
        assert not MicroWakeWord(word).heard(SILENCE)


@pytest.mark.parametrize("word", ["samantha", "", Path("nowhere.json"), Path(__file__)])
def test_a_word_that_there_is_no_model_for_is_named(word: str | Path) -> None:
    with pytest.raises(SettingsInvalid, match="wake word") as caught:
        MicroWakeWord(word)
    assert str(word) in caught.value.message
