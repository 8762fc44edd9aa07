"""Writing becomes words that can be said aloud: numbers, names, marks, and what is never said.

    verbalize("Dr. Smith paid $5.50 on 3/4/2025 🙂").text
    # "Doctor Smith paid five dollars fifty on March fourth, twenty twenty-five"

A text is read from left to right; at each place the first rule that fits says what stands there.
What a rule says is made of words and marks of pause alone, so that saying twice changes nothing.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from samantha.speaking.verbalization import (
    abbreviations,
    addresses,
    amounts,
    capitals,
    marks,
    moments,
)
from samantha.speaking.verbalization.rules import LETTER, Habits, Rule, rule

__all__ = ["Habits", "Verbalized", "verbalize"]

_SHORTENED: Final = r"(?:vs|approx|etc|btw|imo|aka|call|dial|ring|text|phone)\b"


def _as_it_is(match: re.Match[str], _: Habits) -> str:
    return match.group()


_DIGIT_RULES: Final = (
    *addresses.NAME_RULES,
    *addresses.DIGIT_RULES,
    *moments.DIGIT_RULES,
    *amounts.RULES,
)
_LETTER_RULES: Final = (
    rule(rf"(?!{_SHORTENED})[a-z]+(?:'[a-z]+)?(?=[\s,;!?]|$)", _as_it_is),  # most words, at once
    *addresses.NAME_RULES,
    *addresses.LETTER_RULES,
    *moments.LETTER_RULES,
    *(each for each in amounts.RULES if "currency" in each.pattern.groupindex),
    *abbreviations.RULES,
    *capitals.RULES,
    rule(rf"[{LETTER}]+(?:['-][{LETTER}]+)*", _as_it_is),
)
_MARK_RULES: Final = (*addresses.MARK_RULES, *amounts.RULES, *marks.RULES)
_MOST_PASSES: Final = 4
_SPOKEN = re.compile(rf"'?[{LETTER}]+(?:['-][{LETTER}]+)*|[{re.escape(''.join(marks.STRENGTH))}]")
_PLAINER: Final = str.maketrans("’‘ʼ‐‑‒\u00a0\u2009\u202f", "'''---   ")


@dataclass(frozen=True, slots=True)
class Verbalized:
    """A text as it is said, and where its written words end in that.

    `text` holds words of Latin letters, single spaces, and the marks . , ? ! ; : … — behind words.
    For each written word (split at white space) `written_ends` says how many of the words of `text`
    have been said when it is over; a written word that is not said ends with the one before it.
    """

    text: str
    written_ends: tuple[int, ...]


@lru_cache(maxsize=256)
def verbalize(text: str, habits: Habits = Habits()) -> Verbalized:  # noqa: B008 - frozen
    """Say `text`. Never raises; what cannot be said in words is left out.

    Saying what was said changes nothing: a tag such as #DrSmith is "hashtag Doctor Smith" at once.
    """
    said = _said_once(text, habits)
    for _ in range(_MOST_PASSES):
        again = _said_once(said.text, habits)
        if again.text == said.text:
            break
        counts = (0, *again.written_ends)
        said = Verbalized(again.text, tuple(counts[end] for end in said.written_ends))
    return said


def _said_once(text: str, habits: Habits) -> Verbalized:
    written = "".join(map(_plain, unicodedata.normalize("NFC", text).translate(_PLAINER)))
    saying = _Saying()
    ends: list[int] = []
    counts: list[int] = []
    for end, said in _said_pieces(written, habits):
        saying.add(said)
        ends.append(end)
        counts.append(len(saying.words))
    written_ends = tuple(
        counts[bisect_left(ends, word.end())] for word in re.finditer(r"\S+", written)
    )
    return Verbalized(saying.text, written_ends)


def _plain(letter: str) -> str:
    """A letter or digit in fancy dress (full width, bold, circled) as itself."""
    if letter.isascii():
        return letter
    if unicodedata.category(letter) == "No":
        return letter  # a superscript says something else than its digit
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 and plain.isascii() and plain.isalnum() else letter


def _said_pieces(written: str, habits: Habits) -> Iterator[tuple[int, str]]:
    """Where each piece of `written` ends, and what is said of it."""
    at = 0
    while at < len(written):
        end, said = _first_fitting(written, at, habits)
        yield end, said
        at = end


def _first_fitting(written: str, at: int, habits: Habits) -> tuple[int, str]:
    for each in _rules_at(written, at):
        match = each.pattern.match(written, at)
        if match and match.end() > at:
            said = each.saying(match, habits)
            if said is not None:
                return match.end(), said
    return at + 1, ""


def _rules_at(written: str, at: int) -> Iterator[Rule]:
    if at == 0 or written[at - 1] == "\n":
        yield from marks.LINE_RULES
    if written[at].isspace():
        yield marks.NEW_LINE
        return
    if written[at] in "0123456789":
        yield from _DIGIT_RULES
    elif written[at].isalpha():
        yield from _LETTER_RULES
    else:
        yield from _MARK_RULES


class _Saying:
    """Words with at most one mark behind each, as they come."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._marks: list[str] = []

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(word + mark for word, mark in zip(self.words, self._marks, strict=True))

    def add(self, said: str) -> None:
        """Take words and marks; a mark strengthens the one that is there, and begins nothing."""
        for token in _SPOKEN.findall(said):
            if token not in marks.STRENGTH:
                self.words.append(token)
                self._marks.append("")
            elif self.words and marks.STRENGTH[token] > marks.STRENGTH.get(self._marks[-1], 0):
                self._marks[-1] = token
