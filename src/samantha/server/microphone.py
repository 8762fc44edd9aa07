"""His microphone at a page: what comes over a socket becomes frames without gaps."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from typing import Final

import numpy as np

from samantha.domain.audio import HEARING_HZ, Frame, Samples

FRAME: Final = HEARING_HZ // 50
MOST_WAITING: Final = 5 * HEARING_HZ
"""Sound that nobody takes is kept for 5 s; what comes after is lost."""
LONGEST_GAP: Final = HEARING_HZ
"""What is lost becomes silence, at most a second of it."""


class RemoteMicrophone:
    """Frames of 20 ms, numbered one after the other, whichever page gives them."""

    def __init__(self) -> None:
        self._waiting: deque[Samples] = deque()
        self._count = 0
        self._expected = 0
        self._came = asyncio.Event()

    @property
    def waiting(self) -> int:
        """How many samples nobody has taken yet."""
        return self._count

    def begin(self) -> None:
        """A page begins to give: its places count from 0."""
        self._expected = 0

    def give(self, place: int, sound: Samples) -> None:
        """Take `sound`, whose first sample is the page's number `place`.

        What was there already is left out; what is missing becomes silence.
        """
        known = self._expected - place
        if known >= len(sound) or self._count >= MOST_WAITING:
            return
        self._put(np.zeros(min(max(-known, 0), LONGEST_GAP), np.float32))
        self._put(sound[max(known, 0) :])
        self._expected = place + len(sound)

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """What is heard, as it comes; it never ends by itself."""
        start = 0
        while True:
            while self._count >= FRAME:
                yield Frame(self._next(), start)
                start += FRAME
            self._came.clear()
            await self._came.wait()

    def _put(self, sound: Samples) -> None:
        if len(sound):
            self._waiting.append(sound)
            self._count += len(sound)
            self._came.set()

    def _next(self) -> Samples:
        parts: list[Samples] = []
        missing = FRAME
        while missing:
            part = self._waiting.popleft()
            if len(part) > missing:
                self._waiting.appendleft(part[missing:])
                part = part[:missing]
            parts.append(part)
            missing -= len(part)
        self._count -= FRAME
        return np.concatenate(parts)
