"""Voices told apart by the encoder of Wan et al. (2018, "Generalized end-to-end loss"), as a graph.

The weights are Resemblyzer's (Apache-2.0). Their file is a PyTorch checkpoint; it is read here
without PyTorch, and without running anything that may stand in it.
"""

import importlib
import math
import pickle
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from samantha.domain.audio import HEARING_HZ, Samples
from samantha.domain.errors import HearingUnavailable
from samantha.inference.networks import Network, open_network

Array: TypeAlias = NDArray[np.float32]

_LAYERS: Final = 3
_STATES: Final = 256
_BANDS: Final = 40
_WINDOW: Final = 400
_HOP: Final = 160
_STRETCH: Final = 160
"""Feature frames that are embedded at once: 1.6 s."""
_STEP: Final = 77
"""Feature frames from one stretch to the next."""
_COVERED: Final = 0.75
"""A last stretch with less sound than this share is left out."""
_LEVEL_DB: Final = -26.0
"""All speech is brought to this loudness: the network was not taught that it does not matter."""
_SILENT_DB: Final = -35.0
"""A hop that much quieter than the loud ones is silence."""
_KEPT_HOPS: Final = 20
"""Silence is kept up to 0.2 s after speech."""


class GeneralizedEmbedding:
    """The encoder: 40 mel bands, 3 layers of 256 LSTM cells, a linear layer of 256."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        """Take the weights by their names in the checkpoint.

        Raises:
            HearingUnavailable: some are missing or have another shape.
        """
        wanted = {"linear.weight": (_STATES, _STATES), "linear.bias": (_STATES,)}
        for n in range(_LAYERS):
            wanted[f"lstm.weight_ih_l{n}"] = (4 * _STATES, _STATES if n else _BANDS)
            wanted[f"lstm.weight_hh_l{n}"] = (4 * _STATES, _STATES)
            wanted[f"lstm.bias_ih_l{n}"] = wanted[f"lstm.bias_hh_l{n}"] = (4 * _STATES,)
        if any(name not in weights or weights[name].shape != wanted[name] for name in wanted):
            raise _unfit("holds another network")
        self._graph = _graph_of(weights)
        self._taper = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW)).astype("f4")

    def embed(self, sound: Samples) -> Array:
        """The voice in `sound` (at `HEARING_HZ`), shape (256,), of length one, never negative.

        Silence gives zeros.
        """
        speech = _without_silence(sound)
        if len(speech) == 0:
            return np.zeros(_STATES, np.float32)
        mean = self.encoded(self.stretches(speech)).mean(axis=0)
        return mean / max(float(np.linalg.norm(mean)), 1e-6)

    def encoded(self, stretches: Array) -> Array:
        """The embedding of each stretch, shape (n, 160, 201) → (n, 256)."""
        return self._graph.run(None, {"power": stretches})[0]

    def stretches(self, speech: Samples) -> Array:
        """Power spectra of overlapping stretches of 1.6 s, shape (n, 160, 201)."""
        hops = len(speech) / _HOP
        count = 1 + max(0, int(np.ceil((hops - _STRETCH) / _STEP)))
        if count > 1 and hops - (count - 1) * _STEP < _COVERED * _STRETCH:
            count -= 1
        frames = (count - 1) * _STEP + _STRETCH
        padded = np.zeros(frames * _HOP + _WINDOW, np.float32)
        kept = speech[: frames * _HOP]
        padded[_WINDOW // 2 :][: len(kept)] = kept
        windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP][:frames]
        power = np.square(np.abs(np.fft.rfft(windows * self._taper, axis=1))).astype(np.float32)
        return np.stack([power[n * _STEP : n * _STEP + _STRETCH] for n in range(count)])


def _graph_of(weights: Mapping[str, Array]) -> Network:
    """The encoder as a graph from "power", shape (n, 160, 201), to embeddings, shape (n, 256)."""
    onnx: Any = importlib.import_module("onnx")
    make = onnx.helper
    constants: dict[str, NDArray[Any]] = {
        "filters": mel_filters(),
        "weight": weights["linear.weight"],
        "bias": weights["linear.bias"],
        "first": np.array([0], np.int64),
        "second": np.array([1], np.int64),
    }
    nodes = [
        make.make_node("MatMul", ["power", "filters"], ["mel"]),
        make.make_node("Transpose", ["mel"], ["below0"], perm=[1, 0, 2]),
    ]
    for n in range(_LAYERS):
        biases = [_in_onnx_order(weights[f"lstm.bias_{of}_l{n}"]) for of in ("ih", "hh")]
        constants[f"w{n}"] = _in_onnx_order(weights[f"lstm.weight_ih_l{n}"])[None]
        constants[f"r{n}"] = _in_onnx_order(weights[f"lstm.weight_hh_l{n}"])[None]
        constants[f"b{n}"] = np.concatenate(biases)[None]
        given, made = [f"below{n}", f"w{n}", f"r{n}", f"b{n}"], [f"states{n}", f"last{n}"]
        nodes.append(make.make_node("LSTM", given, made, hidden_size=_STATES))
        nodes.append(make.make_node("Squeeze", [f"states{n}", "second"], [f"below{n + 1}"]))
    nodes += [
        make.make_node("Squeeze", [f"last{_LAYERS - 1}", "first"], ["last"]),
        make.make_node("Gemm", ["last", "weight", "bias"], ["raw"], transB=1),
        make.make_node("Relu", ["raw"], ["positive"]),
        make.make_node("LpNormalization", ["positive"], ["embedding"], axis=1, p=2),
    ]
    float_type = onnx.TensorProto.FLOAT
    graph = make.make_graph(
        nodes,
        "voices",
        [make.make_tensor_value_info("power", float_type, ["n", _STRETCH, _WINDOW // 2 + 1])],
        [make.make_tensor_value_info("embedding", float_type, ["n", _STATES])],
        [onnx.numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = make.make_model(graph, opset_imports=[make.make_opsetid("", 17)], ir_version=10)
    return open_network(model.SerializeToString())


def _in_onnx_order(gates: Array) -> Array:
    """PyTorch's order of gates (take, keep, new, give) as ONNX has it (take, give, keep, new)."""
    take, keep, new, give = np.split(gates, 4)
    return np.concatenate((take, give, keep, new))


