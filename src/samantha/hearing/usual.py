"""How he usually speaks, and in what an utterance differs from that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from samantha.hearing.cues import Cues

MEMORY: Final = 60
"""So many utterances are what is usual."""
ENOUGH: Final = 6
"""With fewer nothing is usual yet."""
SHORTEST_S: Final = 0.8
"""Shorter utterances tell too little of pace and pitch."""


@dataclass(frozen=True, slots=True)
class Deviations:
    """In what one utterance differs from his usual way, in standard deviations; 0 is as usual."""

    pace: float = 0.0
    loudness: float = 0.0
    pitch: float = 0.0
    movement: float = 0.0
    pauses: float = 0.0
    hesitation: float = 0.0


_MEASURES: Final[Mapping[str, tuple[Callable[[Cues], float | None], float]]] = MappingProxyType(
    {
        "pace": (lambda cues: cues.pace, 0.5),
        "loudness": (lambda cues: cues.loudness_db, 2.5),
        "pitch": (lambda cues: cues.pitch_hz and 12 * float(np.log2(cues.pitch_hz)), 0.7),
        "movement": (lambda cues: cues.movement_semitones, 1.0),
        "pauses": (lambda cues: cues.pause_share, 0.08),
        "hesitation": (lambda cues: cues.hesitations / max(cues.speech_s, 2.0), 0.15),
    }
)
"""What is compared, and the least that counts as its deviation: no voice is steadier than that."""


@dataclass(frozen=True, slots=True)
class Usual:
    """His usual way of speaking: the last `MEMORY` utterances, as measures only."""

    recent: tuple[Cues, ...] = ()

    def after(self, cues: Cues) -> "Usual":
        """What is usual when this utterance is counted in; one that is too short is not."""
        if cues.speech_s < SHORTEST_S:
            return self
        return Usual((*self.recent, cues)[-MEMORY:])

    def deviations(self, cues: Cues) -> Deviations | None:
        """In what `cues` differs from it; None where he is not known enough, or it is too short.

        Median and median absolute deviation take the place of mean and standard deviation, so that
        a shout or a whisper among sixty utterances does not move what is usual.
        """
        if len(self.recent) < ENOUGH or cues.speech_s < SHORTEST_S:
            return None
        return Deviations(**{name: self._deviation(name, cues) for name in _MEASURES})

    def _deviation(self, name: str, cues: Cues) -> float:
        measure, least = _MEASURES[name]
        value = measure(cues)
        known = [usual for each in self.recent if (usual := measure(each)) is not None]
        if value is None or len(known) < ENOUGH:
            return 0.0
        middle = float(np.median(known))
        # 1.4826 makes the median absolute deviation of a normal distribution its standard one.
        deviation = 1.4826 * float(np.median(np.abs(np.subtract(known, middle))))
        return (value - middle) / max(deviation, least)


_NOTABLE: Final = 1.8
"""So many standard deviations from his usual way are worth a word."""
_DEGREES: Final = (("much ", 4.0, np.inf), ("", 2.6, 4.0), ("a little ", _NOTABLE, 2.6))
_RISING: Final = 12.0
_COUNTS: Final = ("no", "one", "two", "three", "four", "five")


def described(cues: Cues, unusual: Deviations | None) -> str:
    """What stands out, as one short note in English, or "" when nothing does.

    `unusual` is None as long as nobody knows what is usual; then only pauses and hesitation that
    would stand out with anyone are named.
    """
    notes = [_compared(unusual)] if unusual else []
    if cues.long_pauses and (unusual is None or unusual.pauses > 1.0):
        count = _COUNTS[cues.long_pauses] if cues.long_pauses < len(_COUNTS) else "many"
        notes.append(f"{count} long pause{'s' if cues.long_pauses > 1 else ''}")
    if cues.hesitations >= 2 and (unusual is None or unusual.hesitation > _NOTABLE):
        notes.append("hesitant")
    if cues.final_slope > _RISING:
        notes.append("rising at the end")
    return ", ".join(filter(None, notes))


def _compared(unusual: Deviations) -> str:
    """Such as "a little slower and quieter than usual"; what differs most comes first."""
    found = [
        (value, less if value < 0 else more)
        for value, less, more in (
            (unusual.pace, "slower", "faster"),
            (unusual.loudness, "quieter", "louder"),
            (unusual.pitch, "deeper", "higher"),
            (unusual.movement, "flatter", "livelier"),
        )
    ]
    said = [
        degree + " and ".join(words)
        for degree, least, most in _DEGREES
        if (words := [word for value, word in found if least <= abs(value) < most])
    ]
    return ", ".join(said) + " than usual" if said else ""
