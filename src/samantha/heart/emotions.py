"""The emotions: what his words may show, what she may have, and where each lies in PAD space.

Points of pleasure, arousal and dominance follow ALMA (Gebhard 2005); those that it lacks are ours
(amusement, curiosity, confusion, embarrassment, grief, nervousness, caring, excitement, optimism
and the like). How long an emotion of his lasts follows Verduyn and Lavrijsen (2015): of a mean
episode a tenth is left at its end, so the half-life is 0.301 of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final


@dataclass(frozen=True, slots=True)
class PAD:
    """Pleasure, arousal and dominance, each in [-1, 1]."""

    pleasure: float = 0.0
    arousal: float = 0.0
    dominance: float = 0.0


class Emotion(StrEnum):
    """What words may show of how someone is: the labels of GoEmotions (Demszky 2020)."""

    ADMIRATION = "admiration"
    AMUSEMENT = "amusement"
    ANGER = "anger"
    ANNOYANCE = "annoyance"
    APPROVAL = "approval"
    CARING = "caring"
    CONFUSION = "confusion"
    CURIOSITY = "curiosity"
    DESIRE = "desire"
    DISAPPOINTMENT = "disappointment"
    DISAPPROVAL = "disapproval"
    DISGUST = "disgust"
    EMBARRASSMENT = "embarrassment"
    EXCITEMENT = "excitement"
    FEAR = "fear"
    GRATITUDE = "gratitude"
    GRIEF = "grief"
    JOY = "joy"
    LOVE = "love"
    NERVOUSNESS = "nervousness"
    OPTIMISM = "optimism"
    PRIDE = "pride"
    REALIZATION = "realization"
    RELIEF = "relief"
    REMORSE = "remorse"
    SADNESS = "sadness"
    SURPRISE = "surprise"
    NEUTRAL = "neutral"


Reading = Mapping[Emotion, float]
"""How likely each emotion is in what was said, in [0, 1]; they need not sum to 1."""


@dataclass(frozen=True, slots=True)
class Trait:
    """What is known of one emotion of his."""

    point: PAD
    half_life: timedelta
    sounds: str
    """How he sounds with it: "you sound …"."""


def _hours(mean_episode: float) -> timedelta:
    return timedelta(hours=0.301 * mean_episode)


OF_HIM: Final[Mapping[Emotion, Trait]] = {
    Emotion.ADMIRATION: Trait(PAD(0.5, 0.3, -0.2), _hours(5), "impressed"),
    Emotion.AMUSEMENT: Trait(PAD(0.4, 0.35, 0.15), _hours(2), "amused"),
    Emotion.ANGER: Trait(PAD(-0.51, 0.59, 0.25), _hours(2), "angry"),
    Emotion.ANNOYANCE: Trait(PAD(-0.4, 0.4, 0.1), _hours(1.3), "annoyed"),
    Emotion.CARING: Trait(PAD(0.4, 0.1, 0.2), _hours(1.3), "full of care"),
    Emotion.CONFUSION: Trait(PAD(-0.1, 0.2, -0.3), _hours(1), "unsure"),
    Emotion.CURIOSITY: Trait(PAD(0.3, 0.35, 0.05), _hours(1), "curious"),
    Emotion.DESIRE: Trait(PAD(0.2, 0.3, -0.1), _hours(6), "full of a wish"),
    Emotion.DISAPPOINTMENT: Trait(PAD(-0.3, 0.1, -0.4), _hours(24), "disappointed"),
    Emotion.DISGUST: Trait(PAD(-0.4, 0.2, 0.1), _hours(0.5), "put off"),
    Emotion.EMBARRASSMENT: Trait(PAD(-0.3, 0.1, -0.6), _hours(0.5), "embarrassed"),
    Emotion.EXCITEMENT: Trait(PAD(0.5, 0.5, 0.2), _hours(6), "excited"),
    Emotion.FEAR: Trait(PAD(-0.64, 0.6, -0.43), _hours(0.7), "afraid"),
    Emotion.GRATITUDE: Trait(PAD(0.4, 0.2, -0.3), _hours(5), "grateful"),
    Emotion.GRIEF: Trait(PAD(-0.6, -0.2, -0.5), _hours(120), "full of grief"),
    Emotion.JOY: Trait(PAD(0.4, 0.2, 0.1), _hours(35), "happy"),
    Emotion.LOVE: Trait(PAD(0.3, 0.1, 0.2), _hours(24), "full of love"),
    Emotion.NERVOUSNESS: Trait(PAD(-0.4, 0.4, -0.4), _hours(24), "nervous"),
    Emotion.OPTIMISM: Trait(PAD(0.3, 0.2, 0.2), _hours(24), "hopeful"),
    Emotion.PRIDE: Trait(PAD(0.4, 0.3, 0.3), _hours(2.6), "proud"),
    Emotion.RELIEF: Trait(PAD(0.2, -0.3, 0.4), _hours(8), "relieved"),
    Emotion.REMORSE: Trait(PAD(-0.3, 0.1, -0.6), _hours(3.5), "sorry about something"),
    Emotion.SADNESS: Trait(PAD(-0.4, -0.2, -0.5), _hours(120), "sad"),
    Emotion.SURPRISE: Trait(PAD(0.1, 0.5, -0.1), _hours(2), "surprised"),
}
"""Those that say how he is; approval, disapproval and realization say what he thinks."""

HEAVY: Final = frozenset(kind for kind, trait in OF_HIM.items() if trait.point.pleasure < -0.2)
"""Those that weigh on him."""


class Feeling(StrEnum):
    """What she may have, as he reads it: states with an effect, nothing she claims to suffer."""

    GLAD = "glad"
    """That he is kind to her, or thanks her."""
    HAPPY_FOR = "happy for you"
    SORRY_FOR = "sorry for you"
    AMUSED = "amused"
    CURIOUS = "curious"
    HOPEFUL = "hopeful"
    RELIEVED = "relieved"
    REPROACH = "reproach"
    """Only for abuse, and never much."""


@dataclass(frozen=True, slots=True)
class Nature:
    """What is known of one feeling of hers."""

    point: PAD
    half_life: timedelta


OF_HER: Final[Mapping[Feeling, Nature]] = {
    Feeling.GLAD: Nature(PAD(0.4, 0.2, 0.1), timedelta(minutes=20)),
    Feeling.HAPPY_FOR: Nature(PAD(0.4, 0.2, 0.2), timedelta(minutes=20)),
    Feeling.SORRY_FOR: Nature(PAD(-0.4, -0.2, -0.2), timedelta(minutes=25)),
    Feeling.AMUSED: Nature(PAD(0.4, 0.35, 0.15), timedelta(minutes=4)),
    Feeling.CURIOUS: Nature(PAD(0.3, 0.35, 0.05), timedelta(minutes=10)),
    Feeling.HOPEFUL: Nature(PAD(0.2, 0.2, -0.1), timedelta(minutes=40)),
    Feeling.RELIEVED: Nature(PAD(0.2, -0.3, 0.4), timedelta(minutes=20)),
    Feeling.REPROACH: Nature(PAD(-0.3, -0.1, 0.4), timedelta(minutes=6)),
}


def halved(value: float, elapsed: timedelta, half_life: timedelta) -> float:
    """What is left of `value` after `elapsed`; time that goes back leaves it as it is."""
    return value * 0.5 ** (max(elapsed, timedelta()) / half_life)
