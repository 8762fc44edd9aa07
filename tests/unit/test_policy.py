"""What she may do at once: laws of the one place that decides it."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from samantha.hands.policy import UNTRUSTED, YES_HOLDS, Act, Effect, Source, Verdict, Yes, decide
from tests.clock_fake import MORNING

ACTS = st.builds(
    Act, st.sampled_from(("calendar", "mail")), st.sampled_from(Effect), st.text(), st.text()
)
MINDS = st.frozensets(st.sampled_from(Source))


@given(ACTS, MINDS)
def test_what_reaches_others_never_happens_without_a_yes(act: Act, mind: frozenset[Source]) -> None:
    if act.effect is Effect.OUTWARD:
        assert decide(act, mind, None, MORNING) is Verdict.ASK


@given(ACTS, MINDS)
def test_words_of_others_in_mind_allow_nothing_but_looking(
    act: Act, mind: frozenset[Source]
) -> None:
    if mind & UNTRUSTED and act.effect is not Effect.READ:
        assert decide(act, mind, None, MORNING) is Verdict.ASK


@given(ACTS, ACTS, MINDS)
def test_a_yes_is_for_one_act_and_for_no_other(
    act: Act, other: Act, mind: frozenset[Source]
) -> None:
    yes = Yes(act.seal, MORNING)
    assert decide(act, mind, yes, MORNING) is Verdict.DO
    if other != act:
        assert decide(other, mind, yes, MORNING) is decide(other, mind, None, MORNING)


@given(ACTS, MINDS, st.integers(-(10**6), 10**6))
def test_a_yes_holds_for_two_minutes_and_not_before_the_question(
    act: Act, mind: frozenset[Source], seconds: int
) -> None:
    now = MORNING + timedelta(seconds=seconds)
    verdict = decide(act, mind, Yes(act.seal, MORNING), now)
    if not timedelta() <= timedelta(seconds=seconds) <= YES_HOLDS:
        assert verdict is decide(act, mind, None, now)


@given(ACTS, st.text(min_size=1))
def test_any_change_of_an_act_makes_it_another(act: Act, more: str) -> None:
    assert replace(act, shown=act.shown + more).seal != act.seal
    assert replace(act, detail=act.detail + more).seal != act.seal


@given(ACTS, MINDS, MINDS)
def test_more_in_mind_never_allows_more(
    act: Act, mind: frozenset[Source], more: frozenset[Source]
) -> None:
    if decide(act, mind, None, MORNING) is Verdict.ASK:
        assert decide(act, mind | more, None, MORNING) is Verdict.ASK
