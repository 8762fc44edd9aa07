"""The numbers in words: what her mood is called, and how he sounds."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from samantha.heart.belief import Belief
from samantha.heart.emotions import OF_HIM, PAD

AT_EASE: Final = "at ease"
SAID_AT: Final = 0.55
"""How strong an emotion of his has to be for her to name it."""
_STAYS: Final = 0.02
"""A word stays until another one fits better by so much: words do not flicker."""
_WORDS: Final[Mapping[str, tuple[float, float]]] = {
    AT_EASE: (0.0, 0.0),
    "cheerful": (0.07, 0.06),
    "delighted": (0.17, 0.14),
    "wide awake": (0.02, 0.12),
    "quiet": (-0.05, -0.05),
    "subdued": (-0.12, -0.08),
    "low": (-0.25, -0.12),
    "uneasy": (-0.12, 0.1),
}
"""How far from home in pleasure and arousal a mood is that is called so; ours."""


def word_of(mood: PAD, home: PAD, before: str = AT_EASE) -> str:
    """What her mood is called, if it was called `before` until now."""
    here = (mood.pleasure - home.pleasure, mood.arousal - home.arousal)
    far = {word: math.dist(here, place) for word, place in _WORDS.items()}
    nearest = min(far, key=lambda word: far[word])
    return nearest if far.get(before, math.inf) - far[nearest] > _STAYS else before


def sounds(belief: Belief, at: datetime) -> str:
    """How he sounds, after "you": "sound sad", "sounded a little nervous"; else ""."""
    found = belief.strongest(at)
    if found is None or found[1] < SAID_AT:
        return ""
    emotion, strength = found
    degree = "" if strength >= 0.6 else "a little "
    verb = "sounded" if at - belief.felt[emotion].at > OF_HIM[emotion].half_life else "sound"
    return f"{verb} {degree}{OF_HIM[emotion].sounds}"


def state_words(mood: PAD) -> str:
    """The mood in numbers, for him to read."""
    return (
        f"pleasure {mood.pleasure:+.2f}, arousal {mood.arousal:+.2f},"
        f" dominance {mood.dominance:+.2f}"
    )
