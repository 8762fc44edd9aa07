"""Sound: samples, frames with their place in a stream, words with theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

HEARING_HZ: Final = 16_000
"""Samples a second of all that is heard."""
SPEAKING_HZ: Final = 24_000
"""Samples a second of all that she says."""

Samples: TypeAlias = NDArray[np.float32]
"""Mono sound, shape (n,), values in [-1, 1]."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A stretch of what a microphone gives; `start` is its first sample's number in the stream.

    Time in a stream is counted in samples at `HEARING_HZ` from its beginning, never by a clock on
    the wall. The frames of a stream follow one another without gaps; 20 ms (320 samples) is usual.
    """

    samples: Samples
    start: int

    @property
    def end(self) -> int:
        """The number of the first sample after this frame."""
        return self.start + len(self.samples)


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One recognised word, with its punctuation, and when it was said, in seconds of its sound."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Speech:
    """What she says, as sound: samples at `SPEAKING_HZ`.

    `word_ends` has one entry for each word of the text (split at white space): the number of
    samples after which it was said. It is what tells how much of an interrupted phrase was heard.
    """

    samples: Samples
    word_ends: tuple[int, ...]


def in_a_row(parts: Sequence[Speech], silence: int) -> Speech:
    """The parts one after another, with `silence` samples between those that sound."""
    if len(parts) == 1:
        return parts[0]
    sounds: list[Samples] = [np.zeros(0, np.float32)]
    ends: list[int] = []
    begin = 0
    for part in parts:
        if len(part.samples) and begin:
            sounds.append(np.zeros(silence, np.float32))
            begin += silence
        sounds.append(part.samples)
        ends += [begin + end if end else (ends[-1] if ends else 0) for end in part.word_ends]
        begin += len(part.samples)
    return Speech(np.concatenate(sounds), tuple(ends))
