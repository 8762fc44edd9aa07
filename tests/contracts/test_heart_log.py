"""How she is and why she spoke, kept: what `HeartLog` and `ReasonsKept` promise."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from samantha.domain.dialogue import Draft, Origin, Speaker, Utterance
from samantha.heart.affect import Affect
from samantha.heart.belief import Belief, Felt
from samantha.heart.emotions import PAD, Emotion, Feeling
from samantha.heart.ports import Moment
from samantha.mind.reasons import Reasons
from samantha.providers.sqlite.forgetting import SqliteForgetting
from samantha.providers.sqlite.heart import SqliteHeart
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import SqliteMemory
from tests.clock_fake import MORNING
from tests.raw_store import run_sql

MOVED_BY = ["your words sound like sadness (0.91): sorry for you 0.73"]


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[tuple[SqliteMemory, SqliteHeart], None]:
    async with open_memory(folder / "a.db", lock_file=folder / "a.lock", purpose="t") as memory:
        yield memory, SqliteHeart(memory)


async def said(memory: SqliteMemory, text: str, speaker: Speaker = Speaker.PERSON) -> Utterance:
    session = await memory.begin_session(MORNING)
    return await memory.add(Draft(session, speaker, text, MORNING, Origin.SPOKEN))


def moment(utterance: int | None, *, pleasure: float = 0.2) -> Moment:
    affect = Affect(PAD(pleasure, 0.1, -0.3), MORNING, {Feeling.SORRY_FOR: 0.73})
    return Moment(affect, "subdued", MOVED_BY, utterance)


def sad(utterance: int) -> Belief:
    return Belief({Emotion.SADNESS: Felt(0.91, MORNING, utterance)})


async def test_what_was_felt_is_there_after_a_restart(tmp_path: Path) -> None:
    async with opened(tmp_path) as (memory, heart):
        assert await heart.last_moment() is None
        assert await heart.belief() == Belief()
        his = await said(memory, "she left")
        await heart.keep_moment(moment(his.id), sad(his.id))
    async with opened(tmp_path) as (memory, heart):
        assert await heart.last_moment() == moment(his.id)
        assert await heart.belief() == sad(his.id)
        assert await heart.moment_at(his.id + 5) == moment(his.id)
        assert await heart.moment_at(his.id - 1) is None


async def test_a_later_belief_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    async with opened(tmp_path) as (memory, heart):
        his = await said(memory, "she left")
        await heart.keep_moment(moment(his.id), sad(his.id))
        await heart.keep_moment(moment(his.id), Belief())
        assert await heart.belief() == Belief()


async def test_the_newest_moments_come_oldest_first(tmp_path: Path) -> None:
    async with opened(tmp_path) as (memory, heart):
        his = await said(memory, "hm")
        for pleasure in (0.1, 0.2, 0.3):
            await heart.keep_moment(moment(his.id, pleasure=pleasure), Belief())
        kept = await heart.moments(MORNING - timedelta(days=1), 2)
        assert [each.affect.mood.pleasure for each in kept] == [0.2, 0.3]
        assert await heart.moments(MORNING + timedelta(seconds=1), 2) == []


async def test_forgetting_takes_what_was_believed_and_why_but_moves_no_mood(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as (memory, heart):
        his = await said(memory, "she left")
        hers = await said(memory, "Oh.", Speaker.SHE)
        await heart.keep_moment(moment(his.id), sad(his.id))
        await heart.keep_reasons(hers.id, Reasons("a model"))
        await SqliteForgetting(memory).forget([his.id, hers.id], MORNING)
        last = await heart.last_moment()
        assert last is not None
        assert last.affect == moment(his.id).affect
        assert (last.utterance, last.moved_by) == (None, [])
        assert await heart.belief() == Belief()
        assert await heart.reasons_of(hers.id) is None
        again = await said(memory, "she left again")
        answer = await said(memory, "Tell me.", Speaker.SHE)
        await heart.keep_reasons(answer.id, Reasons("a model", he="sound sad"))
        await SqliteForgetting(memory).forget([again.id], MORNING)
        assert await heart.reasons_of(answer.id) is None  # it told of how he had sounded
    rows = run_sql(tmp_path / "a.db", "SELECT moved_by FROM feelings")
    assert rows == [("[]",)]


async def test_what_rests_on_forgotten_words_is_not_kept_anew(tmp_path: Path) -> None:
    async with opened(tmp_path) as (memory, heart):
        his = await said(memory, "she left")
        await SqliteForgetting(memory).forget([his.id], MORNING)
        await heart.keep_moment(moment(his.id), sad(his.id))
        await heart.keep_reasons(his.id, Reasons("a model"))
        last = await heart.last_moment()
        assert last is not None
        assert (last.utterance, last.moved_by) == (None, [])
        assert await heart.belief() == Belief()
        assert await heart.last_with_reasons() is None


@pytest.mark.parametrize(
    "reasons",
    [
        Reasons("a model"),
        Reasons(
            "a model", "subdued", (0.1, 0.2, 0.3), (0.3, 0.0, 0.1), {"curious": 0.25},
            tuple(MOVED_BY), "sound sad", "[Theodore sounds sad.]", 0.31, 20, (3, 4),
        ),
    ],
)  # fmt: skip
async def test_reasons_come_back_as_they_were(tmp_path: Path, reasons: Reasons) -> None:
    async with opened(tmp_path) as (memory, heart):
        hers = await said(memory, "Oh.", Speaker.SHE)
        await heart.keep_reasons(hers.id, reasons)
        assert await heart.reasons_of(hers.id) == reasons
        assert await heart.last_with_reasons() == hers.id
