"""She hears that she is called, also where her name was misheard, and not where she is not."""

import numpy as np
import pytest

from samantha.domain.audio import HEARING_HZ, HeardWord, Samples
from samantha.hearing.wake import SpokenName, edits_between, sounds_like, without_call
from tests.hearing_fakes import ScriptedDetector

NAMES = ("Samantha",)


@pytest.mark.parametrize(
    "heard",
    ["Samantha", "samantha", "Symantha", "Semantha", "Samanta", "Some Antha", "Sam Anther"],
)
def test_a_misheard_name_is_hers(heard: str) -> None:
    assert sounds_like(heard, "Samantha")


@pytest.mark.parametrize(
    "heard",
    ["", "Savannah", "Amanda", "semantics", "cement a", "Santa", "Sarah", "some man", "the man"],
)
def test_another_word_is_not_hers(heard: str) -> None:
    assert not sounds_like(heard, "Samantha")


@pytest.mark.parametrize(
    ("heard", "name", "alike"),
    [
        ("mea", "Mia", True),
        ("Maya", "Mia", False),
        ("some", "Sam", False),
        ("Zoë", "Zoe", True),
        ("Katherine", "Catherine", True),
        ("Filippa", "Philippa", True),
        ("even", "Eve", False),
    ],
)
def test_short_names_have_to_be_heard_well(heard: str, name: str, *, alike: bool) -> None:
    assert sounds_like(heard, name) is alike


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("Samantha?", ""),
        ("Hey Samantha.", ""),
        ("Samantha, what time is it?", "what time is it?"),
        ("Okay, Some Antha, what's up?", "what's up?"),
        ("Good morning, Samantha!", ""),
        ("What time is it, Samantha?", "What time is it"),
        ("Oh, um, Samantha. Play it again.", "Play it again."),
        ("I told Samantha about it.", None),
        ("Savannah, come here.", None),
        ("Hello there.", None),
        ("hey", None),
        ("", None),
        ("♪", None),
    ],
)
def test_a_call_stands_at_the_edge(said: str, rest: str | None) -> None:
    assert without_call(said, NAMES) == rest


def test_a_short_name_is_not_put_together_from_words() -> None:
    assert without_call("Add a note.", ("Ada",)) is None
    assert without_call("Ada, note this.", ("Ada",)) == "note this."


@pytest.mark.parametrize(
    ("first", "second", "edits"),
    [("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("abc", "acb", 2), ("same", "same", 0)],
)
def test_edits_are_counted(first: str, second: str, edits: int) -> None:
    assert edits_between(first, second) == edits_between(second, first) == edits


class WordsByLoudness:
    """A recognizer that knows what every loudness means."""

    def __init__(self) -> None:
        self.calls = 0

    def recognize(self, sound: Samples, *, settled: object = ()) -> list[HeardWord]:
        del settled
        self.calls += 1
        texts = {1: ["Hello", "there."], 2: ["Samantha,", "hello."]}
        return [HeardWord(text, 0.0, 0.0) for text in texts[round(float(sound.max()) * 10)]]


def stretch(seconds: float, loudness: float) -> Samples:
    return np.full(int(seconds * HEARING_HZ), loudness, np.float32)


def calls_in(waiting: SpokenName, *sounds: Samples) -> int:
    sound = np.concatenate(sounds)
    return sum(waiting.heard(sound[n : n + 320]) for n in range(0, len(sound), 320))


def test_her_name_in_a_stretch_of_speech_calls_her_once_when_it_is_over() -> None:
    recognizer = WordsByLoudness()
    waiting = SpokenName(ScriptedDetector(), recognizer, NAMES)
    silence = stretch(1.0, 0.0)
    assert calls_in(waiting, silence, stretch(1.0, 0.1), silence) == 0
    assert recognizer.calls == 1
    assert calls_in(waiting, silence, stretch(1.0, 0.2), silence) == 1
    assert recognizer.calls == 2
    assert calls_in(waiting, silence * 10) == 0
    assert recognizer.calls == 2


def test_without_a_silence_what_was_said_is_looked_at_after_four_seconds() -> None:
    waiting = SpokenName(ScriptedDetector(), WordsByLoudness(), NAMES)
    assert calls_in(waiting, stretch(3.9, 0.2)) == 0
    assert calls_in(waiting, stretch(0.2, 0.2)) == 1


def test_a_stretch_that_was_forgotten_calls_nobody() -> None:
    waiting = SpokenName(ScriptedDetector(), WordsByLoudness(), NAMES)
    assert calls_in(waiting, stretch(1.0, 0.2)) == 0
    waiting.reset()
    assert calls_in(waiting, stretch(1.0, 0.0)) == 0
