"""Her room: how long he waits in a real browser, and what a page costs.

Run as `python -m benchmarks.room` from the root of the repository, on a machine with nothing else
to do and Debian's Chromium installed; `--quick` asks a fifth of the questions, `--only` takes some
of voice, loop, costs. She runs as `samantha serve` does, with the embedded model; a WAV is the
browser's microphone. Both sides are recorded on the page's own audio clock, at its input and at its
output, and read off in samples: from the last audible sample of his to the first audible one of
hers. The loop is the same talk without a browser (benchmarks/voice.py does that in full).
"""

import argparse
import asyncio
import base64
import json
import os
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from playwright.async_api import Page, async_playwright
from tests.browser.chromium import find_chromium, launched
from tests.browser.real_program import Running, she_runs, write_microphone

from benchmarks.hearing_material import Cast
from benchmarks.voice_stage import Script, answers_ms, audible, hold, talk_of
from samantha.app.assembly import waking
from samantha.app.persona_file import save_persona
from samantha.app.settings import Home, Settings
from samantha.app.voice import by_voice, senses
from samantha.domain.audio import HEARING_HZ, Samples
from samantha.personality.persona import Persona
from samantha.providers.hibari import Hibari

TURNS: Final = 32
PAUSE_S: Final = 8.0
IDLE_S: Final = 20.0
PAGES: Final = 6
PERSONA: Final = Persona(her_name="Mirel", his_name="Theodore")
BARS: Final = {
    "voice_to_voice_p50_ms": 900.0,
    "voice_to_voice_p90_ms": 1250.0,
    "first_load_kb": 300.0,
    "first_load_ms": 1000.0,
    "idle_cpu_percent": 1.0,
}
# Both directions are tapped with the page's own worklet, on its own clock.
RECORD: Final = """
    localStorage.setItem("samantha.preferences", '{"earcons": false}');
    window.taken = {his: {at: null, parts: []}, hers: {at: null, parts: []}};
    const tap = (context, into) => {
        const node = new AudioWorkletNode(context, "samantha-capture", {numberOfOutputs: 0});
        node.port.postMessage({state: "open"});
        node.port.onmessage = ({data}) => {
            if (!(data instanceof ArrayBuffer)) return;
            into.at ??= context.currentTime;
            into.parts.push(data.slice(4));
        };
        return node;
    };
    const hear = () => {
        const {context, stream} = window.tapped ?? {};
        if (!context || !stream || window.tapped.hears) return;
        window.tapped.hears = context.createMediaStreamSource(stream);
        window.tapped.hears.connect(tap(context, window.taken.his));
    };
    const media = MediaDevices.prototype.getUserMedia;
    MediaDevices.prototype.getUserMedia = async function (...how) {
        const stream = await media.apply(this, how);
        window.tapped = {...window.tapped, stream};
        hear();
        return stream;
    };
    const connect = AudioNode.prototype.connect;
    AudioNode.prototype.connect = function (to, ...rest) {
        if (to instanceof AudioDestinationNode) {
            if (!this.context.tapOfHers) {
                this.context.tapOfHers = tap(this.context, window.taken.hers);
                window.tapped = {...window.tapped, context: this.context};
                hear();
            }
            connect.call(this, this.context.tapOfHers);
        }
        return connect.call(this, to, ...rest);
    };"""
TAKE: Final = """() => Object.fromEntries(Object.entries(window.taken).map(([who, {at, parts}]) =>
    [who, {at, parts: parts.map((each) => btoa(String.fromCharCode(...new Uint8Array(each))))}]))"""


@asynccontextmanager
async def met(home: Path) -> AsyncGenerator[Running]:
    """Start her on a scratch folder, where she was met."""
    save_persona(Home(home).persona_file, PERSONA)
    async with she_runs(home, within_s=120) as she:
        yield she


async def talk(home: Path, script: Script, seed: int) -> tuple[list[float | None], Samples]:
    """Hold the talk in a browser; returns each delay in ms, and both channels."""
    microphone = home / "microphone.wav"
    write_microphone(microphone, script.sound(seed).samples)
    async with met(home) as she, async_playwright() as playwright:
        browser = await launched(playwright, microphone)
        context = await browser.new_context(permissions=["microphone"])
        await context.add_init_script(RECORD)
        page = await context.new_page()
        await page.goto(she.address)
        await page.get_by_role("button", name="Talk with your voice").click()
        await asyncio.sleep(script.length / HEARING_HZ + 8)
        taken = await page.evaluate(TAKE)
        await browser.close()
    his, hers = _sound(taken["his"]), _sound(taken["hers"])
    ahead = round((taken["hers"]["at"] - taken["his"]["at"]) * HEARING_HZ)
    hers = np.concatenate([np.zeros(max(0, ahead), np.float32), hers[max(0, -ahead) :]])
    length = max(len(his), len(hers))
    both = np.stack([np.pad(each, (0, length - len(each))) for each in (his, hers)])
    shift = audible(his)[0] - script.turns[0].began
    return _delays(script, hers, shift), both


