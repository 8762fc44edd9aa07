"""What goes into a language model and what it says of itself."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The part a message plays, as the chat protocols name it."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is drawn.

    `temperature` ≥ 0 (0 is greedy), `top_p` and `min_p` in [0, 1], `repeat_penalty` ≥ 1 over the
    last `repeat_window` tokens, `seed` None draws a new one each time, `stop` strings end the reply
    and are not part of it. `avoid` are phrases that must not come about as they stand; a model
    that cannot be steered so ignores them.
    """

    temperature: float = 0.7
    top_p: float = 0.9
    min_p: float = 0.05
    repeat_penalty: float = 1.1
    repeat_window: int = 96
    max_tokens: int = 120
    seed: int | None = None
    stop: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    manner: float = 1.0
    """How much of a manner that the model was trained in colours its words, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model this is, as it can be said truthfully."""

    name: str
    """As its makers name it, with size and quantisation where known."""
    place: str
    """Where it runs: "this machine, in my own process" or a host and port."""
    on_this_machine: bool
    window_tokens: int
    """How many tokens prompt and reply may have together."""
    trained_manner: bool = False
    """Whether its weights were trained on her lines, so that the prompt need not show them."""
