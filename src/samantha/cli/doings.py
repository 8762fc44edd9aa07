"""`samantha reminders`, `deeds` and `memory`: what is to ring, what she did, what she keeps."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from samantha.app.assembly import hands
from samantha.app.settings import find_home
from samantha.domain.dialogue import Speaker
from samantha.domain.errors import SettingsInvalid
from samantha.memory.claims import HE
from samantha.memory.ledger import Ledger
from samantha.mind.doing.doing import Doing
from samantha.mind.doing.saying import moment_words, shown
from samantha.providers.sqlite.claims import SqliteClaims
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.system_clock import SystemClock

T = TypeVar("T")
NUMBER = click.IntRange(1, 10**9)
"""What the store gives a number to."""
COUNT = click.IntRange(1, 10**9, clamp=True)


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
@click.option("--undo", type=NUMBER, metavar="NUMBER", help="Take that one back.")
@click.option(
    "--last", "count", type=COUNT, default=20, show_default=True, help="How many to show."
)
def deeds(undo: int | None, count: int) -> None:
    """Show what she did for you, newest first: when, what, on which words of yours.

    What can be taken back has a number before it; it holds for 30 days.
    """

    async def show(doing: Doing) -> None:
        if undo is not None:
            deed = await doing.errands.deed(undo)
            if deed is None or not doing.can_undo(deed):
                raise SettingsInvalid(
                    f"There is no deed {undo} that could be taken back.",
                    "`samantha deeds` shows which there are.",
                )
            click.echo(await doing.undo(deed))
            return
        kept = await doing.errands.deeds(count)
        for each in kept:
            number = f"{each.id:>5}" if doing.can_undo(each) else "     "
            undone = " (taken back)" if each.undone_at is not None else ""
            words = f", asked in line {each.asked_in}" if each.asked_in is not None else ""
            when = moment_words(each.at, doing.now())
            click.echo(f"{number}  {when}: {each.act.shown}{undone}{words}")
        if not kept:
            click.echo("Nothing yet.")

    _with_hands(show)


@click.group()
def memory() -> None:
    """Look through what was said, and forget what you like."""


@memory.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=COUNT, default=20, show_default=True)
def search(words: tuple[str, ...], limit: int) -> None:
    """Show what was said with any of WORDS in it, best first, with its number."""

    async def show(doing: Doing) -> None:
        found = await doing.find(" ".join(words), limit)
        for each in found:
            who = "you" if each.speaker is Speaker.PERSON else "she"
            click.echo(f"{each.id:>6}  {each.said_at:%d %b %Y %H:%M}  {who}: {each.text}")
        if not found:
            click.echo("Nothing of that.")

    _with_hands(show)


@memory.command()
@click.argument("numbers", nargs=-1, required=True, type=NUMBER)
def forget(numbers: tuple[int, ...]) -> None:
    """Forget what was said under NUMBERS, and all that was made of it.

    For a day `samantha memory restore` brings it back; after that no byte of it is left. Exports
    and copies that you made still hold it.
    """

    async def go(doing: Doing) -> None:
        if not await doing.forget(numbers):
            raise SettingsInvalid(
                "Nothing is there under these numbers.", "`samantha memory search` shows them."
            )
        click.echo(f"Forgotten. `samantha memory restore {numbers[0]}` brings it back for a day.")

    _with_hands(go)


@memory.command()
@click.argument("number", type=NUMBER)
def restore(number: int) -> None:
    """Put back what was forgotten together with NUMBER."""

    async def go(doing: Doing) -> None:
        await doing.remember_again(number)
        click.echo("It is there again.")

    _with_hands(go)


@memory.command()
@click.option("--all", "everything", is_flag=True, help="What was and ended, too.")
def facts(*, everything: bool) -> None:
    """Show what stands of what you told of yourself: whose, what, since when, from which line.

    A later word of yours ends an earlier one ("I moved to Lyon"); say what is wrong in the talk
    ("no, that was my brother"), or forget the line.
    """

    async def go() -> None:
        home = find_home()
        async with open_memory(
            home.database, lock_file=home.lock_file, purpose="samantha"
        ) as store:
            ledger = Ledger.of(await SqliteClaims(store).claims())
        shown = [each for each in ledger.holdings if everything or each.open]
        for each in shown:
            whose = "you" if each.subject == HE else each.subject
            ended = f" until {each.until:%d %b %Y}" if each.until is not None else ""
            doubt = "  (to check)" if each.to_check else ""
            click.echo(
                f"{each.claim.utterance:>6}  {whose}: {each.predicate.replace(':', ' ')} ="
                f" {each.value}, since {each.since:%d %b %Y}{ended}{doubt}"
            )
        if not shown:
            click.echo("Nothing yet: tell her where you live, what you do, who is who.")

    asyncio.run(go())


@memory.command()
def purge() -> None:
    """Let go at once, for good, of all that is forgotten."""

    async def go(doing: Doing) -> None:
        count = await doing.purge(now=True)
        things = "One thing is" if count == 1 else f"{count} things are"
        click.echo(f"{things} gone for good.")

    _with_hands(go)


def _with_hands(work: Callable[[Doing], Awaitable[T]]) -> T:
    async def run() -> T:
        home, clock = find_home(), SystemClock()
        async with open_memory(
            home.database, lock_file=home.lock_file, purpose="samantha"
        ) as memory:
            return await work(hands(home, memory, clock))

    return asyncio.run(run())
