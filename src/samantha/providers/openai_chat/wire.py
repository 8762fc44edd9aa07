"""What an OpenAI-protocol server says on the wire, read with suspicion."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from typing import cast

import httpx

from samantha.domain.servers import ServerKind
from samantha.mind.remote_reply import Delta, Finish, ServerFailed, Unreadable

_LONGEST_LINE_BYTES = 1 << 20
_LONGEST_ERROR_BYTES = 1 << 16
_ERROR_TEXT_S = 2.0


class ShortLines(httpx.AsyncByteStream):
    """Bytes of a response, as long as their lines are short enough to be a chat's events."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the bytes as they come.

        Raises:
            Unreadable: a line has no end.
        """
        length = 0
        async for chunk in self._stream:
            newline = chunk.rfind(b"\n")
            length = length + len(chunk) if newline < 0 else len(chunk) - newline - 1
            if length > _LONGEST_LINE_BYTES:
                raise Unreadable
            yield chunk

    async def aclose(self) -> None:
        """Close the stream behind."""
        await self._stream.aclose()


def delta_of(event: str) -> Delta:
    """Return what the text of one event means.

    Raises:
        Unreadable: it is not what the protocol says.
        ServerFailed: it reports a failure.
    """
    if event.strip() == "[DONE]":
        return Delta(finish=Finish.DONE)
    if not event.strip():
        return Delta()
    chunk = _mapping(_parsed(event))
    if not chunk:
        raise Unreadable
    if chunk.get("error"):
        code = _mapping(chunk["error"]).get("code")
        raise ServerFailed(code if isinstance(code, int) and 400 <= code < 600 else 500)
    choices = _sequence(chunk.get("choices"))
    if not choices:
        return Delta()
    choice = _mapping(choices[0])
    delta = _mapping(choice.get("delta"))
    text = _text(delta.get("content"))
    thought = delta.get("reasoning_content") or delta.get("reasoning")
    # Some servers write an empty reason into every event until the last.
    match choice.get("finish_reason"):
        case "length":
            finish = Finish.CUT_SHORT
        case str(reason) if reason:
            finish = Finish.DONE
        case _:
            finish = None
    return Delta(text, alive=bool(text or thought), finish=finish)


def listed_models(text: str) -> Sequence[str]:
    """Return the names in the answer to `GET /models`.

    Raises:
        Unreadable: it is no list of models.
    """
    listed = _mapping(_parsed(text)).get("data")
    if not isinstance(listed, list):
        raise Unreadable
    names = [_mapping(entry).get("id") for entry in _sequence(cast("object", listed))]
    return [name for name in names if isinstance(name, str)]


def said_kind(headers: httpx.Headers) -> ServerKind | None:
    """Return what kind of server it says it is, None where it does not say."""
    said = headers.get("server", "").lower()
    return ServerKind.LLAMA_CPP if said.startswith("llama.cpp") else None


async def beginning(response: httpx.Response) -> str:
    """Return the beginning of a refusal's text, to be searched and never shown."""
    content = b""
    with suppress(TimeoutError, httpx.RequestError):
        async with asyncio.timeout(_ERROR_TEXT_S):
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > _LONGEST_ERROR_BYTES:
                    break
    return content.decode("utf-8", "replace")


def _text(content: object) -> str:
    """The words of a delta; some servers send them in parts, some of which are thoughts."""
    if isinstance(content, str):
        return content
    parts = [_mapping(part) for part in _sequence(content)]
    texts = [part.get("text") for part in parts if part.get("type") == "text"]
    return "".join(text for text in texts if isinstance(text, str))


def _parsed(text: str) -> object:
    try:
        return cast("object", json.loads(text))
    except (ValueError, RecursionError):
        raise Unreadable from None


def _mapping(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def _sequence(value: object) -> Sequence[object]:
    return cast("Sequence[object]", value) if isinstance(value, list) else ()
