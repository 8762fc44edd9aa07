"""The door itself: who asks from where, before anything else looks at a request.

Host and Origin must be on exact lists, for plain HTTP as for the upgrade of a WebSocket; whoever
wants more than the page's own files shows a token, in a cookie or an Authorization header.
"""

from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Final

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from samantha.domain.errors import SamanthaError
from samantha.server.admission import Admission, Refused, TooManyTries

SAFE_METHODS: Final = ("GET", "HEAD")
CLOSED: Final = ("/api/", "/live", "/v1/", "/metrics")
"""What begins so is for those who were let in."""
THE_DOOR: Final = "/api/enter"
SECURITY_HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
        " font-src 'self'; connect-src 'self'; media-src 'self' blob:; worker-src 'self';"
        " manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "microphone=(self), camera=(self), geolocation=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Guard:
    """Lets a request through to `app`, or answers it."""

    def __init__(
        self, app: ASGIApp, admission: Admission, *, origins: Iterable[str], cookie: str
    ) -> None:
        """`origins` are all the addresses she is reached at, such as "http://127.0.0.1:8246"."""
        self._app = app
        self._admission = admission
        self._origins = frozenset(origins)
        self._hosts = frozenset(each.partition("://")[2] for each in self._origins)
        self._cookie = cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at one request."""
        if scope["type"] not in ("http", "websocket"):
            return
        try:
            scope["device"] = self._admitted(scope)
        except SamanthaError as error:
            await _refuse(error, scope, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                closed = scope["path"].startswith(CLOSED)
                headers.setdefault("cache-control", "no-store" if closed else "no-cache")
            await send(message)

        await self._app(scope, receive, with_headers)

    def _admitted(self, scope: Scope) -> str | None:
        """The name of the device that asks; None where no name is needed."""
        headers = Headers(scope=scope)
        self._want_known_origin(scope, headers)
        path: str = scope["path"]
        if not path.startswith(CLOSED) or path == THE_DOOR:
            return None
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            name = self._admission.name_of(bearer.strip(), who(scope))
        else:
            name = self._by_cookie(scope, headers)
        if name is None:
            raise Refused(
                "You were not let in yet.", "Run `samantha`: it opens her page, or prints a code."
            )
        return name

    def _by_cookie(self, scope: Scope, headers: Headers) -> str | None:
        token = token_of(headers, self._cookie)
        if token is None:
            return None
        # A browser says where a request comes from whenever it could do harm.
        harmless = scope["type"] == "http" and scope["method"] in SAFE_METHODS
        if "origin" not in headers and not harmless:
            raise _Stranger("A page's request says where it comes from; this one does not.")
        return self._admission.name_of(token, who(scope))

    def _want_known_origin(self, scope: Scope, headers: Headers) -> None:
        if len(headers.getlist("host")) != 1 or headers["host"].lower() not in self._hosts:
            raise _Stranger("She is not reached by that name.")
        origins = headers.getlist("origin")
        if origins and (len(origins) > 1 or origins[0].lower() not in self._origins):
            raise _Stranger("Another site's page asked.")
        site = headers.get("sec-fetch-site", "none")
        goes_there = headers.get("sec-fetch-mode") == "navigate" and scope["path"] == "/"
        if site not in ("same-origin", "none") and not goes_there:
            raise _Stranger("Another site's page asked.")


class _Stranger(SamanthaError):
    """The request comes from where none should."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "Open her page by the address that `samantha` prints.")


def who(scope: Scope) -> str:
    """The address that a request comes from."""
    client = scope.get("client")
    return str(client[0]) if client else "here"


def token_of(headers: Headers, cookie: str) -> str | None:
    """The token in the cookie, if there is one."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(cookie)
    except CookieError:
        return None
    return morsel.value if morsel is not None else None


async def _refuse(error: SamanthaError, scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    match error:
        case _Stranger():
            status = 403
        case TooManyTries():
            status = 429
        case _:
            status = 401
    told: dict[str, object] = {"message": error.message, "remedy": error.remedy}
    if scope["path"].startswith("/v1/"):
        told = {"error": {"message": f"{error.message} {error.remedy}", "type": "refused"}}
    body = msgspec.json.encode(told)
    headers = {
        **SECURITY_HEADERS,
        "content-type": "application/json",
        "content-length": str(len(body)),
        "cache-control": "no-store",
    }
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
