"""Reminders, alarms and timers: set, shown, dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from samantha.agenda.telling import listed
from samantha.domain.words import capitalized, content_words
from samantha.hands.numbers import length_words
from samantha.hands.policy import Act, Effect
from samantha.hands.ports import Errands
from samantha.hands.reminders import Reminder, reminder_for
from samantha.hands.requests import (
    DropReminder,
    Remind,
    Ring,
    RingRequest,
    SetTimer,
    ShowReminders,
    Snooze,
)
from samantha.hands.when import Moment
from samantha.mind.doing.errand import AskWhat, AskWhen, Done, Outcome, Plan, Told
from samantha.mind.doing.saying import shown, when_words
from samantha.mind.doing.undoing import KeptReminder, Rings

TOOL = "reminders"
_NAMES = {Ring.REMINDER: "reminder", Ring.ALARM: "alarm", Ring.TIMER: "timer"}


@dataclass(frozen=True, slots=True)
class Now:
    """When and where he asks."""

    at: datetime
    zone: str
    rang: Reminder | None = None
    """What rang lately."""


async def outcome(errands: Errands, asked: RingRequest, now: Now) -> Outcome | None:
    """What a request about things that ring comes to."""
    match asked:
        case Remind():
            return _remind(errands, asked, now.at, now.zone)
        case SetTimer():
            return _set_timer(errands, asked, now.at, now.zone)
        case Snooze():
            return _snooze(errands, asked, now.rang, now.at)
        case ShowReminders():
            return await _show(errands, asked, now.at)
        case DropReminder():
            return await _drop(errands, asked, now.at)


def _remind(errands: Errands, asked: Remind, now: datetime, zone: str) -> Outcome:
    if asked.when is None:
        question = "When should I wake you?" if asked.ring is Ring.ALARM else "When?"
        return AskWhen(question, lambda when: Remind(asked.what, when, asked.ring))
    if isinstance(asked.when, Moment) and asked.when.at.timestamp() <= now.timestamp():
        return AskWhen(
            "That's already past. When instead?",
            lambda when: Remind(asked.what, when, asked.ring),
        )
    if asked.ring is Ring.REMINDER and not asked.what:
        return AskWhat("What of?", lambda what: Remind(what, asked.when, asked.ring))
    reminder = reminder_for(asked.what, asked.when, asked.ring, zone)
    when = when_words(asked.when, now)
    if asked.ring is Ring.ALARM:
        words, note = f"I'll wake you {when}.", f"an alarm {when}"
    else:
        words, note = f"I'll remind you {when}: {asked.what}.", f"a reminder {when}: {asked.what}"
    return Plan(Act(TOOL, Effect.OWN, f"Set {note}"), partial(_kept, errands, reminder, words))


def _set_timer(errands: Errands, asked: SetTimer, now: datetime, zone: str) -> Outcome:
    if asked.length is None:
        return AskWhen("For how long?", lambda when: _timer_until(asked.what, when, now))
    due = now + asked.length
    reminder = Reminder(asked.what, due, due, Ring.TIMER, zone=zone)
    lasts = length_words(asked.length)
    words = f"{capitalized(lasts)}, from now."
    act = Act(TOOL, Effect.OWN, f"Set a timer for {lasts}")
    return Plan(act, partial(_kept, errands, reminder, words))


def _snooze(
    errands: Errands, asked: Snooze, rang: Reminder | None, now: datetime
) -> Outcome | None:
    if rang is None:
        return None
    due = now + asked.length
    again = Reminder(rang.what, due, due, rang.ring, zone=rang.zone)
    words = f"Again in {length_words(asked.length)}."
    act = Act(TOOL, Effect.OWN, f"Ring again in {length_words(asked.length)}")
    return Plan(act, partial(_kept, errands, again, words))


async def _show(errands: Errands, asked: ShowReminders, now: datetime) -> Outcome:
    found = [
        each for each in await errands.reminders() if asked.ring is None or each.ring is asked.ring
    ]
    if not found:
        return Told(f"You have no {_NAMES[asked.ring] if asked.ring else 'reminder'}s.")
    told = [shown(each, now) for each in found[:5]]
    more = f", and {len(found) - 5} more" if len(found) > 5 else ""
    return Told(f"{capitalized('; '.join(told))}{more}.")


async def _drop(errands: Errands, asked: DropReminder, now: datetime) -> Outcome:
    every = await errands.reminders()
    found = [each for each in every if _meant(each, asked)]
    name = _NAMES[asked.ring] if asked.ring else "reminder"
    if not found:
        return Told(f"There is no {name} like that." if asked.what else f"There is no {name} set.")
    if len(found) > 1 and not asked.every:
        told = [shown(each, now) for each in found[:4]]
        return Told(f"Which one? There is {listed(told)}.")
    words = f"The {name} is off." if len(found) == 1 else f"All {len(found)} {name}s are off."
    act = Act(TOOL, Effect.OWN, f"Drop {listed([shown(each, now) for each in found])}")
    return Plan(act, partial(_dropped, errands, found, words))


def _timer_until(what: str, when: object, now: datetime) -> SetTimer:
    at = when.at if isinstance(when, Moment) else now + timedelta(minutes=10)
    return SetTimer(at - now, what)


def _meant(reminder: Reminder, asked: DropReminder) -> bool:
    if asked.ring is not None and reminder.ring is not asked.ring:
        return False
    if isinstance(asked.when, Moment):
        due = reminder.due.astimezone(asked.when.at.tzinfo)
        if due.date() != asked.when.at.date():
            return False
    wanted = set(content_words(asked.what))
    return not wanted or bool(wanted & set(content_words(reminder.what)))


async def _kept(errands: Errands, reminder: Reminder, words: str) -> Done:
    kept = await errands.add_reminder(reminder)
    return Done(words, Rings(drop=[kept.id]))


async def _dropped(errands: Errands, found: Sequence[Reminder], words: str) -> Done:
    for each in found:
        await errands.drop_reminder(each.id)
    return Done(words, Rings(keep=[KeptReminder.of(each) for each in found]))
