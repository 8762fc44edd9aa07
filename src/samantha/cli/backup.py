"""`samantha backup` and `samantha restore`: all of her in one file, and back."""

import asyncio
from datetime import datetime
from pathlib import Path

import click

from samantha.app.backup import BackupReport, back_up, is_encrypted, put_back
from samantha.app.settings import ENVIRONMENT, find_home
from samantha.domain.errors import SettingsInvalid

FROM_ENVIRONMENT = "SAMANTHA_BACKUP_PASSPHRASE"


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--plain", is_flag=True, help="Do not encrypt it; anyone who has it can read it.")
def backup(file: Path | None, *, plain: bool) -> None:
    """Write all of her and all you told her into FILE, encrypted behind a passphrase.

    She may go on talking meanwhile. Without FILE it is samantha- and today's date, here. For
    scripts, SAMANTHA_BACKUP_PASSPHRASE gives the passphrase; `age -d` opens the file as well. What
    you forget later is still in earlier backups: delete those, too.
    """
    day = datetime.now().astimezone().date().isoformat()
    target = file or Path(f"samantha-{day}.{'zip' if plain else 'age'}")
    passphrase = None if plain else _passphrase(anew=True)
    report = asyncio.run(back_up(find_home(), target, passphrase))
    click.echo(f"Backed up into {target}: {_said(report)}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(file: Path) -> None:
    """Put the backup FILE into the data folder, which must be empty.

    To look at one beside her, name another folder: SAMANTHA_HOME=/tmp/then samantha restore FILE
    """
    passphrase = _passphrase(anew=False) if is_encrypted(file) else None
    home = find_home()
    report = asyncio.run(put_back(file, home, passphrase))
    click.echo(f"Put back into {home.folder}: {_said(report)}")


def _passphrase(*, anew: bool) -> str:
    given = ENVIRONMENT.get(FROM_ENVIRONMENT)
    if given is None:
        given = str(
            click.prompt("Passphrase", hide_input=True, confirmation_prompt=anew, default="",
                         show_default=False)
        )  # fmt: skip
    if not given:
        raise SettingsInvalid(
            "An empty passphrase protects nothing.",
            "Choose one, or write it unencrypted with --plain.",
        )
    return given


def _said(report: BackupReport) -> str:
    return (
        f"{report.utterances:,} line{'' if report.utterances == 1 else 's'} of conversation,"
        f" {report.files} files,"
        f" {report.size_bytes / 1e6:,.1f} MB."
    )
