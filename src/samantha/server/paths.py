"""Plain HTTP: a path is said once, and both serves requests and describes itself."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from samantha.domain.errors import (
    HearingUnavailable,
    ModelUnavailable,
    SamanthaError,
    SettingsInvalid,
    StoreUnavailable,
    VoiceUnavailable,
)
from samantha.server.admission import Refused, TooManyTries

LONGEST_BODY: Final = 64 * 1024
STATUS: Final[Mapping[type[SamanthaError], int]] = {
    Refused: 403,
    TooManyTries: 429,
    SettingsInvalid: 422,
    StoreUnavailable: 503,
    ModelUnavailable: 503,
    HearingUnavailable: 503,
    VoiceUnavailable: 503,
}


class Failure(msgspec.Struct, frozen=True):
    """Why something was not done: what happened, and what to do."""

    message: str
    remedy: str


class NotThere(SamanthaError):
    """What was asked for by name does not exist."""


class Nothing(msgspec.Struct, frozen=True):
    """No query, no body, or no answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, read."""

    request: Request
    query: Any
    body: Any

    @property
    def device(self) -> str:
        """The name of the device that asks."""
        return str(self.request.scope["device"])

    def named(self, part: str) -> str:
        """What stands in the path for {part}."""
        return str(self.request.path_params[part])


def number_in(text: str) -> int | None:
    """The id that `text` is, None where it is none that a store could have given."""
    found = text.isascii() and text.isdecimal() and len(text) < 18
    return int(text) if found and str(int(text)) == text else None


Respond = Callable[[Asked], Awaitable[Any]]
"""Gives the answer: a Struct to be written as JSON, None for nothing, or a whole Response."""


@dataclass(frozen=True, slots=True)
class Path:
    """One method of one path. The types are Structs."""

    method: str
    path: str
    summary: str
    respond: Respond
    query: type[msgspec.Struct] = Nothing
    body: type[Any] = Nothing
    answer: type[msgspec.Struct] = Nothing
    media: str = "application/json"
    """What the answer is, where it is no JSON."""
    fails: Callable[[SamanthaError], object] = field(
        default=lambda error: Failure(error.message, error.remedy)
    )
    """How a failure is written."""
    is_open: bool = False
    """Whether it is there for whoever was not let in."""


def routes_of(paths: Sequence[Path]) -> Sequence[Route]:
    """What Starlette needs to serve them."""
    return [
        Route(each.path, _endpoint(each), methods=[each.method], include_in_schema=False)
        for each in paths
    ]


def status_of(error: SamanthaError) -> int:
    """The status that says best what `error` says."""
    if isinstance(error, NotThere):
        return 404
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


async def body_of(request: Request, *, longest: int = LONGEST_BODY) -> bytes:
    """The whole body, if it is not too long.

    Raises:
        SettingsInvalid: it is.
    """
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > longest:
            raise SettingsInvalid(
                f"That is more than {longest // 1024} KiB.", "Send less at a time."
            )
    return bytes(body)


def json_response(answer: object, status: int = 200) -> Response:
    """Write `answer` as JSON."""
    return Response(msgspec.json.encode(answer), status, media_type="application/json")


def _endpoint(path: Path) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            answer = await path.respond(await _read(path, request))
        except SamanthaError as error:
            return json_response(path.fails(error), status_of(error))
        except ClientDisconnect:
            return Response(status_code=400)
        if isinstance(answer, Response):
            return answer
        return Response(status_code=204) if answer is None else json_response(answer)

    return endpoint


async def _read(path: Path, request: Request) -> Asked:
    try:
        query = msgspec.convert(dict(request.query_params), path.query, strict=False)
        body: Any = None
        if path.body is not Nothing and path.body is not bytes:
            kind = request.headers.get("content-type", "").partition(";")[0].strip()
            if kind not in ("application/json", ""):
                raise SettingsInvalid("Only JSON is understood here.", "Send application/json.")
            body = msgspec.json.decode(await body_of(request), type=path.body)
    except msgspec.MsgspecError as error:
        raise SettingsInvalid(
            f"The request cannot be read ({error}).", "See /openapi.json for what is understood."
        ) from error
    return Asked(request, query, body)
