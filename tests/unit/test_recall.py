"""What the past holds for a sentence: quotes of his, with their day, and only where they belong."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from samantha.domain.dialogue import Draft, Origin, Speaker, Utterance
from samantha.memory.ports import Candidate
from samantha.memory.recall import (
    Past,
    Recollection,
    asks_again,
    asks_his_life,
    asks_one_thing,
    recall,
)
from samantha.memory.sheet import facts_said
from tests.clock_fake import MORNING
from tests.memory_fake import ListMemory

TOLD = (
    "My sister Ines is a nurse.",
    "The spare key is under the blue flowerpot. Rain again.",
    "I walked along the pier with Paul.",
    "Is the pier closed in winter?",
    "I hate flying, as you know.",
)


async def life(*told: str, view: int = 0) -> tuple[ListMemory, Past]:
    """A log of what he told, each answered by her with his own words, and the last in view."""
    log = ListMemory(MORNING)
    session = await log.begin_session(MORNING)
    every: list[Utterance] = []
    for day, text in enumerate(told):
        at = MORNING + timedelta(days=day)
        every.append(await log.add(Draft(session, Speaker.PERSON, text, at, Origin.SPOKEN)))
        every.append(await log.add(Draft(session, Speaker.SHE, f"So: {text}", at, Origin.MODEL)))
    facts = [fact for each in every for fact in facts_said(each)]
    return log, Past(facts, every[len(every) - view :])


async def recalled(log: ListMemory, past: Past, text: str) -> list[Recollection]:
    at = MORNING + timedelta(days=30)
    return await recall(log, past, await log.add(Draft(1, Speaker.PERSON, text, at, Origin.SPOKEN)))


async def quotes(log: ListMemory, past: Past, text: str) -> list[str]:
    return [each.quote for each in await recalled(log, past, text)]


async def test_a_question_brings_what_he_told_with_its_day() -> None:
    log, past = await life(*TOLD)
    (found,) = await recalled(log, past, "Where is the spare key?")
    assert found.quote.startswith("The spare key is under the blue flowerpot.")
    assert (found.said_at, found.utterance_id) == (MORNING + timedelta(days=1), 3)


async def test_a_quote_is_part_of_what_he_said_word_for_word() -> None:
    log, past = await life(*TOLD)
    for text in ("Where is the spare key?", "What's my sister's name?", "Remember the pier?"):
        found = await recalled(log, past, text)
        assert found
        for each in found:
            assert any(each.quote in told for told in TOLD)


async def test_what_he_corrected_comes_with_its_correction() -> None:
    told = ("My sister lives in Rome.", "No, in Lisbon, I meant.", "It rained.")
    log, past = await life(*told, view=6)
    (found,) = [
        each
        for each in await recalled(log, past, "Where does my sister live?")
        if "Rome" in each.quote
    ]
    assert found.corrected == "No, in Lisbon, I meant."


async def test_a_question_about_a_fact_brings_it_by_what_it_hints_at() -> None:
    log, past = await life(*TOLD)
    assert "My sister Ines is a nurse." in await quotes(log, past, "What's my sister's name?")


async def test_a_question_about_his_life_looks_into_the_view_too() -> None:
    log, past = await life(*TOLD, view=2 * len(TOLD))
    found = await quotes(log, past, "Do you remember what I said about the key?")
    assert any("flowerpot" in quote for quote in found)


async def test_a_statement_brings_only_what_is_out_of_view() -> None:
    statement = "Paul asked about the pier again."
    log, past = await life(*TOLD)
    assert await quotes(log, past, statement) == ["I walked along the pier with Paul."]
    log, past = await life(*TOLD, view=2 * len(TOLD))
    assert await quotes(log, past, statement) == []


async def test_a_statement_needs_two_words_in_common() -> None:
    log, past = await life(*TOLD)
    assert await quotes(log, past, "The pier is nice.") == []


@pytest.mark.parametrize("said", ["", "hm", "🙂", "What is the capital of Peru?", '"*(', "not you"])
async def test_nothing_is_brought_where_nothing_belongs(said: str) -> None:
    log, past = await life(*TOLD)
    assert await quotes(log, past, said) == []


async def test_her_own_words_and_questions_of_his_are_not_brought() -> None:
    log, past = await life(*TOLD)
    for text in ("Where is the pier, did I say?", "Who was with me on the pier?"):
        found = await quotes(log, past, text)
        assert "Is the pier closed in winter?" not in found
        assert not any(quote.startswith("So:") for quote in found)


async def test_what_he_says_now_is_no_recollection() -> None:
    log, past = await life()
    said = "Do you remember that my sister is called Ines?"
    assert await quotes(log, past, said) == []
    assert await quotes(log, past, said) == []


async def test_recollections_are_few_once_each_and_in_the_order_of_telling() -> None:
    log, past = await life(*[f"I saw my sister near pier {number}." for number in range(40)])
    found = await recalled(log, past, "What did I tell you about my sister and the pier?")
    places = [each.utterance_id for each in found]
    assert 1 <= len(found) <= 8
    assert places == sorted(set(places))
    assert len({each.quote for each in found}) == len(found)


async def test_of_a_very_long_sentence_whole_words_of_its_beginning_are_brought() -> None:
    told = "The spare key is " + "under the flowerpot " * 30 + "there."
    log, past = await life(told)
    (quote,) = await quotes(log, past, "Where is the spare key?")
    shown = quote.removesuffix("…").rstrip()
    assert len(quote) <= 210
    assert told.startswith(f"{shown} ")


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("What's my sister's name?", True),
        ("who is my boss", True),
        ("What’s my middle name?", True),
        ("where do I live?", True),
        ("do you remember my birthday?", True),
        ("do you remember where I put the key?", True),
        ("what did I tell you about Amy?", True),
        ("what's my problem?", False),
        ("what is my point?", False),
        ("what should I do with my hair?", False),
        ("What's the capital of Peru?", False),
        ("my sister is Ines", False),
    ],
)
def test_asking_one_thing(said: str, *, asks: bool) -> None:
    assert asks_one_thing(said) is asks


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("What's my sister's name?", True),
        ("Who did I meet on the pier?", True),
        ("Remember the pier?", True),
        ("Where are our keys?", True),
        ("What should I do?", False),
        ("What's the capital of Peru?", False),
        ("What do you think?", False),
        ("My sister is Ines.", False),
        ("hm", False),
    ],
)
def test_asking_about_his_life(said: str, *, asks: bool) -> None:
    assert asks_his_life(said) is asks


def test_what_he_asks_again_is_asked_again() -> None:
    assert asks_again("Who's coming on Friday, again?")
    assert not asks_again("I told you again and again.")


class Likening(ListMemory):
    """Finds everything, each as like as the other."""

    likeness = 0.0

    async def candidates(self, text: str, *, before_id: int) -> Sequence[Candidate]:
        every = await self.last(99, before_id=before_id)
        return [Candidate(each, 0.0, 0.0, self.likeness, self.likeness) for each in every]


@pytest.mark.parametrize(("likeness", "brought"), [(0.6, True), (0.4, False)])
async def test_what_means_much_the_same_is_brought_without_a_word_in_common(
    likeness: float, brought: bool
) -> None:
    log = Likening(MORNING)
    log.likeness = likeness
    session = await log.begin_session(MORNING)
    await log.add(Draft(session, Speaker.PERSON, "Thunder!", MORNING, Origin.SPOKEN))
    found = await quotes(log, Past((), ()), "Is a puppy afraid?")
    assert found == (["Thunder!"] if brought else [])
