"""Coming in: the code, the first meeting, and text that stays text."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.scenes import beginning, door, enter, question
from tests.browser.scripted_room import CODE, ScriptedRoom

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAYLOADS = (
    "<img src=x onerror=window.hacked=1>",
    "<script>window.hacked=1</script>",
    '"><svg onload=window.hacked=1>',
    "javascript:window.hacked=1",
    "<iframe srcdoc='<script>parent.hacked=1</script>'>",
    "{{constructor.constructor('window.hacked=1')()}}",
    "<a href='javascript:window.hacked=1'>click</a>",
)


async def test_the_code_of_the_address_opens_and_leaves_the_address(
    page: Page, room: ScriptedRoom
) -> None:
    room.locked = True
    await page.goto(f"{room.address}#enter={CODE}")
    await page.get_by_role("textbox", name="Write to her").wait_for()
    assert page.url == room.address
    assert await page.evaluate("history.length") <= 2


async def test_a_wrong_code_is_told_and_a_right_one_opens(page: Page, room: ScriptedRoom) -> None:
    await door(page, room)
    code = page.get_by_role("textbox", name="Code")
    await code.fill("wrong")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("This code does not hold. Ask for a new one.")).to_be_visible()
    await code.fill(f"{room.address}#enter={CODE}")  # the whole line from the terminal
    await page.keyboard.press("Enter")
    await page.get_by_role("textbox", name="Write to her").wait_for()


async def test_the_first_meeting_in_writing(page: Page, room: ScriptedRoom) -> None:
    await beginning(page, room)
    await room.tell("notice", text="She is software. Nothing you say leaves this machine.")
    await expect(page.locator("#threshold")).to_contain_text("Nothing you say leaves this machine.")
    await room.tell("question", key="social", text="Social or anti-social?", number=1, of=2)
    await page.get_by_role("button", name="Begin in writing").click()
    await expect(page.get_by_role("heading", name="Social or anti-social?")).to_be_visible()
    await page.keyboard.type("A bit of both")
    await page.keyboard.press("Enter")
    await room.hears("words", text="A bit of both")
    await room.tell("question", key="mother", text="Your mother?", number=2, of=2)
    await page.get_by_role("button", name="Skip").click()
    await room.hears("skip")
    await room.tell("met", her_name="Wren", his_name="Theo")
    await room.tell("her_words", utterance=1, text="Hello, I'm here.")
    await expect(page.get_by_role("heading", name="Wren")).to_be_visible()
    await expect(page.locator(".line.hers p")).to_have_text("Hello, I'm here.")


async def test_the_first_meeting_by_voice_asks_for_the_microphone_and_shows_his_answer(
    page: Page, room: ScriptedRoom
) -> None:
    await beginning(page, room)
    assert "browser will ask for the microphone" in await page.locator("#threshold").inner_text()
    await page.get_by_role("button", name="Begin by voice").click()
    await room.hears("speaker", on=True)
    await room.hears("microphone", state="taken")
    await room.tell("question", key="social", text="Social or anti-social?", number=1, of=4)
    await room.tell("his_words", text="a bit of both")
    await expect(page.locator("#answer")).to_have_value("a bit of both")


async def test_markup_in_what_is_said_or_kept_is_only_text(page: Page, room: ScriptedRoom) -> None:
    room.welcome["her_name"] = PAYLOADS[0]
    room.routes["GET /api/memory"] = {
        "memories": [{"id": i, "text": each, "kind": each} for i, each in enumerate(PAYLOADS)]
    }
    await enter(page, room)
    for place, payload in enumerate(PAYLOADS):
        await room.tell("his_turn", utterance=2 * place, text=payload, id="")
        await room.tell("her_words", utterance=2 * place + 1, text=payload)
        await room.tell("her_turn", utterance=2 * place + 1, ended="over")
        await room.tell("trouble", message=payload, remedy=payload)
        await room.tell("activity", text=payload)
    await expect(page.locator(".line.hers p")).to_have_text(list(PAYLOADS))
    await page.evaluate("location.hash = 'memory'")
    await expect(page.locator(".memory p")).to_have_text(list(PAYLOADS))
    assert await page.evaluate("window.hacked") is None
    assert await page.locator("body :is(img, iframe, script, object, embed)").count() == 0


async def test_markup_in_a_question_is_only_text(page: Page, room: ScriptedRoom) -> None:
    await question(page, room)
    await room.tell("question", key="name", text=PAYLOADS[0], number=4, of=4)
    await expect(page.locator("#question")).to_have_text(PAYLOADS[0])
    assert await page.evaluate("window.hacked") is None


async def test_without_a_microphone_for_this_address_text_works_and_why_is_said(
    browser: Browser, room: ScriptedRoom
) -> None:
    context = await browser.new_context()
    # A plain-http address of the network has no mediaDevices at all.
    await context.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'mediaDevices', {get: () => undefined});"
        "Object.defineProperty(window, 'isSecureContext', {get: () => false});"
    )
    page = await context.new_page()
    await enter(page, room)
    await page.get_by_role("button", name="Talk with your voice").click()
    await expect(page.get_by_text("an address begins with https")).to_have_count(0)
    await expect(page.get_by_text("samantha serve --lan")).to_be_visible()
    await page.get_by_role("textbox", name="Write to her").fill("Hello")
    await page.keyboard.press("Enter")
    await room.hears("words", text="Hello")
    await context.close()


async def test_a_refused_microphone_is_told_and_text_works(
    browser: Browser, room: ScriptedRoom
) -> None:
    context = await browser.new_context()
    await context.add_init_script(
        "MediaDevices.prototype.getUserMedia ="
        " () => Promise.reject(new DOMException('no', 'NotAllowedError'));"
    )
    page = await context.new_page()
    await enter(page, room)
    await page.get_by_role("button", name="Talk with your voice").click()
    await page.get_by_role("button", name="Ask for it").click()
    await expect(page.get_by_text("I may not use the microphone.")).to_be_visible()
    await expect(page.get_by_text("The microphone is off")).to_be_visible()
    await context.close()
