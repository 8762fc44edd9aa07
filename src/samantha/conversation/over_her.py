"""What he says over her words: an echo of hers, a listener's sound, or an interruption."""

from collections.abc import Sequence
from typing import Final

from samantha.conversation.floor_events import Meaning
from samantha.domain.words import words_of
from samantha.hearing.backchannels import Overlap, overlap_of
from samantha.hearing.echo_check import Whose, sift

_FEW: Final = 2
"""So many words may be a sound that was misheard, …"""
_PLAIN: Final = frozenset("what why who how when where which no nope sorry hello hi help".split())
"""… unless one of these is among them, which one says as short as that."""


def meaning_of(text: str, saying: str, *, names: Sequence[str], asked: bool) -> tuple[Meaning, str]:
    """What `text` means while she is `saying` something, and which of it is his.

    `names` are those he may call her by; `asked` says whether what he has heard is a question.
    """
    sifted = sift(text, saying)
    if sifted.whose is Whose.HERS or (sifted.whose is Whose.UNSURE and text):
        return Meaning.ECHO, text
    his = without_echo(text, saying)
    match overlap_of(his, names, asked=asked):
        case Overlap.NOTHING:
            return Meaning.UNCLEAR, his
        case Overlap.BACKCHANNEL:
            return Meaning.LISTENING, his
        case Overlap.CONTENT if not asked and _may_be_misheard(his):
            return Meaning.BRIEF, his
        case Overlap.STOP | Overlap.CONTENT:
            return Meaning.INTERRUPTING, his


def _may_be_misheard(text: str) -> bool:
    words = words_of(text)
    return len(words) <= _FEW and _PLAIN.isdisjoint(words)


def without_echo(text: str, saying: str) -> str:
    """The words of his turn without those of hers that were heard in it, if any are left."""
    his = sift(text, saying).his
    # Where nothing was hers, his own capitals and marks stay.
    return his if his and len(words_of(his)) < len(words_of(text)) else text
