"""`samantha hear`: what it prints, and what it says of files that cannot be used."""

import json
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from samantha.cli.hear import Transcript, show_json
from samantha.conversation.tales import Tale, Told
from samantha.domain.errors import SettingsInvalid
from samantha.hearing.cues import VoiceTrace
from samantha.hearing.undertone import SaidSo
from samantha.personality.persona import Persona
from samantha.providers.recording import Pace, open_recording
from tests.unit.test_cues import silence, voice

FULL = Path("/dev/full")


def wav(file: Path, seconds: float = 0.2) -> Path:
    with wave.open(str(file), "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(16_000)
        writer.writeframes(bytes(2 * int(16_000 * seconds)))
    return file


def test_a_transcript_has_whole_turns_with_their_times(capsys: pytest.CaptureFixture[str]) -> None:
    transcript = Transcript(Persona(her_name="Mirel", his_name="Theodore"))
    for tale in (
        Tale(Told.PLAIN_VOICE, "Here she is.", 100),
        Tale(Told.HIS_WORDS, "my sis", 900),
        Tale(Told.HIS_TURN, "my sister called", 1_234, 1),
        Tale(Told.HER_WORDS, " Oh, your sister.", 2_500, 2),
        Tale(Told.HER_WORDS, " What did", 3_500, 2),
        Tale(Told.BROKEN_OFF, "", 3_600, 2),
        Tale(Told.HIS_TURN, "wait", 61_000, 3),
        Tale(Told.OVER, "", 62_000),
    ):
        transcript.show(tale)
    assert capsys.readouterr().out.splitlines() == [
        "[00:00.1] A plain voice: Here she is.",
        "[00:01.2] Theodore: my sister called",
        "[00:02.5] Mirel: Oh, your sister. What did —",
        "[01:01.0] Theodore: wait",
    ]


def test_how_he_said_it_is_told_in_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    trace = VoiceTrace()
    trace.add(np.concatenate((silence(0.3), voice(1.0, 150), silence(0.3))))
    cues = trace.cues()
    assert cues is not None
    said = SaidSo(cues, None, "two long pauses")
    show_json(Tale(Told.SAID_SO, said.note, 1_200, manner=said))
    told = json.loads(capsys.readouterr().out)
    assert told["what"] == "said_so"
    assert told["text"] == told["note"] == "two long pauses"
    assert told["cues"]["pitch_hz"] == pytest.approx(150, abs=1)
    assert told["whose"] == "unsure"


def test_every_field_of_a_tale_is_in_its_json(capsys: pytest.CaptureFixture[str]) -> None:
    show_json(Tale(Told.HER_WORDS, " Oh.", 2_500, 7))
    show_json(Tale(Told.FLOOR, "she", 2_600))
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {"what": "her_words", "text": " Oh.", "at_ms": 2_500, "utterance": 7}
    assert second == {"what": "floor", "text": "she", "at_ms": 2_600}


async def _heard(file: Path, result: Path) -> Sequence[object]:
    with open_recording(file, result, pace=Pace.AS_FAST_AS_HEARD, after_s=0.1) as tape:
        return [frame async for frame in tape.frames()]


@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("seconds", [0.2, 3.0])
async def test_a_full_disk_is_one_sentence(tmp_path: Path, seconds: float) -> None:
    with pytest.raises(SettingsInvalid, match="cannot be written"):
        await _heard(wav(tmp_path / "his.wav", seconds), FULL)


async def test_what_he_said_is_not_written_over(tmp_path: Path) -> None:
    his = wav(tmp_path / "his.wav")
    before = his.read_bytes()
    with pytest.raises(SettingsInvalid, match="over itself"):
        await _heard(his, tmp_path / "." / "his.wav")
    assert his.read_bytes() == before
