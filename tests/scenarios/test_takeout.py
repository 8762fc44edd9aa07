"""He takes everything along, and then nothing of him is left."""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from samantha.app import erasure, takeout
from samantha.app.persona_file import save_persona
from samantha.app.settings import Home
from samantha.cli import care
from samantha.domain.dialogue import Draft, Episode, EpisodeKind, Fact, Gist, Origin, Speaker
from samantha.domain.errors import SamanthaError, SettingsInvalid, StoreUnavailable
from samantha.personality.persona import Persona
from samantha.providers.sqlite.forgetting import SqliteForgetting
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import SqliteMemory

CANARY = "zq-canary-7261"
MORNING = datetime(2031, 5, 3, 7, 30, tzinfo=UTC)
HOLDER = """
import asyncio, sys
from pathlib import Path
from samantha.providers.sqlite.holding import open_memory

async def main(folder):
    async with open_memory(
        folder / "samantha.db", lock_file=folder / "samantha.lock", purpose="a long talk"
    ):
        print("held", flush=True)
        await asyncio.to_thread(sys.stdin.readline)

asyncio.run(main(Path(sys.argv[1])))
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("SAMANTHA_HOME", str(tmp_path / "hers"))
    monkeypatch.setenv("SAMANTHA_MODELS", str(tmp_path / "models"))
    return Home(tmp_path / "hers")


async def fill(memory: SqliteMemory, said: list[str]) -> None:
    """Say these lines in turn, two sittings long, and keep something of every kind."""
    for sitting in (said[: len(said) // 2], said[len(said) // 2 :]):
        session = await memory.begin_session(MORNING)
        for n, text in enumerate(sitting):
            speaker = Speaker.SHE if n % 2 else Speaker.PERSON
            at = MORNING + timedelta(hours=9 * n)
            draft = Draft(session, speaker, text, at, Origin.SPOKEN, interrupted=n % 3 == 1)
            last = await memory.add(draft)
            await memory.keep_facts([Fact(f"thing-{n}", f"fact {text}", last.id, at)])
            await memory.keep_gist(Gist(f"gist {text}", last.id))
            await memory.add_episode(Episode(EpisodeKind.NAMED, f"episode {text}", at))
    await memory.record("models.example", "a prompt", 123)


async def live(home: Home, said: list[str]) -> None:
    """Let a whole life be in the folder: store, persona, settings, state, log, typed lines."""
    async with open_memory(home.database, lock_file=home.lock_file, purpose="a test") as memory:
        await fill(memory, said)
    save_persona(home.persona_file, Persona(her_name="Orla", his_name=f"Ned {CANARY}"))
    home.settings_file.write_text('[privacy]\nstay_local = true\n# "' + CANARY + '"\n')
    home.settings_file.with_suffix(".tmp").write_text(CANARY)
    home.log_file.write_text("started\n")
    home.log_file.with_suffix(".log.1").write_text("started\n")
    home.input_history.write_text(f"+{CANARY}\n")
    home.state_folder.mkdir()
    (home.state_folder / "m.4096.state").write_text(CANARY)
    (home.state_folder / "m.4096.tmp").write_text(CANARY)


LIFE = [f"My secret word is {CANARY}.", "Noted.\n# not a heading", "", "Für Ännchen 🙂\u2028da"]


def everything_in(folder: Path) -> bytes:
    """All names and bytes in a folder."""
    paths = sorted(folder.rglob("*")) if folder.exists() else []
    read = (path.read_bytes() for path in paths if path.is_file())
    return b"".join([*(os.fsencode(path) for path in paths), *read])


def count_rows(database: Path) -> dict[str, int]:
    """How many rows each table has, after a table that a later version may have is added."""
    with closing(sqlite3.connect(database)) as store:
        store.execute("CREATE TABLE dreams(what TEXT, raw BLOB)")
        store.execute("INSERT INTO dreams VALUES ('sheep', x'00ff')")
        store.commit()
        tables = store.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
            " AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'utterance_keys*'"
            " AND name NOT GLOB 'vectors*'"
        )
        counted = "SELECT count(*) FROM "
        return {name: store.execute(counted + name).fetchone()[0] for (name,) in tables.fetchall()}


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def rows_of(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n")[:-1]]


@contextmanager
def held(home: Home) -> Generator[subprocess.Popen[str]]:
    """Another process talks with her meanwhile."""
    command = [sys.executable, "-c", HOLDER, str(home.folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def files_of_at_most(size_bytes: int) -> Generator[None]:
    """No file can grow beyond this: to a program that looks like a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# -- export ---------------------------------------------------------------------------------------


