"""Times and reminders in the words in which she says them."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from samantha.agenda.telling import clock_words, day_words, listed
from samantha.hands.numbers import length_words
from samantha.hands.reminders import Reminder
from samantha.hands.requests import Ring
from samantha.hands.time_words import WEEKDAYS
from samantha.hands.when import Every, Moment, When

SOON: Final = timedelta(hours=1)
"""What is so near is said as how long it takes until then."""
_WORKDAYS: Final = "MO,TU,WE,TH,FR"
_UNITS: Final = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}


def when_words(when: When, now: datetime) -> str:
    """When something is to be: "tomorrow at 9:30 am", "every other Thursday at 6 pm"."""
    match when:
        case Moment(at, timed):
            return moment_words(at, now) if timed else day_words(at.date(), now.date())
        case Every(first, rule, timed):
            return f"{rule_words(rule)} at {clock_words(first)}" if timed else rule_words(rule)


def moment_words(at: datetime, now: datetime) -> str:
    """One moment: "in ten minutes", "at 7 pm", "on Friday at noon"."""
    away = at.timestamp() - now.timestamp()
    if 0 < away <= SOON.total_seconds():
        return f"in {length_words(timedelta(seconds=max(1, round(away))))}"
    at = at.astimezone(now.tzinfo)
    if at.date() == now.date():
        return f"today at {clock_words(at)}"
    return f"{day_words(at.date(), now.date())} at {clock_words(at)}"


def rule_words(rule: str) -> str:
    """How something repeats: "every day", "every other Thursday", "every weekday"."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    interval = int(parts.get("INTERVAL", "1"))
    step = "" if interval == 1 else "other " if interval == 2 else f"{interval} "
    days = parts.get("BYDAY", "")
    if days == _WORKDAYS:
        return f"every {step}weekday"
    if days:
        names = [name.capitalize() for name in WEEKDAYS if name[:2].upper() in days.split(",")]
        if interval > 2:
            return f"every {interval} weeks on {listed(names)}"
        return f"every {step}{listed(names)}"
    unit = _UNITS[parts["FREQ"]]
    return f"every {step}{unit}{'s' if interval > 2 else ''}"


def ring_words(reminder: Reminder, now: datetime) -> str:
    """What she says when it is time; what is late says so."""
    late = now.timestamp() - reminder.due.timestamp()
    due = reminder.due.astimezone(now.tzinfo)
    since = f" That was due {_past_words(due, now)}." if late > 120 else ""
    match reminder.ring:
        case Ring.ALARM:
            greeting = "Good morning. " if 4 <= now.hour < 12 else ""
            return f"{greeting}It's {clock_words(now)}.{since}"
        case Ring.TIMER:
            return f"{_timer(reminder)} is done.{since}" if reminder.what else f"Time's up.{since}"
        case Ring.REMINDER:
            return f"You wanted me to remind you: {reminder.what}.{since}"


def shown(reminder: Reminder, now: datetime) -> str:
    """One of what is to ring, as it stands in a list."""
    zone = ZoneInfo(reminder.zone)
    when = moment_words(reminder.due.astimezone(zone), now)
    if reminder.rule:
        when = f"{rule_words(reminder.rule)} at {clock_words(reminder.due.astimezone(zone))}"
    match reminder.ring:
        case Ring.REMINDER:
            return f"{when}: {reminder.what}"
        case Ring.ALARM:
            return f"an alarm {when}"
        case Ring.TIMER:
            left = max(1, round(reminder.due.timestamp() - now.timestamp()))
            return f"{length_words(timedelta(seconds=left))} left on {_timer(reminder).lower()}"


def _timer(reminder: Reminder) -> str:
    return f"Your {reminder.what} timer" if reminder.what else "Your timer"


def _past_words(at: datetime, now: datetime) -> str:
    day = "" if at.date() == now.date() else f"{day_words(at.date(), now.date())} "
    return f"{day}at {clock_words(at)}"
