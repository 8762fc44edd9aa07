"""How something was said is measured right on sounds whose measures are known."""

import numpy as np
import pytest

from samantha.domain.audio import HEARING_HZ, HeardWord, Samples
from samantha.hearing.cues import Cues, VoiceTrace, syllables_of
from samantha.hearing.pitch import HOP, WINDOW, pitch_of

NOISE = 1e-4


def voice(seconds: float, hz: float = 120.0, *, level: float = 0.1, rise: float = 0.0) -> Samples:
    """A buzz rich in harmonics; it begins at `hz` and rises by `rise` semitones a second."""
    time_s = np.arange(int(seconds * HEARING_HZ)) / HEARING_HZ
    phase = 2 * np.pi * np.cumsum(hz * 2 ** (rise * time_s / 12)) / HEARING_HZ
    buzz = sum(np.cos(n * phase) / n for n in range(1, 15))
    return (level * np.asarray(buzz)).astype(np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * HEARING_HZ), np.float32)


def cues_of(*sounds: Samples, words: str = "", frame: int = 320) -> Cues:
    sound = np.concatenate((silence(0.3), *sounds, silence(0.3)))
    sound = sound + np.random.default_rng(1).normal(0, NOISE, len(sound)).astype(np.float32)
    trace = VoiceTrace()
    for start in range(0, len(sound), frame):
        trace.add(sound[start : start + frame])
    cues = trace.cues([HeardWord(word, 0.0, 0.0) for word in words.split()])
    assert cues is not None
    return cues


@pytest.mark.parametrize("hz", [65.0, 82.0, 119.5, 180.0, 261.6, 333.0, 480.0])
@pytest.mark.parametrize("snr_db", [60, 10])
def test_pitch_is_right_within_a_few_cents(hz: float, snr_db: int) -> None:
    sound = voice(0.5, hz)
    power = float(np.mean(sound**2))
    noise = np.random.default_rng(2).normal(0, np.sqrt(power / 10 ** (snr_db / 10)), len(sound))
    windows = np.lib.stride_tricks.sliding_window_view((sound + noise).astype(np.float32), WINDOW)[
        ::HOP
    ]
    track = pitch_of(windows)
    assert np.all(track > 0)
    assert 1200 * abs(np.log2(np.median(track) / hz)) < 6
    assert 1200 * np.max(np.abs(np.log2(track / hz))) < 30


def test_silence_and_noise_have_no_pitch() -> None:
    noise = np.random.default_rng(3).normal(0, 0.1, (50, WINDOW)).astype(np.float32)
    assert not pitch_of(np.zeros((2, WINDOW), np.float32)).any()
    assert not pitch_of(noise).any()
    assert pitch_of(np.zeros((0, WINDOW), np.float32)).shape == (0,)


def test_pauses_are_counted_and_measured() -> None:
    cues = cues_of(voice(1), silence(0.4), voice(1), silence(1.0), voice(1), silence(0.1), voice(1))
    assert cues.speech_s == pytest.approx(5.5, abs=0.06)
    assert (cues.pauses, cues.long_pauses) == (2, 1)
    assert cues.longest_pause_s == pytest.approx(1.0, abs=0.06)
    assert cues.pause_share == pytest.approx(1.4 / 5.5, abs=0.02)


def test_pace_leaves_pauses_out() -> None:
    words = "We walked along the river and saw two herons"
    assert syllables_of(words) == 12
    whole = cues_of(voice(3), words=words)
    broken = cues_of(voice(1.5), silence(1.0), voice(1.5), words=words)
    assert whole.pace == pytest.approx(4.0, abs=0.1)
    assert broken.pace == pytest.approx(4.0, abs=0.15)
    assert cues_of(voice(3)).pace is None


