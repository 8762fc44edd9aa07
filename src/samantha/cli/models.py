"""`samantha models`: which models there are, and having them here."""

import asyncio
import json
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table

from samantha.app.catalogue import (
    default_entries,
    find_entry,
    load_catalogue,
    make_ready,
    model_files,
)
from samantha.app.settings import (
    DEFAULT_MODEL,
    ModelKind,
    ModelSettings,
    find_home,
    load_settings,
    models_folder,
)
from samantha.domain.models import CatalogueEntry, FetchProgress, FetchStage

LINE_EVERY_S = 5.0
"""How often progress is told where there is no terminal to draw a bar on."""


@click.group()
def models() -> None:
    """The models she can have, for talking and hearing: list, fetch, verify, remove."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_models(*, as_json: bool) -> None:
    """Show which models there are and which are here."""
    files = model_files(models_folder())
    in_use = model_in_use()
    rows = [
        {
            "id": entry.id,
            "name": entry.name,
            "for": entry.purpose,
            "bytes": entry.size_bytes,
            "licence": entry.licence,
            "present": files.is_present(entry),
            "verified": files.is_verified(entry),
            "in_use": entry.id == in_use,
            "path": str(files.path_of(entry)),
        }
        for entry in load_catalogue().values()
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    table = Table(box=box.SIMPLE)
    table.add_column("model, and what it is for")
    table.add_column("size", justify="right", no_wrap=True)
    table.add_column("licence", no_wrap=True)
    table.add_column("here")
    for row in rows:
        here = "verified" if row["verified"] else "present" if row["present"] else "no"
        here += ", in use" if row["in_use"] else ""
        size = f"{int(row['bytes']) / 1e6:.0f} MB"
        model = f"[bold]{row['id']}[/]\n  {row['for']}"
        table.add_row(model, size, str(row["licence"]), here)
    console = Console()
    console.print(table)
    console.print(f"They lie in {models_folder()}.", soft_wrap=True)


@models.command()
@click.argument("model_id", metavar="[ID]", required=False)
@click.option("--quiet", is_flag=True, help="Say nothing unless it fails.")
def fetch(model_id: str | None, *, quiet: bool) -> None:
    """Have a model here, verified: ID, or all that she needs to talk and to hear."""
    entries = [find_entry(model_id)] if model_id else models_needed()
    for entry in entries:
        path = asyncio.run(fetch_with_progress(entry, quiet=quiet))
        if not quiet:
            click.echo(f"{entry.name} is here and verified: {path}")


async def fetch_with_progress(entry: CatalogueEntry, *, quiet: bool = False) -> Path:
    """Fetch a model and make it ready for this machine, telling on stderr how far it is."""
    files = model_files(models_folder())
    try:
        with _shown(entry, quiet=quiet) as show:
            path = await files.fetch(entry, show)
    except asyncio.CancelledError:
        click.echo("\nStopped. What came is kept: the same command goes on from there.", err=True)
        raise
    if path.suffix != ".gguf" or entry.id == model_needed():
        await asyncio.to_thread(make_ready, entry, path)
    return path


@models.command()
@click.argument("model_id", metavar="[ID]", required=False)
def verify(model_id: str | None) -> None:
    """Hash a model's whole file: ID, or every model that is here."""
    files = model_files(models_folder())
    entries = [find_entry(model_id)] if model_id else list(load_catalogue().values())
    here = [entry for entry in entries if files.path_of(entry).exists()]
    if not here:
        click.echo("It is not here." if model_id else "No model of the catalogue is here.")
    all_right = bool(here) or not model_id
    for entry in here:
        with _shown(entry, quiet=False) as show:
            right = asyncio.run(files.verify(entry, show))
        if right:
            click.echo(f"{entry.id}: right")
        else:
            all_right = False
            click.echo(f"{entry.id}: damaged. Fetch it again: samantha models fetch {entry.id}")
    if not all_right:
        raise click.exceptions.Exit(1)


