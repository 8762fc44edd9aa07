"""What a request comes to: words at once, a deed to be done, or a question back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from samantha.hands.policy import Act
from samantha.hands.requests import Request
from samantha.hands.when import When
from samantha.mind.doing.undoing import Way


@dataclass(frozen=True, slots=True)
class Told:
    """She only has something to say."""

    words: str


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in words, and the way back."""

    words: str
    way: Way | None = None
    noted: str | None = None
    """What is noted of it, where the act as it was shown says too much to be kept."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A deed that the policy decides on."""

    act: Act
    do: Callable[[], Awaitable[Done]]


@dataclass(frozen=True, slots=True)
class AskWhen:
    """He did not say when: with a time it becomes the request that `then` makes."""

    question: str
    then: Callable[[When], Request]


@dataclass(frozen=True, slots=True)
class AskWhat:
    """He did not say what: with that it becomes the request that `then` makes."""

    question: str
    then: Callable[[str], Request]


Outcome: TypeAlias = Told | Plan | AskWhen | AskWhat
"""None where it turns out to be mere talk."""