def test_loudness_is_power_in_decibels() -> None:
    loud, quiet = cues_of(voice(1, level=0.1)), cues_of(voice(1, level=0.01))
    assert loud.loudness_db - quiet.loudness_db == pytest.approx(20, abs=0.2)
    expected_db = 10 * np.log10(np.mean(voice(1, level=0.1) ** 2))
    assert loud.loudness_db == pytest.approx(expected_db, abs=0.2)


def test_pitch_its_movement_and_its_end() -> None:
    flat, rising = cues_of(voice(1, 150)), cues_of(voice(1, 150, rise=12))
    assert flat.pitch_hz == pytest.approx(150, rel=0.003)
    assert flat.movement_semitones == pytest.approx(0, abs=0.1)
    assert flat.final_slope == pytest.approx(0, abs=0.3)
    assert rising.pitch_hz == pytest.approx(150 * 2**0.5, rel=0.03)
    assert rising.movement_semitones == pytest.approx(0.8 * 12, abs=0.8)
    assert rising.final_slope == pytest.approx(12, abs=0.5)
    assert cues_of(voice(1, 200, rise=-20)).final_slope == pytest.approx(-20, abs=1)


def test_what_is_not_voiced_has_no_pitch() -> None:
    hiss = np.random.default_rng(4).normal(0, 0.1, HEARING_HZ).astype(np.float32)
    whispered = cues_of(hiss)
    assert whispered.pitch_hz is None
    assert whispered.voiced_share == 0.0
    assert cues_of(hiss, voice(1)).voiced_share == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(
    ("words", "filled", "restarts"),
    [
        ("Well, I was thinking about it.", 0, 0),
        ("Um, I was, uh, thinking.", 2, 0),
        ("I I was thinking", 0, 1),
        ("I was I was thinking", 0, 1),
        ("The wea- the weather", 0, 1),
        ("No no no, very very good", 0, 0),
    ],
)
def test_hesitation_is_told_from_the_words(words: str, filled: int, restarts: int) -> None:
    cues = cues_of(voice(1), words=words)
    assert (cues.filled_pauses, cues.restarts, cues.searches) == (filled, restarts, 0)
    assert cues.hesitations == filled + restarts


@pytest.mark.parametrize(
    ("before", "after", "gap_s", "searches"),
    [
        ("the", "herons", 0.6, 1),
        ("the", "herons", 0.3, 0),
        ("yesterday.", "Herons", 0.6, 0),
        ("and", "the", 0.6, 0),
    ],
)
def test_a_gap_before_a_word_with_meaning_is_a_search(
    before: str, after: str, gap_s: float, searches: int
) -> None:
    trace = VoiceTrace()
    trace.add(voice(1))
    cues = trace.cues([HeardWord(before, 0.0, 0.2), HeardWord(after, 0.2 + gap_s, 1.0)])
    assert cues is not None
    assert cues.searches == searches


def test_the_length_of_frames_makes_no_difference() -> None:
    sounds = voice(1, 150, rise=5), silence(0.5), voice(1)
    assert cues_of(*sounds, frame=320) == cues_of(*sounds, frame=1000)


def test_cues_can_be_asked_for_while_he_speaks_and_change_nothing() -> None:
    asked, unasked = VoiceTrace(), VoiceTrace()
    for sound in (voice(0.5), silence(0.3), voice(0.5, 200)):
        asked.add(sound)
        unasked.add(sound)
        asked.cues()
    assert asked.cues() == unasked.cues()


def test_without_speech_there_are_no_cues() -> None:
    trace = VoiceTrace()
    assert trace.cues() is None
    trace.add(silence(2))
    assert trace.cues() is None
    trace.add(voice(1))
    assert trace.cues() is not None
    trace.reset()
    assert trace.cues() is None


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("", 0),
        ("I", 1),
        ("house", 1),
        ("walked", 1),
        ("wanted", 2),
        ("table", 2),
        ("the", 1),
        ("Samantha", 3),
        ("yesterday evening", 6),
        ("hmm 42", 2),
    ],
)
def test_syllables(text: str, syllables: int) -> None:
    assert syllables_of(text) == syllables
