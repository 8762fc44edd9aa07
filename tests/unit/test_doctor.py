"""The check-up names what is not well, with its remedy, and touches nothing."""

import json
import os
import socket
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from samantha.app import erasure
from samantha.app.catalogue import load_catalogue
from samantha.app.doctor import Finding, State, examine
from samantha.app.doctor.machine import available_bytes, of_key
from samantha.app.his_voice import save_his_voice
from samantha.app.settings import DEFAULT_MODEL, Home, ModelKind, ModelSettings
from samantha.cli import care
from samantha.domain.dialogue import Draft, Origin, Speaker
from samantha.hearing.enrolment import Enrolment
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.schema import SCHEMA_VERSION

NOW = datetime(2031, 5, 3, 7, 30, tzinfo=UTC)


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    (tmp_path / "models").mkdir()
    chosen = {"SAMANTHA_HOME": str(tmp_path / "hers"), "SAMANTHA_MODELS": str(tmp_path / "models")}
    for name, value in chosen.items():
        monkeypatch.setenv(name, value)
    return chosen


@pytest.fixture
def home(environ: Mapping[str, str]) -> Home:
    return Home(Path(environ["SAMANTHA_HOME"]))


async def found(home: Home, environ: Mapping[str, str], what: str, about: str = "") -> Finding:
    """The one finding about this."""
    findings = await examine(home, environ, with_model=False)
    (finding,) = [each for each in findings if each.what == what and about in each.said]
    assert bool(finding.remedy) == (finding.state is not State.OK)
    return finding


async def say(home: Home, *lines: str) -> None:
    async with open_memory(home.database, lock_file=home.lock_file, purpose="a test") as memory:
        session = await memory.begin_session(NOW)
        for line in lines:
            await memory.add(Draft(session, Speaker.PERSON, line, NOW, Origin.SPOKEN))


async def test_a_machine_she_was_never_on_lacks_the_model_and_nothing_else(
    home: Home, environ: Mapping[str, str]
) -> None:
    findings = await examine(home, environ, with_model=False)
    assert [each.what for each in findings if each.state is State.BAD] == ["model file"]
    assert "samantha models fetch" in (await found(home, environ, "model file")).remedy
    assert not home.folder.exists()


async def test_a_sound_store_tells_its_size_and_is_left_as_it_is(
    home: Home, environ: Mapping[str, str]
) -> None:
    await say(home, "One.", "Two.", "Three.")
    before = home.database.read_bytes()
    finding = await found(home, environ, "memory store")
    assert finding.state is State.OK
    assert finding.said == f"sound, version {SCHEMA_VERSION}, 3 lines"
    assert (await found(home, environ, "data folder")).state is State.OK
    assert home.database.read_bytes() == before


async def test_an_older_store_is_told_and_not_upgraded(
    home: Home, environ: Mapping[str, str]
) -> None:
    await say(home, "One.")
    set_version(home, 1)
    finding = await found(home, environ, "memory store")
    assert finding.state is State.OK
    assert f"becomes version {SCHEMA_VERSION}" in finding.said
    set_version(home, 99)
    finding = await found(home, environ, "memory store")
    assert finding.state is State.BAD
    assert "newer" in finding.said


def set_version(home: Home, version: int) -> None:
    with closing(sqlite3.connect(home.database)) as store:
        store.execute(f"PRAGMA user_version = {version}")


@pytest.mark.parametrize("where", [0, 5000])
async def test_a_damaged_store_is_bad(home: Home, environ: Mapping[str, str], where: int) -> None:
    await say(home, *(["A longer line, to fill some pages."] * 400))
    with home.database.open("r+b") as file:
        file.seek(where)
        file.write(os.urandom(20_000))
    assert (await found(home, environ, "memory store")).state is State.BAD


async def test_a_store_in_use_is_no_failure(home: Home, environ: Mapping[str, str]) -> None:
    async with open_memory(home.database, lock_file=home.lock_file, purpose="a long talk"):
        finding = await found(home, environ, "memory store")
        assert finding.state is State.OK
        assert "a long talk" in finding.said
        assert str(os.getpid()) in finding.said
    assert erasure.who_holds(home) is None


async def test_a_folder_that_others_can_read_is_told(
    home: Home, environ: Mapping[str, str]
) -> None:
    await say(home, "One.")
    home.folder.chmod(0o755)
    finding = await found(home, environ, "data folder")
    assert (finding.state, finding.remedy[-len(str(home.folder)) - 4 :]) == (
        State.WARN,
        f"700 {home.folder}",
    )
    home.folder.chmod(0o700)
    home.database.chmod(0o644)
    assert "chmod 600" in (await found(home, environ, "data folder")).remedy


async def test_files_that_a_person_wrote_are_read(home: Home, environ: Mapping[str, str]) -> None:
    home.folder.mkdir(mode=0o700)
    home.settings_file.write_text("[modell]\n")
    home.persona_file.write_text("her_name = \n")
    assert "modell" in (await found(home, environ, "settings")).said
    assert (await found(home, environ, "settings")).state is State.BAD
    assert (await found(home, environ, "persona")).state is State.BAD


async def test_a_damaged_model_is_bad_and_ones_own_file_is_looked_at(
    home: Home, environ: Mapping[str, str], tmp_path: Path
) -> None:
    entry = load_catalogue()["smollm2-135m-instruct-q4_1"]
    with (tmp_path / "models" / entry.place).open("wb") as file:
        file.truncate(entry.size_bytes)
    finding = await found(home, environ, "model file", entry.id)
    assert (finding.state, finding.said) == (State.BAD, f"{entry.id} is damaged.")
    own = tmp_path / "own.gguf"
    home.folder.mkdir(mode=0o700)
    home.settings_file.write_text(f'[model]\nname = "{own}"\n')
    assert (await found(home, environ, "model file", "own.gguf")).state is State.BAD
    own.write_bytes(b"what else")
    assert "no GGUF" in (await found(home, environ, "model file", "own.gguf")).said
    own.write_bytes(b"GGUF")
    assert (await found(home, environ, "model file", "own.gguf")).state is State.OK


