"""A long life in a small window: what leaves the view, what stays, and how rarely it moves."""

import random
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from samantha.domain.dialogue import Utterance
from samantha.domain.language import Message, Role
from samantha.domain.words import sentences_of
from samantha.mind.attention import Budget
from samantha.mind.chat_prompt import estimated_tokens
from samantha.mind.manner import Guidance
from tests.fakes import ScriptedModel
from tests.scenarios.stage import Stage, answer, quotes_of, spoken_view

TURNS = 300
WINDOW_TOKENS = 4096
AROUND_A_MESSAGE_TOKENS = 5

_WHO = "Amy Paul Ines Otto Catherine Ruth".split()
_DID = "called visited painted sold repaired forgot carried borrowed".split()
_WOOD = "oak elm ash yew larch beech alder maple birch willow hazel".split()
_WHAT = "boat piano letter bicycle garden lamp kitchen suitcase violin".split()


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "home")


def his_line(turn: int, chance: random.Random) -> str:
    def sentence() -> str:
        who, did, what = chance.choice(_WHO), chance.choice(_DID), chance.choice(_WHAT)
        return f"I heard that {who} {did} the {what} near pier {turn} on a very cold morning."

    return " ".join(sentence() for _ in range(chance.randint(1, 3)))


def her_lines() -> ScriptedModel:
    count = 0

    def reply(_: Sequence[Message]) -> str:
        nonlocal count
        count += 1
        wood, end = _WOOD[count % len(_WOOD)], _WOOD[(count * 7 + 3) % len(_WOOD)]
        return f"{wood.title()} {count} holds worse than pier {count + 1}, or {end}. Which {wood}?"

    return ScriptedModel(reply, window_tokens=WINDOW_TOKENS)


def tokens_of(model: ScriptedModel, prompt: Sequence[Message]) -> int:
    return sum(model.count_tokens(each.content) + AROUND_A_MESSAGE_TOKENS for each in prompt)


async def test_three_hundred_turns_fit_the_window_and_move_it_rarely(stage: Stage) -> None:
    model, chance = her_lines(), random.Random(3)
    his = [his_line(turn, chance) for turn in range(TURNS)]
    async with stage.session(model) as (session, memory):
        for said in his:
            await answer(session, said)
            stage.clock.go_on(timedelta(hours=5))
        await session.settled()
        gist = await memory.gist()
        assert len(await memory.everything()) == 2 * TURNS
    assert len(model.prompts) == TURNS
    sizes = [tokens_of(model, prompt) for prompt in model.prompts]
    assert max(sizes) + model.samplings[0].max_tokens <= WINDOW_TOKENS
    folds = sum(
        later[: len(earlier) - 1] != earlier[:-1]
        for earlier, later in zip(model.prompts, model.prompts[1:], strict=False)
    )
    # Between two folds the view fills from its low mark to its high one.
    budget = Budget.for_window(WINDOW_TOKENS)
    said_tokens = sum(model.count_tokens(text) + AROUND_A_MESSAGE_TOKENS for text in his)
    most = 2 * said_tokens / (budget.view_high - budget.view_low) + 2
    assert 3 <= folds <= most
    sentences = {sentence for said in his for sentence in sentences_of(said)}
    assert quotes_of(gist)
    assert set(quotes_of(gist)) <= sentences
    assert model.count_tokens(gist.text) <= budget.gist
    for line in gist.text.splitlines():
        assert re.fullmatch(r"\d{1,2} [A-Z][a-z]{2} 2025: “.*”", line)


async def test_what_is_in_the_prompt_is_the_gist_and_then_every_turn_after_it(
    stage: Stage,
) -> None:
    model, chance = her_lines(), random.Random(4)
    async with stage.session(model) as (session, memory):
        for turn in range(60):
            await answer(session, his_line(turn, chance))
        await session.settled()
        gist = await memory.gist()
        assert gist.up_to > 0
        left = [each for each in await memory.everything() if each.id > gist.up_to]
        await answer(session, "And now?")
    shown = spoken_view(model.prompts[-1])
    assert shown[-1 - len(left) : -1] == [each.text for each in left]
    (known,) = [text for text in shown if "in the past" in text]
    assert gist.text in known


