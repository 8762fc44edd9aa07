"""Microphone and loudspeaker share one clock, and a device that vanished comes back."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager

import numpy as np
import pytest

from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Samples
from samantha.domain.errors import HearingUnavailable, VoiceUnavailable
from samantha.providers.sound_card import (
    Choice,
    SoundCard,
    devices_here,
    open_loudspeaker,
    open_sound_card,
)
from samantha.providers.sound_card.card import MOST_PERIODS, SILENCE_DB
from samantha.providers.sound_card.devices import LINE_HZ, opening_of
from tests.sound_fakes import PERIOD, ScriptedLines, frames_of

SOON_S = 20.0


def tone(hz: float, rate_hz: int, seconds: float) -> Samples:
    time_s = np.arange(round(rate_hz * seconds)) / rate_hz
    return (0.5 * np.sin(2 * np.pi * hz * time_s)).astype(np.float32)


class Recorded:
    """A canceller that notes what it was given, and halves what comes."""

    def __init__(self) -> None:
        self.far: list[Samples] = []
        self.near: list[Samples] = []

    def played(self, far: Samples) -> None:
        self.far.append(far)

    def cleaned(self, near: Samples) -> Samples:
        self.near.append(near)
        return near * np.float32(0.5)


@asynccontextmanager
async def card_on(
    lines: ScriptedLines, canceller: Recorded | None = None, look_s: float = 60.0
) -> AsyncGenerator[SoundCard, None]:
    card = SoundCard(lines, canceller=canceller, look_s=look_s)
    async with card.running():
        yield card


async def test_what_the_microphone_gives_comes_in_frames_of_twenty_milliseconds() -> None:
    lines = ScriptedLines()
    sound = tone(440, LINE_HZ, 1.0)
    async with card_on(lines) as card:
        await lines.pass_(*sound.reshape(-1, PERIOD))
        frames = await frames_of(card, 49)
    assert [frame.start for frame in frames] == [320 * n for n in range(49)]
    heard = np.concatenate([frame.samples for frame in frames])
    assert np.allclose(heard[100:], tone(440, HEARING_HZ, 1.0)[100 : len(heard)], atol=1e-3)


async def test_what_she_says_comes_out_of_the_loudspeaker() -> None:
    lines = ScriptedLines()
    async with card_on(lines) as card:
        card.play(tone(440, SPEAKING_HZ, 0.5))
        out = await lines.pass_time(30)
    assert np.allclose(out[100:23_900], tone(440, LINE_HZ, 0.5)[100:23_900], atol=1e-3)
    assert not out[24_100:].any()


@pytest.mark.parametrize("period", [480, 512, 1024, 333])
async def test_any_period_will_do(period: int) -> None:
    lines = ScriptedLines()
    sound = tone(440, LINE_HZ, 0.5)
    async with card_on(lines) as card:
        card.play(tone(440, SPEAKING_HZ, 0.5))
        starts = range(0, len(sound), period)
        out = [await lines.pass_(sound[start : start + period]) for start in starts]
        frames = await frames_of(card, 24)
    assert np.allclose(np.concatenate(out)[100:23_900], sound[100:23_900], atol=1e-3)
    heard = np.concatenate([frame.samples for frame in frames])
    assert np.allclose(heard[100:], tone(440, HEARING_HZ, 0.5)[100 : len(heard)], atol=1e-3)


async def test_played_is_what_has_left_the_device() -> None:
    lines = ScriptedLines()
    async with card_on(lines) as card:
        card.play(np.ones(4800, np.float32))
        assert (card.played, card.queued) == (0, 4800)
        await lines.pass_time(2)
        assert card.played == 0
        await lines.pass_time(2)
        assert 480 <= card.played <= 1000
        assert card.played + card.queued == 4800
        await lines.pass_time(10)
        assert (card.played, card.queued) == (4800, 0)


async def test_played_does_not_change_between_two_looks() -> None:
    lines = ScriptedLines()
    async with card_on(lines) as card:
        card.play(np.ones(48_000, np.float32))
        await lines.pass_time(10)
        before = card.played
        for _ in range(10):
            lines.line.passes()
        assert card.played + card.queued == 48_000
        assert card.played == before


async def test_a_stop_is_silence_within_five_milliseconds() -> None:
    lines = ScriptedLines()
    async with card_on(lines) as card:
        card.play(np.full(48_000, 0.5, np.float32))
        await lines.pass_time(10)
        stopped_at = card.stop()
        assert (card.played, card.queued) == (stopped_at, 0)
        out = await lines.pass_time(5)
        assert card.played == stopped_at
    assert np.max(np.abs(out[400:])) < 1e-3
    assert np.max(np.abs(np.diff(out))) < 0.05


async def test_muted_she_hears_nothing_at_once_and_no_microphone_stays_open() -> None:
    lines = ScriptedLines()
    loud = tone(440, LINE_HZ, 0.2).reshape(-1, PERIOD)
    async with asyncio.timeout(SOON_S), card_on(lines) as card:
        card.muted = True
        await lines.pass_(*loud)
        await lines.until(lambda: not lines.line.hears and lines.line.exchange is not None)
        assert lines.opened[0].closed
        await lines.pass_(*loud)
        frames = await frames_of(card, 18)
        assert not any(frame.samples.any() for frame in frames)
        assert card.level_db == SILENCE_DB
        card.muted = False
        await lines.until(lambda: lines.line.hears and lines.line.exchange is not None)
        await lines.pass_(*loud, *loud)
        frames = await frames_of(card, 18)
        assert frames[-1].samples.any()
        assert card.losses == 0


async def test_muted_she_is_still_heard() -> None:
    lines = ScriptedLines()
    async with asyncio.timeout(SOON_S), card_on(lines) as card:
        card.play(tone(440, SPEAKING_HZ, 0.4))
        card.muted = True
        before = await lines.pass_time(5)
        await lines.until(lambda: not lines.line.hears and lines.line.exchange is not None)
        after = await lines.pass_time(30)
        assert np.abs(before).max() > 0.4
        assert np.abs(after).max() > 0.4
        assert card.played == 0.4 * SPEAKING_HZ


async def test_who_is_patient_waits_for_a_device_and_is_told() -> None:
    lines = ScriptedLines()
    lines.present = False
    card = SoundCard(lines, look_s=0.02)
    async with asyncio.timeout(SOON_S), card.running(patient=True):
        assert card.trouble is not None
        assert "scripted microphone" in card.trouble.message
        lines.present = True
        await lines.until(lambda: bool(lines.opened) and card.trouble is None)
        await lines.pass_(*tone(440, LINE_HZ, 0.2).reshape(-1, PERIOD))
        assert len(await frames_of(card, 9)) == 9


async def test_the_canceller_gets_both_sides_of_the_same_time() -> None:
    lines, canceller = ScriptedLines(), Recorded()
    sound = tone(440, LINE_HZ, 0.4)
    async with card_on(lines, canceller) as card:
        card.play(tone(300, SPEAKING_HZ, 0.4))
        await lines.pass_(*sound.reshape(-1, PERIOD))
        frames = await frames_of(card, 19)
    assert all(len(far) == 480 for far in canceller.far)
    far = np.concatenate(canceller.far)
    assert np.allclose(far, tone(300, SPEAKING_HZ, 0.4)[: len(far)])
    assert np.array_equal(frames[5].samples, canceller.near[5] / 2)


async def test_what_nobody_takes_for_too_long_becomes_silence_and_is_counted() -> None:
    lines = ScriptedLines()
    sound = np.full(PERIOD, 0.5, np.float32)
    async with card_on(lines) as card:
        await lines.pass_(*[sound] * (MOST_PERIODS + 50))
        frames = await frames_of(card, MOST_PERIODS + 49)
        assert card.overruns == 50
    assert not any(frame.samples.any() for frame in frames[:49])
    assert all(np.allclose(frame.samples, 0.5, atol=0.01) for frame in frames[51:])
    assert [frame.start for frame in frames] == [320 * n for n in range(len(frames))]


async def test_a_device_that_vanished_comes_back() -> None:
    lines = ScriptedLines()
    async with (
        asyncio.timeout(SOON_S),
        card_on(lines, look_s=0.02) as card,
        aclosing(card.frames()) as frames,
    ):
        lines.present = False
        first = lines.line
        card.play(np.ones(24_000, np.float32))
        for _ in range(3):
            first.passes()
        starts = [(await anext(frames)).start, (await anext(frames)).start]
        await lines.until(lambda: first.closed)
        played = card.played
        assert card.losses == 1
        lines.present = True
        await lines.until(lambda: lines.line is not first and lines.line.exchange is not None)
        assert card.played == played
        for _ in range(5):
            lines.line.passes()
        starts.append((await anext(frames)).start)
        assert starts == [0, 320, 640]
        assert card.played > played


async def test_what_no_device_plays_can_be_read_until_one_is_back() -> None:
    lines = ScriptedLines()
    card = SoundCard(lines, look_s=0.02)
    async with (
        asyncio.timeout(SOON_S),
        card.running(patient=True),
        aclosing(card.frames()) as heard,
    ):
        lines.present = False
        await lines.until(lambda: card.trouble is not None)
        card.play(np.ones(4800, np.float32))
        assert not (await anext(heard)).samples.any()
        while card.played < 4800:
            await anext(heard)
        lines.present = True
        await lines.until(lambda: card.trouble is None and lines.line.exchange is not None)
        assert card.losses == 1
        assert not lines.line.closed


async def test_where_there_is_no_device_it_says_so_at_once() -> None:
    lines = ScriptedLines()
    lines.present = False
    with pytest.raises(HearingUnavailable):
        async with card_on(lines):
            pass


async def test_the_line_is_closed_whatever_happened() -> None:
    lines = ScriptedLines()
    with pytest.raises(KeyError):
        async with card_on(lines):
            raise KeyError
    assert lines.line.closed


# -- the devices themselves ----------------------------------------------------------------------


def test_devices_are_listed() -> None:
    here = devices_here(backend="null")
    assert here.microphones == ["NULL Capture Device"]
    assert here.loudspeakers == ["NULL Playback Device"]


@pytest.mark.parametrize("choice", [None, 1, " 1", "NULL Capture Device", "null", " capture "])
def test_a_microphone_is_chosen_by_name_or_number(choice: Choice) -> None:
    opening_of(choice, None, backend="null")(hears=True).close()


@pytest.mark.parametrize("choice", [0, 2, -1, "2", "", "headset"])
def test_a_choice_that_fits_nothing_is_named_with_what_there_is(choice: Choice) -> None:
    with pytest.raises(HearingUnavailable, match="1 NULL Capture Device"):
        opening_of(choice, None, backend="null")(hears=True)
    with pytest.raises(VoiceUnavailable, match="1 NULL Playback Device"):
        opening_of(None, choice, backend="null")(hears=True)


async def test_a_real_line_carries_both_ways_in_real_time() -> None:
    async with asyncio.timeout(SOON_S), open_sound_card(backend="null") as card:
        card.play(np.ones(2400, np.float32))
        frames = await frames_of(card, 12)
        assert [frame.start for frame in frames] == [320 * n for n in range(12)]
        assert card.played == 2400
        assert (card.queued, card.overruns, card.losses) == (0, 0, 0)


async def test_a_loudspeaker_alone_plays_to_the_end() -> None:
    async with asyncio.timeout(SOON_S), open_loudspeaker(backend="null") as card:
        card.play(np.ones(2400, np.float32))
        while card.queued:  # noqa: ASYNC110 - a device tells nobody
            await asyncio.sleep(0)
        assert card.muted


async def test_a_real_line_that_does_not_hear_plays_on() -> None:
    async with asyncio.timeout(SOON_S), open_sound_card(backend="null") as card:
        card.muted = True
        card.play(np.ones(12_000, np.float32))
        frames = await frames_of(card, 40)
        assert not any(frame.samples.any() for frame in frames)
        assert card.played == 12_000
