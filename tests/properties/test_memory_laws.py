"""Laws of finding in memory: the signs of vectors, their codes, and what a candidate is worth."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from samantha.domain.dialogue import Origin, Speaker, Utterance
from samantha.memory.ports import Candidate
from samantha.memory.ranking import FOR_QUESTIONS, FOR_STATEMENTS, Ranked, ranked
from samantha.memory.vectors import SignIndex, Vectors, coded, decoded
from tests.clock_fake import MORNING

DIMENSIONS = 70
"""No multiple of the word that signs are packed into."""
NUMBERS = st.integers(0, 3000)
ACTS = st.lists(
    st.tuples(st.booleans(), st.lists(NUMBERS, min_size=1, max_size=9, unique=True)), max_size=12
)


def vectors_of(numbers: Sequence[int]) -> Vectors:
    """A vector a number, always the same, of length 1."""
    rows = [np.random.default_rng(each).normal(size=DIMENSIONS) for each in numbers]
    return np.array([row / np.linalg.norm(row) for row in rows], np.float32)


def apart(first: Vectors, second: Vectors) -> int:
    return int(np.count_nonzero((first > 0) != (second > 0)))


@settings(deadline=None)
@given(ACTS, NUMBERS, st.integers(0, 20))
def test_the_nearest_are_those_that_differ_in_the_fewest_signs(
    acts: list[tuple[bool, list[int]]], asked: int, most: int
) -> None:
    index, held = SignIndex(DIMENSIONS), dict[int, Vectors]()
    for adds, numbers in acts:
        if adds:
            # One held before stands for another vector now.
            shift = 5000 if held else 0
            index.put(numbers, vectors_of([each + shift for each in numbers]))
            held |= {each: vectors_of([each + shift])[0] for each in numbers}
        else:
            index.drop(numbers)
            held = {each: held[each] for each in held if each not in numbers}
    vector = vectors_of([asked])[0]
    near = index.nearest(vector, most)
    assert len(index) == len(held)
    assert len(near) == len(set(near)) == min(most, len(held))
    assert set(near) <= set(held)
    distances = sorted(apart(each, vector) for each in held.values())
    assert sorted(apart(held[each], vector) for each in near) == distances[: len(near)]


@settings(deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_a_byte_a_dimension_keeps_a_vector_but_for_a_hundredth(numbers: list[int]) -> None:
    vectors = vectors_of(numbers)
    codes = coded(vectors)
    assert {len(each) for each in codes} == {DIMENSIONS}
    again = decoded(codes, DIMENSIONS)
    assert np.allclose(np.linalg.norm(again, axis=1), 1, atol=1e-5)
    assert np.max(np.abs(again @ vectors.T - vectors @ vectors.T)) < 0.01


def test_a_vector_of_zeros_stays_one() -> None:
    nothing = np.zeros((1, DIMENSIONS), np.float32)
    assert not decoded(coded(nothing), DIMENSIONS).any()
    assert decoded([], DIMENSIONS).shape == (0, DIMENSIONS)


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    marks = st.integers(0, 300).map(lambda tenths: tenths / 10)
    found: list[Candidate] = []
    for number in range(draw(st.integers(1, 12))):
        text = draw(
            st.sampled_from(["A boat left.", "Did it?", "On Monday we sail to the island."])
        )
        speaker = draw(st.sampled_from(list(Speaker)))
        at = MORNING + timedelta(minutes=number)
        session = draw(st.integers(1, 3))
        said = Utterance(number + 1, session, speaker, text, at, Origin.SPOKEN)
        cosines = st.integers(-100, 100).map(lambda hundredths: hundredths / 100)
        marked = Candidate(said, draw(marks), draw(marks), draw(cosines), draw(cosines))
        found.append(marked)
    return found


@settings(deadline=None)
@given(candidates(), st.sampled_from(["When did it leave?", "It left."]))
def test_every_candidate_is_ranked_once_and_in_no_order_of_theirs(
    found: list[Candidate], text: str
) -> None:
    best = ranked(text, found)
    assert sorted(each.candidate.utterance.id for each in best) == [
        each.utterance.id for each in found
    ]
    worths = [each.worth for each in best]
    assert worths == sorted(worths, reverse=True)
    assert np.all(np.isfinite(worths))
    turned = ranked(text, found[::-1])
    assert np.allclose([each.worth for each in turned], worths)


@settings(deadline=None)
@given(candidates(), st.floats(0.1, 10))
def test_the_scale_of_the_marks_does_not_count(found: list[Candidate], scale: float) -> None:
    scaled = [replace(each, words=each.words * scale, around=each.around * scale) for each in found]
    for weights in (FOR_QUESTIONS, FOR_STATEMENTS):
        before = {e.candidate.utterance.id: e.worth for e in ranked("x", found, weights=weights)}
        after = {e.candidate.utterance.id: e.worth for e in ranked("x", scaled, weights=weights)}
        assert all(abs(before[each] - after[each]) < 1e-6 for each in before)


def test_nothing_found_is_nothing_ranked() -> None:
    assert ranked("When?", []) == []


def marked(
    number: int, words: float, *, session: int = 1, who: Speaker = Speaker.PERSON
) -> Candidate:
    said = Utterance(number, session, who, "A boat left.", MORNING, Origin.SPOKEN)
    return Candidate(said, words, words, words / 10, words / 10)


def order(best: Sequence[Ranked]) -> list[int]:
    return [each.candidate.utterance.id for each in best]


def test_the_one_who_is_asked_about_comes_first() -> None:
    found = [marked(1, 5, who=Speaker.SHE), marked(2, 5), marked(3, 0)]
    assert order(ranked("Who left?", found, about=Speaker.PERSON))[:2] == [2, 1]
    assert order(ranked("Who left?", found, about=Speaker.SHE))[0] == 1


def test_a_talk_that_holds_more_of_the_like_lifts_what_was_said_in_it() -> None:
    alone, among = marked(1, 5, session=1), marked(2, 5, session=2)
    found = [alone, among, marked(3, 4, session=2), marked(4, 0, session=3)]
    assert order(ranked("Who left?", found))[0] == 2
