"""What of her phrases was really played: places of a loudspeaker become words that were heard.

progress = Progress()
progress.add(phrase)
progress.put(place)              # the phrase begins at this place of the loudspeaker
progress.heard(played)           # the phrases that are over by now
progress.broken_off(played)      # silence: everything that waits begins anew at its broken word
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from samantha.domain.audio import SPEAKING_HZ, Samples, Speech
from samantha.speaking.verbalization import Verbalized

_FADE: Final = SPEAKING_HZ // 250
"""Over so many samples a broken word begins anew, so that it does not click."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard of a phrase: all of it, or its first words."""

    text: str
    whole: bool


@dataclass(frozen=True, slots=True)
class SpokenPhrase:
    """A phrase as it was written, and its sound.

    `ends` has, for each written word (split at white space), the number of samples after which it
    was said; `pause_s` is the silence that belongs behind the phrase.
    """

    text: str
    samples: Samples
    ends: tuple[int, ...]
    pause_s: float


@dataclass(slots=True)
class _Waiting:
    """A phrase that is not over; `place` is where its sample 0 is or would be, once it has one."""

    phrase: SpokenPhrase
    words_heard: int = 0
    place: int | None = None

    @property
    def begin(self) -> int:
        """The sample at which its next word begins."""
        return self.phrase.ends[self.words_heard - 1] if self.words_heard else 0


@dataclass(slots=True)
class Progress:
    """Phrases in their order, from the one being played on. Pure: places come in as arguments."""

    _waiting: deque[_Waiting] = field(default_factory=deque[_Waiting])
    _over: deque[Heard] = field(default_factory=deque[Heard])

    def __len__(self) -> int:
        """How many phrases are not over."""
        return len(self._waiting) + len(self._over)

    def add(self, phrase: SpokenPhrase) -> None:
        """Let a phrase wait behind the others."""
        self._waiting.append(_Waiting(phrase))

    def waiting(self) -> SpokenPhrase | None:
        """The next phrase that has no place yet."""
        each = self._next()
        return each.phrase if each else None

    def put(self, place: int) -> Samples:
        """The sound that is to be played from `place` on for the next phrase without a place."""
        each = self._next()
        assert each is not None
        each.place = place - each.begin
        sound = each.phrase.samples[each.begin :].copy()
        if each.begin:
            fade = np.linspace(0, 1, min(_FADE, len(sound)), dtype=np.float32)
            sound[: len(fade)] *= fade
        return sound

    def next_end(self) -> int | None:
        """The place at which the first phrase will be over."""
        if not self._waiting or self._waiting[0].place is None:
            return None
        return self._waiting[0].place + len(self._waiting[0].phrase.samples)

    def heard(self, played: int) -> Iterator[Heard]:
        """Take away the phrases that are over when `played` samples have been heard."""
        self._note(played)
        while self._over:
            yield self._over.popleft()
            self._note(played)

    def broken_off(self, played: int) -> None:
        """What waited was thrown away at `played`; whatever is not over will begin anew."""
        self._note(played)
        for each in self._waiting:
            if each.place is not None and played > each.place + each.begin:
                inside = played - each.place
                each.words_heard = sum(end <= inside for end in each.phrase.ends)
            each.place = None

    def given_up(self) -> Heard | None:
        """Forget all that waits; what was heard of the first phrase, if anything was.

        To be called after `heard` and `broken_off`.
        """
        first = self._waiting[0] if self._waiting else None
        self._waiting.clear()
        if first is None or first.words_heard == 0:
            return None
        text = first.phrase.text
        words = list(re.finditer(r"\S+", text))
        if first.words_heard == len(words):
            return Heard(text, whole=True)
        return Heard(text[: words[first.words_heard - 1].end()], whole=False)

    def _note(self, played: int) -> None:
        while (end := self.next_end()) is not None and played >= end:
            self._over.append(Heard(self._waiting.popleft().phrase.text, whole=True))

    def _next(self) -> _Waiting | None:
        return next((each for each in self._waiting if each.place is None), None)


def spoken_phrase(
    text: str, said: Verbalized, speech: Speech, *, unwritten: int = 0, pause_s: float
) -> SpokenPhrase:
    """A phrase with the ends of its written words; `unwritten` words of the speech come first."""
    places = (0, *speech.word_ends)
    last = len(places) - 1
    ends = tuple(places[min(end + unwritten, last)] if end else 0 for end in said.written_ends)
    return SpokenPhrase(text, speech.samples, ends, pause_s)
