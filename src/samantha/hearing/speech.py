"""Speech and silence: from a detector's probabilities to beginnings and pauses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from samantha.domain.audio import Samples
from samantha.hearing.ports import SpeechDetector

BEGINS: Final = 0.5
"""From this probability on a frame begins speech."""
LASTS: Final = 0.35
"""Down to this probability speech that has begun goes on."""
FRAMES: Final = 2
"""So many frames in a row (64 ms) make a beginning or a pause; single ones are clicks and gaps."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame of the detector: from `start` to `end`, and whether someone is speaking.

    `speaking` is what the frames up to this one say; `changed_at` is where it changed, set on the
    frame at which that was noticed, and None on all others.
    """

    start: int
    end: int
    probability: float
    speaking: bool
    changed_at: int | None


class SpeechStream:
    """Cuts a stream into the detector's frames and follows when speech begins and pauses."""

    def __init__(self, detector: SpeechDetector, start: int = 0) -> None:
        self._detector = detector
        self.restart(start)

    def restart(self, start: int) -> None:
        """Forget everything; the stream goes on at the sample `start`."""
        self._detector.reset()
        self._rest: Samples = np.zeros(0, np.float32)
        self._at = start
        self._speaking = False
        self._against = 0
        """How many frames in a row spoke against what is so now."""

    def take(self, samples: Samples) -> Iterator[Moment]:
        """The frames that are whole with these samples, which follow those taken before."""
        size = self._detector.frame_samples
        rest = np.concatenate([self._rest, samples])
        whole = len(rest) // size * size
        self._rest = rest[whole:]
        for frame in rest[:whole].reshape(-1, size):
            yield self._next(self._detector.probability(frame), size)

    def _next(self, probability: float, size: int) -> Moment:
        start, end = self._at, self._at + size
        self._at = end
        against = probability < LASTS if self._speaking else probability >= BEGINS
        self._against = self._against + 1 if against else 0
        changed_at = None
        if self._against == FRAMES:
            self._speaking = not self._speaking
            self._against = 0
            changed_at = end - FRAMES * size
        return Moment(start, end, probability, self._speaking, changed_at)