async def test_what_was_said_is_in_the_export_to_read_and_to_parse(
    home: Home, tmp_path: Path
) -> None:
    await live(home, LIFE)
    report = await takeout.export(home, tmp_path / "out")
    out = report.folder
    assert out is not None
    said = rows_of(out / "conversation.jsonl")
    assert [row["text"] for row in said] == LIFE
    assert said[1] == {
        "id": 2,
        "session_id": 1,
        "speaker": "she",
        "text": LIFE[1],
        "said_at": "2031-05-03T16:30:00+00:00",
        "origin": "spoken",
        "interrupted": True,
    }
    text = (out / "conversation.md").read_text(encoding="utf-8")
    assert CANARY in text
    assert "**Orla**, 16:30 (cut off):" in text
    assert "\n# not" not in text
    assert "fact Für" in (out / "facts.jsonl").read_text(encoding="utf-8")
    assert CANARY in (out / "episodes.jsonl").read_text(encoding="utf-8")
    assert "gist Für" in (out / "gist.md").read_text(encoding="utf-8")
    assert rows_of(out / "departures.jsonl")[0]["bytes_out"] == 123
    assert (out / "persona.toml").read_bytes() == home.persona_file.read_bytes()
    assert (out / "settings.toml").read_bytes() == home.settings_file.read_bytes()
    readme = (out / "README.txt").read_text(encoding="utf-8")
    assert all(file.name in readme for file in out.iterdir() if file.name != "README.txt")


async def test_every_row_of_every_table_is_in_the_export(home: Home, tmp_path: Path) -> None:
    await live(home, LIFE * 5)
    counts = count_rows(home.database)
    report = await takeout.export(home, tmp_path / "out")
    written = {
        "utterances" if file.stem == "conversation" else file.stem: len(rows_of(file))
        for file in (tmp_path / "out").glob("*.jsonl")
    }
    del counts["forgotten"]
    assert written == counts
    assert report.records["conversation.jsonl"] == len(LIFE) * 5
    assert rows_of(tmp_path / "out" / "dreams.jsonl") == [{"what": "sheep", "raw": "AP8="}]


@settings(max_examples=15, deadline=None)
@given(said=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=6))
async def test_whatever_was_said_comes_back_word_for_word(
    said: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("life")
    home = Home(folder / "hers")
    async with open_memory(home.database, lock_file=home.lock_file, purpose="a test") as memory:
        await fill(memory, said)
    await takeout.export(home, folder / "out")
    assert [row["text"] for row in rows_of(folder / "out" / "conversation.jsonl")] == said


async def test_the_same_life_gives_the_same_bytes(home: Home, tmp_path: Path) -> None:
    await live(home, LIFE)
    await takeout.export(home, tmp_path / "one")
    await takeout.export(home, tmp_path / "two")
    one, two = (
        {file.name: file.read_bytes() for file in (tmp_path / each).iterdir()}
        for each in ("one", "two")
    )
    assert one == two


async def test_an_export_is_for_his_eyes_only(home: Home, tmp_path: Path) -> None:
    await live(home, LIFE)
    await takeout.export(home, tmp_path / "out")
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0
    assert not [each for each in (tmp_path / "out").iterdir() if each.stat().st_mode & 0o077]


async def test_an_earlier_export_is_replaced_only_when_told(home: Home, tmp_path: Path) -> None:
    await live(home, LIFE)
    await takeout.export(home, tmp_path / "out")
    with pytest.raises(SettingsInvalid, match="--overwrite"):
        await takeout.export(home, tmp_path / "out")
    home.settings_file.unlink()
    await takeout.export(home, tmp_path / "out", overwrite=True)
    assert not (tmp_path / "out" / "settings.toml").exists()
    assert names_in(tmp_path) == ["hers", "out"]


@pytest.mark.parametrize("overwrite", [False, True])
async def test_other_things_are_never_replaced(home: Home, tmp_path: Path, overwrite: bool) -> None:
    await live(home, LIFE)
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "sea.jpg").write_text("sea")
    with pytest.raises(SettingsInvalid, match="holds other things"):
        await takeout.export(home, photos, overwrite=overwrite)
    await takeout.export(home, tmp_path / "out")
    (tmp_path / "out" / "sea.jpg").write_text("sea")
    with pytest.raises(SettingsInvalid, match="holds other things"):
        await takeout.export(home, tmp_path / "out", overwrite=True)
    with pytest.raises(SettingsInvalid, match="is a file"):
        await takeout.export(home, photos / "sea.jpg", overwrite=overwrite)
    assert (photos / "sea.jpg").read_text() == (tmp_path / "out" / "sea.jpg").read_text() == "sea"


