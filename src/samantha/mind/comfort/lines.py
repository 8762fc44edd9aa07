"""Which of the written lines fits, if one does. Pure: the same words and turn give the same line.

A small model answers "my dad passed last spring" with "Last spring! What did he do?". So where
something weighs on him the words are written, and the model goes on from there; larger models find
their own. People who help listen and ask before they advise (Hill 2009, ESConv 2021).
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from samantha.domain.words import words_of
from samantha.heart.emotions import Emotion, Feeling, Reading
from samantha.mind.checks import is_farewell

CLEAR: Final = 0.6
"""How likely the feeling has to be in what he says now."""
SURE: Final = 0.9
"""An interview tomorrow makes some people nervous and others glad: nerves have to be heard."""
BRIGHT: Final = 0.5
FEWEST_WORDS: Final = 3
LATELY: Final = 4
"""Among so many of her last utterances …"""
MOST: Final = 2
"""… so many may be written comfort; then the model has its turn."""
_GOING_ON: Final = "going_on"
_ABUSE: Final = "abuse"
_APOLOGY: Final = "apology"
_ASIDE: Final = "aside"
_BRIGHT_ONES: Final = (
    Emotion.JOY,
    Emotion.EXCITEMENT,
    Emotion.RELIEF,
    Emotion.AMUSEMENT,
    Emotion.PRIDE,
)


_SETS_ASIDE: Final = re.compile(
    r"\b(?:don't|do not|rather not|can't) (?:really |want to |wanna |like to |feel like )*"
    r"(?:talk|talking|speak|speaking|go|going) (?:about|into) (?:it|this|that|him|her|them)\b"
    r"|\blet's (?:not talk about|drop|leave) (?:it|this|that)\b|\bchange (?:the|of) subject\b",
    re.I,
)


def sets_aside(said: str) -> bool:
    """Whether he would rather leave it: then she does."""
    return bool(_SETS_ASIDE.search(said.replace("’", "'")))


@dataclass(frozen=True, slots=True)
class Weight:
    """What is known of how he is when he says something."""

    reading: Reading
    """What is felt in his words now."""
    low: bool
    """Whether something weighed on him before, and does still."""
    moved: frozenset[Feeling]
    """What he moved in her with it."""


def comfort_for(
    said: str,
    weight: Weight,
    *,
    her_last_words: Sequence[str],
    turn: int,
    this_sitting: int | None = None,
) -> str | None:
    """The line for what he says; None where nothing weighs, he asks, or there was enough of it.

    `this_sitting` says how many of her last words belong to it; None is all of them.
    """
    here = len(her_last_words) if this_sitting is None else this_sitting
    of_now = her_last_words[len(her_last_words) - here :]
    if sets_aside(said):
        return _new(_ASIDE, her_last_words, turn)
    if Feeling.REPROACH in weight.moved:
        return _new(_ABUSE, her_last_words, turn)
    if Feeling.RELIEVED in weight.moved and _was_said(_ABUSE, of_now[-LATELY:]):
        return _new(_APOLOGY, her_last_words, turn)
    if "?" in said or len(words_of(said)) < FEWEST_WORDS or is_farewell(said):
        return None
    lately = sum(any(line in words for line in _all()) for words in of_now[-LATELY:])
    if lately >= MOST:
        return None
    felt = {kind: weight.reading.get(kind, 0.0) for kind in Emotion if kind.value in _lines()}
    strongest = max(felt, key=lambda kind: felt[kind])
    if felt[strongest] >= (SURE if strongest is Emotion.NERVOUSNESS else CLEAR):
        return _new(strongest.value, her_last_words, turn)
    bright = any(weight.reading.get(kind, 0.0) >= BRIGHT for kind in _BRIGHT_ONES)
    return _new(_GOING_ON, her_last_words, turn) if weight.low and not bright else None


def unsaid(lines: Sequence[str], her_last_words: Sequence[str]) -> list[str]:
    """Those of the lines that are in none of her last words."""
    return [line for line in lines if not any(line in words for words in her_last_words)]


def _new(kind: str, her_last_words: Sequence[str], turn: int) -> str | None:
    """A line of that kind that she has not said lately."""
    lines = unsaid(_lines()[kind], her_last_words)
    return lines[turn % len(lines)] if lines else None


def _was_said(kind: str, her_last_words: Sequence[str]) -> bool:
    return any(line in words for line in _lines()[kind] for words in her_last_words)


@cache
def _lines() -> Mapping[str, Sequence[str]]:
    text = resources.files("samantha.mind.comfort").joinpath("lines.toml").read_text("utf-8")
    return {name: tuple(lines) for name, lines in tomllib.loads(text).items()}


@cache
def _all() -> frozenset[str]:
    return frozenset(line for lines in _lines().values() for line in lines)
