"""hibari's network: from phonemes to how each 12.5 ms of their sound are made up."""

import hashlib
import importlib
import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from samantha.domain.errors import VoiceUnavailable
from samantha.inference.networks import open_network, with_output

Floats = NDArray[np.float32]

_DURATIONS: Final = "/Clip_output_0"
"""What the network calls the lengths that it gives its symbols."""
_FRAMES_PER_UNIT: Final = 2


@dataclass(frozen=True, slots=True)
class Spectra:
    """The parts of a sound in frames of 12.5 ms and 601 bins of 20 Hz.

    `harmonic` and `free` are logarithms of magnitudes, `turn` and `phase` their angles in radians,
    all of shape (601, frames). `f0_hz` has one pitch a frame, near 0 where there is none. For 0
    to all symbols said, `ends` has the frame after which that many are over.
    """

    harmonic: Floats
    turn: Floats
    free: Floats
    phase: Floats
    f0_hz: Floats
    ends: NDArray[np.intp]


class Network:
    """One voice's network, loaded when its hash is right; a call belongs to one thread."""

    def __init__(self, file: Path, sha256: str) -> None:
        """Load the network.

        Raises:
            VoiceUnavailable: the file is missing, or not what it should be.
        """
        with _trouble_with(file):
            weights = file.read_bytes()
            if hashlib.sha256(weights).hexdigest() != sha256:
                raise ValueError("its SHA-256 is wrong")
            self._session = open_network(with_output(weights, _DURATIONS))
            vocabulary: Mapping[str, int] = json.loads(
                (assets() / "vocab.json").read_text(encoding="utf-8")
            )
        self._vocabulary = vocabulary

    def known(self, phonemes: str) -> str:
        """The symbols of `phonemes` that the network knows."""
        return "".join(each for each in phonemes if each in self._vocabulary)

    def spectra(self, symbols: str, pace: float) -> Spectra:
        """How these symbols, all of them known, sound at `pace` (1 is the voice's own)."""
        numbers = [0, *(self._vocabulary[each] for each in symbols), 0]
        inputs = {"ids": np.array([numbers], np.int64), "speed": np.array([pace], np.float32)}
        harmonic, angle, _, free, phase, f0_hz, units = self._session.run(None, inputs)
        return Spectra(
            harmonic=harmonic[0],
            turn=np.pi * np.tanh(angle[0]),
            free=free[0],
            phase=phase[0],
            f0_hz=f0_hz[0],
            ends=np.cumsum(units.ravel()).astype(np.intp) * _FRAMES_PER_UNIT,
        )


def assets() -> Path:
    """The folder of the package's files."""
    package: Any = importlib.import_module("hibari")
    return Path(package.__file__).parent / "assets"


@contextmanager
def _trouble_with(file: Path) -> Generator[None]:
    try:
        yield
    except (ImportError, OSError, ValueError) as error:
        raise VoiceUnavailable(
            f"The voice {file.name} cannot be loaded ({error}).",
            "Install it again (pip install --force-reinstall hibari-tts==0.2.1), or fetch it with"
            " `samantha models fetch`.",
        ) from error
