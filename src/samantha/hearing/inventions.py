"""Words that nobody said: recognizers make sentences of noise, music and silence."""

import zlib
from collections.abc import Sequence
from typing import Final

from samantha.domain.audio import HeardWord

LEAST_SPEECH_S: Final = 0.12
"""Less speech than this holds no word."""
LEAST_SHARE: Final = 0.1
"""The least share of a sound that must be speech."""
MOST_WORDS_PER_S: Final = 6.0
"""Nobody speaks faster than this for long; 2 more words are granted for what is short."""
MOST_COMPRESSED: Final = 2.4
"""A text that shrinks by more than this factor says the same over and over."""
_SHORT_TEXT: Final = 40


def may_hold_words(speech_s: float, sound_s: float) -> bool:
    """Whether so much speech in so much sound is worth recognising at all."""
    return speech_s >= max(LEAST_SPEECH_S, LEAST_SHARE * sound_s)


def believed(words: Sequence[HeardWord], speech_s: float) -> Sequence[HeardWord]:
    """The words, or none if they are too many for the speech or run in a circle."""
    if len(words) > MOST_WORDS_PER_S * speech_s + 2:
        return ()
    text = " ".join(word.text for word in words).encode()
    if len(text) > _SHORT_TEXT and len(text) / len(zlib.compress(text)) > MOST_COMPRESSED:
        return ()
    return words
