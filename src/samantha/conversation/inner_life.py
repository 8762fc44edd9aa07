"""What goes on in her beside the words: she is moved, knows why she spoke, comes back to things.

A session tells it what happened; everything it has to keep is kept when she settles after a reply.
"""

from datetime import datetime, timedelta
from typing import Final

from samantha.conversation.explaining import last_reasons, recalled_words
from samantha.conversation.reply import Thought
from samantha.domain.dialogue import Utterance
from samantha.heart.appraisal import says_he_is_fine
from samantha.heart.emotions import Feeling
from samantha.heart.inner import Inner
from samantha.heart.threads import (
    TELLING,
    Closing,
    Thread,
    ThreadKind,
    raising,
    ripe,
    turned_over,
)
from samantha.memory.ports import ConversationLog
from samantha.mind.attention import when
from samantha.mind.comfort import sets_aside
from samantha.mind.feeling import Heart
from samantha.mind.heart_questions import HeartQuestion, her_mood, his_mood, in_short, question_of
from samantha.mind.hello import is_greeting
from samantha.mind.reasons import Reasons
from samantha.mind.threads import opened_by

AT_ONCE: Final = timedelta(hours=2)
"""Of what weighs on him within so long, the first thing said is what she comes back to."""
ANSWERING: Final = timedelta(minutes=30)
"""What he says so soon after she came back to something is an answer, and no new thread."""


class InnerLife:
    """Of one session."""

    def __init__(self, heart: Heart, log: ConversationLog) -> None:
        """`log` has the words that were said."""
        self._heart = heart
        self._log = log
        self._threads: list[Thread] = []
        self._last_raised: datetime | None = None
        self._changed: list[Thread] = []
        self._felt_at: int | None = None
        self._reasons: list[tuple[int, Reasons]] = []

    async def remembered(self, now: datetime) -> Inner:
        """How she is by now, from where the last turn left her; her threads are there again."""
        self._threads = list(await self._heart.store.open_threads())
        self._last_raised = await self._heart.store.last_raised()
        return await self._heart.remembered(now)

    def after(self, inner: Inner, said: Utterance) -> Inner:
        """How she is once he has said that. Nothing is kept by this."""
        return self._heart.after(inner, said)

    def heard(self, said: Utterance, inner: Inner) -> None:
        """He has said it for certain: threads begin and end, and how she is will be kept."""
        self._felt_at = said.id
        sorry = Feeling.RELIEVED in inner.moved
        ended = turned_over(
            self._threads,
            said.said_at,
            said=said.text,
            sorry=sorry,
            fine=says_he_is_fine(said.text) or sets_aside(said.text),
            moved=max((inner.reading.get(kind, 0.0) for kind in TELLING), default=0.0),
        )
        for each in ended:
            self._replace(each)
        answering = self._last_raised is not None and (said.said_at - self._last_raised < ANSWERING)
        hurt = Feeling.REPROACH in inner.moved
        for each in opened_by(said, {} if sorry else inner.reading, hurt=hurt):
            if each.kind is ThreadKind.HEAVY:
                if answering or self._just_opened(ThreadKind.HEAVY, said.said_at):
                    continue
                self._overtaken(ThreadKind.HEAVY, said.said_at)
            elif each.kind is ThreadKind.HURT:
                self._overtaken(ThreadKind.HURT, said.said_at)
            self._threads.append(each)
            self._changed.append(each)

    def began(self, hers: Utterance, thought: Thought) -> None:
        """She has begun to say what she thought of: that is kept with its reasons."""
        if thought.reasons is not None:
            self._reasons.append((hers.id, thought.reasons))
        if thought.raises is not None:
            self.closed(thought.raises, hers)

    def closed(self, thread: Thread, hers: Utterance) -> None:
        """She has come back to `thread`, with `hers`."""
        self._last_raised = hers.said_at
        self._replace(thread.ended(Closing.RAISED, hers.said_at))

    def to_raise(self, now: datetime, inner: Inner, *, check_in: bool = True) -> Thread | None:
        """What she would come back to now; where something weighs on him, only that.

        Without `check_in` it is not what weighed on him.
        """
        heavy = ThreadKind.HEAVY
        threads = [each for each in self._threads if check_in or each.kind is not heavy]
        thread = ripe(threads, now, self._last_raised)
        low = inner.belief.is_low(now)
        return None if thread and low and thread.kind is not ThreadKind.HEAVY else thread

    def returning(self, said: Utterance, inner: Inner) -> tuple[str, Thread] | None:
        """How she answers a mere greeting, where there is something to come back to."""
        if not is_greeting(said.text):
            return None
        thread = self.to_raise(said.said_at, inner)
        if thread is None:
            return None
        hello = "Good morning" if "morning" in said.text.lower() else "Hey"
        return f"{hello}. {raising(thread, when(thread.day, said.said_at))}", thread

    async def answer(self, said: Utterance, turn: int, inner: Inner) -> str | None:
        """What her numbers answer, where he asks for that."""
        match question_of(said.text):
            case HeartQuestion.HER_MOOD:
                return her_mood(inner, turn)
            case HeartQuestion.HER_NUMBERS:
                return her_mood(inner, turn, numbers=True)
            case HeartQuestion.HIS_MOOD:
                return his_mood(inner, said.said_at)
            case HeartQuestion.WHY:
                why = await last_reasons(self._heart.store)
                return in_short(why, await recalled_words(self._log, why))
            case None:
                return None

    async def keep(self, inner: Inner) -> None:
        """Keep what happened in her since the last time."""
        felt_at, self._felt_at = self._felt_at, None
        if felt_at is not None:
            await self._heart.keep(inner, felt_at)
        changed, self._changed = self._changed, []
        for thread in changed:
            await self._heart.store.keep_thread(thread)
        if changed:
            self._threads = list(await self._heart.store.open_threads())
        reasons, self._reasons = self._reasons, []
        for utterance, why in reasons:
            await self._heart.store.keep_reasons(utterance, why)

    def _just_opened(self, kind: ThreadKind, now: datetime) -> bool:
        return any(each.kind is kind and now - each.opened < AT_ONCE for each in self._threads)

    def _overtaken(self, kind: ThreadKind, now: datetime) -> None:
        """A newer one of that kind takes the place of the older ones."""
        for each in [each for each in self._threads if each.kind is kind]:
            self._replace(each.ended(Closing.FADED, now))

    def _replace(self, thread: Thread) -> None:
        def other(each: Thread) -> bool:
            return (each.number, each.utterance, each.what) != (
                thread.number, thread.utterance, thread.what,
            )  # fmt: skip

        self._threads = [each for each in self._threads if other(each)]
        self._changed = [*(each for each in self._changed if other(each)), thread]
