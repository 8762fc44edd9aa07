"""What was told lately, so that a page that was away gets exactly what it missed."""

from collections import deque
from collections.abc import Sequence
from typing import Final, TypeVar

import msgspec

from samantha.server.wire import Event

MOST_KEPT: Final = 2_000

E = TypeVar("E", bound=Event)


class Past:
    """The newest events, in their order."""

    def __init__(self, first_seq: int, *, most: int = MOST_KEPT) -> None:
        """Events are numbered from `first_seq` on; it must grow from one start to the next."""
        self._next = first_seq
        self._events: deque[tuple[int, Event]] = deque(maxlen=most)

    @property
    def seq(self) -> int:
        """The number of the newest event."""
        return self._next - 1

    def keep(self, event: E) -> E:
        """Give `event` its number and keep it."""
        numbered = msgspec.structs.replace(event, seq=self._next)
        self._events.append((self._next, numbered))
        self._next += 1
        return numbered

    def since(self, after: int) -> Sequence[Event] | None:
        """What came after the event `after`; None where not all of it is kept any more."""
        oldest = self._events[0][0] if self._events else self._next
        if not oldest - 1 <= after < self._next:
            return None
        return [event for seq, event in self._events if seq > after]
