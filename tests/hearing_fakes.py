"""Models that listen by script, and a lane without a thread: hearing in no time at all.

A scripted stream holds in every sample what the models are to make of it: 0 is silence, and any
other value speech; `spoken` gives each word a value of its own.
"""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from samantha.domain.audio import HEARING_HZ, Frame, HeardWord, Samples

T = TypeVar("T")
FRAME = 320
_CHANCE = random.Random(5)
WORDS = ["".join(_CHANCE.sample("abcdefghijklmnopqrstuvwxyz", 5)) for _ in range(200)]
"""Words unlike each other: what repeats itself is not believed."""


class InlineLane:
    """A lane that does the work at once, in the caller's thread."""

    def submit(self, fn: Callable[[], T], /) -> "Future[T]":
        future: Future[T] = Future()
        try:
            future.set_result(fn())
        except (RuntimeError, MemoryError) as error:
            future.set_exception(error)
        return future


class HeldLane:
    """A lane whose work is done when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []
        self.most_waiting = 0

    def submit(self, fn: Callable[[], T], /) -> "Future[T]":
        future: Future[T] = Future()
        self.waiting.append(lambda: future.set_result(fn()))
        self.most_waiting = max(self.most_waiting, len(self.waiting))
        return future

    def release(self) -> None:
        for work in self.waiting:
            work()
        self.waiting = []


class ScriptedDetector:
    """Speech is whatever is not 0."""

    frame_samples = 512

    def probability(self, frame: Samples) -> float:
        return 1.0 if np.count_nonzero(frame) > len(frame) / 2 else 0.0

    def reset(self) -> None:
        """There is nothing to forget."""


@dataclass
class ScriptedRecognizer:
    """Reads the words off the samples: word n of `words` is the value (n + 1) / 1000."""

    words: Sequence[str]
    asked: list[tuple[float, tuple[str, ...]]] = field(
        default_factory=list[tuple[float, tuple[str, ...]]]
    )
    """How many seconds each call had, and the words that were settled."""
    fails: bool = False

    def recognize(self, sound: Samples, *, settled: Sequence[str] = ()) -> Sequence[HeardWord]:
        self.asked.append((len(sound) / HEARING_HZ, tuple(settled)))
        if self.fails:
            raise MemoryError
        numbers = np.round(sound * 1000).astype(int)
        said: list[int] = numbers[numbers > 0].tolist()
        heard: list[HeardWord] = []
        for number in dict.fromkeys(said):
            (places,) = np.nonzero(numbers == number)
            word = str(self.words[number - 1])
            # Half a word is heard as another word.
            text = word if len(places) >= 0.18 * HEARING_HZ else word[:1]
            heard.append(
                HeardWord(text, float(places[0]) / HEARING_HZ, float(places[-1] + 1) / HEARING_HZ)
            )
        return heard


@dataclass
class ScriptedEnding:
    """Always of the same opinion; remembers what it was asked."""

    opinion: float = 0.5
    asked_s: list[float] = field(default_factory=list[float])

    def probability(self, sound: Samples) -> float:
        self.asked_s.append(len(sound) / HEARING_HZ)
        return self.opinion


@dataclass
class ScriptedCompleteness:
    """Opinions by the last word."""

    opinions: dict[str, float] = field(default_factory=dict[str, float])
    asked: list[str] = field(default_factory=list[str])

    def probability(self, said: str) -> float:
        self.asked.append(said)
        words = said.split()
        return self.opinions.get(words[-1], 0.5) if words else 0.5


def spoken(first: int, count: int, *, word_s: float = 0.2) -> Samples:
    """The sound of `count` words, beginning with word number `first` (from 0)."""
    numbers = np.arange(first + 1, first + count + 1, dtype=np.float32) / 1000
    return np.repeat(numbers, int(word_s * HEARING_HZ)).astype(np.float32)


def silence(seconds: float) -> Samples:
    """So much silence."""
    return np.zeros(int(seconds * HEARING_HZ), np.float32)


def frames_of(sound: Samples, start: int = 0, size: int = FRAME) -> list[Frame]:
    """The sound as frames of a stream."""
    return [Frame(sound[at : at + size], start + at) for at in range(0, len(sound), size)]
