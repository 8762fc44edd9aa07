"""The contract of `Loudspeaker`: what was heard is counted to the sample, whoever plays it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass

import numpy as np
import pytest

from samantha.domain.audio import SPEAKING_HZ, Samples
from samantha.providers.recording import Pace, Recording, WavSound
from samantha.providers.sound_card import SoundCard, open_sound_card
from samantha.speaking.ports import Loudspeaker
from samantha.speaking.silent_loudspeaker import SilentLoudspeaker
from tests.sound_fakes import ScriptedLines
from tests.speaking_fakes import ScriptedLoudspeaker

LATENCY = SPEAKING_HZ // 10
"""So much may still be on its way."""


@dataclass(frozen=True)
class Stage:
    """A loudspeaker, and how time passes for it, in seconds."""

    loudspeaker: Loudspeaker
    pass_time: Callable[[float], Awaitable[None]]


async def scripted() -> AsyncGenerator[Stage, None]:
    now_s = 0.0

    async def pass_time(seconds: float) -> None:
        nonlocal now_s
        now_s += seconds

    yield Stage(ScriptedLoudspeaker(lambda: now_s), pass_time)


async def silent() -> AsyncGenerator[Stage, None]:
    now_s = 0.0

    async def pass_time(seconds: float) -> None:
        nonlocal now_s
        now_s += seconds

    yield Stage(SilentLoudspeaker(lambda: now_s), pass_time)


async def recorded() -> AsyncGenerator[Stage, None]:
    an_hour = WavSound(np.zeros(3600 * 4000, np.float32), 4000)
    recording = Recording(an_hour, pace=Pace.AS_FAST_AS_HEARD)
    async with aclosing(recording.frames()) as frames:

        async def pass_time(seconds: float) -> None:
            for _ in range(round(seconds * 50)):
                await anext(frames)

        yield Stage(recording, pass_time)


async def scripted_card() -> AsyncGenerator[Stage, None]:
    lines = ScriptedLines()
    card = SoundCard(lines, look_s=60.0)
    async with card.running():

        async def pass_time(seconds: float) -> None:
            await lines.pass_time(round(seconds * 50))

        yield Stage(card, pass_time)


async def real_card() -> AsyncGenerator[Stage, None]:
    async with open_sound_card(backend="null") as card, aclosing(card.frames()) as frames:

        async def pass_time(seconds: float) -> None:
            for _ in range(round(seconds * 50)):
                await asyncio.wait_for(anext(frames), 10.0)

        yield Stage(card, pass_time)


@pytest.fixture(params=[scripted, silent, recorded, scripted_card, real_card])
async def stage(request: pytest.FixtureRequest) -> AsyncGenerator[Stage, None]:
    async with aclosing(request.param()) as stages:
        async for stage in stages:
            yield stage


def sound(seconds: float) -> Samples:
    return np.full(round(seconds * SPEAKING_HZ), 0.1, np.float32)


async def test_at_first_nothing_was_played(stage: Stage) -> None:
    await stage.pass_time(0.1)
    assert (stage.loudspeaker.played, stage.loudspeaker.queued) == (0, 0)
    assert stage.loudspeaker.stop() == 0


async def test_what_is_given_is_played_in_its_time(stage: Stage) -> None:
    played = [0]
    stage.loudspeaker.play(sound(0.2))
    stage.loudspeaker.play(sound(0.1))
    for _ in range(5):
        await stage.pass_time(0.04)
        played.append(stage.loudspeaker.played)
        assert played[-1] + stage.loudspeaker.queued == 7200
    assert played == sorted(played)
    assert 4800 - LATENCY <= played[-1] <= 7200
    await stage.pass_time(0.3)
    assert (stage.loudspeaker.played, stage.loudspeaker.queued) == (7200, 0)


async def test_silence_between_two_sounds_counts_as_nothing(stage: Stage) -> None:
    for n in (1, 2):
        stage.loudspeaker.play(sound(0.04))
        await stage.pass_time(0.2)
        assert stage.loudspeaker.played == 960 * n


async def test_what_is_stopped_was_not_played(stage: Stage) -> None:
    stage.loudspeaker.play(sound(10.0))
    await stage.pass_time(0.2)
    played = stage.loudspeaker.stop()
    assert 0 < played < 10 * SPEAKING_HZ
    assert (stage.loudspeaker.played, stage.loudspeaker.queued) == (played, 0)
    await stage.pass_time(0.2)
    assert (stage.loudspeaker.played, stage.loudspeaker.queued) == (played, 0)
    stage.loudspeaker.play(sound(0.04))
    assert stage.loudspeaker.queued == 960
    await stage.pass_time(0.2)
    assert stage.loudspeaker.played == played + 960


async def test_ten_stops_in_a_row_leave_everything_in_order(stage: Stage) -> None:
    for _ in range(10):
        stage.loudspeaker.play(sound(0.5))
        await stage.pass_time(0.02)
        before = stage.loudspeaker.stop()
        assert stage.loudspeaker.stop() == before
    assert stage.loudspeaker.queued == 0


async def test_a_gain_changes_no_counts(stage: Stage) -> None:
    stage.loudspeaker.play(sound(0.1))
    stage.loudspeaker.gain(-12.0)
    await stage.pass_time(0.06)
    stage.loudspeaker.gain(0.0)
    await stage.pass_time(0.2)
    assert (stage.loudspeaker.played, stage.loudspeaker.queued) == (2400, 0)


async def test_no_sound_at_all_is_nothing(stage: Stage) -> None:
    stage.loudspeaker.play(sound(0.0))
    assert stage.loudspeaker.queued == 0
