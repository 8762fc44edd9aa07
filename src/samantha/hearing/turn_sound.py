"""The sound of the turn that is going on, and how much of it was speech."""

from collections import deque
from typing import Final

import numpy as np

from samantha.domain.audio import HEARING_HZ, Samples

CUT_WINDOW_S: Final = 0.08
SPOKEN: Final = 0.5
"""A frame of this probability or more counts as speech."""


class TurnSound:
    """A stretch of the stream that grows at its end and is let go at its beginning."""

    def __init__(self, start: int = 0) -> None:
        self._pieces: deque[Samples] = deque()
        self._start = start
        self._end = start
        self._spoken: deque[tuple[int, int]] = deque()

    @property
    def start(self) -> int:
        """The first sample that is kept."""
        return self._start

    @property
    def end(self) -> int:
        """The sample after the last one."""
        return self._end

    def add(self, samples: Samples) -> None:
        """Add samples at the end."""
        self._pieces.append(samples)
        self._end += len(samples)

    def add_speech(self, start: int, end: int, probability: float) -> None:
        """Note that the frame from `start` to `end` was speech, if it was."""
        if probability >= SPOKEN:
            self._spoken.append((start, end))

    def let_go(self, before: int) -> None:
        """Forget what lies before this sample, piece by piece."""
        while self._pieces and self._start + len(self._pieces[0]) <= before:
            self._start += len(self._pieces.popleft())
        while self._spoken and self._spoken[0][1] <= before:
            self._spoken.popleft()

    def between(self, start: int, end: int) -> Samples:
        """The samples from `start` to `end`, as far as they are kept."""
        whole = np.concatenate(self._pieces) if self._pieces else np.zeros(0, np.float32)
        return whole[max(0, start - self._start) : max(0, end - self._start)]

    def speech_s(self, start: int, end: int) -> float:
        """How many seconds of speech lie between two samples."""
        spoken = sum(max(0, min(end, b) - max(start, a)) for a, b in self._spoken)
        return spoken / HEARING_HZ

    def quietest(self, start: int, end: int) -> int:
        """The middle of the quietest moment between two samples: the best place for a cut."""
        width = int(CUT_WINDOW_S * HEARING_HZ)
        sound = self.between(start, end)
        if len(sound) <= width:
            return (start + end) // 2
        energy = np.concatenate([[0.0], np.cumsum(np.square(sound, dtype=np.float64))])
        return start + int(np.argmin(energy[width:] - energy[:-width])) + width // 2
