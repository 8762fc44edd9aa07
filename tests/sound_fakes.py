"""A sound card that a test turns by hand."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing

import numpy as np

from samantha.domain.audio import Frame, Samples
from samantha.domain.errors import HearingUnavailable
from samantha.providers.sound_card import SoundCard
from samantha.providers.sound_card.devices import LINE_HZ, Exchange

PERIOD = LINE_HZ // 50


class ScriptedLine:
    """A line on which a period passes when the test says so."""

    def __init__(self, *, hears: bool = True) -> None:
        self.hears = hears
        self.exchange: Exchange | None = None
        self.closed = False

    def start(self, exchange: Exchange) -> None:
        self.exchange = exchange

    def close(self) -> None:
        self.exchange = None
        self.closed = True

    def passes(self, recorded: Samples | None = None) -> Samples:
        """Let a period pass in which `recorded` is heard; gives what was played."""
        near = np.zeros(PERIOD, np.float32) if recorded is None else recorded
        assert self.exchange is not None
        played = np.frombuffer(self.exchange(near.astype(np.float32).tobytes()), np.float32)
        assert len(played) == len(near)
        return played


class ScriptedLines:
    """Where lines come from: each call opens another one, while there are devices."""

    def __init__(self) -> None:
        self.opened: list[ScriptedLine] = []
        self.present = True

    def __call__(self, *, hears: bool) -> ScriptedLine:
        if not self.present:
            raise HearingUnavailable("There is no scripted microphone.", "Say that there is one.")
        self.opened.append(ScriptedLine(hears=hears))
        return self.opened[-1]

    @property
    def line(self) -> ScriptedLine:
        """The one opened last."""
        return self.opened[-1]

    async def pass_(self, *recorded: Samples) -> Samples:
        """Let periods pass, and the event loop see them; gives what was played."""
        played = [self.line.passes(each) for each in recorded]
        await asyncio.sleep(0)
        return np.concatenate(played)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for what the card does in threads of its own."""
        while not condition():  # noqa: ASYNC110 - a thread tells nobody
            await asyncio.sleep(0)

    async def pass_time(self, periods: int) -> Samples:
        """Let periods of silence pass."""
        return await self.pass_(*[np.zeros(PERIOD, np.float32)] * periods)


async def frames_of(card: SoundCard, count: int) -> list[Frame]:
    """The next frames."""
    async with aclosing(card.frames()) as frames:
        return [await anext(frames) for _ in range(count)]
