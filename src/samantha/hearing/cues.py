"""How something was said: pace, pauses, hesitation, loudness and pitch, told from his usual way.

These are measures of sound, with units. They say nothing of what he feels.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samantha.domain.audio import HEARING_HZ, HeardWord, Samples
from samantha.domain.words import STOPWORDS, words_of
from samantha.hearing.pitch import HOP, WINDOW, Track, pitch_of

HOP_S: Final = HOP / HEARING_HZ
PAUSE_S: Final = 0.25
"""A silence this long is a pause and not a closed mouth (Goldman-Eisler, 1968)."""
LONG_PAUSE_S: Final = 0.8
SEARCH_S: Final = 0.5
"""A gap this long in the middle of a clause, before a word that carries meaning, is a search."""

_BATCH: Final = 10
_ENDING_S: Final = 0.4
_ENOUGH_FOR_A_SLOPE: Final = 6
_FILLERS: Final = frozenset("um umm uh uhm er erm eh hm hmm mm ah".split())
_TWICE_ON_PURPOSE: Final = frozenset("no so very had that oh ok okay now yes hey there".split())
_VOWELS: Final = re.compile(r"[aeiouyàâäæéèêëîïôöœùûüÿ]+")
_SILENT_ENDING: Final = re.compile(r"(?<=[^aeiouy])e$|(?<=[^aeiouydt])ed$")


@dataclass(frozen=True, slots=True)
class Cues:
    """How one utterance was said, from its first sound to its last."""

    speech_s: float
    pace: float | None
    """Syllables a second while he speaks, pauses left out; None where no words were recognised."""
    pauses: int
    """Silences of `PAUSE_S` or more."""
    long_pauses: int
    """Those of `LONG_PAUSE_S` or more."""
    longest_pause_s: float
    pause_share: float
    """Time in pauses by all time, in [0, 1]."""
    filled_pauses: int
    """Words such as "um"."""
    restarts: int
    """Words broken off or begun again."""
    searches: int
    """Gaps of `SEARCH_S` or more in front of a word that carries meaning."""
    loudness_db: float
    """Mean power of his speech, in dB below full scale."""
    pitch_hz: float | None
    """Median pitch; None where nothing was voiced."""
    movement_semitones: float
    """How far the pitch moves: from its 10th to its 90th percentile."""
    final_slope: float
    """How the pitch moves in the last voiced 0.4 s, in semitones a second; positive rises."""
    voiced_share: float
    """Voiced by all speech, in [0, 1]."""

    @property
    def hesitations(self) -> int:
        """Filled pauses, restarts and searches together."""
        return self.filled_pauses + self.restarts + self.searches


class VoiceTrace:
    """Follows the voice of one utterance, frame by frame, at about a thousandth of a core."""

    def __init__(self) -> None:
        self._sound = np.zeros(0, np.float32)
        self._levels: list[NDArray[np.float64]] = []
        self._pitches: list[Track] = []

    def add(self, sound: Samples) -> None:
        """Take what comes next, at `HEARING_HZ`, of any length."""
        self._sound = np.concatenate((self._sound, sound))
        if len(self._sound) < WINDOW + (_BATCH - 1) * HOP:
            return
        levels, pitches = _measured(self._sound)
        self._levels.append(levels)
        self._pitches.append(pitches)
        self._sound = self._sound[len(levels) * HOP :]

    def cues(self, words: Sequence[HeardWord] = ()) -> Cues | None:
        """How the utterance was said so far, or None if there was no speech in it.

        `words` are those recognised in it; without them there is neither pace nor hesitation.
        """
        levels, pitches = _measured(np.pad(self._sound, (0, WINDOW)))
        return _cues(
            np.concatenate((*self._levels, levels)),
            np.concatenate((*self._pitches, pitches)),
            words,
        )

    def reset(self) -> None:
        """Begin with another utterance."""
        self._sound = self._sound[:0]
        self._levels.clear()
        self._pitches.clear()


def _measured(sound: Samples) -> tuple[NDArray[np.float64], Track]:
    """Level in dB and pitch in Hz of every whole window, one each `HOP`, shapes (n,)."""
    windows = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::HOP]
    power = np.mean(np.square(windows[:, :HOP], dtype=np.float64), axis=1)
    return 10 * np.log10(power + 1e-10), pitch_of(windows)


def _cues(levels: NDArray[np.float64], pitches: Track, words: Sequence[HeardWord]) -> Cues | None:
    speech = _speech_in(levels)
    if not speech.any():
        return None
    at = np.flatnonzero(speech)
    gaps_s = np.diff(at) * HOP_S - HOP_S
    pauses_s = gaps_s[gaps_s >= PAUSE_S]
    speech_s = float(at[-1] - at[0] + 1) * HOP_S
    spoken_s = speech_s - float(pauses_s.sum())
    voiced = speech & (pitches > 0)
    semitones = 12 * np.log2(np.where(voiced, pitches, 1.0))
    texts = [word.text for word in words]
    return Cues(
        speech_s=speech_s,
        pace=sum(map(syllables_of, texts)) / spoken_s if texts else None,
        pauses=len(pauses_s),
        long_pauses=int(np.sum(pauses_s >= LONG_PAUSE_S)),
        longest_pause_s=float(pauses_s.max(initial=0.0)),
        pause_share=float(pauses_s.sum()) / speech_s,
        filled_pauses=sum(word in _FILLERS for text in texts for word in words_of(text)),
        restarts=_restarts(texts),
        searches=_searches(words),
        loudness_db=float(10 * np.log10(np.mean(10 ** (levels[speech] / 10)))),
        pitch_hz=float(np.median(pitches[voiced])) if voiced.any() else None,
        movement_semitones=_spread(semitones[voiced]),
        final_slope=_final_slope(semitones, voiced),
        voiced_share=float(voiced.sum() / speech.sum()),
    )


def _speech_in(levels: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which hops are speech: those that stand out from the quietest by a third of the span."""
    quiet, loud = np.percentile(levels, (5, 95))
    return (levels > max(loud - 30.0, quiet + 0.35 * (loud - quiet))) & (levels > -70.0)


