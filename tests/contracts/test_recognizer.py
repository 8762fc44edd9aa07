"""What every `Recognizer` does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from samantha.domain.audio import HEARING_HZ, HeardWord, Samples
from samantha.domain.words import words_of
from samantha.hearing.ports import Recognizer
from tests.hearing_fakes import ScriptedRecognizer, spoken
from tests.hearing_models import moonshine, moonshine_tiny, whisper
from tests.speech import in_silence, said

SENTENCE = "I found your keys under the newspaper this morning."


@dataclass(frozen=True)
class Subject:
    """A recognizer, and a sound with what is said in it."""

    recognizer: Recognizer
    sound: Samples
    text: str


@cache
def scripted() -> Subject:
    words = SENTENCE.split()
    return Subject(ScriptedRecognizer(words), in_silence(spoken(0, len(words))), SENTENCE)


@cache
def real(make: Callable[[], Recognizer]) -> Subject:
    return Subject(make(), in_silence(said(SENTENCE), 0.3, 0.1), SENTENCE)


@pytest.fixture(
    params=[
        pytest.param(scripted, id="scripted"),
        pytest.param(lambda: real(moonshine), id="moonshine", marks=pytest.mark.model),
        pytest.param(lambda: real(moonshine_tiny), id="moonshine-tiny", marks=pytest.mark.model),
        pytest.param(lambda: real(whisper), id="whisper", marks=pytest.mark.model),
    ]
)
def subject(request: pytest.FixtureRequest) -> Subject:
    return request.param()


def texts(words: Sequence[HeardWord]) -> list[str]:
    return [word.text for word in words]


def test_the_words_come_in_order_with_times_inside_the_sound(subject: Subject) -> None:
    heard = subject.recognizer.recognize(subject.sound)
    assert words_of(" ".join(texts(heard))) == words_of(subject.text)
    moments = [moment for word in heard for moment in (word.start_s, word.end_s)]
    assert moments == sorted(moments)
    assert moments[0] >= 0
    assert moments[-1] <= len(subject.sound) / HEARING_HZ + 0.3


def test_the_same_sound_gives_the_same_words(subject: Subject) -> None:
    first = subject.recognizer.recognize(subject.sound)
    assert subject.recognizer.recognize(subject.sound) == first


def test_what_is_settled_comes_back_first_and_the_rest_after_it(subject: Subject) -> None:
    whole = texts(subject.recognizer.recognize(subject.sound))
    for count in (1, 3, len(whole) - 1, len(whole)):
        heard = subject.recognizer.recognize(subject.sound, settled=whole[:count])
        assert texts(heard)[:count] == whole[:count]
        assert words_of(" ".join(texts(heard))) == words_of(subject.text)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.2, 3.0])
def test_silence_holds_no_words(subject: Subject, seconds: float) -> None:
    assert list(subject.recognizer.recognize(np.zeros(int(seconds * HEARING_HZ), np.float32))) == []


def test_a_sound_cut_in_the_middle_of_a_word_gives_the_words_before_it(subject: Subject) -> None:
    half = subject.sound[: len(subject.sound) // 2]
    heard = words_of(" ".join(texts(subject.recognizer.recognize(half))))
    assert heard[:3] == words_of(subject.text)[:3]
    assert len(heard) < len(words_of(subject.text))
