"""The floor: who may speak. Pure rules, no sound and no clock: events in, deeds out.

He has the floor whenever he speaks. When he pauses, a reply is thought of at once and held back
until the pause is long enough for what his words and his voice make likely; if he goes on, it is
forgotten. When he speaks while she does, she dips; only words that mean an interruption stop her,
and a listener's sound, an echo or a cough do not. A key or a tap stops her at once. What he writes
is answered whoever was speaking.

Times are whole milliseconds of the stream of sound, never of a clock on the wall.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from samantha.conversation.floor_events import (
    Deed,
    Event,
    Finished,
    Holder,
    Meaning,
    Quiet,
    Ready,
    Stranger,
    Tap,
    Tick,
    Voice,
    Wait,
    Words,
    Wrote,
)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long she waits, in milliseconds."""

    unproven_ms: int = 700
    """His voice may sound over hers so long without words before it counts as an interruption."""
    brief_ms: int = 480
    """A word or two must have sounded so long over hers to be words and no "mm-hm" misheard."""
    lift_ms: int = 260
    """Quiet after a listener's sound before she is as loud again."""
    wordless_ms: int = 900
    """A pause after sounds without a word ends what was no turn at all."""
    resume_ms: int = 1200
    """Quiet after she was hushed by what turned out to be nothing, before she goes on."""
    undecided_ms: int = 2000
    """The pause that ends a turn where nothing tells how long it must be; none is longer."""
    bridge_ms: int = 1200
    """How much longer he waits for a reply that is not ready until she says that it takes time."""
    late_ms: int = 8000
    """After so long a pause she makes do with the words that are recognised by then."""
    unheard_ms: int = 1000
    """Sound without a word that lasts so long was meant for her."""
    long_turn_ms: int = 4000
    """Who has spoken for so long may be encouraged, …"""
    murmur_ms: int = 300
    """… this long after he paused, …"""
    murmur_every_ms: int = 10_000
    """… and not more often than that."""
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
    settled: bool = False
    """Whether `words` are all that he said up to this pause."""
    considered_ms: int | None = None
    """Since when a reply to `words` is being thought of."""
    ready: bool = False
    reacted: bool = False
    """Whether this pause was bridged by a sound."""
    murmured_ms: int | None = None
    """When she last made a listener's sound in this turn of his."""
    missed: int = 0
    """How often in a row he spoke and no word was understood."""
    meaning: Meaning = Meaning.UNCLEAR
    broken_off: bool = False
    """She was hushed by his voice and has not been answered by words of his yet."""
    asked_ms: int | None = None
    """Since when a question of hers has been open."""
    guarded: bool = False
    """Whether one who interrupts her may turn out to be a stranger: then she goes on."""
    patience: Patience = field(default_factory=Patience)

    @property
    def considering(self) -> bool:
        """Whether a reply is being thought of and held back."""
        return self.considered_ms is not None

    def after(self, event: Event) -> "Step":
        """The floor after `event`, and what is to be done, in this order."""
        match event:
            case Tap():
                return self._tapped(event.at_ms)
            case Wrote():
                return self._written(event)
            case Finished():
                return self._finished(event)
            case Stranger():
                return self._estranged(event.at_ms)
            case Voice():
                return self._voiced(event.at_ms)
            case Quiet():
                return self._quietened(event.at_ms)
            case Words():
                return self._worded(event)
            case Wait() if self.holder is Holder.PAUSING:
                return replace(self, needed_ms=event.needed_ms), ()
            case Ready() if self.holder is Holder.PAUSING and self.considering:
                return replace(self, ready=True)._passed(event.at_ms)
            case Wait() | Ready():
                return self, ()
            case Tick():
                return self._passed(event.at_ms)

    def _tapped(self, at_ms: int) -> "Step":
        if self.holder is Holder.BOTH and self.quiet_ms is None:  # he taps, and speaks on
            return self._taken(broken_off=False), (Deed.HUSH, Deed.LIFT)
        if self.holder in (Holder.SHE, Holder.BOTH):
            return self.opened(at_ms), (Deed.HUSH, Deed.LIFT)
        if self.broken_off:  # he does not want to hear the rest of it
            return replace(self, broken_off=False), (Deed.HUSH,)
        return self, ()

    def _written(self, event: Wrote) -> "Step":
        """What he wrote is answered now, with what he was saying before it."""
        deeds: tuple[Deed, ...] = (Deed.FORGET,) if self.considering else ()
        words = event.text
        if self.holder in (Holder.SHE, Holder.BOTH):
            deeds = (Deed.HUSH, Deed.LIFT)
        elif said := self.words.strip():
            words = f"{said} {words}"
        hers = replace(self.opened(event.at_ms), holder=Holder.SHE, words=words, missed=0)
        return hers, (*deeds, Deed.REPLY)

    def _estranged(self, at_ms: int) -> "Step":
        """All is as it was before that voice; what it broke off goes on."""
        match self.holder:
            case Holder.BOTH:
                return replace(self.opened(at_ms), holder=Holder.SHE), (Deed.LIFT,)
            case Holder.HE | Holder.PAUSING if self.broken_off and not self.considering:
                return replace(self.opened(at_ms), holder=Holder.SHE), (Deed.GO_ON,)
            case Holder.HE | Holder.PAUSING:
                forget = (Deed.FORGET,) if self.considering else ()
                return replace(self.opened(at_ms), asked_ms=self.asked_ms), forget
            case Holder.NOBODY | Holder.SHE:
                return self, ()

    def _finished(self, event: Finished) -> "Step":
        asked = event.at_ms if event.asked else None
        match self.holder:
            case Holder.SHE:
                return replace(self.opened(event.at_ms), asked_ms=asked), ()
            case Holder.BOTH if self.quiet_ms is None:  # what he says over her last words goes on
                his = replace(self.opened(self.since_ms), holder=Holder.HE, words=self.words)
                return his, (Deed.LIFT,)
            case Holder.BOTH if self._is_turn(asked=event.asked):
                floor, deeds = self._taken(broken_off=False)._considered(event.at_ms)
                return floor, (Deed.LIFT, *deeds)
            case Holder.BOTH:
                return replace(self.opened(event.at_ms), asked_ms=asked), (Deed.LIFT,)
            case Holder.PAUSING if self.considering:  # the thought came to nothing: once more
                again = replace(self, considered_ms=event.at_ms, ready=False)
                return again, (Deed.FORGET, Deed.CONSIDER)
            case Holder.NOBODY | Holder.HE | Holder.PAUSING:
                return self, ()

    def _voiced(self, at_ms: int) -> "Step":
        match self.holder:
            case Holder.NOBODY:
                return replace(self.opened(at_ms), holder=Holder.HE, asked_ms=self.asked_ms), ()
            case Holder.PAUSING:
                forget = (Deed.FORGET,) if self.considering else ()
                goes_on = replace(
                    self, holder=Holder.HE, quiet_ms=None, needed_ms=None, settled=False,
                    considered_ms=None, ready=False, reacted=False,
                )  # fmt: skip
                return goes_on, forget
            case Holder.SHE:
                both = replace(
                    self, holder=Holder.BOTH, since_ms=at_ms, quiet_ms=None, words="",
                    settled=False, meaning=Meaning.UNCLEAR,
                )  # fmt: skip
                return both, (Deed.DIP,)
            case Holder.BOTH:
                return replace(self, quiet_ms=None, settled=False), ()
            case Holder.HE:
                return self, ()

    def _quietened(self, at_ms: int) -> "Step":
        if self.holder is Holder.HE:
            return replace(self, holder=Holder.PAUSING, quiet_ms=at_ms, needed_ms=None), ()
        if self.holder is Holder.BOTH:
            return replace(self, quiet_ms=at_ms), ()
        return self, ()

    def _worded(self, event: Words) -> "Step":
        match self.holder:
            case Holder.HE:
                return replace(self, words=event.text), ()
            case Holder.PAUSING:
                if event.text == self.words and self.considering:
                    return self, ()
                forget = (Deed.FORGET,) if self.considering else ()
                unsure = replace(
                    self, words=event.text, settled=event.settled, considered_ms=None, ready=False
                )
                floor, deeds = unsure._considered(event.at_ms)
                return floor, (*forget, *deeds)
            case Holder.BOTH:
                settled = event.settled and self.quiet_ms is not None
                heard = replace(self, words=event.text, meaning=event.meaning, settled=settled)
                return heard._weighed(event.at_ms)
            case Holder.NOBODY | Holder.SHE:
                return self, ()

    def _considered(self, at_ms: int) -> "Step":
        """In his pause: think of a reply as soon as his words are known."""
        if not self.settled or not self.words.strip() or self.quiet_ms is None:
            return self, ()
        return replace(self, considered_ms=at_ms), (Deed.CONSIDER,)

    def _passed(self, at_ms: int) -> "Step":
        """What mere time brings about."""
        match self.holder:
            case Holder.PAUSING if self.words.strip():
                return self._waited(at_ms)
            case Holder.PAUSING:
                return self._wondered(at_ms)
            case Holder.BOTH:
                return self._weighed(at_ms)
            case Holder.NOBODY:
                return self._borne(at_ms)
            case Holder.HE | Holder.SHE:
                return self, ()

    def _waited(self, at_ms: int) -> "Step":
        """He has said something and is silent: his turn is over when that lasts long enough."""
        patience = self.patience
        silent_ms = self._silent_ms(at_ms)
        due_ms = patience.undecided_ms if self.needed_ms is None else self.needed_ms
        if self.considered_ms is None:
            if silent_ms >= patience.late_ms:
                return replace(self, settled=True)._considered(at_ms)
            return self, ()
        slow = at_ms - self.considered_ms >= patience.bridge_ms <= silent_ms - due_ms
        if silent_ms >= due_ms and (self.ready or slow):
            hers = replace(self.opened(at_ms), holder=Holder.SHE, words=self.words, missed=0)
            return hers, (Deed.ANSWER,)
        if silent_ms >= due_ms and not self.reacted:
            return replace(self, reacted=True), (Deed.REACT,)
        if due_ms > silent_ms >= patience.murmur_ms and self._tells(at_ms):
            return replace(self, murmured_ms=at_ms), (Deed.MURMUR,)
        return self, ()

    def _tells(self, at_ms: int) -> bool:
        """Whether he has spoken for long, without a sound of hers."""
        last_ms = self.since_ms if self.murmured_ms is None else self.murmured_ms
        every_ms = self.patience.murmur_every_ms
        quiet_for_ms = self.patience.long_turn_ms if self.murmured_ms is None else every_ms
        return at_ms - last_ms >= quiet_for_ms

    def _wondered(self, at_ms: int) -> "Step":
        """He made a sound and is silent, and no word of it is known."""
        patience = self.patience
        silent_ms = self._silent_ms(at_ms)
        if not self.settled and silent_ms < patience.late_ms:
            return self, ()
        if self.broken_off:
            if silent_ms < patience.resume_ms:
                return self, ()
            return replace(self.opened(at_ms), holder=Holder.SHE), (Deed.GO_ON,)
        if silent_ms < patience.wordless_ms:
            return self, ()
        nobody = replace(self.opened(at_ms), asked_ms=self.asked_ms)
        if at_ms - silent_ms - self.since_ms < patience.unheard_ms:
            return nobody, ()
        missed = self.missed + 1
        if missed in ASKED_AGAIN:
            return replace(nobody, holder=Holder.SHE, missed=missed), (Deed.ASK_AGAIN,)
        return replace(nobody, missed=missed), ()

    def _weighed(self, at_ms: int) -> "Step":
        """Decide whether what he makes heard while she speaks is an interruption."""
        sounding_ms = (self.quiet_ms if self.quiet_ms is not None else at_ms) - self.since_ms
        lasts = self.meaning is Meaning.BRIEF and sounding_ms >= self.patience.brief_ms
        means_it = (lasts or self.meaning is Meaning.INTERRUPTING) and bool(self.words.strip())
        goes_on = self.meaning is Meaning.UNCLEAR and sounding_ms >= self.patience.unproven_ms
        if means_it or (goes_on and self.since_ms >= self.patience.deaf_ms):
            resumes = self.guarded or not means_it
            floor, deeds = self._taken(broken_off=resumes)._considered(at_ms)
            return floor, (Deed.HUSH, Deed.LIFT, *deeds)
        if self.quiet_ms is None:
            return self, ()
        known = self.settled or at_ms - self.quiet_ms >= self.patience.resume_ms
        if known and at_ms - self.quiet_ms >= self.patience.lift_ms:
            return replace(self.opened(self.since_ms), holder=Holder.SHE), (Deed.LIFT,)
        return self, ()

    def _borne(self, at_ms: int) -> "Step":
        if self.asked_ms is None or at_ms - self.asked_ms < self.patience.question_ms:
            return self, ()
        return replace(self.opened(at_ms), holder=Holder.SHE), (Deed.ASK_AFTER,)

    def _is_turn(self, *, asked: bool) -> bool:
        """Whether what he made heard over her words, before they ended, is for her to answer."""
        match self.meaning:
            case Meaning.INTERRUPTING | Meaning.UNCLEAR:
                return True
            case Meaning.LISTENING | Meaning.BRIEF:
                return asked
            case Meaning.ECHO:
                return False

    def _taken(self, *, broken_off: bool) -> "Floor":
        """He has the floor with what he began over her words."""
        return replace(
            self.opened(self.since_ms),
            holder=Holder.HE if self.quiet_ms is None else Holder.PAUSING,
            words=self.words,
            quiet_ms=self.quiet_ms,
            settled=self.settled,
            broken_off=broken_off,
        )

    def _silent_ms(self, at_ms: int) -> int:
        return 0 if self.quiet_ms is None else at_ms - self.quiet_ms

    def opened(self, at_ms: int) -> "Floor":
        """The floor from `at_ms` on: nobody speaks, and nothing is left of what was."""
        return Floor(
            since_ms=at_ms, patience=self.patience, missed=self.missed, guarded=self.guarded
        )


Step: TypeAlias = tuple[Floor, Sequence[Deed]]

ASKED_AGAIN: Final = (1, 4)
"""Which turns in a row without an understood word she says so of: at most one in three, and then
she leaves him in peace, for it may be a machine that hums."""
