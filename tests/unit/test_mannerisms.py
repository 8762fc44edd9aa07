"""Which sound may go before which answer."""

import pytest

from samantha.speaking.mannerisms import Reflex, reflex_to


@pytest.mark.parametrize(
    "said",
    [
        "Did she call?",
        "so are you there",
        "Well, can you hear me?",
        "It's the grey one, isn't it?",
        "you remember her, right?",
        "Don't you think so?",
    ],
)
def test_nothing_goes_before_a_likely_yes_or_no(said: str) -> None:
    assert reflex_to(said) is None


@pytest.mark.parametrize(
    ("said", "reflex"),
    [
        ("What was the harbour called?", Reflex.HMM),
        ("and why would she weep", Reflex.HMM),
        ("The grey one?", Reflex.HMM),
        ("My sister called from the harbour.", Reflex.MM),
    ],
)
def test_a_question_is_thought_about_and_news_is_taken_in(said: str, reflex: Reflex) -> None:
    assert reflex_to(said) is reflex
