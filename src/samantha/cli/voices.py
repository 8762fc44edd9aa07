"""`samantha voices`: the voices to choose from, what each can express, and how it sounds."""

import asyncio
from pathlib import Path
from typing import Final

import click

from samantha.app.voice import played_here, sample_of, voices
from samantha.domain.errors import SettingsInvalid
from samantha.server.sound_files import wav_of
from samantha.speaking.ports import Means

SAMPLE: Final = "Hello, I'm here. This is how I would sound to you."


@click.command("voices")
@click.option("--play", "name", metavar="NAME", help="Say something in this voice.")
@click.option("-o", "result", type=click.Path(path_type=Path), help="Write it to a WAV file.")
@click.option("--text", default=SAMPLE, help="What it says.")
def list_voices(name: str | None, result: Path | None, text: str) -> None:
    """List the voices to choose from, and let you hear one before you choose it.

    What a voice can express stands beside it: pace, pitch, range of pitch, energy, breath. Her
    mood colours those and no others. The choice is `voice` under [voice] in settings.toml.

    \b
      samantha voices
      samantha voices --play hibari:heart
      samantha voices --play kokoro:george -o george.wav
    """  # noqa: D301 - for click
    if name is None:
        _list()
        return
    speech = sample_of(name, text)
    if result is None:
        asyncio.run(played_here(speech))
        return
    try:
        result.write_bytes(wav_of(speech.samples))
    except OSError as error:
        raise SettingsInvalid(
            f"The recording {result} cannot be written ({error.strerror}).",
            "Name a file in a folder that may be written to.",
        ) from error


def _list() -> None:
    here = voices()
    width = max(len(voice.id) for voice in here)
    for voice in here:
        means = "everything" if voice.means == frozenset(Means) else ", ".join(sorted(voice.means))
        click.echo(f"{voice.id:{width}}  {voice.description:48} {means}")
    if not any(voice.id.startswith("kokoro:") for voice in here):
        click.echo("28 more: samantha models fetch kokoro-82m-int8, and kokoro-voices (120 MB)")
