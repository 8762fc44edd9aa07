"""The floor: who may speak. Pure rules, no sound and no clock: events in, deeds out.

He has the floor whenever he speaks. When he pauses, a reply is thought of at once and held back
until the pause is long enough for what his words and his voice make likely; if he goes on, it is
forgotten. When he speaks while she does, she dips; only words that mean an interruption stop her,
and a listener's sound, an echo or a cough do not. A key or a tap stops her at once.

Times are whole milliseconds of the stream of sound, never of a clock on the wall.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum, auto
from typing import Final


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
    ANSWER = auto()
    """His turn is over: keep `Floor.words` as his and let the reply be heard."""
    DIP = auto()
    LIFT = auto()
    """Be as loud again as before."""
    HUSH = auto()
    """Stop speaking; what was not heard was not said."""
    GO_ON = auto()
    """Take up the phrase that a false alarm broke off."""
    ASK_AFTER = auto()
    """He has been silent since her question: ask once, gently."""


class Meaning(StrEnum):
    """What his sound over hers is, as far as its words show."""

    UNCLEAR = auto()
    """No words yet."""
    LISTENING = auto()
    """A listener's sound: "mm-hm", "yeah"."""
    ECHO = auto()
    """Her own words, come back."""
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
    """Whether these are all the words up to his pause."""


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
class Finished:
    """All of her reply was heard, or it failed; `asked` says whether it ended in a question."""

    at_ms: int
    asked: bool = False


Event = Voice | Quiet | Words | Wait | Ready | Tick | Tap | Finished

