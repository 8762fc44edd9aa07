"""The commands of the voice, as far as they need no model."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from samantha.cli.main import main
from samantha.domain.errors import SettingsInvalid


def test_the_voices_there_are_can_be_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMANTHA_MODELS", str(tmp_path))
    result = CliRunner().invoke(main, ["voices"])
    assert result.exit_code == 0
    assert "hibari:heart" in result.output
    assert "samantha models fetch kokoro" in result.output


def test_a_recording_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["hear", str(tmp_path / "none.wav")])
    assert result.exit_code == 1
    assert "Name a WAV file that is there" in result.output
    assert not isinstance(result.exception, SettingsInvalid)
