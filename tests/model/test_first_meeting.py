"""The first meeting by voice, with all real models: what he says makes her, and she says hello."""

import json
import wave
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from samantha.app.persona_file import load_persona
from samantha.cli.main import main
from samantha.domain.audio import HEARING_HZ
from samantha.domain.words import words_of
from samantha.personality.persona import Timbre
from tests.speech import said

pytestmark = pytest.mark.model


def test_he_is_asked_may_finish_and_is_greeted_by_his_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = (
        (19.0, "I am rather quiet, I think."),
        (7.0, "Warm and calm, a woman's voice."),
        (6.5, "Well, we were close."),
        (1.8, "Um, until I moved away, and then"),
        (1.8, "it was difficult."),
        (10.5, "Call me Theo, please."),
    )
    parts = [
        part
        for before_s, text in answers
        for part in (np.zeros(int(before_s * HEARING_HZ), np.float32), said(text))
    ]
    his = tmp_path / "his.wav"
    with wave.open(str(his), "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(HEARING_HZ)
        writer.writeframes((np.concatenate(parts) * 32767).astype("<i2").tobytes())
    home = tmp_path / "home"
    monkeypatch.setenv("SAMANTHA_HOME", str(home))
    result = CliRunner().invoke(main, ["hear", str(his), "--fast", "--json"])
    assert result.exit_code == 0, result.output
    tales = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
    told = [tale["text"] for tale in tales if tale["what"] == "his_turn"]
    assert len(told) == 4
    assert {"close", "moved", "difficult"} <= set(words_of(told[2]))
    asked = [tale["text"] for tale in tales if tale["what"] == "plain_voice"]
    assert "I heard you hesitate. She will leave you room after a question." in asked
    hers = "".join(tale["text"] for tale in tales if tale["what"] == "her_words")
    assert "theo" in words_of(hers)
    persona = load_persona(home / "persona.toml")
    assert persona is not None
    assert persona.his_name == "Theo"
    assert persona.timbre is Timbre.FEMININE
    assert persona.her_name
    assert persona.her_name in hers
    farewell = next(tale["at_ms"] for tale in tales if tale["text"].startswith("Thank you, Theo."))
    first = next(tale["at_ms"] for tale in tales if tale["what"] == "her_words")
    assert 0 < first - farewell < 7_000
