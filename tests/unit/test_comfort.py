"""Where something weighs on him her words are written: they listen, and ask one thing."""

import tomllib
from importlib import resources

import pytest

from samantha.heart.emotions import Emotion, Feeling, Reading
from samantha.mind.checks import Fault, Hearing, fault_of
from samantha.mind.comfort import Weight, comfort_for

LINES: dict[str, list[str]] = tomllib.loads(
    resources.files("samantha.mind.comfort").joinpath("lines.toml").read_text("utf-8")
)
ALL = [line for lines in LINES.values() for line in lines]
NOTHING = Weight({}, low=False, moved=frozenset())


def sad(likely: float = 0.8, *, low: bool = False) -> Weight:
    return Weight({Emotion.SADNESS: likely}, low=low, moved=frozenset())


def test_what_weighs_gets_a_line_of_its_own_kind() -> None:
    assert comfort_for("she left me", sad(), her_last_words=(), turn=1) in LINES["sadness"]
    both: Reading = {Emotion.SADNESS: 0.7, Emotion.GRIEF: 0.9}
    weight = Weight(both, low=True, moved=frozenset())
    assert comfort_for("my dad died", weight, her_last_words=(), turn=4) in LINES["grief"]


@pytest.mark.parametrize(
    ("said", "weight"),
    [
        ("the kettle is on", NOTHING),
        ("what should I do?", sad(low=True)),
        ("When is it due, again? I'm scared to look.", sad()),
        ("sad", sad()),
        ("it was a bit sad", sad(0.5)),
        ("but then I got the job", Weight({Emotion.JOY: 0.8}, low=True, moved=frozenset())),
    ],
)
def test_all_other_talk_is_left_to_the_model(said: str, weight: Weight) -> None:
    assert comfort_for(said, weight, her_last_words=(), turn=1) is None


def test_no_line_comes_twice_and_after_two_the_model_has_its_turn() -> None:
    said: list[str] = []
    for turn in range(8):
        line = comfort_for("and the rooms are empty", sad(low=True), her_last_words=said, turn=turn)
        said.append(line or "The model's own words.")
    lines = [each for each in said if each in ALL]
    assert len(lines) == len(set(lines))
    assert [each in ALL for each in said[:6]] == [True, True, False, False, False, True]


def test_what_was_said_yesterday_is_not_repeated_and_does_not_count() -> None:
    before = [LINES["sadness"][0], LINES["sadness"][1]]
    line = comfort_for("she left me", sad(), her_last_words=before, turn=0, this_sitting=0)
    assert line in LINES["sadness"]
    assert line not in before
    assert comfort_for("she left me", sad(), her_last_words=before, turn=0) is None


def test_while_it_weighs_she_lets_him_go_on() -> None:
    low = Weight({}, low=True, moved=frozenset())
    line = comfort_for("we used to go fishing", low, her_last_words=("Oh.",), turn=3)
    assert line in LINES["going_on"]


@pytest.mark.parametrize(
    ("said", "leaves"),
    [
        ("I don't want to talk about it much.", True),
        ("I'd rather not go into that", True),
        ("let's change the subject", True),
        ("I want to talk about it", False),
        ("don't talk to me like that", False),
    ],
)
def test_what_he_would_rather_leave_is_left(said: str, leaves: bool) -> None:
    line = comfort_for(said, sad(0.5, low=True), her_last_words=(), turn=1)
    assert (line in LINES["aside"]) is leaves


def test_abuse_is_answered_calmly_and_an_apology_taken_only_after_it() -> None:
    hurt = Weight({}, low=False, moved=frozenset({Feeling.REPROACH}))
    sorry = Weight({}, low=False, moved=frozenset({Feeling.RELIEVED}))
    line = comfort_for("you're useless", hurt, her_last_words=(), turn=1)
    assert line in LINES["abuse"]
    assert comfort_for("sorry", sorry, her_last_words=(line or "",), turn=2) in LINES["apology"]
    assert comfort_for("sorry I'm late", sorry, her_last_words=(), turn=2) is None


@pytest.mark.parametrize("line", ALL)
def test_every_line_is_one_that_she_would_say(line: str) -> None:
    hearing = Hearing(said="she left", his_name="Theodore", her_name="Maris", low=True)
    assert fault_of(line, hearing) is None
    assert line.count("?") <= 1
    assert len(line.split()) <= 24


@pytest.mark.parametrize("sentence", ["Great!", "That's a funny one.", "Cheer up."])
def test_nothing_bright_is_said_to_someone_who_is_low(sentence: str) -> None:
    low = Hearing(said="she left", his_name=None, her_name=None, low=True)
    assert fault_of(sentence, low) is Fault.TOO_BRIGHT
