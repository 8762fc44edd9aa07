"""A recorded voice as his microphone, and both voices as the result, on one clock in samples."""

import asyncio
import wave
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path
from typing import Final

import numpy as np

from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Frame, Samples
from samantha.domain.errors import SettingsInvalid
from samantha.domain.resampling import Resampler
from samantha.providers.recording.wav import WavSound, read_wav
from samantha.speaking.play_queue import PlayQueue

TICKS_PER_S: Final = 50
_HEARD: Final = HEARING_HZ // TICKS_PER_S
_SAID: Final = SPEAKING_HZ // TICKS_PER_S
_LOOK_S: Final = 0.002
"""How long to wait before asking again whether she is busy."""

Busy = Callable[[], Awaitable[bool]]


class Pace(Enum):
    """How time passes in a recording."""

    REAL_TIME = auto()
    """By the clock of the event loop."""
    AS_FAST_AS_HEARD = auto()
    """By what is taken from `frames`; thinking takes no time, for time waits while she is busy."""


async def _never_busy() -> bool:
    return False


class Recording:
    """His voice from a recording; a loudspeaker that plays into another one, if there is one.

    Time passes only in `frames`, in ticks of 20 ms: one frame of his and 480 samples of hers.
    """

    def __init__(
        self,
        his: WavSound,
        result: wave.Wave_write | None = None,
        *,
        pace: Pace = Pace.REAL_TIME,
        busy: Busy = _never_busy,
        after_s: float = 3.0,
    ) -> None:
        """`his` is what he says; `result`, open for writing, gets him left and her right.

        `busy` tells whether she is at work on something that will be heard. The recording ends when
        `his` is over, she is not busy and has been silent for `after_s`.
        """
        self._his = _Stream(his, HEARING_HZ)
        self._his_for_result = _Stream(his, SPEAKING_HZ)
        self._result = result
        self._pace = pace
        self._busy = busy
        self._after = round(after_s * TICKS_PER_S)
        self._his_ticks = -(-len(his.samples) * TICKS_PER_S // his.rate_hz)
        self._queue = PlayQueue()
        self._ticks = 0
        self._ticks_of_silence = 0
        """Since he ended and she last spoke."""

    @property
    def played(self) -> int:
        """How many of the samples given to `play` have been played, at `SPEAKING_HZ`."""
        return self._queue.taken

    @property
    def queued(self) -> int:
        """How many samples wait to be played."""
        return self._queue.queued

    def play(self, sound: Samples) -> None:
        """Play `sound` after all that waits."""
        self._queue.play(sound)

    def stop(self) -> int:
        """Throw away what waits, and return `played`."""
        return self._queue.stop()

    def gain(self, decibels: float) -> None:
        """Set how loud it plays from now on, over 20 ms."""
        self._queue.gain(decibels)

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """What he says, frame by frame, and silence behind it until she is done."""
        loop = asyncio.get_running_loop()
        began_s = loop.time() - self._ticks / TICKS_PER_S
        while not await self._is_over():
            if self._pace is Pace.REAL_TIME:
                due_s = began_s + (self._ticks + 1) / TICKS_PER_S
                await asyncio.sleep(max(0.0, due_s - loop.time()))
            else:
                await self._until_idle()
            yield self._tick()

    async def _is_over(self) -> bool:
        if self._ticks < self._his_ticks or self._ticks_of_silence < self._after:
            return False
        return self._queue.queued == 0 and not await self._busy()

    async def _until_idle(self) -> None:
        """Let others work, at least once."""
        await asyncio.sleep(0)
        while await self._busy():  # noqa: ASYNC110 - what she is busy with is not known here
            await asyncio.sleep(_LOOK_S)

    def _tick(self) -> Frame:
        is_silent = self._ticks >= self._his_ticks and self._queue.queued == 0
        hers = self._queue.take(_SAID)
        if self._result is not None:
            both = np.stack((self._his_for_result.next(_SAID), hers), axis=1)
            pcm = np.round(np.clip(both, -1.0, 1.0) * 32767).astype("<i2")
            with _written():
                self._result.writeframes(pcm.tobytes())
        frame = Frame(self._his.next(_HEARD), self._ticks * _HEARD)
        self._ticks += 1
        self._ticks_of_silence = self._ticks_of_silence + 1 if is_silent else 0
        return frame


class _Stream:
    """A recording at another rate, taken bit by bit, with silence behind it."""

    def __init__(self, sound: WavSound, to_hz: int) -> None:
        self._sound = sound
        self._at = 0
        self._step = max(1, sound.rate_hz // TICKS_PER_S)
        self._resampler = Resampler(sound.rate_hz, to_hz)
        self._ready = np.zeros(0, np.float32)

    def next(self, count: int) -> Samples:
        """The next `count` samples."""
        while len(self._ready) < count:
            piece = self._sound.samples[self._at : self._at + self._step]
            self._at += self._step
            piece = np.pad(piece, (0, self._step - len(piece)))
            self._ready = np.concatenate((self._ready, self._resampler.resampled(piece)))
        taken, self._ready = self._ready[:count], self._ready[count:]
        return taken


@contextmanager
def open_recording(
    file: Path,
    result: Path | None = None,
    *,
    pace: Pace = Pace.REAL_TIME,
    busy: Busy = _never_busy,
    after_s: float = 3.0,
) -> Generator[Recording, None, None]:
    """The recording in `file`; `result`, if there is one, is whole when the context ends.

    Raises:
        SettingsInvalid: `file` cannot be used, or `result` cannot be written.
    """
    his = read_wav(file)
    if result is None:
        yield Recording(his, pace=pace, busy=busy, after_s=after_s)
        return
    if result.exists() and result.samefile(file):
        raise SettingsInvalid(
            f"The recording {result} would be written over itself.", "Name another file after -o."
        )
    with _written():
        stream = result.open("wb")
    writer = wave.open(stream, "wb")  # noqa: SIM115 - closed below, where failing is told
    writer.setnchannels(2)
    writer.setsampwidth(2)
    writer.setframerate(SPEAKING_HZ)
    try:
        yield Recording(his, writer, pace=pace, busy=busy, after_s=after_s)
    finally:
        with _written():
            try:
                writer.close()
            finally:
                stream.close()


@contextmanager
def _written() -> Generator[None, None, None]:
    """Say of a failure that what both say cannot be written."""
    try:
        yield
    except OSError as error:
        raise SettingsInvalid(
            f"The recording of both cannot be written ({error.strerror}).",
            "Name a file in a folder that may be written to, on a disk with room.",
        ) from error
