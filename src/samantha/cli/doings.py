"""`samantha reminders` and `samantha deeds`: what is to ring, what she did, and taking it back."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from samantha.app.assembly import hands
from samantha.app.settings import find_home
from samantha.domain.errors import SettingsInvalid
from samantha.mind.doing.doing import Doing
from samantha.mind.doing.saying import moment_words, shown
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.system_clock import SystemClock

T = TypeVar("T")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def reminders(*, as_json: bool) -> None:
    """Show what is to ring: reminders, alarms, timers. You set them in words, in the talk."""

    async def show(doing: Doing) -> None:
        now, kept = doing.now(), await doing.errands.reminders()
        if as_json:
            rows = [
                {
                    "id": each.id,
                    "kind": each.ring.value,
                    "what": each.what,
                    "due": each.due.isoformat(),
                    "rule": each.rule,
                }
                for each in kept
            ]
            click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
            return
        for each in kept:
            click.echo(shown(each, now))
        if not kept:
            click.echo("Nothing. Say “remind me tomorrow at nine to …” in the talk.")

    _with_hands(show)


@click.command()
@click.option("--undo", type=int, metavar="NUMBER", help="Take that one back.")
@click.option("--last", "count", default=20, show_default=True, help="How many to show.")
def deeds(undo: int | None, count: int) -> None:
    """Show what she did for you, newest first: when, what, on which words of yours.

    What can be taken back has a number before it; it holds for 30 days.
    """

    async def show(doing: Doing) -> None:
        kept = await doing.errands.deeds(max(count, 1) if undo is None else 10_000)
        if undo is not None:
            for each in kept:
                if each.id == undo and each.undo and each.undone_at is None:
                    click.echo(await doing.undo(each))
                    return
            raise SettingsInvalid(
                f"There is no deed {undo} that could be taken back.",
                "`samantha deeds` shows which there are.",
            )
        for each in kept:
            number = f"{each.id:>5}" if each.undo and each.undone_at is None else "     "
            undone = " (taken back)" if each.undone_at is not None else ""
            words = f", asked in line {each.asked_in}" if each.asked_in is not None else ""
            when = moment_words(each.at, doing.now())
            click.echo(f"{number}  {when}: {each.act.shown}{undone}{words}")
        if not kept:
            click.echo("Nothing yet.")

    _with_hands(show)


def _with_hands(work: Callable[[Doing], Awaitable[T]]) -> T:
    async def run() -> T:
        home, clock = find_home(), SystemClock()
        async with open_memory(
            home.database, lock_file=home.lock_file, purpose="samantha"
        ) as memory:
            return await work(hands(home, memory, clock))

    return asyncio.run(run())
