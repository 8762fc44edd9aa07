"""Pictures of every scene, light and dark, phone and desktop:

python -m tests.browser.screenshots FOLDER
"""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser, ViewportSize, async_playwright

from tests.browser.chromium import launched
from tests.browser.scenes import SCENES
from tests.browser.scripted_room import ScriptedRoom, serving

SIZES = {
    "desktop": ViewportSize(width=1280, height=800),
    "phone": ViewportSize(width=390, height=844),
}
SETTLED_MS = 1200
"""Until her form has taken the shape of its state."""


async def take_all(folder: Path) -> None:
    """Write one picture a scene, light and size."""
    async with async_playwright() as playwright:
        browser = await launched(playwright)
        for light in ("light", "dark"):
            for size in SIZES:
                for name in SCENES:
                    await take(browser, folder / f"{name}-{light}-{size}.png", name, light, size)
        await browser.close()


async def take(browser: Browser, file: Path, name: str, light: str, size: str) -> None:
    """Bring the scene about and write its picture."""
    room = ScriptedRoom()
    async with serving(room):
        context = await browser.new_context(
            color_scheme="dark" if light == "dark" else "light",
            viewport=SIZES[size],
            device_scale_factor=2 if size == "phone" else 1,
            has_touch=size == "phone",
            permissions=["microphone"],
        )
        page = await context.new_page()
        await SCENES[name](page, room)
        await page.wait_for_timeout(SETTLED_MS)
        await page.screenshot(path=file)
        await context.close()


if __name__ == "__main__":
    asyncio.run(take_all(Path(sys.argv[1])))
