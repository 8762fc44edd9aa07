"""A microphone and a loudspeaker on one clock.

The device calls `_exchange` for each period, in a thread of its own; it is short and never waits
for anything but the lock. Everything else happens in the event loop, and what was played changes
only there, so that whoever reads it twice in a row reads the same.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

import numpy as np

from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Frame, Samples
from samantha.domain.errors import SamanthaError
from samantha.domain.resampling import Resampler
from samantha.hearing.ports import EchoCanceller
from samantha.providers.sound_card.devices import (
    LINE_HZ,
    PERIOD_MS,
    PERIODS,
    Choice,
    Line,
    OpenLine,
    SilentLine,
    opening_of,
)
from samantha.speaking.play_queue import PlayQueue

FRAME: Final = HEARING_HZ // 50
FAR_FRAME: Final = SPEAKING_HZ // 50
MOST_PERIODS: Final = 5_000 // PERIOD_MS
"""Sound that nobody takes is kept for 5 s."""
SILENCE_DB: Final = -100.0
_LOOKS: Final = 3
"""A line on which nothing came for so many looks is lost."""
_NOTHING: Final = np.zeros(0, np.float32)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _Period:
    """What was recorded, at `LINE_HZ`, while `far`, at `SPEAKING_HZ`, was handed to be played."""

    near: Samples
    far: Samples


class SoundCard:
    """His microphone and her loudspeaker; `open_sound_card` opens one.

    A line that breaks (a headset pulled out) is opened again as soon as there are such devices;
    until then no frames come and nothing is played: the clock stands still. While it is muted no
    microphone is open at all, and the frames are silence.
    """

    def __init__(
        self,
        open_line: OpenLine,
        *,
        canceller: EchoCanceller | None = None,
        look_s: float = 0.3,
    ) -> None:
        """`canceller` takes her voice out of the frames; every `look_s` the line is seen to."""
        self._open_line = open_line
        self._line: Line | None = None
        self._canceller = canceller
        self._look_s = look_s
        self._muted = False
        self._patient = False
        self._to_change = asyncio.Event()
        """The line that is open is not the one that is wanted."""
        self.trouble: SamanthaError | None = None
        """Why there is no line just now, and what to do; None where there is one."""
        self.overruns = 0
        """How many periods came too late to be kept; silence takes their place."""
        self.losses = 0
        """How often the line was lost."""
        self.level_db = SILENCE_DB
        """How loud the last frame was before it was cleaned, in dB below full scale."""
        self._lock = threading.Lock()
        self._queue = PlayQueue()
        self._to_line = Resampler(SPEAKING_HZ, LINE_HZ)
        self._for_line = np.zeros(0, np.float32)
        self._periods: deque[_Period] = deque()
        self._lost = 0
        """Samples at `LINE_HZ` that were recorded before `_periods` and not kept."""
        self._taken = deque([0], maxlen=PERIODS)
        """What was taken from the queue up to each of the periods that the device still holds."""
        self._exchanges = 0
        self._told = False
        self._given = self._played = 0
        self._wake = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    @property
    def muted(self) -> bool:
        """Whether no sound is read; what is set holds at once, and the microphone is let go."""
        return self._muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        if muted is not self._muted:
            self._muted = muted
            self._to_change.set()

    @property
    def played(self) -> int:
        """How many of the samples given to `play` have been heard, at `SPEAKING_HZ`."""
        return self._played

    @property
    def queued(self) -> int:
        """How many samples were given and not heard yet."""
        return self._given - self._played

    def play(self, sound: Samples) -> None:
        """Play `sound` after all that waits."""
        with self._lock:
            self._queue.play(sound)
        self._given += len(sound)

    def stop(self) -> int:
        """Throw away what waits and return `played`.

        What the device already holds (at most 60 ms) cannot be called back and counts as played.
        """
        with self._lock:
            taken = self._queue.stop()
            self._taken.extend([taken] * PERIODS)
        self._given = self._played = taken
        return taken

    def gain(self, decibels: float) -> None:
        """Set how loud it plays from now on, over 20 ms."""
        with self._lock:
            self._queue.gain(decibels)

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """What the microphone gives, in frames of 20 ms; only one such stream at a time."""
        from_line = Resampler(LINE_HZ, HEARING_HZ)
        near, far = np.zeros(0, np.float32), np.zeros(0, np.float32)
        start = 0
        while True:
            await self._wake.wait()
            self._wake.clear()
            for period in self._kept_periods():
                near = np.concatenate((near, from_line.resampled(period.near)))
                far = np.concatenate((far, period.far))
                while len(near) >= FRAME:
                    yield Frame(self._finished(near[:FRAME], far[:FAR_FRAME]), start)
                    start += FRAME
                    near, far = near[FRAME:], far[FAR_FRAME:]

    @asynccontextmanager
    async def running(self, *, patient: bool = False) -> AsyncGenerator[None, None]:
        """Hold the line open, and open it again when it breaks.

        Who is `patient` waits for devices that are not there (see `trouble`): meanwhile the frames
        are silence, and what is said counts as played in its time, for it can be read.

        Raises:
            HearingUnavailable, VoiceUnavailable: there is no such device, or it is not to be had.
        """
        watch: asyncio.Task[None] | None = None
        self._patient = patient
        try:
            await self._try_to_open()
            if self.trouble is not None and not patient:
                raise self.trouble
            watch = asyncio.create_task(self._watch())
            yield
        finally:
            if watch is not None:
                watch.cancel()
                await asyncio.wait({watch})
            await _to_its_end(self._close)

    async def _watch(self) -> None:
        """See to the line: one on which nothing comes any more is closed and opened anew."""
        seen, silent_looks = self._exchanges, 0
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._look_s):
                    await self._to_change.wait()
            silent_looks = 0 if self._exchanges != seen else silent_looks + 1
            seen = self._exchanges
            if self._line is not None and silent_looks >= _LOOKS:
                self.losses += 1
                log.warning("the sound card is gone; looking for it")
                await _to_its_end(self._close)
            elif self.trouble is None and self._line is not None:
                if not self._to_change.is_set():
                    continue
                await _to_its_end(self._close)  # a device is had only once
            await self._try_to_open()
            silent_looks = 0

    async def _try_to_open(self) -> None:
        """Open the line that is wanted now; why that failed is `trouble`."""
        self._to_change.clear()
        try:
            await _to_its_end(self._open)
        except SamanthaError as error:
            if self.trouble is None:
                log.warning("there is no sound card: %s", error.message)
            self.trouble = error
            if self._patient and self._line is None:
                self._line = SilentLine()
                self._line.start(self._exchange)
        else:
            if self.trouble is not None:
                log.info("the sound card is back")
            self.trouble = None

    def _open(self) -> None:
        line = self._open_line(hears=not self._muted)
        self._close()
        try:
            line.start(self._exchange)
        except SamanthaError:
            line.close()
            raise
        self._line = line

    def _close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _exchange(self, recorded: bytes) -> bytes:
        """Keep what was recorded, and give as much to be played; called by the device's thread."""
        near = np.frombuffer(recorded, np.float32)
        near = np.zeros_like(near) if self._muted else near
        far: list[Samples] = []
        with self._lock:
            while len(self._for_line) < len(near):
                far.append(self._queue.take((len(near) - len(self._for_line) + 1) // 2))
                more = self._to_line.resampled(far[-1])
                self._for_line = np.concatenate((self._for_line, more))
            played, self._for_line = np.split(self._for_line, [len(near)])
            if len(self._periods) == MOST_PERIODS:
                self._lost += len(self._periods.popleft().near)
                self.overruns += 1
            self._periods.append(_Period(near, np.concatenate((_NOTHING, *far))))
            self._taken.append(self._queue.taken)
            self._exchanges += 1
            is_first, self._told = not self._told, True
        if is_first:
            self._loop.call_soon_threadsafe(self._arrived)
        return played.tobytes()

    def _arrived(self) -> None:
        with self._lock:
            self._told = False
            self._played = self._taken[0]
        self._wake.set()

    def _kept_periods(self) -> list[_Period]:
        """What was recorded since the last call, with silence for what was not kept."""
        with self._lock:
            periods, self._periods = list(self._periods), deque()
            lost, self._lost = self._lost, 0
        if lost:
            far = np.zeros(lost * SPEAKING_HZ // LINE_HZ, np.float32)
            periods.insert(0, _Period(np.zeros(lost, np.float32), far))
        return periods

    def _finished(self, near: Samples, far: Samples) -> Samples:
        """One frame measured, and cleaned of `far`."""
        self.level_db = max(SILENCE_DB, 10 * float(np.log10(np.mean(np.square(near)) + 1e-12)))
        if self._canceller is not None:
            self._canceller.played(np.pad(far, (0, FAR_FRAME - len(far))))
            near = self._canceller.cleaned(near)
        return near


async def _to_its_end(work: Callable[[], None]) -> None:
    """Run blocking `work` in a thread; whoever is cancelled meanwhile still waits for its end."""
    running = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        raise


@asynccontextmanager
async def open_sound_card(
    microphone: Choice = None,
    loudspeaker: Choice = None,
    *,
    canceller: EchoCanceller | None = None,
    patient: bool = False,
    backend: str | None = None,
) -> AsyncGenerator[SoundCard, None]:
    """The chosen devices, open as long as the context lasts; `backend` is for tests.

    Who is `patient` waits for devices that are not there yet; `SoundCard.trouble` says so.

    Raises:
        HearingUnavailable, VoiceUnavailable: there is no such device, or it is not to be had.
    """
    card = SoundCard(opening_of(microphone, loudspeaker, backend=backend), canceller=canceller)
    async with card.running(patient=patient):
        yield card


@asynccontextmanager
async def open_loudspeaker(
    loudspeaker: Choice = None, *, backend: str | None = None
) -> AsyncGenerator[SoundCard, None]:
    """The loudspeaker alone: no microphone is opened as long as the card stays muted.

    Raises:
        VoiceUnavailable, HearingUnavailable: there is no such device, or it is not to be had.
    """
    card = SoundCard(opening_of(None, loudspeaker, backend=backend))
    card.muted = True
    async with card.running():
        yield card
