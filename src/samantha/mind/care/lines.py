"""Whom he can call where he lives; a number that nobody verified lately is not told."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any, Final

ANYWHERE: Final = "112 or 911, whichever is yours,"
GOOD_FOR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class HelpLines:
    """Whom to call: the emergency number, and someone to talk to."""

    emergency: str
    line: str
    """A crisis line of his country, or where to find one."""


def help_lines(country: str | None, today: date) -> HelpLines:
    """Whom to call in `country` (two letters, ISO 3166), as far as that is known today."""
    told = _told()
    known: dict[str, Any] = told.get(country or "", {})
    line: str | None = known.get("line")
    if line is None or today - known["verified_on"] > GOOD_FOR:
        line = f"a crisis line near you; {told['directory']} has the numbers"
    return HelpLines(known.get("emergency", ANYWHERE), line)


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(
        resources.files("samantha.mind.care").joinpath("lines.toml").read_text("utf-8")
    )
