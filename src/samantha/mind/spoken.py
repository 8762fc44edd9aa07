"""What of a model's output is said: not its thoughts, and nothing from a stop string on."""

from collections.abc import Sequence

_THOUGHT_BEGINS = "<think>"
_THOUGHT_ENDS = "</think>"


class Spoken:
    """Takes a reply in pieces of any size and gives back what may be said of it.

    Text inside `<think>…</think>` is left out, and white space before the first word. A piece that
    may turn out to be the beginning of a tag or of a stop string is held back until that is clear,
    so the result does not depend on where the reply is cut into pieces.
    """

    def __init__(self, stops: Sequence[str] = ()) -> None:
        self._stops = tuple(stop for stop in stops if stop)
        self._marks = (_THOUGHT_BEGINS, _THOUGHT_ENDS, *self._stops)
        self._held = ""
        self._thinking = False
        self._silent = True
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """Whether a stop string has come: nothing more will be said."""
        return self._stopped

    def hear(self, text: str) -> str:
        """Take the next piece and return what can be said by now, often nothing."""
        if self._stopped:
            return ""
        self._held += text
        said = ""
        while (mark := self._first_mark()) is not None:
            begin, end = mark
            found = self._held[begin:end]
            if not self._thinking:
                said += self._held[:begin]
            self._held = self._held[end:]
            self._thinking = found == _THOUGHT_BEGINS
            if found in self._stops:
                self._stopped = True
                self._held = ""
        keep = self._unclear()
        clear = len(self._held) - keep
        if not self._thinking:
            said += self._held[:clear]
        self._held = self._held[clear:]
        return self._from_first_word(said)

    def rest(self) -> str:
        """Return what was held back, now that the reply has ended."""
        rest, self._held = self._held, ""
        return "" if self._thinking else self._from_first_word(rest)

    def _from_first_word(self, said: str) -> str:
        if self._silent:
            said = said.lstrip()
            self._silent = not said
        return said

    def _first_mark(self) -> tuple[int, int] | None:
        """Where the mark stands that is complete first; of two ending together the longer one."""
        marks = (_THOUGHT_ENDS,) if self._thinking else self._marks
        found = [(self._held.find(mark), mark) for mark in marks]
        ends = [(begin + len(mark), begin) for begin, mark in found if begin >= 0]
        if not ends:
            return None
        end, begin = min(ends)
        return begin, end

    def _unclear(self) -> int:
        """How many characters at the end may be the beginning of a mark."""
        marks = (_THOUGHT_ENDS,) if self._thinking else self._marks
        longest = min(len(self._held), max(len(mark) for mark in marks) - 1)
        for length in range(longest, 0, -1):
            end = self._held[-length:]
            if any(len(mark) > length and mark.startswith(end) for mark in marks):
                return length
        return 0
