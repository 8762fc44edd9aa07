"""What a spoken session tells those who look on: they can watch, never steer."""

import asyncio
from collections import deque
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from samantha.hearing.undertone import SaidSo

MOST_WAITING: Final = 64
"""So many tales wait for who looks on; then the session waits with the next frame, too."""


class Told(StrEnum):
    """The kinds of tales."""

    HIS_WORDS = auto()
    """What he is saying, as far as it is recognised."""
    HIS_TURN = auto()
    """What he has said or written: it is kept."""
    HER_WORDS = auto()
    """What was heard of her, phrase by phrase."""
    BROKEN_OFF = auto()
    """She was interrupted."""
    OVER = auto()
    """Her reply was heard to its end."""
    SAID_SO = auto()
    """How his turn was said, where that is listened to: `Tale.manner`, and what stands out."""
    PLAIN_VOICE = auto()
    """A line that the plain voice of the first meeting begins to say."""
    NOTICE = auto()
    """Something that he ought to know."""
    TROUBLE = auto()
    """A part failed: what happened and what to do."""
    FLOOR = auto()
    """Who has the floor now: "nobody", "he", "pausing", "thinking", "she" or "both".

    "thinking": the floor is hers, and nothing of her reply sounds yet.
    """


_NEWEST_COUNTS: Final = (Told.HIS_WORDS, Told.FLOOR)


@dataclass(frozen=True, slots=True)
class Tale:
    """One thing told, and when in the stream of his sound, in milliseconds.

    Where no sound of his comes, as while he is muted, that time goes on by the clock. `utterance`
    is the id of what was kept, for HIS_TURN and HER_WORDS always, for BROKEN_OFF and OVER unless
    nothing of her reply was heard.
    """

    what: Told
    text: str
    at_ms: int
    utterance: int | None = None
    manner: SaidSo | None = None


class Tales:
    """Tales that wait to be taken, in their order; one session tells, one onlooker takes."""

    def __init__(self) -> None:
        self._waiting: deque[Tale] = deque()
        self._told = asyncio.Event()
        self._taken = asyncio.Event()

    def tell(self, tale: Tale) -> None:
        """Put a tale behind the others; it takes the place of one that it makes out of date.

        What waits is bounded by who awaits `room` before doing what is told of.
        """
        if self._waiting and self._waiting[-1].what is tale.what in _NEWEST_COUNTS:
            self._waiting.pop()
        self._waiting.append(tale)
        self._told.set()

    def take(self) -> Tale | None:
        """The oldest tale, if one waits."""
        self._taken.set()
        return self._waiting.popleft() if self._waiting else None

    def wake(self) -> None:
        """Let who awaits `more` look at what else has happened."""
        self._told.set()

    async def more(self) -> None:
        """Wait for the next tale, or for `wake`."""
        await self._told.wait()
        self._told.clear()

    async def room(self) -> None:
        """Wait until fewer than `MOST_WAITING` wait."""
        while len(self._waiting) >= MOST_WAITING:
            self._taken.clear()
            await self._taken.wait()
