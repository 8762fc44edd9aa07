"""How she is: feelings that pass in minutes, a mood that lasts for hours, a home it returns to.

    home = home_of(persona_traits)
    affect = at_home(home, now)
    affect = stirred(faded(affect, home, now), impulses)

Deterministic; no model is asked. Time alone only brings her home: nobody's absence is felt.
Equations and constants are those of the design note (heart.md 6.1): Mehrabian's temperament for the
home, a half-life for each axis, impulses that are appraised anew and do not pile up (FAtiMA).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from samantha.heart.emotions import OF_HER, PAD, Feeling, halved

SHARE: Final = 0.3
"""How much of a feeling goes into the mood."""
MOST_REPROACH: Final = 0.2
LEAST_PLEASURE: Final = -0.35
STEADY: Final = -0.2
"""The arousal that she goes to when he is upset: steady company, not one more storm."""
GONE: Final = 0.02
TEMPERED: Final = 0.6
"""A home lies nearer to the middle than the temperament it comes from."""
HALF_LIVES: Final = (timedelta(minutes=90), timedelta(minutes=20), timedelta(minutes=60))
"""Of pleasure, arousal and dominance."""


@dataclass(frozen=True, slots=True)
class Temperament:
    """Five traits, each in [-1, 1]; stability is the opposite of Mehrabian's neuroticism."""

    openness: float = 0.7
    conscientiousness: float = 0.3
    extraversion: float = 0.35
    agreeableness: float = 0.65
    stability: float = 0.45


@dataclass(frozen=True, slots=True)
class Impulse:
    """One reason to feel something."""

    feeling: Feeling
    intensity: float
    """In [0, 1]."""
    rule: str
    """Why, in a few words, for him to read."""


@dataclass(frozen=True, slots=True)
class Affect:
    """How she is at the time `at`."""

    mood: PAD
    at: datetime
    feelings: Mapping[Feeling, float] = field(default_factory=dict[Feeling, float])
    """Each in (0, 1]."""


def home_of(temperament: Temperament) -> PAD:
    """Where her mood returns to (Mehrabian 1996, with emotional stability and not its opposite)."""
    t = temperament
    pleasure = 0.21 * t.extraversion + 0.59 * t.agreeableness + 0.19 * t.stability
    arousal = 0.15 * t.openness + 0.30 * t.agreeableness - 0.57 * t.stability
    dominance = (
        0.25 * t.openness + 0.17 * t.conscientiousness + 0.60 * t.extraversion
        - 0.32 * t.agreeableness
    )  # fmt: skip
    return PAD(TEMPERED * pleasure, TEMPERED * arousal, TEMPERED * dominance)


def at_home(home: PAD, at: datetime) -> Affect:
    """How she is when nothing moves her."""
    return Affect(home, at)


def faded(affect: Affect, home: PAD, now: datetime) -> Affect:
    """How she is by `now` if nothing happened since; a clock that was put back changes nothing."""
    elapsed = max(now - affect.at, timedelta())

    def back(mood: float, rest: float, half_life: timedelta) -> float:
        return rest + halved(mood - rest, elapsed, half_life)

    mood, (pleasure, arousal, dominance) = affect.mood, HALF_LIVES
    left = {
        feeling: halved(value, elapsed, OF_HER[feeling].half_life)
        for feeling, value in affect.feelings.items()
    }
    return Affect(
        PAD(
            back(mood.pleasure, home.pleasure, pleasure),
            back(mood.arousal, home.arousal, arousal),
            back(mood.dominance, home.dominance, dominance),
        ),
        max(now, affect.at),
        {feeling: value for feeling, value in left.items() if value >= GONE},
    )


def stirred(affect: Affect, impulses: Sequence[Impulse], *, his: PAD = PAD()) -> Affect:  # noqa: B008 - frozen
    """How she is after `impulses`; `his` is how he sounds: where he is upset she grows steady."""
    mood, feelings = affect.mood, dict(affect.feelings)
    for each in impulses:
        most = MOST_REPROACH if each.feeling is Feeling.REPROACH else 1.0
        intensity = min(max(each.intensity, 0.0), most)
        before = feelings.get(each.feeling, 0.0)
        # What is felt already is appraised anew, not added: nothing winds itself up.
        rise = max(0.0, intensity - before)
        mood = _moved(mood, OF_HER[each.feeling].point, SHARE * rise)
        if intensity >= GONE:
            feelings[each.feeling] = max(before, intensity)
        if each.feeling is Feeling.RELIEVED:
            feelings.pop(Feeling.REPROACH, None)
    if his.pleasure < 0 and his.arousal > 0.2:
        calmer = affect.mood.arousal + SHARE * (STEADY - affect.mood.arousal)
        mood = replace(mood, arousal=min(mood.arousal, affect.mood.arousal, calmer))
    return Affect(mood, affect.at, feelings)


def _moved(mood: PAD, towards: PAD, by: float) -> PAD:
    def step(now: float, push: float) -> float:
        room = min(1.0, 1 - now) if push > 0 else min(1.0, 1 + now)
        return min(max(now + by * push * room, -1.0), 1.0)

    return PAD(
        max(step(mood.pleasure, towards.pleasure), LEAST_PLEASURE),
        step(mood.arousal, towards.arousal),
        step(mood.dominance, towards.dominance),
    )