async def test_a_full_disk_leaves_no_half_export(home: Home, tmp_path: Path) -> None:
    await live(home, ["word " * 5000 for _ in range(8)])
    with files_of_at_most(150_000), pytest.raises(StoreUnavailable, match="no room"):
        await takeout.export(home, tmp_path / "out")
    assert names_in(tmp_path) == ["hers"]
    await takeout.export(home, tmp_path / "out")


async def test_what_a_killed_export_left_behind_is_cleared_away(home: Home, tmp_path: Path) -> None:
    await live(home, LIFE)
    half = tmp_path / ".out.samantha-unfinished"
    half.mkdir()
    (half / "README.txt").write_text(CANARY)
    await takeout.export(home, tmp_path / "out")
    assert not half.exists()


async def test_a_broken_persona_file_does_not_keep_his_words_from_him(
    home: Home, tmp_path: Path
) -> None:
    await live(home, LIFE)
    home.persona_file.write_text("no = = toml")
    await takeout.export(home, tmp_path / "out")
    assert CANARY in (tmp_path / "out" / "conversation.md").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "persona.toml").read_text() == "no = = toml"


def test_an_empty_home_is_told_kindly(home: Home, tmp_path: Path) -> None:
    result = CliRunner().invoke(care.export, [str(tmp_path / "out")])
    assert result.exit_code == 0
    assert "nothing to export yet" in result.output
    assert not (tmp_path / "out").exists()
    assert not home.folder.exists()


async def test_nothing_is_exported_while_she_talks_elsewhere(home: Home, tmp_path: Path) -> None:
    await live(home, LIFE)
    with held(home), pytest.raises(StoreUnavailable, match="a long talk"):
        await takeout.export(home, tmp_path / "out")
    assert not (tmp_path / "out").exists()


# -- erase ----------------------------------------------------------------------------------------


async def test_after_erasing_nothing_of_him_is_left(home: Home) -> None:
    await live(home, LIFE)
    await takeout.export(home, home.folder / "samantha-export-today")
    assert CANARY.encode() in everything_in(home.folder)
    report = await erasure.erase(home)
    assert report.folder_gone
    assert report.left == ()
    assert not home.folder.exists()


async def test_what_was_not_yet_in_the_database_itself_goes_too(home: Home, tmp_path: Path) -> None:
    killed = tmp_path / "killed"
    async with open_memory(
        killed / "samantha.db", lock_file=killed / "samantha.lock", purpose="a test"
    ) as memory:
        await fill(memory, LIFE)
        shutil.copytree(killed, home.folder)  # as kill -9 would leave it
    (home.folder / "recipes.txt").write_text("soup")
    assert CANARY.encode() in home.database.with_suffix(".db-wal").read_bytes()
    await erasure.erase(home)
    assert CANARY.encode() not in everything_in(home.folder)
    assert names_in(home.folder) == ["recipes.txt"]


async def test_a_damaged_store_can_be_erased(home: Home) -> None:
    await live(home, LIFE)
    home.database.write_bytes(b"not a database " + CANARY.encode())
    await erasure.erase(home)
    assert not home.folder.exists()


