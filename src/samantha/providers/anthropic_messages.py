"""Anthropic's models through their own protocol; needs the extra `samantha[anthropic]`."""

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from samantha.domain.departures import Departures
from samantha.domain.errors import SettingsInvalid
from samantha.domain.language import Message, ModelIdentity, Role, Sampling
from samantha.domain.servers import Timeouts, is_loopback
from samantha.mind.chat_prompt import alternating, estimated_tokens
from samantha.mind.refusals import ServedModel, printable
from samantha.mind.remote_reply import (
    Delta,
    Dialect,
    Disconnected,
    Finish,
    Refused,
    ServerFailed,
    Unreadable,
    asked_to_wait_s,
    persistently,
    retry_pause_s,
    words_of,
)

if TYPE_CHECKING:
    import anthropic
    from anthropic.types import MessageParam, RawMessageStreamEvent, TextBlockParam

ADDRESS = "https://api.anthropic.com"

_END_OF_STREAM_S = 0.25
_MODELS_ASKED_FOR = 20
_FAILURES_WITHIN: Mapping[str, int] = {"overloaded_error": 529, "rate_limit_error": 429}
"""The status that a failure reported inside the stream stands for; any other is a 500."""
_MAY_BE_LEFT_OUT = ("temperature", "thinking")
_TOO_LONG = re.compile(r"prompt is too long|context (window|limit)", re.IGNORECASE)


