"""May she speak first? Each gate says no by its name; silence is usual."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.domain.dialogue import Origin, Speaker, Utterance
from samantha.heart.threads import Thread, ThreadKind
from samantha.mind.initiative.gates import (
    ALOUD_A_DAY,
    GAP,
    SILENT_A_DAY,
    Offer,
    Outcome,
    Past,
    Reason,
    Rules,
    Situation,
    awake_hours,
    refusal,
    welcome,
)
from samantha.mind.initiative.offers import offer_of, outcome_of

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HERE = Situation(
    now=NOON, aloud=False, busy=False, last_talk=NOON - timedelta(hours=3),
    since=NOON - timedelta(days=60),
)  # fmt: skip
USUAL = Rules()
OFFER = Offer(Reason.RESOLVED, "thread:1", "Your interview was yesterday. How did it go?")


def past(
    hours_ago: float,
    outcome: Outcome = Outcome.TAKEN,
    *,
    aloud: bool = False,
    key: str = "thread:9",
) -> Past:
    return Past(Reason.RESOLVED, key, NOON - timedelta(hours=hours_ago), aloud, outcome)


def asked(
    offer: Offer = OFFER,
    here: Situation = HERE,
    before: Sequence[Past] = (),
    rules: Rules = USUAL,
) -> str | None:
    return refusal(offer, here, before, rules)


def test_a_thing_of_his_that_is_over_may_be_asked_about() -> None:
    assert asked() is None
    assert asked(here=replace(HERE, aloud=True)) is None


@pytest.mark.parametrize(
    ("refused", "gate"),
    [
        (asked(rules=Rules(on=False)), "switched off"),
        (asked(replace(OFFER, reason=Reason.CHECK_IN)), "check-ins were not allowed"),
        (asked(here=replace(HERE, now=NOON.replace(hour=23))), "quiet hours"),
        (asked(here=replace(HERE, now=NOON.replace(hour=7, minute=59))), "quiet hours"),
        (asked(here=replace(HERE, awake_hours=frozenset({18}))), "he is never there at this hour"),
        (asked(here=replace(HERE, busy=True)), "he is busy"),
        (asked(here=replace(HERE, last_talk=NOON)), "in the middle of a talk"),
        (asked(before=[past(3.9)]), "too soon after the last time"),
        (asked(before=[past(5), past(9), past(11.9)]), "the budget of the day"),
        (
            asked(here=replace(HERE, aloud=True), before=[past(5, aloud=True)]),
            "the budget of the day",
        ),
        (
            asked(here=replace(HERE, since=NOON - timedelta(days=6))),
            "the first days: only what he asked for",
        ),
        (asked(before=[past(50, key="thread:1")]), "said before"),
        (
            asked(before=[past(hours, Outcome.DISMISSED) for hours in (500, 300, 100)]),
            "dismissed three times: a week of silence",
        ),
        (
            asked(before=[past(hours, Outcome.IGNORED) for hours in (40, 30)]),
            "passed over twice: a pause",
        ),
        (asked(replace(OFFER, reason=Reason.INTEREST), replace(HERE, aloud=True)), "not worth it"),
    ],
)
def test_each_gate_says_no_by_its_name(refused: str | None, gate: str) -> None:
    assert refused == gate


def test_what_he_asked_for_is_said_in_the_first_days_and_after_dismissals() -> None:
    promise = replace(OFFER, reason=Reason.PROMISE)
    assert asked(promise, replace(HERE, since=NOON)) is None
    dismissed = [past(hours, Outcome.DISMISSED) for hours in (500, 300, 100)]
    assert asked(promise, before=dismissed) is None


def test_he_may_allow_check_ins_and_move_the_quiet_hours() -> None:
    check_in = replace(OFFER, reason=Reason.CHECK_IN)
    assert asked(check_in, rules=Rules(check_ins=True)) is None
    siesta = Rules(quiet_from=time(12), quiet_to=time(15))
    assert asked(rules=siesta) == "quiet hours"
    assert asked(here=replace(HERE, now=NOON.replace(hour=23)), rules=siesta) is None


def test_dismissals_make_it_less_worth_saying() -> None:
    assert welcome(Reason.RESOLVED, []) == pytest.approx(2 / 3)
    assert welcome(Reason.RESOLVED, [past(9, Outcome.DISMISSED)]) < 2 / 3
    assert welcome(Reason.RESOLVED, [past(9)]) > 2 / 3
    two = [past(1000, Outcome.DISMISSED), past(990, Outcome.DISMISSED)]
    assert asked(here=replace(HERE, aloud=True), before=two) == "not worth it"


PASTS = st.builds(
    past,
    st.floats(0, 24 * 40),
    st.sampled_from([each for each in Outcome if each is not Outcome.REFUSED]),
    aloud=st.booleans(),
    key=st.sampled_from(["thread:1", "thread:2", "thread:3"]),
)


@given(
    st.sampled_from(list(Reason)),
    st.lists(PASTS, max_size=8),
    st.integers(0, 23),
    st.booleans(),
    st.integers(0, 30),
    st.booleans(),
)
def test_no_budget_is_ever_broken(
    reason: Reason, before: list[Past], hour: int, aloud: bool, days: int, check_ins: bool
) -> None:
    here = replace(
        HERE, now=NOON.replace(hour=hour), aloud=aloud, since=NOON - timedelta(days=days)
    )
    if refusal(Offer(reason, "thread:1", ""), here, before, Rules(check_ins=check_ins)) is not None:
        return
    assert 8 <= hour < 22
    assert all(here.now - each.at >= GAP for each in before)
    today = [each for each in before if each.at.date() == here.now.date() and each.aloud is aloud]
    assert len(today) < (ALOUD_A_DAY if aloud else SILENT_A_DAY)
    assert days >= 7 or reason in (Reason.PROMISE, Reason.REMINDER, Reason.ASKED_FOR)
    assert check_ins or reason is not Reason.CHECK_IN


def test_the_hours_in_which_he_is_there_are_learnt_when_enough_is_known() -> None:
    evenings = [
        NOON.replace(hour=20) - timedelta(days=day, minutes=n)
        for day in range(10)
        for n in range(7)
    ]
    hours = awake_hours(evenings, NOON)
    assert hours == frozenset({18, 19, 20, 21})
    assert awake_hours(evenings[:50], NOON) is None
    assert awake_hours(evenings, NOON + timedelta(days=60)) is None


def thread(kind: ThreadKind, what: str) -> Thread:
    return Thread(kind, what, 7, NOON - timedelta(days=2), NOON - timedelta(days=1), number=4)


@pytest.mark.parametrize(
    ("kind", "what", "reason"),
    [
        (ThreadKind.COMING, "your interview was", Reason.RESOLVED),
        (ThreadKind.COMING, "your mother's birthday was", Reason.CELEBRATION),
        (ThreadKind.HEAVY, "She left", Reason.CHECK_IN),
        (ThreadKind.UNDONE, "you meant to write", Reason.THREAD),
        (ThreadKind.HURT, "you were angry with me", Reason.THREAD),
    ],
)
def test_a_thread_is_one_reason_of_the_list(kind: ThreadKind, what: str, reason: Reason) -> None:
    offer = offer_of(thread(kind, what), NOON)
    assert (offer.reason, offer.key) == (reason, "thread:4")
    assert offer.words.count("?") == 1


def said(text: str, minutes: float) -> Utterance:
    at = NOON + timedelta(minutes=minutes)
    return Utterance(9, 1, Speaker.PERSON, text, at, Origin.SPOKEN)


@pytest.mark.parametrize(
    ("answers", "later_h", "outcome"),
    [
        ([], 1, Outcome.SAID),
        ([], 3, Outcome.IGNORED),
        ([said("It went well!", 5)], 1, Outcome.TAKEN),
        ([said("not now, please", 5)], 1, Outcome.DISMISSED),
        ([said("hello", -5)], 3, Outcome.IGNORED),
        ([said("It went well!", 180)], 4, Outcome.IGNORED),
    ],
)
def test_how_he_took_it_is_read_from_what_he_said(
    answers: list[Utterance], later_h: float, outcome: Outcome
) -> None:
    once = Past(Reason.RESOLVED, "thread:1", NOON, aloud=False, outcome=Outcome.SAID)
    assert outcome_of(once, answers, NOON + timedelta(hours=later_h)) is outcome
