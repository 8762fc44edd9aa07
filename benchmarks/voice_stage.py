"""What the voice benchmark is played on: talks made by a script, and her own channel."""

import random
import tempfile
import wave
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.hearing_material import Cast, mixed, sentence
from benchmarks.hearing_noises import white
from samantha.app.voice import Senses
from samantha.conversation.company import Company
from samantha.conversation.session import Session
from samantha.conversation.spoken import SpokenSession
from samantha.conversation.tales import Tale
from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Frame, Samples
from samantha.providers.recording import Recording
from samantha.providers.recording.wav import WavSound

AUDIBLE: Final = 0.01
"""A 5 ms stretch of this root mean square is sound that one hears (full scale is 1)."""
STEP: Final = HEARING_HZ // 200


@dataclass(frozen=True, slots=True)
class Turn:
    """Something of his in a talk, and where it is audible, in samples at `HEARING_HZ`."""

    text: str
    began: int
    ended: int


@dataclass(slots=True)
class Script:
    """What he says, on one clock."""

    pieces: list[Samples] = field(default_factory=list[Samples])
    turns: list[Turn] = field(default_factory=list[Turn])
    length: int = 0

    def wait(self, seconds: float) -> None:
        """Let him be silent, in a room that is not quite."""
        self._add(np.zeros(int(seconds * HEARING_HZ), np.float32))

    def say(self, text: str, sound: Samples) -> None:
        """Let him say something."""
        first, last = audible(sound)
        self.turns.append(Turn(text, self.length + first, self.length + last))
        self._add(sound)

    def sound(self, seed: int) -> WavSound:
        """All of it, with the noise of a quiet room."""
        whole = np.concatenate(self.pieces)
        room = np.random.default_rng(seed).standard_normal(len(whole)).astype(np.float32) * 3e-4
        return WavSound((whole + room).astype(np.float32), HEARING_HZ)

    def _add(self, sound: Samples) -> None:
        self.pieces.append(sound)
        self.length += len(sound)


def audible(sound: Samples, step: int = STEP) -> tuple[int, int]:
    """The first and the last sample of what is audible in `sound`; (0, 0) where nothing is."""
    steps = np.sqrt(np.square(sound[: len(sound) // step * step].reshape(-1, step)).mean(axis=1))
    loud = np.flatnonzero(steps > AUDIBLE)
    return (int(loud[0]) * step, int(loud[-1] + 1) * step) if len(loud) else (0, 0)


def talk_of(count: int, cast: Cast, seed: int, *, pause_s: float) -> Script:
    """So many turns, every third at 10 dB above white noise, with time to answer each."""
    chance, noise = random.Random(seed), np.random.default_rng(seed)
    script = Script()
    script.wait(1.0)
    for number in range(count):
        said = cast.say(sentence(chance), chance)
        sound = said.sound
        if number % 3 == 2:
            sound = mixed(sound, white(len(sound) / HEARING_HZ, noise), 10)
        script.say(said.text, sound)
        script.wait(pause_s)
    return script


class WatchedRecording(Recording):
    """A recording that knows when she was made quieter or silent, in seconds of its clock."""

    def __init__(self, his: WavSound, result: wave.Wave_write) -> None:
        """See `Recording`."""
        super().__init__(his, result, after_s=0.5)
        self.dips_s: list[float] = []
        self.stops_s: list[float] = []
        self.at_s = 0.0

    def gain(self, decibels: float) -> None:
        """Note it."""
        if decibels <= -10:
            self.dips_s.append(self.at_s)
        super().gain(decibels)

    def stop(self) -> int:
        """Note it, if there was something to stop."""
        if self.queued:
            self.stops_s.append(self.at_s)
        return super().stop()

    def _tick(self) -> Frame:
        frame = super()._tick()
        self.at_s = frame.end / HEARING_HZ
        return frame


@dataclass(frozen=True, slots=True)
class Held:
    """A talk that was held: her channel at `SPEAKING_HZ`, what happened, and when she gave way."""

    hers: Samples
    tales: Sequence[Tale]
    dips_s: Sequence[float]
    stops_s: Sequence[float]


async def hold(script: Script, company: Company, senses: Senses, seed: int) -> Held:
    """Hold a talk in real time, through the loop that a microphone goes through."""
    tales: list[Tale] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "both.wav"
        with file.open("wb") as stream, wave.open(stream, "wb") as writer:
            writer.setnchannels(2)
            writer.setsampwidth(2)
            writer.setframerate(SPEAKING_HZ)
            tape = WatchedRecording(script.sound(seed), writer)
            async with Session.opened(replace(company, seed=seed)) as session:
                await session.settled()
                async with senses.spoken(session, tape, her_name="Mirel") as spoken:
                    await _follow(spoken, tape, tales)
        with wave.open(str(file), "rb") as reader:
            pcm = np.frombuffer(reader.readframes(reader.getnframes()), "<i2").reshape(-1, 2)
    return Held((pcm[:, 1] / 32768).astype(np.float32), tales, tape.dips_s, tape.stops_s)


async def _follow(spoken: SpokenSession, tape: WatchedRecording, tales: list[Tale]) -> None:
    async with aclosing(spoken.follow(tape.frames())) as told:
        tales += [tale async for tale in told]


def answers_ms(script: Script, held: Held) -> list[float | None]:
    """From the last audible sample of each turn to the first of hers after it, in ms."""
    delays: list[float | None] = []
    begins = [turn.began for turn in script.turns[1:]] + [script.length]
    for turn, following in zip(script.turns, begins, strict=True):
        first, last = (at * SPEAKING_HZ // HEARING_HZ for at in (turn.ended, following))
        begin, end = audible(held.hers[first:last], SPEAKING_HZ // 200)
        delays.append(begin * 1000 / SPEAKING_HZ if end else None)
    return delays


def first_gaps_ms(script: Script, held: Held) -> list[float]:
    """The first silence of 80 ms or more within each answer of hers, in ms."""
    step = SPEAKING_HZ // 200
    gaps: list[float] = []
    begins = [turn.began for turn in script.turns[1:]] + [script.length]
    for turn, following in zip(script.turns, begins, strict=True):
        first, last = (at * SPEAKING_HZ // HEARING_HZ for at in (turn.ended, following))
        hers = held.hers[first:last]
        begin, end = audible(hers, step)
        inside = hers[begin : begin + (end - begin) // step * step].reshape(-1, step)
        loud = np.sqrt(np.square(inside).mean(axis=1)) > AUDIBLE if len(inside) else np.ones(1)
        edges = np.flatnonzero(np.diff(np.concatenate([[1], loud.astype(int), [1]])))
        silences = [(b - a) * 5.0 for a, b in zip(edges[::2], edges[1::2], strict=False)]
        gaps += [each for each in silences if each >= 80][:1]
    return gaps