def _spread(semitones: NDArray[np.float64]) -> float:
    if len(semitones) == 0:
        return 0.0
    low, high = np.percentile(semitones, (10, 90))
    return float(high - low)


def _final_slope(semitones: NDArray[np.float64], voiced: NDArray[np.bool_]) -> float:
    """How the pitch moves at the end, in semitones a second.

    The median slope between all pairs (Theil, 1950; Sen, 1968): one wrong octave does not tilt it.
    """
    at = np.flatnonzero(voiced)
    at = at[at > at[-1] - _ENDING_S / HOP_S] if len(at) else at
    if len(at) < _ENOUGH_FOR_A_SLOPE:
        return 0.0
    first, second = np.triu_indices(len(at), 1)
    rise = semitones[at[second]] - semitones[at[first]]
    return float(np.median(rise / ((at[second] - at[first]) * HOP_S)))


def syllables_of(text: str) -> int:
    """How many syllables `text` has in English, told by its vowels; at least one a word."""
    count = 0
    for word in words_of(text):
        silent = bool(_SILENT_ENDING.search(word)) and not word.endswith("le")
        count += max(1, len(_VOWELS.findall(word)) - silent)
    return count


def _restarts(texts: Sequence[str]) -> int:
    """Words broken off, and function words or pairs of words said twice in a row."""
    broken = sum(text.rstrip(".,?!").endswith(("-", "–", "—")) for text in texts)
    words = [word for text in texts for word in words_of(text)]
    single = sum(
        first == second and first in STOPWORDS - _TWICE_ON_PURPOSE
        for first, second in pairwise(words)
    )
    pairs = list(pairwise(words))
    double = sum(
        first == second and first[0] != first[1]
        for first, second in zip(pairs, pairs[2:], strict=False)
    )
    return broken + single + double


def _searches(words: Sequence[HeardWord]) -> int:
    return sum(
        after.start_s - before.end_s >= SEARCH_S
        and before.text[-1:] not in ".?!"
        and not STOPWORDS.issuperset(words_of(after.text))
        for before, after in pairwise(words)
    )
