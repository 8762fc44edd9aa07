"""Was what was heard only her own words coming back? Told from the words, whatever the sound was.

Heard and said are laid side by side letter by letter, without spaces, so that one word taken for
two and a wrong letter matter little: the best local alignment (Smith and Waterman, 1981), then the
best one of what is left, until nothing long enough matches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samantha.domain.words import words_of
from samantha.hearing.backchannels import UNSTRESSED, Overlap, overlap_of

LEAST_SCORE: Final = 5
"""Equal letters less differing ones that an alignment must have; chance seldom gives so many."""
_HERS: Final = 0.6
"""A heard word is hers if this share of its letters is aligned; one that would stop her, if all."""
_FEW: Final = 2
"""So many words may be a quotation."""
_MOST_WORDS: Final = 60
_FREE: Final = -1


class Whose(StrEnum):
    """Who said what was heard."""

    HERS = "hers"
    """Her own words came back; nobody else spoke."""
    HIS = "his"
    """He said at least some of it."""
    UNSURE = "unsure"
    """A word or two of hers: an echo, or he quotes her. Or nothing was heard at all."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """What was heard, with what she was saying taken out."""

    whose: Whose
    his: str
    """The words that were not hers, in lower case; "" if there are none."""


def sift(heard: str, saying: str) -> Sifted:
    """Take out of the words `heard` what she was `saying` meanwhile.

    `saying` is what was played while it was heard and in the second before: the narrower, the
    better is an echo told from a quotation. Only the last 60 words of each are looked at.
    """
    words, said = words_of(heard)[-_MOST_WORDS:], words_of(saying)[-_MOST_WORDS:]
    if not words:
        return Sifted(Whose.UNSURE, "")
    hers = _which_are_hers(words, "".join(said))
    if sum(hers) > _FEW:
        left = [word for word, is_hers in zip(words, hers, strict=True) if not is_hers]
        # Beside an echo, unstressed words are none of his.
        his = " ".join(left) if not UNSTRESSED.issuperset(left) else ""
        return Sifted(Whose.HIS if his else Whose.HERS, his)
    if all(hers) or (len(words) <= _FEW and set(words) <= set(said)):
        return Sifted(Whose.UNSURE, "")
    return Sifted(Whose.HIS, " ".join(words))


def _which_are_hers(words: Sequence[str], said: str) -> list[bool]:
    """For each of `words` whether it is part of the letters `said`."""
    places = _places("".join(words), said)
    ends = np.cumsum([len(word) for word in words])
    of_word = [each[each != _FREE] for each in np.split(places, ends[:-1])]
    stops = [overlap_of(word) is Overlap.STOP for word in words]
    hers = [
        len(each) >= len(word) * (1.0 if stop else _HERS)
        for each, word, stop in zip(of_word, words, stops, strict=True)
    ]
    found = [n for n, is_hers in enumerate(hers) if is_hers]
    known = sum(len(words[n]) for n in found)
    for before, after in pairwise(found):
        passed_over = int(of_word[after][0] - of_word[before][-1]) - 1
        letters = sum(map(len, words[before + 1 : after]))
        # Where as much of hers was passed over as was heard, these few letters are a mishearing.
        is_like = letters / 2 <= passed_over <= letters * 2 and letters <= known / 2
        if is_like and not any(stops[before + 1 : after]):
            hers[before + 1 : after] = [True] * (after - before - 1)
    return hers


def _places(heard: str, said: str) -> NDArray[np.int64]:
    """For each letter heard the place of the letter of `said` that it is, or `_FREE`."""
    places = np.full(len(heard), _FREE)
    letters = np.array([ord(letter) for letter in heard])
    of_hers = np.array([ord(letter) for letter in said])
    taken = np.zeros(len(said), np.bool_)
    while len(said) and (pairs := _best_alignment(letters, of_hers, places != _FREE, taken)):
        for place, place_of_hers in pairs:
            places[place] = place_of_hers
            taken[place_of_hers] = True
    return places


def _best_alignment(
    heard: NDArray[np.int64],
    said: NDArray[np.int64],
    used: NDArray[np.bool_],
    taken: NDArray[np.bool_],
) -> list[tuple[int, int]]:
    """The equal letters of the best local alignment that needs no `used` and no `taken` letter.

    An equal letter scores 1, a different, an additional or a missing one -1. Empty where the best
    scores less than `LEAST_SCORE`.
    """
    equal = (heard[:, None] == said[None, :]) & ~used[:, None] & ~taken[None, :]
    score = np.zeros((len(heard) + 1, len(said) + 1), np.int64)
    column = np.arange(len(said))
    for n in range(len(heard)):
        ahead = np.maximum(score[n, :-1] + np.where(equal[n], 1, -1), score[n, 1:] - 1)
        ahead = np.where(taken | used[n], 0, np.maximum(ahead, 0))
        # A run of missing letters costs one each: the best start of such a run, for all at once.
        score[n + 1, 1:] = np.maximum.accumulate(ahead + column) - column
    if score.max() < LEAST_SCORE:
        return []
    n, m = (int(each) for each in np.unravel_index(score.argmax(), score.shape))
    pairs: list[tuple[int, int]] = []
    while score[n, m] > 0:
        if score[n, m] == score[n - 1, m - 1] + (1 if equal[n - 1, m - 1] else -1):
            n, m = n - 1, m - 1
            if equal[n, m]:
                pairs.append((n, m))
        elif score[n, m] == score[n - 1, m] - 1:
            n -= 1
        else:
            m -= 1
    return pairs
