"""The laws of her affect, on random histories; `benchmarks/heart.py` plays a hundred thousand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from benchmarks.heart_laws import START, violations
from hypothesis import given
from hypothesis import strategies as st

from samantha.heart import affect, inner
from samantha.heart.affect import MOST_REPROACH, Affect, Impulse, Temperament, home_of
from samantha.heart.belief import Belief
from samantha.heart.emotions import HEAVY, OF_HIM, PAD, Emotion, Feeling, Reading
from samantha.heart.inner import wakened
from samantha.heart.telling import AT_EASE, word_of

LIKELY = st.dictionaries(st.sampled_from(list(Emotion)), st.floats(0, 1), max_size=4)
LATER = st.timedeltas(timedelta(), timedelta(days=60))
REALLY_STIRRED = affect.stirred


def test_no_law_is_broken_in_random_histories() -> None:
    assert not violations(2_000, seed=11)


def _jealous(said: str, reading: Reading) -> Sequence[Impulse]:
    del reading
    hurt = "Amy" in said or "sister" in said or "Forget" in said
    return [Impulse(Feeling.SORRY_FOR, 0.5, "jealous")] if hurt else []


def _piling_up(affect: Affect, impulses: Sequence[Impulse], *, his: PAD = PAD()) -> Affect:  # noqa: B008
    bare = replace(affect, feelings={})
    return REALLY_STIRRED(bare, impulses, his=his)


def _longing(value: float, elapsed: timedelta, half_life: timedelta) -> float:
    return value + elapsed / half_life


@pytest.mark.parametrize(
    ("where", "what", "instead", "laws"),
    [
        (inner, "appraised", _jealous, {"other people move nothing", "deletion moves nothing"}),
        (inner, "stirred", _piling_up, {"nothing winds itself up"}),
        (affect, "halved", _longing, {"absence moves nothing"}),
        (affect, "LEAST_PLEASURE", -1.0, {"finite and bounded"}),
    ],
)
def test_the_laws_notice_what_breaks_them(
    where: object,
    what: str,
    instead: object,
    laws: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(where, what, instead)
    assert laws <= set(violations(600, seed=3))


@given(LIKELY, LATER, LATER)
def test_what_is_believed_only_fades(
    reading: dict[Emotion, float], first: timedelta, second: timedelta
) -> None:
    belief = Belief().heard(reading, START, 1)
    for emotion in OF_HIM:
        then, later = (
            belief.now(emotion, START + first),
            belief.now(emotion, START + first + second),
        )
        assert 0 <= later <= then <= max(reading.get(emotion, 0.0), 0.0)
    assert not any(belief.corrected().now(kind, START) for kind in HEAVY)


@given(LIKELY, LIKELY, LATER)
def test_what_is_heard_anew_never_makes_a_belief_weaker(
    one: dict[Emotion, float], other: dict[Emotion, float], between: timedelta
) -> None:
    at = START + between
    before = Belief().heard(one, START, 1)
    after = before.heard(other, at, 2)
    assert all(after.now(kind, at) >= before.now(kind, at) for kind in OF_HIM)


@given(st.tuples(*[st.floats(-1, 1)] * 5))
def test_every_temperament_has_a_home_where_she_is_at_ease(traits: tuple[float, ...]) -> None:
    home = home_of(Temperament(*traits))
    assert all(-1 <= value <= 1 for value in (home.pleasure, home.arousal, home.dominance))
    assert word_of(home, home) == AT_EASE


def test_the_usual_home_is_that_of_the_note_and_nervous_people_are_not_calm() -> None:
    home = home_of(Temperament())
    assert (round(home.pleasure, 2), round(home.arousal, 2), round(home.dominance, 2)) == (
        0.33, 0.03, 0.14,
    )  # fmt: skip
    assert home_of(Temperament(stability=-0.9)).arousal > home.arousal
    assert home_of(Temperament(stability=-0.9)).pleasure < home.pleasure


def test_abuse_is_noticed_a_little_and_forgiven() -> None:
    her = wakened(home_of(Temperament()), START)
    hurt = her.after("you useless piece of junk", {}, START, utterance=1)
    assert hurt.affect.feelings == {Feeling.REPROACH: MOST_REPROACH}
    better = hurt.after("I'm sorry, that was unfair", {}, START, utterance=2)
    assert Feeling.REPROACH not in better.affect.feelings
    assert better.affect.mood.pleasure > hurt.affect.mood.pleasure
