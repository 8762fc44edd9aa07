"""One exchange and the next: what is kept, what is shown, what never comes about."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from samantha.conversation.session import Session
from samantha.domain.dialogue import Gist, Origin
from samantha.domain.errors import ModelBrokeOff, ModelUnavailable, StoreUnavailable
from samantha.domain.language import Message, Role
from samantha.mind.thinking import LOST_THREAD
from samantha.personality.persona import Persona
from tests.fakes import BreaksOff, ScriptedModel, Unavailable
from tests.memory_fake import ListMemory
from tests.raw_store import Row
from tests.scenarios.stage import (
    Gate,
    Stage,
    answer,
    interrupt_after,
    listen,
    phrases,
    spoken_view,
    texts,
)

THREE = "The sea was calm. A gull came down. It took the bread."
LIMIT_S = 5.0


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "home")


# -- what is kept ----------------------------------------------------------------------------------


async def test_his_line_is_on_disk_before_the_model_is_asked(stage: Stage) -> None:
    seen: list[list[Row]] = []

    def reply(_: Sequence[Message]) -> str:
        seen.append(stage.on_disk())
        return "Tell me more."

    async with stage.session(ScriptedModel(reply)) as (session, _):
        await answer(session, "The dishwasher flooded.")
        assert seen == [[("person", "The dishwasher flooded.", 0)]]
        assert stage.on_disk() == [*seen[0], ("she", "Tell me more.", 0)]


async def test_a_reply_comes_sentence_by_sentence_and_is_kept_whole(stage: Stage) -> None:
    async with stage.session(ScriptedModel([THREE])) as (session, memory):
        shown = await phrases(session, "hm")
        assert shown == ["The sea was calm.", " A gull came down.", " It took the bread."]
        his, hers = await memory.last(2)
        assert (hers.text, hers.interrupted, hers.origin) == (THREE, False, Origin.MODEL)
        assert his.said_at == hers.said_at == stage.clock.now()
        assert his.session_id == hers.session_id


async def test_each_phrase_is_on_disk_when_the_next_one_is_asked_for(stage: Stage) -> None:
    async with stage.session(ScriptedModel([THREE])) as (session, _):
        reply = session.say("hm")
        await anext(reply)
        await anext(reply)
        assert stage.on_disk()[1:] == [("she", "The sea was calm.", 1)]
        await anext(reply)
        assert stage.on_disk()[1:] == [("she", "The sea was calm. A gull came down.", 1)]
        await reply.aclose()


@pytest.mark.parametrize("heard", [1, 2])
async def test_what_was_shown_before_an_interruption_is_kept_and_no_more(
    stage: Stage, heard: int
) -> None:
    model = ScriptedModel([THREE])
    async with stage.session(model) as (session, memory):
        shown = await interrupt_after(session, "hm", heard)
        assert len(shown) == heard
        hers = (await memory.last(1))[0]
        assert (hers.text, hers.interrupted) == ("".join(shown), True)
        assert not await memory.search(["bread"], 9, before_id=99)
    assert b"took the bread" not in stage.file.read_bytes()


async def test_who_leaves_before_the_first_phrase_was_shown_heard_nothing(stage: Stage) -> None:
    async with stage.session(ScriptedModel([THREE])) as (session, _):
        assert await interrupt_after(session, "hm", 0) == []
        assert stage.on_disk() == [("person", "hm", 0)]


async def test_cancelling_in_mid_sentence_stops_the_model_and_keeps_what_was_shown(
    stage: Stage,
) -> None:
    gate = Gate(pieces=6)  # four words of the first sentence, two of the second
    model = ScriptedModel([THREE, "There you are."], sleep=gate.sleep)
    async with stage.session(model) as (session, memory):
        shown: list[str] = []

        listening = asyncio.create_task(listen(session, "hm", shown.append))
        await asyncio.wait_for(gate.reached.wait(), LIMIT_S)
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening
        assert shown == ["The sea was calm."]
        assert model.stopped == ["The sea was calm. A gull"]
        hers = (await memory.last(1))[0]
        assert (hers.text, hers.interrupted) == ("The sea was calm.", True)


class _SlowDisk:
    """Holds writes back from `begin` until `end`; what is written stays written."""

    def __init__(self) -> None:
        self._free = asyncio.Event()
        self._free.set()
        self.writing = asyncio.Event()

    def begin(self) -> None:
        self._free.clear()

    def end(self) -> None:
        self._free.set()

    async def after_write(self) -> None:
        if not self._free.is_set():
            self.writing.set()
        await self._free.wait()


async def _cancelled(listening: asyncio.Task[None], disk: _SlowDisk) -> None:
    await asyncio.wait_for(disk.writing.wait(), LIMIT_S)
    listening.cancel()
    asyncio.get_running_loop().call_soon(disk.end)
    with pytest.raises(asyncio.CancelledError):
        await listening


async def test_cancelled_while_a_phrase_is_being_kept_she_still_knows_what_was_shown(
    stage: Stage,
) -> None:
    """What is in the log and what is in mind must be the same, without a restart."""
    disk = _SlowDisk()
    memory = ListMemory(stage.clock.now(), after_write=disk.after_write)
    model = ScriptedModel(["The sea was calm. A gull came down.", "Yes, and hungry."])
    async with Session.opened(stage.company(model, memory, memory)) as session:
        await _cancelled(asyncio.create_task(listen(session, "hm", lambda _: disk.begin())), disk)
        assert texts(await memory.last(9)) == ["hm", "The sea was calm."]
        await answer(session, "go on")
    assert spoken_view(model.prompts[1])[-3:] == ["hm", "The sea was calm. —", "go on"]


async def test_cancelled_while_his_words_are_being_kept_she_still_knows_them(
    stage: Stage,
) -> None:
    disk = _SlowDisk()
    memory = ListMemory(stage.clock.now(), after_write=disk.after_write)
    model = ScriptedModel(["To the ankles?"])
    async with Session.opened(stage.company(model, memory, memory)) as session:
        await session.settled()
        disk.begin()
        said = "The dishwasher flooded."
        await _cancelled(asyncio.create_task(listen(session, said, lambda _: None)), disk)
        assert texts(await memory.last(9)) == [said]
        await answer(session, "I'm soaked.")
    assert spoken_view(model.prompts[0])[-2:] == [said, "I'm soaked."]


async def test_words_that_cannot_be_kept_are_not_answered(stage: Stage) -> None:
    model = ScriptedModel([])
    async with stage.session(model) as (session, memory):
        await session.settled()
        await memory.aclose()
        with pytest.raises(StoreUnavailable):
            await answer(session, "Are you there?")
    assert model.prompts == []


# -- from one session to the next ------------------------------------------------------------------


async def test_yesterdays_turns_are_in_the_prompt_word_for_word(stage: Stage) -> None:
    async with stage.session(ScriptedModel(["Which boat?", THREE])) as (session, _):
        await answer(session, "I saw the boat again.")
        await interrupt_after(session, "The red one.", 1)
    stage.clock.go_on(timedelta(days=1))
    model = ScriptedModel(["Good morning to you."])
    async with stage.session(model) as (session, memory):
        await answer(session, "Morning.")
        assert (await memory.lifetime()).conversations == 2
    assert spoken_view(model.prompts[0])[-5:] == [
        "I saw the boat again.",
        "Which boat?",
        "The red one.",
        "The sea was calm. —",
        "Morning.",
    ]
    roles = [message.role for message in model.prompts[0][-5:]]
    assert roles == [Role.USER, Role.ASSISTANT, Role.USER, Role.ASSISTANT, Role.USER]


async def test_what_he_told_is_kept_when_the_session_ends(stage: Stage) -> None:
    async with stage.session(ScriptedModel(["How is she?"])) as (session, _):
        await answer(session, "My sister Ines is a nurse. What do you think?")
    async with stage.session(ScriptedModel([])) as (_, memory):
        facts = await memory.facts()
        assert [(fact.key, fact.quote) for fact in facts] == [
            ("sister", "My sister Ines is a nurse.")
        ]


# -- what she would not say ------------------------------------------------------------------------


async def test_a_cliche_is_tried_once_more_in_silence(stage: Stage) -> None:
    bad = "I'm sorry to hear that. How can I assist you today?"
    model = ScriptedModel([bad, "Flooded, of all days. How deep is it?"])
    async with stage.session(model) as (session, memory):
        assert await answer(session, "Water everywhere.") == "Flooded, of all days. How deep is it?"
        assert len(await memory.last(9)) == 2
    assert b"sorry" not in stage.file.read_bytes()
    first, second = model.samplings
    assert model.prompts[0] == model.prompts[1]
    assert set(second.avoid) - set(first.avoid) == {"I'm sorry to"}
    assert first.seed != second.seed


async def test_a_fault_in_a_later_sentence_ends_the_reply(stage: Stage) -> None:
    model = ScriptedModel(["Flooded? How can I assist you today? I have a mop."])
    async with stage.session(model) as (session, memory):
        assert await answer(session, "Water everywhere.") == "Flooded?"
        hers = (await memory.last(1))[0]
        assert (hers.text, hers.interrupted) == ("Flooded?", False)
    assert len(model.prompts) == 1


async def test_two_bad_attempts_lead_to_a_plain_line(stage: Stage) -> None:
    model = ScriptedModel(["As an AI language model, no.", "I'm here to help."] * 2)
    async with stage.session(model) as (session, memory):
        lines = [await answer(session, "Water everywhere."), await answer(session, "Everywhere!")]
        assert set(lines) < set(LOST_THREAD)
        assert len(set(lines)) == 2
        assert texts(await memory.last(4))[1::2] == lines


@pytest.mark.parametrize("said", ["Good night.", "I have to go now, bye!", "I should sleep."])
async def test_she_lets_him_go_without_a_question(stage: Stage, said: str) -> None:
    model = ScriptedModel(["Sleep well. What are you doing tomorrow?"])
    async with stage.session(model) as (session, _):
        assert await answer(session, said) == "Sleep well."


async def test_she_lets_him_go_without_a_question_even_at_a_loss_for_words(stage: Stage) -> None:
    model = ScriptedModel(["Already?", "So soon? Why?"] * len(LOST_THREAD))
    async with stage.session(model) as (session, _):
        for _ in LOST_THREAD:
            assert "?" not in await answer(session, "Good night.")


# -- when the model fails --------------------------------------------------------------------------


async def test_a_model_that_has_not_one_word_leaves_his_line_and_the_error(stage: Stage) -> None:
    model = ScriptedModel([Unavailable("It is asleep."), "Here again."])
    async with stage.session(model) as (session, _):
        with pytest.raises(ModelUnavailable, match="It is asleep"):
            await answer(session, "Hello?")
        assert stage.on_disk() == [("person", "Hello?", 0)]
        assert await answer(session, "And now?") == "Here again."
    assert spoken_view(model.prompts[1])[-2:] == ["Hello?", "And now?"]


async def test_what_was_shown_before_the_model_broke_off_stands(stage: Stage) -> None:
    model = ScriptedModel([BreaksOff("The sea was calm. A gull came d"), "Where was I?"])
    async with stage.session(model) as (session, _):
        with pytest.raises(ModelBrokeOff):
            await answer(session, "hm")
        assert stage.on_disk()[1:] == [("she", "The sea was calm.", 1)]
        await answer(session, "go on")
    assert "The sea was calm. —" in spoken_view(model.prompts[1])


# -- thinking ahead --------------------------------------------------------------------------------


class _Ponders(ScriptedModel):
    """Thinks ahead for ever, until it is cancelled."""

    def __init__(self, replies: Sequence[str]) -> None:
        super().__init__(replies)
        self.pondering = asyncio.Event()
        self.cancelled = 0

    async def prepare(self, messages: Sequence[Message]) -> None:
        await super().prepare(messages)
        self.pondering.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise


async def test_thinking_ahead_gives_way_when_he_speaks(stage: Stage) -> None:
    model = _Ponders(["One thing.", "Another thing."])
    async with asyncio.timeout(LIMIT_S), stage.session(model) as (session, _):
        for count, said in enumerate(("first", "second"), start=1):
            await model.pondering.wait()
            model.pondering.clear()
            await answer(session, said)
            assert model.cancelled == count


async def test_what_she_thinks_ahead_is_what_the_next_prompt_begins_with(stage: Stage) -> None:
    model = ScriptedModel(["One thing.", "Another thing.", "Otto, of course."])
    async with stage.session(model) as (session, _):
        for said in ("first", "My dog is called Otto.", "What's my dog's name?"):
            await session.settled()
            ahead = model.prepared[-1]
            await answer(session, said)
            assert model.prompts[-1][:-1] == ahead


# -- she begins ------------------------------------------------------------------------------------


async def test_her_first_words_are_the_models_and_the_first_thing_said(stage: Stage) -> None:
    model = ScriptedModel(["Hello Theodore, I'm Mirel. What is that sound?", "A kettle, then."])
    async with stage.session(model, persona=Persona("Mirel", "Theodore")) as (session, memory):
        heard = "".join([phrase async for phrase in session.first_words()])
        assert heard == "Hello Theodore, I'm Mirel. What is that sound?"
        assert [each.origin for each in await memory.last(9)] == [Origin.MODEL]
        await answer(session, "The kettle.")
    assert "Theodore" in model.prompts[0][-1].content
    assert "Mirel" in model.prompts[0][-1].content
    assert spoken_view(model.prompts[1])[-2:] == [heard, "The kettle."]


async def test_a_model_with_a_wide_window_reads_her_own_words_too_and_a_small_one_quotes(
    stage: Stage,
) -> None:
    prompts: dict[int, str] = {}
    for window in (4096, 8192):
        own = Stage(stage.folder / str(window))
        model = ScriptedModel(lambda _: "Try the harbour, Theodore.", window_tokens=window)
        async with own.session(model) as (session, _):
            await answer(session, "I want to paint somewhere by the water.")
            await session.settled()
        own.clock.go_on(timedelta(days=3))
        async with own.session(model) as (session, memory):
            view = await memory.last(9)
            await memory.keep_gist(Gist("", view[-1].id))
        async with own.session(model) as (session, _):
            await answer(session, "Where did you suggest that I paint?")
        prompts[window] = model.prompts[-1][-1].content
    assert "You: Try the harbour" in prompts[8192]
    assert "word for word" in prompts[8192]
    assert "You: " not in prompts[4096]


async def test_a_new_sitting_begins_with_little_of_the_last_in_view(stage: Stage) -> None:
    model = ScriptedModel(["Mm."] * 12)
    async with stage.session(model) as (session, _):
        for n in range(6):
            await answer(session, f"The {n}th letter is about a harbour.")
        before = len(model.prompts[-1])
        stage.clock.go_on(timedelta(hours=5))
        await session.rest()
        await answer(session, "The tide is low.")
        shown = " ".join(each.content for each in model.prompts[-1])
        assert len(model.prompts[-1]) < before
        assert "The 5th letter" in shown
        assert shown.count("letter is about a harbour") < 6
    async with stage.session(model) as (session, _):
        await answer(session, "Still low.")
        assert "The tide is low." in " ".join(each.content for each in model.prompts[-1])
