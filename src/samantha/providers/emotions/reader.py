"""Reads emotions by words and, where MiniLM is there, by meaning; about two milliseconds a turn."""

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from samantha.domain.errors import ModelUnavailable
from samantha.heart.emotions import Emotion, Reading
from samantha.providers.emotions.features import PARTS, WORDS, features_of

WEIGHTS: Final = Path(__file__).with_name("weights.npz")
Numbers = NDArray[np.float32]
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+|\n+")
_MOST_SENTENCES: Final = 6
"""Of a longer text so many of its last sentences are read by themselves."""


class Meaning(Protocol):
    """What makes numbers of what a sentence means."""

    def pooled(self, text: str) -> Numbers:
        """The mean and the greatest of its pieces and its first one; shape (3 * 384,)."""
        ...


class WordsAndMeaning:
    """An `EmotionReader`."""

    def __init__(self, meaning: Meaning | None, weights: Path = WEIGHTS) -> None:
        """`meaning` None leaves it to the words alone, which find a little less.

        Raises:
            ModelUnavailable: the weights are missing or broken.
        """
        try:
            parts, self.labels, self._rows = _kept(weights)
        except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
            raise ModelUnavailable(
                f"What reads emotions in words cannot be loaded: {error}.",
                "Install the project again (`make talk` does).",
            ) from error
        self._idf = parts["idf"].astype(np.float32)
        self._weights = parts["weights"]
        self._scale, self._bias = _floats(parts, "scale"), _floats(parts, "bias")
        self._mean, self._spread = _floats(parts, "mean"), _floats(parts, "spread")
        self._hidden, self._hidden_bias = _floats(parts, "hidden"), _floats(parts, "hidden_bias")
        self._out, self._out_bias = _floats(parts, "out"), _floats(parts, "out_bias")
        kind = "words" if meaning is None else "both"
        self._slope, self._offset = (
            _floats(parts, f"{kind}_slope"),
            _floats(parts, f"{kind}_offset"),
        )
        self._share = float(parts["share"])
        self._meaning = meaning
        self.name = f"linear reader of words{'' if meaning is None else ' and meaning'}"
        self._read = lru_cache(256)(self._read_anew)

    def read(self, text: str) -> Reading:
        """How likely each emotion is, in the whole or in one of its last sentences."""
        return self._read(text)

    def _read_anew(self, text: str) -> Reading:
        sentences = [each for each in _SENTENCE.split(text.strip()) if each][-_MOST_SENTENCES:]
        parts = [text, *sentences] if len(sentences) > 1 else [text]
        found = np.array([self.likely(part) for part in parts])
        strongest = found.max(axis=0)
        neutral = self.labels.index(Emotion.NEUTRAL)
        strongest[neutral] = found[:, neutral].min()
        return {label: float(value) for label, value in zip(self.labels, strongest, strict=True)}

    def likely(self, text: str) -> Numbers:
        """The same for one sentence as it stands, in the order of the labels; shape (28,)."""
        score = self._by_words(text)
        if self._meaning is not None:
            score = (1 - self._share) * score + self._share * self._by_meaning(self._meaning, text)
        return _sigmoid(self._slope * score + self._offset)

    def _by_words(self, text: str) -> Numbers:
        score = self._bias.copy()
        counted = features_of(text)
        for kind in (WORDS, PARTS):
            known = [
                (row, 1 + math.log(count))
                for name, count in counted.items()
                if name[0] == kind and (row := self._rows.get(name)) is not None
            ]
            if not known:
                continue
            rows = np.array([row for row, _ in known])
            values = np.array([value for _, value in known], np.float32) * self._idf[rows]
            values /= np.linalg.norm(values)
            score += (values @ self._weights[rows].astype(np.float32)) * self._scale
        return score

    def _by_meaning(self, meaning: Meaning, text: str) -> Numbers:
        inputs = (meaning.pooled(text) - self._mean) * self._spread
        hidden = np.maximum(inputs @ self._hidden + self._hidden_bias, 0)
        return hidden @ self._out + self._out_bias


@cache
def _kept(
    weights: Path,
) -> tuple[Mapping[str, NDArray[Any]], Sequence[Emotion], Mapping[str, int]]:
    """What the file holds: its numbers, the labels, and which row each feature has."""
    with weights.open("rb") as file, np.load(file) as kept:
        parts: Mapping[str, NDArray[Any]] = {name: kept[name] for name in kept.files}
    labels = [Emotion(label) for label in str(parts["labels"]).split("\n")]
    names = bytes(parts["features"]).decode().split("\n")
    return parts, labels, {name: row for row, name in enumerate(names)}


def _floats(parts: Mapping[str, NDArray[Any]], name: str) -> Numbers:
    return parts[name].astype(np.float32)


def _sigmoid(score: Numbers) -> Numbers:
    return (1 / (1 + np.exp(-np.clip(score, -30, 30)))).astype(np.float32)
