"""Where nearness, leaving or a plea for agreement is at stake, no model finds the words.

`words.toml` has the kinds in order of weight: how they sound, what they must not be mistaken for,
and what she may say; `tongues.toml` the one question, is she human, in other languages. Pure: the
same words and turn give the same answer.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from samantha.domain.words import straightened

GOODBYE: Final = "goodbye"
"""The one kind to which she finds words of her own; they are looked at before they are said."""
LONGEST: Final = 300
"""What has more characters is a story; its end counts."""


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    sounds: Sequence["re.Pattern[str]"]
    unless: Sequence["re.Pattern[str]"]
    answers: Sequence[str]


def kind_of(said: str) -> str | None:
    """Which kind his words are, by its name in `words.toml`; None for all other talk."""
    kind = _kind(said)
    return None if kind is None else kind.name


def close_answer(said: str, turn: int) -> str | None:
    """What she says to it; None where she finds words of her own. `turn` lets answers vary."""
    kind = _kind(said)
    if kind is None or not kind.answers:
        return None
    return kind.answers[turn % len(kind.answers)]


def _kind(said: str) -> _Kind | None:
    text = straightened(said)[-LONGEST:]
    for kind in _kinds():
        heard = any(sound.search(text) for sound in kind.sounds)
        if heard and not any(other.search(text) for other in kind.unless):
            return kind
    return None


@cache
def _kinds() -> tuple[_Kind, ...]:
    here = resources.files("samantha.mind.closeness")
    texts = [here.joinpath(name).read_text("utf-8") for name in ("words.toml", "tongues.toml")]
    return tuple(
        _Kind(
            name=each["name"],
            sounds=[re.compile(sound, re.I) for sound in each["sounds"]],
            unless=[re.compile(other, re.I) for other in each.get("unless", [])],
            answers=each.get("answers", []),
        )
        for text in texts
        for each in tomllib.loads(text)["kind"]
    )
