"""A language model that is given up when it keeps one waiting: in talk, silence is a failure."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from samantha.domain.errors import ModelBrokeOff, ModelUnavailable
from samantha.domain.language import Message, ModelIdentity, Sampling
from samantha.mind.ports import LanguageModel


class Timely:
    """A `LanguageModel` whose first word comes within `first_s`, and each later one in `next_s`."""

    def __init__(self, model: LanguageModel, *, first_s: float = 8.0, next_s: float = 5.0) -> None:
        self._model = model
        self._first_s = first_s
        self._next_s = next_s

    @property
    def identity(self) -> ModelIdentity:
        """Which model this is and where it runs."""
        return self._model.identity

    def count_tokens(self, text: str) -> int:
        """How many tokens `text` takes."""
        return self._model.count_tokens(text)

    async def prepare(self, messages: Sequence[Message]) -> None:
        """Think ahead, for as long as that takes."""
        await self._model.prepare(messages)

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling
    ) -> AsyncGenerator[str, None]:
        """Yield the reply as the model does.

        Raises:
            ModelUnavailable: as the model does, and when its first word does not come in time.
            ModelBrokeOff: as the model does, and when a later word does not come in time.
        """
        async with aclosing(self._model.stream(messages, sampling)) as pieces:
            try:
                async with asyncio.timeout(self._first_s):
                    piece = await anext(pieces, None)
            except TimeoutError:
                raise ModelUnavailable(
                    "My model keeps me waiting just now.",
                    f"{self.identity.name} gave none within {self._first_s:g} seconds;"
                    " say it again, or choose a quicker model (`samantha models`).",
                ) from None
            while piece is not None:
                yield piece
                try:
                    async with asyncio.timeout(self._next_s):
                        piece = await anext(pieces, None)
                except TimeoutError:
                    raise ModelBrokeOff(
                        f"{self.identity.name} fell silent in the middle of a sentence.",
                        "Ask again; if it happens often, run `samantha doctor`.",
                    ) from None

    async def aclose(self) -> None:
        """Let go of the model."""
        await self._model.aclose()
