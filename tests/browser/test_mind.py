"""Her mind, open, and the settings: looked through, changed, forgotten, erased."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.scenes import SCENES, enter, memory, settings
from tests.browser.scripted_room import ScriptedRoom

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_memory_is_forgotten_and_the_forgetting_undone(
    page: Page, room: ScriptedRoom
) -> None:
    room.routes |= {"DELETE /api/memory/1": {}, "POST /api/memory/1/restore": {}}
    await memory(page, room)
    await page.get_by_role("button", name="Forget: My sister Ellen").click()
    await expect(page.get_by_text("Forgotten.")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator(".memory").first).to_contain_text("My sister Ellen arrives")
    assert room.asked[-2:] == ["DELETE /api/memory/1", "POST /api/memory/1/restore"]


async def test_a_refused_forgetting_is_told(page: Page, room: ScriptedRoom) -> None:
    await memory(page, room)
    await page.get_by_role("button", name="Forget: My sister Ellen").click()
    await expect(page.get_by_text("There is no such thing. Look elsewhere.")).to_be_visible()
    await expect(page.locator(".memory").first).to_contain_text("My sister Ellen arrives")


async def test_a_deed_is_undone_on_the_page(page: Page, room: ScriptedRoom) -> None:
    room.routes["POST /api/deeds/7/undo"] = {"words": "Undone: put milk on the shopping list."}
    await SCENES["doings"](page, room)
    await page.get_by_role("button", name="Undo: Put milk").click()
    await expect(page.get_by_text("Undone: put milk on the shopping list.")).to_be_visible()
    await expect(page.get_by_role("button", name="Undo: Put milk")).to_have_count(0)
    await expect(page.get_by_text("call your sister")).to_be_visible()


async def test_a_setting_is_found_and_counts_at_once(page: Page, room: ScriptedRoom) -> None:
    room.routes["PATCH /api/settings"] = {"restart": True}
    await settings(page, room)
    await page.get_by_role("searchbox", name="Look for a setting").fill("hesitates")
    await expect(page.locator(".setting:visible")).to_have_count(1)
    await page.get_by_role("switch", name="Breath").check()
    await expect(page.get_by_text("It counts from her next start.")).to_be_visible()
    assert room.asked[-1] == "PATCH /api/settings"


async def test_a_refused_setting_goes_back(page: Page, room: ScriptedRoom) -> None:
    await settings(page, room)
    breath = page.get_by_role("switch", name="Breath")
    await breath.click()
    await expect(page.get_by_text("There is no such thing. Look elsewhere.")).to_be_visible()
    await expect(breath).not_to_be_checked()


async def test_a_model_is_checked_before_it_is_used(page: Page, room: ScriptedRoom) -> None:
    room.routes["POST /api/settings/check"] = {
        "works": False, "message": "Nobody answers there.", "remedy": "Start the server.",
    }  # fmt: skip
    await settings(page, room)
    await page.get_by_role("button", name="Check and use it").click()
    await expect(page.get_by_text("Nobody answers there. Start the server.")).to_be_visible()
    assert "PATCH /api/settings" not in room.asked


async def test_erasing_needs_the_words(page: Page, room: ScriptedRoom) -> None:
    room.routes["POST /api/erase"] = {}
    await settings(page, room)
    erase = page.get_by_role("button", name="Erase everything")
    await expect(erase).to_be_disabled()
    await page.get_by_role("textbox", name="To erase").fill("erase everything")
    await erase.click()
    await expect(page.locator("#drawer")).not_to_have_attribute("open", "")
    assert "POST /api/erase" in room.asked


async def test_what_this_device_prefers_outlives_a_reload(page: Page, room: ScriptedRoom) -> None:
    await settings(page, room)
    await page.get_by_role("switch", name="Show the words").uncheck()
    await page.get_by_role("combobox", name="Light").select_option("dark")
    await page.goto(room.address)
    await expect(page.locator("html")).to_have_attribute("data-captions", "off")
    await expect(page.locator("html")).to_have_attribute("data-light", "dark")


async def test_everything_is_reached_by_the_keyboard(page: Page, room: ScriptedRoom) -> None:
    await enter(page, room)
    await page.locator("body").evaluate("() => document.activeElement?.blur()")
    reached: list[str] = []
    for _ in range(7):
        await page.keyboard.press("Tab")
        reached.append(
            await page.evaluate(
                "document.activeElement.getAttribute('aria-label') || document.activeElement.id"
                " || document.activeElement.textContent"
            )
        )
    assert {"Her mind", "Settings", "Conversation", "Talk with your voice", "words"} <= set(reached)
    await page.get_by_role("link", name="Her mind").press("Enter")
    await expect(page.locator("#drawer")).to_have_attribute("open", "")
    await page.keyboard.press("Escape")
    await expect(page.locator("#drawer")).not_to_have_attribute("open", "")


async def test_why_she_said_something_is_shown_with_its_numbers(
    page: Page, room: ScriptedRoom
) -> None:
    await SCENES["speaking"](page, room)
    await page.locator(".line.hers .why").first.click()
    await expect(page.get_by_text("Words found by: the language model Small.")).to_be_visible()
    assert room.asked[-1] == "GET /api/why/2"


async def test_the_hours_in_which_she_is_quiet_are_set(page: Page, room: ScriptedRoom) -> None:
    room.routes["PATCH /api/settings"] = {}
    await settings(page, room)
    await page.get_by_label("Quiet from").fill("21:30")
    await page.get_by_label("Quiet from").press("Tab")
    await page.get_by_label("She may ask how you are").check()
    await expect(page.get_by_label("She may ask how you are")).to_be_checked()
    assert room.asked[-2:] == ["PATCH /api/settings", "PATCH /api/settings"]
