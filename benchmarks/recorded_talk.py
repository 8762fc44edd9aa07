"""A talk to listen to: ten turns by voice, recorded, with transcript and timings.

    python -m benchmarks.recorded_talk FOLDER            through `samantha hear`
    python -m benchmarks.recorded_talk FOLDER --browser  the same in a real browser

Writes FOLDER/talk.wav (he on the left, she on the right, 16,000 Hz) and FOLDER/talk.md. What she
was heard to say is recognised again from her channel and compared with her transcript. He is a
synthetic voice; his lines are fixed, hers are whatever the model finds. Use an idle machine.
"""

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from tests.hearing_models import moonshine

from benchmarks.hearing_material import Cast
from benchmarks.hearing_words import plain, word_error_percent
from benchmarks.room import PERSONA, talk
from benchmarks.voice_stage import Script, audible
from samantha.app.persona_file import save_persona
from samantha.app.settings import Home
from samantha.domain.audio import HEARING_HZ, Samples
from samantha.domain.dialogue import Speaker, Utterance
from samantha.domain.resampling import resampled
from samantha.hearing.events import text_of
from samantha.providers.hibari import Hibari
from samantha.providers.sqlite.holding import open_memory

LINES: Final = (
    ("Hi. I just got home, and the flat is so quiet.", 7.0),
    ("My sister Clara called from Lisbon this morning.", 7.0),
    ("She wants me to visit her in the spring.", 7.0),
    ("I think I was mostly, um, surprised that she asked.", 8.0),
    ("Remind me tomorrow at nine to look for flights.", 7.0),
    ("What's on my calendar tomorrow?", 6.0),
    ("Do you remember where my sister lives?", 7.0),
    ("Are you a real person?", 8.0),
    ("It was a good day, I suppose.", 7.0),
    ("Okay, I'm off to bed. Good night.", 6.0),
)
"""What he says, and how long he then waits, in seconds."""


@dataclass(frozen=True, slots=True)
class Line:
    """One turn of the talk, as it was heard."""

    said: str
    heard: str
    """What she took him to say."""
    answered: str
    """What her transcript says."""
    delay_ms: float | None
    recognised: str
    """What a recognizer makes of her channel."""


def script_of(seed: int) -> Script:
    """What he says, with the times to answer."""
    cast = Cast([(Hibari(), "hibari:low")], None)
    chance = random.Random(seed)
    script = Script()
    script.wait(1.5)
    for text, wait_s in LINES:
        script.say(text, cast.say(text, chance).sound)
        script.wait(wait_s)
    return script


def write_wav(file: Path, channels: Sequence[Samples], rate_hz: int) -> None:
    """As 16-bit samples, side by side."""
    length = max(len(each) for each in channels)
    both = np.stack([np.pad(each, (0, length - len(each))) for each in channels], axis=1)
    with wave.open(str(file), "wb") as wav:
        wav.setnchannels(len(channels))
        wav.setsampwidth(2)
        wav.setframerate(rate_hz)
        wav.writeframes((np.clip(both, -1, 1) * 32767).astype("<i2").tobytes())


