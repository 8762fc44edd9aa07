"""Finding and starting Debian's Chromium."""

import os
import shutil
from pathlib import Path

from playwright.async_api import Browser, Playwright


def find_chromium() -> str | None:
    """Where Chromium is, or None when it is not installed."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


async def launched(playwright: Playwright, microphone: Path | None = None) -> Browser:
    """Start it with a microphone that hears the WAV once (16-bit), or a beep now and then."""
    arguments = ["--use-fake-device-for-media-stream"]
    if microphone is not None:
        arguments.append(f"--use-file-for-fake-audio-capture={microphone}%noloop")
    return await playwright.chromium.launch(
        executable_path=find_chromium(), args=arguments, chromium_sandbox=False
    )
