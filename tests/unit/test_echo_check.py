"""Her own words are known again, and his are not taken for hers."""

import pytest

from samantha.hearing.echo_check import Sifted, Whose, sift

SAYING = (
    "I looked it up: the train to Bristol leaves at half past nine tomorrow, and it will probably "
    "rain."
)


@pytest.mark.parametrize(
    "heard",
    [
        "I looked it up",
        "The train to Bristol leaves",
        "half past nine",
        "a train to bristle leaves at half past nine",
        "it will proper bly rein",
        "looked it up the drain to bristol leafs at have past nine",
        "The train to pistol leaves at half",
        "I looked it up. The train to Bristol leaves at half past nine tomorrow, and it will "
        "probably rain.",
    ],
)
def test_an_echo_is_hers_though_it_was_misheard(heard: str) -> None:
    assert sift(heard, SAYING) == Sifted(Whose.HERS, "")


@pytest.mark.parametrize(
    ("heard", "his"),
    [
        ("No, wait.", "no wait"),
        ("stop", "stop"),
        ("What time is it in Rome?", "what time is it in rome"),
        ("Is it going to rain tomorrow?", "is it going to rain tomorrow"),
        ("Why not take the car to Bristol?", "why not take the car to bristol"),
        ("the train to Bristol stop", "stop"),
        ("the train stop to Bristol leaves", "stop"),
        ("stop the train to Bristol leaves at half", "stop"),
        ("It will probably rain. I don't care.", "i don't care"),
        ("yes", "yes"),
    ],
)
def test_what_he_says_is_his_though_he_quotes_her_or_she_goes_on(heard: str, his: str) -> None:
    assert sift(heard, SAYING) == Sifted(Whose.HIS, his)


@pytest.mark.parametrize("heard", ["Bristol?", "tomorrow", "nine tomorrow", "it", "", "…", "♪"])
def test_a_word_or_two_of_hers_may_be_either(heard: str) -> None:
    assert sift(heard, SAYING) == Sifted(Whose.UNSURE, "")


def test_a_word_that_would_stop_her_is_hers_only_to_the_letter() -> None:
    saying = "although last year storms kept them away"
    assert sift("although last year stop", saying) == Sifted(Whose.HIS, "stop")
    assert sift("will you stop at the pier", "Then we will stop at the pier.").his == "you"


def test_his_words_between_two_quotations_are_his() -> None:
    saying = "because the ferry leaves early and your brother is late"
    heard = "because my blue jacket is his brother"
    assert sift(heard, saying).whose is Whose.HIS


def test_while_she_says_nothing_all_is_his() -> None:
    assert sift("Hello there, you", "") == Sifted(Whose.HIS, "hello there you")


def test_only_the_last_words_count() -> None:
    long_ago = "The herons stood in the river. " + "Then nothing at all happened. " * 20
    assert sift("the herons stood in the river", long_ago).whose is Whose.HIS
