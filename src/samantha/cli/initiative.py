"""`samantha initiative`: when she spoke first, when she held back, and why."""

import asyncio
from datetime import timedelta

import click

from samantha.app.settings import find_home, load_settings
from samantha.mind.attention import when
from samantha.mind.initiative.gates import Outcome
from samantha.providers.sqlite.heart import SqliteHeart
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.initiative import SqliteInitiative
from samantha.providers.system_clock import SystemClock


@click.command()
@click.option(
    "--days", type=click.IntRange(1, 3650, clamp=True), default=14, show_default=True,
    help="How far back to look.",
)  # fmt: skip
def initiative(*, days: int) -> None:
    """Show when she spoke first, when she held back, and which gate said no.

    She speaks first for a closed list of reasons: what you asked for, a thing of yours that is
    over now, something left open, a celebration. Never at night, at most once aloud and three
    times in writing a day, never in the first week beyond what you asked for. [initiative] in
    settings.toml has the switch, the quiet hours, and whether she may ask how you are.
    """
    asyncio.run(_show(days))


async def _show(days: int) -> None:
    home, now = find_home(), SystemClock().now()
    rules = load_settings(home.settings_file).initiative
    async with open_memory(home.database, lock_file=home.lock_file, purpose="samantha") as memory:
        past = await SqliteInitiative(memory).past(now - timedelta(days=days))
        threads = await SqliteHeart(memory).open_threads()
    switch = "on" if rules.on else "off"
    asks = "may" if rules.check_ins else "may not"
    click.echo(
        f"Speaking first is {switch}, quiet from {rules.quiet_from} to {rules.quiet_to};"
        f" she {asks} ask how you are."
    )
    click.echo("\nWhat she means to come back to:" if threads else "\nNothing is on her mind.")
    for thread in threads:
        click.echo(f"  {thread.what} (not before {thread.due:%a %d %b %H:%M})")
    if not past:
        click.echo("\nShe has not wanted to speak first yet.")
        return
    click.echo()
    for each in reversed(past):
        refused = each.outcome is Outcome.REFUSED
        end = f"held back: {each.gate}" if refused else each.outcome.value
        click.echo(f"  {when(each.at, now)} {each.at:%H:%M}  {each.reason.value}: {end}")
