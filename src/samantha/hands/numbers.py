"""Numbers and lengths of time as they are said."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS: Final = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
    " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()

NUMBER: Final = (
    rf"(?:\d+|(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_UNITS[1:10])}))?"
    rf"|{'|'.join(reversed(_UNITS))})"
)
"""A regular expression for a number below a hundred in words, or any in digits."""
ORDINAL: Final = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)|(?:twenty|thirty)[ -](?:{'|'.join(_ORDINALS[1:10])})"
    rf"|thirtieth|{'|'.join(reversed(_ORDINALS[1:]))})"
)
"""A regular expression for the day of a month as an ordinal."""
_UNIT: Final = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_SHORT: Final = {"sec": "second", "min": "minute", "hr": "hour"}
_UNIT_WORD: Final = r"(?:second|sec|minute|min|hour|hr|day|week)s?"
LENGTH: Final = (
    rf"(?:(?:about |around )?(?:half an? (?:hour|minute)"
    rf"|(?:a |three )?quarters? of an hour"
    rf"|(?:an?|{NUMBER}|a couple of)(?: and a half| and a quarter)?[ -]{_UNIT_WORD}"
    rf"(?: and (?:a half|a quarter|(?:an?|{NUMBER}) {_UNIT_WORD})|,? {NUMBER} {_UNIT_WORD})?))"
)
"""A regular expression for a length of time: "an hour and a half", "ten minutes"."""
_PART: Final = re.compile(
    rf"(?P<n>an?|{NUMBER}|a couple of)(?P<more> and a (?:half|quarter))?[ -](?P<unit>{_UNIT_WORD})"
)


def number(words: str) -> int:
    """The value of what `NUMBER` or `ORDINAL` matched."""
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", words.strip().lower()).replace("-", " ")
    if plain.isdigit():
        return int(plain)
    if plain == "thirtieth":
        return 30
    value = 0
    for word in plain.split():
        if word in _TENS:
            value += 20 + 10 * _TENS.index(word)
        elif word in _UNITS:
            value += _UNITS.index(word)
        elif word in _ORDINALS:
            value += _ORDINALS.index(word)
    return value


def length(words: str) -> timedelta:
    """The value of what `LENGTH` matched."""
    text = words.lower()
    if "quarter of" in text or "quarters of" in text:
        return timedelta(minutes=45 if "three" in text else 15)
    if match := re.match(r"(?:about |around )?half an? (hour|minute)", text):
        return _UNIT[match[1]] / 2
    total, unit = timedelta(), timedelta()
    for match in _PART.finditer(text):
        unit = _UNIT[_singular(match["unit"])]
        total += _count(match["n"]) * unit
        total += _share(match["more"] or "") * unit
    # "an hour and a half": the half is of what was named last.
    return total + _share(_PART.sub("", text)) * unit


def _count(word: str) -> int:
    if word in ("a", "an"):
        return 1
    return 2 if word == "a couple of" else number(word)


def _share(words: str) -> float:
    return 0.5 if "half" in words else 0.25 if "quarter" in words else 0.0


def _singular(unit: str) -> str:
    unit = unit.removesuffix("s")
    return _SHORT.get(unit, unit)


def length_words(time: timedelta) -> str:
    """A length of time as it is said: "ten minutes", "an hour and a half"."""
    seconds = round(time.total_seconds())
    named = [("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)]
    if seconds == 5400:
        return "an hour and a half"
    if seconds == 1800:
        return "half an hour"
    parts: list[str] = []
    for name, size in named:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{_said(count, name)} {name}{'' if count == 1 else 's'}")
    return " and ".join(parts[:2]) or "no time"


def _said(count: int, unit: str) -> str:
    if count == 1:
        return "an" if unit == "hour" else "one"
    return _UNITS[count] if count <= 12 else str(count)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, as far as it was said."""

    hour: int
    minute: int = 0
    half: str = ""
    """"am" or "pm" where that is certain."""
