"""What hearing needs from others: models that listen. Calls block; each belongs to one thread."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from samantha.domain.audio import HeardWord, Samples

Embedding: TypeAlias = NDArray[np.float32]
"""What is particular to a voice, shape (n,), of length one."""


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

        `settled` are words that the sound is known to begin with (with their punctuation, as an
        earlier call returned them): they come back first, and need not be recognised again.
        """
        ...


class TurnEnding(Protocol):
    """Judges from the sound alone whether a turn is over."""

    def probability(self, sound: Samples) -> float:
        """How likely the turn that ends with `sound` (at `HEARING_HZ`) is over, in [0, 1]."""
        ...


class Completeness(Protocol):
    """Judges from the words alone whether a turn is over."""

    def probability(self, said: str) -> float:
        """How likely nothing follows `said` in the same turn, in [0, 1]."""
        ...


class SpeakerEmbedding(Protocol):
    """Hears what is particular to a voice, whatever it says."""

    def embed(self, sound: Samples) -> Embedding:
        """The voice in `sound` (at `HEARING_HZ`, speech of 1.6 s or more is wanted)."""
        ...


class WakeWord(Protocol):
    """Waits for a word that calls her."""

    def heard(self, frame: Samples) -> bool:
        """Take what comes next of the stream, of any length; True once she was called in it."""
        ...

    def reset(self) -> None:
        """Forget the stream so far."""
        ...


class EchoCanceller(Protocol):
    """Takes what she says out of what the microphone gives. Both come in steps of 10 ms."""

    def played(self, far: Samples) -> None:
        """Take what the loudspeaker plays next, at `SPEAKING_HZ`: 240 samples for each 10 ms."""
        ...

    def cleaned(self, near: Samples) -> Samples:
        """The next sound of the microphone, at `HEARING_HZ`, 160 samples for each 10 ms, cleaned.

        What was played for these 10 ms has to be given to `played` before.
        """
        ...
