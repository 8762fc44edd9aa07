"""Her own ears and voice in a real browser: a WAV is his microphone, and what the page plays is
recorded and recognised again. The small language model is enough: she knows these answers herself.
"""

import base64
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from playwright.async_api import Page, async_playwright, expect

from samantha.app.persona_file import load_persona
from samantha.domain.audio import HEARING_HZ, Samples
from samantha.domain.words import words_of
from samantha.hearing.events import text_of
from tests.browser.chromium import find_chromium, launched
from tests.browser.real_program import she_runs, write_microphone
from tests.hearing_models import moonshine
from tests.speech import in_silence, said

pytestmark = [
    pytest.mark.model,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(find_chromium() is None, reason="Chromium is not installed"),
]

LONG = 30_000  # ms
SMALL = '[model]\nname = "smollm2-135m-instruct-q4_1"\n'
SETTINGS = f"{SMALL}[meeting]\nskip = true\n"
RECORD = """
    localStorage.setItem("samantha.preferences", '{"earcons": false}');
    window.recorded = [];
    const connect = AudioNode.prototype.connect;
    AudioNode.prototype.connect = function (to, ...rest) {
        if (to instanceof AudioDestinationNode && !this.context.tap) {
            const tap = new AudioWorkletNode(this.context, "samantha-capture",
                {numberOfOutputs: 0});
            tap.port.postMessage({state: "open"});
            tap.port.onmessage = ({data}) => {
                if (data instanceof ArrayBuffer) window.recorded.push(data.slice(4)); };
            this.context.tap = tap;
        }
        if (to instanceof AudioDestinationNode) connect.call(this, this.context.tap);
        return connect.call(this, to, ...rest);
    };"""
TAKE = """() => window.recorded.map((each) => btoa(String.fromCharCode(...new Uint8Array(each))))"""


@asynccontextmanager
async def talking(
    home: Path,
    his: Samples,
    settings: str = SETTINGS,
    begin: str = "Talk with your voice",
) -> AsyncGenerator[Page]:
    """A page on which he is heard to say something, and all that it plays is recorded."""
    microphone = home / "microphone.wav"
    write_microphone(microphone, his)
    (home / "settings.toml").write_text(settings, encoding="utf-8")
    async with she_runs(home) as she, async_playwright() as playwright:
        browser = await launched(playwright, microphone)
        context = await browser.new_context(permissions=["microphone"])
        context.set_default_timeout(30_000)
        await context.add_init_script(RECORD)
        page = await context.new_page()
        await page.goto(she.address)
        await page.get_by_role("button", name=begin).click()
        yield page
        await browser.close()


async def test_a_spoken_question_is_answered_aloud(tmp_path: Path) -> None:
    question = in_silence(said("Are you a real person?"), 4, 14)
    async with talking(tmp_path, question) as page:
        hers = page.locator(".line.his + .line.hers")
        # A busy machine's browser may drop half a second: benchmarks/voice counts word errors.
        await expect(page.locator(".line.his:not(.unsure)")).to_contain_text("person", timeout=LONG)
        await expect(hers.locator(".why")).to_have_count(1, timeout=LONG)  # she has ended
        shown = words_of(await hers.locator("p").inner_text())
        heard = words_of(await heard_from(page))
        assert len(set(heard) & set(shown)) >= 0.6 * len(set(shown)) > 0


async def test_what_an_interruption_leaves_is_what_was_heard(tmp_path: Path) -> None:
    question = in_silence(said("How do you work?"), 2, 12)
    async with talking(tmp_path, question) as page:
        hers = page.locator(".line.his + .line.hers p")
        await expect(hers).not_to_be_empty(timeout=LONG)
        await page.keyboard.press("Escape")
        await expect(hers).to_contain_text("(interrupted here)")
        shown = (await hers.inner_text()).split("\u00a0—")[0]
        history = await page.evaluate("fetch('api/history').then((answer) => answer.json())")
        assert words_of(history["utterances"][-1]["text"]) == words_of(shown)
        heard = words_of(await heard_from(page))
        told = words_of(shown)
        everything = words_of(" ".join(await page.locator(".line.hers p").all_inner_texts()))
        assert len(heard) <= len(everything) + 2  # a word that was begun may be heard or not
        assert len(set(heard) & set(told)) >= 0.6 * len(set(told)) > 0


async def test_his_voice_over_hers_stops_her(tmp_path: Path) -> None:
    question = in_silence(said("How do you work?"), 2, 4)
    stop = in_silence(said("Please stop now because that is enough."), 0, 8)
    async with talking(tmp_path, np.concatenate([question, stop])) as page:
        hers = page.locator(".line.his + .line.hers p").first
        await expect(hers).to_contain_text("(interrupted here)", timeout=LONG)
        await expect(page.locator(".line.his").nth(1)).to_contain_text("enough", timeout=LONG)


async def test_the_first_meeting_is_held_aloud(tmp_path: Path) -> None:
    said_at = ((5, "Rather quiet."), (7, "Warm and calm."), (6, "Skip."), (5, "Call me Theo."))
    his = np.concatenate([in_silence(said(text), before, 0) for before, text in said_at])
    his = in_silence(his, 0, 15)
    async with talking(tmp_path, his, SMALL, "Begin by voice") as page:
        for number in (2, 3, 4):
            asked = page.locator("#threshold .number")
            await expect(asked).to_have_text(f"{number} of 4", timeout=LONG)
        await expect(page.locator(".line.hers .why")).to_have_count(1, timeout=LONG)
        persona = load_persona(tmp_path / "persona.toml")
        assert persona is not None
        assert persona.his_name == "Theo"
        heard = words_of(await heard_from(page))
        assert {"software", "feminine", "mother", "called", "thank"} <= set(heard)
        assert "theo" in heard


async def heard_from(page: Page) -> str:
    """What the page has played, recognised stretch by stretch."""
    frames = cast("Sequence[str]", await page.evaluate(TAKE))
    sound = np.frombuffer(b"".join(base64.b64decode(each) for each in frames), "<i2")
    loud = np.flatnonzero(np.abs(sound) > 600)
    heard: list[str] = []
    for stretch in np.split(loud, np.flatnonzero(np.diff(loud) > HEARING_HZ // 2) + 1):
        speech = sound[max(0, stretch[0] - 1600) : stretch[-1] + 3200]
        heard.append(text_of(tuple(moonshine().recognize(np.asarray(speech / 32768, np.float32)))))
    return " ".join(heard)