class AnthropicMessages:
    """A language model at Anthropic, or at `base_url` where something speaks its protocol.

    The first system message is marked to be cached by the server: it is the part of the prompt that
    stays. `departures` hears of every request that leaves this machine before it does. `sleep` is
    awaited before the one retry.

    Raises:
        SettingsInvalid: the extra is not installed, or the address or the key cannot be one.
    """

    def __init__(
        self,
        *,
        model: str,
        key: str,
        base_url: str = ADDRESS,
        window_tokens: int = 100_000,
        timeouts: Timeouts = Timeouts(),  # noqa: B008 (frozen)
        departures: Departures | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._sdk = _sdk()
        self._base_url = base_url
        self._key = _checked_key(key)
        place, here = _place(base_url)
        self._identity = ModelIdentity(model, place, here, window_tokens)
        self._served = ServedModel(printable(model), place, here)
        self._timeouts = timeouts
        self._departures = departures
        self._sleep = sleep
        self._dialect = Dialect()
        self._opened: anthropic.AsyncAnthropic | None = None

    @property
    def identity(self) -> ModelIdentity:
        """The model's name and where its server is."""
        return self._identity

    def count_tokens(self, text: str) -> int:
        """Return an upper estimate: the server's tokenizer is not at hand."""
        return estimated_tokens(text)

    async def prepare(self, messages: Sequence[Message]) -> None:
        """Do nothing: the server's cache fills with the first prompt, and asking costs money."""

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling
    ) -> AsyncGenerator[str, None]:
        """Yield the reply from its first token on; closing it closes the connection.

        Raises:
            ModelUnavailable: the server cannot be reached, refuses, is too slow or says nothing.
            ModelBrokeOff: it failed after the first piece.
        """

        def ask(dialect: Dialect) -> AsyncGenerator[str, None]:
            deltas = self._deltas(messages, sampling, dialect)
            return words_of(deltas, sampling, self._served, self._timeouts, dialect)

        async with aclosing(
            persistently(ask, self._dialect, self._keep_dialect, self._sleep)
        ) as words:
            async for piece in words:
                yield piece

    async def aclose(self) -> None:
        """Close all connections."""
        client, self._opened = self._opened, None
        if client is not None:
            await client.close()

    # -- one request ------------------------------------------------------------------------------

    async def _deltas(
        self, messages: Sequence[Message], sampling: Sampling, dialect: Dialect
    ) -> AsyncGenerator[Delta, None]:
        """Ask once and read events until the reply ends; each token is due in its own time."""
        now = asyncio.get_running_loop().time
        try:
            deadline = now() + self._timeouts.first_token_s
            async with asyncio.timeout_at(deadline):
                stream = await self._asked(messages, sampling, dialect)
            async with stream:
                events = aiter(stream)
                finished = False
                while not finished:
                    async with asyncio.timeout_at(deadline):
                        delta = await _next_delta(events)
                    if delta is None:
                        return
                    if delta.alive:
                        deadline = now() + self._timeouts.between_tokens_s
                    finished = delta.finish is not None
                    yield delta
                # Only a response read to its end leaves a connection that can be used again.
                with suppress(TimeoutError, Unreadable, _transport().RequestError):
                    async with asyncio.timeout(_END_OF_STREAM_S):
                        while await _next_delta(events):
                            pass
        except self._sdk.APIStatusError as error:
            said = str(error.body)
            within = [status for kind, status in _FAILURES_WITHIN.items() if kind in said]
            raise ServerFailed(within[0] if within else 500) from None
        except (self._sdk.APIConnectionError, _transport().RequestError) as error:
            raise Disconnected(retry=not isinstance(error, self._sdk.APITimeoutError)) from None

    async def _asked(
        self, messages: Sequence[Message], sampling: Sampling, dialect: Dialect
    ) -> "anthropic.AsyncStream[RawMessageStreamEvent]":
        system, turns = _prompt(messages)
        sent_bytes = sum(len(message.content.encode("utf-8", "replace")) for message in messages)
        await self._note_departure("a prompt", sent_bytes)
        try:
            return await self._client().messages.create(
                model=self._identity.name,
                max_tokens=sampling.max_tokens + dialect.room_for_thoughts,
                system=system or self._sdk.omit,
                messages=turns,
                # Stop strings of white space alone are refused by the server and heeded here.
                stop_sequences=[stop for stop in sampling.stop if stop.strip()],
                stream=True,
                extra_body=_wishes(sampling, dialect),
            )
        except self._sdk.APIStatusError as error:
            raise await self._refusal(error, dialect) from None

    async def _refusal(self, error: "anthropic.APIStatusError", dialect: Dialect) -> Refused:
        """What an unsuccessful answer means, and what may be tried."""
        status = error.status_code
        said = str(error.body)
        if status == 400:
            if _TOO_LONG.search(said):
                return Refused(self._served.too_long())
            named = {wish for wish in _MAY_BE_LEFT_OUT if re.search(rf"\b{wish}\b", said)}
            if named - dialect.left_out:
                less = replace(dialect, left_out=dialect.left_out | named)
                return Refused(self._served.refused(status), dialect=less)
        if status == 404:
            return Refused(self._served.unknown_model(await self._models()))
        asked_s = asked_to_wait_s(error.response.headers)
        return Refused(
            self._served.refused(status, asked_s), retry_in_s=retry_pause_s(status, asked_s)
        )

    async def _models(self) -> Sequence[str]:
        await self._note_departure("a question for its models", 0)
        try:
            async with asyncio.timeout(self._timeouts.connect_s):
                page = await self._client().models.list(limit=_MODELS_ASKED_FOR)
        except (TimeoutError, ValueError, self._sdk.APIError):
            return ()
        return [model.id for model in page.data]

    def _keep_dialect(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def _client(self) -> "anthropic.AsyncAnthropic":
        if self._opened is None:
            # At its most talkative this logger writes down whole prompts.
            logging.getLogger("anthropic").setLevel(logging.WARNING)
            self._opened = self._sdk.AsyncAnthropic(
                api_key=self._key,
                base_url=self._base_url,
                max_retries=0,
                timeout=self._sdk.Timeout(None, connect=self._timeouts.connect_s),
                http_client=self._sdk.DefaultAsyncHttpxClient(
                    trust_env=not self._identity.on_this_machine
                ),
            )
        return self._opened

    async def _note_departure(self, what: str, bytes_out: int) -> None:
        if self._departures is not None and not self._identity.on_this_machine:
            await self._departures.record(self._identity.place, what, bytes_out)


def _prompt(
    messages: Sequence[Message],
) -> tuple[list["TextBlockParam"], list["MessageParam"]]:
    """System blocks, the first one marked to be cached, and the turns in alternation."""
    head = 0
    while head < len(messages) and messages[head].role is Role.SYSTEM:
        head += 1
    system: list[TextBlockParam] = [
        {"type": "text", "text": message.content}
        for message in messages[:head]
        if message.content.strip()
    ]
    if system:
        system[0]["cache_control"] = {"type": "ephemeral"}
    turns = [_turn(message) for message in alternating(messages[head:])]
    return system, turns


def _turn(message: Message) -> "MessageParam":
    if message.role is Role.ASSISTANT:
        return {"role": "assistant", "content": message.content}
    return {"role": "user", "content": message.content}


def _wishes(sampling: Sampling, dialect: Dialect) -> Mapping[str, object]:
    """What some models take and others refuse."""
    wishes: dict[str, object] = {
        "temperature": min(1.0, sampling.temperature),
        "thinking": {"type": "disabled"},
    }
    return {wish: value for wish, value in wishes.items() if wish not in dialect.left_out}


async def _next_delta(events: "AsyncIterator[RawMessageStreamEvent]") -> Delta | None:
    """The next delta, None at the end of the stream."""
    try:
        event = await anext(events, None)
        return None if event is None else _delta_of(event)
    except (ValueError, AttributeError, TypeError):
        # What the client library makes of events that are not the protocol's.
        raise Unreadable from None


def _delta_of(event: "RawMessageStreamEvent") -> Delta:
    match event.type:
        case "content_block_delta":
            text = event.delta.text if event.delta.type == "text_delta" else ""
            return Delta(text, alive=True)
        case "message_delta" if event.delta.stop_reason == "max_tokens":
            return Delta(finish=Finish.CUT_SHORT)
        case "message_delta" if event.delta.stop_reason is not None:
            return Delta(finish=Finish.DONE)
        case _:
            return Delta()


def _place(base_url: str) -> tuple[str, bool]:
    try:
        parts = urlsplit(base_url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        raise SettingsInvalid(
            "The model server's address is not one.", f"Leave it out, or write it like {ADDRESS}."
        )
    usual = 443 if parts.scheme == "https" else 80
    return f"{host}:{port or usual}", is_loopback(host)


def _checked_key(key: str) -> str:
    clean = key.strip()
    if not (clean and clean.isascii() and clean.isprintable()):
        raise SettingsInvalid(
            "Anthropic's models need a key, and what is given is none.",
            "Name one by `key`, as `env:NAME` or `keyring:NAME`.",
        )
    return clean


def _sdk():
    try:
        import anthropic  # noqa: PLC0415
    except ImportError:
        raise SettingsInvalid(
            "The client for Anthropic's models is not installed.",
            "Install it with `pip install 'samantha[anthropic]'`, or choose another model.",
        ) from None
    return anthropic


def _transport():
    import httpx2  # noqa: PLC0415

    return httpx2
