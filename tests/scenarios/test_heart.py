"""Her heart in the talk: what he says moves her, colours her reply, and can be asked about."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from samantha.conversation.session import Session
from samantha.heart.emotions import Emotion
from samantha.heart.inner import Inner
from samantha.mind.feeling import SHORTER, Heart, home_for
from samantha.mind.hello import _BY_HOUR  # pyright: ignore[reportPrivateUsage]
from samantha.mind.manner import Guidance
from samantha.mind.ports import LanguageModel
from samantha.mind.thinking import ENOUGH_WORDS
from samantha.providers.sqlite.forgetting import SqliteForgetting
from samantha.providers.sqlite.heart import SqliteHeart
from samantha.providers.sqlite.holding import open_memory
from tests.fakes import ScriptedModel
from tests.heart_fake import TableReader
from tests.scenarios.stage import PERSONA, Stage, answer

READER = TableReader(
    {
        "she left": {Emotion.SADNESS: 0.9},
        "won": {Emotion.JOY: 0.9, Emotion.EXCITEMENT: 0.8},
    }
)


_MORNING = dict(_BY_HOUR)[12]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "home")


@asynccontextmanager
async def session(
    stage: Stage, model: LanguageModel
) -> AsyncGenerator[tuple[Session, SqliteHeart], None]:
    lock = stage.folder / "a.lock"
    async with open_memory(stage.file, lock_file=lock, purpose="a scenario") as memory:
        store = SqliteHeart(memory)
        heart = Heart(READER, store, home_for(PERSONA))
        company = replace(stage.company(model, memory, memory), heart=heart)
        async with Session.opened(company) as opened:
            yield opened, store


def inner_of(session: Session) -> Inner:
    inner = session.inner
    assert inner is not None
    return inner


async def test_sad_words_make_her_quieter_and_shorter_and_the_model_is_told(stage: Stage) -> None:
    model = ScriptedModel(["Oh.", "Mm."])
    async with session(stage, model) as (her, store):
        await answer(her, "The kettle is on.")
        before = inner_of(her).affect.mood.pleasure
        await answer(her, "she left")
        inner = inner_of(her)
        assert inner.affect.mood.pleasure < before
        await her.settled()
        plain, felt = (prompt[-1].content for prompt in model.prompts)
        assert plain == "The kettle is on."
        assert felt.startswith("[Theodore sounds sad.")
        assert felt.endswith("she left")
        last = await store.last_with_reasons()
        assert last is not None
        why = await store.reasons_of(last)
        assert why is not None
        assert why.most_words == round(SHORTER * ENOUGH_WORDS)
        assert why.line == felt.removesuffix(" she left")
        assert any("sadness (0.90)" in each for each in why.moved_by)


async def test_tomorrow_she_is_who_she_was_and_time_brought_her_home(stage: Stage) -> None:
    async with session(stage, ScriptedModel(["Oh."])) as (her, _):
        await answer(her, "she left")
        low = inner_of(her).affect.mood.pleasure
    stage.clock.go_on(timedelta(minutes=30))
    async with session(stage, ScriptedModel([])) as (her, _):
        later = inner_of(her)
        assert low < later.affect.mood.pleasure < later.home.pleasure
        assert later.belief.now(Emotion.SADNESS, stage.clock.now()) > 0.8
    stage.clock.go_on(timedelta(days=20))
    async with session(stage, ScriptedModel([])) as (her, _):
        months = inner_of(her)
        assert abs(months.affect.mood.pleasure - months.home.pleasure) < 0.01
        assert months.belief.strongest(stage.clock.now()) is None


async def test_he_says_that_he_is_fine_and_it_counts(stage: Stage) -> None:
    model = ScriptedModel(["Oh.", "Good."])
    async with session(stage, model) as (her, _):
        await answer(her, "she left")
        assert "sound sad" in await answer(her, "how do I sound to you?")
        await answer(her, "no, I'm fine, really")
        assert await answer(her, "How do I seem?") == (
            "Even, as far as words show it. But you'd know better than I."
        )


async def test_a_goodbye_moves_nothing(stage: Stage) -> None:
    async with session(stage, ScriptedModel(["Oh.", "Go well."])) as (her, _):
        await answer(her, "I won!")
        before = inner_of(her).affect
        await answer(her, "Good night, I have to go.")
        assert inner_of(her).affect == before
    async with session(stage, ScriptedModel([])) as (her, _):
        before = inner_of(her).affect
        await answer(her, "Good night then, she left me with all of it.")
        assert inner_of(her).affect == before


async def test_she_tells_her_mood_and_her_numbers_when_asked(stage: Stage) -> None:
    async with session(stage, ScriptedModel(["They said yes!"])) as (her, _):
        first = await answer(her, "What's your mood?")
        assert first.startswith("At ease, where I usually am.")
        await answer(her, "I won!")
        told = await answer(her, "How are you feeling?")
        assert "happy for you" in told
        numbers = await answer(her, "Show me your numbers.")
        assert f"pleasure {inner_of(her).affect.mood.pleasure:+.2f}" in numbers


async def test_she_says_truly_why_she_said_it(stage: Stage) -> None:
    async with session(stage, ScriptedModel(["Which room is the loudest?"])) as (her, _):
        assert "won't make it up" in await answer(her, "why did you say that?")
        await answer(her, "she left")
        told = await answer(her, "Why did you say that?")
        assert "the language model Scripted 1" in told
        assert "you sounded sad to me" in told


async def test_what_is_only_thought_of_moves_nothing(stage: Stage) -> None:
    async with session(stage, ScriptedModel(["Oh."])) as (her, store):
        thought = her.consider("she left")
        assert thought is not None
        after = her.inner_after("she left")
        assert after is not None
        assert after.belief.now(Emotion.SADNESS, stage.clock.now()) == pytest.approx(0.9)
        async for _ in thought.phrases():
            pass
        await thought.aclose()
        assert inner_of(her).affect.feelings == {}
        await her.settled()
        assert await store.last_moment() is None


async def test_she_comes_back_to_his_interview_once(stage: Stage) -> None:
    stage.guidance = Guidance.DESCRIPTION
    async with session(stage, ScriptedModel(["Which firm is it?"])) as (her, _):
        await answer(her, "I have an interview tomorrow.")
    stage.clock.go_on(timedelta(hours=2))
    async with session(stage, ScriptedModel(["Hello."])) as (her, _):
        assert await answer(her, "hey") == "Hello."
    stage.clock.go_on(timedelta(days=2))
    async with session(stage, ScriptedModel(["Good.", "Hello again."])) as (her, store):
        back = await answer(her, "Good morning!")
        assert back == "Good morning. You had an interview yesterday. How did it go?"
        await answer(her, "It went well, I think.")
        assert await answer(her, "hi") == "Hello again."
        await her.settled()
        assert await store.open_threads() == []


async def test_how_it_is_now_is_an_answer_and_no_new_thread(stage: Stage) -> None:
    async with session(stage, ScriptedModel([])) as (her, store):
        await answer(her, "And then she left me, on a Tuesday.")
        await answer(her, "I mean it, she left.")
        await her.settled()
        assert len(await store.open_threads()) == 1
        stage.clock.go_on(timedelta(days=1))
        assert "on a Tuesday" in await answer(her, "hey")
        await answer(her, "Still the same, she left and I sit here.")
        await her.settled()
        assert await store.open_threads() == []


async def test_what_nobody_heard_was_not_raised(stage: Stage) -> None:
    async with session(stage, ScriptedModel(["Which firm?"])) as (her, _):
        await answer(her, "I have an interview tomorrow.")
    stage.clock.go_on(timedelta(days=2))
    async with session(stage, ScriptedModel([])) as (her, store):
        thought = her.consider("hey")
        assert thought is not None
        async for _ in thought.phrases():
            pass
        await thought.aclose()
        await her.settled()
        assert len(await store.open_threads()) == 1
        assert "interview" in await answer(her, "hey")


async def test_a_forgotten_thread_is_not_raised(stage: Stage) -> None:
    stage.guidance = Guidance.DESCRIPTION
    async with session(stage, ScriptedModel(["Which firm?", "Hello."])) as (her, store):
        await answer(her, "I have an interview tomorrow.")
        await her.settled()
        (thread,) = await store.open_threads()
        await SqliteForgetting(store.memory).forget([thread.utterance], stage.clock.now())
        await her.look_again()
        stage.clock.go_on(timedelta(days=2))
        assert await answer(her, "hey") == "Hello."


async def test_a_small_model_is_not_asked_where_something_weighs(stage: Stage) -> None:
    async with session(stage, ScriptedModel([])) as (her, _):
        assert "?" in await answer(her, "and then she left me")
    stage.guidance = Guidance.DESCRIPTION
    async with session(stage, ScriptedModel(["I'm here."])) as (her, _):
        assert await answer(her, "and then she left me") == "I'm here."


async def test_a_small_model_need_not_find_a_hello_or_a_goodbye(stage: Stage) -> None:
    async with session(stage, ScriptedModel([])) as (her, _):
        hello = await answer(her, "hey")
        assert hello in {line.format(name=", Theodore") for line in _MORNING}
        assert await answer(her, "hi") != hello
        night = await answer(her, "Good night then, she left me with all of it.")
        assert night.lower().startswith(("good night", "sleep well"))
        assert "?" not in night