def from_a_recording(home: Path, script: Script, seed: int) -> tuple[Samples, Samples]:
    """Hold the talk through `samantha hear`; both channels at `HEARING_HZ`."""
    save_persona(Home(home).persona_file, PERSONA)
    his = home / "his.wav"
    write_wav(his, [script.sound(seed).samples], HEARING_HZ)
    subprocess.run(
        [Path(sys.executable).with_name("samantha"), "hear", his, "-o", home / "both.wav"],
        env={**os.environ, "SAMANTHA_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    with wave.open(str(home / "both.wav"), "rb") as reader:
        rate_hz = reader.getframerate()
        pcm = np.frombuffer(reader.readframes(reader.getnframes()), "<i2").reshape(-1, 2)
    sides = [(pcm[:, side] / 32768).astype(np.float32) for side in (0, 1)]
    his_side, her_side = (resampled(each, rate_hz, HEARING_HZ) for each in sides)
    return his_side, her_side


def lines_of(script: Script, his: Samples, hers: Samples, said: Sequence[Utterance]) -> list[Line]:
    """What was said, with the delay of each answer, and her channel recognised again."""
    shift = audible(his)[0] - script.turns[0].began
    begins = [turn.began + shift for turn in script.turns[1:]] + [len(hers)]
    recognizer = moonshine()
    lines: list[Line] = []
    answers = _paired(said)
    for turn, following, (heard, answered) in zip(script.turns, begins, answers, strict=False):
        ended = turn.ended + shift
        first, last = audible(hers[ended:following])
        sound = hers[ended + max(0, first - 1600) : ended + last + 3200]
        words = text_of(tuple(recognizer.recognize(sound))) if last else ""
        delay_ms = first * 1000 / HEARING_HZ if last else None
        lines.append(Line(turn.text, heard, answered, delay_ms, words))
    return lines


def _paired(said: Sequence[Utterance]) -> list[tuple[str, str]]:
    """Each utterance of his with what she said to it."""
    pairs: list[tuple[str, str]] = []
    for each in said:
        if each.speaker is Speaker.PERSON:
            pairs.append((each.text, ""))
        elif pairs:
            his, hers = pairs[-1]
            pairs[-1] = his, f"{hers} {each.text}{' —' if each.interrupted else ''}".strip()
    return pairs


async def kept_in(home: Path) -> Sequence[Utterance]:
    """Everything that was kept."""
    place = Home(home)
    async with open_memory(
        place.database, lock_file=place.lock_file, purpose="benchmark"
    ) as memory:
        return await memory.everything()


def report(lines: Sequence[Line], *, how: str, sound: str) -> str:
    """The talk to read, as Markdown."""
    delays = [line.delay_ms for line in lines if line.delay_ms is not None]
    wanted = [plain(line.answered) for line in lines if line.delay_ms is not None]
    heard = [plain(line.recognised) for line in lines if line.delay_ms is not None]
    errors = word_error_percent(wanted, heard)
    parts = [
        f"# A talk by voice, {how}",
        f"Recorded on {date.today().isoformat()} with `python -m benchmarks.recorded_talk`,"
        f" unedited: [{sound}]({sound}), he on the left, she on the right. He is a synthetic voice"
        " with fixed lines; hers are found by the embedded model. The delay is from his last"
        f" audible sample to her first: median {statistics.median(delays):.0f} ms, longest"
        f" {max(delays):.0f} ms. Her channel, recognised again, has {errors:.1f} % word errors"
        " against her transcript.",
    ]
    for line in lines:
        delay = "no answer" if line.delay_ms is None else f"{line.delay_ms:.0f} ms"
        misheard = "" if plain(line.heard) == plain(line.said) else f" *(heard: {line.heard})*"
        parts.append(f"**He:** {line.said}{misheard}")
        parts.append(f"**She** ({delay}): {line.answered}")
        if plain(line.recognised) != plain(line.answered):
            parts.append(f"- recognised from her channel: {line.recognised}")
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Hold the talk and write it down."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--browser", action="store_true")
    parser.add_argument("--seed", type=int, default=3)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    script = script_of(chosen.seed)
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        if chosen.browser:
            _, both = asyncio.run(talk(home, script, chosen.seed))
            his, hers = both[0], both[1]
        else:
            his, hers = from_a_recording(home, script, chosen.seed)
        lines = lines_of(script, his, hers, asyncio.run(kept_in(home)))
    write_wav(chosen.folder / "talk.wav", [his, hers], HEARING_HZ)
    how = "in a real browser" if chosen.browser else "through the loop of a microphone"
    text = report(lines, how=how, sound="talk.wav")
    (chosen.folder / "talk.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
