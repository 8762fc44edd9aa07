"""Sound through the page's own audio thread: rates, counts, interruption."""

import math
import struct
from itertools import pairwise
from typing import cast

import pytest
from playwright.async_api import Page, expect

from tests.browser.scenes import enter
from tests.browser.scripted_room import ScriptedRoom

pytestmark = pytest.mark.asyncio(loop_scope="session")

HEAR_TONE = """async ([frequency, rate]) => {
    const context = new AudioContext({sampleRate: rate});
    await context.audioWorklet.addModule("/modules/sound_worklet.js");
    const tone = new OscillatorNode(context, {frequency});
    const capture = new AudioWorkletNode(context, "samantha-capture", {numberOfOutputs: 0});
    const half = new GainNode(context, {gain: 0.5});
    tone.connect(half).connect(capture);
    tone.start();
    const frames = [];
    await new Promise((enough) => {
        capture.port.onmessage = ({data}) => {
            if (data instanceof ArrayBuffer && frames.push(data) >= 20) enough();
        };
        capture.port.postMessage({state: "open"});
    });
    await context.close();
    return frames.map((each) => [new DataView(each).getUint32(0, true),
        ...new Int16Array(each, 4)]);
}"""


async def heard_tone(page: Page, frequency_hz: float, rate_hz: int) -> list[list[int]]:
    """Frames of 20 ms as they would go to her: their place, then their samples."""
    return cast("list[list[int]]", await page.evaluate(HEAR_TONE, [frequency_hz, rate_hz]))


def strength(samples: list[int]) -> float:
    """Root mean square, full scale is 1."""
    return math.sqrt(sum((each / 32768) ** 2 for each in samples) / len(samples))


def samples_of(frames: list[list[int]]) -> list[int]:
    """The samples after the filter has filled."""
    return [sample for frame in frames[5:] for sample in frame[1:]]


@pytest.mark.parametrize("rate_hz", [48_000, 44_100, 16_000])
async def test_his_sound_keeps_its_pitch_and_loudness_at_any_rate(
    page: Page, room: ScriptedRoom, rate_hz: int
) -> None:
    await page.goto(room.address)
    frames = await heard_tone(page, 1000, rate_hz)
    assert [each[0] for each in frames] == [320 * n for n in range(20)]
    samples = samples_of(frames)
    assert strength(samples) == pytest.approx(0.5 / math.sqrt(2), rel=0.02)
    crossings = sum(1 for left, right in pairwise(samples) if left < 0 <= right)
    assert crossings == pytest.approx(1000 * len(samples) / 16_000, abs=2)


@pytest.mark.parametrize("frequency_hz", [9_000, 12_000, 15_000])
async def test_nothing_above_half_the_rate_folds_back(
    page: Page, room: ScriptedRoom, frequency_hz: int
) -> None:
    await page.goto(room.address)
    assert strength(samples_of(await heard_tone(page, frequency_hz, 48_000))) < 10 ** (-60 / 20)


def her_voice(seconds: float) -> bytes:
    """A tone of 300 Hz, 24,000 Hz, 16 bits."""
    count = int(24_000 * seconds)
    wave = (int(12_000 * math.sin(2 * math.pi * 300 * n / 24_000)) for n in range(count))
    return struct.pack(f"<{count}h", *wave)


async def listen(page: Page, room: ScriptedRoom) -> None:
    """Come in and touch the page, so that she may be heard."""
    await enter(page, room)
    await page.locator("#her-name").click()
    await room.hears("speaker", on=True)


async def reports(room: ScriptedRoom, stream: int, until: int) -> list[int]:
    """The counts of a stream until one is at least `until`."""
    counts: list[int] = []
    while not counts or counts[-1] < until:
        counts.append((await room.hears("played", stream=stream))["samples"])
    return counts


async def counted_before_the_next(room: ScriptedRoom, next_stream: int) -> int:
    """The last count of what was stopped, when the next stream is heard."""
    last = 0
    while (report := await room.hears("played"))["stream"] != next_stream:
        last = report["samples"]
    return last


