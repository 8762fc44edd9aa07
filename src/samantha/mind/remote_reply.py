"""A model server's reply becomes words: what may be tried again, and what a failure means when."""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from enum import Enum, auto

from samantha.domain.errors import ModelUnavailable
from samantha.domain.language import Sampling
from samantha.domain.servers import Timeouts
from samantha.mind.refusals import ServedModel
from samantha.mind.spoken import Spoken

LONGEST_PATIENCE_S = 10.0
"""A server that asks to be left alone for longer than this is not asked again."""

_ROOM_FOR_THOUGHTS = 2048
_PAUSE_BEFORE_RETRY_S = 0.5


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a server wants to be asked, as far as it has turned out."""

    left_out: frozenset[str] = frozenset()
    """Fields that it refuses."""
    length_field: str = "max_tokens"
    room_for_thoughts: int = 0
    """Tokens granted on top, to a model that thinks before it speaks."""


class Finish(Enum):
    """Why a reply ended."""

    DONE = auto()
    CUT_SHORT = auto()
    """It reached the most tokens it may have."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What one event adds to a reply.

    `alive` says that a token came, though it may be a thought and none of the `text`; `finish` is
    set on the last one alone.
    """

    text: str = ""
    alive: bool = False
    finish: Finish | None = None


class Unreadable(Exception):
    """The server said something that is not in its protocol."""


class ServerFailed(Exception):
    """The server reports a failure where its reply should be; `status` is the like of HTTP's."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class Disconnected(Exception):
    """There is no connection, or none any more; `retry` says whether to try once more."""

    def __init__(self, *, retry: bool = True) -> None:
        super().__init__()
        self.retry = retry


class Refused(Exception):
    """Not one word came; `retry_in_s` or another `dialect` say what may be tried, if anything."""

    def __init__(
        self,
        error: ModelUnavailable,
        *,
        retry_in_s: float | None = None,
        dialect: Dialect | None = None,
    ) -> None:
        super().__init__(error.message)
        self.error = error
        self.retry_in_s = retry_in_s
        self.dialect = dialect


async def persistently(
    ask: Callable[[Dialect], AsyncGenerator[str, None]],
    dialect: Dialect,
    keep: Callable[[Dialect], None],
    sleep: Callable[[float], Awaitable[object]],
) -> AsyncGenerator[str, None]:
    """Yield what `ask` yields, asking once more where that may help, never after the first word.

    A refusal that names another dialect is followed; that is no retry, for the server did not fail.
    `keep` is told the dialect that led to words.

    Raises:
        ModelUnavailable: not one word came.
    """
    may_retry = True
    while True:
        try:
            async with aclosing(ask(dialect)) as reply:
                async for piece in reply:
                    keep(dialect)
                    yield piece
        except Refused as refused:
            if refused.dialect is not None:
                dialect = refused.dialect
                continue
            if refused.retry_in_s is None or not may_retry:
                raise refused.error from refused.__cause__
            pause_s = refused.retry_in_s
        else:
            return
        may_retry = False
        await sleep(pause_s)


async def words_of(
    deltas: AsyncGenerator[Delta, None],
    sampling: Sampling,
    served: ServedModel,
    timeouts: Timeouts,
    dialect: Dialect,
) -> AsyncGenerator[str, None]:
    """Yield the words of a reply and turn what goes wrong into what it means.

    A model that spent its whole length on thoughts is to be asked again with room for them.

    Raises:
        Refused: it failed before the first word.
        ModelBrokeOff: it failed after it.
    """
    spoken = Spoken(sampling.stop)
    count = 0
    finish: Finish | None = None
    try:
        async with aclosing(deltas):
            async for delta in deltas:
                finish = delta.finish
                piece = spoken.hear(delta.text) + (spoken.rest() if delta.finish else "")
                if piece:
                    count += 1
                    yield piece
                # Where thoughts were given room, the server no longer ends the words in time.
                if spoken.stopped or (dialect.room_for_thoughts and count >= sampling.max_tokens):
                    finish = Finish.DONE
                    break
    except TimeoutError:
        if count:
            raise served.stalled(timeouts.between_tokens_s) from None
        raise Refused(served.too_slow(timeouts.first_token_s)) from None
    except Unreadable:
        if count:
            raise served.garbled() from None
        raise Refused(served.not_the_protocol()) from None
    except ServerFailed as failure:
        if count:
            raise served.failed_within() from None
        raise Refused(
            served.refused(failure.status), retry_in_s=retry_pause_s(failure.status, None)
        ) from None
    except Disconnected as failure:
        if count:
            raise served.broke_off() from failure.__cause__
        pause_s = _PAUSE_BEFORE_RETRY_S if failure.retry else None
        raise Refused(served.not_reached(), retry_in_s=pause_s) from failure.__cause__
    if finish is None and count:
        raise served.broke_off()
    if finish is None:
        raise Refused(served.not_reached(), retry_in_s=_PAUSE_BEFORE_RETRY_S)
    if not count:
        cut_short = finish is Finish.CUT_SHORT
        roomy = replace(dialect, room_for_thoughts=_ROOM_FOR_THOUGHTS)
        ask_again = cut_short and not dialect.room_for_thoughts
        raise Refused(served.empty(cut_short=cut_short), dialect=roomy if ask_again else None)


def retry_pause_s(status: int, asked_to_wait_s: float | None) -> float | None:
    """Return how long to wait before the one retry; None where a retry does not help."""
    if status != 429 and status < 500:
        return None
    if asked_to_wait_s is None:
        return _PAUSE_BEFORE_RETRY_S
    return asked_to_wait_s if asked_to_wait_s <= LONGEST_PATIENCE_S else None


def asked_to_wait_s(headers: Mapping[str, str]) -> float | None:
    """Return the wait a server asks for; a date is read against the server's own clock."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,6}(\.\d+)?", value):
        return float(value)
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError):
        return None
    return max(0.0, wait.total_seconds())
