"""Where files of models are missing or damaged she is there all the same and says so."""

import shutil
from pathlib import Path

import pytest

from samantha.app.settings import VoiceSettings, models_folder
from samantha.app.spare_senses import spare_senses


async def test_without_any_model_she_speaks_and_is_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMANTHA_MODELS", str(tmp_path))
    async with spare_senses(VoiceSettings()) as spare:
        assert (spare.hears, spare.speaks) == (False, True)
        assert spare.trouble
        assert all("samantha models fetch" in each.remedy for each in spare.trouble)


@pytest.mark.parametrize("kind", ["cut off", "of the right length"])
async def test_a_damaged_detector_is_named_and_text_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    whole = models_folder() / "silero-6.2.3.onnx"
    if not whole.exists():
        pytest.skip("the speech detector is not on this machine")
    damaged = tmp_path / whole.name
    shutil.copy(whole, damaged)
    content = damaged.read_bytes()
    damaged.write_bytes(content[:-1000] if kind == "cut off" else bytes(len(content)))
    monkeypatch.setenv("SAMANTHA_MODELS", str(tmp_path))
    async with spare_senses(VoiceSettings()) as spare:
        assert (spare.hears, spare.speaks) == (False, True)
        assert any("ilero" in each.message for each in spare.trouble), spare.trouble
        assert any("samantha models" in each.remedy for each in spare.trouble)
