"""Asleep until she is called: a filter between a microphone and whoever listens to it.

    dozing = Dozing(wake_word, lane)
    async for frame in dozing.frames(microphone): ...   # meanwhile `stir` at every word of the talk

While she is asleep no frame passes. The wake word is given each one, in a lane, and only the last
seconds are held, for the call itself belongs to what he says: "Samantha, what time is it?" passes
whole. Whoever feeds faster than the lane works is waited for by the filter; nothing is skipped.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable
from typing import Final

from samantha.domain.audio import HEARING_HZ, Frame, Samples
from samantha.hearing.ears import Lane
from samantha.hearing.ports import WakeWord

ASLEEP_AFTER_S: Final = 60.0
"""So long after the last word of the talk she falls asleep."""
HELD_S: Final = 5.0
"""So much of what was said before the call was noticed is heard with it."""


class Dozing:
    """Lets frames pass while she is awake; begins asleep."""

    def __init__(
        self, wake_word: WakeWord, lane: Lane, *, asleep_after_s: float = ASLEEP_AFTER_S
    ) -> None:
        """`wake_word` belongs to the one thread of `lane`."""
        self.asleep = True
        self._wake_word = wake_word
        self._lane = lane
        self._awake_samples = int(asleep_after_s * HEARING_HZ)
        self._quiet_samples = 0
        self._held: deque[Frame] = deque()

    def stir(self) -> None:
        """Something was said: stay awake."""
        self._quiet_samples = 0

    def wake(self) -> None:
        """Wake without being called, as when he writes."""
        self.asleep = False
        self.stir()

    async def frames(self, source: AsyncIterable[Frame]) -> AsyncGenerator[Frame, None]:
        """The frames of `source` that are for her."""
        async for frame in source:
            if not self.asleep:
                yield frame
                self._grow_tired(frame)
                continue
            self._hold(frame)
            samples = frame.samples
            if await asyncio.wrap_future(self._lane.submit(lambda s=samples: self._called(s))):
                self.wake()
                while self._held:
                    yield self._held.popleft()

    def _called(self, samples: Samples) -> bool:
        return self._wake_word.heard(samples)

    def _grow_tired(self, frame: Frame) -> None:
        self._quiet_samples += len(frame.samples)
        if self._quiet_samples >= self._awake_samples:
            self.asleep = True
            self._wake_word.reset()

    def _hold(self, frame: Frame) -> None:
        self._held.append(frame)
        while self._held[0].end < frame.end - HELD_S * HEARING_HZ:
            self._held.popleft()