async def test_what_is_not_hers_stays_and_is_named_unless_all_is_asked_for(home: Home) -> None:
    await live(home, LIFE)
    await takeout.export(home, home.folder / "mine")
    strangers = {
        home.folder / "recipes.txt",
        home.folder / "samantha.jpg",
        home.folder / "letters",
        home.folder / "mine" / "photo.jpg",
        home.state_folder / "notes.txt",
    }
    for path in strangers:
        if path.suffix:
            path.write_text("mine")
        else:
            path.mkdir()
            (path / "to-amy.txt").write_text("mine")
    report = await erasure.erase(home)
    assert set(report.left) == strangers
    assert not report.folder_gone
    assert CANARY.encode() not in everything_in(home.folder)
    assert everything_in(home.folder).count(b"mine") >= len(strangers)
    report = await erasure.erase(home, everything=True)
    assert report.folder_gone


async def test_links_go_and_what_they_point_at_stays(home: Home, tmp_path: Path) -> None:
    await live(home, LIFE)
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "kept.state").write_text("kept")
    (outside / "other.toml").write_text("kept")
    shutil.rmtree(home.state_folder)
    home.state_folder.symlink_to(outside)
    home.settings_file.unlink()
    home.settings_file.symlink_to(outside / "other.toml")
    (home.folder / "somewhere").symlink_to(outside)
    report = await erasure.erase(home, everything=True)
    assert report.folder_gone
    assert set(report.outside) == {outside, outside / "other.toml"}
    assert sorted(each.read_text() for each in outside.iterdir()) == ["kept", "kept"]


@pytest.mark.parametrize("where", ["models", "cache/models"])
async def test_the_models_stay_even_inside_the_folder(home: Home, where: str) -> None:
    await live(home, LIFE)
    models = home.folder / where
    models.mkdir(parents=True)
    (models / "m.gguf").write_text("weights")
    report = await erasure.erase(home, everything=True, keep=models)
    assert report.left == (() if where == "models" else (home.folder / "cache",))
    assert everything_in(home.folder).endswith(b"weights")
    assert CANARY.encode() not in everything_in(home.folder)


async def test_all_of_his_own_home_folder_is_never_erased(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(SettingsInvalid, match="your own home folder"):
        await erasure.erase(Home(tmp_path), everything=True)


async def test_nothing_is_erased_while_she_talks_elsewhere(home: Home) -> None:
    await live(home, LIFE)
    before = everything_in(home.folder)
    with held(home) as process:
        with pytest.raises(StoreUnavailable, match="a long talk"):
            await erasure.erase(home)
        result = CliRunner().invoke(care.erase, ["--yes-erase-everything"])
        assert isinstance(result.exception, SamanthaError)
        assert str(process.pid) in str(result.exception)
    assert home.database.read_bytes() in before


def test_only_the_typed_words_erase(home: Home) -> None:
    home.folder.mkdir()
    home.input_history.write_text(CANARY)
    for typed in ("y\n", "erase\n", "\n", ""):
        result = CliRunner().invoke(care.erase, input=typed)
        assert result.exit_code == 1, typed
        assert home.input_history.exists()
    result = CliRunner().invoke(care.erase, input="Erase  everything\n")
    assert result.exit_code == 0, result.output
    assert "typed-lines" in result.output
    assert "models stay" in result.output
    assert not home.folder.exists()
    result = CliRunner().invoke(care.erase)
    assert result.exit_code == 0
    assert "nothing to erase" in result.output


def test_scripts_erase_without_being_asked(home: Home) -> None:
    home.folder.mkdir()
    home.input_history.write_text(CANARY)
    (home.folder / "recipes.txt").write_text("soup")
    result = CliRunner().invoke(care.erase, ["--yes-erase-everything"])
    assert result.exit_code == 0
    assert "recipes.txt" in result.output
    assert names_in(home.folder) == ["recipes.txt"]


async def test_what_is_forgotten_is_in_no_export(home: Home, tmp_path: Path) -> None:
    async with open_memory(home.database, lock_file=home.lock_file, purpose="a test") as memory:
        await fill(memory, [f"My code is {CANARY}.", "It rains."])
        await memory.keep_gist(Gist(f"3 May 2031: “My code is {CANARY}.”", 2))
        await SqliteForgetting(memory).forget([1], MORNING)
    await takeout.export(home, tmp_path / "out")
    assert (tmp_path / "out" / "conversation.jsonl").exists()
    left = [each for each in (tmp_path / "out").iterdir() if each.name != "episodes.jsonl"]
    assert all(CANARY.encode() not in each.read_bytes() for each in left)
