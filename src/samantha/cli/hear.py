"""`samantha hear`: the conversation by voice from a recording, for scripts and tests."""

import asyncio
import json
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, Protocol, cast

import click

from samantha.app.voice import recording
from samantha.cli.entering import Visit, entered
from samantha.conversation.tales import Tale, Told

PLAIN_VOICE: Final = "A plain voice"
"""Who asks at the first meeting."""
Show = Callable[[Tale], None]


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "result", type=click.Path(path_type=Path), help="Write both voices there.")
@click.option("--transcript", is_flag=True, help="Whole turns, each with its time and who said it.")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object for each thing that happens."
)
@click.option("--fast", is_flag=True, help="Time stands still while she thinks; see above.")
@click.option("--skip", is_flag=True, help="Skip the questions of the first meeting.")
def hear(
    file: Path, result: Path | None, *, transcript: bool, as_json: bool, fast: bool, skip: bool
) -> None:
    """Talk with her from a recording: FILE.wav is what he says.

    It goes through the very loop that a microphone does. What is said goes to standard output as it
    is heard; with -o, a recording of both is written, his voice on the left, hers on the right.
    Any WAV file will do: 8 to 32 bits or floats, any rate, any number of channels.

    It takes as long as the recording, for what he says next may interrupt her. With --fast the
    recording passes as quickly as it can be heard, and stands still whenever she is thinking or
    finding her next words: she answers as if that took no time. What she says takes as long as it
    takes to say, so his next words interrupt her if there is too little room for it between his
    turns, as they would in a real talk.

    Where he has never met her, the recording begins with the first meeting: a plain voice asks, and
    what he says are his answers. Questions that it is too short for are skipped.

    \b
      samantha hear question.wav
      samantha hear evening.wav -o both.wav --transcript
      samantha hear evening.wav --fast --json
    """  # noqa: D301 - for click
    show: Show = show_json if as_json else show_line
    transcript = transcript and not as_json
    asyncio.run(_hear(file, result, show, fast=fast, transcript=transcript, skip=skip))


async def _hear(
    file: Path, result: Path | None, show: Show, *, fast: bool, transcript: bool, skip: bool
) -> None:
    visit: Visit | None = None

    async def busy() -> bool:
        return visit is not None and (visit.talked is None or await visit.talked.busy())

    with recording(file, result, fast=fast, busy=busy) as tape:
        async with entered("samantha hear", skip=skip) as visit:
            show = Transcript(visit).show if transcript else show
            async with aclosing(visit.follow(tape)) as tales:
                async for tale in tales:
                    show(tale)


def show_json(tale: Tale) -> None:
    """Print what happened as one JSON object, with every field of it that holds something."""
    told = {name: value for name, value in asdict(tale).items() if value is not None}
    told |= told.pop("manner", {})
    click.echo(json.dumps(_rounded(told), ensure_ascii=False))


def _rounded(tree: dict[str, Any]) -> dict[str, Any]:
    """The same with numbers as precise as they are."""
    return {
        name: _rounded(cast("dict[str, Any]", value))
        if isinstance(value, dict)
        else round(value, 3)
        if isinstance(value, float)
        else value
        for name, value in tree.items()
    }


def show_line(tale: Tale) -> None:
    """Print what is said, as it is said."""
    match tale.what:
        case Told.HIS_TURN:
            click.echo(f"› {tale.text}")
        case Told.HER_WORDS:
            click.echo(tale.text, nl=False)
        case Told.BROKEN_OFF:
            click.echo(" —\n")
        case Told.OVER:
            click.echo("\n")
        case Told.PLAIN_VOICE:
            click.echo(f"{tale.text}\n")
        case Told.TROUBLE | Told.NOTICE:
            click.echo(tale.text, err=True)
        case Told.HIS_WORDS | Told.FLOOR | Told.SAID_SO:
            pass


class Names(Protocol):
    """Who talks."""

    @property
    def his_name(self) -> str | None:
        """What he is called."""
        ...

    @property
    def her_name(self) -> str | None:
        """What she is called."""
        ...


class Transcript:
    """Prints whole turns, each with the time of its first word that was heard, and who said it."""

    def __init__(self, names: Names) -> None:
        """`names` may come to be known while they talk."""
        self._names = names
        self._hers: list[str] = []
        self._began_ms = 0

    def show(self, tale: Tale) -> None:
        """Print a turn when it is over."""
        match tale.what:
            case Told.HIS_TURN:
                self._print(tale.at_ms, self._names.his_name or "You", tale.text)
            case Told.HER_WORDS:
                self._began_ms = self._began_ms if self._hers else tale.at_ms
                self._hers.append(tale.text)
            case Told.PLAIN_VOICE:
                self._print(tale.at_ms, PLAIN_VOICE, tale.text)
            case Told.BROKEN_OFF | Told.OVER:
                broken = " —" if tale.what is Told.BROKEN_OFF else ""
                if self._hers:
                    said = "".join(self._hers).strip()
                    self._print(self._began_ms, self._names.her_name or "She", f"{said}{broken}")
                self._hers.clear()
            case _:
                show_line(tale)

    def _print(self, at_ms: int, who: str, said: str) -> None:
        minutes, seconds = divmod(at_ms / 1000, 60)
        click.echo(f"[{int(minutes):02}:{seconds:04.1f}] {who}: {said}")
