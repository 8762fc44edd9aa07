"""Whole passages of earlier talks: what stands together, what fits, whose words are asked for."""

from datetime import timedelta

import pytest

from samantha.domain.dialogue import Draft, Origin, Speaker
from samantha.memory.passages import OF_A_DAY, OF_A_LINE, passages, who_said_it
from tests.clock_fake import MORNING
from tests.memory_fake import ListMemory

NEVER = 2**62
TALKS = (
    ("Hello.", "Hi.", "I paint the kitchen.", "Which colour?", "Yellow, I think.", "Brave."),
    ("Rain.", "Take the umbrella.", "The kitchen is done."),
)


def words(text: str) -> int:
    return len(text.split())


async def found(asked: str, budget: int, before_id: int = NEVER) -> list[list[str]]:
    memory = ListMemory(MORNING)
    for day, talk in enumerate(TALKS):
        session = await memory.begin_session(MORNING)
        for place, text in enumerate(talk):
            who = Speaker.SHE if place % 2 else Speaker.PERSON
            at = MORNING + timedelta(days=day)
            await memory.add(Draft(session, who, text, at, Origin.SPOKEN))
    every = await passages(memory, asked, before_id=before_id, count_tokens=words, budget=budget)
    return [[turn.text for turn in passage.turns] for passage in every]


async def test_what_was_said_before_and_after_stands_there_too_and_no_talk_runs_into_the_next() -> (
    None
):
    assert await found("kitchen colour umbrella", 500) == [
        ["Hi.", "I paint the kitchen.", "Which colour?", "Yellow, I think."],
        ["Rain.", "Take the umbrella.", "The kitchen is done."],
    ]


async def test_of_what_lies_apart_each_is_a_passage() -> None:
    assert await found("hello brave", 500) == [["Hello.", "Hi."], ["Yellow, I think.", "Brave."]]


async def test_the_best_comes_alone_where_its_neighbours_do_not_fit() -> None:
    alone = words("I paint the kitchen.") + OF_A_LINE + OF_A_DAY
    assert await found("paint", alone) == [["I paint the kitchen."]]
    assert await found("paint", alone - 1) == []


async def test_only_what_was_said_before_stands_there() -> None:
    assert await found("kitchen", 500, before_id=4) == [["Hi.", "I paint the kitchen."]]


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ("What did you suggest?", Speaker.SHE),
        ("What was your idea for the letter?", Speaker.SHE),
        ("Which book had you recommended to me?", Speaker.SHE),
        ("Where did I put my keys?", Speaker.PERSON),
        ("Is it far to the pier?", None),
    ],
)
def test_a_question_tells_whose_words_it_asks_for(asked: str, who: Speaker | None) -> None:
    assert who_said_it(asked) is who
