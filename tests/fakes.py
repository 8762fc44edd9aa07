"""Scripted stand-ins for the world outside, proven by the same contracts as the real ones."""

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from samantha.domain.errors import ModelBrokeOff, ModelUnavailable
from samantha.domain.language import Message, ModelIdentity, Sampling


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A scripted reply that fails before its first word."""

    message: str = "The scripted model is not there."
    remedy: str = "Take another script."


@dataclass(frozen=True, slots=True)
class BreaksOff:
    """A scripted reply that fails after `text` was said."""

    text: str
    message: str = "The scripted model broke off."
    remedy: str = "Ask again."


Line = str | Unavailable | BreaksOff
Reply = Line | Callable[[Sequence[Message]], Line]


def pieces_of(text: str) -> list[str]:
    """The pieces a scripted reply is streamed in: words with the white space before them."""
    return re.findall(r"\s*\S+(?:\s+$)?", text)


class ScriptedModel:
    """A language model that says what is written in its script, one entry a prompt.

    `replies` is a list, taken in order (a prompt after the last one is a failed test), or one
    callable that answers every prompt. An entry is the text, a callable of the messages that
    returns it, `Unavailable()` or `BreaksOff("said so far")`. A piece (a word) counts as a token.
    `delay_s` is awaited before every piece through `sleep`.

    Records `prompts`, `samplings` and `prepared`, and `stopped`: what was said of each reply
    that was closed or cancelled before its end.
    """

    def __init__(
        self,
        replies: Sequence[Reply] | Callable[[Sequence[Message]], Line],
        *,
        name: str = "Scripted 1",
        on_this_machine: bool = True,
        window_tokens: int = 4096,
        delay_s: float = 0.0,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._always = replies if callable(replies) else None
        self._left: list[Reply] = [] if callable(replies) else list(replies)
        place = "this machine, in a script" if on_this_machine else "scripted.example:443"
        self._identity = ModelIdentity(name, place, on_this_machine, window_tokens)
        self._delay_s = delay_s
        self._sleep = sleep
        self.prompts: list[tuple[Message, ...]] = []
        self.samplings: list[Sampling] = []
        self.prepared: list[tuple[Message, ...]] = []
        self.stopped: list[str] = []
        self.closed = False

    @property
    def identity(self) -> ModelIdentity:
        return self._identity

    def count_tokens(self, text: str) -> int:
        return len(pieces_of(text))

    async def prepare(self, messages: Sequence[Message]) -> None:
        self.prepared.append(tuple(messages))

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling
    ) -> AsyncGenerator[str, None]:
        self.prompts.append(tuple(messages))
        self.samplings.append(sampling)
        line = self._next_line(messages)
        if isinstance(line, Unavailable):
            raise ModelUnavailable(line.message, line.remedy)
        text = line.text if isinstance(line, BreaksOff) else line
        said = ""
        ended = False
        try:
            for piece in pieces_of(_until_stop(text, sampling.stop))[: sampling.max_tokens]:
                await self._sleep(self._delay_s)
                said += piece
                yield piece
            ended = True
        finally:
            if not ended:
                self.stopped.append(said)
        if isinstance(line, BreaksOff):
            raise ModelBrokeOff(line.message, line.remedy)

    async def aclose(self) -> None:
        self.closed = True

    def _next_line(self, messages: Sequence[Message]) -> Line:
        if self._always is not None:
            return self._always(messages)
        assert self._left, f"the script has no reply to prompt {len(self.prompts)}"
        reply = self._left.pop(0)
        return reply(messages) if callable(reply) else reply


def _until_stop(text: str, stops: Sequence[str]) -> str:
    ends = [text.index(stop) for stop in stops if stop in text]
    return text[: min(ends)] if ends else text
