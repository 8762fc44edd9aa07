"""Wishes about who is called what, said outright in the talk."""

import re
from dataclasses import dataclass
from typing import Final

from samantha.domain.words import sentences_of

_LEAD = r"(?:(?:hi|hello|hey|no|oh|and|but|so|well|ok|okay|please|just|actually|then|now|maybe|by the way|from now on)[,.!]? +){0,4}"
_ASK = r"(?:(?:you can|you may|you should|(?:can|could|would|will) you|i(?:'d| would) (?:like|love|prefer|rather)(?: for)? you(?: to)?|i want you to)(?: please| just| maybe)? )?"
_TAIL = r"(?:,? (?:please|then|from now on|instead|okay|ok|thanks|thank you|will you|would you)){0,2} *[.!?…]*"

_ANOTHER_NAME: Final = re.compile(
    rf"(?:i (?:do not|don't) (?:really )?like (?:your|that|this) name[,.;:!]* +)?{_LEAD}{_ASK}"
    r"(?:(?:choose|pick|find|take|try|get|give)(?: yourself)? (?:another|a new|a different|some other|a better|a nicer) name"
    r"|(?:choose|pick) (?:your name|a name|yourself a name) again|change your name|rename yourself"
    r"|i (?:want|need|would like) (?:another|a new|a different) name(?= for you\b))"
    rf"(?: for (?:you|yourself))?{_TAIL}",
    re.IGNORECASE,
)
_CALL_ME: Final = re.compile(
    rf"{_LEAD}{_ASK}call(?:ed)? me (?P<name>(?:(?:mr|mrs|ms|dr)\.? )?[^\W\d_][\w'-]{{0,30}}(?: (?-i:[A-ZÀ-Þ])[\w'-]{{0,30}})?)"
    rf"(?:,? (?:not|instead of|rather than) [\w'-]{{1,30}})?{_TAIL}",
    re.IGNORECASE,
)
_NOT_A_NAME: Final = frozenset(
    """a an the when if back later tomorrow tonight today now soon sometime sometimes anytime whenever
    anyway often crazy mad nuts insane silly stupid dumb lazy naive paranoid cynical romantic weird
    sentimental cheesy boring picky biased curious lucky cold old that this it names name maybe
    anything something whatever nothing again up out over in on at by from before after once first
    early late and or but so because cause please then instead daily mine yours here there
    wrong right skeptical sceptical dramatic sensitive jealous vain fussy nosy tired drunk proud
    spoiled spoilt nostalgic superstitious stubborn pathetic bitter blessed""".split()
)
_DESCRIBES: Final = re.compile(
    r"\w{2,}(?:ful|less|able|ible|ish|ous|istic|-fashioned)", re.IGNORECASE
)
"""How a word ends that says what he is like, rather than who he is."""


@dataclass(frozen=True, slots=True)
class CallMe:
    """He wants to be called otherwise."""

    name: str


@dataclass(frozen=True, slots=True)
class AnotherName:
    """He asks her to choose her own name anew."""


def wish_of(said: str) -> CallMe | AnotherName | None:
    """Which wish about names this is, if it is one."""
    # A wish ends what he says; the sentences before it only lead there.
    sentences = list(sentences_of(said.replace("’", "'")))
    if len(said) > 130 or not sentences:
        return None
    text = sentences[-1]
    if _ANOTHER_NAME.fullmatch(text):
        return AnotherName()
    match = _CALL_ME.fullmatch(text)
    if match is None or match["name"].lower() in _NOT_A_NAME:
        return None
    name = match["name"]
    if any(letter.isupper() for letter in name):
        return CallMe(name)
    return None if _DESCRIBES.fullmatch(name) else CallMe(name.title())
