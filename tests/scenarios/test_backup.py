"""A backup holds all of her, opens only with its passphrase, and is put back whole or not."""

import asyncio
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from samantha.app.backup import STORE, back_up, put_back
from samantha.app.settings import Home
from samantha.cli.main import main
from samantha.domain.dialogue import Draft, Origin, Speaker
from samantha.domain.errors import SettingsInvalid, StoreUnavailable
from samantha.providers.sqlite.contents import read_tables
from samantha.providers.sqlite.holding import open_memory
from tests.clock_fake import MORNING

SECRET = "a long sentence to remember"
HARBOUR = "I thought of the harbour."


@pytest.fixture
async def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    async with open_memory(home.database, lock_file=home.lock_file, purpose="a test") as memory:
        session = await memory.begin_session(MORNING)
        await memory.add(Draft(session, Speaker.PERSON, HARBOUR, MORNING, Origin.SPOKEN))
    home.persona_file.write_text('her_name = "Mirel"\n')
    home.own_calendar.mkdir(parents=True)
    (home.own_calendar / "dentist.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    return home


async def test_what_is_put_back_is_what_was_there(home: Home, tmp_path: Path) -> None:
    report = await back_up(home, tmp_path / "b.age", SECRET)
    assert (report.files, report.utterances) == (3, 1)
    assert HARBOUR.encode() not in (tmp_path / "b.age").read_bytes()
    other = Home(tmp_path / "other")
    assert (await put_back(tmp_path / "b.age", other, SECRET)).utterances == 1
    assert await read_tables(other.database) == await read_tables(home.database)
    for name in ("persona.toml", "calendars/here/dentist.ics"):
        assert (other.folder / name).read_bytes() == (home.folder / name).read_bytes()
    assert (other.folder / STORE).stat().st_mode & 0o777 == 0o600


async def test_it_is_of_one_moment_while_she_goes_on_writing(home: Home, tmp_path: Path) -> None:
    async with open_memory(home.database, lock_file=home.lock_file, purpose="a test") as memory:
        session = await memory.begin_session(MORNING)
        written = 0

        async def write() -> None:
            nonlocal written
            while True:
                line = f"{HARBOUR} {written}"
                await memory.add(Draft(session, Speaker.PERSON, line, MORNING, Origin.SPOKEN))
                written += 1

        writing = asyncio.create_task(write())
        await asyncio.sleep(0.1)
        before = written
        report = await back_up(home, tmp_path / "b.zip", None)
        after = written
        writing.cancel()
        await asyncio.wait([writing])
    assert 1 + before <= report.utterances <= 2 + after
    other = Home(tmp_path / "other")
    await put_back(tmp_path / "b.zip", other, None)
    async with open_memory(other.database, lock_file=other.lock_file, purpose="t") as memory:
        assert len(await memory.everything()) == report.utterances


async def test_the_wrong_passphrase_changes_nothing(home: Home, tmp_path: Path) -> None:
    await back_up(home, tmp_path / "b.age", SECRET)
    with pytest.raises(SettingsInvalid, match="not the passphrase"):
        await put_back(tmp_path / "b.age", Home(tmp_path / "other"), "guessed")
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("kept", [0, 10, 500])
async def test_half_a_file_changes_nothing(home: Home, tmp_path: Path, kept: int) -> None:
    file = tmp_path / "b.zip"
    await back_up(home, file, None)
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(SettingsInvalid, match="no backup of hers, or only half"):
        await put_back(file, Home(tmp_path / "other"), None)
    assert not (tmp_path / "other").exists()


async def test_a_damaged_memory_is_not_put_back(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    with zipfile.ZipFile(file, "w") as archive:
        store = bytearray(home.database.read_bytes())
        store[5000:9000] = b"\x55" * 4000
        archive.writestr(STORE, bytes(store))
    with pytest.raises(StoreUnavailable, match="damaged"):
        await put_back(file, Home(tmp_path / "other"), None)
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "calendars/../../out.txt"])
async def test_nothing_is_written_outside_the_folder(home: Home, tmp_path: Path, name: str) -> None:
    file = tmp_path / "b.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.write(home.database, STORE)
        archive.writestr(name, "out")
    with pytest.raises(SettingsInvalid, match="no backup"):
        await put_back(file, Home(tmp_path / "other"), None)
    assert not (tmp_path / "out.txt").exists()


async def test_what_is_there_is_never_written_over(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    await back_up(home, file, None)
    with pytest.raises(SettingsInvalid, match="is there already"):
        await back_up(home, file, None)
    with pytest.raises(SettingsInvalid, match="not empty"):
        await put_back(file, home, None)
    with pytest.raises(SettingsInvalid, match="nothing to back up"):
        await back_up(Home(tmp_path / "none"), tmp_path / "c.zip", None)


async def test_where_it_cannot_be_written_nothing_is_left(home: Home, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be written"):
        await back_up(home, tmp_path / "nowhere" / "b.zip", None)
    assert not (tmp_path / "nowhere").exists()


async def test_the_commands_say_what_they_did(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def samantha(*words: str, typed: str = "") -> tuple[int, str]:
        done = CliRunner().invoke(main, list(words), input=typed)
        return done.exit_code, done.output

    file = str(tmp_path / "b.age")
    monkeypatch.setenv("SAMANTHA_HOME", str(home.folder))
    code, said = await asyncio.to_thread(samantha, "backup", file, typed=f"{SECRET}\n{SECRET}\n")
    assert code == 0
    assert "1 line of conversation, 3 files" in said
    assert SECRET not in said
    monkeypatch.setenv("SAMANTHA_HOME", str(tmp_path / "other"))
    code, said = await asyncio.to_thread(samantha, "restore", file, typed="wrong\n")
    assert code == 1
    assert "not the passphrase" in said
    monkeypatch.setenv("SAMANTHA_BACKUP_PASSPHRASE", SECRET)
    code, said = await asyncio.to_thread(samantha, "restore", file)
    assert (code, "Put back into" in said) == (0, True)
    monkeypatch.setenv("SAMANTHA_BACKUP_PASSPHRASE", "")
    code, said = await asyncio.to_thread(samantha, "backup", str(tmp_path / "c.age"))
    assert code == 1
    assert "empty passphrase" in said
