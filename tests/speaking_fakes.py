"""Scripted parts of speaking: a voice whose words can be told from their samples, a loudspeaker."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

import numpy as np

from samantha.domain.audio import SPEAKING_HZ, Samples, Speech
from samantha.domain.errors import VoiceUnavailable
from samantha.speaking.ports import Means, Prosody, Voice

T = TypeVar("T")
WORD_SAMPLES = 4800
VOICE = "scripted:one"
UNSAYABLE = "unsayable"


class ScriptedSynthesizer:
    """Says each word in 0.2 s; `said` keeps the words, and each has a level of its own.

    The samples of the n-th word that was ever said (from 1) all are n / 10,000, the last one -n.
    """

    def __init__(self) -> None:
        self.said: list[str] = []
        self.calls: list[tuple[str, Prosody]] = []
        self.warmed = 0

    def voices(self) -> Sequence[Voice]:
        return [Voice(VOICE, "even (scripted)", frozenset({Means.PACE, Means.ENERGY}))]

    def warm_up(self, voice: str) -> None:
        self._known(voice)
        self.warmed += 1

    def say(self, text: str, voice: str, prosody: Prosody) -> Speech:
        self._known(voice)
        words = text.split()
        if UNSAYABLE in words:
            raise VoiceUnavailable("The voice broke.", "Read instead.")
        self.calls.append((text, prosody))
        length = int(WORD_SAMPLES / prosody.pace)
        gain = 10 ** (prosody.energy_db / 20)
        sounds: list[Samples] = [np.zeros(0, np.float32)]
        ends: list[int] = []
        for word in words:
            if any(map(str.isalpha, word)):
                self.said.append(word)
                level = len(self.said) / 10_000 * gain
                sounds.append(np.full(length, level, np.float32))
                sounds[-1][-1] = -level
            ends.append(sum(map(len, sounds)))
        return Speech(np.clip(np.concatenate(sounds), -1, 1), tuple(ends))

    def _known(self, voice: str) -> None:
        if voice != VOICE:
            raise VoiceUnavailable(f"There is no voice “{voice}”.", f"Known is {VOICE}.")


class ScriptedLoudspeaker:
    """Plays in the time of a clock (unless told otherwise, the running loop's); remembers all."""

    def __init__(self, now_s: Callable[[], float] | None = None) -> None:
        self._now_s = now_s or (lambda: asyncio.get_running_loop().time())
        self._waiting: Samples = np.zeros(0, np.float32)
        self._played: list[Samples] = []
        self._count = 0
        self._began_s: float | None = None
        self._from = 0
        self.gains: list[float] = []

    @property
    def played(self) -> int:
        self._go_on()
        return self._count

    @property
    def queued(self) -> int:
        self._go_on()
        return len(self._waiting)

    @property
    def history(self) -> Samples:
        """All samples that were played."""
        self._go_on()
        return np.concatenate([np.zeros(0, np.float32), *self._played])

    def play(self, sound: Samples) -> None:
        self._go_on()
        if not len(self._waiting):
            self._began_s, self._from = self._now_s(), self._count
        self._waiting = np.concatenate([self._waiting, sound])

    def stop(self) -> int:
        self._go_on()
        self._waiting = np.zeros(0, np.float32)
        return self._count

    def gain(self, decibels: float) -> None:
        self.gains.append(decibels)

    def _go_on(self) -> None:
        if self._began_s is None:
            return
        # A millionth of a sample, so that times that were added up do not fall short.
        due = int((self._now_s() - self._began_s) * SPEAKING_HZ + 1e-6) + self._from - self._count
        count = min(max(due, 0), len(self._waiting))
        self._played.append(self._waiting[:count])
        self._waiting = self._waiting[count:]
        self._count += count


class Lane(Executor):
    """Does its work in the event loop, `delay_s` after it was asked to."""

    def __init__(self, delay_s: float = 0.0) -> None:
        self.delay_s = delay_s

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()

        def work() -> None:
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(fn(*args, **kwargs))
                except (VoiceUnavailable, RuntimeError, AssertionError) as error:
                    future.set_exception(error)

        asyncio.get_running_loop().call_later(self.delay_s, work)
        return future