@models.command()
@click.argument("model_id", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(model_id: str, *, yes: bool) -> None:
    """Delete a model's file and what was made from it."""
    entry = find_entry(model_id)
    if not yes:
        click.confirm(f"Delete {entry.name} ({entry.size_bytes / 1e6:.0f} MB)?", abort=True)
    freed_bytes = model_files(models_folder()).remove(entry)
    if freed_bytes:
        click.echo(f"Deleted; {freed_bytes / 1e6:.0f} MB are free again.")
    else:
        click.echo("It was not here.")


def model_in_use() -> str | None:
    """The id of the catalogue's model that is set to speak; None if another one is."""
    model = _set_model()
    listed = model.kind is ModelKind.EMBEDDED and model.name in load_catalogue()
    return model.name if listed else None


def model_needed() -> str | None:
    """The id of the model that must be here: the one in use, or the one she falls back on."""
    model = _set_model()
    if model.kind is not ModelKind.EMBEDDED:
        return DEFAULT_MODEL if model.fall_back else None
    return model_in_use()


def models_needed() -> list[CatalogueEntry]:
    """All that must be here: the language model as far as it is needed, and what hears."""
    needed = model_needed()
    speaking = [find_entry(needed)] if needed else []
    return speaking + [entry for entry in default_entries() if entry.id != DEFAULT_MODEL]


def _set_model() -> ModelSettings:
    return load_settings(find_home().settings_file).model


@contextmanager
def _shown(entry: CatalogueEntry, *, quiet: bool) -> Generator[Callable[[FetchProgress], None]]:
    """A way to show progress: a bar on a terminal, else a line now and then, all on stderr."""
    console = Console(stderr=True, quiet=quiet, highlight=False)
    if not console.is_terminal:
        yield _Lines(console, entry.name)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Bar(bar, console)


class _Bar:
    """Progress as a bar; each stage has its own, so that its speed is the stage's own."""

    def __init__(self, bar: Progress, console: Console) -> None:
        self._bar = bar
        self._console = console
        self._stage: FetchStage | None = None
        self._note = ""
        self._task = bar.add_task("", total=None, visible=False)

    def __call__(self, progress: FetchProgress) -> None:
        if progress.stage is not self._stage:
            self._stage = progress.stage
            self._bar.remove_task(self._task)
            self._task = self._bar.add_task(
                progress.stage, total=progress.total_bytes, completed=progress.done_bytes
            )
        if _tells_a_turn(progress.note) and progress.note != self._note:
            # A change of source must still be readable when the bar has moved on.
            self._console.print(progress.note)
        self._note = progress.note
        self._bar.update(
            self._task,
            completed=progress.done_bytes,
            description=f"{progress.stage} {progress.note}".strip(),
        )


class _Lines:
    """Progress as lines, one every few seconds and one whenever something happened."""

    def __init__(self, console: Console, name: str) -> None:
        self._console = console
        self._name = name
        self._stage: FetchStage | None = None
        self._began = (time.monotonic(), 0)
        self._told = self._began
        self._note = ""

    def __call__(self, progress: FetchProgress) -> None:
        now = time.monotonic()
        if progress.stage is FetchStage.DONE:
            return
        if _tells_a_turn(progress.note) and progress.note != self._note:
            self._console.print(f"{self._name}: {progress.note}", soft_wrap=True)
        self._note = progress.note
        if progress.stage is not self._stage:
            self._stage = progress.stage
            self._began = self._told = (now, progress.done_bytes)
        if now - self._told[0] < LINE_EVERY_S:
            return
        self._told = (now, progress.done_bytes)
        line = f"{self._name}: {progress.stage} {progress.note}".rstrip()
        size = f"{progress.done_bytes / 1e6:.0f} of {progress.total_bytes / 1e6:.0f} MB"
        self._console.print(f"{line}, {size}{self._pace(progress, now)}", soft_wrap=True)

    def _pace(self, progress: FetchProgress, now: float) -> str:
        """Speed and time left, once there is something to reckon them from."""
        began_s, began_bytes = self._began
        bytes_per_s = (progress.done_bytes - began_bytes) / max(now - began_s, 0.001)
        if bytes_per_s <= 0:
            return ""
        left_s = (progress.total_bytes - progress.done_bytes) / bytes_per_s
        return f", {bytes_per_s / 1e6:.1f} MB/s, {left_s // 60:.0f}:{left_s % 60:02.0f} left"


def _tells_a_turn(note: str) -> bool:
    """Whether a note says that things went another way, which must not pass unread."""
    return ";" in note
