"""An HTTP server in the test's own loop that answers as a script says, faults included."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

EVENTS = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    content: bytes

    @property
    def fields(self) -> dict[str, Any]:
        """The request's JSON."""
        return json.loads(self.content)


class Answer:
    """What a step of the script writes to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def raw(self, content: bytes | str) -> None:
        """Send bytes as they are."""
        self._writer.write(content.encode() if isinstance(content, str) else content)
        await self._writer.drain()

    async def chunk(self, content: bytes | str) -> None:
        """Send one chunk of a chunked body."""
        octets = content.encode() if isinstance(content, str) else content
        await self.raw(f"{len(octets):x}\r\n".encode() + octets + b"\r\n")

    async def end(self) -> None:
        """End a chunked body as it should be."""
        await self.raw(b"0\r\n\r\n")

    async def hang_up(self) -> None:
        """Wait until the client closes the connection, which ends the answer."""
        while await self._reader.read(1 << 16):
            pass
        raise ConnectionResetError

    def reset(self) -> None:
        """Tear the connection down."""
        self._writer.transport.abort()


Step = Callable[[Answer], Awaitable[None]]


class FaultyServer:
    """Answers each POST with the next step of the script and each GET with a list of models
    (or as `listing` does).

    `asked` are the POSTs, `looked_up` the number of GETs, `connections` how often a client
    connected; `answering` says that an answer is not finished, `came` is set when a POST has come,
    `left` when a client closed its connection in the middle of an answer.
    """

    def __init__(
        self,
        *script: Step,
        models: Sequence[str] = ("small", "large"),
        listing: Step | None = None,
    ) -> None:
        self._script = list(script)
        listed = {"object": "list", "data": [{"id": name} for name in models]}
        self._list_models = listing or status(200, json.dumps(listed))
        self._server: asyncio.Server | None = None
        self._answering: set[asyncio.Task[None]] = set()
        self.asked: list[Asked] = []
        self.looked_up = 0
        self.connections = 0
        self.answering = False
        self.came = asyncio.Event()
        self.left = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        for answering in self._answering:
            answering.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)

    @property
    def port(self) -> int:
        """The port it listens at."""
        assert self._server is not None
        return self._server.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        """Its address, without a path."""
        return f"http://127.0.0.1:{self.port}"

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        answering = asyncio.current_task()
        assert answering is not None
        self._answering.add(answering)
        try:
            # The server cancels its answers itself, when the test is over.
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while True:
                    await self._answer(reader, writer)
        finally:
            self._answering.discard(answering)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await _request(reader)
        answer = Answer(reader, writer)
        if asked.method == "GET":
            self.looked_up += 1
            await self._list_models(answer)
            return
        self.asked.append(asked)
        self.came.set()
        step = self._script.pop(0) if self._script else status(599)
        self.answering = True
        try:
            await step(answer)
            self.answering = False
        except ConnectionError:
            self.left.set()
            raise


async def _request(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip().split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {
        name.lower(): value.strip() for name, _, value in (at.partition(":") for at in lines)
    }
    content = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, path, headers, content)


# -- steps that every protocol knows --------------------------------------------------------------


def status(code: int, content: str = "{}", headers: str = "") -> Step:
    """Answer with an HTTP status and a JSON text."""

    async def step(answer: Answer) -> None:
        octets = content.encode()
        await answer.raw(
            f"HTTP/1.1 {code} Whatever\r\ncontent-type: application/json\r\n{headers}"
            f"content-length: {len(octets)}\r\n\r\n"
        )
        await answer.raw(octets)

    return step


def stream(*chunks: bytes | str, ends: bool = True) -> Step:
    """Answer with an event stream of these chunks; without `ends` the connection is cut."""

    async def step(answer: Answer) -> None:
        await answer.raw(EVENTS)
        for chunk in chunks:
            await answer.chunk(chunk)
            await asyncio.sleep(0)
        if ends:
            await answer.end()
        else:
            answer.reset()

    return step


async def reset(answer: Answer) -> None:
    """Close the connection without a word."""
    answer.reset()


async def silence(answer: Answer) -> None:
    """Say nothing until the client goes."""
    await answer.hang_up()


# -- the OpenAI protocol --------------------------------------------------------------------------

DONE = "data: [DONE]\n\n"


def event(delta: Mapping[str, object], finish: str | None = None) -> str:
    """One event of a chat."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps({'choices': [choice]}, ensure_ascii=False)}\n\n"


def words(*pieces: str) -> list[str]:
    """The events of a reply in these pieces, without its end."""
    opening = event({"role": "assistant", "content": None})
    return [opening, *(event({"content": piece}) for piece in pieces)]


def reply(*pieces: str, finish: str = "stop") -> Step:
    """A whole good reply."""
    return stream(*words(*pieces), event({}, finish), DONE)
