"""What he told stands as he told it last: asked for, put right, doubted, and forgotten for good."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from samantha.conversation.session import Session
from samantha.domain.dialogue import Draft, Origin, Speaker
from samantha.providers.sqlite.claims import SqliteClaims
from samantha.providers.sqlite.forgetting import SqliteForgetting
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import SqliteMemory
from tests.fakes import ScriptedModel
from tests.raw_store import run_sql
from tests.scenarios.stage import Stage, answer


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "home")


@asynccontextmanager
async def session(stage: Stage, *lines: str) -> AsyncGenerator[tuple[Session, SqliteMemory], None]:
    lock = stage.folder / "a.lock"
    async with open_memory(stage.file, lock_file=lock, purpose="a scenario") as memory:
        company = stage.company(ScriptedModel(list(lines)), memory, memory)
        company = replace(company, claims=SqliteClaims(memory))
        async with Session.opened(company) as opened:
            yield opened, memory


async def test_what_he_told_last_is_answered_exactly_after_a_restart(stage: Stage) -> None:
    async with session(stage, "Nice.", "Oh!") as (her, _):
        await answer(her, "I live in Ghent.")
        stage.clock.go_on(timedelta(days=1))
        await answer(her, "I moved to Lyon.")
    stage.clock.go_on(timedelta(days=1))
    async with session(stage) as (her, _):
        assert await answer(her, "Where do I live?") == (
            "Lyon. You told me yesterday: “I moved to Lyon”."
        )


async def test_no_that_was_my_brother_is_understood_at_once(stage: Stage) -> None:
    async with session(stage, "Salt air, then.") as (her, _):
        await answer(her, "I work as a diver.")
        assert await answer(her, "No, that was my brother.") == (
            "Thanks, I have it right now. Your brother's work: diver."
        )
        assert (await answer(her, "What does my brother do for work?")).startswith("Diver.")
        assert "diver" not in (await answer(her, "What do I do for a living?")).lower()


async def test_what_he_never_told_is_not_guessed(stage: Stage) -> None:
    async with session(stage, "Nice.") as (her, _):
        await answer(her, "I live in Ghent.")
        said = await answer(her, "When is my birthday?")
        assert "Ghent" not in said
        assert "?" in said


async def test_what_the_rules_did_not_read_is_left_to_the_model(stage: Stage) -> None:
    async with session(stage, "Red, you say.", "A red one, you said.") as (her, _):
        await answer(her, "Got myself a car, a red one.")
        assert await answer(her, "What car do I drive?") == "A red one, you said."


async def test_what_is_forgotten_is_claimed_no_more(stage: Stage) -> None:
    async with session(stage, "Nice.") as (her, memory):
        await answer(her, "I live in Ghent.")
        await her.settled()
        told = [each.id for each in await memory.everything() if "Ghent" in each.text]
        await SqliteForgetting(memory).forget(told, stage.clock.now())
        await her.look_again()
        assert "Ghent" not in await answer(her, "Where do I live?")
    assert run_sql(stage.file, "SELECT count(*) FROM claims") == [(0,)]


async def test_an_older_store_is_read_for_what_was_told_lately(stage: Stage) -> None:
    lock = stage.folder / "a.lock"
    async with open_memory(stage.file, lock_file=lock, purpose="a scenario") as memory:
        number = await memory.begin_session(stage.clock.now())
        await memory.add(
            Draft(number, Speaker.PERSON, "I live in Ghent.", stage.clock.now(), Origin.SPOKEN)
        )
    async with session(stage) as (her, _):
        assert (await answer(her, "Where do I live?")).startswith("Ghent.")
