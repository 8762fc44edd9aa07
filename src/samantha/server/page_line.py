"""The line to one page: what waits to be sent to it, and how much it may send."""

import asyncio
from collections.abc import Callable
from typing import Final

from samantha.domain.audio import HEARING_HZ
from samantha.server.wire import FromHer, text_frame

MOST_WAITING: Final = 1_000
"""A page that has not taken so many frames does not read."""
TEXTS_PER_S: Final = 30
SOUND_RATE: Final = 2
"""How much faster than it is spoken his sound may come."""
SOUND_AT_ONCE_S: Final = 3


class TooMuch(Exception):
    """A page sends more than anyone could say."""


class PageLine:
    """One page that is here: frames wait for it in order, up to a bound."""

    def __init__(self, device: str) -> None:
        """`device` is the name that the page is let in by."""
        self.device = device
        self.plays = False
        """Whether it can play sound."""
        self.close_code = 0
        """Why the line is to be closed; 0 while it is not."""
        self._waiting: asyncio.Queue[str | bytes | None] = asyncio.Queue()

    def send(self, message: FromHer) -> None:
        """Send a message after all that waits."""
        self._put(text_frame(message))

    def send_sound(self, frame: bytes) -> None:
        """Send a binary frame after all that waits."""
        self._put(frame)

    def close(self, code: int) -> None:
        """Close the line now; what waits is not sent."""
        if not self.close_code:
            self.close_code = code
            self._waiting.put_nowait(None)

    async def next(self) -> str | bytes | None:
        """The next frame to be sent; None when the line is to be closed."""
        frame = await self._waiting.get()
        return None if self.close_code else frame

    def _put(self, frame: str | bytes) -> None:
        if self._waiting.qsize() >= MOST_WAITING:
            self.close(1013)
        elif not self.close_code:
            self._waiting.put_nowait(frame)


class Allowance:
    """So much may come at once, and so much more each second."""

    def __init__(self, *, per_s: float, at_once: float, now_s: Callable[[], float]) -> None:
        """`now_s` is a clock that only goes forward, in seconds."""
        self._per_s = per_s
        self._most = self._left = at_once
        self._now_s = now_s
        self._at_s = now_s()

    def take(self, amount: float) -> None:
        """Use some of it.

        Raises:
            TooMuch: there is not so much left.
        """
        now_s = self._now_s()
        self._left = min(self._most, self._left + (now_s - self._at_s) * self._per_s)
        self._at_s = now_s
        if amount > self._left:
            raise TooMuch
        self._left -= amount


def allowed_texts(now_s: Callable[[], float]) -> Allowance:
    """How many text frames a page may send."""
    return Allowance(per_s=TEXTS_PER_S, at_once=2 * TEXTS_PER_S, now_s=now_s)


def allowed_sound(now_s: Callable[[], float]) -> Allowance:
    """How many samples of his sound a page may send."""
    rate = SOUND_RATE * HEARING_HZ
    return Allowance(per_s=rate, at_once=SOUND_AT_ONCE_S * rate, now_s=now_s)
