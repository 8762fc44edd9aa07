"""What the heart needs from others: a reader of emotions, and a place to keep what was felt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from samantha.heart.affect import Affect
from samantha.heart.belief import Belief
from samantha.heart.emotions import Reading


class EmotionReader(Protocol):
    """Reads in words how someone may be. Calls block for about two milliseconds."""

    @property
    def name(self) -> str:
        """Which model this is."""
        ...

    def read(self, text: str) -> Reading:
        """How likely each emotion is in `text`; the same text gives the same numbers."""
        ...


@dataclass(frozen=True, slots=True)
class Moment:
    """How she was after one of his turns, and what moved her."""

    affect: Affect
    word: str
    """How she is, in a word or two."""
    moved_by: Sequence[str]
    """The rules that moved her, each in a few words with its number."""
    utterance: int | None
    """His turn; None where it is forgotten."""


class HeartLog(Protocol):
    """Where it is kept, so that she is tomorrow who she was today."""

    async def last_moment(self) -> Moment | None:
        """How she was after his last turn."""
        ...

    async def belief(self) -> Belief:
        """What she believed of how he is."""
        ...

    async def keep_moment(self, moment: Moment, belief: Belief) -> None:
        """Keep how she is, and what she believes, after a turn of his."""
        ...

    async def moments(self, since: datetime, most: int) -> Sequence[Moment]:
        """The newest `most` moments since then, oldest first."""
        ...

    async def moment_at(self, utterance: int) -> Moment | None:
        """The moment of the last turn of his up to `utterance`."""
        ...
