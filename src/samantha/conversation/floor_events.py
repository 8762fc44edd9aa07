"""The nouns of `floor.py`: who may have the floor, what happens, and what is to be done."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TypeAlias


class Holder(StrEnum):
    """Who has the floor."""

    NOBODY = auto()
    HE = auto()
    """He speaks."""
    PAUSING = auto()
    """He has stopped; his turn may be over."""
    SHE = auto()
    """She speaks, or is about to."""
    BOTH = auto()
    """He makes himself heard while she speaks, more quietly now."""


class Deed(StrEnum):
    """What is to be done now."""

    CONSIDER = auto()
    """Think of a reply to `Floor.words`, holding it back."""
    FORGET = auto()
    """Throw away the reply that is being thought of."""
    REACT = auto()
    """His turn is over, it seems, and there is nothing to be heard yet: a sound may bridge that."""
    ANSWER = auto()
    """His turn is over: keep `Floor.words` as his and let the reply be heard, once it is ready."""
    REPLY = auto()
    """He wrote: keep `Floor.words` as his, and think of a reply that is heard at once."""
    DIP = auto()
    LIFT = auto()
    """Be as loud again as before."""
    HUSH = auto()
    """Stop speaking; what was not heard was not said."""
    GO_ON = auto()
    """Take up the phrase that a false alarm broke off."""
    ASK_AFTER = auto()
    """He has been silent since her question: ask once, gently."""
    ASK_AGAIN = auto()
    """He spoke, and not a word of it was understood: say so."""
    MURMUR = auto()
    """He tells something long and pauses for a moment: a listener's sound would do him good."""


class Meaning(StrEnum):
    """What his sound over hers is, as far as its words show."""

    UNCLEAR = auto()
    """No words yet."""
    LISTENING = auto()
    """A listener's sound: "mm-hm", "yeah"."""
    ECHO = auto()
    """Her own words, come back."""
    BRIEF = auto()
    """A word or two that may be a listener's sound misheard."""
    INTERRUPTING = auto()


# -- events ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Voice:
    """Speech has begun."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class Quiet:
    """Speech has paused; `at_ms` is when it was last heard."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class Words:
    """The words of his turn so far, as they are heard now."""

    text: str
    at_ms: int
    meaning: Meaning = Meaning.INTERRUPTING
    """Counts only while she speaks."""
    settled: bool = False
    """Whether these are all the words up to his pause; "" then means that there are none."""


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a pause must be to end the turn, as his words and his voice make likely now."""

    needed_ms: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The first sound of the reply being thought of can be played."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class Tap:
    """A key or a tap: he wants the floor."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class Wrote:
    """He wrote something, whoever was speaking."""

    text: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Finished:
    """All of her reply was heard, or it failed; `asked` says whether it ended in a question."""

    at_ms: int
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Stranger:
    """The voice that is speaking is not his: what it said is no turn, and interrupts nobody."""

    at_ms: int


Event: TypeAlias = Voice | Quiet | Words | Wait | Ready | Tick | Tap | Wrote | Finished | Stranger
