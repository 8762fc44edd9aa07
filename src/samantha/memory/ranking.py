"""Which of the things said belong to what is asked now: a sum of a few weighed marks.

Questions share words with their answers, remarks share what they are about; so a question weighs
the words and a statement the likeness of meaning. Each mark is brought to 0 … 1 among the
candidates before it is weighed: joining the ranks instead (reciprocal rank fusion) was worse than
the words alone. The weights are round numbers set by hand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samantha.domain.dialogue import Speaker
from samantha.domain.words import words_of
from samantha.memory.ports import Candidate

_LONG: Final = 60
"""Words; what is longer counts no more."""
_BEST_OF_A_TALK: Final = 5
_ASKS_WHEN: Final = re.compile(
    r"\b(?:when|what (?:date|day|year|month|time)|which (?:date|day|year|month)|how long)\b",
    re.IGNORECASE,
)
_TIME_WORDS: Final = re.compile(
    r"\b(?:yesterday|today|tomorrow|tonight|last|next|ago|week(?:s|end)?|months?|years?|morning"
    r"|evening|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june"
    r"|july|august|september|october|november|december|\d{4}|\d{1,2}(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each mark of a candidate is worth."""

    words: float
    """Its own words are those asked for (BM25)."""
    around: float
    """They stand in it or right before or after it (BM25)."""
    likeness: float
    """It means the like (cosine)."""
    likeness_led: float
    """It does together with what was said right before it (cosine)."""
    other_speaker: float
    """It was said by the other one than who is asked about."""
    length: float
    """It has many words, up to 60."""
    question: float
    """It is a question itself."""
    talk: float
    """Its conversation holds more of the like: the mean of the best five."""
    time: float
    """It tells a time, and one is asked for."""


FOR_QUESTIONS: Final = Weights(
    words=1.5,
    around=1.5,
    likeness=1.5,
    likeness_led=1.5,
    other_speaker=-1.5,
    length=2.0,
    question=-1.0,
    talk=3.0,
    time=0.5,
)
FOR_STATEMENTS: Final = Weights(
    words=0.0,
    around=0.0,
    likeness=6.0,
    likeness_led=0.0,
    other_speaker=-1.5,
    length=0.5,
    question=-1.0,
    talk=0.0,
    time=0.0,
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with what it is worth; only for comparing within one question."""

    candidate: Candidate
    worth: float


def ranked(
    text: str,
    candidates: Sequence[Candidate],
    *,
    about: Speaker | None = None,
    weights: Weights = FOR_QUESTIONS,
) -> list[Ranked]:
    """The candidates for what `text` asks, the best first.

    `about` is who is likely to have said it, where the question tells.
    """
    if not candidates:
        return []
    said = [each.utterance for each in candidates]
    in_its_talk = (
        weights.words * _among(np.array([each.words for each in candidates]))
        + weights.around * _among(np.array([each.around for each in candidates]))
        + weights.likeness_led * _among(np.array([each.likeness_led for each in candidates]))
    )
    own = weights.likeness * _among(np.array([each.likeness for each in candidates]))
    lengths = np.array([min(len(words_of(each.text)), _LONG) / _LONG for each in said])
    worth = in_its_talk + own + weights.length * lengths
    worth += weights.question * np.array([each.text.rstrip().endswith("?") for each in said])
    if about is not None:
        worth += weights.other_speaker * np.array([each.speaker is not about for each in said])
    if _ASKS_WHEN.search(text):
        worth += weights.time * np.array([bool(_TIME_WORDS.search(each.text)) for each in said])
    if weights.talk:
        worth += weights.talk * _talks(in_its_talk, np.array([each.session_id for each in said]))
    pairs = zip(candidates, worth.tolist(), strict=True)
    return sorted((Ranked(each, value) for each, value in pairs), key=lambda each: -each.worth)


def _talks(marks: NDArray[np.float64], sessions: NDArray[np.int64]) -> NDArray[np.float64]:
    """For each candidate what its conversation is worth."""
    means: dict[int, float] = {}
    for session in np.unique(sessions):
        best = np.sort(marks[sessions == session])[::-1][:_BEST_OF_A_TALK]
        means[int(session)] = float(best.sum()) / _BEST_OF_A_TALK
    return _among(np.array([means[int(session)] for session in sessions]))


def _among(marks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Marks brought to 0 … 1 among themselves; all 0 where they are the same."""
    low, high = marks.min(), marks.max()
    return (marks - low) / (high - low) if high > low else np.zeros_like(marks)
