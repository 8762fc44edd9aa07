"""`samantha mood`, `why` and `diary`: how she is, what shaped a reply, what a day was."""

import asyncio
import json
from datetime import timedelta

import click

from samantha.app.assembly import open_embedding
from samantha.app.diary import diary as read_diary
from samantha.app.persona_file import load_persona
from samantha.app.settings import find_home
from samantha.conversation.explaining import explained
from samantha.domain.errors import SettingsInvalid
from samantha.heart.telling import sounds, state_words
from samantha.mind.attention import when
from samantha.mind.feeling import home_for, remembered
from samantha.personality.persona import Persona
from samantha.providers.emotions import WordsAndMeaning
from samantha.providers.sqlite.heart import SqliteHeart
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.system_clock import SystemClock

_BARS = "▁▂▃▄▅▆▇█"
MOST_MOMENTS = 5000
_DAYS = click.option(
    "--days", type=click.IntRange(1, 3650, clamp=True), default=7, show_default=True,
    help="How far back to look.",
)  # fmt: skip


@click.command()
@_DAYS
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def mood(*, days: int, as_json: bool) -> None:
    """Show how she is, how you sound to her, and her mood over the last days.

    The numbers are those of a program: pleasure, arousal and dominance from -1 to 1. They colour
    how she talks, and time alone brings them back to where they rest.
    """
    asyncio.run(_mood(days, as_json=as_json))


@click.command()
@click.argument("number", required=False, type=click.IntRange(1, 10**9))
def why(number: int | None) -> None:
    """Show what shaped her last reply, or the line NUMBER: every number and every rule.

    `samantha memory search` and the export show the numbers of lines.
    """
    asyncio.run(_why(number))


async def _mood(days: int, *, as_json: bool) -> None:
    home, now = find_home(), SystemClock().now()
    persona = load_persona(home.persona_file) or Persona()
    async with open_memory(home.database, lock_file=home.lock_file, purpose="samantha") as memory:
        store = SqliteHeart(memory)
        inner = await remembered(store, home_for(persona), now)
        kept = await store.moments(now - timedelta(days=days), MOST_MOMENTS)
    rest = inner.home
    he = sounds(inner.belief, now)
    if as_json:
        mood = inner.affect.mood
        found = {
            "word": inner.word,
            "pleasure": round(mood.pleasure, 3),
            "arousal": round(mood.arousal, 3),
            "dominance": round(mood.dominance, 3),
            "rests_at": [round(each, 3) for each in (rest.pleasure, rest.arousal, rest.dominance)],
            "he": he,
            "moments": [
                {
                    "at": each.affect.at.isoformat(),
                    "word": each.word,
                    "pleasure": round(each.affect.mood.pleasure, 3),
                    "arousal": round(each.affect.mood.arousal, 3),
                    "moved_by": list(each.moved_by),
                }
                for each in kept
            ],
        }
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    click.echo(f"She is {inner.word}: {state_words(inner.affect.mood)}.")
    click.echo(f"At rest: {state_words(rest)}.")
    click.echo(f"You {he}, as far as words show it." if he else "You sound even, or said little.")
    if not kept:
        click.echo("Nothing has moved her in these days.")
        return
    click.echo(f"\nPleasure since {kept[0].affect.at:%d %b %H:%M}, turn by turn:")
    click.echo(_curve([each.affect.mood.pleasure for each in kept]))
    click.echo()
    for each in kept[-10:]:
        for rule in each.moved_by:
            click.echo(f"  {when(each.affect.at, now)} {each.affect.at:%H:%M}  {rule}")


async def _why(number: int | None) -> None:
    home = find_home()
    async with open_memory(home.database, lock_file=home.lock_file, purpose="samantha") as memory:
        store = SqliteHeart(memory)
        number = await store.last_with_reasons() if number is None else number
        reasons = None if number is None else await store.reasons_of(number)
        if number is None or reasons is None:
            raise SettingsInvalid(
                "What led to that is not kept."
                if number
                else "She has not said anything yet whose reasons are kept.",
                "`samantha memory search WORDS` shows her lines with their numbers.",
            )
        hers = [each for each in await memory.last(1, before_id=number + 1) if each.id == number]
        for line in hers:
            click.echo(f"“{line.text}”\n")
        for line in await explained(memory, reasons):
            click.echo(line)


def _curve(values: list[float], width: int = 72) -> str:
    """A line of bars, the mean of each stretch, from -1 to 1."""
    count = min(width, len(values))
    parts = [
        values[len(values) * n // count : len(values) * (n + 1) // count] for n in range(count)
    ]
    means = [sum(part) / len(part) for part in parts]
    return "".join(_BARS[min(int((mean + 1) / 2 * len(_BARS)), len(_BARS) - 1)] for mean in means)


@click.command()
@_DAYS
@click.option("--letter", "only_letter", is_flag=True, help="Only the letter of the week.")
def diary(*, days: int, only_letter: bool) -> None:
    """Read her diary: what each day was, and once a week what she learnt and got wrong.

    It is written from what is kept, with your own words as evidence. What you forget is in no
    entry any more.
    """
    asyncio.run(_diary(days, only_letter=only_letter))


async def _diary(days: int, *, only_letter: bool) -> None:
    home, now = find_home(), SystemClock().now()
    async with open_memory(home.database, lock_file=home.lock_file, purpose="samantha") as memory:
        emotions = WordsAndMeaning(open_embedding())
        found = await read_diary(memory, emotions, now, days)
    if not only_letter:
        for day, text in reversed(found.entries):
            click.echo(f"{day:%A}, {day.day} {day:%B %Y}\n{text}\n")
        if not found.entries:
            click.echo("Nothing was said in these days.")
    if found.letter and (only_letter or found.entries):
        click.echo(f"This week\n{found.letter}")
    elif only_letter:
        click.echo("Nothing was said this week.")
