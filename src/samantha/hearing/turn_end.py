"""Is the turn over? Silence, sound and words joined into how long to wait.

The weights and waits are those that were best in measurements on finished and unfinished sentences:
the sound alone is wrong too often, the words alone do not hear a voice that stays up, and a fixed
silence is either slow or rude.
"""

import math
from typing import Final

SOUND_WEIGHT: Final = 0.5
SURE_S: Final = 0.20
"""The silence that is enough when the turn seems over."""
UNSURE_S: Final = 0.70
UNLIKELY_S: Final = 1.50
LONGEST_S: Final = 2.00
"""After so much silence the turn is over whatever it sounded like."""
UNSURE_FROM: Final = -3.0
SCORE_AGAIN_S: Final = 0.30
"""How often a pause is judged anew while it lasts."""
_SUREST: Final = 1e-4
"""Probabilities are kept this far from 0 and 1."""


def end_score(sound: float, words: float) -> float:
    """How much speaks for an end, in log-odds: 0.5 · logit(sound) + logit(words)."""
    return SOUND_WEIGHT * logit(sound) + logit(words)


def required_silence_s(score: float | None, *, patience: float = 1.0) -> float:
    """How much silence ends a turn of this score; None is a turn that was not judged.

    `patience` stretches all waits: below 1 she answers sooner, above 1 she lets him think.
    """
    if score is None:
        wait_s = LONGEST_S
    elif score > 0:
        wait_s = SURE_S
    elif score >= UNSURE_FROM:
        wait_s = UNSURE_S
    else:
        wait_s = UNLIKELY_S
    return wait_s * patience


def logit(probability: float) -> float:
    """The log-odds of a probability, finite for 0 and 1 too."""
    kept = min(max(probability, _SUREST), 1 - _SUREST)
    return math.log(kept / (1 - kept))