async def test_every_sample_that_was_heard_is_counted(page: Page, room: ScriptedRoom) -> None:
    await listen(page, room)
    voice = her_voice(0.6)
    for start in range(0, len(voice), 4800):
        await room.sound(1, voice[start : start + 4800])
    counts = await reports(room, 1, 14_400)
    assert counts[-1] == 14_400
    assert counts == sorted(counts)
    assert len(counts) >= 6  # every 50 ms
    await room.sound(2, her_voice(0.1))
    assert (await reports(room, 2, 2400))[-1] == 2400


async def test_a_flush_stops_her_and_says_how_much_was_heard(
    page: Page, room: ScriptedRoom
) -> None:
    await listen(page, room)
    await room.sound(1, her_voice(5))
    heard = (await reports(room, 1, 2400))[-1]
    await room.tell("flush", stream=1)
    await room.sound(1, her_voice(2.5))  # what comes late belongs to what was stopped
    await room.sound(2, her_voice(0.1))
    last = await counted_before_the_next(room, 2)
    assert heard <= last < 24_000 * 2


async def test_a_tap_stops_her_before_the_server_answers(page: Page, room: ScriptedRoom) -> None:
    await listen(page, room)
    await room.tell("floor", holder="she")
    await room.sound(1, her_voice(5))
    await reports(room, 1, 1200)
    await expect(page.locator("#stop")).to_be_visible()
    await page.keyboard.press("Escape")
    await room.hears("tap")
    await room.sound(1, her_voice(2.5))
    await room.sound(2, her_voice(0.1))
    assert await counted_before_the_next(room, 2) < 24_000 * 2


async def test_his_frames_come_while_he_is_heard_and_silence_after(
    page: Page, room: ScriptedRoom
) -> None:
    await enter(page, room)
    await page.get_by_role("button", name="Talk with your voice").click()
    await room.hears("microphone", state="taken")
    await room.hears_sound(10)
    await expect(page.get_by_text("She hears you")).to_be_visible()
    await page.get_by_role("button", name="Mute your microphone").click()
    await expect(page.get_by_text("She does not hear you")).to_be_visible()
    open_until = len(room.frames)
    await room.hears("microphone", state="muted")
    assert len(room.frames) - open_until > 100  # two seconds and a half are 125
    silence = b"".join(each[4:] for each in room.frames[-100:])
    assert not any(silence)
    places = [struct.unpack_from("<I", each)[0] for each in room.frames]
    assert places == [320 * n for n in range(len(places))]


async def test_push_to_talk_hears_only_while_the_space_bar_is_held(
    page: Page, room: ScriptedRoom
) -> None:
    await page.add_init_script(
        "localStorage.setItem('samantha.preferences', '{\"talking\": \"push-to-talk\"}')"
    )
    await enter(page, room)
    await page.get_by_role("button", name="Talk with your voice").click()
    await expect(page.get_by_role("button", name="Hold to talk")).to_be_visible()
    await page.locator("#microphone").evaluate("(button) => button.blur()")
    await page.keyboard.down(" ")
    await room.hears("microphone", state="taken")
    await expect(page.get_by_text("She hears you")).to_be_visible()
    await page.keyboard.up(" ")
    await expect(page.get_by_text("Hold the button or the space bar")).to_be_visible()
    await room.hears("microphone", state="muted")


async def test_a_lost_microphone_is_told_at_once_and_comes_back(
    page: Page, room: ScriptedRoom
) -> None:
    await page.add_init_script("""
        const ask = MediaDevices.prototype.getUserMedia;
        MediaDevices.prototype.getUserMedia = async function (wanted) {
            return (window.hisStream = await ask.call(this, wanted));
        };""")
    await enter(page, room)
    await page.get_by_role("button", name="Talk with your voice").click()
    await room.hears("microphone", state="taken")
    await page.evaluate("window.hisStream.getTracks()[0].dispatchEvent(new Event('ended'))")
    await expect(page.get_by_text("the microphone is gone.")).to_be_visible(timeout=1000)
    await room.hears("microphone", state="lost")
    await page.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    await room.hears("microphone", state="taken")
    await expect(page.get_by_text("She hears you")).to_be_visible()
    await expect(page.get_by_text("the microphone is gone.")).to_have_count(0)
