"""`samantha enrol`: she learns his voice, so that others are not taken for him."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Final

import click
import numpy as np

from samantha.app.his_voice import save_his_voice, voice_in
from samantha.app.settings import find_home, load_settings
from samantha.app.voice import knows_voices, recorded_voice, sound_card
from samantha.domain.audio import HEARING_HZ, Samples
from samantha.hearing.ports import SpeechDetector
from samantha.hearing.speech import SpeechStream

SENTENCES: Final = (
    "I left the window open last night, and in the morning the whole room smelled of rain.",
    "If you ask me, the best part of any journey is the hour before everyone else wakes up.",
    "She laughed, put the kettle on, and told me the story again from the very beginning.",
)
_PAUSE_S: Final = 1.2
"""So long a silence ends a sentence that is read."""
_LEAST_S: Final = 2.0
_LONGEST_S: Final = 30.0


@click.command()
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path),
    help="Take the voice from a WAV file with ten seconds of you, alone.",
)
@click.option("--forget", is_flag=True, help="Delete what is kept of your voice.")
def enrol(file: Path | None, *, forget: bool) -> None:
    """Let her know your voice, so that another's does not count as yours.

    You read three sentences. What is kept are 256 numbers, in your data folder, readable by you
    alone; the recording is not. From then on, what another voice says for 1.6 seconds or longer
    neither interrupts her nor is answered; with `others = true` under [voice] it is. Shorter words
    of anyone are taken for yours: they are too short to tell. It is no lock: a recording of you
    would pass.

    \b
      samantha enrol
      samantha enrol --from me.wav
      samantha enrol --forget
    """  # noqa: D301 - for click
    kept = find_home().voice_file
    if forget:
        was_there = kept.exists()
        kept.unlink(missing_ok=True)
        click.echo("Your voice is forgotten." if was_there else "No voice was enrolled.")
        return
    detector, embedding = knows_voices()
    sounds = [recorded_voice(file)] if file is not None else asyncio.run(_read_aloud(detector))
    save_his_voice(kept, voice_in(sounds, detector, embedding))
    click.echo("She knows your voice now. It stays in your data folder, as 256 numbers.")


async def _read_aloud(detector: SpeechDetector) -> Sequence[Samples]:
    """What he reads, sentence by sentence."""
    chosen = load_settings(find_home().settings_file).voice
    async with sound_card(chosen.microphone, chosen.loudspeaker) as card:
        click.echo("Please read these three sentences aloud, each when it stands here.\n")
        sounds: list[Samples] = []
        for sentence in SENTENCES:
            click.echo(f"  {sentence}")
            stream = SpeechStream(detector)
            said: list[Samples] = []
            spoken = silent = 0
            async with aclosing(card.frames()) as frames:
                async for frame in frames:
                    said.append(frame.samples)
                    for moment in stream.take(frame.samples):
                        length = moment.end - moment.start
                        spoken += length if moment.speaking else 0
                        silent = 0 if moment.speaking else silent + length
                    enough = spoken > _LEAST_S * HEARING_HZ and silent > _PAUSE_S * HEARING_HZ
                    if enough or len(said) * len(frame.samples) > _LONGEST_S * HEARING_HZ:
                        break
            sounds.append(np.concatenate(said))
        return sounds