def _delays(script: Script, hers: Samples, shift: int) -> list[float | None]:
    begins = [turn.began for turn in script.turns[1:]] + [script.length + 6 * HEARING_HZ]
    delays: list[float | None] = []
    for turn, following in zip(script.turns, begins, strict=True):
        begin, end = audible(hers[turn.ended + shift : following + shift])
        delays.append(begin * 1000 / HEARING_HZ if end else None)
    return delays


def _sound(taken: dict[str, Any]) -> Samples:
    pcm = np.frombuffer(b"".join(base64.b64decode(part) for part in taken["parts"]), "<i2")
    return np.asarray(pcm / 32768, np.float32)


async def without_a_browser(script: Script, seed: int) -> float:
    """The median delay of the same talk through the loop alone, in ms."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings()
        async with (
            waking(Home(Path(folder)), settings, purpose="a benchmark") as household,
            senses(settings.voice) as loaded,
        ):
            held = await hold(script, by_voice(household.company(PERSONA)), loaded, seed)
    return statistics.median([each for each in answers_ms(script, held) if each is not None])


async def costs(home: Path) -> dict[str, float]:
    """What a first load is, what idling costs, and what each further page does."""
    async with met(home) as she, async_playwright() as playwright:
        browser = await launched(playwright)
        context = await browser.new_context()
        page = await context.new_page()
        began_s = time.perf_counter()
        await page.goto(she.address)
        await page.get_by_role("button", name="Talk with your voice").wait_for()
        load_ms = 1000 * (time.perf_counter() - began_s)
        loaded = await page.evaluate(
            "performance.getEntries().reduce((sum, each) => sum + (each.transferSize ?? 0), 0)"
        )
        await asyncio.sleep(20)  # she settles, and so does the page
        pids = [she.pid, *_renderers(os.getpid())]
        before = {pid: _cpu_s(pid) for pid in pids}
        await asyncio.sleep(IDLE_S)
        shares = [100 * (_cpu_s(pid) - before[pid]) / IDLE_S for pid in pids]
        memory = [_resident_mb(she.pid)]
        for _ in range(PAGES):
            await _another(page)
            memory.append(_resident_mb(she.pid))
        await browser.close()
    slope = float(np.polyfit(np.arange(len(memory)), memory, 1)[0])
    return {
        "first_load_kb": loaded / 1000,
        "first_load_ms": load_ms,
        "idle_cpu_percent": max(shares),
        "idle_server_cpu_percent": shares[0],
        "idle_page_cpu_percent": max(shares[1:], default=0.0),
        "mb_per_page": max(0.0, slope),
    }


async def _another(page: Page) -> None:
    other = await page.context.new_page()
    await other.goto(page.url.split("#")[0])
    await other.get_by_role("button", name="Talk with your voice").wait_for()
    await asyncio.sleep(1)


def _renderers(parent: int) -> list[int]:
    """The browser's processes that draw pages, among the descendants of `parent`."""
    found: list[int] = []
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                command = (place / "cmdline").read_bytes()
            except OSError:
                continue
            if b"--type=renderer" in command and parent in _ancestors(int(place.name)):
                found.append(int(place.name))
    return found


def _ancestors(pid: int) -> set[int]:
    found: set[int] = set()
    while pid > 1:
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            break
        found.add(pid)
    return found


def _cpu_s(pid: int) -> float:
    parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def measure(seed: int, count: int, parts: Sequence[str]) -> dict[str, float]:
    """All figures."""
    figures: dict[str, float] = {}
    if "voice" in parts:
        cast = Cast([(Hibari(), voice.id) for voice in Hibari().voices()], None)
        script = talk_of(count, cast, seed, pause_s=PAUSE_S)
        with tempfile.TemporaryDirectory() as folder:
            delays, _ = await talk(Path(folder), script, seed)
        known = [each for each in delays if each is not None]
        figures |= {
            "voice_to_voice_p50_ms": statistics.median(known),
            "voice_to_voice_p90_ms": float(np.percentile(known, 90)),
            "unanswered": float(len(delays) - len(known)),
        }
        if "loop" in parts:
            figures["loop_p50_ms"] = await without_a_browser(script, seed)
    if "costs" in parts:
        with tempfile.TemporaryDirectory() as folder:
            figures |= await costs(Path(folder))
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="voice,loop,costs")
    chosen = parser.parse_args()
    if find_chromium() is None:
        raise SystemExit(
            "Chromium is not installed: apt-get install --no-install-recommends chromium"
        )
    count = max(6, TURNS // 5) if chosen.quick else TURNS
    figures = asyncio.run(measure(chosen.seed, count, chosen.only.split(",")))
    for name, value in figures.items():
        bar = f"{BARS[name]:10.1f}" if name in BARS else ""
        print(f"{name:28}{value:10.2f}{bar}")
    print(json.dumps({"benchmark": "room", "figures": figures}))


if __name__ == "__main__":
    main()
