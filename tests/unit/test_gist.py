"""The running summary quotes, dates and chooses; it never writes a word of its own."""

from datetime import timedelta

import pytest

from samantha.domain.dialogue import Gist, Origin, Speaker, Utterance
from samantha.memory.gist import fold, salience
from tests.clock_fake import MORNING

TELLING = "I cried when my sister Ines left for Rome."
PLAIN = "The bus was late again on the way."


def tokens(text: str) -> int:
    return len(text.split())


def said(identity: int, text: str, *, speaker: Speaker = Speaker.PERSON) -> Utterance:
    at = MORNING + timedelta(days=identity)
    return Utterance(identity, 1, speaker, text, at, Origin.SPOKEN)


def folded(*utterances: Utterance, gist: Gist | None = None, budget: int = 100) -> Gist:
    return fold(gist or Gist(), utterances, count_tokens=tokens, budget_tokens=budget)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (TELLING, PLAIN),
        ("I'm scared of the operation on 3 May.", "I'm thinking of the thing over there."),
        ("My mother married Paul in Dublin.", "The neighbours painted a fence yesterday."),
    ],
)
def test_feelings_names_and_dates_are_telling(more: str, less: str) -> None:
    assert salience(more) > salience(less)


@pytest.mark.parametrize(
    "sentence", ["", "Yes.", "Did my sister cry?", "I " + "really cried " * 25 + "then."]
)
def test_questions_scraps_and_floods_are_not_telling(sentence: str) -> None:
    assert salience(sentence) == 0.0


def test_a_telling_sentence_is_quoted_with_its_day() -> None:
    gist = folded(said(1, f"{PLAIN} {TELLING} And you?"))
    assert f"15 Mar 2025: “{TELLING}”" in gist.text.splitlines()
    assert gist.up_to == 1


def test_what_she_said_is_not_quoted_and_still_covered() -> None:
    gist = folded(said(1, TELLING, speaker=Speaker.SHE), gist=Gist("before", 0))
    assert gist == Gist("before", 1)


def test_nothing_to_fold_changes_nothing() -> None:
    gist = Gist("a line", 4)
    assert folded(gist=gist) is gist


def test_lines_stay_in_the_order_of_telling() -> None:
    first = folded(said(1, "I was afraid of the dog that Paul had."))
    gist = folded(said(2, TELLING), said(3, "I'm so proud of my daughter Ruth."), gist=first)
    assert [line[:6] for line in gist.text.splitlines()] == ["15 Mar", "16 Mar", "17 Mar"]


def test_the_most_telling_lines_stay_when_there_is_no_room() -> None:
    utterances = [said(n, f"My garden near pier {n} needs some rain today.") for n in range(1, 9)]
    gist = folded(*utterances, said(9, TELLING), budget=30)
    assert TELLING in gist.text
    assert tokens(gist.text) <= 30


def test_with_no_room_at_all_only_the_place_is_kept() -> None:
    assert folded(said(7, TELLING), budget=0) == Gist("", 7)


def test_of_two_alike_the_newer_one_stays() -> None:
    old, new = "I cried all night about the boat.", "I cried all night about the lamp."
    gist = folded(said(1, old), said(2, new), budget=13)
    assert gist.text == f"16 Mar 2025: “{new}”"


@pytest.mark.parametrize("between", ["\n", "\r\n", "\n\n", "\u2028", "\x0b", "\x85"])
def test_a_line_break_in_what_he_wrote_breaks_no_quote(between: str) -> None:
    """A pasted letter has line breaks inside of sentences."""
    gist = folded(said(1, f"I cried when my{between}sister Ines left."))
    gist = folded(said(2, "I miss her and the old garden."), gist=gist)
    lines = gist.text.splitlines()
    assert len(lines) == 2
    assert lines[0].replace(between, " ") == "15 Mar 2025: “I cried when my sister Ines left.”"


def test_quotation_marks_of_his_own_survive() -> None:
    quote = "I cried when Ines said “I love you”"
    gist = folded(said(1, quote))
    assert gist.text == f"15 Mar 2025: “{quote}”"
    assert folded(said(2, "Yes."), gist=gist).text == gist.text
