"""Older stores open in the newest version with all that was said, or stay as they were."""

import asyncio
import os
import random
import shutil
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import datetime
from pathlib import Path

import apsw
import pytest

from samantha.domain.dialogue import Draft, Episode, EpisodeKind, Gist, Origin, Speaker
from samantha.domain.errors import StoreUnavailable
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import SqliteMemory
from samantha.providers.sqlite.retrieval import SqliteRetrieval
from samantha.providers.sqlite.schema import MIGRATIONS, SCHEMA_VERSION
from tests.clock_fake import MORNING
from tests.embedding_fake import TableEmbedding
from tests.raw_store import Row, is_sound, run_on, run_sql

ROOT = Path(__file__).parents[2]
STORED = Path(__file__).parents[1] / "data"
SHAPE = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"
SAID = "SELECT id, text, said_at, origin, interrupted FROM utterances ORDER BY id"


def shape_of(version: int) -> list[Row]:
    """Tables, indexes and triggers as the first `version` migrations make them."""
    with closing(apsw.Connection(":memory:")) as database:
        for migration in MIGRATIONS[:version]:
            run_on(database, migration)
        return run_on(database, SHAPE)


def stored(version: int, home: Path) -> Path:
    """A store as an earlier version left it."""
    home.mkdir()
    sql = (STORED / f"store_v{version}.sql").read_text(encoding="utf-8")
    run_sql(home / "a.db", sql)
    return home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return stored(1, tmp_path / "home")


@asynccontextmanager
async def opened(home: Path) -> AsyncGenerator[SqliteMemory, None]:
    async with open_memory(home / "a.db", lock_file=home / "a.lock", purpose="a test") as memory:
        yield memory


def test_the_stored_store_really_is_of_version_1(home: Path) -> None:
    assert run_sql(home / "a.db", "PRAGMA user_version") == [(1,)]
    assert [row[:3] for row in run_sql(home / "a.db", SHAPE)] == [row[:3] for row in shape_of(1)]
    columns = "SELECT m.name, c.* FROM sqlite_master m, pragma_table_info(m.name) c ORDER BY 1, 2"
    with closing(apsw.Connection(":memory:")) as database:
        run_on(database, MIGRATIONS[0])
        assert run_sql(home / "a.db", columns) == run_on(database, columns)
    assert is_sound(home / "a.db")


