"""`samantha doctor`, `export` and `erase`: how she is, and what is his to take or to delete."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from samantha.app import doctor as checkup
from samantha.app import erasure, takeout
from samantha.app.doctor import Finding, State
from samantha.app.settings import ENVIRONMENT, Home, find_home, models_folder
from samantha.domain.errors import StoreUnavailable

WORDS_TO_TYPE = "erase everything"
_MARK = {State.OK: "good", State.WARN: "look", State.BAD: "bad"}
_COLOUR = {State.OK: "green", State.WARN: "yellow", State.BAD: "red"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--deep", is_flag=True, help="Hash the models' files again.")
@click.option("--no-model", is_flag=True, help="Do not ask the model for an answer.")
def doctor(*, as_json: bool, deep: bool, no_model: bool) -> None:
    """Look at everything she needs, and say what to do where it is not well."""
    examining = checkup.examine(find_home(), ENVIRONMENT, deep=deep, with_model=not no_model)
    findings = asyncio.run(examining)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in findings], indent=2, ensure_ascii=False))
    else:
        _print_findings(findings)
    if any(each.state is State.BAD for each in findings):
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace an earlier export in FOLDER.")
def export(folder: Path | None, *, overwrite: bool) -> None:
    """Write everything she has of you into FOLDER, in open formats.

    Without FOLDER it is samantha-export- and today's date, here.
    """
    home = find_home()
    today = datetime.now().astimezone().date()
    destination = folder or Path(f"samantha-export-{today.isoformat()}")
    report = asyncio.run(takeout.export(home, destination, overwrite=overwrite))
    if report.folder is None:
        click.echo(f"There is nothing to export yet: {home.folder} holds nothing of you.")
        return
    lines = report.records.get("conversation.jsonl", 0)
    click.echo(
        f"Everything she has of you is in {report.folder} ({_lines(lines)} of conversation)."
    )
    click.echo("Nothing in it is locked: keep it where only you can read it.")


@click.command()
@click.option(
    "--all", "everything", is_flag=True, help="Delete what is not hers in the folder as well."
)
@click.option("--yes-erase-everything", "confirmed", is_flag=True, help="Do not ask; for scripts.")
def erase(*, everything: bool, confirmed: bool) -> None:
    """Delete everything of you from the data folder. This cannot be undone."""
    home, keep = find_home(), models_folder()
    inventory = erasure.take_inventory(home, keep=keep)
    if not inventory.ours and not (everything and inventory.strangers):
        click.echo(f"There is nothing to erase: {home.folder} holds nothing of you.")
        return
    _refuse_while_held(home)
    if not confirmed:
        _confirm(home, inventory, everything=everything)
    report = asyncio.run(erasure.erase(home, everything=everything, keep=keep))
    click.echo(f"Erased: {report.removed_files} files, {report.freed_bytes / 1e6:,.1f} MB.")
    _tell_what_stays(home, report)


def _print_findings(findings: Sequence[Finding]) -> None:
    width = max(len(each.what) for each in findings)
    for each in findings:
        mark = click.style(f"{_MARK[each.state]:<4}", fg=_COLOUR[each.state])
        click.echo(f"{mark}  {each.what:<{width}}  {each.said}")
        if each.remedy:
            click.echo(f"{'':<{width + 8}}→ {each.remedy}")
    bad = sum(each.state is State.BAD for each in findings)
    click.echo("\nShe is well." if not bad else f"\n{bad} to be mended before she is well.")


def _refuse_while_held(home: Home) -> None:
    """Say it before a person types the words for nothing."""
    holder = erasure.who_holds(home)
    if holder is not None:
        raise StoreUnavailable(
            f"She is awake: {holder} uses {home.folder}, so nothing was erased.",
            "Close that one first, then run it again.",
        )


def _confirm(home: Home, inventory: erasure.Inventory, *, everything: bool) -> None:
    click.echo(f"This deletes everything she has of you, and who she is, from {home.folder}:")
    doomed = [*inventory.ours, *(inventory.strangers if everything else ())]
    for path in doomed:
        click.echo(f"  {path.relative_to(home.folder)}")
    click.echo("It cannot be undone. `samantha export` writes it all down for you first.")
    typed = click.prompt(f"To go on, type “{WORDS_TO_TYPE}”", default="", show_default=False)
    if " ".join(str(typed).casefold().split()) != WORDS_TO_TYPE:
        click.echo("Nothing was erased.")
        raise click.exceptions.Exit(1)


def _tell_what_stays(home: Home, report: erasure.EraseReport) -> None:
    if report.left:
        names = ", ".join(str(path.relative_to(home.folder)) for path in report.left)
        click.echo(f"Left in {home.folder}, because it is not hers: {names}")
        click.echo("`samantha erase --all` deletes that, too.")
    elif not report.folder_gone:
        click.echo(f"The folder {home.folder} stays: it is a link, in use, or holds the models.")
    if report.outside:
        names = ", ".join(str(path) for path in report.outside)
        click.echo(f"Links were deleted; what they pointed at was not touched: {names}")
    click.echo(
        "The models stay (they are nobody's life; `samantha models remove`), and so do exports"
        " elsewhere and keys in the system keyring."
    )


def _lines(count: int) -> str:
    return f"{count:,} line" + ("" if count == 1 else "s")
