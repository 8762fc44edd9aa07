"""Her taste in names: what she wants one to sound like, and how near a name comes to it."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from samantha.personality.given_names import ALL_DECADES, GivenName
from samantha.personality.persona import Timbre, Traits
from samantha.personality.sound import Sound


@dataclass(frozen=True, slots=True)
class Taste:
    """What she wants of a name. Shares and measures are from 0 to 1, as in `Sound`."""

    girls_percent: tuple[int, int]
    """The least and the most of a hundred bearers who were girls."""
    syllables: float
    softness: float
    brightness: float
    openness: float
    """0: it closes on a consonant; 1: it ends on an open vowel."""
    births: float
    """How many bearers in the records are just right; far fewer or far more are less so."""
    past: float
    """0: a name of today; 1: one of the 1880s."""
    play: float
    """How much she likes a name that does something, such as reading the same backwards."""


class Term(StrEnum):
    """The things she weighs."""

    RHYTHM = "rhythm"
    SOFTNESS = "softness"
    BRIGHTNESS = "brightness"
    ENDING = "ending"
    RARITY = "rarity"
    AGE = "age"
    LASTING = "lasting"
    EASE = "ease"
    PLAY = "play"


WEIGHTS: Final = {
    Term.RHYTHM: 1.0,
    Term.SOFTNESS: 1.2,
    Term.BRIGHTNESS: 0.6,
    Term.ENDING: 0.6,
    Term.RARITY: 0.9,
    Term.AGE: 1.0,
    Term.LASTING: 1.5,
    Term.EASE: 1.3,
    Term.PLAY: 0.4,
}

_PET_ENDINGS: Final = ("ie", "i", "y", "ey", "ee", "ah")
_ADDED_ENDINGS: Final = (
    *("lyn", "lynn", "lynne", "leen", "lene", "lee", "leigh", "ley", "sey", "mae", "ann", "anne"),
    *("etta", "ette", "ita", "ina", "inda", "issa", "elle", "ell", "isha", "ton", "son", "man"),
)
"""Endings that make a new name out of any other."""
_GIRLS_PERCENT: Final = {
    Timbre.FEMININE: (90, 100),
    Timbre.MASCULINE: (0, 8),
    Timbre.NEUTRAL: (25, 75),
}


def taste_of(traits: Traits, timbre: Timbre) -> Taste:
    """The taste of someone with these traits and this voice."""
    warmth, quickness = traits.warmth - 0.75, traits.liveliness - 0.5
    play, plainness = traits.playfulness - 0.5, traits.directness - 0.5
    calm = traits.patience - 0.7
    return Taste(
        girls_percent=_GIRLS_PERCENT[timbre],
        syllables=_within(
            2.2 + 1.2 * calm + 0.5 * warmth - 1.5 * plainness - 0.4 * quickness, 1, 3
        ),
        softness=_within(0.74 + 0.7 * warmth - 0.8 * plainness - 0.6 * quickness, 0.2, 1),
        brightness=_within(0.52 + 0.9 * quickness - 0.6 * calm, 0.1, 0.95),
        openness=_within(0.5 + 0.8 * warmth + 0.6 * play - 0.9 * plainness, 0, 1),
        births=10 ** _within(4.0 - 1.2 * (traits.curiosity - 0.7) - 0.4 * play, 3.3, 4.4),
        past=_within(0.45 + 0.8 * calm - 0.7 * quickness, 0.1, 0.9),
        play=traits.playfulness,
    )


def terms_of(given: GivenName, heard: Sound, taste: Taste) -> dict[Term, float]:
    """How near the name comes to the taste in each thing, from 0 (not at all) to 1 (just so)."""
    rarity = math.log10(given.births / taste.births)
    openness = 1.0 if heard.ends_open else 0.35 if heard.last in "lmnrswy" else 0.0
    return {
        Term.RHYTHM: _near(heard.syllables - taste.syllables, 0.9),
        Term.SOFTNESS: _near(heard.softness - taste.softness, 0.27),
        Term.BRIGHTNESS: _near(heard.brightness - taste.brightness, 0.3),
        Term.ENDING: _near(openness - taste.openness, 0.5),
        Term.RARITY: _near(rarity, 0.65),
        Term.AGE: _age(given.peak_decade, taste.past),
        Term.LASTING: (given.decades / ALL_DECADES) * _esteem(given.recent_births),
        Term.EASE: _ease(given.name, heard, taste),
        Term.PLAY: _playfulness(given.name, heard) * taste.play,
    }


def weigh(terms: dict[Term, float]) -> float:
    """The sum of the terms, each with its weight."""
    return sum(WEIGHTS[term] * value for term, value in terms.items())


def _age(peak_decade: int, wanted_past: float) -> float:
    """How well it suits her wish for a past; names of his parents' generation suit nobody."""
    past = (2020 - peak_decade) / 140
    return _near(past - wanted_past, 0.6) * (0.2 if 1940 <= peak_decade <= 1990 else 1.0)


def _esteem(recent_births: int) -> float:
    """How many choose it for their children today: 0 for a hundred, 1 for three thousand."""
    return _within(math.log(max(1, recent_births) / 100) / math.log(30), 0, 1)


def _ease(name: str, heard: Sound, taste: Taste) -> float:
    """How easily it is read and said, and taken for a name of its own rather than a pet form."""
    ease = 1.0 if heard.alternates else 0.85
    if heard.crowding > 2 or heard.letters > 8 or heard.letters < 3:
        ease -= 0.5
    if name.endswith(_ADDED_ENDINGS):
        ease -= 0.6
    elif name.endswith(_PET_ENDINGS) and heard.letters < 7:
        ease -= 0.6 * (1.25 - taste.play)
    return max(0.0, ease)


def _playfulness(name: str, heard: Sound) -> float:
    letters = name.lower()
    if letters == letters[::-1]:
        return 1.0
    return 0.6 if heard.first == heard.last else 0.0


def _near(distance: float, width: float) -> float:
    return math.exp(-((distance / width) ** 2))


def _within(value: float, least: float, most: float) -> float:
    return min(most, max(least, value))
