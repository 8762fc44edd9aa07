"""What was acknowledged is there: after kill -9, on a full disk, in a damaged or newer file."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import apsw
import pytest

from samantha.domain.dialogue import Draft, Origin, Speaker
from samantha.domain.errors import StoreUnavailable
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import SqliteMemory
from samantha.providers.sqlite.schema import SCHEMA_VERSION
from tests.clock_fake import MORNING
from tests.raw_store import is_sound, run_on, run_sql
from tests.store_process import PURPOSE

ROOT = Path(__file__).parents[2]
SEED = 20250314
PAGE_BYTES = 4096


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def no_folder(tmp_path: Path) -> Path:
    file = tmp_path / "home"
    file.write_text("no folder", encoding="utf-8")
    return file


@asynccontextmanager
async def opened(home: Path) -> AsyncGenerator[SqliteMemory, None]:
    async with open_memory(home / "a.db", lock_file=home / "a.lock", purpose="a test") as memory:
        yield memory


@contextmanager
def writing(
    home: Path, number: int, *, task: str = "write"
) -> Generator[subprocess.Popen[str], None, None]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store_process", task, str(home), str(number)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def acknowledged(process: subprocess.Popen[str], wait_s: float) -> dict[int, str]:
    """Kill the process `wait_s` after its first line; what it said was kept, by id."""
    assert process.stdout is not None
    lines = [process.stdout.readline()]
    time.sleep(wait_s)
    os.kill(process.pid, signal.SIGKILL)
    lines += process.stdout.readlines()
    process.wait()
    whole = [json.loads(line) for line in lines if line.endswith("\n")]
    return {int(identity): str(text) for identity, text in whole}


def draft(session: int, text: str) -> Draft:
    return Draft(session, Speaker.PERSON, text, MORNING, Origin.SPOKEN)


async def write_lines(memory: SqliteMemory, count: int = 200) -> list[str]:
    session = await memory.begin_session(MORNING)
    texts = [f"line {number} {'x' * 500}" for number in range(count)]
    for text in texts:
        await memory.add(draft(session, text))
    return texts


async def write_until_refused(memory: SqliteMemory, session: int, size: int) -> list[str]:
    """Keep lines of `size` characters until the store refuses; what it took."""
    kept: list[str] = []
    try:
        while len(kept) < 10_000:
            text = f"line {len(kept)} {'x' * size}"
            await memory.add(draft(session, text))
            kept.append(text)
    except StoreUnavailable:
        return kept
    raise AssertionError("the store never refused")


def modes(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mode & 0o777 for file in (folder, *folder.iterdir())}


# -- killed --------------------------------------------------------------------------------------


async def test_nothing_acknowledged_is_lost_to_eight_kills(home: Path) -> None:
    chance = random.Random(SEED)
    promised: dict[int, str] = {}
    for kill in range(8):
        with writing(home, SEED + kill) as process:
            now = acknowledged(process, chance.uniform(0.0, 0.3))
        assert now
        assert not promised.keys() & now.keys()
        promised |= now
        async with opened(home) as memory:
            kept = {each.id: each.text for each in await memory.everything()}
            found = await memory.search(["walrus"], 10**6, before_id=2**62)
        for identity, text in promised.items():
            # What was on its way when the process died may be there as well.
            assert kept[identity].startswith(text)
        assert {utterance.id for utterance, _ in found} == kept.keys()
        assert is_sound(home / "a.db")
    assert len(promised) > 2 * 8


@pytest.mark.parametrize("writes", [30, 67, 134, 201, 298, 407])
async def test_a_write_that_is_torn_in_two_loses_nothing_before_it(home: Path, writes: int) -> None:
    with writing(home, writes, task="tear") as process:
        assert process.stdout is not None
        promised = [json.loads(line) for line in process.stdout if line.endswith("\n")]
    assert process.returncode == -signal.SIGKILL
    async with opened(home) as memory:
        kept = {each.id: each.text for each in await memory.everything()}
    assert all(kept[identity].startswith(text) for identity, text in promised)
    assert len(kept) - len({identity for identity, _ in promised}) in {0, 1}
    assert is_sound(home / "a.db")


# -- held by another -----------------------------------------------------------------------------


async def test_a_second_process_is_told_who_holds_the_folder(home: Path) -> None:
    with writing(home, SEED) as process:
        assert process.stdout is not None
        process.stdout.readline()
        before = (home / "a.holder").read_text(encoding="utf-8")
        with pytest.raises(StoreUnavailable) as caught:
            async with opened(home):
                pass
        assert PURPOSE in caught.value.message
        assert str(process.pid) in caught.value.message
        assert str(home) in caught.value.message
        assert (home / "a.holder").read_text(encoding="utf-8") == before
        line = process.stdout.readline()
        assert line, "the first one goes on undisturbed"


async def test_the_folder_of_a_dead_process_is_taken_over(home: Path) -> None:
    with writing(home, SEED) as process:
        acknowledged(process, 0)
    assert (home / "a.holder").exists()
    async with opened(home) as memory:
        assert await memory.everything()
        with pytest.raises(StoreUnavailable, match=f"`a test` \\(process {os.getpid()}\\)"):
            async with opened(home):
                pass
    assert not (home / "a.holder").exists()
    async with opened(home):
        pass


@pytest.mark.parametrize("note", ["", "{", "[]", '{"pid": "x", "purpose": 1}', "\x00"])
async def test_an_unreadable_note_of_the_holder_is_no_obstacle(home: Path, note: str) -> None:
    async with opened(home):
        (home / "a.holder").write_text(note, encoding="utf-8")
        with pytest.raises(StoreUnavailable, match="another process"):
            async with opened(home):
                pass
    async with opened(home):
        pass


# -- newer, damaged, closed ------------------------------------------------------------------------


async def test_a_newer_store_is_refused_and_left_as_it_is(home: Path) -> None:
    async with opened(home) as memory:
        await write_lines(memory, 5)
    run_sql(
        home / "a.db",
        f"CREATE TABLE of_tomorrow(x); PRAGMA user_version = {SCHEMA_VERSION + 1}",
    )
    before = (home / "a.db").read_bytes()
    with pytest.raises(StoreUnavailable, match="newer version") as caught:
        async with opened(home):
            pass
    assert "nothing was changed" in caught.value.remedy
    assert (home / "a.db").read_bytes() == before
    with pytest.raises(StoreUnavailable, match="newer version"):
        async with opened(home):
            pass


def _all_noise(file: Path) -> None:
    file.write_bytes(random.Random(SEED).randbytes(file.stat().st_size))


def _another_kind_of_file(file: Path) -> None:
    file.write_text("Dear Theodore, this was never a database.\n" * 500, encoding="utf-8")


def _holes_in_the_middle(file: Path) -> None:
    with file.open("r+b") as opened_file:
        for page in range(2, file.stat().st_size // PAGE_BYTES, 3):
            opened_file.seek(page * PAGE_BYTES)
            opened_file.write(random.Random(SEED + page).randbytes(PAGE_BYTES))


def _second_half_gone(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2 // PAGE_BYTES * PAGE_BYTES)


@pytest.mark.parametrize(
    "damage", [_all_noise, _another_kind_of_file, _holes_in_the_middle, _second_half_gone]
)
async def test_a_damaged_store_is_said_to_be_so_and_not_replaced(
    home: Path, damage: object
) -> None:
    async with opened(home) as memory:
        await write_lines(memory)
    assert callable(damage)
    damage(home / "a.db")
    before = (home / "a.db").read_bytes()
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="damaged") as caught:
            async with opened(home):
                pass
        assert str(home / "a.db") in caught.value.message
        assert (home / "a.db").read_bytes() == before


async def test_a_folder_in_the_files_place_is_said_to_be_unusable(home: Path) -> None:
    (home / "a.db").mkdir(parents=True)
    with pytest.raises(StoreUnavailable, match="cannot be used"):
        async with opened(home):
            pass


async def test_a_file_in_the_folders_place_is_said_to_be_unusable(no_folder: Path) -> None:
    home = no_folder
    with pytest.raises(StoreUnavailable, match=str(home)):
        async with opened(home):
            pass


async def test_a_closed_store_keeps_nothing_and_says_so(home: Path) -> None:
    memory = SqliteMemory(home / "a.db")
    await memory.open()
    session = await memory.begin_session(MORNING)
    await memory.aclose()
    await memory.aclose()
    with pytest.raises(StoreUnavailable):
        await memory.add(draft(session, "too late"))


# -- full ----------------------------------------------------------------------------------------


@pytest.fixture
def connections() -> Generator[list[apsw.Connection], None, None]:
    """Every connection to SQLite that is made during the test."""
    made: list[apsw.Connection] = []
    apsw.connection_hooks.append(made.append)
    yield made
    apsw.connection_hooks.remove(made.append)


async def test_a_full_disk_loses_nothing_and_she_goes_on_when_there_is_room(
    home: Path, connections: list[apsw.Connection]
) -> None:
    async with opened(home) as memory:
        session = await memory.begin_session(MORNING)
        ((pages,),) = run_on(connections[0], "PRAGMA page_count")
        run_on(connections[0], f"PRAGMA max_page_count = {int(str(pages)) + 8}")
        texts = await write_until_refused(memory, session, 900)
        assert texts
        with pytest.raises(StoreUnavailable, match="disk is full"):
            await memory.add(draft(session, "x" * 9000))
        with pytest.raises(StoreUnavailable, match="disk is full"):
            await memory.extend(1, "grown " * 20_000, interrupted=True)
        assert [each.text for each in await memory.everything()] == texts
        assert len(await memory.search(["line"], 100, before_id=2**62)) == len(texts)
        run_on(connections[0], f"PRAGMA max_page_count = {2**30}")
        after = await memory.add(draft(session, "room again"))
        assert after.id == (await memory.last(2))[0].id + 1
        texts.append("room again")
    async with opened(home) as memory:
        assert [each.text for each in await memory.everything()] == texts
    assert is_sound(home / "a.db")


async def test_a_write_that_the_system_refuses_loses_nothing(home: Path) -> None:
    """A limit on the size of files fails within the system's own write, as a full quota does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    async with opened(home) as memory:
        session = await memory.begin_session(MORNING)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
        try:
            texts = await write_until_refused(memory, session, 5000)
            assert [each.text for each in await memory.everything()] == texts
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert texts
        await memory.add(draft(session, "room again"))
    async with opened(home) as memory:
        assert [each.text for each in await memory.everything()] == [*texts, "room again"]
    assert is_sound(home / "a.db")


# -- whose eyes ------------------------------------------------------------------------------------


async def test_only_its_owner_may_read_it(home: Path) -> None:
    usual = os.umask(0)
    try:
        async with opened(home) as memory:
            await write_lines(memory, 3)
            seen = modes(home)
    finally:
        os.umask(usual)
    assert seen.pop("home") == 0o700
    assert {"a.db", "a.db-wal", "a.lock", "a.holder"} <= seen.keys()
    assert {name for name, mode in seen.items() if mode != 0o600} == set()
