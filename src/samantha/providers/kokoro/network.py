"""Kokoro's network: phonemes and a style to samples, and where each phoneme ends in them."""

import importlib
import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from samantha.domain.audio import Samples
from samantha.domain.errors import VoiceUnavailable

_DURATIONS: Final = "/encoder/Clip_output_0"
"""What the network calls the lengths that it gives its symbols."""
_SAMPLES_PER_UNIT: Final = 600
_GRAPH, _OUTPUT, _NAME = 7, 12, 1
"""Field numbers of onnx.proto: ModelProto.graph, GraphProto.output, ValueInfoProto.name."""


class Network:
    """The network, loaded; a call belongs to one thread."""

    def __init__(self, file: Path) -> None:
        """Load the network; some 300 MB of memory.

        Raises:
            VoiceUnavailable: the file is missing or broken.
        """
        try:
            self._session = _session(_with_output(file.read_bytes(), _DURATIONS))
            assets = resources.files("hibari") / "assets" / "vocab.json"
            self._vocabulary: Mapping[str, int] = json.loads(assets.read_text(encoding="utf-8"))
        except (ImportError, OSError, ValueError) as error:
            raise VoiceUnavailable(
                f"The voice model {file} cannot be loaded ({type(error).__name__}).",
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


def _with_output(model: bytes, name: str) -> bytes:
    """`model` with one more of its inner values among its outputs.

    An ONNX file is a protobuf message, and of a message that occurs twice the parts are joined; so
    a graph that has nothing but this output is put behind the one that is there.
    """
    return model + _field(_GRAPH, _field(_OUTPUT, _field(_NAME, name.encode())))


def _field(number: int, value: bytes) -> bytes:
    assert len(value) < 128
    return bytes([number << 3 | 2, len(value)]) + value


def _session(weights: bytes) -> Any:
    ort: Any = importlib.import_module("onnxruntime")
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return ort.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own errors have no class in common
        raise OSError("it is no network that can be loaded") from error
