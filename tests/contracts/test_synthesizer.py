"""The contract of `Synthesizer`, the same for the scripted one and the real ones."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from samantha.app.catalogue import find_entry, model_files
from samantha.app.settings import models_folder
from samantha.domain.audio import SPEAKING_HZ, Samples
from samantha.domain.errors import VoiceUnavailable
from samantha.providers.hibari import Hibari, HibariPronunciation
from samantha.providers.kokoro import Kokoro
from samantha.speaking.ports import Means, Prosody, Synthesizer
from tests.speaking_fakes import VOICE, ScriptedSynthesizer

TEXT = "I kept the window open, and it rained."
SILENT_DB = -46
USUAL = Prosody()


@dataclass(frozen=True)
class Voiced:
    """A synthesizer and the voice of it that is tried."""

    synthesizer: Synthesizer
    voice: str

    def say(self, text: str, prosody: Prosody = USUAL) -> tuple[Samples, tuple[int, ...]]:
        speech = self.synthesizer.say(text, self.voice, prosody)
        return speech.samples, speech.word_ends

    @property
    def means(self) -> frozenset[Means]:
        voices = {each.id: each for each in self.synthesizer.voices()}
        return voices[self.voice].means


@cache
def hibari() -> Hibari:
    return Hibari()


@cache
def kokoro() -> Kokoro:
    files = model_files(models_folder())
    model, voices = find_entry("kokoro-82m-int8"), find_entry("kokoro-voices")
    if not (files.is_present(model) and files.is_present(voices)):
        pytest.skip("Kokoro is not here: samantha models fetch kokoro-82m-int8 kokoro-voices")
    return Kokoro(files.path_of(model), files.path_of(voices), HibariPronunciation())


@pytest.fixture(
    params=[
        "scripted",
        "hibari",
        "plain",
        pytest.param("kokoro", marks=pytest.mark.model),
        pytest.param("british", marks=pytest.mark.model),
    ]
)
def voiced(request: pytest.FixtureRequest) -> Voiced:
    match request.param:
        case "scripted":
            return Voiced(ScriptedSynthesizer(), VOICE)
        case "hibari":
            return Voiced(hibari(), "hibari:heart")
        case "plain":
            return Voiced(hibari(), "hibari:plain")
        case "kokoro":
            return Voiced(kokoro(), "kokoro:bella")
        case _:
            return Voiced(kokoro(), "kokoro:george")


def loudness_db(samples: Samples) -> float:
    return 20 * float(np.log10(np.sqrt(np.mean(samples**2))))


def test_names_its_voices(voiced: Voiced) -> None:
    voices = voiced.synthesizer.voices()
    assert voiced.voice in [each.id for each in voices]
    assert len({each.id for each in voices}) == len(voices)
    assert all(each.description and ":" in each.id and Means.PACE in each.means for each in voices)


def test_says_a_phrase_and_when_each_word_is_over(voiced: Voiced) -> None:
    samples, ends = voiced.say(TEXT)
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert 1.2 < len(samples) / SPEAKING_HZ < 4
    assert len(ends) == len(TEXT.split())
    assert list(ends) == sorted(ends)
    assert ends[0] > 0
    assert 0.85 * len(samples) < ends[-1] <= len(samples)
    assert all(isinstance(end, int) for end in ends)


def test_begins_and_ends_with_sound(voiced: Voiced) -> None:
    for text in (TEXT, "Hello there.", "Mm.", "She sells."):
        samples, _ = voiced.say(text)
        loud = np.flatnonzero(np.abs(samples) > np.abs(samples).max() * 10 ** (SILENT_DB / 20))
        assert loud[0] < 0.04 * SPEAKING_HZ
        assert len(samples) - loud[-1] < 0.09 * SPEAKING_HZ


@pytest.mark.parametrize("text", ["", " ", "…", "— , .", "…  —"])
def test_says_nothing_where_there_is_no_word(voiced: Voiced, text: str) -> None:
    samples, ends = voiced.say(text)
    assert len(samples) == 0
    assert ends == (0,) * len(text.split())


def test_a_mark_without_a_word_ends_with_the_word_before(voiced: Voiced) -> None:
    _, (before, mark, after) = voiced.say("well — yes")
    assert before == mark < after


def test_pace_changes_how_long_it_takes(voiced: Voiced) -> None:
    slow, usual, fast = (voiced.say(TEXT, Prosody(pace=pace)) for pace in (0.8, 1.0, 1.2))
    assert len(slow[0]) > 1.1 * len(usual[0]) > 1.2 * len(fast[0])
    assert slow[1][2] > usual[1][2] > fast[1][2]


def test_energy_changes_how_loud_it_is_and_never_clips(voiced: Voiced) -> None:
    soft, usual, loud = (
        voiced.say(TEXT, Prosody(energy_db=decibels))[0] for decibels in (-8.0, 0.0, 12.0)
    )
    assert loudness_db(soft) < loudness_db(usual) - 5
    assert loudness_db(usual) < loudness_db(loud) - 4
    assert np.abs(loud).max() <= 1.0


def test_says_the_same_the_same_way(voiced: Voiced) -> None:
    if isinstance(voiced.synthesizer, ScriptedSynthesizer):
        pytest.skip("each word of the scripted voice is told from all others")
    first, again = voiced.say("Hello there."), voiced.say("Hello there.")
    assert np.array_equal(first[0], again[0])
    assert first[1] == again[1]


@pytest.mark.parametrize(
    "text",
    ["日本 ñandú", "a" * 700, "x 5 @ % ^ 🙂", " ".join(["hello"] * 120), "BBC [x](y) 'quoted'"],
    ids=["foreign", "endless word", "marks", "long", "brackets"],
)
def test_bears_whatever_it_is_given(voiced: Voiced, text: str) -> None:
    samples, ends = voiced.say(text)
    assert len(ends) == len(text.split())
    assert list(ends) == sorted(ends)
    assert np.isfinite(samples).all()
    assert ends[-1] <= len(samples)


def test_a_voice_that_there_is_not_says_so(voiced: Voiced) -> None:
    with pytest.raises(VoiceUnavailable, match="no voice “none:none”"):
        voiced.synthesizer.say(TEXT, "none:none", Prosody())
    with pytest.raises(VoiceUnavailable):
        voiced.synthesizer.warm_up("none:none")


def test_warming_up_may_be_done_twice(voiced: Voiced) -> None:
    voiced.synthesizer.warm_up(voiced.voice)
    voiced.synthesizer.warm_up(voiced.voice)


def test_what_a_voice_can_express_is_heard(voiced: Voiced) -> None:
    usual, _ = voiced.say("Hello there.")
    for means, prosody in {
        Means.PITCH: Prosody(pitch_semitones=3),
        Means.RANGE: Prosody(pitch_range=1.4),
        Means.BREATH: Prosody(breath_db=20),
    }.items():
        changed, _ = voiced.say("Hello there.", prosody)
        if means in voiced.means:
            assert not np.array_equal(changed, usual)
