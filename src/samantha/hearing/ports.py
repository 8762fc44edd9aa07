"""What hearing needs from others: models that listen. All calls block; each belongs to one thread."""

from collections.abc import Sequence
from typing import Protocol

from samantha.domain.audio import HeardWord, Samples


class SpeechDetector(Protocol):
    """Tells speech from everything else, frame by frame; keeps a state between frames."""

    @property
    def frame_samples(self) -> int:
        """How many samples at `HEARING_HZ` one frame must have."""
        ...

    def probability(self, frame: Samples) -> float:
        """How likely this frame, the next one of the stream, is speech, in [0, 1]."""
        ...

    def reset(self) -> None:
        """Forget the stream so far."""
        ...


class Recognizer(Protocol):
    """Turns a stretch of speech into words."""

    def recognize(self, sound: Samples, *, settled: Sequence[str] = ()) -> Sequence[HeardWord]:
        """The words in `sound` (at `HEARING_HZ`, at most some 30 s), in order; none in silence.

        `settled` are words that the sound is already known to begin with (with their punctuation, as
        an earlier call returned them): they come back first, and need not be recognised again.
        """
        ...


class TurnEnding(Protocol):
    """Judges from the sound alone whether a turn is over."""

    def probability(self, sound: Samples) -> float:
        """How likely the turn whose last seconds are `sound` (at `HEARING_HZ`) is over, in [0, 1]."""
        ...


class Completeness(Protocol):
    """Judges from the words alone whether a turn is over."""

    def probability(self, said: str) -> float:
        """How likely nothing follows `said` in the same turn, in [0, 1]."""
        ...
