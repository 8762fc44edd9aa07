"""`samantha calendar`: what is when, and something new."""

import asyncio
import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import click

from samantha.agenda.book import Agenda
from samantha.agenda.events import Draft, Event, Span, day_span, days_span
from samantha.agenda.looking import by_day
from samantha.agenda.telling import clock_words, day_in_words, day_words, next_in_words
from samantha.app.agenda import open_agenda
from samantha.app.settings import ENVIRONMENT, find_home
from samantha.app.whereabouts import zone_here
from samantha.domain.clock import later
from samantha.domain.errors import SettingsInvalid
from samantha.hands.time_words import WEEKDAYS


class _Whens(click.Group):
    """Takes what is no command for a time: `samantha calendar tomorrow`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            return "show", self.commands["show"], args
        return super().resolve_command(ctx, args)


@click.group(cls=_Whens, invoke_without_command=True)
@click.pass_context
def calendar(ctx: click.Context) -> None:
    """Show what is in your calendars, or add to them.

    \b
      samantha calendar                 today
      samantha calendar tomorrow        also: friday, 2026-03-14, week, next
      samantha calendar add "Lunch with Amy" 2026-03-20 12:00 --for 90
    """  # noqa: D301 - for click
    if ctx.invoked_subcommand is None:
        ctx.invoke(show, when="today", as_json=False)


@calendar.command()
@click.argument("when", default="today")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(when: str, *, as_json: bool) -> None:
    """Show a day (today, tomorrow, friday, 2026-03-14), the week, or what is next."""
    asyncio.run(_show(when.casefold(), as_json=as_json))


@calendar.command()
@click.argument("title")
@click.argument("day")
@click.argument("at", required=False)
@click.option("--for", "minutes", type=click.IntRange(1, 60 * 24 * 7), default=60)
@click.option("--place", default="", help="Where it is.")
@click.option("--in", "name", help="Which calendar; by default the first that can be written.")
def add(
    title: str, day: str, at: str | None, *, minutes: int, place: str, name: str | None
) -> None:
    """Add TITLE on DAY at AT (HH:MM); without AT it is for the whole day."""
    now, zone = datetime.now().astimezone(), zone_here(ENVIRONMENT)
    on = _day(day.casefold(), now.date())
    span = day_span(on, zone)
    if at is not None:
        starts = datetime.combine(on, _time(at), zone)
        span = Span(starts, later(starts, timedelta(minutes=minutes)))
    draft = Draft(title, span, all_day=at is None, place=place)
    asyncio.run(_agenda().add(draft, calendar=name))
    hour = "" if at is None else f" at {clock_words(span.starts)}"
    click.echo(f"“{title}” is in your calendar {day_words(on, now.date())}{hour}.")


async def _show(when: str, *, as_json: bool) -> None:
    agenda, zone = _agenda(), zone_here(ENVIRONMENT)
    now = datetime.now(zone)
    for trouble in await agenda.refresh():
        click.echo(f"“{trouble.calendar}”: {trouble.error.message}", err=True)
        await _tell_age(agenda, now)
    days = 7 if when == "week" else 31 if when == "next" else 1
    first = now.date() if when in ("week", "next") else _day(when, now.date())
    events = await agenda.events(days_span(first, days, zone))
    if as_json:
        click.echo(json.dumps([_plain(event) for event in events], indent=2, ensure_ascii=False))
    elif when == "next":
        click.echo(next_in_words(events, now))
    else:
        for day, inside in by_day(events, first, days, zone):
            if inside or days == 1:
                click.echo(day_in_words(inside, day, now))
        if days > 1 and not events:
            click.echo("You have nothing this week.")


async def _tell_age(agenda: Agenda, now: datetime) -> None:
    oldest = await agenda.oldest(now)
    if oldest is not None:
        day = day_words(oldest[1].date(), now.date())
        click.echo(f"What follows is as of {day} at {clock_words(oldest[1])}.", err=True)


def _agenda() -> Agenda:
    return open_agenda(find_home())


def _day(word: str, today: date) -> date:
    near = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if word in near:
        return today + timedelta(days=near[word])
    if word in WEEKDAYS:
        return today + timedelta(days=(WEEKDAYS.index(word) - today.weekday()) % 7)
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise SettingsInvalid(
            f"“{word}” is no day that I know.", "Say today, friday, or a date like 2026-03-14."
        ) from None


def _time(word: str) -> time:
    try:
        hour, _, minute = word.partition(":")
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise SettingsInvalid(f"“{word}” is no time of day.", "Write it like 14:30.") from None


def _plain(event: Event) -> dict[str, Any]:
    shown: Sequence[tuple[str, Any]] = (
        ("title", event.title),
        ("starts", event.span.starts.isoformat()),
        ("ends", event.span.ends.isoformat()),
        ("all_day", event.all_day),
        ("place", event.place),
        ("calendar", event.calendar),
        ("guests", [guest.name or guest.address for guest in event.guests]),
        ("his_answer", event.his_answer and event.his_answer.value),
        ("cancelled", event.cancelled),
    )
    return dict(shown)
