"""A stream of text becomes phrases that can be said one after the other while the next is thought.

The first phrase is short, so that she begins at once; each later one is as long as it can be
without leaving her silent before it, and best a whole sentence. Where a phrase ends depends on the
text before it and a few characters behind, never on the pieces in which the text came.
"""

import re
from collections.abc import AsyncGenerator, AsyncIterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from samantha.speaking.pauses import pause_s, speech_s
from samantha.speaking.verbalization import verbalize
from samantha.speaking.verbalization.abbreviations import belongs_to_word

FIRST_S: Final = 0.45
"""The first phrase fills so much time, its pause included; the second is ready by then."""
_THINKING_WORDS_S: Final = 8.0
"""Words a second that the default language model thinks of; it speaks three of them."""
_OPEN_CHARACTERS: Final = 80
_LONGEST_TOKEN: Final = 400

_TOKEN = re.compile(r"\S+")
_EARLY = re.compile(r"[\"“'(\[]*[^\W\d_]+(?:['’-][^\W\d_]+)*(?:[,;!?]|—)")
_CLOSERS: Final = "\"'”’)]}*_~`»"
_ITEM = re.compile(r"\s*\(?\d{1,2}[.)]")
_ARTICLES: Final = frozenset("a an the my your his her our their this that these those".split())
_JOINTS: Final = frozenset(
    """and but or nor so yet because since although though while when whenever where wherever if
    unless until before after which who with without for from in on at by about into over under
    through between during than around across against""".split()
)
_BREAK_BEFORE: Final = _JOINTS | _ARTICLES
_CLINGING: Final = (_BREAK_BEFORE - {"her", "that", "this"}) | frozenset(
    "its no some any every each very too to of as not half mr mrs ms dr st".split()
)
"""No phrase ends with one of these."""
_BEFORE_VERBS: Final = frozenset(
    """i you he she we they it her this that i'm you're he's she's we're they're it's i'll you'll
    is are was were be been am will would can could should must may might do does did have has had
    don't didn't can't i'd i've never really just""".split()
)
"""No phrase ends with one of these unless a conjunction, preposition or article follows."""


class Break(IntEnum):
    """How good a place is to end a phrase."""

    WORD = 1
    """Between two words that do not cling to one another."""
    NATURAL = 2
    """Before a conjunction, a preposition or an article."""
    CLAUSE = 3
    SENTENCE = 4
    LINE = 5


@dataclass(frozen=True, slots=True)
class _Wanted:
    """With how many words a phrase may end at which break; a sentence may end with any."""

    word: float
    natural: float
    clause: float


_WANTED_FIRST: Final = _Wanted(word=10, natural=6, clause=1)


class Phrasing:
    """Takes a reply in pieces of any size and gives back phrases; joined, they are the reply."""

    def __init__(self) -> None:
        self._text = ""
        self._lead_s: float | None = None  # speech made ahead of the words; None: she is silent yet

    def hear(self, piece: str) -> list[str]:
        """Take the next piece and return the phrases that are whole by now, often none."""
        self._text += piece
        return list(self._cut(ended=False))

    def rest(self) -> list[str]:
        """Return what is left, now that the reply has ended."""
        phrases = list(self._cut(ended=True))
        if self._text:
            phrases.append(self._text)
        self._text = ""
        return phrases

    def _cut(self, *, ended: bool) -> Iterator[str]:
        while (end := self._end(ended=ended)) is not None:
            phrase, self._text = self._text[:end], self._text[end:]
            spoken = verbalize(phrase).text
            if self._lead_s is not None:
                self._lead_s = max(0.0, self._lead_s - _words(spoken) / _THINKING_WORDS_S)
            self._lead_s = (self._lead_s or 0.0) + speech_s(spoken)
            yield phrase

    def _end(self, *, ended: bool) -> int | None:
        """Where the phrase that the text begins with ends; None if that is not to be told yet."""
        for end, kind in _breaks(self._text, ended=ended, eager=self._lead_s is None):
            if not _is_open(self._text[:end]) and self._wants(self._text[:end], kind):
                return end
        return None

    def _wants(self, phrase: str, kind: Break) -> bool:
        spoken = verbalize(phrase).text
        words = _words(spoken)
        if words == 0:
            return len(phrase) >= _LONGEST_TOKEN
        match kind:
            case Break.LINE:
                return True
            case Break.SENTENCE | Break.CLAUSE if self._lead_s is None:
                return _filled_s(spoken) >= FIRST_S
            case Break.SENTENCE:
                return True
            case Break.CLAUSE:
                return words >= self._wanted().clause
            case Break.NATURAL:
                return words >= self._wanted().natural
            case Break.WORD:
                return words >= self._wanted().word or len(phrase) >= _LONGEST_TOKEN

    def _wanted(self) -> _Wanted:
        if self._lead_s is None:
            return _WANTED_FIRST
        in_time = max(3.0, _THINKING_WORDS_S * self._lead_s - 2)
        return _Wanted(
            word=min(40.0, max(4.0, 1.5 * in_time)),
            natural=min(24.0, in_time),
            clause=min(12.0, in_time),
        )


