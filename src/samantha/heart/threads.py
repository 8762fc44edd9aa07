"""Threads: what stays with her from one talk to the next, until it is raised once and closed.

His interview on Friday, the letter that he did not answer, an evening that was heavy; and of her
own, a hurt. A thread rests until its time, is turned over meanwhile, raised at a fitting moment,
and closed by that, by his telling of it, or by time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from samantha.domain.words import capitalized, content_words
from samantha.heart.emotions import Emotion


class ThreadKind(StrEnum):
    """What kind of thing stays open."""

    COMING = "coming"
    """Something of his that has a day."""
    UNDONE = "undone"
    """Something that he has not done yet."""
    HEAVY = "heavy"
    """Something that weighed on him."""
    HURT = "hurt"
    """Something between the two, from her side."""


class Closing(StrEnum):
    """How a thread came to its end."""

    RAISED = "raised"
    TOLD = "told"
    """He came back to it himself."""
    MENDED = "mended"
    FADED = "faded"


RESTS: Final = {
    ThreadKind.COMING: timedelta(),
    ThreadKind.UNDONE: timedelta(days=3),
    ThreadKind.HEAVY: timedelta(hours=16),
    ThreadKind.HURT: timedelta(hours=12),
}
"""How long a thread is left alone after its moment."""
FADES: Final = {
    ThreadKind.COMING: timedelta(days=10),
    ThreadKind.UNDONE: timedelta(days=21),
    ThreadKind.HEAVY: timedelta(days=6),
    ThreadKind.HURT: timedelta(days=5),
}
"""After so long it would only be odd to come back to it."""
_WEIGHT: Final = (ThreadKind.HURT, ThreadKind.HEAVY, ThreadKind.COMING, ThreadKind.UNDONE)
"""What is raised first."""
TELLING: Final = (
    Emotion.JOY, Emotion.EXCITEMENT, Emotion.PRIDE, Emotion.RELIEF, Emotion.LOVE,
    Emotion.SADNESS, Emotion.GRIEF, Emotion.DISAPPOINTMENT, Emotion.ANGER,
)  # fmt: skip
"""What tells how a thing went."""
MOVED: Final = 0.6
BETWEEN: Final = timedelta(hours=20)
"""Between two threads that she raises."""


@dataclass(frozen=True, slots=True)
class Thread:
    """One thing that stays with her; `number` is 0 until it is kept."""

    kind: ThreadKind
    what: str
    """As it stands in what she says of it."""
    utterance: int
    """His words that began it."""
    opened: datetime
    moment: datetime
    """When it is over, or when it was felt."""
    number: int = 0
    raised: datetime | None = None
    closed: datetime | None = None
    how: Closing | None = None

    @property
    def due(self) -> datetime:
        """From when on she may come back to it."""
        return self.moment + RESTS[self.kind]

    @property
    def day(self) -> datetime:
        """Of which day she speaks when she comes back to it; what had no hour ended at night."""
        return self.moment - timedelta(hours=9) if self.kind is ThreadKind.COMING else self.opened

    def ended(self, how: Closing, at: datetime) -> "Thread":
        """The same thread, at its end."""
        raised = at if how is Closing.RAISED else self.raised
        return replace(self, raised=raised, closed=at, how=how)


class ThreadLog(Protocol):
    """Where threads are kept."""

    async def open_threads(self) -> Sequence[Thread]:
        """Those that are not closed, oldest first."""
        ...

    async def keep_thread(self, thread: Thread) -> None:
        """Keep a new thread, or how a known one is now; not where its words are forgotten."""
        ...

    async def last_raised(self) -> datetime | None:
        """When she last raised one."""
        ...


def ripe(threads: Sequence[Thread], now: datetime, last_raised: datetime | None) -> Thread | None:
    """The thread to come back to now, if there is one and it is not too soon after another."""
    if last_raised is not None and now - last_raised < BETWEEN:
        return None
    due = [each for each in threads if each.closed is None and each.due <= now]
    return min(due, key=lambda each: (_WEIGHT.index(each.kind), each.due), default=None)


_EVERYDAY: Final = frozenset("yet going told want wanted day week time thing".split())
"""Words that come back without the thing coming back."""


def turned_over(
    threads: Sequence[Thread],
    now: datetime,
    *,
    said: str = "",
    sorry: bool = False,
    fine: bool = False,
    moved: float = 0.0,
) -> Sequence[Thread]:
    """The threads that have come to their end by what he said, or by time; each as it ended.

    `sorry` and `fine` are what he says of himself: the one mends a hurt, the other lifts a weight.
    `moved` is how plainly he feels something: on the day of a thing, and the one after, it is that.
    """
    his = set(content_words(said))
    ended: list[Thread] = []
    for each in threads:
        if each.closed is not None:
            continue
        if now - each.moment > FADES[each.kind]:
            ended.append(each.ended(Closing.FADED, now))
        elif (sorry and each.kind is ThreadKind.HURT) or (fine and each.kind is ThreadKind.HEAVY):
            ended.append(each.ended(Closing.MENDED, now))
        elif (
            each.kind is ThreadKind.COMING
            and moved >= MOVED
            and now.date() - each.day.date() in (timedelta(), timedelta(days=1))
            and now.date() > each.opened.date()
        ) or (
            each.kind is not ThreadKind.HURT
            and now >= each.moment
            and now > each.opened + timedelta(minutes=30)
            and his & set(content_words(each.what)) - _EVERYDAY
        ):
            ended.append(each.ended(Closing.TOLD, now))
    return ended


def raising(thread: Thread, when: str) -> str:
    """How she comes back to it; `when` says how long ago, such as "on Friday"."""
    match thread.kind:
        case ThreadKind.COMING:
            return f"{capitalized(thread.what)} {when}. How did it go?"
        case ThreadKind.UNDONE:
            return f"{capitalized(thread.what)}, you said {when}. Is that still open?"
        case ThreadKind.HEAVY:
            return f"{capitalized(when)} you told me “{thread.what}”. How is that now?"
        case ThreadKind.HURT:
            return (
                f"There's something I've been turning over, from {_bare(when)}: {thread.what}. I'd"
                " rather know what I did than guess. What should I do differently?"
            )


def _bare(when: str) -> str:
    return when.removeprefix("on ")
