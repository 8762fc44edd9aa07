"""Every scene of the page, each with what brings it about."""

from collections.abc import Awaitable, Callable
from typing import Final

from playwright.async_api import Page

from tests.browser.scripted_room import ScriptedRoom

Scene = Callable[[Page, ScriptedRoom], Awaitable[None]]


async def enter(page: Page, room: ScriptedRoom) -> None:
    """Open the page of someone who has met her."""
    await page.goto(room.address)
    await page.get_by_role("textbox", name="Write to her").wait_for()
    await room.hears("hello")


async def door(page: Page, room: ScriptedRoom) -> None:
    room.locked = True
    await page.goto(room.address)
    await page.get_by_role("button", name="Come in").wait_for()


async def beginning(page: Page, room: ScriptedRoom) -> None:
    room.welcome["met"] = False
    await page.goto(room.address)
    await page.get_by_role("button", name="Begin in writing").wait_for()


async def question(page: Page, room: ScriptedRoom) -> None:
    await beginning(page, room)
    await page.get_by_role("button", name="Begin in writing").click()
    await room.tell(
        "question", key="mother", number=3, of=4,
        text="How would you describe your relationship with your mother?",
    )  # fmt: skip
    await page.get_by_role("button", name="Skip").wait_for()


async def quiet(page: Page, room: ScriptedRoom) -> None:
    await enter(page, room)


async def speaking(page: Page, room: ScriptedRoom) -> None:
    await enter(page, room)
    await room.tell("his_turn", utterance=1, text="Did I tell you when Ellen arrives?", id="")
    await room.tell("her_words", utterance=2, text="On Friday, with the late train.")
    await room.tell("her_words", utterance=2, text="She asked for the blue umbrella,")
    await room.tell("her_turn", utterance=2, ended="interrupted")
    await room.tell("his_turn", utterance=3, text="Wait. What should I cook?", id="")
    await room.tell("floor", holder="she")
    await room.tell("her_words", utterance=4, text="Something that looks after itself.")
    await room.tell("her_words", utterance=4, text="Then you can talk instead of stirring.")
    await room.tell("mood", words="warm, and a little amused", valence=0.5, energy=0.3)
    await page.get_by_text("instead of stirring").first.wait_for()


async def thinking(page: Page, room: ScriptedRoom) -> None:
    await speaking(page, room)
    await room.tell("floor", holder="thinking")
    await page.get_by_text("thinking", exact=True).wait_for()


async def listening(page: Page, room: ScriptedRoom) -> None:
    await speaking(page, room)
    await page.get_by_role("button", name="Talk with your voice").click()
    await room.hears("microphone", state="taken")
    await room.tell("floor", holder="he")
    await room.tell("his_words", text="And maybe some wine with")
    await page.get_by_text("And maybe some wine").wait_for()


async def trouble(page: Page, room: ScriptedRoom) -> None:
    await speaking(page, room)
    await room.tell("trouble", message="Her voice has failed.", remedy="She goes on in writing.")
    await page.get_by_text("Her voice has failed.").wait_for()


async def memory(page: Page, room: ScriptedRoom) -> None:
    told = "My sister Ellen arrives on Friday with the late train."
    room.routes["GET /api/memory"] = {
        "memories": [
            {"id": 1, "text": told, "kind": "fact", "at": "2026-11-24T18:20:00Z", "source": 1},
            {"id": 2, "text": "I write letters for others.", "kind": "fact", "at": "", "source": 3},
        ]
    }
    await speaking(page, room)
    await page.get_by_role("link", name="Her mind").click()
    await page.get_by_text(told).wait_for()


def _drawer(link: str, sign: str) -> Scene:
    async def shown(page: Page, room: ScriptedRoom) -> None:
        await memory(page, room)
        await page.get_by_role("link", name=link, exact=True).click()
        await page.get_by_text(sign).first.wait_for()

    return shown


async def settings(page: Page, room: ScriptedRoom) -> None:
    room.routes["GET /api/voices"] = {
        "voices": [
            {"id": "hibari:heart", "name": "Heart", "description": "warm", "chosen": True},
            {"id": "kokoro:fable", "name": "Fable", "description": "calm", "chosen": False},
        ]
    }
    room.routes["GET /api/models"] = {"models": [{"id": "small", "title": "A small one"}]}
    await enter(page, room)
    await page.get_by_role("link", name="Settings", exact=True).click()
    await page.get_by_text("Fable").wait_for()


SCENES: Final[dict[str, Scene]] = {
    "door": door,
    "beginning": beginning,
    "question": question,
    "quiet": quiet,
    "speaking": speaking,
    "thinking": thinking,
    "listening": listening,
    "trouble": trouble,
    "memory": memory,
    "people": _drawer("People", "Ellen, your sister"),
    "mood": _drawer("Mood", "happy for you"),
    "doings": _drawer("Doings", "Put milk on the shopping list"),
    "diary": _drawer("Diary", "My sister is Ellen"),
    "settings": settings,
}
