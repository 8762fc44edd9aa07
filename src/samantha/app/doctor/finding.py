"""What a check-up finds: one thing, how it is, and what to do if it is not well."""

from dataclasses import dataclass
from enum import StrEnum

from samantha.domain.errors import SamanthaError


class State(StrEnum):
    """How a thing is."""

    OK = "ok"
    WARN = "warn"
    """She works, but not as she could."""
    BAD = "bad"
    """She cannot work so."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a check-up; `remedy` is empty where all is well."""

    what: str
    state: State
    said: str
    remedy: str = ""


def of_error(what: str, error: SamanthaError, state: State = State.BAD) -> Finding:
    """The finding that an error amounts to."""
    return Finding(what, state, error.message, error.remedy)
