"""What she could say of her own accord, from what stays with her, and how he took it."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from samantha.domain.dialogue import Utterance
from samantha.heart.threads import Thread, ThreadKind, raising
from samantha.mind.attention import when
from samantha.mind.initiative.gates import Offer, Outcome, Past, Reason

ANSWERED_WITHIN: Final = timedelta(hours=2)
"""What he said by then was said to it."""
_CELEBRATED: Final = re.compile(r"\b(?:birthday|anniversary|wedding|graduation)\b", re.I)
_DISMISSES: Final = re.compile(
    r"\b(?:not now|later|leave me|leave it|let it (?:be|go)|stop (?:it|that|asking|reminding)"
    r"|go away|enough|don't (?:ask|remind|bring|start|want to talk)|none of your business"
    r"|mind your own|shut up|be quiet|not in the mood)\b",
    re.I,
)


class InitiativeLog(Protocol):
    """Where it is kept what she said of her own accord, and what was refused and why."""

    async def past(self, since: datetime) -> Sequence[Past]:
        """What was kept since then, oldest first."""
        ...

    async def keep(self, past: Past) -> None:
        """Keep one; of the same thing refused by the same gate on one day only the first."""
        ...

    async def settle(self, past: Past, outcome: Outcome) -> None:
        """Keep what became of one that was said."""
        ...


def offer_of(thread: Thread, now: datetime) -> Offer:
    """What she could say of a thread."""
    match thread.kind:
        case ThreadKind.COMING:
            happy = _CELEBRATED.search(thread.what)
            reason = Reason.CELEBRATION if happy else Reason.RESOLVED
        case ThreadKind.HEAVY:
            reason = Reason.CHECK_IN
        case ThreadKind.UNDONE | ThreadKind.HURT:
            reason = Reason.THREAD
    return Offer(reason, f"thread:{thread.number}", raising(thread, when(thread.day, now)))


def outcome_of(past: Past, said_after: Sequence[Utterance], now: datetime) -> Outcome:
    """How he took it; `said_after` is what he said since, oldest first."""
    answer = next((each for each in said_after if each.said_at > past.at), None)
    if answer is not None and answer.said_at - past.at <= ANSWERED_WITHIN:
        dismissed = _DISMISSES.search(answer.text.replace("’", "'"))
        return Outcome.DISMISSED if dismissed else Outcome.TAKEN
    return Outcome.IGNORED if now - past.at > ANSWERED_WITHIN else Outcome.SAID
