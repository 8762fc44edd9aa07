"""What of a model's output is said, wherever it is cut into pieces."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.mind.spoken import Spoken


def said(pieces: Sequence[str], stops: Sequence[str] = ()) -> str:
    spoken = Spoken(stops)
    return "".join([spoken.hear(piece) for piece in pieces]) + spoken.rest()


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("Hello you.", "Hello you."),
        ("  \n Hello you.\n", "Hello you.\n"),
        ("<think>He is sad.</think>\n\nCome here.", "Come here."),
        ("<think>He is <b>sad</b>.</think>Come <think>hm</think>here.", "Come here."),
        ("<think>Still at it", ""),
        ("<think>Still at it</thin", ""),
        ("One < two, <thing> and <thin", "One < two, <thing> and <thin"),
        ("no beginning</think> Come here.", "no beginning Come here."),
        ("", ""),
    ],
)
def test_thoughts_are_left_out(reply: str, expected: str) -> None:
    assert said([reply]) == expected
    assert said(list(reply)) == expected


@pytest.mark.parametrize(
    ("reply", "stops", "expected"),
    [
        ("Good night.\nHe: Bye.", ("\nHe:",), "Good night."),
        ("Good night.\nHello.", ("\nHe:",), "Good night.\nHello."),
        ("abcd", ("abcd", "bc"), "a"),
        ("abcd", ("bcd", "abcd"), ""),
        ("Ends with He", ("He:",), "Ends with He"),
        ("<think>He: stop</think>Go on.", ("He:",), "Go on."),
        ("anything", ("",), "anything"),
    ],
)
def test_nothing_is_said_from_a_stop_string_on(
    reply: str, stops: Sequence[str], expected: str
) -> None:
    assert said([reply], stops) == expected
    assert said(list(reply), stops) == expected


def test_it_says_that_it_stopped_and_stays_silent() -> None:
    spoken = Spoken(("END",))
    assert spoken.hear("Yes. EN") == "Yes. "
    assert not spoken.stopped
    assert spoken.hear("D of it") == ""
    assert spoken.stopped
    assert spoken.hear("more") == ""
    assert spoken.rest() == ""


def test_only_what_is_unclear_waits() -> None:
    spoken = Spoken(("\nHe:",))
    assert spoken.hear("Good <") == "Good "
    assert spoken.hear("3\nH") == "<3"
    assert spoken.hear("ow") == "\nHow"


FRAGMENTS = st.sampled_from(
    ["<think>", "</think>", "<th", "ink>", "a", "ab", " ", "\n", "abc", "He:", "\nHe", "<", "海"]
)
STOPS = st.lists(st.sampled_from(["ab", "abc", "\nHe:", "b", "<", "e:"]), max_size=3)


@given(st.lists(FRAGMENTS, max_size=12), STOPS, st.data())
def test_the_cuts_between_pieces_do_not_matter(
    fragments: list[str], stops: list[str], data: st.DataObject
) -> None:
    reply = "".join(fragments)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(reply)))))
    ends = [0, *cuts, len(reply)]
    pieces = [reply[begin:end] for begin, end in pairwise(ends)]
    assert said(pieces, stops) == said([reply], stops)


@given(st.text(), STOPS)
def test_what_is_said_holds_no_stop_string_nor_tag(reply: str, stops: list[str]) -> None:
    spoken = said([reply], stops)
    assert spoken in reply
    assert not any(stop in spoken for stop in stops)
