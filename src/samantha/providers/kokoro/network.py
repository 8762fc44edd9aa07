"""Kokoro's network: phonemes and a style to samples, and where each phoneme ends in them."""

import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samantha.domain.audio import Samples
from samantha.domain.errors import VoiceUnavailable
from samantha.inference.networks import open_network, with_output

_DURATIONS: Final = "/encoder/Clip_output_0"
"""What the network calls the lengths that it gives its symbols."""
_SAMPLES_PER_UNIT: Final = 600


class Network:
    """The network, loaded; a call belongs to one thread."""

    def __init__(self, file: Path) -> None:
        """Load the network; some 300 MB of memory.

        Raises:
            VoiceUnavailable: the file is missing or broken.
        """
        try:
            self._session = open_network(with_output(file.read_bytes(), _DURATIONS))
            assets = resources.files("hibari") / "assets" / "vocab.json"
            self._vocabulary: Mapping[str, int] = json.loads(assets.read_text(encoding="utf-8"))
        except (ImportError, OSError, ValueError) as error:
            raise VoiceUnavailable(
                f"The voice model {file} cannot be loaded ({error}).",
                "Fetch it with `samantha models fetch kokoro-82m-int8`.",
            ) from error

    def known(self, phonemes: str) -> str:
        """The symbols of `phonemes` that the network knows."""
        return "".join(each for each in phonemes if each in self._vocabulary)

    def sound(
        self, symbols: str, style: NDArray[np.float32], pace: float
    ) -> tuple[Samples, NDArray[np.intp]]:
        """The samples of these symbols, all known and at most 510, in a style of 256 numbers.

        With them, for 0 to all symbols said, the sample after which that many are over.
        """
        numbers = [0, *(self._vocabulary[each] for each in symbols), 0]
        inputs = {
            "tokens": np.array([numbers], np.int64),
            "style": style[None, :],
            "speed": np.array([pace], np.float32),
        }
        samples, units = self._session.run(None, inputs)
        return samples.ravel(), np.cumsum(units.ravel()).astype(np.intp) * _SAMPLES_PER_UNIT