async def test_a_store_of_version_1_opens_in_the_newest_with_all_it_holds(home: Path) -> None:
    before = run_sql(home / "a.db", SAID)
    async with opened(home) as memory:
        utterances = await memory.everything()
        assert [each.id for each in utterances] == [1, 2, 3, 4, 6, 7, 8, 9]
        assert utterances[1].text.startswith("I moved to Lübeck")
        assert utterances[1].said_at == datetime.fromisoformat("2025-01-05T19:02:40+01:00")
        assert utterances[2].interrupted
        assert utterances[2].speaker is Speaker.SHE
        assert utterances[7].origin is Origin.SYSTEM
        assert [fact.key for fact in await memory.facts()] == ["home", "sister", "allergy"]
        assert await memory.gist() == Gist("5 Jan 2025: “I moved to Lübeck last week.”", 4)
        named = datetime.fromisoformat("2025-01-05T19:02:12+01:00")
        assert list(await memory.episodes()) == [
            Episode(EpisodeKind.NAMED, "I chose Mirel because it ends softly.", named)
        ]
        life = await memory.lifetime()
        assert (life.conversations, life.utterances) == (3, 8)
        assert life.born_at == datetime.fromisoformat("2025-01-05T18:02:11.250+00:00")
        assert life.previous_at == datetime.fromisoformat("2025-01-06T07:45:14+01:00")
        assert list(await memory.departures_since(MORNING)) == []
    assert run_sql(home / "a.db", SAID) == before
    assert run_sql(home / "a.db", "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert len(run_sql(home / "a.db", SHAPE)) == len(shape_of(SCHEMA_VERSION))
    assert is_sound(home / "a.db")


async def test_an_upgraded_store_is_searched_and_goes_on(home: Path) -> None:
    async with opened(home) as memory:
        hits = await memory.search(["lubeck"], 5, before_id=100)
        assert [utterance.id for utterance, _ in hits] == [2]
        assert [u.id for u, _ in await memory.search(["floor"], 5, before_id=4)] == [3]
        session = await memory.begin_session(MORNING)
        said = Draft(session, Speaker.PERSON, "Lübeck again", MORNING, Origin.SPOKEN)
        assert (session, (await memory.add(said)).id) == (4, 10)
        await memory.extend(3, "Stairs.", interrupted=True)
        assert [u.id for u, _ in await memory.search(["boxes"], 5, before_id=100)] == [2]
        await memory.record("model.example", "a prompt", 10)
    async with opened(home) as memory:
        assert len(await memory.search(["lubeck"], 5, before_id=100)) == 2


async def test_an_upgraded_store_is_found_by_neighbours_and_by_meaning(home: Path) -> None:
    async with opened(home) as memory:
        retrieval = SqliteRetrieval(memory, TableEmbedding())
        every = await retrieval.candidates("I moved to Lübeck", before_id=100)
        await retrieval.aclose()
    by_id = {each.utterance.id: each for each in every}
    assert sorted(by_id) == [1, 2, 3, 4, 6, 7, 8, 9]
    assert max(by_id, key=lambda each: by_id[each].likeness) == 2
    assert by_id[3].around > 0 == by_id[3].words


async def test_opening_an_upgraded_store_again_changes_nothing(home: Path) -> None:
    async with opened(home):
        pass
    shape = run_sql(home / "a.db", SHAPE)
    async with opened(home):
        pass
    assert run_sql(home / "a.db", SHAPE) == shape


# -- in the middle -------------------------------------------------------------------------------


@contextmanager
def interrupted_after(steps: int) -> Generator[None, None, None]:
    """SQLite stops with an error after `steps` steps of its machine, once."""
    left = steps

    def step() -> bool:
        nonlocal left
        left -= 1
        return left == 0

    def watch(connection: apsw.Connection) -> None:
        connection.set_progress_handler(step, 1)

    apsw.connection_hooks.append(watch)
    try:
        yield
    finally:
        apsw.connection_hooks.remove(watch)


def assert_old_or_new(file: Path, oldest: int, said: list[Row]) -> None:
    ((version,),) = run_sql(file, "PRAGMA user_version")
    assert isinstance(version, int)
    assert oldest <= version <= SCHEMA_VERSION
    shape = run_sql(file, SHAPE)
    assert [row[:3] for row in shape] == [row[:3] for row in shape_of(version)]
    assert not said or run_sql(file, SAID) == said


async def _opens(home: Path) -> bool:
    try:
        async with opened(home):
            return True
    except StoreUnavailable:
        return False


@pytest.mark.parametrize("oldest", [0, 1])
async def test_an_error_in_the_middle_leaves_the_old_or_the_new(
    tmp_path: Path, oldest: int
) -> None:
    home = stored(1, tmp_path / "stored") if oldest else tmp_path / "stored"
    said = run_sql(home / "a.db", SAID) if oldest else []
    steps, failures = 1, 0
    while True:
        attempt = tmp_path / str(steps)
        if oldest:
            await asyncio.to_thread(shutil.copytree, home, attempt)
        with interrupted_after(steps):
            if await _opens(attempt):
                break
        failures += 1
        assert_old_or_new(attempt / "a.db", 0 if not oldest else 1, said)
        assert await _opens(attempt)
        assert_old_or_new(attempt / "a.db", SCHEMA_VERSION, said)
        steps = steps + 1 + steps // 6
    assert failures >= 10


@pytest.mark.parametrize("oldest", [0, 1])
def test_a_kill_in_the_middle_leaves_the_old_or_the_new(tmp_path: Path, oldest: int) -> None:
    chance = random.Random(20250314)
    for attempt in range(4):
        home = stored(1, tmp_path / str(attempt)) if oldest else tmp_path / str(attempt)
        said = run_sql(home / "a.db", SAID) if oldest else []
        steps = chance.randint(20, 150 if oldest else 600)
        done = subprocess.run(
            [sys.executable, "-m", "tests.store_process", "migrate", str(home), str(steps)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == -9, "it was killed before it was done"
        assert_old_or_new(home / "a.db", oldest, said)
        assert asyncio.run(_opens(home))
        assert_old_or_new(home / "a.db", SCHEMA_VERSION, said)


async def test_a_migration_that_fails_leaves_the_old_and_says_so(home: Path) -> None:
    run_sql(home / "a.db", "CREATE TABLE departures(in_the_way)")
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="cannot be used"):
            async with opened(home):
                pass
    assert run_sql(home / "a.db", "PRAGMA user_version") == [(1,)]
    assert len(run_sql(home / "a.db", SAID)) == 8
    run_sql(home / "a.db", "DROP TABLE departures")
    assert await _opens(home)
