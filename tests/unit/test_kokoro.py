"""Kokoro without its weights: which voices there are, and what it says when files are missing."""

from pathlib import Path

import numpy as np
import pytest

from samantha.domain.errors import VoiceUnavailable
from samantha.providers.hibari import HibariPronunciation
from samantha.providers.kokoro import Kokoro
from samantha.speaking.ports import Means, Prosody


@pytest.fixture
def kokoro(tmp_path: Path) -> Kokoro:
    voices = tmp_path / "voices"
    voices.mkdir()
    for name in ("af_bella", "bm_george", "zf_xiaoni", "notes"):
        np.zeros((510, 256), np.float32).tofile(voices / f"{name}.bin")
    (tmp_path / "model.onnx").write_bytes(b"no model")
    return Kokoro(tmp_path / "model.onnx", voices, HibariPronunciation())


def test_only_english_voices_are_offered(kokoro: Kokoro) -> None:
    voices = {voice.id: voice for voice in kokoro.voices()}
    assert set(voices) == {"kokoro:bella", "kokoro:george"}
    assert "female, American" in voices["kokoro:bella"].description
    assert "male, British" in voices["kokoro:george"].description
    assert voices["kokoro:bella"].means == {Means.PACE, Means.ENERGY}


def test_a_voice_that_is_not_here_is_to_be_fetched(kokoro: Kokoro) -> None:
    with pytest.raises(VoiceUnavailable, match="kokoro-voices"):
        kokoro.say("Hello.", "kokoro:nova", Prosody())


def test_a_broken_model_is_to_be_fetched_again(kokoro: Kokoro) -> None:
    with pytest.raises(VoiceUnavailable, match="kokoro-82m-int8"):
        kokoro.say("Hello.", "kokoro:bella", Prosody())


def test_no_folder_means_no_voices(tmp_path: Path) -> None:
    assert Kokoro(tmp_path / "a", tmp_path / "b", HibariPronunciation()).voices() == []
