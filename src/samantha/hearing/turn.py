"""One turn of his as it grows: its words, stretch by stretch, and the pause it may end with."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from samantha.domain.audio import HEARING_HZ, HeardWord
from samantha.hearing.agreement import Agreement
from samantha.hearing.events import Words
from samantha.hearing.turn_end import end_score, required_silence_s

CLOSING_PAUSE_S: Final = 0.3
"""A pause of this length is a good place to close a stretch,"""
CLOSING_S: Final = 4.0
"""if the stretch is at least this long."""


@dataclass(slots=True)
class Pause:
    """A silence in the turn, from `since` on, and what is known of it so far."""

    since: int
    finished: bool = False
    """He himself said that he is done, by a key."""
    heard: bool = False
    """Whether all words up to here are recognised."""
    sound: float | None = None
    words: float | None = None
    judged_at: int | None = None
    """Up to where the sound was last judged."""

    def score(self) -> float | None:
        """How much speaks for an end, once sound and words are judged; see `end_score`."""
        if self.sound is None or self.words is None:
            return None
        return end_score(self.sound, self.words)

    def wait_s(self, patience: float) -> float:
        """How much silence ends the turn here."""
        return 0.0 if self.finished else required_silence_s(self.score(), patience=patience)


@dataclass(slots=True)
class Turn:
    """The turn that is going on.

    It is recognised in stretches of a few seconds: those that are closed keep their words, the open
    one, from `open_from` on, is read again and again while it grows.
    """

    began: int
    open_from: int
    """With a little silence before the first word: models need it."""
    read_at: int
    """Up to where it was last read."""
    closed: Words = ()
    agreement: Agreement = field(default_factory=Agreement)
    pause: Pause | None = None
    failed: set[str] = field(default_factory=set[str])
    """Which models failed in this turn, so that each is told once."""

    def words(self) -> Words:
        """All words so far, timed in seconds of the stream."""
        return self.closed + self._timed(self.agreement.words)

    def settled(self) -> int:
        """How many of the words hardly change any more."""
        return len(self.closed) + self.agreement.settled

    def close(self, words: Sequence[HeardWord], at: int) -> None:
        """Keep these words of the open stretch for good; the next one begins at `at`."""
        self.closed += self._timed(words)
        self.agreement = Agreement()
        self.open_from = at

    def resume(self, at: int) -> None:
        """He speaks on at `at`: a long enough stretch that is wholly read is closed on the way."""
        pause, self.pause = self.pause, None
        if pause is None or not pause.heard:
            return
        long_enough = pause.since - self.open_from >= CLOSING_S * HEARING_HZ
        if long_enough and at - pause.since >= CLOSING_PAUSE_S * HEARING_HZ:
            self.close(self.agreement.words, (pause.since + at) // 2)

    def _timed(self, words: Sequence[HeardWord]) -> Words:
        """The words of the open stretch, timed in seconds of the stream."""
        offset_s = self.open_from / HEARING_HZ
        return tuple(
            replace(word, start_s=word.start_s + offset_s, end_s=word.end_s + offset_s)
            for word in words
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What is to be recognised now: the open stretch up to `end`, for a pause, or to close it."""

    turn: Turn
    end: int
    pause: Pause | None = None
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be judged now: a pause by its sound up to `end`, or by its words."""

    turn: Turn
    pause: Pause
    end: int
    text: str | None = None
