"""What she may do at once, what needs his yes, and what she does not do: one place, pure.

Of three things at most two may meet without a human being: words that others wrote, his private
affairs, and an effect outside (Meta's "Agents Rule of Two", 31 October 2025). The decision looks at
the act and at whose words are in mind, never at what a model thinks of it.
"""

import hashlib
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import Final

YES_HOLDS: Final = timedelta(minutes=2)
"""So long after the question a yes is an answer to it."""


class Effect(StrEnum):
    """What an act does to the world."""

    READ = "read"
    """Looks at what is his."""
    OWN = "own"
    """Changes what is hers to keep for him, and can be undone: reminders, lists, new entries."""
    OUTWARD = "outward"
    """Reaches other people, or changes or removes what is not hers."""


class Source(StrEnum):
    """Whose words something comes from."""

    HIM = "him"
    HERSELF = "herself"
    TOOL = "tool"
    MAIL = "mail"
    WEB = "web"


UNTRUSTED: Final = frozenset({Source.TOOL, Source.MAIL, Source.WEB})
"""Words that others wrote: what they ask for is no order."""


@dataclass(frozen=True, slots=True)
class Act:
    """One exact effect."""

    tool: str
    """What does it: "reminders", "lists", "calendar"."""
    effect: Effect
    shown: str
    """The whole effect in words, as it is shown or read to him."""
    detail: str = ""
    """What else makes it this act and no other: entries, addresses, the new time."""

    @property
    def seal(self) -> str:
        """Names exactly this act: any change of it is another one."""
        text = "\0".join((self.tool, self.effect, self.shown, self.detail))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Yes:
    """His yes to one act, from when he was asked."""

    seal: str
    asked_at: datetime


class Verdict(Enum):
    """What becomes of an act."""

    DO = auto()
    ASK = auto()
    """Only after his yes to exactly this."""


def decide(act: Act, in_mind: AbstractSet[Source], yes: Yes | None, now: datetime) -> Verdict:
    """Whether `act` may be done now, with words of `in_mind` in the context."""
    if yes is not None and yes.seal == act.seal and timedelta() <= now - yes.asked_at <= YES_HOLDS:
        return Verdict.DO
    if act.effect is Effect.READ:
        return Verdict.DO
    if act.effect is Effect.OWN and not UNTRUSTED & in_mind:
        return Verdict.DO
    return Verdict.ASK
