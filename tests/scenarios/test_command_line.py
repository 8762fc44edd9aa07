"""The command line as a person meets it, as far as no model is needed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(home: Path, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SAMANTHA_HOME": str(home), "SAMANTHA_MODELS": str(home / "none")}
    return subprocess.run(
        [sys.executable, "-m", "samantha.cli.main", *arguments],
        env=environment,
        input=said,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", [[], ["chat"], ["models"], ["models", "use"], ["erase"]])
def test_help_teaches(tmp_path: Path, command: list[str]) -> None:
    done = run(tmp_path, *command, "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout
    assert not list(tmp_path.iterdir())


def test_a_mistake_in_the_settings_is_one_sentence_and_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[model]\ncolour = 3\n")
    done = run(tmp_path, "chat", "hello")
    assert done.returncode == 1
    assert "colour" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_details_are_there_for_whoever_asks(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[model]\ncolour = 3\n")
    assert "Traceback" in run(tmp_path, "--verbose", "chat", "hello").stderr


def test_nothing_said_is_nothing_answered(tmp_path: Path) -> None:
    done = run(tmp_path, "chat")
    assert done.returncode == 1
    assert "nothing to answer" in done.stderr


def test_a_model_elsewhere_is_not_chosen_without_a_yes(tmp_path: Path) -> None:
    done = run(tmp_path, "models", "use", "openai", "gpt-x", "--key", "env:NOT_SET")
    assert done.returncode == 1
    assert "api.openai.com" in done.stderr
    assert not (tmp_path / "settings.toml").exists()


def test_a_server_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    address = "http://127.0.0.1:9/v1"
    done = run(tmp_path, "models", "use", "server", "some-model", "--base-url", address)
    assert done.returncode == 1
    assert "127.0.0.1:9" in done.stderr
    assert not (tmp_path / "settings.toml").exists()


def test_a_model_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, "models", "use", "embedded", str(tmp_path / "mine.gguf"))
    assert done.returncode == 1
    assert "mine.gguf" in done.stderr
