"""The talk at the page: words of both, interrupting, resuming, two pages."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.scenes import enter, speaking
from tests.browser.scripted_room import ScriptedRoom, serving

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_his_words_appear_while_he_speaks_and_become_his_turn(
    page: Page, room: ScriptedRoom
) -> None:
    await enter(page, room)
    lines = page.locator(".line")
    await room.tell("his_words", text="Did I tell")
    await expect(lines).to_have_text(["You: Did I tell"])
    await room.tell("his_words", text="Did I tell you when")
    await expect(lines).to_have_text(["You: Did I tell you when"])
    await room.tell("his_turn", utterance=1, text="Did I tell you when Ellen comes?", id="")
    await expect(lines).to_have_text(["You: Did I tell you when Ellen comes?"])


async def test_her_words_are_shown_as_they_are_heard_and_announced_by_the_sentence(
    page: Page, room: ScriptedRoom
) -> None:
    await enter(page, room)
    announced = page.locator("#announcer")
    await room.tell("her_words", utterance=2, text="On Friday,")
    await expect(page.locator(".line.hers p")).to_have_text("On Friday,")
    await expect(announced).to_have_text("")
    await room.tell("her_words", utterance=2, text="with the late train.")
    await expect(page.locator(".line.hers p")).to_have_text("On Friday, with the late train.")
    await expect(announced).to_have_text("On Friday, with the late train.")


async def test_what_he_writes_stands_at_once_and_once(page: Page, room: ScriptedRoom) -> None:
    await enter(page, room)
    await page.keyboard.type("Hello you")  # wherever the focus is
    await page.keyboard.press("Enter")
    written = await room.hears("words", text="Hello you")
    await expect(page.locator(".line.unsure")).to_have_text("You: Hello you")
    await room.tell("his_turn", utterance=1, text="Hello you", id=written["id"])
    await expect(page.locator(".line")).to_have_text(["You: Hello you"])
    await expect(page.locator(".line.unsure")).to_have_count(0)


@pytest.mark.parametrize("how", ["Escape", "Space", "button", "form"])
async def test_she_is_interrupted_by_key_and_by_tap(
    page: Page, room: ScriptedRoom, how: str
) -> None:
    await speaking(page, room)
    if how == "Space":
        await page.locator("body").evaluate("() => document.activeElement?.blur()")
    match how:
        case "button":
            await page.locator("#stop").click()
        case "form":
            await page.locator("#form").click()
        case _:
            await page.keyboard.press(how)
    await room.hears("tap")


async def test_an_interrupted_reply_says_so(page: Page, room: ScriptedRoom) -> None:
    await enter(page, room)
    await room.tell("her_words", utterance=2, text="The last thing you")
    await room.tell("her_turn", utterance=2, ended="interrupted")
    await expect(page.locator(".line.hers p")).to_have_text(
        "The last thing you — (interrupted here)"
    )


async def test_a_broken_line_comes_back_without_loss_or_doubling(
    page: Page, room: ScriptedRoom
) -> None:
    await enter(page, room)
    await room.tell("her_words", utterance=2, text="One,")
    await expect(page.locator(".line.hers p")).to_have_text("One,")
    await room.hang_up()
    await room.tell("her_words", utterance=2, text="two,")
    back = await room.hears("hello")
    assert back["after"] == 1
    await expect(page.locator(".line.hers p")).to_have_text("One, two,")
    await room.repeat()
    await room.tell("her_words", utterance=2, text="three.")
    await expect(page.locator(".line.hers p")).to_have_text("One, two, three.")


async def test_what_he_writes_while_she_is_away_arrives_when_she_is_back(
    page: Page, room: ScriptedRoom
) -> None:
    await enter(page, room)
    room.refuse_lines = True
    await room.hang_up()
    await expect(page.get_by_text("I've lost the line to her.")).to_be_visible()
    await page.get_by_role("textbox", name="Write to her").fill("Are you there?")
    await page.keyboard.press("Enter")
    room.refuse_lines = False
    await room.hears("words", text="Are you there?")
    await expect(page.get_by_text("I've lost the line to her.")).to_have_count(0)


async def test_a_reload_in_mid_sentence_goes_on_where_it_was(
    page: Page, room: ScriptedRoom
) -> None:
    await enter(page, room)
    await room.tell("her_words", utterance=2, text="One,")
    room.routes["GET /api/history"] = {
        "seq": 1, "more": False,
        "utterances": [
            {"utterance": 1, "speaker": "he", "text": "Count.", "at": "", "interrupted": False},
            {"utterance": 2, "speaker": "she", "text": "One,", "at": "", "interrupted": None},
        ],
    }  # fmt: skip
    await page.reload()
    await room.hears("hello", after=1)
    await room.tell("her_words", utterance=2, text="two.")
    await room.tell("her_turn", utterance=2, ended="over")
    await expect(page.locator(".line p")).to_have_text(["Count.", "One, two."])


async def test_after_a_gap_the_past_is_read_anew(page: Page, room: ScriptedRoom) -> None:
    await enter(page, room)
    await room.tell("his_turn", utterance=1, text="Old words", id="")
    await expect(page.locator(".line p")).to_have_text(["Old words"])
    room.welcome["gap"] = True
    room.routes["GET /api/history"] = {
        "seq": 5, "more": False,
        "utterances": [
            {"utterance": 9, "speaker": "he", "text": "New words", "at": "", "interrupted": False}
        ],
    }  # fmt: skip
    await room.hang_up()
    await expect(page.locator(".line p")).to_have_text(["New words"])


async def test_the_past_is_there_as_soon_as_she_is_awake(page: Page, room: ScriptedRoom) -> None:
    room.wakes = room.welcome["gap"] = True
    await enter(page, room)
    await room.tell("trouble", message="A voice is missing.", remedy="Fetch it.")
    await expect(page.get_by_text("A voice is missing.")).to_be_visible()
    room.routes["GET /api/history"] = {
        "seq": 5, "more": False,
        "utterances": [
            {"utterance": 1, "speaker": "he", "text": "Old words", "at": "", "interrupted": False}
        ],
    }  # fmt: skip
    room.wakes = False
    await expect(page.locator(".line p")).to_have_text(["Old words"])


async def test_two_pages_show_the_same_and_the_newest_has_the_microphone(
    browser: Browser, page: Page, room: ScriptedRoom
) -> None:
    await enter(page, room)
    await page.get_by_role("button", name="Talk with your voice").click()
    await room.hears("microphone", state="taken")
    await expect(page.get_by_text("She hears you")).to_be_visible()
    await room.tell("microphone", holder="another")
    await room.hears("microphone", state="released")
    await expect(page.get_by_text("Another page of yours has the microphone")).to_be_visible()
    await room.tell("speaker", holder="another")
    await page.get_by_role("button", name="Hear her here").click()
    await room.hears("speaker", on=True)


async def test_the_page_opens_when_she_does_not_run_and_finds_her_again(page: Page) -> None:
    room = ScriptedRoom()
    async with serving(room):
        await enter(page, room)
        await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        address = room.address
    await page.goto(address)
    await expect(page.get_by_text("She isn't running just now.")).to_be_visible()
    again = ScriptedRoom()
    async with serving(again, int(address.rstrip("/").rsplit(":", 1)[1])):
        await page.get_by_role("textbox", name="Write to her").wait_for()
