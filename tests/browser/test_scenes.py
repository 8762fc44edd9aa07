"""Every scene obeys WCAG 2.2 AA as far as a program can tell: light and dark, wide and narrow."""

from importlib.resources import files
from typing import cast

import pytest
from playwright.async_api import Browser, Page

from tests.browser.scenes import SCENES
from tests.browser.scripted_room import ScriptedRoom

pytestmark = pytest.mark.asyncio(loop_scope="session")

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = """async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const found = await axe.run({runOnly: tags});
    return found.violations.flatMap((rule) => rule.nodes.map((node) =>
        `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
}"""


async def violations(page: Page) -> list[str]:
    """What axe finds wrong; transitions are over when it looks."""
    await page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished))")
    await page.evaluate(AXE)
    return cast("list[str]", await page.evaluate(RULES))


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("name", SCENES)
async def test_scene_is_accessible(
    browser: Browser, room: ScriptedRoom, name: str, light: str
) -> None:
    width, height = (390, 844) if light == "dark" else (1280, 800)
    context = await browser.new_context(
        color_scheme="dark" if light == "dark" else "light",
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        permissions=["microphone"],
    )
    page = await context.new_page()
    await SCENES[name](page, room)
    assert await violations(page) == []
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    await context.close()
