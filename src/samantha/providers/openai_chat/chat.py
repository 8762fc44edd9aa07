"""Any model behind a server that speaks the OpenAI chat protocol, streamed token by token."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from typing import cast

import httpx
from httpx_sse import EventSource, SSEError

from samantha.domain.departures import Departures
from samantha.domain.errors import ModelUnavailable
from samantha.domain.language import Message, ModelIdentity, Sampling
from samantha.domain.servers import ServerKind, Timeouts, is_loopback
from samantha.mind.chat_prompt import alternating, estimated_tokens
from samantha.mind.refusals import ServedModel, printable
from samantha.mind.remote_reply import (
    Delta,
    Dialect,
    Disconnected,
    Refused,
    Unreadable,
    asked_to_wait_s,
    persistently,
    retry_pause_s,
    words_of,
)
from samantha.providers.openai_chat.address import (
    checked_key,
    checked_url,
    guessed_kind,
    place_of,
    runs_elsewhere,
    trust_for,
)
from samantha.providers.openai_chat.dialect import simpler, wishes_of
from samantha.providers.openai_chat.wire import (
    ShortLines,
    beginning,
    delta_of,
    listed_models,
    said_kind,
)

_END_OF_STREAM_S = 0.25
_BAD_REQUEST = frozenset({400, 422})
_TOO_LONG = re.compile(r"context.{0,20}(length|size|window)|exceed_context", re.IGNORECASE)
_NO_SUCH_MODEL = re.compile(
    r"model.{0,200}(not found|not exist|not a valid|unknown)|model_not_found|invalid model",
    re.IGNORECASE | re.DOTALL,
)


class OpenAIChat:
    """A language model at `base_url` (".../v1"), as Ollama, llama.cpp, vLLM or a cloud serve it.

    `key` is the key itself; `kind` is guessed from the address where it is not given. `departures`
    hears of every request that leaves this machine before it does. `sleep` is awaited before the
    one retry.
    """

    def __init__(
        self,
        *,
        base_url: str,
        model: str,
        key: str | None = None,
        window_tokens: int = 8192,
        timeouts: Timeouts = Timeouts(),  # noqa: B008 (frozen)
        departures: Departures | None = None,
        kind: ServerKind | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._url = checked_url(base_url)
        self._kind = kind or guessed_kind(self._url)
        here = is_loopback(self._url.host) and not runs_elsewhere(self._kind, model)
        place = place_of(self._url)
        self._identity = ModelIdentity(model, place, here, window_tokens)
        self._served = ServedModel(printable(model), place, here)
        self._key = checked_key(key)
        self._timeouts = timeouts
        self._departures = departures
        self._sleep = sleep
        self._dialect = Dialect()
        self._opened: httpx.AsyncClient | None = None

    @property
    def identity(self) -> ModelIdentity:
        """The model's name, host and port; on this machine only behind a loopback address."""
        return self._identity

    def count_tokens(self, text: str) -> int:
        """Return an upper estimate: the server's tokenizer is not at hand."""
        return estimated_tokens(text)

    async def prepare(self, messages: Sequence[Message]) -> None:
        """Do nothing: servers keep their own cache of what they evaluated."""

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling
    ) -> AsyncGenerator[str, None]:
        """Yield the reply from its first token on; closing it closes the connection.

        Raises:
            ModelUnavailable: the server cannot be reached, refuses, is too slow or says nothing.
            ModelBrokeOff: it failed after the first piece.
        """
        prompt = alternating(messages)

        def ask(dialect: Dialect) -> AsyncGenerator[str, None]:
            deltas = self._deltas(prompt, sampling, dialect)
            return words_of(deltas, sampling, self._served, self._timeouts, dialect)

        async with aclosing(
            persistently(ask, self._dialect, self._keep_dialect, self._sleep)
        ) as words:
            async for piece in words:
                yield piece

    async def list_models(self) -> Sequence[str]:
        """Ask the server which models it has.

        Raises:
            ModelUnavailable: it cannot be reached, refuses, or gives no proper list.
        """
        await self._note_departure("a question for its models", 0)
        try:
            async with asyncio.timeout(self._timeouts.connect_s):
                response = await self._client().get("models", headers=self._headers())
        except (TimeoutError, httpx.RequestError) as error:
            raise self._served.not_reached() from error
        self._kind = said_kind(response.headers) or self._kind
        if response.status_code != 200:
            raise self._served.refused(response.status_code)
        try:
            return listed_models(response.text)
        except Unreadable:
            raise self._served.not_the_protocol() from None

    async def aclose(self) -> None:
        """Close all connections."""
        client, self._opened = self._opened, None
        if client is not None:
            await client.aclose()

    # -- one request ------------------------------------------------------------------------------

    async def _deltas(
        self, prompt: Sequence[Message], sampling: Sampling, dialect: Dialect
    ) -> AsyncGenerator[Delta, None]:
        """Ask once and read events until the reply ends; each token is due in its own time."""
        now = asyncio.get_running_loop().time
        try:
            async with (
                self._response(prompt, sampling, dialect) as (response, first_token_due),
                aclosing(EventSource(response).aiter_sse()) as events,
            ):
                deadline = first_token_due
                finished = False
                while not finished:
                    try:
                        async with asyncio.timeout_at(deadline):
                            event = await anext(events)
                    except StopAsyncIteration:
                        return
                    delta = delta_of(event.data)
                    if delta.alive:
                        deadline = now() + self._timeouts.between_tokens_s
                    finished = delta.finish is not None
                    yield delta
                # Only a response read to its end leaves a connection that can be used again.
                with suppress(TimeoutError, httpx.RequestError, Unreadable):
                    async with asyncio.timeout(_END_OF_STREAM_S):
                        async for _ in events:
                            pass
        except (SSEError, httpx.DecodingError):
            raise Unreadable from None
        except httpx.RequestError as error:
            raise Disconnected(retry=not isinstance(error, httpx.TimeoutException)) from error

    @asynccontextmanager
    async def _response(
        self, prompt: Sequence[Message], sampling: Sampling, dialect: Dialect
    ) -> AsyncGenerator[tuple[httpx.Response, float], None]:
        """Send the prompt; the response, and the time by which its first token is due."""
        body = {
            "model": self._identity.name,
            "messages": [{"role": str(m.role), "content": m.content} for m in prompt],
            "stream": True,
        }
        wishes = wishes_of(sampling, self._kind, dialect)
        content = json.dumps({**body, **wishes}, ensure_ascii=False).encode("utf-8", "replace")
        await self._note_departure("a prompt", len(content))
        request = self._client().build_request(
            "POST", "chat/completions", content=content, headers=self._headers()
        )
        deadline = asyncio.get_running_loop().time() + self._timeouts.first_token_s
        async with asyncio.timeout_at(deadline):
            response = await self._client().send(request, stream=True)
        try:
            self._kind = said_kind(response.headers) or self._kind
            if response.status_code != 200:
                raise await self._refusal(response, wishes.keys(), dialect)
            response.stream = ShortLines(cast("httpx.AsyncByteStream", response.stream))
            yield response, deadline
        finally:
            await response.aclose()

    async def _refusal(
        self, response: httpx.Response, sent: Collection[str], dialect: Dialect
    ) -> Refused:
        """What an unsuccessful response means, and what may be tried."""
        status = response.status_code
        said = await beginning(response)
        if status in _BAD_REQUEST:
            if _TOO_LONG.search(said):
                return Refused(self._served.too_long())
            less = simpler(said, sent, dialect)
            if less is not None:
                return Refused(self._served.refused(status), dialect=less)
        if status == 404 or (status in _BAD_REQUEST and _NO_SUCH_MODEL.search(said)):
            return Refused(await self._no_such_model(status))
        asked_s = asked_to_wait_s(response.headers)
        return Refused(
            self._served.refused(status, asked_s), retry_in_s=retry_pause_s(status, asked_s)
        )

    async def _no_such_model(self, status: int) -> ModelUnavailable:
        try:
            names = await self.list_models()
        except ModelUnavailable:
            return self._served.unknown_model(())
        if self._identity.name in names:
            return self._served.refused(status)
        return self._served.unknown_model(names)

    def _keep_dialect(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def _headers(self) -> Mapping[str, str]:
        # Compressed events would wait in the server until a block is full.
        headers = {"accept-encoding": "identity", "content-type": "application/json"}
        if self._key is not None:
            headers["authorization"] = f"Bearer {self._key}"
        return headers

    def _client(self) -> httpx.AsyncClient:
        if self._opened is None:
            self._opened = httpx.AsyncClient(
                base_url=self._url,
                timeout=httpx.Timeout(None, connect=self._timeouts.connect_s),
                verify=trust_for(self._url),
                # A proxy from the environment would carry what is said on this machine off it.
                trust_env=not is_loopback(self._url.host),
            )
        return self._opened

    async def _note_departure(self, what: str, bytes_out: int) -> None:
        if self._departures is not None and not self._identity.on_this_machine:
            await self._departures.record(self._identity.place, what, bytes_out)
