"""His days in words that can be read or said: the morning, one day, and just before."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from samantha.agenda.events import Answer, Event
from samantha.agenda.looking import collisions, next_after, standing
from samantha.domain.words import capitalized

MANY = 4
"""So many things of one day are named one by one; of more, the next ones."""
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def clock_words(moment: datetime) -> str:
    """The time of day: "noon", "9 am", "2:15 pm"."""
    if (moment.hour, moment.minute) in ((0, 0), (12, 0)):
        return "noon" if moment.hour else "midnight"
    hour = moment.hour % 12 or 12
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{hour}{minutes} {'am' if moment.hour < 12 else 'pm'}"


def day_words(day: date, today: date) -> str:
    """The day as one would name it today: "today", "on Friday", "on Monday, 7 December"."""
    days = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        return near[days]
    if 1 < days < 7:
        return f"on {day:%A}"
    year = f" {day.year}" if day.year != today.year else ""
    return f"on {day:%A}, {day.day} {day:%B}{year}"


def event_words(event: Event) -> str:
    """One event: "lunch with Amy at noon, at Pete's"."""
    when = "all day" if event.all_day else f"at {clock_words(event.span.starts)}"
    where = f", {_at(event.place)}" if event.place else ""
    return f"{event.title or 'something without a name'} {when}{where}"


def day_in_words(events: Sequence[Event], day: date, now: datetime) -> str:
    """What one day holds, in at most three sentences; of today what is over is left out."""
    past, everything = day < now.date(), standing(events)
    left = [each for each in everything if past or each.span.ends.timestamp() > now.timestamp()]
    when, have = day_words(day, now.date()), "had" if past else "have"
    if not left:
        return f"You {have} nothing {'more ' if everything else ''}{when}."
    named = left if len(left) <= MANY else left[: MANY - 1]
    told = [event_words(event) for event in named]
    if len(left) > len(named):
        told.append(f"{_number(len(left) - len(named))} more after that")
    count = "one thing" if len(left) == 1 else f"{_number(len(left))} things"
    sentences = [f"You {have} {count} {when}: {listed(told)}."]
    if past:
        return sentences[0]
    if clashes := collisions(left):
        one, other = clashes[0]
        sentences.append(f"{capitalized(one.title)} and {other.title} are at the same time.")
    if unanswered := [event for event in left if event.his_answer is Answer.OPEN]:
        first = unanswered[0]
        host = first.organizer.name or first.organizer.address if first.organizer else "someone"
        sentences.append(f"{host} still waits for your answer about {first.title}.")
    return " ".join(sentences)


def just_before(event: Event, now: datetime) -> str:
    """What he needs to hear before an event begins."""
    minutes = round((event.span.starts.timestamp() - now.timestamp()) / 60)
    when = "now" if minutes <= 0 else f"in {_minutes(minutes)}"
    guests = [guest.name for guest in event.guests if guest.name and guest.answer is not Answer.NO]
    whom = f" with {listed(guests[:3])}" if guests and "with" not in event.title.split() else ""
    where = f", {_at(event.place)}" if event.place else ""
    return f"You have {event.title or 'something in your calendar'}{whom} {when}{where}."


def next_in_words(events: Sequence[Event], now: datetime) -> str:
    """What comes next, and how soon."""
    event = next_after(events, now)
    if event is None:
        return "Nothing is coming up."
    away = event.span.starts.timestamp() - now.timestamp()
    if away < timedelta(hours=1).total_seconds():
        return just_before(event, now)
    day = day_words(event.span.starts.date(), now.date())
    where = f", {_at(event.place)}" if event.place else ""
    return f"Next is {event.title} {day} at {clock_words(event.span.starts)}{where}."


def listed(things: Sequence[str]) -> str:
    """Things in a row, as they are said: "a, b and c"."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} and {things[-1]}"


def _minutes(minutes: int) -> str:
    if minutes < len(_NUMBERS):
        return "one minute" if minutes == 1 else f"{_NUMBERS[minutes]} minutes"
    return f"{minutes} minutes"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _at(place: str) -> str:
    return place if place.split(maxsplit=1)[0].casefold() in ("at", "in", "on") else f"at {place}"
