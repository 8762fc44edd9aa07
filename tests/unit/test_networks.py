"""Networks are loaded alike, and what is wrong with a file is said."""

from pathlib import Path

import numpy as np
import pytest

from samantha.domain.errors import HearingUnavailable, VoiceUnavailable
from samantha.inference.networks import open_network, with_output
from samantha.providers.hibari.network import assets
from samantha.providers.kokoro import Kokoro
from samantha.providers.moonshine import Moonshine
from samantha.speaking.ports import Accent, Prosody


class NoPronunciation:
    def phonemes(self, text: str, accent: Accent) -> list[str]:
        return ["a"]


def test_a_whole_network_runs_and_shows_an_inner_value_that_is_asked_for() -> None:
    weights = (assets() / "hibari.onnx").read_bytes()
    inputs = {"ids": np.array([[0, 5, 0]], np.int64), "speed": np.array([1], np.float32)}
    plain = open_network(weights).run(None, inputs)
    more = open_network(with_output(weights, "/Clip_output_0")).run(None, inputs)
    assert len(more) == len(plain) + 1
    assert all(np.array_equal(one, other) for one, other in zip(plain, more, strict=False))


def test_a_file_that_is_missing_cut_off_or_something_else_is_no_network(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="is not there"):
        open_network(tmp_path / "gone.onnx")
    cut = tmp_path / "cut.onnx"
    cut.write_bytes((assets() / "hibari.onnx").read_bytes()[:100_000])
    with pytest.raises(OSError, match="damaged"):
        open_network(cut)
    with pytest.raises(OSError, match="damaged"):
        open_network(b"a letter to my mother")


def test_a_recognizer_without_its_files_names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(HearingUnavailable, match=tmp_path.name) as caught:
        Moonshine(tmp_path)
    assert "samantha models" in caught.value.remedy


def test_a_voice_that_is_damaged_names_the_file_and_the_remedy(tmp_path: Path) -> None:
    file = tmp_path / "kokoro.onnx"
    file.write_bytes(b"half a network")
    (tmp_path / "af_bella.bin").write_bytes(bytes(510 * 256 * 4))
    voice = Kokoro(file, tmp_path, NoPronunciation())
    with pytest.raises(VoiceUnavailable, match=r"kokoro\.onnx") as caught:
        voice.say("Hello.", "kokoro:bella", Prosody())
    assert "samantha models" in caught.value.remedy
