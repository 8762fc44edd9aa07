"""She as `samantha serve` starts her, and a browser's microphone that is a WAV."""

import asyncio
import os
import re
import sys
import wave
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from samantha.domain.audio import HEARING_HZ, Samples


@dataclass(frozen=True, slots=True)
class Running:
    """She, in a process of her own."""

    address: str
    """What lets a browser in."""
    pid: int


@asynccontextmanager
async def she_runs(home: Path, *, within_s: float = 60) -> AsyncGenerator[Running]:
    """Start her on a folder that is prepared; she ends with the block."""
    program = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("samantha"), "serve", "--no-browser", "--port", "0",
        stdout=asyncio.subprocess.PIPE, env={**os.environ, "SAMANTHA_HOME": str(home)},
    )  # fmt: skip
    assert program.stdout
    try:
        async with asyncio.timeout(within_s):
            while line := await program.stdout.readline():
                if found := re.search(rb"http\S+#enter=\S+", line):
                    break
            else:
                raise AssertionError("she did not start")
        yield Running(found[0].decode(), program.pid)
    finally:
        program.terminate()
        await program.communicate()


def write_microphone(file: Path, sound: Samples) -> None:
    """As 48,000 Hz, because Chromium plays it at the sound card's rate."""
    places = np.arange(3 * len(sound)) / 3
    smooth = np.interp(places, np.arange(len(sound)), sound)
    scaled = (smooth / np.abs(smooth).max() * 26_000).astype("<i2")
    with wave.open(str(file), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(3 * HEARING_HZ)
        wav.writeframes(scaled.tobytes())
