"""Words as the rooms share them: sentences, content words, and which words say nothing."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

STOPWORDS: Final = frozenset(
    """a about above after again all also am an and any are aren't as at be because been before being
    below between both but by can can't cannot could couldn't did didn't do does doesn't doing don't
    down during each else even ever few for from further get gets getting go goes going gone got had
    hadn't has hasn't have haven't having he he's her here here's hers herself hey hi him himself his
    how how's i i'd i'll i'm i've if in into is isn't it it's its itself just know let let's like lot
    maybe me mean mine more most mustn't my myself no nor not now of off oh ok okay on once one only
    or other ought our ours ourselves out over own please really said same say says shan't she she's
    should shouldn't so some something still such tell than that that's the their theirs them then
    there there's these they they're thing things think this those though thought through to today
    too under until up us very want was wasn't way we we're we've well went were weren't what what's
    when when's where where's which while who who's whom why why's will with won't would wouldn't yes
    yet you you'd you'll you're you've your yours yourself remember told called name again""".split()
)

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ABBREVIATIONS: Final = frozenset({"mr", "mrs", "ms", "dr", "st", "vs", "e.g", "i.e", "a.m", "p.m"})
_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s|$)")


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """All words, in lower case, with a straight apostrophe, in their order."""
    return tuple(word.lower().replace("’", "'") for word in _WORD.findall(text))


@lru_cache(maxsize=8192)
def content_words(text: str) -> tuple[str, ...]:
    """The words that carry meaning, possessive endings taken off, each once, in their order."""
    kept = dict.fromkeys(
        word.removesuffix("'s")
        for word in words_of(text)
        if word not in STOPWORDS and (len(word) > 1 or word.isdigit())
    )
    return tuple(word for word in kept if word not in STOPWORDS)


def straightened(text: str) -> str:
    """The text as patterns read it: with straight apostrophes, and one space between words."""
    return " ".join(text.replace("’", "'").split())


def capitalized(text: str) -> str:
    """The text with a capital at its beginning, and nothing else changed."""
    return text[:1].upper() + text[1:]


def sentence_end(text: str, start: int = 0) -> int | None:
    """Where the first whole sentence of `text` after `start` ends, or None if it is not over."""
    for match in _END.finditer(text, start):
        before = re.split(r"[\s(“\"]", text[: match.start()])[-1].lower()
        if text[match.start()] == "." and before in _ABBREVIATIONS:
            continue
        return match.end()
    return None


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of `text`, trimmed, the last one even if it is not over."""
    start = 0
    while (end := sentence_end(text, start)) is not None:
        if sentence := text[start:end].strip():
            yield sentence
        start = end
    if rest := text[start:].strip():
        yield rest


def sounding_ends(words: Sequence[str], marks: str) -> list[int]:
    """Where the last sound of each word ends in the words joined by spaces, empty ones left out.

    A word of nothing but `marks` ends where the one before it does, or at 0.
    """
    ends: list[int] = []
    begin = 0
    for word in words:
        sounding = len(word.rstrip(marks))
        ends.append(begin + sounding if sounding else (ends[-1] if ends else 0))
        begin += len(word) + 1 if word else 0
    return ends