async def test_a_restart_changes_nothing_in_the_prompt(stage: Stage) -> None:
    model, chance = her_lines(), random.Random(5)
    async with stage.session(model) as (session, _):
        for turn in range(40):
            await answer(session, his_line(turn, chance))
        await session.settled()
        ahead = model.prepared[-1]
    again = ScriptedModel(["Hello, you."], window_tokens=WINDOW_TOKENS)
    async with stage.session(again) as (session, _):
        await session.settled()
        assert again.prepared[-1] == ahead


async def test_a_smaller_window_takes_up_the_talk_of_a_larger_one(stage: Stage) -> None:
    chance = random.Random(6)
    large = ScriptedModel(
        lambda _: f"Number {chance.random()}, then. Which one?", window_tokens=16384
    )
    async with stage.session(large) as (session, _):
        for turn in range(120):
            await answer(session, his_line(turn, chance))
    small = ScriptedModel(["Small, and still here."], window_tokens=2048)
    async with stage.session(small) as (session, _):
        await answer(session, "Still there?")
    assert tokens_of(small, small.prompts[0]) + small.samplings[0].max_tokens <= 2048


class _CountsLetters(ScriptedModel):
    """Counts tokens as the models behind a server are counted: several for a long word."""

    def count_tokens(self, text: str) -> int:
        return estimated_tokens(text)


@pytest.mark.parametrize("window_tokens", [2048, 4096, 8192])
async def test_the_fullest_prompt_and_a_long_reply_fit_the_window(
    stage: Stage, window_tokens: int
) -> None:
    """Long facts, long lines, a full gist, many recollections, and he asks for a story."""
    chance = random.Random(7)
    kin = "mother father sister brother wife daughter son uncle aunt cousin boss dog cat".split()
    model = _CountsLetters(
        lambda _: f"So {chance.random()} it is, said the gull to the other gulls. " * 4,
        window_tokens=window_tokens,
    )
    async with stage.session(model) as (session, _):
        for turn in range(24):
            lines = [
                f"I was afraid that my {who} " + " ".join(chance.choices(_WHAT, k=33)) + f" {turn}."
                for who in chance.sample(kin, 4)
            ]
            await answer(session, " ".join(lines))
        story = " ".join(chance.choices(_WHAT, k=2 * window_tokens))
        await answer(session, f"Do you remember my mother? Explain {story} at length.")
    for prompt, sampling in zip(model.prompts, model.samplings, strict=True):
        assert tokens_of(model, prompt) + sampling.max_tokens <= window_tokens
    assert model.samplings[-1].max_tokens == Budget.for_window(window_tokens).long_reply


async def test_a_pasted_novel_is_kept_whole_and_shown_in_part(stage: Stage) -> None:
    model = her_lines()
    novel = " ".join(f"word{number}" for number in range(2500)) + " the end"
    assert len(novel) > 20_000
    async with stage.session(model) as (session, memory):
        await answer(session, novel)
        await answer(session, "What did you think of it?")
        first: Utterance = (await memory.everything())[0]
        assert first.text == novel
    for prompt in model.prompts:
        assert tokens_of(model, prompt) + model.samplings[0].max_tokens <= WINDOW_TOKENS
    shown = model.prompts[0][-1].content
    assert shown.startswith("word0 word1 ")
    assert " … " in shown
    assert shown.endswith("the end")


async def test_a_model_that_follows_gets_the_examples_as_a_description(stage: Stage) -> None:
    stage.guidance = Guidance.DESCRIPTION
    model = ScriptedModel(["Hello, you."])
    async with stage.session(model) as (session, _):
        await answer(session, "hi")
    (prompt,) = model.prompts
    assert [message.role for message in prompt] == [Role.SYSTEM, Role.USER]
    assert "Mirel" in prompt[0].content
