"""From a stream of words to sentences she would say, one silent retry, and when it is enough."""

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

import pytest

from samantha.domain.errors import ModelBrokeOff, ModelUnavailable
from samantha.domain.language import Message, Role, Sampling
from samantha.mind.checks import Hearing
from samantha.mind.thinking import (
    ENOUGH_SENTENCES,
    LOST_THREAD,
    Task,
    think,
    wants_length,
)
from tests.fakes import BreaksOff, Reply, ScriptedModel, Unavailable

CLICHE = "I'm sorry to hear that."


def task(said: str = "hm", *, turn: int = 0, sampling: Sampling | None = None) -> Task:
    return Task(
        messages=[Message(Role.USER, said)],
        sampling=sampling or Sampling(seed=10, stop=("\n",), max_tokens=90),
        hearing=Hearing(said, "Theodore", "Mirel"),
        turn=turn,
    )


async def thought(model: ScriptedModel, what: Task | None = None) -> list[str]:
    async with aclosing(think(model, what or task())) as phrases:
        return [phrase async for phrase in phrases]


@pytest.mark.parametrize(
    ("reply", "phrases"),
    [
        ("Yes.", ["Yes."]),
        ("  Yes. No.", ["Yes.", " No."]),
        ("It is 3.5 km. Far!", ["It is 3.5 km.", " Far!"]),
        ("Ask Dr. Ruth. She knows.", ["Ask Dr. Ruth.", " She knows."]),
        ("Well... maybe. Or not", ["Well...", " maybe."]),
        ("no end at all", ["no end at all"]),
        ("Whole. Then cut off in the", ["Whole."]),
        ("“Go.” He went.", ["“Go.”", " He went."]),
        ("One.   Two.", ["One.", "   Two."]),
    ],
)
async def test_a_reply_becomes_whole_sentences(reply: str, phrases: list[str]) -> None:
    assert await thought(ScriptedModel([reply])) == phrases


async def test_a_sentence_is_said_while_the_next_is_still_being_found() -> None:
    model = ScriptedModel(["The sea was calm. A gull came down. It sat."])
    reply = think(model, task())
    assert await anext(reply) == "The sea was calm."
    await reply.aclose()
    assert model.stopped == ["The sea was calm. A"]


@pytest.mark.parametrize("empty", ["", "   ", "\nLate."])
async def test_a_reply_without_words_is_tried_once_more(empty: str) -> None:
    model = ScriptedModel([empty, "Here."])
    assert await thought(model) == ["Here."]


async def test_two_replies_without_words_lead_to_a_plain_line() -> None:
    assert await thought(ScriptedModel(["", " "])) == [LOST_THREAD[0]]


async def test_a_first_sentence_with_a_fault_is_never_heard() -> None:
    model = ScriptedModel([f"{CLICHE} Poor you.", "Oh, no. Not the piano."])
    assert await thought(model) == ["Oh, no.", " Not the piano."]
    assert model.stopped == [f"{CLICHE} Poor"]


async def test_the_second_try_turns_away_from_those_words() -> None:
    model = ScriptedModel([CLICHE, "Oh, no."])
    await thought(model, task(sampling=Sampling(seed=10, avoid=("tough",))))
    assert [each.seed for each in model.samplings] == [10, 11]
    assert model.samplings[1].avoid == ("tough", "I'm sorry to")


async def test_without_a_seed_the_second_try_has_none() -> None:
    model = ScriptedModel([CLICHE, "Oh, no."])
    await thought(model, task(sampling=Sampling(seed=None)))
    assert model.samplings[1].seed is None


@pytest.mark.parametrize("opening", ["?", "...?", "“?” Hm?", " ! ? "])
async def test_there_is_always_something_to_turn_away_from(opening: str) -> None:
    """Nothing at all cannot be avoided: a model may take it for a ban of everything."""
    model = ScriptedModel([opening, "Sleep well."])
    await thought(model, task("good night"))
    assert all(phrase.strip() for sampling in model.samplings for phrase in sampling.avoid)


