"""Networks made fast, once: what is constant is computed, and matrix products are done on bytes.

Published networks often keep their weights as bytes and turn them back into floats when they are
loaded, or at every step. Here the weights stay bytes, one scale a column, and what is multiplied
with them is brought to bytes on the way (onnxruntime's dynamic quantization).
"""

import importlib
import logging
import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_QUANTISED: Final = ("MatMul", "Gather")


def make_beside(
    sources: Sequence[Path], made: Sequence[Path], make: Callable[[Sequence[Path]], None]
) -> None:
    """Have `make` write the files `made` from `sources`, unless they are there and no older.

    `make` is given other names to write to, and tries what it wrote; only then do all take their
    places. Several processes may do it at once. What `make` raises is raised, and leaves no file.
    """
    newest_s = max(source.stat().st_mtime for source in sources)
    if all(file.is_file() and file.stat().st_mtime >= newest_s for file in made):
        return
    scratch = [file.with_name(f".{os.getpid()}.{file.name}") for file in made]
    try:
        make(scratch)
        for ready, file in zip(scratch, made, strict=True):
            ready.replace(file)
    finally:
        for ready in scratch:
            ready.unlink(missing_ok=True)


def read_model(file: Path) -> Any:
    """The ONNX message in `file`.

    Raises:
        OSError: it is missing or none.
    """
    try:
        return importlib.import_module("onnx").load(str(file))
    except Exception as error:  # protobuf's own errors have no class in common
        raise OSError(f"{file} is no network") from error


def write_on_bytes(model: Any, graph: Any, file: Path) -> None:
    """Write `graph` as a model like `model`: constants computed, matrix products on bytes.

    Both are ONNX messages.

    Raises:
        OSError: it cannot be done, or not be written.
    """
    whole = type(model)()
    whole.CopyFrom(model)
    whole.graph.CopyFrom(graph)
    try:
        _compute_constants(whole.graph)
        del whole.graph.value_info[:]
        _save(whole, file)
    except Exception as error:  # onnxruntime's own errors have no class in common
        raise OSError(f"{file.name} cannot be made: {error}") from error


def _save(model: Any, file: Path) -> None:
    quantization: Any = importlib.import_module("onnxruntime.quantization")
    # Says that what the quantiser's own preparation would do is done; it warns otherwise.
    model.metadata_props.add(key="onnx.quant.pre_process", value="onnxruntime.quant")
    if any(node.op_type == "DynamicQuantizeMatMul" for node in model.graph.node):
        importlib.import_module("onnx").save(model, str(file))
        return
    with _root_log_untouched():
        quantization.quantize_dynamic(
            model,
            str(file),
            op_types_to_quantize=list(_QUANTISED),
            per_channel=True,
            reduce_range=_sums_may_overflow(),
            extra_options={"MatMulConstBOnly": True},
        )


@contextmanager
def _root_log_untouched() -> Generator[None, None, None]:
    """The quantiser logs by the root, which would have all that is logged printed from then on."""
    root, silent = logging.getLogger(), logging.NullHandler()
    root.addHandler(silent)
    try:
        yield
    finally:
        root.removeHandler(silent)


def _compute_constants(graph: Any) -> None:
    """Replace what depends on constants alone by its value, and drop what nobody asks for."""
    numpy_helper: Any = importlib.import_module("onnx.numpy_helper")
    constants = {each.name: each for each in graph.initializer}
    kept: list[Any] = []
    for node in graph.node:
        compute = _COMPUTE.get(node.op_type)
        if compute is None or not all(name in constants for name in node.input):
            kept.append(node)
            continue
        values = [numpy_helper.to_array(constants[name]) for name in node.input]
        value = np.ascontiguousarray(compute(node, values))
        constants[node.output[0]] = numpy_helper.from_array(value, node.output[0])
    wanted = {output.name for output in graph.output}
    asked: list[Any] = []
    for node in reversed(kept):
        if wanted.intersection(node.output):
            wanted.update(node.input)
            asked.append(node)
    inputs = [each for each in graph.input if each.name in wanted]
    del graph.node[:], graph.input[:], graph.initializer[:]
    graph.node.extend(reversed(asked))
    graph.input.extend(inputs)
    graph.initializer.extend(each for name, each in constants.items() if name in wanted)


def _cast(node: Any, values: Sequence[NDArray[Any]]) -> NDArray[Any]:
    helper: Any = importlib.import_module("onnx.helper")
    return values[0].astype(helper.tensor_dtype_to_np_dtype(node.attribute[0].i))


def _transpose(node: Any, values: Sequence[NDArray[Any]]) -> NDArray[Any]:
    order = list(node.attribute[0].ints) if node.attribute else None
    return np.transpose(values[0], order)


_COMPUTE: Final[Mapping[str, Callable[[Any, Sequence[NDArray[Any]]], NDArray[Any]]]] = {
    "Cast": _cast,
    "Transpose": _transpose,
    "Add": lambda _, values: values[0] + values[1],
    "Sub": lambda _, values: values[0] - values[1],
    "Mul": lambda _, values: values[0] * values[1],
}


def _sums_may_overflow() -> bool:
    """Whether this processor adds products of bytes in 16 bits: then weights keep to 7 bits.

    x86 without the VNNI instructions does so; reading `/proc` tells, and no answer means the worst.
    """
    if os.uname().machine not in {"x86_64", "AMD64"}:
        return False
    try:
        return "vnni" not in Path("/proc/cpuinfo").read_text(encoding="ascii", errors="ignore")
    except OSError:
        return True
