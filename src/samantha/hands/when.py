"""When: moments, repetitions and days as people say them, read exactly or not at all.

    when_in("call mum tomorrow at half past nine", now)
    # found.when.at == tomorrow 9:30, found.rest == "call mum"

An hour without "am" or "pm" is the next such hour of today, or the usual one of another day. What a
clock shows twice or never, where the clocks change, is taken as it stands before the change.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeAlias

from samantha.domain.clock import later
from samantha.hands import time_words as said
from samantha.hands.numbers import Clock, length, number
from samantha.hands.time_words import MONTHS, WEEKDAYS

_PART_HOURS: Final = {"morning": 9, "afternoon": 15, "evening": 19, "night": 21}
MORNING: Final = time(9)
"""When a day begins for what has no time of day."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment."""

    at: datetime
    timed: bool = True
    """Whether a time of day was said; otherwise `at` is the morning of that day."""
    dated: bool = True
    """Whether a day was said; otherwise `at` is the next moment of that time."""


@dataclass(frozen=True, slots=True)
class Every:
    """Something that comes again and again."""

    first: datetime
    rule: str
    """RFC 5545 RECUR, such as "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"."""
    timed: bool = True


When: TypeAlias = Moment | Every


@dataclass(frozen=True, slots=True)
class Found:
    """A time that was said, and what is left of the words without it."""

    when: When
    rest: str


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days that is asked about: a day, a part of it, or a week."""

    first: date
    count: int
    from_hour: int = 0
    to_hour: int = 24


@dataclass(frozen=True, slots=True)
class _Rule:
    """How something repeats, before it is known when it begins."""

    freq: str
    interval: int = 1
    days: tuple[int, ...] = ()
    hour: int | None = None


@dataclass(frozen=True, slots=True)
class _Relative:
    """So long from now."""

    by: timedelta


_Value: TypeAlias = Clock | date | str | _Rule | _Relative


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    value: _Value


def when_in(text: str, now: datetime) -> Found | None:
    """The time that `text` names, None where it names none.

    `now` carries his time zone. What was said twice counts as it was said last.
    """
    text = modern(text)
    pieces = _pieces(text, now)
    if not pieces:
        return None
    used = _last_of_each_kind(pieces)
    when = _together([piece.value for piece in used], now)
    if when is None:
        return None
    rest = text
    for piece in sorted(used, key=lambda piece: -piece.start):
        rest = f"{rest[: piece.start].rstrip(' ,')} {rest[piece.end :].lstrip(' ,')}"
    return Found(when, rest.strip(" ,.!?;:"))


def modern(text: str) -> str:
    """The text with "to-morrow" and its like in one word, as some recognizers part them."""
    return re.sub(r"\b(to)(?:-(?=day\b|night\b)|[- ](?=morrow\b))", r"\1", text, flags=re.I)


def days_in(text: str, now: datetime) -> Days | None:
    """The day, part of a day, or week that `text` asks about."""
    text = modern(text)
    low = text.lower()
    today = now.date()
    if match := re.search(r"\b(this|next|the) (week|weekend)\b", low):
        monday = today - timedelta(days=today.weekday())
        if match[2] == "weekend":
            first = monday + timedelta(days=5 + 7 * (match[1] == "next"))
            return Days(max(first, today), 2 if first >= today else 1)
        if match[1] == "next":
            return Days(monday + timedelta(days=7), 7)
        return Days(today, 7 - today.weekday())
    part = re.search(r"\b(morning|afternoon|evening|night|tonight)\b", low)
    dates = [piece.value for piece in _pieces(text, now) if isinstance(piece.value, date)]
    if not dates and part is None:
        return None
    day = dates[-1] if dates else today
    hours = {"morning": (0, 12), "afternoon": (12, 18)}.get(part[1], (17, 24)) if part else (0, 24)
    return Days(day, 1, *hours)


def _pieces(text: str, now: datetime) -> list[_Piece]:
    """All that says something of time, from left to right, the longest first."""
    low = text.lower().replace("’", "'")
    found: list[_Piece] = []
    for pattern, value in _PATTERNS:
        for match in pattern.finditer(low):
            if any(match.start() < each.end and each.start < match.end() for each in found):
                continue
            worth = value(match, now)
            if worth is not None:
                found.append(_Piece(match.start(), match.end(), worth))
    return sorted(found, key=lambda piece: piece.start)


def _last_of_each_kind(pieces: Sequence[_Piece]) -> list[_Piece]:
    last: dict[type, _Piece] = {}
    for piece in pieces:
        kind = date if isinstance(piece.value, date) else type(piece.value)
        last[kind] = piece
    # "in ten minutes" says all there is to say; so does a rule of the day.
    if _Relative in last and last[_Relative].value.by < timedelta(days=1):  # pyright: ignore
        return [last[_Relative]]
    if _Rule in last and last[_Rule].value.freq in ("DAILY", "WEEKLY"):  # pyright: ignore
        last.pop(date, None)
    return list(last.values())


def _together(values: Sequence[_Value], now: datetime) -> When | None:
    clock = next((value for value in values if isinstance(value, Clock)), None)
    day = next((value for value in values if isinstance(value, date)), None)
    part = next((value for value in values if isinstance(value, str)), "")
    rule = next((value for value in values if isinstance(value, _Rule)), None)
    away = next((value for value in values if isinstance(value, _Relative)), None)
    if away is not None and away.by < timedelta(days=1):
        return Moment(later(now, away.by))
    if away is not None and day is None:
        day = now.date() + away.by
        if clock is None and not part:
            return Moment(_at(day, now.timetz().replace(second=0, microsecond=0), now))
    if rule is not None:
        return _repeated(rule, clock, part, day, now)
    timed = clock is not None or bool(part)
    if clock is None and not part:
        return None if day is None else Moment(_at(day, MORNING, now), timed=False)
    if day is not None:
        return Moment(_at(day, _hour_of(clock, part, None), now), timed=timed)
    return Moment(_next(clock, part, now), dated=False)


def _next(clock: Clock | None, part: str, now: datetime) -> datetime:
    """The next moment at which a clock shows that."""
    hours = [_hour_of(clock, part, None)]
    if clock is not None and not part and not clock.half and 1 <= clock.hour <= 12:
        hours = [time(clock.hour % 12, clock.minute), time(clock.hour % 12 + 12, clock.minute)]
    moments = [
        _at(now.date() + timedelta(days=days), hour, now) for days in (0, 1) for hour in hours
    ]
    return min(moment for moment in moments if moment.timestamp() > now.timestamp())


def _repeated(
    rule: _Rule, clock: Clock | None, part: str, day: date | None, now: datetime
) -> Every:
    hour = MORNING if rule.hour is None else time(rule.hour)
    timed = rule.hour is not None
    if clock is not None or part:
        named = {9: "morning", 15: "afternoon", 19: "evening", 21: "night"}.get(rule.hour or 0, "")
        hour, timed = _hour_of(clock, part or named, None), True
    days, weekly = rule.days or tuple(range(7)), bool(rule.days)
    soonest = (
        _at(now.date() + timedelta(days=n), hour, now)
        for n in range(9)
        if (now.date() + timedelta(days=n)).weekday() in days
    )
    first = next(moment for moment in soonest if moment.timestamp() > now.timestamp())
    if day is not None:
        first = _at(day, hour, now)
    text = f"FREQ={rule.freq}"
    if rule.interval > 1:
        text += f";INTERVAL={rule.interval}"
    if weekly:
        text += ";BYDAY=" + ",".join(WEEKDAYS[day][:2].upper() for day in rule.days)
    return Every(first, text, timed=timed)


def _hour_of(clock: Clock | None, part: str, usual: int | None) -> time:
    """The time of day, with what is usual where "am" or "pm" was left out."""
    if clock is None:
        return time(_PART_HOURS.get(part, usual or MORNING.hour))
    if clock.half or clock.hour > 12 or clock.hour == 0:
        hour = clock.hour if clock.hour > 12 else clock.hour % 12 + 12 * (clock.half == "pm")
        return time(hour, clock.minute)
    if part == "morning":
        return time(clock.hour % 12, clock.minute)
    if part == "night":
        late = clock.hour % 12 + (12 if 5 <= clock.hour < 12 else 0)
        return time(late, clock.minute)
    if part:
        return time(clock.hour % 12 + 12, clock.minute)
    # Unsaid: from seven to eleven the morning is meant, from noon to half past six the afternoon.
    return time(clock.hour if 7 <= clock.hour <= 12 else clock.hour + 12, clock.minute)


def _at(day: date, hour: time, now: datetime) -> datetime:
    zone = now.tzinfo
    moment = datetime.combine(day, hour.replace(tzinfo=None), zone)
    return moment.astimezone(UTC).astimezone(zone)


# -- what the patterns mean ---------------------------------------------------------------------

_Match: TypeAlias = "re.Match[str]"


def _clock(hour: str, minute: str | None, half: str | None) -> Clock | None:
    value = number(hour)
    minutes = 0 if not minute else number(re.sub(r"^oh[ -]", "", minute))
    if value > 23 or minutes > 59:
        return None
    return Clock(value, minutes, "" if not half else f"{half[0]}m")


def _read_off(match: _Match, now: datetime) -> Clock | None:  # noqa: ARG001
    named = match.groupdict()
    return _clock(named["hour"], named.get("minute"), named.get("half"))


def _noon(match: _Match, now: datetime) -> Clock:  # noqa: ARG001
    midnight = match["noon"] == "midnight"
    return Clock(0 if midnight else 12, 0, "am" if midnight else "pm")


def _part(match: _Match, now: datetime) -> str:  # noqa: ARG001
    part = match["part"]
    return "night" if part == "tonight" else part


def _away(match: _Match, now: datetime) -> _Relative:  # noqa: ARG001
    return _Relative(length(match["length"]))


def _past_or_to(match: _Match, now: datetime) -> Clock | None:  # noqa: ARG001
    said, hour = match["part"], number(match["hour"])
    minutes = {"half": 30, "quarter": 15, "a quarter": 15}.get(said)
    if minutes is None:
        minutes = number(said.removesuffix("s").removesuffix(" minute"))
    if match["side"] in ("to", "before"):
        hour, minutes = (hour - 1) or 12, 60 - minutes
    return _clock(str(hour), str(minutes), match["half"])


def _weekday(match: _Match, now: datetime) -> date:
    today, day = now.date(), _day_number(match["day"])
    ahead = (day - today.weekday()) % 7
    if match["which"] == "next":
        return today - timedelta(days=today.weekday()) + timedelta(days=7 + day)
    return today + timedelta(days=ahead or (0 if match["which"] == "this" else 7))


def _of_month(match: _Match, now: datetime) -> date | None:
    """A day of a month; without a month or a year the next one that is not past."""
    day = number(match["day"])
    today, month, year = now.date(), match["month"], match["year"]
    for n in range(13 if month is None else 2 if year is None else 1):
        months = today.month - 1 + n
        numbers = (
            (today.year + months // 12, months % 12 + 1)
            if month is None
            else (int(year) if year else today.year + n, _month_number(month))
        )
        try:
            found = date(*numbers, day)
        except ValueError:
            continue
        if found >= today or year:
            return found
    return None


def _iso(match: _Match, now: datetime) -> date | None:  # noqa: ARG001
    try:
        return date.fromisoformat(match[0].strip().removeprefix("on "))
    except ValueError:
        return None


def _near(match: _Match, now: datetime) -> date:
    words = match["near"]
    ahead = {"today": 0, "tomorrow": 1, "the day after tomorrow": 2, "yesterday": -1}
    if words in ahead:
        return now.date() + timedelta(days=ahead[words])
    if words == "next week":
        return now.date() + timedelta(days=7 - now.weekday())
    return (now.date().replace(day=1) + timedelta(days=32)).replace(day=1)


def _every(match: _Match, now: datetime) -> _Rule | None:  # noqa: ARG001
    what = match["what"]
    step = match["step"] or ""
    interval = 2 if step in ("other", "second") else number(step) if step else 1
    days = tuple(_day_number(word) for word in re.findall(rf"\b{said.DAY}\b", what))
    if days:
        return _Rule("WEEKLY", interval, tuple(sorted(set(days))))
    unit = what.removesuffix("s")
    if unit in ("weekday", "workday"):
        return _Rule("WEEKLY", interval, (0, 1, 2, 3, 4))
    if unit == "weekend":
        return _Rule("WEEKLY", interval, (5, 6))
    if unit in _PART_HOURS:
        return _Rule("DAILY", interval, (), _PART_HOURS[unit])
    freq = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}[unit]
    return _Rule(freq, interval)


def _adverb(match: _Match, now: datetime) -> _Rule:  # noqa: ARG001
    word = match["adverb"]
    if word in ("daily", "weekly", "monthly", "yearly"):
        return _Rule(word.upper())
    if word == "weekdays":
        return _Rule("WEEKLY", 1, (0, 1, 2, 3, 4))
    if word == "weekends":
        return _Rule("WEEKLY", 1, (5, 6))
    return _Rule("WEEKLY", 1, (_day_number(word),))


def _day_number(word: str) -> int:
    return next(n for n, day in enumerate(WEEKDAYS) if day.startswith(word[:3]))


def _month_number(word: str) -> int:
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(word[:3]))


_PATTERNS: Final[
    Sequence[tuple["re.Pattern[str]", Callable[[_Match, datetime], _Value | None]]]
] = [
    (re.compile(rf"(?<![\w'-]){pattern}(?![\w'-])"), value)
    for pattern, value in (
        (said.EVERY, _every),
        (said.ADVERB, _adverb),
        (said.ON_DAYS, _adverb),
        (said.IN, _away),
        (said.FROM_NOW, _away),
        (said.ISO_DATE, _iso),
        (said.DAY_OF_MONTH, _of_month),
        (said.MONTH_AND_DAY, _of_month),
        (said.ON_THE, _of_month),
        (said.PAST_OR_TO, _past_or_to),
        (said.DIGITS, _read_off),
        (said.WITH_HALF, _read_off),
        (said.O_CLOCK, _read_off),
        (said.BARE_HOUR, _read_off),
        (said.NOON, _noon),
        (said.NEAR, _near),
        (said.WEEKDAY, _weekday),
        (said.PART, _part),
        (said.TONIGHT, _part),
    )
]
"""The longest and surest first: what one took, the next ones leave alone."""
