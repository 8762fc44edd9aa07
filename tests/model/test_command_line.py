"""The command line with the real language model: one question, a script's lines, yesterday."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.model


def run(home: Path, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "samantha.cli.main", *arguments],
        env={**os.environ, "SAMANTHA_HOME": str(home)},
        input=said,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_one_question_yesterday_and_a_script(tmp_path: Path) -> None:
    first = run(tmp_path, "chat", "My sister is called Ines and she keeps bees.", "--json")
    assert first.returncode == 0, first.stderr
    answer = json.loads(first.stdout)
    assert answer["reply"]
    assert answer["her_name"]
    second = run(tmp_path, "chat", "What's my sister's name?")
    assert second.returncode == 0, second.stderr
    assert "Ines" in second.stdout
    third = run(tmp_path, "chat", "--lines", said="are you human?\nwhat is your name?\n")
    assert third.returncode == 0, third.stderr
    assert "oftware" in third.stdout
    assert answer["her_name"] in third.stdout
    log = (tmp_path / "samantha.log").read_text() if (tmp_path / "samantha.log").exists() else ""
    assert "Ines" not in log


def test_a_model_of_ones_own_is_taken_by_its_path(tmp_path: Path) -> None:
    listed = json.loads(run(tmp_path, "models", "list", "--json").stdout)
    file = next(row["path"] for row in listed if row["in_use"])
    chosen = run(tmp_path, "models", "use", "embedded", file)
    assert chosen.returncode == 0, chosen.stderr
    assert "answered" in chosen.stdout
    assert file in (tmp_path / "settings.toml").read_text()
