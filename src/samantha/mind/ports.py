"""What the mind needs from others: a language model."""

from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

from samantha.domain.language import Message, ModelIdentity, Sampling


class LanguageModel(Protocol):
    """Anything that goes on with a conversation in words."""

    @property
    def identity(self) -> ModelIdentity:
        """Which model this is and where it runs."""
        ...

    def count_tokens(self, text: str) -> int:
        """How many tokens `text` takes; an upper estimate where the tokenizer is not at hand."""
        ...

    async def prepare(self, messages: Sequence[Message]) -> None:
        """Think ahead: evaluate `messages`, which the next prompt will begin with.

        Costs nothing to leave out and may be cancelled at any time; what was evaluated by then is
        kept. Does nothing where the model offers no such thing.
        """
        ...

    def stream(self, messages: Sequence[Message], sampling: Sampling) -> AsyncGenerator[str, None]:
        """Yield the reply to `messages` piece by piece, from the first token on.

        Closing the generator (`aclose`) or cancelling the task stops generation at once.

        Raises:
            ModelUnavailable: nothing was yielded and nothing will be.
            ModelBrokeOff: it failed after the first piece.
        """
        ...

    async def aclose(self) -> None:
        """Let go of memory and connections. Safe to call twice."""
        ...
