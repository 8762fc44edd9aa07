"""What is kept of his voice: numbers that only he can read, of one voice and enough of it."""

import stat
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from samantha.app.his_voice import load_his_voice, save_his_voice, speech_in, voice_in
from samantha.app.settings import Home
from samantha.app.takeout import export
from samantha.cli.main import main
from samantha.domain.audio import HEARING_HZ, Samples
from samantha.domain.errors import HearingUnavailable, SettingsInvalid
from samantha.hearing.enrolment import Enrolment
from samantha.hearing.ports import Embedding
from tests.hearing_fakes import ScriptedDetector, silence


class VoiceByLevel:
    """Loud is one voice, quiet another."""

    def embed(self, sound: Samples) -> Embedding:
        return np.eye(256, dtype=np.float32)[0 if float(np.abs(sound).max()) > 0.1 else 1]


def sound(seconds: float, level: float = 0.2) -> Samples:
    return np.full(int(seconds * HEARING_HZ), level, np.float32)


HIS = Enrolment(np.full(256, 1 / 16, np.float32))


def test_what_is_saved_is_read_again_and_is_his_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "his-voice.json"
    save_his_voice(file, HIS)
    save_his_voice(file, HIS)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    loaded = load_his_voice(file)
    assert loaded is not None
    assert np.allclose(loaded.voice, HIS.voice)
    assert [each.name for each in file.parent.iterdir()] == ["his-voice.json"]


def test_where_none_was_enrolled_there_is_none(tmp_path: Path) -> None:
    assert load_his_voice(tmp_path / "none.json") is None


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"model": "ge2e-voices", "voice": [1]}', '{"model": "x", "voice": []}'],
)
def test_a_file_that_is_no_voice_is_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "his-voice.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsInvalid, match=r"his-voice\.json"):
        load_his_voice(file)


def test_ten_seconds_of_one_voice_are_an_enrolment() -> None:
    sounds = [np.concatenate([silence(1), sound(3.2), silence(2)])] * 3
    enrolment = voice_in(sounds, ScriptedDetector(), VoiceByLevel())
    assert enrolment.voice[0] == pytest.approx(1.0)


def test_silence_is_not_taken_for_a_voice() -> None:
    kept = speech_in(np.concatenate([silence(3), sound(2), silence(3)]), ScriptedDetector())
    assert 2.0 <= len(kept) / HEARING_HZ < 2.5


@pytest.mark.parametrize(
    ("sounds", "why"),
    [
        ([], "0 s of speech"),
        ([sound(5)], "5 s of speech"),
        ([silence(60)], "0 s of speech"),
        ([sound(6), sound(6, 0.05)], "one voice"),
    ],
)
def test_too_little_or_two_voices_are_said(sounds: list[Samples], why: str) -> None:
    with pytest.raises(HearingUnavailable, match=why):
        voice_in(sounds, ScriptedDetector(), VoiceByLevel())


async def test_it_leaves_with_him(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    save_his_voice(home.voice_file, HIS)
    report = await export(home, tmp_path / "out")
    assert report.folder is not None
    assert (report.folder / "his-voice.json").exists()
    assert "your voice" in (report.folder / "README.txt").read_text(encoding="utf-8")


def test_it_is_forgotten_by_a_word_and_erased_with_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMANTHA_HOME", str(tmp_path))
    file = Home(tmp_path).voice_file
    save_his_voice(file, HIS)
    assert "forgotten" in CliRunner().invoke(main, ["enrol", "--forget"]).output
    assert not file.exists()
    assert "No voice was" in CliRunner().invoke(main, ["enrol", "--forget"]).output
    save_his_voice(file, HIS)
    assert CliRunner().invoke(main, ["erase", "--yes-erase-everything"]).exit_code == 0
    assert not file.exists()


def test_without_its_model_it_says_how_to_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMANTHA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SAMANTHA_MODELS", str(tmp_path / "models"))
    result = CliRunner().invoke(main, ["enrol", "--from", "me.wav"])
    assert result.exit_code == 1
    assert "samantha models fetch" in result.output
