"""When each word was said, estimated from where the sound is loud."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samantha.domain.audio import HEARING_HZ, HeardWord, Samples

_STEP_S: Final = 0.02
_STEP_SAMPLES: Final = int(_STEP_S * HEARING_HZ)
_DEEP_DB: Final = 35.0
_SILENT_DB: Final = -60.0
_BESIDE_LETTERS: Final = 2.0
"""How many letters' time a word takes beside its letters."""


def loud_steps(sound: Samples) -> NDArray[np.bool_]:
    """For every 20 ms of `sound`, whether it is loud against the rest; shape (steps,).

    A step is loud when its energy is above a third of the way, in decibels, from the quiet tenth of
    the sound to its loud twentieth, and not silent as such (-60 dB of full scale).
    """
    steps = len(sound) // _STEP_SAMPLES
    if steps == 0:
        return np.zeros(0, np.bool_)
    cut = sound[: steps * _STEP_SAMPLES].reshape(steps, _STEP_SAMPLES)
    level_db = 10 * np.log10(np.mean(np.square(cut), axis=1) + 1e-10)
    quiet_db, loud_db = np.percentile(level_db, (10, 95))
    threshold_db = max(quiet_db + (loud_db - quiet_db) / 3, loud_db - _DEEP_DB, _SILENT_DB)
    return level_db >= threshold_db


def loud_s(sound: Samples) -> float:
    """How many seconds of `sound` are loud."""
    return _STEP_S * float(np.count_nonzero(loud_steps(sound)))


def words_with_times(words: Sequence[str], sound: Samples) -> tuple[HeardWord, ...]:
    """Give each word its share, by its letters, of the loud time of `sound`.

    The recognizer tells no times, so these are estimates: on synthetic speech the ends of words lie
    within 0.15 s of the truth in the median.
    """
    if not words:
        return ()
    loud = loud_steps(sound)
    if not loud.any():
        loud = np.ones(max(1, len(loud)), np.bool_)
    passed: NDArray[np.float64] = np.concatenate([[0.0], np.cumsum(loud)])
    weights = np.array([_BESIDE_LETTERS + sum(map(str.isalnum, word)) for word in words])
    shares: NDArray[np.float64] = (
        np.concatenate([[0.0], np.cumsum(weights) / weights.sum()]) * passed[-1]
    )
    # A word begins where loud time goes on after the word before it, not where that one ended.
    starts_s = _moments_s(passed, shares[:-1], 1e-6)
    ends_s = _moments_s(passed, shares[1:], -1e-6)
    return tuple(
        HeardWord(word, float(start_s), float(end_s))
        for word, start_s, end_s in zip(words, starts_s, ends_s, strict=True)
    )


def _moments_s(
    passed: NDArray[np.float64], amounts: NDArray[np.float64], beyond: float
) -> NDArray[np.float64]:
    """When these amounts of loud steps have passed; `beyond` says on which side of a silence."""
    steps: NDArray[np.intp] = np.searchsorted(passed, amounts + beyond) - 1
    return _STEP_S * (steps + amounts - passed[steps])
