"""A recorded voice comes frame by frame, and both voices are recorded to the sample."""

import asyncio
import wave
from contextlib import aclosing
from pathlib import Path

import numpy as np
import pytest

from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Samples
from samantha.domain.errors import SettingsInvalid
from samantha.providers.recording import Pace, Recording, WavSound, open_recording
from tests.virtual_time import run

FAST = Pace.AS_FAST_AS_HEARD


def tone(seconds: float, rate_hz: int = HEARING_HZ, hz: float = 500.0) -> Samples:
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    return (0.5 * np.sin(2 * np.pi * hz * time_s)).astype(np.float32)


def write_wav(file: Path, sound: Samples, rate_hz: int = HEARING_HZ) -> None:
    with wave.open(str(file), "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate_hz)
        writer.writeframes(np.round(sound * 32767).astype("<i2").tobytes())


def read_stereo(file: Path) -> tuple[Samples, Samples]:
    with wave.open(str(file)) as reader:
        assert (reader.getnchannels(), reader.getframerate()) == (2, SPEAKING_HZ)
        pcm = np.frombuffer(reader.readframes(reader.getnframes()), "<i2").reshape(-1, 2)
    left, right = (pcm / np.float32(32767)).astype(np.float32).T
    return left, right


async def heard(recording: Recording) -> Samples:
    pieces: list[Samples] = []
    async with aclosing(recording.frames()) as frames:
        async for frame in frames:
            assert frame.start == 320 * len(pieces)
            assert len(frame.samples) == 320
            pieces.append(frame.samples)
    return np.concatenate((np.zeros(0, np.float32), *pieces))


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100, 48_000])
def test_his_voice_is_heard_at_the_hearing_rate_with_silence_behind(rate_hz: int) -> None:
    recording = Recording(WavSound(tone(0.5, rate_hz), rate_hz), pace=FAST, after_s=0.2)
    sound = run(heard(recording))
    assert len(sound) == 0.7 * HEARING_HZ
    assert np.allclose(sound[200:7800], tone(0.5)[200:7800], atol=2e-3)
    assert not sound[8100:].any()


def test_played_advances_with_the_frames_only() -> None:
    async def talk() -> None:
        recording = Recording(WavSound(tone(0.1), HEARING_HZ), pace=FAST)
        recording.play(np.ones(1000, np.float32))
        assert (recording.played, recording.queued) == (0, 1000)
        async with aclosing(recording.frames()) as frames:
            await anext(frames)
            assert (recording.played, recording.queued) == (480, 520)
            await asyncio.sleep(60)
            assert recording.played == 480
            await anext(frames)
            assert recording.stop() == 960
            await anext(frames)
            assert (recording.played, recording.queued) == (960, 0)

    run(talk())


def test_both_voices_lie_on_one_clock(tmp_path: Path) -> None:
    his, result = tmp_path / "his.wav", tmp_path / "both.wav"
    write_wav(his, tone(1.0))

    async def talk(recording: Recording) -> None:
        async with aclosing(recording.frames()) as frames:
            async for frame in frames:
                if frame.start == 320 * 25:
                    recording.play(np.full(2400, 0.25, np.float32))

    with open_recording(his, result, pace=FAST, after_s=0.5) as recording:
        run(talk(recording))
    left, right = read_stereo(result)
    assert len(left) == 1.5 * SPEAKING_HZ
    assert np.allclose(left[300:23_700], tone(1.0, SPEAKING_HZ)[300:23_700], atol=2e-3)
    # What is played after the 26th frame was heard sounds from the 27th on.
    assert np.array_equal(np.flatnonzero(right), np.arange(26 * 480, 26 * 480 + 2400))


def test_it_goes_on_until_she_has_been_silent() -> None:
    async def talk() -> int:
        recording = Recording(WavSound(tone(0.1), HEARING_HZ), pace=FAST, after_s=0.1)
        recording.play(np.ones(SPEAKING_HZ, np.float32))
        return len(await heard(recording))

    assert run(talk()) == pytest.approx(1.1 * HEARING_HZ, abs=320)


def test_while_she_is_busy_time_waits_and_the_end_does_not_come() -> None:
    async def talk() -> int:
        thinking = True

        async def busy() -> bool:
            return thinking

        recording = Recording(WavSound(tone(0.1), HEARING_HZ), pace=FAST, busy=busy, after_s=0.0)
        recording.play(np.ones(960, np.float32))
        listening = asyncio.create_task(heard(recording))
        await asyncio.sleep(60)
        assert recording.played == 0
        thinking = False
        return len(await listening)

    assert run(talk()) == 0.1 * HEARING_HZ


def test_in_real_time_a_frame_comes_when_it_has_been_said() -> None:
    async def talk() -> list[float]:
        recording = Recording(WavSound(tone(0.1), HEARING_HZ), after_s=0.0)
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        times: list[float] = []
        async with aclosing(recording.frames()) as frames:
            async for frame in frames:
                times.append(loop.time() - began_s)
                # Work that takes less than a frame delays nothing.
                await asyncio.sleep(0.015 if frame.start % 640 else 0.005)
        return times

    assert run(talk()) == pytest.approx([0.02, 0.04, 0.06, 0.08, 0.10])


def test_an_empty_recording_is_silence() -> None:
    recording = Recording(WavSound(np.zeros(0, np.float32), 8_000), pace=FAST, after_s=0.1)
    assert np.array_equal(run(heard(recording)), np.zeros(1600, np.float32))


def test_a_result_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    his = tmp_path / "his.wav"
    write_wav(his, tone(0.1))
    with (
        pytest.raises(SettingsInvalid, match="cannot be written"),
        open_recording(his, tmp_path / "nowhere" / "both.wav"),
    ):
        pass


def test_a_result_is_whole_though_the_talk_broke_off(tmp_path: Path) -> None:
    his, result = tmp_path / "his.wav", tmp_path / "both.wav"
    write_wav(his, tone(0.5))

    async def talk(recording: Recording) -> None:
        async with aclosing(recording.frames()) as frames:
            await anext(frames)
            raise KeyError

    with pytest.raises(KeyError), open_recording(his, result, pace=FAST) as recording:
        run(talk(recording))
    assert len(read_stereo(result)[0]) == 480
