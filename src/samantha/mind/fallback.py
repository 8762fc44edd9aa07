"""She keeps her word to answer: where the chosen model fails, the other one speaks."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing

from samantha.domain.clock import Clock
from samantha.domain.errors import ModelUnavailable, SamanthaError
from samantha.domain.language import Message, ModelIdentity, Role, Sampling
from samantha.mind.ports import LanguageModel

_TOKENS_AROUND_A_MESSAGE = 8


class Steadfast:
    """The chosen model, and another one for when the chosen one has not one word.

    `other` loads the other model when it is first needed. `last_failure` holds one sentence about
    the chosen model's failure until it is told (`tell_failure`); a failure that goes on is told
    once. After a failure the chosen model is left alone for `rest_s`, or as long as it asked for,
    so that a dead server does not cost its time-out at every turn; without a `clock` it is asked
    every time.
    """

    def __init__(
        self,
        chosen: LanguageModel,
        other: Callable[[], Awaitable[LanguageModel]] | None = None,
        *,
        clock: Clock | None = None,
        rest_s: float = 60.0,
    ) -> None:
        self._chosen = chosen
        self._load_other = other
        self._loading = asyncio.Lock()
        self._other: LanguageModel | None = None
        self._speaking = chosen
        self._clock = clock
        self._rest_s = rest_s
        self._failure: ModelUnavailable | None = None
        self._resting_until_s = 0.0
        self.last_failure: str | None = None

    @property
    def identity(self) -> ModelIdentity:
        """Which model spoke last; the chosen one before the first reply."""
        return self._speaking.identity

    def count_tokens(self, text: str) -> int:
        """Return how many tokens `text` takes in the model that spoke last."""
        return self._speaking.count_tokens(text)

    async def prepare(self, messages: Sequence[Message]) -> None:
        """Let the model think ahead that spoke last."""
        await self._speaking.prepare(messages)

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling
    ) -> AsyncGenerator[str, None]:
        """Yield the chosen model's reply, or the other one's where it has none.

        Raises:
            ModelUnavailable: neither of them has a word.
            ModelBrokeOff: the one that speaks failed after its first piece.
        """
        failure = self._failure if self._resting() else None
        if failure is None:
            try:
                async with aclosing(self._chosen.stream(messages, sampling)) as reply:
                    async for piece in reply:
                        self._speaking = self._chosen
                        self._failure = None
                        yield piece
            except ModelUnavailable as error:
                failure = error
                self._remember(error)
            else:
                return
        other = await self._other_instead_of(failure)
        fitting = _fitting(messages, sampling, other)
        async with aclosing(other.stream(fitting, sampling)) as reply:
            async for piece in reply:
                self._speaking = other
                yield piece

    def tell_failure(self) -> str | None:
        """Return `last_failure` and forget it: it is told once."""
        told, self.last_failure = self.last_failure, None
        return told

    async def aclose(self) -> None:
        """Let go of both models."""
        try:
            await self._chosen.aclose()
        finally:
            if self._other is not None:
                await self._other.aclose()

    def _resting(self) -> bool:
        can_rest = self._clock is not None and self._load_other is not None
        return can_rest and self._now_s() < self._resting_until_s

    def _now_s(self) -> float:
        return self._clock.monotonic_s() if self._clock is not None else 0.0

    def _remember(self, error: ModelUnavailable) -> None:
        if self._failure is None or self._failure.message != error.message:
            self.last_failure = error.message
        self._failure = error
        self._resting_until_s = self._now_s() + max(self._rest_s, error.retry_after_s or 0.0)

    async def _other_instead_of(self, failure: ModelUnavailable) -> LanguageModel:
        if self._load_other is None:
            raise failure
        async with self._loading:
            if self._other is None:
                try:
                    self._other = await self._load_other()
                except SamanthaError as error:
                    raise failure from error
            return self._other


def _fitting(
    messages: Sequence[Message], sampling: Sampling, model: LanguageModel
) -> Sequence[Message]:
    """The system messages at the front and as many of the last ones as the model's window holds."""
    head = 0
    while head < len(messages) and messages[head].role is Role.SYSTEM:
        head += 1
    costs = [model.count_tokens(m.content) + _TOKENS_AROUND_A_MESSAGE for m in messages]
    left = model.identity.window_tokens - sampling.max_tokens - sum(costs[:head])
    first = len(messages)
    while first > head and (costs[first - 1] <= left or first == len(messages)):
        first -= 1
        left -= costs[first]
    return [*messages[:head], *messages[first:]]
