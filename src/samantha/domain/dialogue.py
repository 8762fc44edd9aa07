"""What is said: utterances, who said them, and the sessions they were said in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Speaker(StrEnum):
    """Who says something. There are two people in a conversation."""

    PERSON = "person"
    SHE = "she"


class Origin(StrEnum):
    """Where an utterance's words come from."""

    SPOKEN = "spoken"
    """The person typed or said it."""
    MODEL = "model"
    """The language model found the words."""
    SYSTEM = "system"
    """The words are true statements of the system about itself."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing said by one of the two, exactly as it was said.

    `id` is the place in the lasting conversation: it only grows, and order is by it, never by time.
    `said_at` is aware of its time zone. `interrupted` means that `text` is what was really shown
    before she was cut off.
    """

    id: int
    session_id: int
    speaker: Speaker
    text: str
    said_at: datetime
    origin: Origin
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """An utterance that is not kept yet, and so has no place in the conversation."""

    session_id: int
    speaker: Speaker
    text: str
    said_at: datetime
    origin: Origin
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long she has been there, in numbers that can be checked."""

    born_at: datetime
    conversations: int
    """Sessions in which something was said."""
    utterances: int
    previous_at: datetime | None
    """When something was last said before the present session."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something he said outright of himself, in his own words.

    `key` names what it is about; a later fact of the same key takes the place of the earlier one.
    """

    key: str
    quote: str
    utterance_id: int
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Gist:
    """What is older than the turns in view, in few words; covers all up to utterance `up_to`."""

    text: str = ""
    up_to: int = 0


class EpisodeKind(StrEnum):
    """The kinds of things that happened to her apart from talk."""

    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Episode:
    """Something that happened, as she would tell it."""

    kind: EpisodeKind
    text: str
    happened_at: datetime
