"""What the page costs: bytes of the first load, and the machine when nothing happens."""

import re
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.async_api import Page, Response

from tests.browser.scenes import enter
from tests.browser.scripted_room import PAGE, ScriptedRoom

in_browser = pytest.mark.asyncio(loop_scope="session")


@in_browser
async def test_the_first_load_is_light(page: Page, room: ScriptedRoom) -> None:
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    await enter(page, room)
    sizes = [len(await each.body()) for each in answers if each.status == 200]
    assert 50_000 < sum(sizes) < 300_000


@in_browser
async def test_nothing_comes_from_elsewhere(page: Page, room: ScriptedRoom) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await enter(page, room)
    assert asked
    assert [each for each in asked if not each.startswith(room.address)] == []


@in_browser
async def test_when_nothing_happens_nothing_is_drawn(page: Page, room: ScriptedRoom) -> None:
    await page.clock.install()
    await page.add_init_script("""
        window.drawn = 0;
        const stroke = CanvasRenderingContext2D.prototype.stroke;
        CanvasRenderingContext2D.prototype.stroke = function () {
            window.drawn++;
            return stroke.call(this);
        };""")
    await enter(page, room)
    await page.clock.run_for(40_000)
    rested = cast("int", await page.evaluate("window.drawn"))
    await page.clock.run_for(20_000)
    assert rested > 0
    assert await page.evaluate("window.drawn") == rested
    await room.tell("floor", holder="thinking")
    await page.get_by_text("thinking", exact=True).wait_for()
    await page.clock.run_for(1_000)
    assert cast("int", await page.evaluate("window.drawn")) > rested


@in_browser
async def test_fifty_turns_leave_only_their_words(page: Page, room: ScriptedRoom) -> None:
    await enter(page, room)
    await page.locator("#her-name").click()
    await room.hears("speaker", on=True)
    watch: Any = await page.context.new_cdp_session(page)
    await watch.send("Performance.enable")

    async def kept() -> dict[str, float]:
        await watch.send("HeapProfiler.collectGarbage")
        metrics = (await watch.send("Performance.getMetrics"))["metrics"]
        return {each["name"]: each["value"] for each in metrics}

    async def turns(first: int, count: int) -> None:
        for turn in range(first, first + count):
            await room.tell("his_words", text="How are")
            await room.tell("his_turn", utterance=2 * turn, text="How are you?", id="")
            await room.tell("floor", holder="she")
            await room.sound(turn, bytes(4800))
            await room.tell("her_words", utterance=2 * turn + 1, text="Well, and")
            await room.tell("flush", stream=turn)
            await room.tell("her_turn", utterance=2 * turn + 1, ended="interrupted")
            await room.tell("floor", holder="nobody")
        await page.locator(".line.hers .why").nth(first + count - 2).wait_for(state="attached")

    await turns(1, 10)
    before = await kept()
    await turns(11, 50)
    after = await kept()
    assert after["JSHeapUsedSize"] - before["JSHeapUsedSize"] < 2_000_000
    assert after["JSEventListeners"] - before["JSEventListeners"] <= 50  # one “why?” a line
    assert after["Nodes"] - before["Nodes"] <= 50 * 25


def test_the_kept_shell_is_the_whole_page() -> None:
    worker = (PAGE / "service-worker.js").read_text(encoding="utf-8")
    modules = {file.stem for file in (PAGE / "modules").glob("*.js")} - {"events"}
    listed = re.search(r"\.\.\.\[(.*?)\]\.map", worker, re.DOTALL)
    assert listed
    assert set(re.findall(r'"(\w+)"', listed[1])) == modules
    assert {file.name for file in (PAGE / "styles").iterdir()} <= set(
        re.findall(r"styles/([\w.]+)", worker)
    )


def test_every_event_of_the_protocol_is_known_to_the_page() -> None:
    events = (PAGE / "modules" / "events.js").read_text(encoding="utf-8")
    protocol = Path(__file__).parents[2] / "docs" / "protocol.md"
    described = re.findall(r"^\| `(\w+)` \|", protocol.read_text(encoding="utf-8"), re.MULTILINE)
    assert described
    unknown = [each for each in described if f'type: "{each}"' not in events]
    assert unknown == ["type", "type"]  # the heads of the two tables
