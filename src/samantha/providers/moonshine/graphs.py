"""The three graphs of a Moonshine model, run on one thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from samantha.domain.audio import Samples
from samantha.inference.networks import Network, open_network

GRAPH_FILES: Final = (
    "encoder_model.packed.onnx",
    "decoder_model_merged.packed.first.onnx",
    "decoder_model_merged.packed.next.onnx",
)
"""The fast graphs: the encoder, the decoder's first step, its next steps."""

Scores = NDArray[np.float32]
"""One number for each token, shape (tokens,): the larger, the likelier it comes next."""
Past = Mapping[str, NDArray[np.float32]]
"""What the decoder keeps from step to step."""


@dataclass(frozen=True, slots=True)
class Thought:
    """What the encoder made of a sound: shape (1, time, width), and how many samples it heard."""

    states: NDArray[np.float32]
    samples: int


class Graphs:
    """The encoder and the two decoder graphs."""

    def __init__(self, encoder: Path, first_step: Path, next_step: Path) -> None:
        """Load them, which takes about a second.

        Raises:
            OSError: a file is missing or no graph.
        """
        self._encoder = open_network(encoder)
        self._first = open_network(first_step)
        self._next = open_network(next_step)

    def listen(self, sound: Samples) -> Thought:
        """Encode a sound."""
        inputs = {
            "input_values": sound[None, :],
            "attention_mask": np.ones((1, len(sound)), np.int64),
        }
        (states,) = _run(self._encoder, inputs).values()
        return Thought(states, len(sound))

    def begin(self, thought: Thought, tokens: Sequence[int]) -> tuple[Scores, Past]:
        """The scores after these first tokens, and what `go_on` needs."""
        return _answer(_run(self._first, _inputs(thought, tokens)))

    def go_on(self, thought: Thought, past: Past, token: int) -> tuple[Scores, Past]:
        """The scores after one more token."""
        scores, present = _answer(_run(self._next, {**_inputs(thought, (token,)), **past}))
        # What the decoder keeps of the sound itself stays as the first step made it.
        return scores, {**past, **{k: v for k, v in present.items() if ".decoder." in k}}


def _inputs(thought: Thought, tokens: Sequence[int]) -> dict[str, NDArray[Any]]:
    return {
        "input_ids": np.array([tokens], np.int64),
        "encoder_hidden_states": thought.states,
        "encoder_attention_mask": np.ones((1, thought.samples), np.int64),
    }


def _answer(outputs: Mapping[str, NDArray[np.float32]]) -> tuple[Scores, Past]:
    past = {
        name.replace("present", "past_key_values"): value
        for name, value in outputs.items()
        if name != "logits"
    }
    return outputs["logits"][0, -1], past


def _run(session: Network, inputs: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
    """Run a graph with those of the inputs that it takes."""
    names = [each.name for each in session.get_outputs()]
    wanted = {each.name: inputs[each.name] for each in session.get_inputs()}
    return dict(zip(names, session.run(names, wanted), strict=True))
