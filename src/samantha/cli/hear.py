"""`samantha hear` and `samantha talk`: the conversation by voice, from a recording or for real."""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from samantha.app.assembly import Household, waking
from samantha.app.first_meeting import written_answers
from samantha.app.persona_file import load_persona
from samantha.app.settings import find_home, load_settings
from samantha.app.voice import (
    Senses,
    by_voice,
    devices,
    recording,
    senses,
    sound_card,
    voices,
)
from samantha.cli.talk import awaken, want_model
from samantha.conversation.session import Session
from samantha.conversation.spoken import SpokenSession
from samantha.conversation.tales import Tale, Told


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "result", type=click.Path(path_type=Path), help="Write both voices there.")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object for each thing that happens."
)
@click.option("--fast", is_flag=True, help="Faster than in real time, where she is quick enough.")
def hear(file: Path, result: Path | None, *, as_json: bool, fast: bool) -> None:
    r"""Talk with her from a recording: FILE.wav is what he says.

    It goes through the very loop that a microphone does. The transcript goes to standard output;
    with -o, a recording of both is written, his voice on the left, hers on the right.

    \b
      samantha hear question.wav
      samantha hear evening.wav -o both.wav --json
    """
    asyncio.run(_hear(file, result, fast=fast, show=_json if as_json else _line))


@click.command()
@click.option("--microphone", default="", help="A device's name or number; see --devices.")
@click.option("--loudspeaker", default="", help="A device's name or number.")
@click.option(
    "--devices",
    "list_devices",
    is_flag=True,
    help="List the microphones and loudspeakers there are.",
)
def talk(microphone: str, loudspeaker: str, *, list_devices: bool) -> None:
    """Talk with her by voice, with this machine's microphone and loudspeaker.

    Speak whenever you like, also while she does. Enter stops her at once; Ctrl-C leaves.
    """
    if list_devices:
        click.echo(devices() or "There is no microphone and no loudspeaker on this machine.")
        return
    asyncio.run(_talk(microphone, loudspeaker))


@click.command("voices")
def list_voices() -> None:
    """List the voices to choose from; the choice is `voice` under [voice] in settings.toml."""
    for voice in voices():
        click.echo(f"{voice.id:18} {voice.description}")
    if not any(voice.id.startswith("kokoro:") for voice in voices()):
        click.echo("28 more: samantha models fetch kokoro-82m-int8, and kokoro-voices (120 MB)")


@dataclass(frozen=True, slots=True)
class _Room:
    """Everyone who is needed for a spoken session."""

    household: Household
    session: Session
    senses: Senses
    her_name: str | None


@asynccontextmanager
async def _entered(purpose: str) -> AsyncGenerator[_Room, None]:
    home = find_home()
    settings = load_settings(home.settings_file)
    home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    await want_model(settings)
    async with waking(home, settings, purpose=purpose) as household:
        known = load_persona(home.persona_file)
        persona = known or await awaken(written_answers(settings.meeting), household)
        async with (
            senses(settings.voice) as loaded,
            Session.opened(by_voice(household.company(persona))) as session,
        ):
            yield _Room(household, session, loaded, persona.her_name)


async def _hear(
    file: Path, result: Path | None, *, fast: bool, show: Callable[[Tale], None]
) -> None:
    talking: SpokenSession | None = None

    async def busy() -> bool:
        return talking is not None and await talking.busy()

    with recording(file, result, fast=fast, busy=busy) as tape:
        async with _entered("samantha hear") as room:
            await room.session.settled()
            spoken = room.senses.spoken(room.session, tape, her_name=room.her_name)
            async with spoken as talking, aclosing(talking.follow(tape.frames())) as tales:
                async for tale in tales:
                    show(tale)


async def _talk(microphone: str, loudspeaker: str) -> None:
    async with _entered("samantha talk") as room:
        chosen = room.household.settings.voice
        opened = sound_card(microphone or chosen.microphone, loudspeaker or chosen.loudspeaker)
        async with (
            opened as card,
            room.senses.spoken(room.session, card, her_name=room.her_name) as talking,
            aclosing(talking.follow(card.frames())) as tales,
        ):
            click.echo(
                f"{room.her_name or 'She'} listens. Enter stops her, Ctrl-C leaves.", err=True
            )
            if sys.stdin.isatty():

                def stop_her() -> None:
                    sys.stdin.readline()
                    talking.tap()

                asyncio.get_running_loop().add_reader(sys.stdin, stop_her)
            async for tale in tales:
                _line(tale)


def _json(tale: Tale) -> None:
    what = {"what": tale.what.value, "text": tale.text, "at_ms": tale.at_ms}
    click.echo(json.dumps(what, ensure_ascii=False))


def _line(tale: Tale) -> None:
    match tale.what:
        case Told.HIS_TURN:
            click.echo(f"› {tale.text}")
        case Told.HER_WORDS:
            click.echo(tale.text, nl=False)
        case Told.BROKEN_OFF:
            click.echo(" —\n")
        case Told.OVER:
            click.echo("\n")
        case Told.TROUBLE:
            click.echo(tale.text, err=True)
        case Told.HIS_WORDS | Told.FLOOR:
            pass
