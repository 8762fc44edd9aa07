"""Dates and times of day as they are said."""

import re
from typing import Final

from samantha.speaking.verbalization.numerals import cardinal, ordinal, year
from samantha.speaking.verbalization.rules import TO, Habits, Rule, one_of, rule

MONTHS: Final = (
    "January February March April May June July August September October November December"
).split()
_SHORT_MONTHS: Final = {each[:3]: each for each in MONTHS} | {"Sept": "September"}
_WEEKDAYS: Final = {
    "Mon": "Monday",
    "Tue": "Tuesday",
    "Tues": "Tuesday",
    "Wed": "Wednesday",
    "Thu": "Thursday",
    "Thur": "Thursday",
    "Thurs": "Thursday",
    "Fri": "Friday",
    "Sat": "Saturday",
    "Sun": "Sunday",
}
_MONTH = rf"(?P<month>{one_of(MONTHS)}\b|{one_of(_SHORT_MONTHS)}\b\.?)"
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})(?![0-9:]|[.,][0-9])"
_WEEKDAY = rf"(?P<first>{one_of(_WEEKDAYS)})"
_HALF = r"(?:\s?(?P<half>[AaPp])\.?[Mm]\b(?:\.(?=\s+[a-z]|[,;:?!]))?)"
_CLOCK = r"(?P<hour>[01]?[0-9]|2[0-4])"


def _month_of(written: str) -> str:
    name = written.rstrip(".")
    return _SHORT_MONTHS.get(name, name)


def _date(day: int, month: int, in_year: int | None, habits: Habits) -> str | None:
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return _named_date(day, MONTHS[month - 1], in_year, day_first=habits.day_first)


def _named_date(day: int, month: str, in_year: int | None, *, day_first: bool) -> str:
    if day_first:
        said = f"the {ordinal(day)} of {month}"
        return said if in_year is None else f"{said} {year(in_year)}"
    said = f"{month} {ordinal(day)}"
    return said if in_year is None else f"{said}, {year(in_year)}"


def _say_iso(match: re.Match[str], habits: Habits) -> str | None:
    return _date(int(match["day"]), int(match["month"]), int(match["year"]), habits)


def _say_numeric(match: re.Match[str], habits: Habits) -> str | None:
    first, second, in_year = int(match["first"]), int(match["second"]), match["year"]
    dotted = match["mark"] == "."
    day_first = habits.day_first or dotted or first > 12
    day, month = (first, second) if day_first and second <= 12 else (second, first)
    full_year = int(in_year) + (0 if len(in_year) == 4 else 1900 if in_year > "50" else 2000)
    return _date(day, month, full_year, habits)


def _say_slashed(match: re.Match[str], habits: Habits) -> str | None:
    if not habits.slashed_dates:
        return None
    first, second = int(match["first"]), int(match["second"])
    day, month = (first, second) if habits.day_first else (second, first)
    return _date(day, month, None, habits)


def _say_named(match: re.Match[str], _: Habits) -> str | None:
    day, in_year = int(match["day"]), match["year"]
    if not 1 <= day <= 31:
        return None
    day_first = match.start("day") < match.start("month")
    month = _month_of(match["month"])
    said = _named_date(day, month, int(in_year) if in_year else None, day_first=day_first)
    before = match.string[: match.start()].rstrip().lower()
    return said.removeprefix("the ") if day_first and before.endswith("the") else said


def _say_days(match: re.Match[str], _: Habits) -> str:
    return (
        f"{_month_of(match['month'])} {ordinal(int(match['day']))} to {ordinal(int(match['last']))}"
    )


def _say_month_year(match: re.Match[str], _: Habits) -> str:
    return f"{_month_of(match['month'])} {year(int(match['year']))}"


def _say_time(match: re.Match[str], _: Habits) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    if minute > 59:
        return None
    second = match["second"]
    if minute == 0 and hour % 24 == 0 and not second:
        return "midnight"
    if minute == 0:
        said = cardinal(hour) + ("" if match["half"] else " o'clock" if hour <= 12 else " hundred")
    else:
        said = f"{cardinal(hour)} {'oh ' if minute < 10 else ''}{cardinal(minute)}"
    if second:
        said += f" and {cardinal(int(second))} second{'' if int(second) == 1 else 's'}"
    return said + _half_said(match)


def _say_hour(match: re.Match[str], _: Habits) -> str:
    return cardinal(int(match["hour"])) + _half_said(match)


def _half_said(match: re.Match[str]) -> str:
    return f" {match['half'].upper()}M" if match["half"] else ""


def _say_hours(match: re.Match[str], _: Habits) -> str:
    return f"{cardinal(int(match['hour']))} to {cardinal(int(match['until']))}{_half_said(match)}"


def _say_weekday(match: re.Match[str], _: Habits) -> str:
    return _WEEKDAYS[match["first"]]


def _say_weekdays(match: re.Match[str], _: Habits) -> str:
    return f"{_WEEKDAYS[match['first']]} to {_WEEKDAYS[match['last']]}"


def _say_short_month(match: re.Match[str], _: Habits) -> str:
    return _month_of(match["month"])


DIGIT_RULES: Final[tuple[Rule, ...]] = (
    rule(r"(?P<year>[0-9]{4})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])(?![0-9-])", _say_iso),
    rule(
        r"(?P<first>[0-9]{1,2})(?P<mark>[/.-])(?P<second>[0-9]{1,2})(?P=mark)"
        r"(?P<year>[0-9]{4}|(?<=/)[0-9]{2})(?![./-]?[0-9])",
        _say_numeric,
    ),
    rule(r"(?P<first>[0-9]{1,2})/(?P<second>[0-9]{1,2})(?![0-9/])", _say_slashed),
    rule(rf"{_DAY}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?", _say_named),
    rule(
        rf"{_CLOCK}[:.](?P<minute>[0-5][0-9]){_HALF}(?P<second>(?!))?",
        _say_time,
    ),
    rule(
        rf"{_CLOCK}:(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9]))?{_HALF}?(?![0-9:])",
        _say_time,
    ),
    rule(rf"{_CLOCK}{TO}(?P<until>1?[0-9]){_HALF}", _say_hours),
    rule(rf"{_CLOCK}{_HALF}", _say_hour),
    rule(rf"{_CLOCK}\s?h(?P<half>(?!))?(?P<minute>[0-5][0-9])(?P<second>(?!))?\b", _say_time),
)
LETTER_RULES: Final[tuple[Rule, ...]] = (
    rule(rf"{_MONTH}\s+{_DAY}{TO}(?P<last>[0-3]?[0-9])(?:st|nd|rd|th)?\b(?![:.][0-9])", _say_days),
    rule(rf"{_MONTH}\s+{_DAY}\b(?![:.,%][0-9]|\s?(?:[ap]\.?m\b|%))(?:,?\s+{_YEAR})?", _say_named),
    rule(rf"{_MONTH}\s+{_YEAR}", _say_month_year),
    rule(rf"{_WEEKDAY}\.?{TO.replace('|to', '')}(?P<last>{one_of(_WEEKDAYS)})\b\.?", _say_weekdays),
    rule(rf"{_WEEKDAY}\.(?=\s|,|$)", _say_weekday),
    rule(rf"{_WEEKDAY}(?=,\s(?:{one_of(MONTHS)}|{one_of(_SHORT_MONTHS)}\b|[0-9]))", _say_weekday),
    rule(rf"(?!May\b){_MONTH}(?<=\.)", _say_short_month),
)
