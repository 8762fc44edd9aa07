"""A real browser for the page's tests: Debian's Chromium without a window."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests.browser.chromium import find_chromium, launched
from tests.browser.scripted_room import ScriptedRoom, serving


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if find_chromium() is None:
        pytest.skip("Chromium is not installed (apt-get install --no-install-recommends chromium)")
    async with async_playwright() as playwright:
        chromium = await launched(playwright)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def room() -> AsyncIterator[ScriptedRoom]:
    scripted = ScriptedRoom()
    async with serving(scripted):
        yield scripted


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, room: ScriptedRoom) -> AsyncIterator[Page]:
    """A page that is let in, may use the microphone, and has met her."""
    context = await browser.new_context(base_url=room.address, permissions=["microphone"])
    context.set_default_timeout(10_000)
    opened = await context.new_page()
    failures: list[str] = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    yield opened
    await context.close()
    assert not failures
