"""Whose voice is it? An utterance compared with a voice that was enrolled."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

import numpy as np

from samantha.hearing.ports import Embedding

LEAST_STRETCHES: Final = 3
"""So many stretches of his voice, of some 3 s each, are an enrolment."""
SHORTEST_S: Final = 1.6
"""Shorter speech settles nothing: at equal error rates one verdict in eight was wrong."""
_LONG_S: Final = 2.5
_ONE_VOICE: Final = 0.62
"""Two stretches of one voice are at least this alike."""
_HIS: Final = 0.80
"""From this likeness on it is his: one other voice in fifty is so like."""
_ANOTHER: Final = 0.62
_ANOTHER_LONG: Final = 0.66
"""Below these it is another, in speech of `SHORTEST_S` and of 2.5 s; his own voice in white noise
15 dB below it falls there one time in fifty, without noise never in 185 utterances."""


class Whose(StrEnum):
    """Who is speaking."""

    HIS = "his"
    ANOTHER = "another"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, eq=False)
class Enrolment:
    """A voice as it was enrolled: the mean of its embeddings, of length one."""

    voice: Embedding


def enrol(stretches: Sequence[Embedding]) -> Enrolment | None:
    """The voice that all `stretches` are of; None if they are too few or not of one voice."""
    if len(stretches) < LEAST_STRETCHES:
        return None
    if any(likeness(one, other) < _ONE_VOICE for one, other in combinations(stretches, 2)):
        return None
    mean = np.mean(stretches, axis=0)
    return Enrolment((mean / np.linalg.norm(mean)).astype(np.float32))


def likeness(one: Embedding, other: Embedding) -> float:
    """The cosine of two embeddings, in [-1, 1]; 1 is the same voice."""
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.dot(one, other)) / lengths if lengths > 0 else 0.0


def whose(voice: Embedding, speech_s: float, enrolment: Enrolment) -> Whose:
    """Whose the `voice` of an utterance with `speech_s` seconds of speech is."""
    if speech_s < SHORTEST_S:
        return Whose.UNSURE
    alike = likeness(voice, enrolment.voice)
    if alike >= _HIS:
        return Whose.HIS
    if alike < (_ANOTHER if speech_s < _LONG_S else _ANOTHER_LONG):
        return Whose.ANOTHER
    return Whose.UNSURE
