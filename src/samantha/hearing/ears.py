"""What `Listening` is given: the models that listen, where they are called, and how she listens."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol, TypeVar

from samantha.hearing.ports import Completeness, Recognizer, SpeechDetector, TurnEnding

T = TypeVar("T")


class Lane(Protocol):
    """Runs blocking work, one piece after another; `ThreadPoolExecutor(max_workers=1)` is one."""

    def submit(self, fn: Callable[[], T], /) -> "Future[T]":
        """Run `fn` when its time comes."""
        ...


@dataclass(frozen=True, slots=True)
class Ears:
    """The models that listen."""

    detector: SpeechDetector
    """Called at once, in the owner's thread: it must take well under a millisecond."""
    recognizer: Recognizer
    ending: TurnEnding
    completeness: Completeness


@dataclass(frozen=True, slots=True)
class Lanes:
    """Where the models are called: words in one, ends of turns in the other."""

    recognition: Lane
    ending: Lane


@dataclass(frozen=True, slots=True)
class Manner:
    """How she listens."""

    partial_every_s: float = 0.45
    """How often the turn so far is recognised while he speaks."""
    patience: float = 1.0
    """Stretches the silence that ends a turn: below 1 she answers sooner."""
    ends_turns: bool = True
    """Whether turns end by themselves; if not, only `end_turn`, `finish` and `drop` end them."""
