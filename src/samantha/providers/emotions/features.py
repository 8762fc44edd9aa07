"""What of a text the reader looks at: words, pairs of words, and parts of words."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

_WORD: Final = re.compile(r"[\w']+|[^\w\s]")
_SHORTEST, _LONGEST = 2, 5
LONGEST_TEXT: Final = 1000
"""Characters; of a longer text the end counts."""
WORDS: Final = "w"
PARTS: Final = "p"
"""What a feature's name begins with; each of the two kinds is brought to length 1 by itself."""


def features_of(text: str) -> Counter[str]:
    """How often each feature is in `text`."""
    return Counter(_features(text.replace("’", "'").lower()[-LONGEST_TEXT:]))


def _features(text: str) -> Iterator[str]:
    words: list[str] = _WORD.findall(text)
    yield from (WORDS + word for word in words)
    yield from (f"{WORDS}{one} {two}" for one, two in pairwise(words))
    for token in text.split():
        padded = f" {token} "
        for size in range(_SHORTEST, _LONGEST + 1):
            if size >= len(padded):
                yield PARTS + padded
                break
            yield from (
                PARTS + padded[start : start + size] for start in range(len(padded) - size + 1)
            )
