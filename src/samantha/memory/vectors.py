"""Vectors that are alike, found among a million without an index of any kind.

Of every vector one bit a dimension is held in memory (its sign): 48 bytes for 384 dimensions. A
question is laid over all of them, and those that differ in the fewest bits are looked at closely by
whoever keeps the whole vectors. With random hyperplanes the share of differing bits grows with the
angle between two vectors (Charikar, 2002); the signs of the model's own dimensions do as well.
"""

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
"""Shape (n, dimensions); each row has length 1, or is all zeros."""

_WORD: Final = 64
_FIRST_ROOM: Final = 1024
CODE_SCALE: Final = 127.0


class SignIndex:
    """The signs of vectors by the number of what they stand for.

    Numbers are places: they are to be counted up from 0 without great gaps.
    """

    def __init__(self, dimensions: int) -> None:
        """`dimensions` of every vector; a multiple of 64 wastes nothing."""
        self._words = -(-dimensions // _WORD)
        self._bits = np.zeros((self._words, _FIRST_ROOM), np.uint64)
        """Word by word, so that a scan reads memory in one direction."""
        self._held = np.zeros(_FIRST_ROOM, np.bool_)
        self._end = 0

    def __len__(self) -> int:
        """How many vectors it holds."""
        return int(np.count_nonzero(self._held))

    def put(self, numbers: Sequence[int], vectors: Vectors) -> None:
        """Hold these; a number that is there already stands for its new vector."""
        if not numbers:
            return
        self._make_room(max(numbers) + 1)
        self._bits[:, numbers] = self._signs(vectors)
        self._held[numbers] = True

    def drop(self, numbers: Sequence[int]) -> None:
        """Hold these no longer, where it did."""
        known = [each for each in numbers if each < self._end]
        self._held[known] = False
        self._bits[:, known] = 0

    def nearest(self, vector: Vectors, most: int) -> list[int]:
        """The numbers of the `most` vectors whose signs are likest to those of `vector`.

        `vector` has the shape (dimensions,).
        """
        held = self._held[: self._end]
        asked = self._signs(vector[None, :])[:, 0]
        apart = np.zeros(self._end, np.uint16)
        for bits, mine in zip(self._bits, asked, strict=True):
            apart += np.bitwise_count(bits[: self._end] ^ mine)
        apart[~held] = np.iinfo(np.uint16).max
        near = np.argpartition(apart, most)[:most] if most < self._end else np.arange(self._end)
        return near[held[near]].tolist()

    def _signs(self, vectors: Vectors) -> NDArray[np.uint64]:
        """Shape (words, n)."""
        packed = np.packbits(vectors > 0, axis=1)
        whole = np.zeros((len(vectors), self._words * _WORD // 8), np.uint8)
        whole[:, : packed.shape[1]] = packed
        return whole.view(np.uint64).T

    def _make_room(self, end: int) -> None:
        self._end = max(self._end, end)
        if end > len(self._held):
            more = max(end, len(self._held) * 3 // 2) - len(self._held)
            self._bits = np.pad(self._bits, ((0, 0), (0, more)))
            self._held = np.pad(self._held, (0, more))


def coded(vectors: Vectors) -> list[bytes]:
    """Each vector as one signed byte a dimension, its greatest value as 127."""
    greatest = np.abs(vectors).max(axis=1, keepdims=True)
    scaled = vectors * (CODE_SCALE / np.where(greatest > 0, greatest, 1))
    return [row.tobytes() for row in np.rint(scaled).astype(np.int8)]


def decoded(codes: Sequence[bytes], dimensions: int) -> Vectors:
    """What `coded` made bytes of, of length 1 again; error of a cosine below 0.01."""
    if not codes:
        return np.zeros((0, dimensions), np.float32)
    vectors = np.frombuffer(b"".join(codes), np.int8).reshape(-1, dimensions).astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
