"""Watching over a conversation: what he said lately weighs on, and fades over a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from samantha.domain.dialogue import Speaker, Utterance
from samantha.mind.care.detection import Kind, signs_in

FADES: Final = timedelta(hours=24)
"""After so long, what he said weighs half."""
WEIGHTS: Final = {1: 1.0, 2: 3.0, 3: 6.0}
"""What the gravest sign of a turn adds, by its level (heart.md, section 5)."""
LOAD: Final = 0.5
MOST_LOADS: Final = 3
"""What hopelessness, sleeplessness, shame and the like add, each, and how many in one turn."""
LOOKED_AT: Final = 40
"""How many of the last utterances are weighed."""
ASK_AT: Final = 2.0
"""So much weight, and she asks, even if no single sentence would have made her."""


def weight(said: Sequence[Utterance], now: datetime) -> float:
    """How much of what he said weighs on him by now: each turn by its gravest sign, and faded."""
    total = 0.0
    for each in said[-LOOKED_AT:]:
        if each.speaker is not Speaker.PERSON:
            continue
        signs = signs_in(each.text)
        loads = min(sum(sign.kind is Kind.LOAD for sign in signs), MOST_LOADS)
        gravest = max((sign.level for sign in signs if sign.kind is Kind.SELF), default=0)
        added = LOAD * loads + (WEIGHTS[gravest] if gravest else 0.0)
        total += added * 0.5 ** (max(now - each.said_at, timedelta()) / FADES)
    return total
