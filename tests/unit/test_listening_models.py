"""Models for hearing that are missing or damaged, and what they hear of a sound."""

import builtins
import sys
from pathlib import Path

import numpy as np
import pytest

from samantha.domain.audio import HEARING_HZ
from samantha.domain.errors import HearingUnavailable
from samantha.hearing.falling_tone import FallingTone, melody_at_end
from samantha.providers.silero import Silero
from samantha.providers.smart_turn import BANDS, SmartTurn, log_mel
from samantha.providers.whisper import Whisper
from tests.speech import in_silence, noise, said


@pytest.mark.parametrize("kind", [Silero, SmartTurn])
@pytest.mark.parametrize("content", [None, b"this is no network"])
def test_a_damaged_model_is_named_with_the_remedy(
    tmp_path: Path, kind: type[Silero | SmartTurn], content: bytes | None
) -> None:
    file = tmp_path / "model.onnx"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(HearingUnavailable, match=r"model\.onnx") as caught:
        kind(file)
    assert "samantha models fetch" in caught.value.remedy


def test_whisper_without_its_library_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(HearingUnavailable, match="not installed") as caught:
        Whisper(tmp_path)
    assert "samantha[whisper]" in caught.value.remedy


def test_whisper_without_its_model_says_how_to_fetch_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", builtins)
    with pytest.raises(HearingUnavailable, match="no Whisper model") as caught:
        Whisper(tmp_path)
    assert "models fetch whisper-base" in caught.value.remedy


def test_the_bands_are_where_a_tone_is() -> None:
    moments = np.arange(8 * HEARING_HZ) / HEARING_HZ
    loudest: list[int] = []
    for hz in (150, 500, 1000, 3000, 7000):
        bands = log_mel(np.sin(2 * np.pi * hz * moments).astype(np.float32))
        assert bands.shape == (BANDS, 800)
        assert bands.dtype == np.float32
        assert np.isfinite(bands).all()
        loudest.append(int(bands.mean(axis=1).argmax()))
    assert loudest == sorted(loudest)
    # 1 kHz is mel 15 of 45.2, so it lies in band 15 · 81 / 45.2 - 1.
    assert loudest[2] == pytest.approx(25.9, abs=1)


def test_values_span_at_most_eight_powers_of_ten() -> None:
    bands = log_mel(in_silence(said("Could you read me the last sentence again, please?")))
    assert bands.max() - bands.min() <= 2.0 + 1e-5
    assert np.allclose(log_mel(np.zeros(10, np.float32)), log_mel(np.zeros(0, np.float32)))


def test_louder_or_quieter_makes_no_difference() -> None:
    speech = in_silence(said("Could you read me the last sentence again, please?"))
    assert np.allclose(log_mel(speech), log_mel(0.1 * speech), atol=1e-2)


def sung(*pitches_hz: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """A voice-like tone that goes through these pitches, a quarter of a second each."""
    each = HEARING_HZ // 4
    pitch = np.repeat(pitches_hz, each)
    phase = 2 * np.pi * np.cumsum(pitch) / HEARING_HZ
    tone = sum(np.sin(n * phase) / n for n in range(1, 8))
    return (0.1 * np.asarray(tone)).astype(np.float32)


def test_a_voice_that_sinks_is_more_of_an_end_than_one_that_stays() -> None:
    breath = noise(0.05, 0.01)
    begin = [sung(200, 210, 205, 200), breath, sung(205, 200, 210, 200), breath]
    sinks = np.concatenate([*begin, sung(200, 150), breath])
    stays = np.concatenate([*begin, sung(205, 206), breath])
    assert FallingTone().probability(sinks) > FallingTone().probability(stays)
    melody = melody_at_end(sinks)
    assert melody is not None
    assert melody[0] < -3


def test_without_a_voice_the_melody_decides_nothing() -> None:
    assert melody_at_end(noise(2)) is None
    assert FallingTone().probability(np.zeros(HEARING_HZ, np.float32)) == 0.5
