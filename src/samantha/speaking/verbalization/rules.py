"""What a rule of saying is, and the pieces that many patterns are made of."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

LETTER: Final = "A-Za-zÀ-ÖØ-öø-ƿǄ-ɏḀ-ỿ"
"""The inside of a character class: letters that a voice for English can try to say."""
NUMBER: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
"""A number with or without commas and a decimal point."""
TO: Final = r"\s?(?:[-–—]|to)\s?"
"""What stands between the two ends of a range."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a person reads what can be read in more than one way."""

    day_first: bool = False
    """Whether 3/4/2025 is a day in April, and a day is said before its month."""
    slashed_dates: bool = False
    """Whether 3/4 is a date; otherwise it is three quarters."""
    name_emoji: bool = False
    """Whether an emoji is named; otherwise it is not said."""


Saying: TypeAlias = Callable[[re.Match[str], Habits], str | None]
"""Makes words (with marks of pause) of what was matched; None leaves it to the next rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How what is written like `pattern` is said."""

    pattern: re.Pattern[str]
    saying: Saying


def rule(pattern: str, saying: Saying | str, *, any_case: bool = False) -> Rule:
    """A rule; where `saying` is a text, that is what is said."""
    compiled = re.compile(pattern, re.IGNORECASE if any_case else 0)
    if isinstance(saying, str):
        said = saying
        return Rule(compiled, lambda _match, _habits: said)
    return Rule(compiled, saying)


def one_of(words: Iterable[str]) -> str:
    """A group that matches any of `words`, longer ones first."""
    texts = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, texts))})"
