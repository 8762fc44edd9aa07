"""Which words of a growing sound are settled: those that two readings in a row agree on.

The rule is "local agreement" of Liu, Spanakis and Niehues ("Low-Latency Sequence-to-Sequence Speech
Recognition and Translation by Partial Hypothesis Selection", Interspeech 2020), with two readings;
the last word is never settled, for it may be cut in the middle.
"""

from collections.abc import Sequence

from samantha.domain.audio import HeardWord


class Agreement:
    """The readings of one stretch of sound so far."""

    def __init__(self) -> None:
        self.words: tuple[HeardWord, ...] = ()
        """The last reading."""
        self.settled = 0
        """How many of its words are settled."""

    def take(self, reading: Sequence[HeardWord]) -> None:
        """Take the next reading, which begins with the words that were settled before it."""
        agreed = 0
        for before, now in zip(self.words, reading, strict=False):
            if before.text != now.text:
                break
            agreed += 1
        self.words = tuple(reading)
        self.settled = min(max(self.settled, min(agreed, len(reading) - 1)), len(reading))

    def settled_texts(self) -> tuple[str, ...]:
        """The settled words, for the recognizer to begin with."""
        return tuple(word.text for word in self.words[: self.settled])
