"""What is due is said when it is due, once, and to someone who hears it."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from samantha.agenda.book import Agenda
from samantha.agenda.events import Answer, Draft, Event, Span
from samantha.agenda.ports import Change
from samantha.conversation.ringing import Ringing
from samantha.conversation.session import Session
from samantha.domain.dialogue import Speaker
from samantha.mind.doing.doing import Doing, Means
from tests.clock_fake import HandSetClock
from tests.errands_fake import ListErrands
from tests.fakes import ScriptedModel
from tests.memory_fake import ListMemory
from tests.scenarios.stage import Stage, answer
from tests.virtual_time import run

ZONE = ZoneInfo("Europe/London")
WEDNESDAY = datetime(2026, 11, 25, 10, 42, tzinfo=ZONE)


class Passing(HandSetClock):
    """A wall clock that goes with the loop's own time."""

    def now(self) -> datetime:
        return WEDNESDAY.astimezone(UTC) + timedelta(seconds=asyncio.get_running_loop().time())


class Written:
    """A calendar of events that only can be read."""

    name = "written"
    writable = False

    def __init__(self, *events: Event) -> None:
        self._events = events

    async def events(self, span: Span) -> Sequence[Event]:
        return [each for each in self._events if each.span.meets(span)]

    async def refresh(self) -> int:
        return 0

    async def known_at(self) -> datetime | None:
        return None

    async def add(self, draft: Draft) -> Change:
        raise NotImplementedError

    async def move(self, event: Event, span: Span) -> Change:
        raise NotImplementedError

    async def remove(self, event: Event) -> Change:
        raise NotImplementedError

    async def answer(self, event: Event, his_address: str, answer: Answer) -> Change:
        raise NotImplementedError

    async def undo(self, change: Change) -> None:
        raise NotImplementedError


class Mouth:
    """Says in a session what is due, unless nobody is there to hear it."""

    def __init__(self, session: Session, *, heard: bool = True) -> None:
        self.said: list[str] = []
        self.quiet = True
        self._session = session
        self._heard = heard
        self._tasks: list[asyncio.Task[None]] = []

    def speak_first(self, words: str | None = None) -> None:
        self.said.append(words or "")
        if self._heard:
            self._tasks.append(asyncio.create_task(self._say(words)))

    async def _say(self, words: str | None) -> None:
        async for _ in self._session.volunteer(words):
            pass


class Life:
    """What outlives one start of the program."""

    def __init__(self, folder: Path, *events: Event) -> None:
        self.clock = Passing(WEDNESDAY)
        self.memory = ListMemory(WEDNESDAY)
        self.errands = ListErrands()
        self._agenda = Agenda([Written(*events)])
        self._stage = Stage(folder, clock=self.clock)

    @asynccontextmanager
    async def started(self, *, heard: bool = True) -> AsyncGenerator[tuple[Session, Mouth], None]:
        """One start of the program, which keeps the time until the block ends."""
        means = Means(self.errands, self._agenda, self.memory, self.memory)
        doing = Doing(means, self.clock, zone=ZONE, own_calendar="here")
        model = ScriptedModel(["Mm."] * 20)
        company = self._stage.company(model, self.memory, self.memory)
        async with Session.opened(replace(company, doing=doing)) as session:
            mouth = Mouth(session, heard=heard)
            async with Ringing(doing, self.memory).through(mouth):
                yield session, mouth

    async def ring(self) -> list[str]:
        """What is still to ring."""
        return [each.what for each in await self.errands.reminders()]


def test_a_reminder_rings_when_it_is_due_and_once(tmp_path: Path) -> None:
    async def play() -> None:
        life = Life(tmp_path)
        async with life.started() as (session, mouth):
            await answer(session, "remind me in twenty minutes to take the bread out")
            await asyncio.sleep(19 * 60)
            assert mouth.said == []
            await asyncio.sleep(2 * 60)
            assert mouth.said == ["You wanted me to remind you: take the bread out."]
            assert await answer(session, "five more minutes") == "Again in five minutes."
            await asyncio.sleep(6 * 60)
            assert len(mouth.said) == 2
            await asyncio.sleep(3600)
            assert len(mouth.said) == 2
        assert await life.ring() == []

    run(play())


def test_a_timer_rings_to_the_second(tmp_path: Path) -> None:
    async def play() -> None:
        life = Life(tmp_path)
        async with life.started() as (session, mouth):
            await answer(session, "set a pasta timer for 90 seconds")
            await asyncio.sleep(89)
            assert mouth.said == []
            await asyncio.sleep(1.5)
            assert mouth.said == ["Your pasta timer is done."]

    run(play())


def test_she_waits_for_a_gap_in_the_talk(tmp_path: Path) -> None:
    async def play() -> None:
        life = Life(tmp_path)
        async with life.started() as (session, mouth):
            await answer(session, "set a timer for one minute")
            mouth.quiet = False
            await asyncio.sleep(70)
            assert mouth.said == []
            mouth.quiet = True
            await asyncio.sleep(1)
            assert mouth.said == ["Time's up."]

    run(play())


def test_what_was_heard_before_she_was_killed_is_not_said_again(tmp_path: Path) -> None:
    async def play() -> None:
        life = Life(tmp_path)
        async with life.started() as (session, _):
            await answer(session, "remind me in one minute to take the bread out")
            (owed,) = await life.errands.reminders()
            await asyncio.sleep(70)
        await life.errands.add_reminder(owed)  # as if she was killed before it was noted
        async with life.started() as (_, mouth):
            await asyncio.sleep(120)
            assert mouth.said == []
        assert await life.ring() == []

    run(play())


def test_what_nobody_heard_is_owed_still_and_says_that_it_is_late(tmp_path: Path) -> None:
    async def play() -> None:
        life = Life(tmp_path)
        async with life.started(heard=False) as (session, mouth):
            await answer(session, "remind me in one minute to take the bread out")
            await asyncio.sleep(600)
            assert len(mouth.said) > 1
        assert await life.ring() == ["take the bread out"]
        async with life.started() as (_, mouth):
            await asyncio.sleep(30)
            (words,) = mouth.said
        assert words.endswith("take the bread out. That was due at 10:43 am.")
        said = [each for each in await life.memory.last(9) if each.speaker is Speaker.SHE]
        assert said[-1].text == words

    run(play())


def test_what_repeats_rings_again_the_next_day(tmp_path: Path) -> None:
    async def play() -> None:
        life = Life(tmp_path)
        async with life.started() as (session, mouth):
            await answer(session, "remind me every day at 11 am to stretch")
            await asyncio.sleep(2 * 24 * 3600)
            assert mouth.said == ["You wanted me to remind you: stretch."] * 2
        assert await life.ring() == ["stretch"]

    run(play())


def test_five_minutes_before_a_meeting_she_says_so_once(tmp_path: Path) -> None:
    async def play() -> None:
        starts = WEDNESDAY.replace(hour=11, minute=0)
        review = Event("1", "Design review", Span(starts, starts + timedelta(hours=1)))
        life = Life(tmp_path, review, replace(review, uid="2", title="Old", cancelled=True))
        async with life.started() as (_, mouth):
            await asyncio.sleep(12 * 60 + 59)
            assert mouth.said == []
            await asyncio.sleep(2)
            assert mouth.said == ["You have Design review in five minutes."]
        async with life.started() as (_, mouth):
            await asyncio.sleep(20 * 60)
            assert mouth.said == []

    run(play())
