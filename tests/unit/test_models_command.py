"""`samantha models` says what is here, and leaves with the right exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from samantha.app.catalogue import load_catalogue
from samantha.app.settings import DEFAULT_MODEL
from samantha.cli.models import model_in_use, model_needed, models, models_needed

SMALLEST = "smollm2-135m-instruct-q4_1"


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAMANTHA_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("SAMANTHA_HOME", str(tmp_path / "home"))
    (tmp_path / "models").mkdir()
    (tmp_path / "home").mkdir()
    return tmp_path


def test_the_list_names_every_model_and_the_one_in_use() -> None:
    result = CliRunner().invoke(models, ["list", "--json"])
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    assert [row["id"] for row in rows] == list(load_catalogue())
    assert [row["id"] for row in rows if row["in_use"]] == [DEFAULT_MODEL]
    assert not any(row["present"] for row in rows)


def test_the_table_names_every_model_too() -> None:
    result = CliRunner(env={"COLUMNS": "120"}).invoke(models, ["list"])
    assert all(model_id in result.stdout for model_id in load_catalogue())


def test_a_damaged_file_is_named_and_the_exit_code_says_so(folders: Path) -> None:
    entry = load_catalogue()[SMALLEST]
    with (folders / "models" / entry.place).open("wb") as file:
        file.truncate(entry.size_bytes)
    rows = json.loads(CliRunner().invoke(models, ["list", "--json"]).stdout)
    assert [(row["present"], row["verified"]) for row in rows if row["id"] == SMALLEST] == [
        (True, False)
    ]
    result = CliRunner().invoke(models, ["verify"])
    assert result.exit_code == 1
    assert f"{SMALLEST}: damaged" in result.stdout


def test_removing_asks_first(folders: Path) -> None:
    file = folders / "models" / load_catalogue()[SMALLEST].place
    file.write_bytes(b"1")
    assert CliRunner().invoke(models, ["remove", SMALLEST], input="n\n").exit_code == 1
    assert file.exists()
    assert CliRunner().invoke(models, ["remove", SMALLEST, "--yes"]).exit_code == 0
    assert not file.exists()
    assert "not here" in CliRunner().invoke(models, ["remove", SMALLEST, "--yes"]).stdout


@pytest.mark.parametrize(
    ("setting", "in_use", "needed"),
    [
        ("", DEFAULT_MODEL, DEFAULT_MODEL),
        (f'name = "{SMALLEST}"', SMALLEST, SMALLEST),
        ('name = "/somewhere/else.gguf"', None, None),
        ('kind = "openai"\nname = "x"', None, DEFAULT_MODEL),
        ('kind = "openai"\nname = "x"\nfall_back = false', None, None),
    ],
)
def test_what_is_needed_follows_from_the_settings(
    folders: Path, setting: str, in_use: str | None, needed: str | None
) -> None:
    (folders / "home" / "settings.toml").write_text(f"[model]\n{setting}\n", encoding="utf-8")
    assert model_in_use() == in_use
    assert model_needed() == needed
    others = ["moonshine-base-en", "silero-6.2.3", "smart-turn-v3.2", "all-minilm-l6-v2"]
    assert [entry.id for entry in models_needed()] == [*([needed] if needed else []), *others]