@pytest.mark.parametrize(("listening", "state"), [(True, State.OK), (False, State.BAD)])
async def test_the_model_servers_host_is_reached_or_not(
    home: Home, environ: Mapping[str, str], listening: bool, state: State
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        if not listening:
            server.close()
        write_remote(home, f"http://127.0.0.1:{port}/v1")
        assert (await found(home, environ, "model's host")).state is state


async def test_nobody_elsewhere_is_asked_while_all_is_to_stay_here(
    home: Home, environ: Mapping[str, str]
) -> None:
    write_remote(home, "https://models.example/v1")
    finding = await found(home, environ, "model's host")
    assert finding.state is State.WARN
    assert "was not asked" in finding.said


def write_remote(home: Home, base_url: str) -> None:
    home.folder.mkdir(mode=0o700, exist_ok=True)
    home.settings_file.write_text(
        f'[model]\nkind = "openai"\nname = "x"\nbase_url = "{base_url}"\nfall_back = false\n'
    )


def test_a_key_that_is_not_where_the_settings_say_is_bad() -> None:
    model = ModelSettings(kind=ModelKind.OPENAI, name="x", key="env:A_KEY")
    assert of_key(model, {}).state is State.BAD
    finding = of_key(model, {"A_KEY": "secret"})
    assert finding.state is State.OK
    assert "secret" not in finding.said


def test_free_memory_is_known_with_and_without_its_file(tmp_path: Path) -> None:
    told = tmp_path / "meminfo"
    told.write_text("MemTotal: 9 kB\nMemAvailable:    2048 kB\n")
    assert available_bytes(told) == 2048 * 1024
    assert (available_bytes(tmp_path / "none") or 0) > 0


def test_the_command_leaves_with_what_it_found(home: Home) -> None:
    result = CliRunner().invoke(care.doctor, ["--no-model"])
    assert result.exit_code == 1
    assert f"{DEFAULT_MODEL} is not on this machine" in result.output
    assert "→ Fetch it" in result.output
    result = CliRunner().invoke(care.doctor, ["--no-model", "--json"])
    rows = json.loads(result.stdout)
    assert {"what", "state", "said", "remedy"} == set(rows[0])
    own = home.folder.parent / "own.gguf"
    own.write_bytes(b"GGUF")
    home.folder.mkdir(mode=0o700)
    home.settings_file.write_text(f'[model]\nname = "{own}"\n')
    result = CliRunner().invoke(care.doctor, ["--no-model"])
    assert result.exit_code == 0, result.output
    assert result.output.endswith("She is well.\n")


async def test_a_model_that_cannot_speak_is_bad(home: Home, environ: Mapping[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    write_remote(home, f"http://127.0.0.1:{port}/v1")
    finding = (await examine(home, environ))[-1]
    assert (finding.what, finding.state) == ("live answer", State.BAD)
    assert finding.remedy


@pytest.mark.model
async def test_the_embedded_model_answers_with_its_speed(tmp_path: Path) -> None:
    finding = (await examine(Home(tmp_path / "hers"), os.environ))[-1]
    assert finding.what == "live answer"
    assert finding.state is not State.BAD, finding  # other work may make it slow
    assert "tokens a second" in finding.said
    assert not (tmp_path / "hers").exists()


async def test_hearing_that_was_not_fetched_is_named_with_what_fetches_it(
    home: Home, environ: Mapping[str, str]
) -> None:
    hearing = await found(home, environ, "hearing")
    assert hearing.state is State.WARN
    assert "moonshine-base-en" in hearing.said
    assert "samantha models fetch" in hearing.remedy


async def test_that_what_was_told_is_found_by_its_words_alone_is_told(
    home: Home, environ: Mapping[str, str]
) -> None:
    recall = await found(home, environ, "recall")
    assert recall.state is State.WARN
    assert "by its words alone" in recall.said
    assert recall.remedy == "Fetch it: samantha models fetch all-minilm-l6-v2"


async def test_her_voice_is_tried(home: Home, environ: Mapping[str, str]) -> None:
    voice = await found(home, environ, "voice")
    assert voice.state is State.OK
    assert "hibari:heart, spoke for" in voice.said


@pytest.mark.parametrize(
    ("setting", "what", "said"),
    [
        ('voice = "kokoro:bella"', "voice", "is not on this machine"),
        ('wake = "hey you"', "wake word", "no wake word “hey you”"),
    ],
)
async def test_what_the_settings_name_and_is_not_here_is_told(
    home: Home, environ: Mapping[str, str], setting: str, what: str, said: str
) -> None:
    home.folder.mkdir()
    home.settings_file.write_text(f"[voice]\n{setting}\n", encoding="utf-8")
    finding = await found(home, environ, what)
    assert finding.state is State.WARN
    assert said in finding.said


async def test_a_voice_that_can_no_longer_be_told_from_others_is_told(
    home: Home, environ: Mapping[str, str]
) -> None:
    home.folder.mkdir()
    home.voice_file.write_text("{}", encoding="utf-8")
    assert "cannot be used" in (await found(home, environ, "your voice")).said
    save_his_voice(home.voice_file, Enrolment(np.full(256, 1 / 16, np.float32)))
    assert "ge2e-voices" in (await found(home, environ, "your voice")).remedy
