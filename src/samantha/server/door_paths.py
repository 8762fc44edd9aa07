"""Coming in, and who was let in."""

from collections.abc import Sequence

import msgspec
from starlette.responses import Response

from samantha import __version__
from samantha.server.admission import Admission
from samantha.server.guard import token_of, who
from samantha.server.paths import Asked, NotThere, Path
from samantha.server.room import Room

FORGOTTEN = 4401
"""The page's device was forgotten: it may enter anew."""
_COOKIE_LASTS_S = 400 * 24 * 3600


class Code(msgspec.Struct, frozen=True):
    """A pairing code, and how the one who enters calls itself."""

    code: str
    device: str = ""


class NewCode(msgspec.Struct, frozen=True):
    """A code that opens once, within five minutes."""

    code: str


class Known(msgspec.Struct, frozen=True):
    """Something that was let in."""

    name: str
    since: str


class AllKnown(msgspec.Struct, frozen=True):
    """Everything that was let in."""

    devices: list[Known]


class Named(msgspec.Struct, frozen=True):
    """A name for a program that is to be let in."""

    name: str


class Token(msgspec.Struct, frozen=True):
    """A token; it is shown this once."""

    token: str


class Well(msgspec.Struct, frozen=True):
    """That she runs."""

    status: str
    version: str


def door_paths(admission: Admission, room: Room, cookie: str) -> Sequence[Path]:
    """The paths of the door; `cookie` is the name under which a browser keeps its token."""

    async def enter(asked: Asked) -> Response:
        request, given = asked.request, asked.body
        known = token_of(request.headers, cookie)
        came_from = who(request.scope)
        name = given.device or _browser(request.headers.get("user-agent", ""))
        token = admission.enter(given.code, name, came_from, before=known)
        response = Response(status_code=204)
        response.set_cookie(
            cookie,
            token,
            max_age=_COOKIE_LASTS_S,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response

    async def new_code(_asked: Asked) -> NewCode:
        return NewCode(admission.new_code())

    async def devices(_asked: Asked) -> AllKnown:
        return AllKnown([Known(each.name, each.since) for each in admission.devices])

    async def add(asked: Asked) -> Token:
        return Token(admission.add(asked.body.name))

    async def forget(asked: Asked) -> None:
        name = asked.request.path_params["name"]
        if not admission.forget(name):
            raise NotThere(f"No device is called “{name}”.", "List them with `samantha devices`.")
        room.close_pages(FORGOTTEN, name)

    async def authority(_asked: Asked) -> Response:
        if not admission.authority_file.exists():
            raise NotThere("She has no certificate authority.", "Start her with --lan.")
        certificate = admission.authority_file.read_bytes()
        return Response(certificate, media_type="application/x-x509-ca-cert")

    async def health(_asked: Asked) -> Well:
        return Well("ok", __version__)

    return [
        Path("GET", "/health", "Whether she runs", health, answer=Well, is_open=True),
        Path(
            "GET",
            "/authority.crt",
            "Whose word her certificate is",
            authority,
            media="application/x-x509-ca-cert",
            is_open=True,
        ),
        Path("POST", "/api/enter", "Come in with a code", enter, body=Code, is_open=True),
        Path("POST", "/api/codes", "Make a code for another device", new_code, answer=NewCode),
        Path("GET", "/api/devices", "Who was let in", devices, answer=AllKnown),
        Path("POST", "/api/devices", "Let a program in", add, body=Named, answer=Token),
        Path("DELETE", "/api/devices/{name}", "Let one in no more", forget),
    ]


def _browser(user_agent: str) -> str:
    """What a browser calls itself, in two words."""
    brands = (("Firefox", "Firefox"), ("Edg/", "Edge"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    places = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "Mac"),
              ("Windows", "Windows"), ("Linux", "Linux"))  # fmt: skip
    brand = next((name for sign, name in brands if sign in user_agent), "a program")
    place = next((f" on {name}" for sign, name in places if sign in user_agent), "")
    return f"{brand}{place}"
