"""The few words and sounds of hers that no model finds: bridges, questions after him, reflexes."""

from itertools import cycle
from typing import Final

from samantha.speaking.mannerisms import Reflex, reflex_to

ASKING_AFTER: Final = ("Still there?", "No hurry.", "Take your time.")
"""Once, after a question of hers that he has not answered."""
ASKING_AGAIN: Final = ("I didn't catch that.", "That went past me. Once more?")
"""After a turn of his of which no word was understood."""
BRIDGES: Final = ("Let me think.", "One moment.", "Give me a second.")
"""Where her words take long: true of whatever she does meanwhile."""
REFLEX_EVERY: Final = 3
"""A sound goes before one answer in so many, at most, and so never before two in a row."""


class Remarks:
    """Her own small words, each kind in turn, and when a sound may go before an answer."""

    def __init__(self) -> None:
        self._after = cycle(ASKING_AFTER)
        self._again = cycle(ASKING_AGAIN)
        self._bridges = cycle(BRIDGES)
        self._answers_since_reflex = REFLEX_EVERY

    def asking_after(self) -> str:
        """Ask whether he is still there."""
        return next(self._after)

    def asking_again(self) -> str:
        """Say that he was not understood."""
        return next(self._again)

    def bridge(self) -> str:
        """Say that her words take a while."""
        return next(self._bridges)

    def answered(self) -> None:
        """Note that one more turn of his is answered."""
        self._answers_since_reflex += 1

    def reflex(self, said: str) -> Reflex | None:
        """The sound to make before the answer to `said`, if it is time for one."""
        reflex = reflex_to(said)
        if reflex is None or self._answers_since_reflex < REFLEX_EVERY:
            return None
        self._answers_since_reflex = 0
        return reflex
