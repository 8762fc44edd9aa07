"""What she may add to her words, if wanted: breath, "um", laughter, a listener's sounds."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from samantha.domain.audio import SPEAKING_HZ, Samples
from samantha.speaking.verbalization.marks import LAUGHING

_UNSURE: Final = re.compile(
    r"\s*(?:maybe|perhaps|i guess|i suppose|i don['’]t know|i['’]m not sure|i think)\b",
    re.IGNORECASE,
)
_LONG_WORDS: Final = 7
BREATH_S: Final = 0.28
_BREATH_DB: Final = -40.0
_BREATH_BANDS: Final = ((900.0, 500.0, 1.0), (2200.0, 900.0, 0.6), (4500.0, 1800.0, 0.25))
"""Middle in Hz, width in Hz and strength of what breathing in through the mouth sounds like."""


@dataclass(frozen=True, slots=True)
class Mannerisms:
    """What is added; nothing unless it is asked for, and never in the plain style."""

    breath: bool = False
    """She breathes in before a long sentence."""
    um: bool = False
    """She hesitates before what she is not sure of, once in a reply."""
    laughter: bool = False
    """Where her words say that she laughs, she does."""


class Reflex(StrEnum):
    """A sound that answers before words do; its value is how it is written."""

    MM = "Mm."
    HMM = "Hmm."
    OH = "Oh."
    AH = "Ah."
    YEAH = "Yeah."


_YES_OR_NO: Final = re.compile(
    r"\s*(?:(?:so|and|but|well|ok|okay|oh|now|then|samantha)\W+)*"
    r"(?:do|does|did|is|are|am|was|were|can|could|wo|will|would|shall|should|may|might|has|have|had)"
    r"(?:n?['’]t)?\b"
    r"|.*\b(?:right|or not|yes or no|\w+n['’]t (?:it|he|she|they|you|we|i)|do you|are you)\W*$",
    re.IGNORECASE | re.DOTALL,
)
_ASKS: Final = re.compile(
    r"\s*(?:(?:so|and|but|well|ok|okay|oh|now|then)\W+)*(?:what|who|where|when|why|how|which)\b"
    r"|.*\?\s*$",
    re.IGNORECASE | re.DOTALL,
)


def reflex_to(said: str) -> Reflex | None:
    """The sound that may go before the answer to `said`; none before what is likely yes or no."""
    if _YES_OR_NO.match(said):
        return None
    return Reflex.HMM if _ASKS.match(said) else Reflex.MM


def opening(text: str, mannerisms: Mannerisms, *, hesitated: bool) -> str:
    """What is said before a phrase without being written, such as "Um,"; mostly nothing."""
    if mannerisms.laughter and LAUGHING.search(text):
        return "Ha ha!"
    if mannerisms.um and not hesitated and _UNSURE.match(text):
        return "Um,"
    return ""


def wants_breath(spoken: str, mannerisms: Mannerisms) -> bool:
    """Whether she breathes in before this phrase."""
    return mannerisms.breath and len(spoken.split()) >= _LONG_WORDS


def breath(rng: np.random.Generator) -> Samples:
    """Breathing in: noise of some bands of the mouth, swelling and breaking off."""
    count = int(BREATH_S * SPEAKING_HZ)
    hertz = np.fft.rfftfreq(count, 1 / SPEAKING_HZ)
    colour = sum(
        strength * np.exp(-(((hertz - middle) / width) ** 2))
        for middle, width, strength in _BREATH_BANDS
    )
    noise = np.fft.irfft(np.fft.rfft(rng.standard_normal(count)) * colour, count)
    place = np.linspace(0, 1, count)
    swelling = np.sin(np.pi * place**1.6) ** 2
    sound = noise * swelling
    loudness = np.sqrt(np.mean(sound**2))
    return (sound / loudness * 10 ** (_BREATH_DB / 20)).astype(np.float32)
