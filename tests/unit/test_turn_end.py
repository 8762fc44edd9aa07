"""How silence, sound and words make an end of a turn, and what the last words tell."""

import pytest

from samantha.hearing.last_words import LastWords
from samantha.hearing.turn_end import end_score, logit, required_silence_s


@pytest.mark.parametrize(
    ("score", "wait_s"),
    [(None, 2.0), (4.0, 0.2), (0.1, 0.2), (0.0, 0.7), (-3.0, 0.7), (-3.1, 1.5), (-20.0, 1.5)],
)
def test_the_wait_follows_the_score(score: float | None, wait_s: float) -> None:
    assert required_silence_s(score) == wait_s
    assert required_silence_s(score, patience=2) == 2 * wait_s


def test_words_weigh_twice_as_much_as_the_sound() -> None:
    assert end_score(0.5, 0.5) == 0
    assert end_score(0.9, 0.5) == pytest.approx(0.5 * logit(0.9))
    assert end_score(0.5, 0.9) == pytest.approx(logit(0.9))
    assert end_score(0.0, 1.0) == pytest.approx(0.5 * logit(1.0))


@pytest.mark.parametrize(
    "said",
    [
        "Did I miss anything?",
        "What are you looking at?",
        "Yes, please.",
        "Not really.",
        "I wish I could.",
        "Yes I do.",
        "I don't think so.",
        "I like that.",
        "My boss liked the letter.",
        "If it rains tomorrow, we stay at home.",
        "Let me think.",
        "I don't know why.",
        "Hello.",
    ],
)
def test_a_whole_sentence_is_rather_an_end(said: str) -> None:
    assert LastWords().probability(said) > 0.5


@pytest.mark.parametrize(
    "said",
    [
        "I was thinking about the",
        "I was thinking about the.",
        "I told her that",
        "And then I",
        "We could go to",
        "because",
        "I went there with my",
        "Well, um",
        "So I said…",
        "If it rains tomorrow",
        "She has a very",
        "Would you",
        "I'd like a cup",
        "I want to",
        "I was",
        "",
    ],
)
def test_what_hangs_in_the_air_is_rather_no_end(said: str) -> None:
    assert LastWords().probability(said) < 0.25


def test_certainty_is_graded() -> None:
    likely = LastWords().probability
    hanging, wanting, whole, question = map(
        likely, ("I saw the", "I never really understand what", "I saw her.", "Have you seen her?")
    )
    assert hanging < wanting < whole < question
