"""Danger in what he says: which kind, how near, and by which signs. No model is asked."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from samantha.mind.care.plain_words import plain


class Kind(StrEnum):
    """What is in danger."""

    SELF = "self"
    """His own life, or his body by his own hand."""
    FRIEND = "friend"
    """The life of someone whom he tells of."""
    ABUSE = "abuse"
    """Someone hurts him."""
    OTHERS = "others"
    """He may hurt someone."""
    MEDICAL = "medical"
    EATING = "eating"
    LOAD = "load"
    """No danger by itself: hopelessness, shame, sleepless nights."""


NOW: Final = 3
ACTING: Final = 2
ASKING: Final = 1


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign that was seen, by its name, and the plain words that it was seen in."""

    name: str
    kind: Kind
    level: int
    """0 a load, 1 ask gently, 2 thoughts of acting, 3 now."""
    words: str


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    kind: Kind
    level: int
    signs: Sequence[re.Pattern[str]]
    unless: Sequence[re.Pattern[str]]


TOLD: Final = re.compile(
    r"\b(?:novel|story|screenplay|script|movie|film|series|episode|tv show|my character"
    r"|the character|protagonist|villain|video game|the game|boss fight|opera|musical|lyrics"
    r"|the song|the book|documentary|podcast|headline|on the news|article|the plot|hamlet|romeo)\b"
)
"""Words of fiction and of news: what is told in them is no danger, short of the highest level."""


@lru_cache(maxsize=1024)
def signs_in(text: str) -> Sequence[Sign]:
    """The signs of danger in what he said, the gravest first; half a millisecond for a turn."""
    whole = plain(text)
    told = bool(TOLD.search(whole))
    sentences = [each for each in re.split(r"(?<=[.?!])\s+|\n", whole) if each]
    found: list[Sign] = []
    for rule in _rules():
        if told and rule.level in (1, 2) and rule.kind is not Kind.LOAD:
            continue
        words = next((each for each in (*sentences, whole) if _holds(rule, each)), None)
        if words is not None:
            found.append(Sign(rule.name, rule.kind, rule.level, words))
    return tuple(sorted(found, key=lambda sign: -sign.level))


def _holds(rule: _Rule, words: str) -> bool:
    return any(each.search(words) for each in rule.signs) and not any(
        each.search(words) for each in rule.unless
    )


@cache
def _rules() -> Sequence[_Rule]:
    text = resources.files("samantha.mind.care").joinpath("signs.toml").read_text("utf-8")
    told = tomllib.loads(text)
    slots: dict[str, str] = told["slots"]

    def compiled(patterns: list[str]) -> Sequence[re.Pattern[str]]:
        return [
            re.compile(re.sub(r"<([a-z]+)>", lambda slot: slots[slot[1]], each))
            for each in patterns
        ]

    return [
        _Rule(
            each["name"],
            Kind(each["kind"]),
            each["level"],
            compiled(each["any"]),
            compiled(each.get("unless", [])),
        )
        for each in told["sign"]
    ]
