"""`samantha`: the command line, where errors become a sentence and an exit code."""

import logging
import sys
from logging.handlers import RotatingFileHandler

import click

from samantha import __version__
from samantha.app.settings import find_home
from samantha.cli import care
from samantha.cli.backup import backup, restore
from samantha.cli.calendar import calendar
from samantha.cli.connect import connect
from samantha.cli.doings import deeds, memory, reminders
from samantha.cli.enrol import enrol
from samantha.cli.hear import hear
from samantha.cli.heart import diary, mood, why
from samantha.cli.initiative import initiative
from samantha.cli.models import models
from samantha.cli.models_use import key, servers, use
from samantha.cli.serve import devices, open_page, serve
from samantha.cli.talk import at_terminal, chat, converse
from samantha.cli.talk_aloud import talk
from samantha.cli.voices import list_voices
from samantha.domain.errors import SamanthaError


class Sentences(click.Group):
    """A group whose failures are one sentence with what to do; the rest only when asked for."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a known failure is told and exits with 1."""
        try:
            return super().invoke(ctx)
        except SamanthaError as error:
            if ctx.params.get("verbose"):
                raise
            click.echo(f"{error.message} {error.remedy}", err=True)
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(130)


@click.group(cls=Sentences, invoke_without_command=True)
@click.version_option(__version__, prog_name="samantha")
@click.option("--skip", is_flag=True, help="Skip the questions of the first meeting.")
@click.option("--text", is_flag=True, help="Talk at this terminal instead of in the browser.")
@click.option("--verbose", is_flag=True, help="Show the details of a failure.")
@click.pass_context
def main(ctx: click.Context, *, skip: bool, text: bool, verbose: bool) -> None:
    """Someone to talk with, on your own machine.

    Without a command this opens her page in the browser. The first time, a plain voice asks four
    short questions; then she wakes. Everything said lies in one folder, which `samantha doctor`
    names.
    """
    _keep_log(verbose=verbose)
    if ctx.invoked_subcommand is not None:
        return
    if text or not at_terminal():
        converse(skip=skip)
    else:
        open_page(skip=skip)


def _keep_log(*, verbose: bool) -> None:
    """Log what happened, never what was said, into the data folder if there is one."""
    folder = find_home().folder
    root = logging.getLogger("samantha")
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    if not folder.is_dir():
        return
    try:
        file = RotatingFileHandler(
            find_home().log_file, maxBytes=500_000, backupCount=1, delay=True
        )
    except OSError:
        return
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(file)


models.add_command(use)
models.add_command(servers)
models.add_command(key)
main.add_command(chat)
main.add_command(hear)
main.add_command(talk)
main.add_command(list_voices)
main.add_command(enrol)
main.add_command(models)
main.add_command(serve)
main.add_command(devices)
main.add_command(connect)
main.add_command(calendar)
main.add_command(reminders)
main.add_command(deeds)
main.add_command(memory)
main.add_command(mood)
main.add_command(why)
main.add_command(diary)
main.add_command(initiative)
main.add_command(backup)
main.add_command(restore)
for command in (care.doctor, care.export, care.erase):
    main.add_command(command)


if __name__ == "__main__":
    main()
