"""Wishes about who is called what, said outright in the talk."""

import re
from dataclasses import dataclass
from typing import Final

_ANOTHER_NAME: Final = re.compile(
    r"\b(?:choose|pick|find|take|give yourself|want|try)\b.{0,20}\b(?:another|a new|a different|some other|new) name\b"
    r"|\b(?:choose|pick) (?:your name )?again\b.{0,20}(?:name)?$|\bchange your name\b|\brename yourself\b",
    re.IGNORECASE,
)
_CALL_ME: Final = re.compile(
    r"^(?:no,? |oh,? |and |please |just |by the way,? |from now on,? )*(?:you can |you may |could you |please )*call me "
    r"([^\W\d_][\w'’-]*(?: [A-Z][\w'’-]*)?)(?:,? (?:please|from now on|instead|okay|ok|thanks))*[.!?]*$",
    re.IGNORECASE,
)
_NOT_A_NAME: Final = frozenset(
    "a an the when if back later tomorrow crazy that this it names maybe anything again up".split()
)


@dataclass(frozen=True, slots=True)
class CallMe:
    """He wants to be called otherwise."""

    name: str


@dataclass(frozen=True, slots=True)
class AnotherName:
    """He asks her to choose her own name anew."""


def wish_of(said: str) -> CallMe | AnotherName | None:
    """Which wish about names this is, if it is one."""
    text = said.strip()
    if len(text) > 120:
        return None
    if _ANOTHER_NAME.search(text):
        return AnotherName()
    match = _CALL_ME.match(text)
    if match and match[1].lower() not in _NOT_A_NAME:
        name = match[1]
        return CallMe(name if any(letter.isupper() for letter in name) else name.title())
    return None