# -- the rules ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Patience:
    """How long she waits, in milliseconds."""

    unproven_ms: int = 700
    """His voice may sound over hers so long without words before it counts as an interruption."""
    lift_ms: int = 260
    """Quiet after a listener's sound before she is as loud again."""
    wordless_ms: int = 900
    """A pause after sounds without a word ends what was no turn at all."""
    resume_ms: int = 1200
    """Quiet after she was hushed by what turned out to be nothing, before she goes on."""
    question_ms: int = 12_000
    """Silence after her question before she asks once."""
    deaf_ms: int = 1000
    """At the beginning of a session only words stop her, while the echo canceller settles."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The state of the floor. `after` gives the next one and what is to be done."""

    holder: Holder = Holder.NOBODY
    words: str = ""
    """What he has said in this turn, as far as it was recognised."""
    since_ms: int = 0
    """Since when this holder has it."""
    quiet_ms: int | None = None
    """When his voice was last heard, while he is silent."""
    needed_ms: int | None = None
    """How long this pause must be, once that is known."""
    considering: bool = False
    ready: bool = False
    meaning: Meaning = Meaning.UNCLEAR
    broken_off: bool = False
    """She was hushed by his voice and has not been answered by words of his yet."""
    asked_ms: int | None = None
    """Since when a question of hers has been open."""
    patience: Patience = field(default_factory=Patience)

    def after(self, event: Event) -> tuple["Floor", Sequence[Deed]]:
        """The floor after `event`, and what is to be done, in this order."""
        match event:
            case Tap():
                return self._tapped(event.at_ms)
            case Finished():
                return self._finished(event)
            case Voice():
                return self._voiced(event.at_ms)
            case Quiet():
                return self._quietened(event.at_ms)
            case Words():
                return self._worded(event)
            case Wait():
                if self.holder is not Holder.PAUSING:
                    return self, ()
                return replace(self, needed_ms=event.needed_ms)._passed(event.at_ms)
            case Ready():
                if self.holder is not Holder.PAUSING or not self.considering:
                    return self, ()
                return replace(self, ready=True)._passed(event.at_ms)
            case Tick():
                return self._passed(event.at_ms)

    def _tapped(self, at_ms: int) -> tuple["Floor", Sequence[Deed]]:
        if self.holder in (Holder.SHE, Holder.BOTH):
            return self._opened(at_ms), (Deed.HUSH, Deed.LIFT)
        return self, ()

    def _finished(self, event: Finished) -> tuple["Floor", Sequence[Deed]]:
        asked = event.at_ms if event.asked else None
        if self.holder is Holder.SHE:
            return replace(self._opened(event.at_ms), asked_ms=asked), ()
        if self.holder is Holder.BOTH:  # what he says over her last words is his turn
            heard = replace(self._opened(event.at_ms), holder=Holder.HE, words=self.words)
            if self.quiet_ms is not None:
                heard = replace(heard, holder=Holder.PAUSING, quiet_ms=self.quiet_ms)
            return heard, (Deed.LIFT,)
        return self, ()

    def _voiced(self, at_ms: int) -> tuple["Floor", Sequence[Deed]]:
        match self.holder:
            case Holder.NOBODY:
                return replace(
                    self._opened(at_ms), holder=Holder.HE, broken_off=self.broken_off
                ), ()
            case Holder.PAUSING:
                forget = (Deed.FORGET,) if self.considering else ()
                goes_on = replace(
                    self,
                    holder=Holder.HE,
                    quiet_ms=None,
                    needed_ms=None,
                    considering=False,
                    ready=False,
                )
                return goes_on, forget
            case Holder.SHE:
                both = replace(
                    self, holder=Holder.BOTH, since_ms=at_ms, quiet_ms=None, words="",
                    meaning=Meaning.UNCLEAR,
                )  # fmt: skip
                return both, (Deed.DIP,)
            case Holder.BOTH:
                return replace(self, quiet_ms=None), ()
            case Holder.HE:
                return self, ()

    def _quietened(self, at_ms: int) -> tuple["Floor", Sequence[Deed]]:
        if self.holder is Holder.HE:
            return replace(self, holder=Holder.PAUSING, quiet_ms=at_ms, needed_ms=None), ()
        if self.holder is Holder.BOTH:
            return replace(self, quiet_ms=at_ms), ()
        return self, ()

    def _worded(self, event: Words) -> tuple["Floor", Sequence[Deed]]:
        match self.holder:
            case Holder.HE:
                return replace(self, words=event.text), ()
            case Holder.PAUSING:
                if event.text == self.words and self.considering:
                    return self, ()
                forget = (Deed.FORGET,) if self.considering else ()
                if not event.settled or not event.text.strip():
                    unsure = replace(self, words=event.text, considering=False, ready=False)
                    return unsure, forget
                thought = replace(self, words=event.text, considering=True, ready=False)
                return thought, (*forget, Deed.CONSIDER)
            case Holder.BOTH:
                return replace(self, words=event.text, meaning=event.meaning)._weighed(event.at_ms)
            case Holder.NOBODY | Holder.SHE:
                return self, ()

    def _passed(self, at_ms: int) -> tuple["Floor", Sequence[Deed]]:
        """What mere time brings about."""
        match self.holder:
            case Holder.PAUSING:
                return self._waited(at_ms)
            case Holder.BOTH:
                return self._weighed(at_ms)
            case Holder.NOBODY:
                return self._borne(at_ms)
            case Holder.HE | Holder.SHE:
                return self, ()

    def _waited(self, at_ms: int) -> tuple["Floor", Sequence[Deed]]:
        silent_ms = at_ms - (self.quiet_ms if self.quiet_ms is not None else at_ms)
        if not self.words.strip():
            if self.broken_off and silent_ms >= self.patience.resume_ms:
                return replace(self._opened(at_ms), holder=Holder.SHE), (Deed.GO_ON,)
            if not self.broken_off and silent_ms >= self.patience.wordless_ms:
                return replace(self._opened(at_ms), asked_ms=self.asked_ms), ()
            return self, ()
        if self.ready and self.needed_ms is not None and silent_ms >= self.needed_ms:
            hers = replace(self._opened(at_ms), holder=Holder.SHE, words=self.words)
            return hers, (Deed.ANSWER,)
        return self, ()

    def _weighed(self, at_ms: int) -> tuple["Floor", Sequence[Deed]]:
        """Decide whether what he makes heard while she speaks is an interruption."""
        means_it = self.meaning is Meaning.INTERRUPTING and bool(self.words.strip())
        sounding_ms = (self.quiet_ms if self.quiet_ms is not None else at_ms) - self.since_ms
        goes_on = self.meaning is Meaning.UNCLEAR and sounding_ms >= self.patience.unproven_ms
        if means_it or (goes_on and self.since_ms >= self.patience.deaf_ms):
            his = replace(
                self._opened(at_ms), words=self.words, broken_off=not means_it,
                holder=Holder.HE if self.quiet_ms is None else Holder.PAUSING,
                quiet_ms=self.quiet_ms,
            )  # fmt: skip
            return his, (Deed.HUSH, Deed.LIFT)
        if self.quiet_ms is not None and at_ms - self.quiet_ms >= self.patience.lift_ms:
            return replace(self._opened(self.since_ms), holder=Holder.SHE), (Deed.LIFT,)
        return self, ()

    def _borne(self, at_ms: int) -> tuple["Floor", Sequence[Deed]]:
        if self.asked_ms is None or at_ms - self.asked_ms < self.patience.question_ms:
            return self, ()
        return replace(self._opened(at_ms), holder=Holder.SHE), (Deed.ASK_AFTER,)

    def _opened(self, at_ms: int) -> "Floor":
        """Nobody speaks, and nothing is left of what was."""
        return Floor(since_ms=at_ms, patience=self.patience)


LONGEST_PAUSE_MS: Final = 2000
"""No pause needs to be longer to end a turn (`Wait` is capped by it)."""
