"""His calendar: asked about, added to, changed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from samantha.agenda.book import Agenda
from samantha.agenda.events import Draft, Event, Span, day_span, days_span
from samantha.agenda.looking import about, by_day, collisions, free
from samantha.agenda.telling import (
    clock_words,
    day_in_words,
    day_words,
    listed,
    next_in_words,
)
from samantha.domain.clock import later
from samantha.domain.words import capitalized
from samantha.hands.policy import Act, Effect
from samantha.hands.requests import (
    AddEvent,
    AskDays,
    AskFree,
    AskNext,
    DayRequest,
    DropEvent,
    MoveEvent,
)
from samantha.hands.when import Days, Every, Moment, When
from samantha.mind.doing.errand import AskWhen, Done, Outcome, Plan, Told
from samantha.mind.doing.saying import when_words
from samantha.mind.doing.undoing import Entry

TOOL = "calendar"
USUALLY = timedelta(hours=1)
"""How long something lasts where he did not say."""
AHEAD_DAYS = 90
"""So far ahead something is looked for that he names."""
MOST_DAYS = 4


async def outcome(agenda: Agenda, asked: DayRequest, now: datetime, own: str) -> Outcome | None:
    """What a request about his calendar comes to; `own` is the one that only she keeps."""
    match asked:
        case AskDays():
            return await _ask_days(agenda, asked, now)
        case AskNext():
            return await _ask_next(agenda, asked, now)
        case AskFree():
            return await _ask_free(agenda, asked, now)
        case AddEvent():
            return _add(agenda, asked, now)
        case MoveEvent():
            return await _move(agenda, asked, now, own)
        case DropEvent():
            return await _remove(agenda, asked, now, own)


async def _ask_days(agenda: Agenda, asked: AskDays, now: datetime) -> Outcome:
    days = asked.days
    span = _span(days, now)
    events = [each for each in await agenda.events(span) if each.span.meets(span)]
    if days.count == 1:
        return Told(day_in_words(events, days.first, now))
    told: list[str] = []
    for day, inside in by_day(events, days.first, days.count, span.starts.tzinfo or UTC):
        if inside and len(told) < MOST_DAYS:
            told.append(day_in_words(inside, day, now))
    return Told(" ".join(told) or "You have nothing then.")


async def _ask_next(agenda: Agenda, asked: AskNext, now: datetime) -> Outcome | None:
    events = [each for each in await _ahead(agenda, now) if not each.cancelled]
    if not asked.about:
        return Told(next_in_words(events, now))
    named = about(events, asked.about)
    if not named:
        return None
    event = named[0]
    when = day_words(event.span.starts.date(), now.date())
    hour = "" if event.all_day else f" at {clock_words(event.span.starts)}"
    where = f", {event.place}" if event.place else ""
    return Told(f"{event.title} is {when}{hour}{where}.")


async def _ask_free(agenda: Agenda, asked: AskFree, now: datetime) -> Outcome:
    if asked.at is not None:
        moment = Span(asked.at, asked.at + USUALLY)
        taken = [each for each in await agenda.events(moment) if each.busy and not each.cancelled]
        if not taken:
            return Told("Yes, you're free then.")
        until = clock_words(taken[0].span.ends)
        return Told(f"No, you have {taken[0].title} until {until}.")
    span = _span(asked.days, now, wake=9, sleep=18)
    stretches = free(await agenda.events(span), span, timedelta(minutes=30))
    if stretches == [span]:
        return Told(f"Yes, you're free {day_words(asked.days.first, now.date())}.")
    if not stretches:
        return Told(f"No, there is no gap {day_words(asked.days.first, now.date())}.")
    gaps = [
        f"from {clock_words(each.starts)} to {clock_words(each.ends)}" for each in stretches[:3]
    ]
    return Told(f"You're free {listed(gaps)}.")


def _add(agenda: Agenda, asked: AddEvent, now: datetime) -> Outcome:
    when = asked.when
    if when is None:
        return AskWhen("When is it?", lambda found: AddEvent(asked.title, found, asked.length))
    starts = when.at if isinstance(when, Moment) else when.first
    span = (
        Span(starts, later(starts, asked.length or USUALLY))
        if when.timed
        else day_span(starts.date(), starts.tzinfo or UTC)
    )
    rule = when.rule if isinstance(when, Every) else ""
    title = capitalized(asked.title)
    draft = Draft(title, span, all_day=not when.timed, rule=rule)
    told = when_words(when, now)
    act = Act(TOOL, Effect.OWN, f"Enter “{title}” {told}")
    return Plan(act, partial(_added, agenda, draft, told))


async def _move(agenda: Agenda, asked: MoveEvent, now: datetime, own: str) -> Outcome | None:
    found = await _the_one(agenda, asked.what, now)
    if not isinstance(found, Event):
        return found
    starts = _moved_to(found, asked.when)
    if starts is None or starts.timestamp() <= now.timestamp():
        return AskWhen("That's already past. To when?", lambda when: MoveEvent(asked.what, when))
    span = Span(starts, later(starts, found.span.length))
    told = when_words(Moment(starts, timed=not found.all_day), now)
    act = Act(
        TOOL, _effect(found, own), f"Move {_full(found, now)} to {told}", span.starts.isoformat()
    )
    return Plan(act, partial(_moved, agenda, found, span, told))


async def _remove(agenda: Agenda, asked: DropEvent, now: datetime, own: str) -> Outcome | None:
    found = await _the_one(agenda, asked.what, now)
    if not isinstance(found, Event):
        return found
    act = Act(
        TOOL, _effect(found, own), f"Remove {_full(found, now)} from your calendar", found.uid
    )
    return Plan(act, partial(_removed, agenda, found))


def _span(days: Days, now: datetime, *, wake: int = 0, sleep: int = 24) -> Span:
    """The days as a stretch of time, what is past of today left out; whole days between hours."""
    zone = now.tzinfo or UTC
    from_hour, to_hour = days.from_hour, days.to_hour
    if (from_hour, to_hour) == (0, 24):
        from_hour, to_hour = wake, sleep
    whole = days_span(days.first, days.count, zone)
    starts = whole.starts.replace(hour=from_hour)
    last = days_span(days.first + timedelta(days=days.count - 1), 1, zone)
    ends = last.ends if to_hour == 24 else last.starts.replace(hour=to_hour)
    if days.first == now.date():
        starts = max(starts, now, key=datetime.timestamp)
    return Span(min(starts, ends, key=datetime.timestamp), ends)


async def _ahead(agenda: Agenda, now: datetime) -> Sequence[Event]:
    return await agenda.events(Span(now, now + timedelta(days=AHEAD_DAYS)))


async def _the_one(agenda: Agenda, what: str, now: datetime) -> Event | Told | None:
    """The event that he names; None where there is none, a question where there are several."""
    named = about([each for each in await _ahead(agenda, now) if not each.cancelled], what)
    if not named:
        return None
    if len({each.title for each in named}) > 1:
        return Told(f"Which one: {listed([_full(each, now) for each in named[:3]])}?")
    return named[0]


def _moved_to(event: Event, when: When) -> datetime | None:
    """When it is to begin: what he did not say stays as it is."""
    if not isinstance(when, Moment):
        return None
    old = event.span.starts
    if not when.dated:
        return old.replace(hour=when.at.hour, minute=when.at.minute)
    return when.at if when.timed else when.at.replace(hour=old.hour, minute=old.minute)


def _effect(event: Event, own: str) -> Effect:
    """What only she keeps is hers to change; the rest is seen by others."""
    return Effect.OWN if event.calendar == own and not event.guests else Effect.OUTWARD


def _full(event: Event, now: datetime) -> str:
    when = when_words(Moment(event.span.starts, timed=not event.all_day), now)
    guests = [guest.name or guest.address for guest in event.guests]
    whom = f" with {listed(guests)}" if guests else ""
    one = " (only this one)" if event.occurrence is not None else ""
    return f"“{event.title}”{whom} {when}{one}"


async def _added(agenda: Agenda, draft: Draft, told: str) -> Done:
    change = await agenda.add(draft)
    words = f"{draft.title} is in your calendar, {told}."
    there = [each for each in await agenda.events(draft.span) if each.busy]
    if clashes := collisions(there):
        other = next((each for pair in clashes for each in pair if each.title != draft.title), None)
        words += f" {other.title} is at the same time." if other else ""
    return Done(words, Entry.of(change))


async def _moved(agenda: Agenda, event: Event, span: Span, told: str) -> Done:
    change = await agenda.move(event, span)
    return Done(f"{event.title} is {told} now.", Entry.of(change))


async def _removed(agenda: Agenda, event: Event) -> Done:
    change = await agenda.remove(event)
    return Done(f"{event.title} is out of your calendar.", Entry.of(change))
