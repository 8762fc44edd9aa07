"""Which voice fits a persona: a table that a person can read and disagree with.

The numbers of a voice were measured on one paragraph (docs/log.md): its median pitch, and how far
the pitch moves. Voices are named by their ids; whether they are there is for the caller to know.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from samantha.personality.persona import Persona, Timbre


@dataclass(frozen=True, slots=True)
class Character:
    """What a voice is like."""

    timbre: Timbre
    pitch_hz: int
    """Median."""
    liveliness: float
    """From 0 (its pitch hardly moves) to 1 (it moves over an octave)."""
    british: bool = False
    quick: bool = True
    """Whether it can be had at once on any machine."""


_F, _M, _N = Timbre.FEMININE, Timbre.MASCULINE, Timbre.NEUTRAL
VOICES: Final[Mapping[str, Character]] = {
    "hibari:heart": Character(_F, 192, 0.5),
    "hibari:soft": Character(_F, 172, 0.2),
    "hibari:bright": Character(_F, 211, 0.9),
    "hibari:low": Character(_M, 114, 0.4),
    "kokoro:river": Character(_N, 174, 0.3, quick=False),
    "kokoro:kore": Character(_F, 148, 0.7, quick=False),
    "kokoro:nicole": Character(_F, 144, 0.1, quick=False),
    "kokoro:sarah": Character(_F, 185, 0.8, quick=False),
    "kokoro:michael": Character(_M, 111, 0.5, quick=False),
    "kokoro:onyx": Character(_M, 83, 0.2, quick=False),
    "kokoro:liam": Character(_M, 125, 0.8, quick=False),
    "kokoro:emma": Character(_F, 181, 0.2, british=True, quick=False),
    "kokoro:alice": Character(_F, 211, 0.9, british=True, quick=False),
    "kokoro:george": Character(_M, 138, 0.5, british=True, quick=False),
    "kokoro:fable": Character(_M, 117, 0.9, british=True, quick=False),
}
_BRITISH: Final = re.compile(r"\b(?:british|english accent|london|uk)\b", re.I)
_LOW: Final = re.compile(r"\b(?:deep|low|dark|husky|smoky)\w*", re.I)
_HIGH: Final = re.compile(r"\b(?:bright|high|light|young|girlish)\w*", re.I)
_MIDDLE_HZ: Final = {_F: 190, _M: 115, _N: 150}
_OCTAVE_SHARE: Final = 0.25
"""How much lower or higher a wish for that goes."""


def fitting(persona: Persona, here: Collection[str]) -> str:
    """The id of the voice, of those that are `here`, that fits what he wished and who she is.

    His words weigh most: timbre, then accent, then pitch, then how lively. Where voices are equal,
    one that is quick on any machine comes first, for the wait would be heard more than the voice.

    Raises:
        ValueError: none of the table is here.
    """
    known = [name for name in VOICES if name in here]
    return min(known, key=lambda name: _distance(VOICES[name], persona))


def _distance(voice: Character, persona: Persona) -> float:
    wish, timbre = persona.voice_wish, persona.timbre
    lower, higher = bool(_LOW.search(wish)), bool(_HIGH.search(wish))
    pitch_hz = _MIDDLE_HZ[timbre] * (1 + _OCTAVE_SHARE * (higher - lower))
    pitch_counts = 3.0 if lower or higher else 1.5
    wrong_timbre = 0.0 if voice.timbre is timbre else 2.0 if _N in (voice.timbre, timbre) else 8.0
    wrong_accent = 4.0 * (voice.british is not bool(_BRITISH.search(wish)))
    # Her own voices express everything at once: where they will do, the slower ones have to wait.
    slow = 0.0 if voice.quick or timbre is not _F else 1.0
    off_pitch = abs(voice.pitch_hz - pitch_hz) / pitch_hz
    off_life = abs(voice.liveliness - persona.traits.liveliness)
    return wrong_timbre + wrong_accent + slow + pitch_counts * off_pitch + 1.7 * off_life
