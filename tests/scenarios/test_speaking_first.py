"""She comes back to something of her own accord: heard, kept, and never against a gate."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from samantha.conversation.session import Session
from samantha.conversation.speaking_first import Occasions, SpeakingFirst
from samantha.mind.feeling import Heart, home_for
from samantha.mind.initiative.gates import Outcome, Rules
from samantha.mind.manner import Guidance
from samantha.providers.sqlite.heart import SqliteHeart
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.initiative import SqliteInitiative
from tests.fakes import ScriptedModel
from tests.heart_fake import TableReader
from tests.scenarios.stage import PERSONA, Stage, answer

USUAL = Rules()
ASKS = "You had an interview yesterday. How did it go?"


@dataclass
class Paper:
    """A mouth whose words are read as soon as they are there."""

    session: Session
    read: bool = True
    quiet: bool = True
    tasks: list["asyncio.Task[None]"] = field(default_factory=list["asyncio.Task[None]"])

    def speak_first(self, words: str | None = None) -> None:
        if self.read:
            self.tasks.append(asyncio.create_task(self._speak(words)))

    async def _speak(self, words: str | None) -> None:
        async with aclosing(self.session.volunteer(words)) as phrases:
            async for _ in phrases:
                pass


@dataclass
class Evening:
    session: Session
    paper: Paper
    first: SpeakingFirst
    initiative: SqliteInitiative
    heart: SqliteHeart

    async def outcomes(self, stage: Stage) -> list[tuple[Outcome, str]]:
        past = await self.initiative.past(stage.clock.now() - timedelta(days=90))
        return [(each.outcome, each.gate) for each in past]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "home")


@asynccontextmanager
async def evening(
    stage: Stage, *lines: str, rules: Rules = USUAL, busy: bool = False
) -> AsyncGenerator[Evening, None]:
    lock = stage.folder / "a.lock"
    async with open_memory(stage.file, lock_file=lock, purpose="a scenario") as memory:
        store, kept = SqliteHeart(memory), SqliteInitiative(memory)
        heart = Heart(TableReader({}), store, home_for(PERSONA))
        company = replace(stage.company(ScriptedModel(list(lines)), memory, memory), heart=heart)

        async def is_busy() -> bool:
            return busy

        occasions = Occasions(
            kept=kept, log=memory, clock=stage.clock, busy=is_busy, rules=rules,
            since=stage.clock.now() - timedelta(days=50), aloud=lambda: False,
        )  # fmt: skip
        async with Session.opened(company) as session:
            first = SpeakingFirst(session, occasions)
            yield Evening(session, Paper(session), first, kept, store)


async def tell_of_the_interview(stage: Stage) -> None:
    async with evening(stage, "Which firm?") as here:
        await answer(here.session, "I have an interview tomorrow.")
    stage.clock.go_on(timedelta(days=2))


async def test_she_asks_after_it_once_and_knows_that_it_was_welcome(stage: Stage) -> None:
    await tell_of_the_interview(stage)
    async with evening(stage, "Good.") as here:
        past = await here.first.look(here.paper)
        assert past is not None
        assert past.outcome is Outcome.SAID
        await asyncio.gather(*here.paper.tasks)
        stage.clock.go_on(timedelta(minutes=1))
        await answer(here.session, "It went well!")
        assert await here.first.look(here.paper) is None
        assert await here.outcomes(stage) == [(Outcome.TAKEN, "")]
        assert await here.heart.open_threads() == []
    async with evening(stage) as here:
        assert await here.first.look(here.paper) is None
    assert [text for _, text, _ in stage.on_disk()].count(ASKS) == 1


async def test_what_nobody_read_is_tried_another_time(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samantha.conversation.speaking_first.HEARD_BY_S", 0.5)
    await tell_of_the_interview(stage)
    async with evening(stage) as here:
        here.paper.read = False
        assert await here.first.look(here.paper) is None
        here.paper.read = True
        past = await here.first.look(here.paper)
        assert past is not None
        assert past.outcome is Outcome.SAID


@pytest.mark.parametrize(
    ("rules", "busy", "gate"),
    [(Rules(on=False), False, "switched off"), (Rules(), True, "he is busy")],
)
async def test_a_refusal_is_kept_once_a_day_with_its_gate(
    stage: Stage, rules: Rules, busy: bool, gate: str
) -> None:
    await tell_of_the_interview(stage)
    async with evening(stage, rules=rules, busy=busy) as here:
        for _ in range(3):
            past = await here.first.look(here.paper)
            assert past is not None
            assert past.gate == gate
        assert await here.outcomes(stage) == [(Outcome.REFUSED, gate)]
        assert here.paper.tasks == []


async def test_while_someone_speaks_nothing_is_begun(stage: Stage) -> None:
    await tell_of_the_interview(stage)
    async with evening(stage) as here:
        here.paper.quiet = False
        assert await here.first.look(here.paper) is None
        assert await here.outcomes(stage) == []


async def test_its_failure_never_reaches_the_talk(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("samantha.conversation.speaking_first.LOOK_EVERY", timedelta())

    async def broken(_paper: Paper) -> None:
        raise RuntimeError("broken")

    stage.guidance = Guidance.DESCRIPTION
    async with evening(stage, "Hello.") as here:
        monkeypatch.setattr(here.first, "look", broken)
        async with here.first.through(here.paper):
            await asyncio.sleep(0.05)
            assert await answer(here.session, "hey") == "Hello."
    assert "speaking first failed" in caplog.text
