"""Silero: speech told from everything else by a small recurrent network."""

from pathlib import Path
from typing import Final

import numpy as np

from samantha.domain.audio import HEARING_HZ, Samples
from samantha.domain.errors import HearingUnavailable
from samantha.inference.networks import open_network

FRAME_SAMPLES: Final = 512
CONTEXT_SAMPLES: Final = 64
"""How much of the frame before the network sees again."""


class Silero:
    """A `SpeechDetector`. A frame of 32 ms takes about 0.2 ms."""

    def __init__(self, file: Path) -> None:
        """Load the network.

        Raises:
            HearingUnavailable: the file is missing or broken.
        """
        try:
            self._session = open_network(file)
        except OSError as error:
            raise HearingUnavailable(
                f"The speech detector {file} cannot be loaded: {error}.",
                "Check it with `samantha models verify`; `samantha models fetch` has it again.",
            ) from error
        self._rate = np.array(HEARING_HZ, np.int64)
        self.reset()

    @property
    def frame_samples(self) -> int:
        """512."""
        return FRAME_SAMPLES

    def probability(self, frame: Samples) -> float:
        """How likely this frame is speech."""
        heard = np.concatenate([self._context, frame])
        self._context = heard[-CONTEXT_SAMPLES:]
        inputs = {"input": heard[None, :], "state": self._state, "sr": self._rate}
        likely, self._state = self._session.run(None, inputs)
        return float(likely[0, 0])

    def reset(self) -> None:
        """Forget the stream so far."""
        self._state = np.zeros((2, 1, 128), np.float32)
        self._context = np.zeros(CONTEXT_SAMPLES, np.float32)
