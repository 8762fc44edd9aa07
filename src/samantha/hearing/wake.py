"""Is she being called? Her name at the edge of what was said, also where it was misheard."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np

from samantha.domain.audio import HEARING_HZ, Samples
from samantha.domain.words import words_of
from samantha.hearing.ports import Recognizer, SpeechDetector

_GREETINGS: Final = frozenset(
    "hey hi hello ok okay oh yo um uh so and please good morning evening night".split()
)
"""What may stand before her name where she is called."""
_MOST_WORDS: Final = 3
"""A name may be heard as so many words: "Sam, and the"."""
_JOINED_LEAST: Final = 6
"""Shorter names are not looked for across words: "add a" is not Ada."""
_LONG_SKELETON: Final = 4
"""A name with so many consonants is known again with one of them wrong."""
_VOWELS: Final = re.compile("[aeiouy]+")
_SOUNDS: Final = (
    (r"^kn", "n"),
    (r"^wr", "r"),
    (r"ph", "f"),
    (r"th", "t"),
    (r"sch|sh|ch", "c"),
    (r"ck|q|c(?![eiyc])|g(?![eiy])", "k"),
    (r"c|z", "s"),
    (r"x", "ks"),
    (r"d", "t"),
    (r"b", "p"),
    (r"v", "f"),
    (r"[gj]", "j"),
    (r"(?<=.)[aeiouyhw]+", ""),
    (r"^[aeiouyhw]+", "a"),
    (r"(.)\1+", r"\1"),
)
"""From letters to a skeleton of sounds that recognizers keep apart."""


def sounds_like(heard: str, name: str) -> bool:
    """Whether `heard` may be `name` as a recognizer writes it; both one word or several."""
    said, wanted = _letters(heard), _letters(name)
    if not said or not wanted:
        return False
    if edits_between(said, wanted) > len(wanted) // 3:
        return False
    skeleton, of_name = _skeleton(said), _skeleton(wanted)
    if len(of_name) >= _LONG_SKELETON:
        return edits_between(skeleton, of_name) <= 1
    return skeleton == of_name and len(_VOWELS.findall(said)) == len(_VOWELS.findall(wanted))


def without_call(said: str, names: Sequence[str]) -> str | None:
    """What is said to her besides her name: "" if nothing, None if she is not called.

    She is called where one of `names` begins what is said, after a greeting or two, or ends it. A
    name in the middle is talk about her.
    """
    words = [word for word in said.split() if words_of(word)]
    plain = [" ".join(words_of(word)) for word in words]
    greetings = next((n for n, word in enumerate(plain) if word not in _GREETINGS), len(plain))
    for start in range(greetings + 1):
        if length := named_at(plain, start, names):
            return " ".join(words[start + length :])
    for length in range(min(_MOST_WORDS, len(words)), 0, -1):
        start = len(words) - length
        if named_at(plain, start, names) == length:
            return " ".join(words[:start]).rstrip(",")
    return None


def named_at(words: Sequence[str], start: int, names: Sequence[str]) -> int:
    """How many of the lower-case `words` from `start` on are one of `names`; 0 if none is."""
    for length in range(1, min(_MOST_WORDS, len(words) - start) + 1):
        heard = " ".join(words[start : start + length])
        for name in names:
            spans = length <= len(name.split()) or len(_letters(name)) >= _JOINED_LEAST
            if spans and sounds_like(heard, name):
                return length
    return 0


def edits_between(first: str, second: str) -> int:
    """How many letters must be put in, taken out or changed to make one the other."""
    row = list(range(len(second) + 1))
    for n, letter in enumerate(first, start=1):
        diagonal, row[0] = row[0], n
        for m, other in enumerate(second, start=1):
            diagonal, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, diagonal + (letter != other))
    return row[-1]


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in folded if letter.isalpha())


def _skeleton(letters: str) -> str:
    for pattern, sound in _SOUNDS:
        letters = re.sub(pattern, sound, letters)
    return letters


_SPEECH: Final = 0.5
_SILENCE_S: Final = 0.35
_BEFORE_S: Final = 0.3
_LONGEST_S: Final = 4.0


class SpokenName:
    """A wake word made of speech detection and recognition: no model has to know the name.

    Each stretch of speech is recognised when it is over, or after 4 s, and looked at for her name.
    Calls block as long as the recognizer does; all belong to one thread.
    """

    def __init__(
        self, detector: SpeechDetector, recognizer: Recognizer, names: Sequence[str]
    ) -> None:
        self._detector = detector
        self._recognizer = recognizer
        self._names = tuple(names)
        self._pending = np.zeros(0, np.float32)
        self._stretch = np.zeros(0, np.float32)
        self._speaking = False
        self._silent_samples = 0

    def heard(self, frame: Samples) -> bool:
        """Take what comes next of the stream; True once she has been called in it."""
        self._pending = np.concatenate((self._pending, frame))
        size = self._detector.frame_samples
        called = False
        while len(self._pending) >= size:
            piece, self._pending = self._pending[:size], self._pending[size:]
            called = self._follow(piece) or called
        return called

    def reset(self) -> None:
        """Forget the stream so far."""
        self._detector.reset()
        self._pending = self._pending[:0]
        self._forget_stretch()

    def _follow(self, piece: Samples) -> bool:
        speech = self._detector.probability(piece) >= _SPEECH
        self._stretch = np.concatenate((self._stretch, piece))
        self._silent_samples = 0 if speech else self._silent_samples + len(piece)
        self._speaking = self._speaking or speech
        if not self._speaking:
            self._stretch = self._stretch[-int(_BEFORE_S * HEARING_HZ) :]
            return False
        over = self._silent_samples >= _SILENCE_S * HEARING_HZ
        if not over and len(self._stretch) < _LONGEST_S * HEARING_HZ:
            return False
        words = self._recognizer.recognize(self._stretch)
        self._forget_stretch()
        return without_call(" ".join(word.text for word in words), self._names) is not None

    def _forget_stretch(self) -> None:
        self._stretch = self._stretch[:0]
        self._speaking = False
        self._silent_samples = 0
