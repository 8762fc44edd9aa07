"""hibari's network and sound: the right weights, and each measure of a prosody in the sound."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Samples
from samantha.domain.errors import VoiceUnavailable
from samantha.domain.resampling import resampled
from samantha.hearing.pitch import HOP, WINDOW, pitch_of
from samantha.providers.hibari import Hibari, HibariPronunciation
from samantha.providers.hibari.network import Network, assets
from samantha.providers.hibari.sound import coloured_pitch
from samantha.speaking.ports import Accent, Prosody
from samantha.speaking.prosody import Style, Tone

TEXT = "I was thinking about your mother, and the garden behind her house."
VOICE = "hibari:heart"


@cache
def voice() -> Hibari:
    return Hibari()


def said(prosody: Prosody, text: str = TEXT, name: str = VOICE) -> Samples:
    return voice().say(text, name, prosody).samples


def pitches_hz(samples: Samples) -> Samples:
    """The pitch every 20 ms of what is voiced."""
    heard = resampled(samples, SPEAKING_HZ, HEARING_HZ)
    windows = np.lib.stride_tricks.sliding_window_view(heard, WINDOW)[::HOP]
    pitches = pitch_of(np.ascontiguousarray(windows))
    return pitches[pitches > 0]


def spread(samples: Samples) -> float:
    semitones = 12 * np.log2(pitches_hz(samples))
    return float(np.percentile(semitones, 85) - np.percentile(semitones, 15))


def test_weights_are_used_only_if_they_are_the_right_ones(tmp_path: Path) -> None:
    weights = (assets() / "hibari.onnx").read_bytes()
    (tmp_path / "other.onnx").write_bytes(weights[:-1] + b"\x00")
    with pytest.raises(VoiceUnavailable, match="SHA-256 is wrong"):
        Network(
            tmp_path / "other.onnx",
            "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8",
        )
    with pytest.raises(VoiceUnavailable, match="cannot be loaded"):
        Network(tmp_path / "missing.onnx", "00")


def test_the_length_of_the_sound_is_that_of_its_symbols() -> None:
    network = Network(
        assets() / "hibari.onnx", "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"
    )
    spectra = network.spectra("həlˈO ðˈɛɹ.", 1.0)
    assert len(spectra.ends) == len("həlˈO ðˈɛɹ.") + 2
    assert spectra.ends[-1] == len(spectra.f0_hz) == spectra.harmonic.shape[1]
    assert network.known("ab✗c\n") == "abc"


@pytest.mark.parametrize("semitones", [-2.0, 3.0])
def test_pitch_moves_by_semitones(semitones: float) -> None:
    usual, moved = (np.median(pitches_hz(said(Prosody(pitch_semitones=s)))) for s in (0, semitones))
    assert 12 * np.log2(moved / usual) == pytest.approx(semitones, abs=0.4)


def test_range_widens_and_narrows() -> None:
    narrow, usual, wide = (spread(said(Prosody(pitch_range=width))) for width in (0.6, 1.0, 1.5))
    assert narrow < 0.8 * usual
    assert wide > 1.2 * usual


def test_pauses_stretch_without_the_words() -> None:
    short, long = (voice().say(TEXT, VOICE, Prosody(pause=pause)) for pause in (0.7, 1.6))
    at_comma = TEXT.split().index("mother,")
    gaps = [each.word_ends[at_comma + 1] - each.word_ends[at_comma] for each in (short, long)]
    assert gaps[1] > gaps[0] + 0.05 * SPEAKING_HZ
    assert short.word_ends[at_comma] == long.word_ends[at_comma]


def test_a_whisper_has_no_pitch() -> None:
    usual, whisper = said(Prosody()), said(Tone(style=Style.WHISPER).prosody())
    shares = [len(pitches_hz(each)) / (len(each) / SPEAKING_HZ / 0.02) for each in (usual, whisper)]
    assert shares[0] > 0.4
    assert shares[1] < 0.1


def test_the_plain_voice_is_another_one() -> None:
    hers, plain = (
        np.median(pitches_hz(said(Prosody(), name=name))) for name in (VOICE, "hibari:plain")
    )
    assert 12 * np.log2(plain / hers) == pytest.approx(-6, abs=0.7)


def test_every_style_is_about_as_loud_and_none_clips() -> None:
    levels: dict[Style, float] = {}
    for style in Style:
        samples = said(Tone(style=style).prosody())
        levels[style] = 20 * float(np.log10(np.sqrt(np.mean(samples**2))))
        assert np.abs(samples).max() < 0.95
    assert levels[Style.WHISPER] < levels[Style.PLAIN] < levels[Style.EXCITED]
    assert max(levels.values()) - min(levels.values()) < 14


def test_pitch_as_it_is_stays_as_it_is() -> None:
    f0_hz = np.array([0, 90, 200, 210, 0], np.float32)
    assert coloured_pitch(f0_hz, Prosody()) is f0_hz
    moved = coloured_pitch(f0_hz, replace(Prosody(), pitch_semitones=12))
    assert moved[[0, 4]].tolist() == [0, 0]
    assert moved[2] == pytest.approx(400)
    assert coloured_pitch(np.zeros(3, np.float32), Prosody(pitch_range=2)).tolist() == [0, 0, 0]


def test_words_sound_as_the_accent_has_it() -> None:
    pronunciation = HibariPronunciation()
    american, british = (pronunciation.phonemes("The BBC, please.", accent) for accent in Accent)
    assert american == ["ðə", "bˌibˌisˈi,", "plˈiz."]
    assert british[1] == "bˌiːbˌiːsˈiː,"
    assert pronunciation.phonemes("", Accent.AMERICAN) == []
    assert len(pronunciation.phonemes("a — b", Accent.AMERICAN)) == 3
