"""Telling a name of its own from a common one that is written otherwise, or wrong."""

from samantha.personality.given_names import NameBook
from samantha.personality.sound import plain, respelled

_COMMON_BIRTHS = 20_000
_RESPELLING = 3
"""A name so many times rarer than one that sounds the same is taken for its misspelling."""
_SLIP = 25
"""The same for one that is written almost the same and has at least so many letters:"""
_SLIP_LETTERS = 6


class CommonNames:
    """The common names of a book, to tell a name of its own from one that is written wrong."""

    def __init__(self, book: NameBook) -> None:
        self._by_sound: dict[str, int] = {}
        self._by_slip: dict[str, int] = {}
        for name, births in zip(book.names, book.births, strict=True):
            if births >= _COMMON_BIRTHS:
                self._by_sound[respelled(name)] = max(
                    births, self._by_sound.get(respelled(name), 0)
                )
                for slip in _slips(name):
                    self._by_slip[slip] = max(births, self._by_slip.get(slip, 0))

    def outshines(self, name: str, births: int) -> bool:
        """Whether a far more common name sounds the same or is one letter away."""
        if self._by_sound.get(respelled(name), 0) > _RESPELLING * births:
            return True
        nearest = max((self._by_slip.get(slip, 0) for slip in _slips(name)), default=0)
        return nearest > _SLIP * births


def _slips(name: str) -> set[str]:
    """A longer name with one letter left out, in every way, and as it is.

    Two names that are one letter apart have one of these in common.
    """
    letters = plain(name)
    if len(letters) < _SLIP_LETTERS:
        return set()
    return {letters, *(letters[:at] + letters[at + 1 :] for at in range(len(letters)))}
