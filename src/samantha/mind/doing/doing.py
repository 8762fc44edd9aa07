"""READ THIS FIRST of what she does: from his words to a deed, its record, and her words for it.

    if doing.wants(text):                  # at once, and nothing happens by it
        words = await doing.attend(said)   # does it; None where it was mere talk

The rules of `hands/` understand, `hands/policy.py` decides, and what is done is written down with
the way back. A deed that needs his yes is shown whole; the yes is for that one and for two minutes.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from samantha.agenda.book import Agenda
from samantha.agenda.events import Event, Span
from samantha.domain.clock import Clock
from samantha.domain.dialogue import Utterance
from samantha.domain.errors import SamanthaError, StoreUnavailable
from samantha.domain.words import content_words
from samantha.hands.policy import Source, Verdict, Yes, decide
from samantha.hands.ports import Deed, Errands
from samantha.hands.reminders import Reminder
from samantha.hands.requests import (
    AddEvent,
    AddToList,
    AskDays,
    AskFree,
    AskNext,
    ClearList,
    DropEvent,
    DropReminder,
    Forget,
    MoveEvent,
    Remind,
    Request,
    SetTimer,
    ShowList,
    ShowReminders,
    Snooze,
    TakeOffList,
    Undo,
)
from samantha.hands.understanding import bare, his, request_of, thing
from samantha.hands.when import When, when_in
from samantha.memory.ports import ConversationLog, Forgetting
from samantha.mind.doing import days, forgetting, lists, rings
from samantha.mind.doing.errand import AskWhat, AskWhen, Outcome, Plan, Told
from samantha.mind.doing.forgetting import Past
from samantha.mind.doing.undoing import Entry, Items, Rings, Said, read, written

RANG_LATELY: Final = timedelta(minutes=15)
"""So long after it rang, "five more minutes" is about that."""
FORGETTING_TAKES: Final = timedelta(days=1)
"""So long what is forgotten can come back."""
UNDO_HOLDS: Final = timedelta(days=30)
_YES: Final = re.compile(
    r"(?:yes|yeah|yep|yup|sure|ok|okay|do it|do that|please do|go ahead|right|correct|exactly|"
    r"of course|absolutely|definitely|fine|that's right)(?:[,.]? (?:please|do it|do that|go ahead|"
    r"you can|thanks|thank you|sure))*",
    re.I,
)
_NO: Final = re.compile(
    r"(?:no|nope|nah|don't|do not|leave it|never mind|forget it|cancel|stop|not now|rather not)"
    r"(?:[,.]? (?:don't|leave it|thanks|thank you|never mind|forget it|please|do that|do it))*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Open:
    """A question of hers that waits for his answer."""

    about: Plan | AskWhen | AskWhat
    asked_at: datetime
    asked_in: int | None


@dataclass(frozen=True, slots=True)
class Means:
    """What she does things with."""

    errands: Errands
    agenda: Agenda
    log: ConversationLog
    forgetting: Forgetting
    forgot: Callable[[], None] = lambda: None
    """Called when something was forgotten: what else holds its words is to let go of them."""


class Doing:
    """Her hands in one conversation."""

    def __init__(self, means: Means, clock: Clock, *, zone: ZoneInfo, own_calendar: str) -> None:
        """`zone` is where he lives; `own_calendar` the one that only she keeps."""
        self.errands = means.errands
        self.agenda = means.agenda
        self._past = Past(means.log, means.forgetting)
        self._forgot = means.forgot
        self.changed_past = False
        """Whether what was said is no longer what it was: who has it in mind must look again."""
        self.changed = asyncio.Event()
        """Set when something was done: what is to ring next may be another thing."""
        self._clock = clock
        self._zone = zone
        self._own = own_calendar
        self._open: _Open | None = None
        self._rang: tuple[Reminder, datetime] | None = None

    def now(self) -> datetime:
        """The present moment by the clock on his wall."""
        return self._clock.now().astimezone(self._zone)

    async def soon(self, within: timedelta) -> Sequence[Event]:
        """What is in his calendars between now and then."""
        now = self.now()
        return await self.agenda.events(Span(now, now + within))

    def wants(self, text: str, *, her_name: str | None = None) -> bool:
        """Whether these words may ask for something to be done; nothing happens by asking this."""
        return self._asked(text, self.now(), her_name) is not None or (
            self._open is not None and self._answers(self._open, text)
        )

    def rang(self, reminder: Reminder) -> None:
        """It was said that this is due: he may want it again."""
        self._rang = reminder, self.now()

    async def attend(self, said: Utterance, *, her_name: str | None = None) -> str | None:
        """Do what he asks for and say so; None where there is nothing to do.

        What fails is said in a sentence; nothing is half done.
        """
        now = self.now()
        waiting, self._open = self._open, None
        request = self._asked(said.text, now, her_name)
        try:
            if waiting is not None and (request is None or isinstance(waiting.about, AskWhat)):
                answer = await self._answered(waiting, said, now)
                if answer is not None:
                    return answer
            if request is None:
                return None
            return await self._done(request, said, now)
        except SamanthaError as error:
            return f"{error.message} {error.remedy}"

    def can_undo(self, deed: Deed) -> bool:
        """Whether it can still be undone."""
        return bool(deed.undo) and deed.undone_at is None and self.now() - deed.at <= UNDO_HOLDS

    async def undo(self, deed: Deed) -> str:
        """Undo one deed and say so.

        Raises:
            StoreUnavailable, SettingsInvalid: it cannot be undone.
        """
        await self._take_back(deed)
        return f"Undone: {deed.act.shown[:1].lower()}{deed.act.shown[1:]}."

    def _asked(self, text: str, now: datetime, her_name: str | None) -> Request | None:
        return request_of(text, now, her_name=her_name)

    def _answers(self, waiting: _Open, text: str) -> bool:
        """Whether `text` may answer what she asked."""
        asked = bare(text)
        match waiting.about:
            case Plan():
                return bool(_YES.fullmatch(asked) or _NO.fullmatch(asked))
            case AskWhen():
                return bool(_NO.fullmatch(asked)) or _when(text, self.now()) is not None
            case AskWhat():
                return len(text) <= 200 and not text.rstrip().endswith("?")

    async def _answered(self, waiting: _Open, said: Utterance, now: datetime) -> str | None:
        if not self._answers(waiting, said.text):
            return None
        asked = bare(said.text)
        if _NO.fullmatch(asked):
            return "All right, I'll leave it."
        match waiting.about:
            case Plan() as plan:
                yes = Yes(plan.act.seal, waiting.asked_at)
                return await self._decided(plan, waiting.asked_in, now, yes)
            case AskWhen(_, then):
                when = _when(said.text, now)
                return None if when is None else await self._done(then(when), said, now)
            case AskWhat(_, then):
                return await self._done(then(his(thing(asked))), said, now)

    async def _done(self, request: Request, said: Utterance, now: datetime) -> str | None:
        outcome = await self._outcome(request, said, now)
        match outcome:
            case None:
                return None
            case Told(words):
                return words
            case Plan():
                return await self._decided(outcome, said.id, now, None)
            case AskWhen(question) | AskWhat(question):
                self._open = _Open(outcome, now, said.id)
                return question

    async def _decided(
        self, plan: Plan, asked_in: int | None, now: datetime, yes: Yes | None
    ) -> str:
        verdict = decide(plan.act, frozenset({Source.HIM}), yes, now)
        if verdict is Verdict.ASK:
            self._open = _Open(plan, now, asked_in)
            return f"{plan.act.shown}? Say yes, and I do it."
        done = await plan.do()
        if isinstance(done.way, Said):
            asked_in = None  # his wish went with what it named
            self._let_go()
        undo = "" if done.way is None else written(done.way)
        if done.way is not None:
            act = plan.act
            if done.noted is not None:
                act = replace(act, shown=done.noted, detail="")
            await self.errands.note(Deed(act, now, asked_in, undo))
            self.changed.set()
        return done.words

    async def _outcome(self, request: Request, said: Utterance, now: datetime) -> Outcome | None:
        match request:
            case Remind() | SetTimer() | Snooze() | ShowReminders() | DropReminder():
                here = rings.Now(now, self._zone.key, self._rang_lately(now))
                return await rings.outcome(self.errands, request, here)
            case AddToList() | TakeOffList() | ShowList() | ClearList():
                return await lists.outcome(self.errands, request)
            case AskDays() | AskNext() | AskFree() | AddEvent() | MoveEvent() | DropEvent():
                return await days.outcome(self.agenda, request, now, self._own)
            case Forget():
                return await forgetting.outcome(self._past, request, said)
            case Undo():
                return await self._undone()

    async def _undone(self) -> Outcome | None:
        for deed in await self.errands.deeds(1):
            if self.can_undo(deed):
                return Told(await self.undo(deed))
        return None

    async def _take_back(self, deed: Deed) -> None:
        match read(deed.undo):
            case Rings(drop, keep):
                for identity in drop:
                    await self.errands.drop_reminder(identity)
                for reminder in keep:
                    await self.errands.add_reminder(reminder.again())
            case Items(name, take, put):
                await self.errands.take_items(name, take)
                await self.errands.add_items(name, put)
            case Entry() as entry:
                await self.agenda.undo(entry.change())
            case Said(number):
                if not await self._past.forgetting.restore(number):
                    raise StoreUnavailable(
                        "That is forgotten for good; nothing of it is left.",
                        "It could come back for a day.",
                    )
                self.changed_past = True
        await self.errands.note_undone(deed.id, self.now())
        self.changed.set()

    async def find(self, words: str, limit: int) -> Sequence[Utterance]:
        """What was said with any of `words` in it, best first."""
        hits = await self._past.log.search(content_words(words), limit, before_id=2**62)
        return [utterance for utterance, _ in hits]

    async def forget(self, ids: Sequence[int]) -> int:
        """Forget utterances, as a page asks for it; returns the number that puts them back."""
        number = await self._past.forgetting.forget(ids, self.now())
        self._let_go()
        return number

    async def remember_again(self, utterance_id: int) -> None:
        """Put back what was forgotten together with an utterance.

        Raises:
            StoreUnavailable: it was not forgotten, or is gone for good.
        """
        number = await self._past.forgetting.number_of(utterance_id)
        if number is None:
            raise StoreUnavailable(
                "There is nothing of that to put back.",
                "What is forgotten can come back for a day.",
            )
        await self._past.forgetting.restore(number)
        self.changed_past = True

    async def purge(self, *, now: bool = False) -> int:
        """Let go for good of what was forgotten a day ago, or of all of it; returns how much."""
        # All of it is all of it, also where the clock was put back meanwhile.
        before = datetime.max.replace(tzinfo=UTC) if now else self.now() - FORGETTING_TAKES
        return await self._past.forgetting.purge(before)

    def _let_go(self) -> None:
        self.changed_past = True
        self._forgot()

    def _rang_lately(self, now: datetime) -> Reminder | None:
        if self._rang is None or now - self._rang[1] > RANG_LATELY:
            return None
        return self._rang[0]


def _when(text: str, now: datetime) -> When | None:
    """The time in an answer to "when?", where a bare hour is one, too."""
    found = (
        when_in(text, now) or when_in(f"at {bare(text)}", now) or when_in(f"in {bare(text)}", now)
    )
    return None if found is None else found.when
