"""What every `TurnEnding` and every `Completeness` does."""

from collections.abc import Callable

import numpy as np
import pytest

from samantha.hearing.falling_tone import FallingTone
from samantha.hearing.last_words import LastWords
from samantha.hearing.ports import Completeness, TurnEnding
from tests.hearing_fakes import ScriptedCompleteness, ScriptedEnding
from tests.hearing_models import smart_turn
from tests.speech import in_silence, noise, said

endings = pytest.mark.parametrize(
    "make",
    [
        pytest.param(ScriptedEnding, id="scripted"),
        pytest.param(FallingTone, id="falling-tone"),
        pytest.param(smart_turn, id="smart-turn", marks=pytest.mark.model),
    ],
)
judges = pytest.mark.parametrize(
    "make",
    [
        pytest.param(ScriptedCompleteness, id="scripted"),
        pytest.param(LastWords, id="last-words"),
    ],
)


@endings
def test_any_sound_gets_the_same_probability_each_time(make: Callable[[], TurnEnding]) -> None:
    ending = make()
    speech = in_silence(said("We could call her tonight, or write a short message."), 0.3, 0.2)
    long = np.tile(speech, 4)
    nothing = np.zeros(0, np.float32)
    for sound in (speech, long, nothing, np.zeros(100, np.float32), noise(1), np.ones(30_000)):
        likely = ending.probability(sound.astype(np.float32))
        assert 0 <= likely <= 1
        assert ending.probability(sound.astype(np.float32)) == likely


@endings
def test_only_the_last_seconds_matter(make: Callable[[], TurnEnding]) -> None:
    ending = make()
    end = np.tile(said("Nothing is wrong, I just wanted to hear your voice."), 4)[-8 * 16_000 :]
    before = np.concatenate([noise(3), end])
    assert ending.probability(before) == pytest.approx(ending.probability(end), abs=1e-4)


@judges
@pytest.mark.parametrize(
    "said_so_far",
    ["", " ", "…", "I", "I was thinking about", "Yes.", "?!", "naïve\n\x00", "a" * 5000],
)
def test_any_words_get_a_probability(make: Callable[[], Completeness], said_so_far: str) -> None:
    likely = make().probability(said_so_far)
    assert 0 <= likely <= 1
    assert make().probability(said_so_far) == likely