def load_speaker_embedding(file: Path) -> GeneralizedEmbedding:
    """The encoder with the weights in `file`, a checkpoint as PyTorch wrote it until 2020.

    Raises:
        HearingUnavailable: there is no such file, or it is not that checkpoint.
    """
    try:
        with file.open("rb") as stream:
            return GeneralizedEmbedding(_read_weights(stream))
    except OSError as error:
        raise HearingUnavailable(
            f"The model that knows voices cannot be read from {file} ({error.strerror}).",
            "Fetch it with `samantha models fetch`, or switch enrolment off.",
        ) from error
    except (pickle.UnpicklingError, EOFError, LookupError, TypeError, ValueError, AttributeError):
        raise _unfit("is damaged") from None


def _unfit(why: str) -> HearingUnavailable:
    return HearingUnavailable(
        f"The file of the model that knows voices {why}.",
        "Remove it and fetch it again, or switch enrolment off.",
    )


class _Tensor:
    """A tensor that a checkpoint describes before its numbers come."""

    def __init__(self, storage: str, offset: int, shape: Sequence[int], *_: object) -> None:
        self.storage = storage
        self.offset = offset
        self.shape = tuple(shape)


class _Description(pickle.Unpickler):
    """Reads what a checkpoint says of its tensors, and refuses to name anything else."""

    _NAMES: Final = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _Tensor,
        ("torch", "FloatStorage"): None,
    }

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        """One of the three names that a checkpoint of plain tensors needs."""
        if (module_name, global_name) not in self._NAMES:
            raise pickle.UnpicklingError(
                f"{module_name}.{global_name} has no place in a checkpoint"
            )
        return self._NAMES[module_name, global_name]

    def persistent_load(self, pid: Any) -> str:
        """The key of the storage that a tensor's numbers lie in."""
        return str(pid[2])


def _read_weights(stream: BinaryIO) -> dict[str, Array]:
    """The tensors under "model_state".

    The file is five pickles (a magic number, a version, a system's sizes, the tree of tensors, the
    keys of their storages), then for each key the count of its numbers and these, little-endian.
    """
    for _ in range(3):
        _Description(stream).load()
    tensors: dict[str, _Tensor] = _Description(stream).load()["model_state"]
    keys: list[str] = _Description(stream).load()
    storages: dict[str, Array] = {}
    for key in keys:
        count = int.from_bytes(stream.read(8), "little")
        storages[key] = np.frombuffer(stream.read(4 * count), "<f4", count)
    return {
        name: storages[tensor.storage][tensor.offset :][: int(np.prod(tensor.shape))].reshape(
            tensor.shape
        )
        for name, tensor in tensors.items()
    }


def _without_silence(sound: Samples) -> Samples:
    """What is speech by its level, all of it equally loud."""
    hops = sound[: len(sound) // _HOP * _HOP].reshape(-1, _HOP)
    if len(hops) == 0 or not hops.any():
        return sound[:0]
    levels = 10 * np.log10(np.mean(np.square(hops), axis=1) + 1e-12)
    loud = levels > np.percentile(levels, 95) + _SILENT_DB
    kept = np.convolve(loud, np.ones(_KEPT_HOPS))[: len(hops)] > 0
    speech = hops[kept].ravel()
    level_db = 10 * np.log10(np.mean(np.square(speech)) + 1e-12)
    return speech * np.float32(10 ** ((_LEVEL_DB - level_db) / 20))


def mel_filters() -> Array:
    """40 triangles of equal area from 0 to 8 kHz, shape (201, 40), on Slaney's scale (1998).

    That scale is linear (3 mel for 200 Hz) up to 1 kHz, then logarithmic (27 mel for a factor of
    6.4).
    """
    highest_mel = 15 + 27 * math.log(HEARING_HZ / 2 / 1000) / math.log(6.4)
    mel: NDArray[np.float64] = np.linspace(0, highest_mel, _BANDS + 2)
    edges_hz: NDArray[np.float64] = np.where(
        mel < 15, mel * 200 / 3, 1000 * 6.4 ** ((mel - 15) / 27)
    )
    bins_hz = np.arange(_WINDOW // 2 + 1)[:, None] * HEARING_HZ / _WINDOW
    low, middle, high = edges_hz[:-2], edges_hz[1:-1], edges_hz[2:]
    rising, falling = (bins_hz - low) / (middle - low), (high - bins_hz) / (high - middle)
    triangles = np.maximum(0, np.minimum(rising, falling))
    return (triangles * 2 / (high - low)).astype(np.float32)
