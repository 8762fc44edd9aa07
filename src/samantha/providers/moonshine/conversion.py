"""The published graphs made fast, once: `.ort` files become plain ONNX on bytes, beside them.

The published files keep their weights as bytes and turn them back to floats inside the graph, at
every decoder step, and the decoder is one `If` of a first and a next step. Here everything that is
constant is computed once, the two steps become two graphs, and the matrix products are done on
bytes. That is five to seven times faster, with the same words.
"""

import importlib
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from samantha.domain.audio import HEARING_HZ
from samantha.domain.errors import HearingUnavailable
from samantha.inference.quantizing import make_beside, read_model, write_on_bytes
from samantha.providers.moonshine.graphs import GRAPH_FILES, Graphs

ENCODER: Final = "encoder_model.ort"
DECODER: Final = "decoder_model_merged.ort"

log = logging.getLogger(__name__)


def make_fast(folder: Path) -> Path:
    """Make the fast graphs of the model in `folder` unless they are there; return `folder`.

    Takes some ten seconds and at most 140 MB of disk space. Several processes may do it at once.

    Raises:
        HearingUnavailable: the model's files are missing or cannot be converted.
    """
    sources = [folder / ENCODER, folder / DECODER]
    if not all(source.is_file() for source in sources):
        raise HearingUnavailable(
            f"The recognizer's files are missing from {folder}.",
            "Fetch them with `samantha models fetch`.",
        )

    def make(scratch: Sequence[Path]) -> None:
        _convert(*sources, *scratch)
        _try_out(Graphs(*scratch))

    try:
        make_beside(sources, [folder / name for name in GRAPH_FILES], make)
    except Exception as error:  # onnxruntime's own errors have no class in common
        log.warning("the recognizer could not be converted: %s", error)
        raise HearingUnavailable(
            f"The recognizer in {folder} could not be made ready ({type(error).__name__}).",
            "Free 200 MB of disk space; if that was not it, remove the model with `samantha models"
            " remove` and fetch it again.",
        ) from error
    return folder


def _convert(
    encoder_source: Path, decoder_source: Path, encoder: Path, first_step: Path, next_step: Path
) -> None:
    model = _opened(encoder_source, encoder)
    write_on_bytes(model, model.graph, encoder)
    model = _opened(decoder_source, first_step)
    branches = _branches(model.graph)
    write_on_bytes(model, branches["else_branch"], first_step)
    write_on_bytes(model, branches["then_branch"], next_step)


def _opened(source: Path, scratch: Path) -> Any:
    """The graph of an `.ort` file as an ordinary ONNX model, by way of `scratch`."""
    ort: Any = importlib.import_module("onnxruntime")
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.optimized_model_filepath = str(scratch)
    options.add_session_config_entry("session.save_model_format", "ONNX")
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    ort.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])
    return read_model(scratch)


def _branches(graph: Any) -> Mapping[str, Any]:
    """The branches of the graph's one `If`, each made a whole graph, by name."""
    (choice,) = (node for node in graph.node if node.op_type == "If")
    branches: dict[str, Any] = {}
    for attribute in choice.attribute:
        whole = type(graph)()
        whole.CopyFrom(graph)
        whole.initializer.extend(attribute.g.initializer)
        whole.node.remove(choice)
        whole.node.extend(attribute.g.node)
        branches[attribute.name] = whole
    return branches


def _try_out(graphs: Graphs) -> None:
    """Run the graphs over a second of a tone.

    Raises:
        ValueError: what they say is not finite, or of another shape than scores of tokens.
    """
    moments_s = np.arange(HEARING_HZ, dtype=np.float32) / HEARING_HZ
    thought = graphs.listen(np.float32(0.1) * np.sin(np.float32(2 * np.pi * 220) * moments_s))
    scores, past = graphs.begin(thought, (1,))
    for each in (scores, graphs.go_on(thought, past, int(scores.argmax()))[0]):
        if each.ndim != 1 or not np.isfinite(each).all():
            raise ValueError("the converted graphs do not work")
