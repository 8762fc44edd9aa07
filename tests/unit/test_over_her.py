"""What he says over her words, with her echo taken out."""

import pytest

from samantha.conversation.floor_events import Meaning
from samantha.conversation.over_her import meaning_of, without_echo

SAYING = "That is three calls within a month and every one of them from a different harbour."


@pytest.mark.parametrize(
    ("heard", "meaning", "his"),
    [
        ("three calls within a month", Meaning.ECHO, "three calls within a month"),
        ("Mm-hm.", Meaning.LISTENING, "Mm-hm."),
        ("No, Catherine wrote.", Meaning.INTERRUPTING, "No, Catherine wrote."),
        ("three calls within a month please stop", Meaning.INTERRUPTING, "please stop"),
        ("", Meaning.UNCLEAR, ""),
        ("Mama", Meaning.BRIEF, "Mama"),
        ("A shy.", Meaning.BRIEF, "A shy."),
        ("Why?", Meaning.INTERRUPTING, "Why?"),
        ("Wait.", Meaning.INTERRUPTING, "Wait."),
        ("The blue one.", Meaning.INTERRUPTING, "The blue one."),
    ],
)
def test_her_echo_is_not_his(heard: str, meaning: Meaning, his: str) -> None:
    assert meaning_of(heard, SAYING, names=["Mirel"], asked=False) == (meaning, his)


def test_a_word_that_answers_is_none_that_was_misheard() -> None:
    assert meaning_of("Mama", "Who was it?", names=[], asked=True)[0] is Meaning.INTERRUPTING


def test_where_nothing_is_left_without_her_words_they_may_be_his() -> None:
    assert without_echo("three calls within a month", SAYING) == "three calls within a month"
