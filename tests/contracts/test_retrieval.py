"""The contract of `Retrieval`, and what the SQLite one keeps on disk of it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from samantha.domain.dialogue import Draft, Origin, Speaker, Utterance
from samantha.domain.errors import StoreUnavailable
from samantha.memory.ports import Candidate, Embedding, Retrieval
from samantha.providers.sqlite.forgetting import SqliteForgetting
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import SqliteMemory
from samantha.providers.sqlite.retrieval import AT_ONCE, SqliteRetrieval
from tests.clock_fake import MORNING
from tests.embedding_fake import DIMENSIONS, TableEmbedding
from tests.memory_fake import ListMemory
from tests.raw_store import run_sql

NEVER = 2**62
TOLD = ("My puppy hides from thunder.", "I had soup.", "The lamp broke.", "Rain all day.")


@asynccontextmanager
async def opened(
    home: Path, embedding: Embedding | None
) -> AsyncGenerator[tuple[SqliteMemory, SqliteRetrieval], None]:
    async with open_memory(home / "a.db", lock_file=home / "a.lock", purpose="a test") as memory:
        retrieval = SqliteRetrieval(memory, embedding)
        yield memory, retrieval
        await retrieval.aclose()


@pytest.fixture(params=["sqlite", "sqlite, words only", "list"])
async def both(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncGenerator[tuple[SqliteMemory | ListMemory, Retrieval], None]:
    if request.param == "list":
        memory = ListMemory(MORNING)
        yield memory, memory
        return
    async with opened(tmp_path, TableEmbedding() if request.param == "sqlite" else None) as pair:
        yield pair


async def told(memory: SqliteMemory | ListMemory, *texts: str) -> list[Utterance]:
    session = await memory.begin_session(MORNING)
    return [
        await memory.add(
            Draft(session, Speaker.PERSON, text, MORNING + timedelta(minutes=n), Origin.SPOKEN)
        )
        for n, text in enumerate(texts)
    ]


async def found(retrieval: Retrieval, text: str, before_id: int = NEVER) -> dict[int, Candidate]:
    every = await retrieval.candidates(text, before_id=before_id)
    by_id = {each.utterance.id: each for each in every}
    assert len(by_id) == len(every), "each stands there once"
    return by_id


def likest(by_id: dict[int, Candidate]) -> int:
    return max(by_id, key=lambda each: by_id[each].likeness)


# -- any retrieval -------------------------------------------------------------------------------


async def test_what_was_just_said_is_found_by_its_words(
    both: tuple[SqliteMemory | ListMemory, Retrieval],
) -> None:
    memory, retrieval = both
    said = await told(memory, *TOLD)
    by_id = await found(retrieval, "the lamp?")
    assert by_id[said[2].id].utterance == said[2]
    assert by_id[said[2].id].words == max(each.words for each in by_id.values()) > 0


async def test_only_what_was_said_before_is_found(
    both: tuple[SqliteMemory | ListMemory, Retrieval],
) -> None:
    memory, retrieval = both
    first, second = await told(memory, "The lamp broke.", "The lamp is whole again.")
    assert set(await found(retrieval, "lamp", second.id)) == {first.id}
    assert await found(retrieval, "lamp", first.id) == {}


@pytest.mark.parametrize("text", ["", "?!", '"', "the of", "lamp\x00", "x" * 5000, "🙂"])
async def test_any_text_may_be_asked_with(
    both: tuple[SqliteMemory | ListMemory, Retrieval], text: str
) -> None:
    memory, retrieval = both
    await told(memory, *TOLD)
    for each in (await found(retrieval, text)).values():
        assert each.words >= 0
        assert each.around >= 0


async def test_in_an_empty_store_nothing_is_found(
    both: tuple[SqliteMemory | ListMemory, Retrieval],
) -> None:
    assert await found(both[1], "lamp") == {}


# -- by meaning ----------------------------------------------------------------------------------


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncGenerator[tuple[SqliteMemory, SqliteRetrieval], None]:
    async with opened(tmp_path, TableEmbedding()) as both:
        yield both


async def test_what_means_the_like_is_found_without_a_word_in_common(
    pair: tuple[SqliteMemory, SqliteRetrieval],
) -> None:
    memory, retrieval = pair
    said = await told(memory, *TOLD)
    by_id = await found(retrieval, "dog")
    assert likest(by_id) == said[0].id
    assert by_id[said[0].id].words == 0
    assert by_id[said[0].id].likeness > 0.3


async def test_a_neighbour_of_the_words_is_found_for_them(
    pair: tuple[SqliteMemory, SqliteRetrieval],
) -> None:
    memory, retrieval = pair
    asked, answered, *_ = await told(memory, "Who repaired the lamp?", "Ines did.", "Soup.", "Rain")
    by_id = await found(retrieval, "lamp")
    assert by_id[answered.id].around > 0 == by_id[answered.id].words
    (after,) = await told(memory, "Of another talk.")
    assert (await found(retrieval, "soup"))[after.id].around == 0
    await memory.extend(asked.id, "Who repaired the clock?", interrupted=False)
    assert (await found(retrieval, "lamp"))[answered.id].around == 0
    assert (await found(retrieval, "clock"))[answered.id].around > 0


async def test_a_turn_means_what_was_said_before_it_too(
    pair: tuple[SqliteMemory, SqliteRetrieval],
) -> None:
    memory, retrieval = pair
    first, second, third, _ = await told(memory, "Puppy?", "Asleep.", "And you?", "Well")
    by_id = await found(retrieval, "dog")
    assert by_id[second.id].likeness_led > by_id[second.id].likeness
    assert by_id[second.id].likeness_led > by_id[third.id].likeness_led
    number = await SqliteForgetting(memory).forget([first.id], MORNING)
    by_id = await found(retrieval, "dog")
    assert by_id[second.id].likeness_led == by_id[second.id].likeness
    await SqliteForgetting(memory).restore(number)
    by_id = await found(retrieval, "dog")
    assert by_id[second.id].likeness_led > by_id[second.id].likeness


async def test_what_was_said_on_is_found_as_it_reads_now(
    pair: tuple[SqliteMemory, SqliteRetrieval],
) -> None:
    memory, retrieval = pair
    first, second, *_ = await told(memory, *TOLD)
    assert likest(await found(retrieval, "dog")) == first.id
    await memory.extend(first.id, "Nothing.", interrupted=True)
    await memory.extend(second.id, "A terrier had my soup.", interrupted=False)
    assert likest(await found(retrieval, "dog")) == second.id


async def test_what_is_forgotten_is_not_found_and_comes_back_with_its_vector(
    pair: tuple[SqliteMemory, SqliteRetrieval], tmp_path: Path
) -> None:
    memory, retrieval = pair
    first, second, *_ = await told(memory, *TOLD)
    await found(retrieval, "dog")
    forgetting = SqliteForgetting(memory)
    number = await forgetting.forget([first.id], MORNING)
    # Nor is what it led to a vector in which it still is.
    kept = run_sql(tmp_path / "a.db", "SELECT utterance_id FROM vectors")
    assert not {(first.id,), (second.id,)} & set(kept)
    by_id = await found(retrieval, "puppy thunder")
    assert first.id not in by_id
    assert by_id[second.id].around == 0
    left = "SELECT utterance_id FROM vectors UNION SELECT utterance_id FROM vectors_due"
    assert (first.id,) not in run_sql(tmp_path / "a.db", left)
    await forgetting.restore(number)
    assert likest(await found(retrieval, "dog")) == first.id


async def test_no_byte_of_a_purged_vector_is_left(tmp_path: Path) -> None:
    async with opened(tmp_path, TableEmbedding()) as (memory, retrieval):
        first, *_ = await told(memory, *TOLD)
        await found(retrieval, "dog")
        ((codes,),) = await memory.within(
            lambda run: run("SELECT turn FROM vectors WHERE utterance_id = ?", first.id)
        )
        assert len(codes) == DIMENSIONS
        assert _files_with(codes[:48], tmp_path)
        forgetting = SqliteForgetting(memory)
        await forgetting.forget([first.id], MORNING)
        await forgetting.purge(MORNING + timedelta(days=2))
        assert not _files_with(codes[:48], tmp_path)


def _files_with(code: bytes, home: Path) -> list[str]:
    return [each.name for each in home.iterdir() if code in each.read_bytes()]


async def test_every_question_finds_as_many_as_there_are_however_many_were_forgotten(
    pair: tuple[SqliteMemory, SqliteRetrieval],
) -> None:
    memory, retrieval = pair
    said = await told(memory, *("Puppy!" for _ in range(300)), "The terrier sat by a door.")
    while await retrieval.catch_up(128):
        pass
    await SqliteForgetting(memory).forget([each.id for each in said[:300]], MORNING)
    assert likest(await found(retrieval, "dog")) == said[300].id


# -- the vectors are kept ------------------------------------------------------------------------


async def asked_of(home: Path, embedding: TableEmbedding, text: str) -> dict[int, Candidate]:
    async with opened(home, embedding) as (_, retrieval):
        return await found(retrieval, text)


async def test_a_vector_is_found_once_and_kept(tmp_path: Path) -> None:
    async with opened(tmp_path, TableEmbedding()) as (memory, retrieval):
        said = await told(memory, *TOLD)
        await retrieval.catch_up()
    embedding = TableEmbedding()
    by_id = await asked_of(tmp_path, embedding, "dog")
    assert likest(by_id) == said[0].id
    assert embedding.texts == ["dog"]


async def test_vectors_of_another_model_are_found_anew(tmp_path: Path) -> None:
    async with opened(tmp_path, TableEmbedding()) as (memory, retrieval):
        await told(memory, *TOLD)
        await retrieval.catch_up()
    other = TableEmbedding("another table")
    await asked_of(tmp_path, other, "dog")
    assert set(other.texts) >= {*TOLD, f"{TOLD[0]} {TOLD[1]}"}


async def test_what_was_said_without_the_model_is_caught_up_with(tmp_path: Path) -> None:
    async with opened(tmp_path, None) as (memory, retrieval):
        said = await told(memory, *TOLD)
        assert await retrieval.catch_up() == 0
        assert (await found(retrieval, "lamp"))[said[2].id].likeness == 0
    assert likest(await asked_of(tmp_path, TableEmbedding(), "dog")) == said[0].id


async def test_a_question_waits_for_the_latest_only_and_the_rest_is_caught_up_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samantha.providers.sqlite.retrieval.BREATH_S", 0.0)
    embedding = TableEmbedding()
    async with opened(tmp_path, embedding) as (memory, retrieval):
        said = await told(memory, *(f"bone {n}" for n in range(3 * AT_ONCE)))
        await found(retrieval, "dog")
        latest = [each.text for each in reversed(said[-AT_ONCE:])]
        assert embedding.texts[:AT_ONCE] == latest
        assert said[0].text not in embedding.texts
        await retrieval.keep_up()
        assert set(embedding.texts) >= {each.text for each in said}
    assert run_sql(tmp_path / "a.db", "SELECT * FROM vectors_due") == []


async def test_a_closed_store_is_told_of_and_ends_what_goes_on_beside(tmp_path: Path) -> None:
    async with opened(tmp_path, TableEmbedding()) as (memory, retrieval):
        await told(memory, *TOLD)
        await memory.aclose()
        await retrieval.keep_up()
        with pytest.raises(StoreUnavailable):
            await retrieval.candidates("dog", before_id=NEVER)
