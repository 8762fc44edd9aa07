"""He asks for something in the talk, and it is done: reminders, lists, his calendar."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from samantha.agenda.book import Agenda
from samantha.agenda.events import Draft, Span, day_span
from samantha.conversation.session import Session
from samantha.domain.language import Message
from samantha.mind.doing.doing import Doing, Means
from samantha.providers.calendars import KeptCalendar
from samantha.providers.sqlite.errands import SqliteErrands
from samantha.providers.sqlite.forgetting import SqliteForgetting
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import SqliteMemory
from tests.clock_fake import HandSetClock
from tests.fakes import ScriptedModel
from tests.scenarios.stage import Stage, answer

ZONE = ZoneInfo("Europe/London")
WEDNESDAY = datetime(2026, 11, 25, 10, 42, tzinfo=ZONE)


@dataclass
class Evening:
    """A session with hands."""

    session: Session
    memory: SqliteMemory
    doing: Doing
    agenda: Agenda
    clock: HandSetClock

    async def says(self, text: str) -> str:
        return await answer(self.session, text)

    async def ring(self) -> list[str]:
        """What reminders there are, in words."""
        return [each.what for each in await self.doing.errands.reminders()]


@asynccontextmanager
async def evening(
    folder: Path, clock: HandSetClock | None = None, *, model: ScriptedModel | None = None
) -> AsyncGenerator[Evening, None]:
    clock = clock or HandSetClock(WEDNESDAY)
    stage = Stage(folder, clock=clock)
    async with open_memory(
        folder / "a.db", lock_file=folder / "a.lock", purpose="a scenario"
    ) as memory:
        own = KeptCalendar("here", folder / "here", clock, zone=ZONE)
        work = KeptCalendar("work", folder / "work", clock, zone=ZONE)
        agenda = Agenda([own, work])
        means = Means(SqliteErrands(memory), agenda, memory, SqliteForgetting(memory))
        doing = Doing(means, clock, zone=ZONE, own_calendar="here")
        model = model or ScriptedModel(["Mm, tell me more."] * 20)
        company = replace(stage.company(model, memory, memory), doing=doing)
        async with Session.opened(company) as session:
            yield Evening(session, memory, doing, agenda, clock)


async def test_a_reminder_is_set_said_and_kept(tmp_path: Path) -> None:
    async with evening(tmp_path) as talk:
        told = await talk.says("Could you remind me to call my sister tomorrow at half past nine?")
        assert told == "I'll remind you tomorrow at 9:30 am: call your sister."
        (kept,) = await talk.doing.errands.reminders()
        assert kept.due == datetime(2026, 11, 26, 9, 30, tzinfo=ZONE)
        (deed,) = await talk.doing.errands.deeds(9)
        assert deed.act.shown == "Set a reminder tomorrow at 9:30 am: call your sister"
        said = await talk.memory.last(2)
        assert deed.asked_in == said[0].id, "on whose words it was done"


async def test_what_he_left_out_is_asked_for(tmp_path: Path) -> None:
    async with evening(tmp_path) as talk:
        assert await talk.says("remind me to call mum") == "When?"
        assert await talk.says("at six") == "I'll remind you today at 6 pm: call mum."
        assert await talk.says("remind me at seven") == "What of?"
        assert await talk.says("to feed my cat") == "I'll remind you today at 7 pm: feed your cat."
        assert await talk.says("set a timer") == "For how long?"
        assert await talk.says("ten minutes") == "Ten minutes, from now."


async def test_a_question_left_open_does_not_follow_him(tmp_path: Path) -> None:
    async with evening(tmp_path) as talk:
        await talk.says("remind me to call mum")
        await talk.says("I had the strangest dream.")
        assert "remind" not in await talk.says("at six")
        assert await talk.ring() == []


async def test_what_is_past_is_asked_about(tmp_path: Path) -> None:
    async with evening(tmp_path) as talk:
        assert "already past" in await talk.says("remind me today at 8 am to run")
        assert await talk.says("tomorrow at 8") == "I'll remind you tomorrow at 8 am: run."


async def test_reminders_are_shown_dropped_and_put_back(tmp_path: Path) -> None:
    async with evening(tmp_path) as talk:
        await talk.says("remind me at noon to eat")
        await talk.says("remind me about the dentist on Friday at 9")
        assert await talk.says("what reminders do I have?") == (
            "Today at noon: eat; on Friday at 9 am: the dentist."
        )
        assert "Which one?" in await talk.says("cancel the reminder")
        assert await talk.says("cancel the reminder about the dentist") == "The reminder is off."
        assert await talk.ring() == ["eat"]
        assert "Undone" in await talk.says("undo that")
        assert await talk.ring() == ["eat", "the dentist"]


async def test_a_list_is_kept_and_undone(tmp_path: Path) -> None:
    async with evening(tmp_path) as talk:
        assert await talk.says("put milk and eggs on my shopping list") == (
            "Milk and eggs are on your shopping list."
        )
        await talk.says("add tea to the shopping list")
        assert await talk.says("what's on the list?") == (
            "On your shopping list: milk, eggs and tea."
        )
        await talk.says("undo that")
        assert await talk.says("what's on the list?") == "On your shopping list: milk and eggs."
        await talk.says("clear the shopping list")
        assert await talk.says("read me my shopping list") == "Your shopping list is empty."


async def test_his_days_are_told_and_filled(tmp_path: Path) -> None:
    async with evening(tmp_path) as talk:
        assert await talk.says("What's on tomorrow?") == "You have nothing tomorrow."
        assert await talk.says("put lunch with Amy in my calendar tomorrow at noon") == (
            "Lunch with Amy is in your calendar, tomorrow at noon."
        )
        assert "at the same time" in await talk.says("schedule a call with Bo tomorrow at 12:30 pm")
        assert await talk.says("am I free tomorrow at noon?") == (
            "No, you have Lunch with Amy until 1 pm."
        )
        assert (
            await talk.says("am I free tomorrow afternoon?") == "You're free from 1:30 pm to 6 pm."
        )
        assert await talk.says("am I free tomorrow evening?") == "Yes, you're free tomorrow."
        assert await talk.says("when is the lunch with Amy?") == (
            "Lunch with Amy is tomorrow at noon."
        )
        assert await talk.says("move the lunch with Amy to one") == (
            "Lunch with Amy is tomorrow at 1 pm now."
        )
        await talk.says("undo that")
        assert "Lunch with Amy at noon" in await talk.says("what's on tomorrow?")


async def with_review(talk: Evening) -> None:
    """A meeting of his that others see, too."""
    starts = datetime(2026, 11, 27, 15, tzinfo=ZONE)
    draft = Draft("Design review", Span(starts, starts + timedelta(hours=1)))
    await talk.agenda.add(draft, calendar="work")


async def test_what_others_see_is_changed_only_after_a_yes(tmp_path: Path) -> None:
    async with evening(tmp_path) as talk:
        await with_review(talk)
        friday = day_span(datetime(2026, 11, 27).date(), ZONE)
        asked = await talk.says("cancel the design review")
        assert asked == (
            "Remove “Design review” on Friday at 3 pm from your calendar? Say yes, and I do it."
        )
        assert len(await talk.agenda.events(friday)) == 1
        assert await talk.says("yes, please") == "Design review is out of your calendar."
        assert await talk.agenda.events(friday) == []
        await talk.says("undo that")
        assert len(await talk.agenda.events(friday)) == 1


@pytest.mark.parametrize("words", ["no", "no, leave it", "What a day.", "yes but I hate it"])
async def test_anything_but_a_yes_is_none(tmp_path: Path, words: str) -> None:
    async with evening(tmp_path) as talk:
        await with_review(talk)
        await talk.says("cancel the design review")
        await talk.says(words)
        await talk.says("yes")
        friday = day_span(datetime(2026, 11, 27).date(), ZONE)
        assert len(await talk.agenda.events(friday)) == 1


async def test_a_yes_that_comes_late_is_none(tmp_path: Path) -> None:
    async with evening(tmp_path) as talk:
        await with_review(talk)
        await talk.says("cancel the design review")
        talk.clock.go_on(timedelta(minutes=3))
        asked_again = await talk.says("yes")
        assert "Say yes" in asked_again
        friday = day_span(datetime(2026, 11, 27).date(), ZONE)
        assert len(await talk.agenda.events(friday)) == 1


async def test_talk_that_only_sounds_like_an_order_is_talk(tmp_path: Path) -> None:
    async with evening(tmp_path) as talk:
        for words in ("Cancel that thought.", "Move on to Friday at 3.", "When is the end of it?"):
            await talk.says(words)
        assert await talk.doing.errands.deeds(9) == []


async def test_nothing_is_done_by_a_thought_that_is_thrown_away(tmp_path: Path) -> None:
    async with evening(tmp_path) as talk:
        assert talk.session.consider("remind me at noon to eat") is None
        assert await talk.ring() == []


# -- forgetting ------------------------------------------------------------------------------------


async def test_the_last_thing_is_forgotten_and_comes_back(tmp_path: Path) -> None:
    async with evening(tmp_path) as talk:
        await talk.says("My sister Clara moved to Lisbon.")
        told = await talk.says("Forget that, please.")
        assert told == "Forgotten. Until tomorrow “undo that” brings it back."
        assert [each.text for each in await talk.memory.last(9)] == [told]
        assert await talk.memory.facts() == []
        assert "Undone" in await talk.says("undo that")
        said = [each.text for each in await talk.memory.last(9)]
        assert "My sister Clara moved to Lisbon." in said


async def test_a_forgotten_thing_is_not_in_her_mind(tmp_path: Path) -> None:
    seen: list[str] = []

    def reply(messages: Sequence[Message]) -> str:
        seen.append(" ".join(each.content for each in messages))
        return f"Number {len(seen)} is what I say."

    async with evening(tmp_path, model=ScriptedModel(reply)) as talk:
        await talk.says("My sister Clara moved to Lisbon.")
        await talk.says("forget that")
        await talk.says("The rain is loud tonight.")
        assert "Lisbon" in seen[0]
        assert "Lisbon" not in seen[-1]


async def test_a_subject_is_forgotten_after_a_yes_that_saw_how_much(tmp_path: Path) -> None:
    async with evening(tmp_path) as talk:
        await talk.says("Catherine called about the papers.")
        await talk.says("I bought a blue kite.")
        await talk.says("I still dream of Catherine.")
        asked = await talk.says("forget everything I told you about Catherine")
        assert asked.startswith("Forget 2 things, such as “I still dream of Catherine.”?")
        await talk.says("yes")
        left = " ".join(each.text for each in await talk.memory.last(99))
        assert "Catherine" not in left, "neither in his wish nor in her question"
        (deed,) = await talk.doing.errands.deeds(9)
        assert deed.act.shown == "Forget 2 things said"
        assert "kite" in left


async def test_everything_is_not_forgotten_on_a_word(tmp_path: Path) -> None:
    async with evening(tmp_path) as talk:
        await talk.says("I bought a blue kite.")
        assert "samantha erase" in await talk.says("forget everything")
        assert len(await talk.memory.last(9)) == 4
