"""What hearing tells: someone began to speak, these are the words so far, he pauses, he is done.

Places are samples of the stream at `HEARING_HZ`; the times of words are seconds of the stream, too.
"""

from dataclasses import dataclass
from typing import TypeAlias

from samantha.domain.audio import HeardWord
from samantha.domain.errors import HearingUnavailable

Words: TypeAlias = tuple[HeardWord, ...]


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Someone began to speak: a turn begins. `at` is its first sample."""

    at: int


@dataclass(frozen=True, slots=True)
class Partial:
    """The words of the turn so far, recognised up to `until`.

    The first `settled` of them were the same twice and hardly ever change any more.
    """

    words: Words
    settled: int
    until: int


@dataclass(frozen=True, slots=True)
class Paused:
    """He has been silent for a moment, from `since` on; the turn may be over, or not."""

    since: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """He speaks on in the same turn, from `at` on."""

    at: int


@dataclass(frozen=True, slots=True)
class Heard:
    """All words of the turn up to the pause that began at `since`; none if it was no speech."""

    words: Words
    since: int


@dataclass(frozen=True, slots=True)
class Judged:
    """How likely the turn is over at the pause that began at `since`.

    `sound` and `words` are probabilities from how it sounded and from what was said, `score` joins
    them (above 0: over, rather), and `wait_s` is how much silence in all ends the turn.
    """

    since: int
    sound: float
    words: float
    score: float
    wait_s: float


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """The turn is over: all its words, from the sample where it began to that where it ended."""

    words: Words
    began: int
    ended: int


@dataclass(frozen=True, slots=True)
class NothingSaid:
    """What had begun like speech was none: a noise, a cough, or a murmur without words."""

    began: int
    ended: int


@dataclass(frozen=True, slots=True)
class HearingFailed:
    """A model failed at its part just now; hearing goes on without that part's answer."""

    error: HearingUnavailable


HearingEvent: TypeAlias = (
    SpeechStarted
    | Partial
    | Paused
    | Resumed
    | Heard
    | Judged
    | TurnEnded
    | NothingSaid
    | HearingFailed
)


def text_of(words: Words) -> str:
    """The words as one line."""
    return " ".join(word.text for word in words)
