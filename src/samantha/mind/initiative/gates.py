"""May she speak first, now, for this reason? The first gate that says no is named.

Pure. Gates, in their order: the switch, consent, quiet hours, the hours in which he is never there,
whether he is busy or in the middle of a talk, the gap to the last time, the budget of the day, the
first week, dismissals, and whether it is worth more than the interruption costs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """All that she may speak first for."""

    PROMISE = "a promise"
    REMINDER = "a reminder"
    RESOLVED = "a thing of his that is over now"
    THREAD = "something left open"
    ASKED_FOR = "something he asked for"
    INTEREST = "a shared interest"
    CELEBRATION = "a celebration"
    CHECK_IN = "how he is"


class Outcome(StrEnum):
    """What became of it."""

    REFUSED = "refused"
    SAID = "said"
    """What came of it is not known yet."""
    TAKEN = "taken"
    DISMISSED = "dismissed"
    IGNORED = "ignored"


ASKED: Final = frozenset({Reason.PROMISE, Reason.REMINDER, Reason.ASKED_FOR})
"""What he asked for: this alone is said in the first days."""
FIRST_DAYS: Final = timedelta(days=7)
GAP: Final = timedelta(hours=4)
TALKING: Final = timedelta(minutes=5)
"""So long after a turn the talk is still going on."""
ALOUD_A_DAY: Final = 1
SILENT_A_DAY: Final = 3
DISMISSALS: Final = 3
DISMISSED_WITHIN: Final = timedelta(days=30)
SILENT_AFTER: Final = timedelta(days=7)
"""So long she is silent after that many dismissals."""
IGNORED_IN_A_ROW: Final = 2
PAUSE_WHEN_IGNORED: Final = timedelta(days=2)
COST_ALOUD: Final = 0.35
COST_SILENT: Final = 0.2
"""What an interruption costs, on the scale of `VALUE`."""
VALUE: Final[Mapping[Reason, float]] = {
    Reason.PROMISE: 1.0,
    Reason.REMINDER: 1.0,
    Reason.ASKED_FOR: 1.0,
    Reason.CELEBRATION: 0.8,
    Reason.RESOLVED: 0.7,
    Reason.CHECK_IN: 0.7,
    Reason.THREAD: 0.5,
    Reason.INTEREST: 0.35,
}
"""What hearing of it is worth to him where it is welcome; ours."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that she could say now."""

    reason: Reason
    key: str
    """What it is about: the same thing has the same key."""
    words: str


@dataclass(frozen=True, slots=True)
class Past:
    """Something that she said, or was refused, of her own accord."""

    reason: Reason
    key: str
    at: datetime
    aloud: bool
    outcome: Outcome
    gate: str = ""
    """Which gate refused it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What he set."""

    on: bool = True
    check_ins: bool = False
    quiet_from: time = time(22)
    quiet_to: time = time(8)


@dataclass(frozen=True, slots=True)
class Situation:
    """How things are."""

    now: datetime
    aloud: bool
    busy: bool
    """Whether something of his calendar is going on, or he speaks."""
    last_talk: datetime | None
    since: datetime
    """When they met."""
    awake_hours: frozenset[int] | None = None
    """The hours of the clock in which he was ever there; None as long as too little is known."""


def refusal(offer: Offer, here: Situation, past: Sequence[Past], rules: Rules) -> str | None:
    """The gate that says no, in words; None where she may speak."""
    said = [each for each in past if each.outcome is not Outcome.REFUSED]
    asked = offer.reason in ASKED
    local = here.now.time()
    if not rules.on:
        return "switched off"
    if offer.reason is Reason.CHECK_IN and not rules.check_ins:
        return "check-ins were not allowed"
    if _within(local, rules.quiet_from, rules.quiet_to):
        return "quiet hours"
    if here.awake_hours is not None and here.now.hour not in here.awake_hours:
        return "he is never there at this hour"
    if here.busy:
        return "he is busy"
    if here.last_talk is not None and here.now - here.last_talk < TALKING:
        return "in the middle of a talk"
    if any(here.now - each.at < GAP for each in said):
        return "too soon after the last time"
    if _spent(said, here):
        return "the budget of the day"
    if here.now - here.since < FIRST_DAYS and not asked:
        return "the first days: only what he asked for"
    if any(each.key == offer.key for each in said):
        return "said before"
    if not asked and (no := _unwelcome(said, here)):
        return no
    cost = COST_ALOUD if here.aloud else COST_SILENT
    return None if VALUE[offer.reason] * welcome(offer.reason, said) > cost else "not worth it"


def welcome(reason: Reason, said: Sequence[Past]) -> float:
    """How likely it is that he welcomes it: the mean of a Beta that begins at two of three."""
    own = [each.outcome for each in said if each.reason is reason]
    taken = own.count(Outcome.TAKEN)
    refused = own.count(Outcome.DISMISSED) + 0.5 * own.count(Outcome.IGNORED)
    return (2 + taken) / (3 + taken + refused)


def awake_hours(said_at: Sequence[datetime], now: datetime) -> frozenset[int] | None:
    """The hours of the clock around those in which he spoke in the last four weeks."""
    lately = [each for each in said_at if now - each < timedelta(days=28)]
    if len(lately) < 60 or len({each.date() for each in lately}) < 7:
        return None
    there = {each.astimezone(now.tzinfo).hour for each in lately}
    return frozenset((hour + by) % 24 for hour in there for by in (-1, 0, 1))


def _spent(said: Sequence[Past], here: Situation) -> bool:
    today = [each for each in said if each.at.astimezone(here.now.tzinfo).date() == here.now.date()]
    if here.aloud:
        return sum(each.aloud for each in today) >= ALOUD_A_DAY
    return sum(not each.aloud for each in today) >= SILENT_A_DAY


def _unwelcome(said: Sequence[Past], here: Situation) -> str | None:
    dismissed = sorted(
        each.at
        for each in said
        if each.outcome is Outcome.DISMISSED and here.now - each.at < DISMISSED_WITHIN
    )
    if len(dismissed) >= DISMISSALS and here.now - dismissed[-1] < SILENT_AFTER:
        return "dismissed three times: a week of silence"
    last = sorted(said, key=lambda each: each.at)[-IGNORED_IN_A_ROW:]
    ignored = len(last) == IGNORED_IN_A_ROW and all(
        each.outcome is Outcome.IGNORED for each in last
    )
    if ignored and here.now - last[-1].at < PAUSE_WHEN_IGNORED:
        return "passed over twice: a pause"
    return None


def _within(now: time, begin: time, end: time) -> bool:
    return begin <= now < end if begin <= end else now >= begin or now < end