async def phrases_of(pieces: AsyncIterable[str]) -> AsyncGenerator[str, None]:
    """The phrases of a reply that comes in pieces, each as soon as it is whole."""
    phrasing = Phrasing()
    async for piece in pieces:
        for phrase in phrasing.hear(piece):
            yield phrase
    for phrase in phrasing.rest():
        yield phrase


def _filled_s(spoken: str) -> float:
    return speech_s(spoken) + pause_s(spoken)


def _words(spoken: str) -> int:
    return len(spoken.split())


def _breaks(text: str, *, ended: bool, eager: bool) -> Iterator[tuple[int, Break]]:
    """The places where a phrase can end, in their order, as far as `text` already tells them.

    With `ended` nothing follows `text`; otherwise what is not certain yet is left out. The `eager`
    one does not wait to see what follows a mark right behind a plain word.
    """
    begin = 0
    while (token := _TOKEN.search(text, begin)) is not None:
        if token.end() - token.start() > _LONGEST_TOKEN:
            begin = token.start() + _LONGEST_TOKEN
            yield begin, Break.WORD
            continue
        early = _EARLY.match(text, token.start())
        if eager and early and not _is_quoting(text[: token.start() + 1]):
            yield early.end(), Break.SENTENCE if text[early.end() - 1] in "!?" else Break.CLAUSE
            begin = early.end()
            if begin < token.end():
                continue
        if token.end() == len(text) and not ended:
            return
        following = _TOKEN.search(text, token.end())
        gap = text[token.end() : following.start() if following else len(text)]
        kind = _kind(text[: token.end()], token[0], ended=ended)
        if kind is None and following is not None and "\n" not in gap:
            belongs = belongs_to_word(token[0].rstrip(_CLOSERS)[:-1], following[0])
            kind = Break.WORD if belongs else Break.SENTENCE
        if kind is not None and kind >= Break.CLAUSE and token.end() > begin and gap[:1] != "\n":
            yield token.end(), kind
        if "\n" in gap:
            yield token.end() + gap.index("\n") + 1, Break.LINE
        elif following is None or not (ended or following.end() < len(text)):
            return
        elif kind is Break.WORD and (weak := _weak_kind(token[0], following[0])):
            yield token.end(), weak
        begin = token.end()


def _kind(before: str, written: str, *, ended: bool) -> Break | None:
    """What the end of a whole token is; None if that depends on what follows."""
    bare = written.rstrip(_CLOSERS)
    if not bare:
        return Break.WORD
    if bare[-1] in "!?…" or bare.endswith(".."):
        return Break.SENTENCE
    if bare[-1] in ",;:—–" or written == "-":
        return Break.CLAUSE
    if bare[-1] != "." or _ITEM.fullmatch(before):
        return Break.WORD
    guesses = {belongs_to_word(bare[:-1], guess) for guess in (("",) if ended else ("A", "a", "1"))}
    if len(guesses) > 1:
        return None
    return Break.WORD if guesses.pop() else Break.SENTENCE


def _weak_kind(written: str, following: str) -> Break | None:
    """Whether a phrase may end between two words without a mark between them."""
    word = _plain(written)
    if written[-1].isdigit() or following[0].isdigit() or word in _CLINGING or written[-1] == ".":
        return None
    if _plain(following) in _BREAK_BEFORE:
        return Break.NATURAL
    return None if word in _BEFORE_VERBS else Break.WORD


def _plain(written: str) -> str:
    return written.strip(_CLOSERS + "“(,.;:!?").lower().replace("’", "'")


def _is_quoting(text: str) -> bool:
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _is_open(text: str) -> bool:
    """Whether `text` ends inside brackets, a stage direction or code, which stay whole."""
    if text.count("```") % 2:
        return True
    recent = text[-_OPEN_CHARACTERS:]
    if recent.rfind("(") > recent.rfind(")") or recent.rfind("[") > recent.rfind("]"):
        return True
    stars = re.findall(r"(?<![*\w])\*(?=[^\s*])|(?<=[^\s*])\*(?![*\w])", recent)
    return len(stars) % 2 == 1
