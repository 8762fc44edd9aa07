"""An ONNX network, loaded the same way everywhere: one thread, nothing spinning, little logging.

Many small networks work beside one another here, each in a lane of its own; a network that takes a
second thread, or waits for work in a busy loop, takes it from the language model.
"""

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

_ERRORS_ONLY: Final = 3
_GRAPH, _OUTPUT, _NAME = 7, 12, 1
"""Field numbers of onnx.proto: ModelProto.graph, GraphProto.output, ValueInfoProto.name."""


class Named(Protocol):
    """An input or an output."""

    @property
    def name(self) -> str:
        """What the graph calls it."""
        ...


class Network(Protocol):
    """A loaded network; a call belongs to one thread."""

    def run(
        self, names: Sequence[str] | None, inputs: Mapping[str, NDArray[Any]]
    ) -> list[NDArray[np.float32]]:
        """The outputs of these names, or all of them, in their order."""
        ...

    def get_inputs(self) -> Sequence[Named]:
        """What it takes."""
        ...

    def get_outputs(self) -> Sequence[Named]:
        """What it gives."""
        ...


def open_network(model: Path | bytes) -> Network:
    """Load the network of a file, or of its bytes.

    Raises:
        FileNotFoundError: there is no such file.
        OSError: it is no network, it is not whole, or there is not enough memory for it; the
            text says which.
    """
    if isinstance(model, Path) and not model.exists():
        raise FileNotFoundError(f"{model} is not there")
    ort: Any = importlib.import_module("onnxruntime")
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = _ERRORS_ONLY
    source = str(model) if isinstance(model, Path) else model
    try:
        return ort.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    except MemoryError as error:
        raise OSError("there is not enough memory for it") from error
    except Exception as error:  # onnxruntime's own errors have no class in common
        if "alloc" in str(error).lower():
            raise OSError("there is not enough memory for it") from error
        raise OSError("it is damaged, or no network that can be loaded") from error


def with_output(model: bytes, name: str) -> bytes:
    """`model` with one more of its inner values among its outputs.

    An ONNX file is a protobuf message, and of a message that occurs twice the parts are joined; so
    a graph that has nothing but this output is put behind the one that is there.
    """
    return model + _field(_GRAPH, _field(_OUTPUT, _field(_NAME, name.encode())))


def _field(number: int, value: bytes) -> bytes:
    assert len(value) < 128
    return bytes([number << 3 | 2, len(value)]) + value