async def test_on_the_second_try_the_first_good_sentence_is_taken() -> None:
    model = ScriptedModel([CLICHE, f"{CLICHE} How can I help? Which piano was it? The old one?"])
    assert await thought(model) == ["Which piano was it?", " The old one?"]


async def test_a_fault_after_a_good_sentence_ends_the_reply_without_a_retry() -> None:
    model = ScriptedModel([f"Not the piano. {CLICHE} It was old."])
    assert await thought(model) == ["Not the piano."]
    assert len(model.prompts) == 1


@pytest.mark.parametrize("turn", range(4))
async def test_after_two_bad_tries_the_plain_line_varies_with_the_turn(turn: int) -> None:
    model = ScriptedModel([CLICHE, "As an AI, no. How can I assist you?"])
    assert await thought(model, task(turn=turn)) == [LOST_THREAD[turn % len(LOST_THREAD)]]
    assert len(model.prompts) == 2


async def test_enough_sentences_are_enough() -> None:
    model = ScriptedModel(["One more. Two gulls. Three boats. Four piers. Five."])
    assert len(await thought(model)) == ENOUGH_SENTENCES
    assert len(model.stopped) == 1


async def test_enough_words_are_enough() -> None:
    long = "There was a boat " + "and another boat " * 9 + "on the lake."
    assert await thought(ScriptedModel([f"{long} It sank."])) == [long]


async def test_who_asks_for_a_story_gets_a_long_one() -> None:
    story = " ".join(f"Then gull number {number} came to the pier." for number in range(20))
    model = ScriptedModel([f"{story}\nThe end."])
    what = task("Tell me a story about gulls.")
    phrases = await thought(model, what)
    assert "".join(phrases) == f"{story}\nThe end."
    assert (model.samplings[0].max_tokens, model.samplings[0].stop) == (what.long_tokens, ())


@pytest.mark.parametrize(
    ("said", "wants"),
    [
        ("Write a letter to my aunt.", True),
        ("can you explain how tides work?", True),
        ("tell me a story", True),
        ("a recipe for soup please", True),
        ("hm", False),
        ("what's the capital of Peru?", False),
        ("I wrote her yesterday.", False),
        ("She sent me a letter.", False),
        ("I can't explain it.", False),
        ("It was my mother's recipe.", False),
        ("a poem about rain, please", True),
    ],
)
def test_wishes_for_length(said: str, *, wants: bool) -> None:
    assert wants_length(said) is wants


@pytest.mark.parametrize(
    ("replies", "error", "heard"),
    [
        ([Unavailable()], ModelUnavailable, []),
        ([BreaksOff("Not even one")], ModelBrokeOff, []),
        ([BreaksOff("The sea. A gu")], ModelBrokeOff, ["The sea."]),
        ([CLICHE, Unavailable()], ModelUnavailable, []),
    ],
)
async def test_the_models_failures_pass(
    replies: Sequence[Reply], error: type[Exception], heard: list[str]
) -> None:
    got: list[str] = []

    async def listen() -> None:
        async with aclosing(think(ScriptedModel(replies), task())) as phrases:
            async for phrase in phrases:
                got.append(phrase)  # noqa: PERF401 - what came before the error counts

    with pytest.raises(error):
        await listen()
    assert got == heard


async def test_what_he_asks_for_again_is_not_embroidered() -> None:
    asked = task("Where does my sister live?")
    told = replace(asked, hearing=replace(asked.hearing, reminded=["My sister lives in Lisbon."]))
    made_up = "In Lisbon. It is a long street with seven lemon trees."
    assert await thought(ScriptedModel([made_up]), told) == ["In Lisbon."]
    asking = "In Lisbon. Have you been there?"
    assert await thought(ScriptedModel([asking]), told) == ["In Lisbon.", " Have you been there?"]
    assert await thought(ScriptedModel([made_up])) != ["In Lisbon."]
