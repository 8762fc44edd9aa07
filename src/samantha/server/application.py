"""The ASGI application: her page, the live line, the plain paths, all behind the guard."""

import mimetypes
from collections.abc import Iterable
from pathlib import Path as File
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from samantha.server.admission import Admission
from samantha.server.belongings_paths import belongings_paths
from samantha.server.doing_paths import doing_paths
from samantha.server.door_paths import door_paths
from samantha.server.guard import Guard
from samantha.server.heart_paths import heart_paths
from samantha.server.her_paths import her_paths
from samantha.server.house import House
from samantha.server.live_line import serve_page
from samantha.server.openai_doors import openai_doors
from samantha.server.openapi import described
from samantha.server.paths import Asked, Failure, Path, json_response, routes_of
from samantha.server.people_paths import people_paths
from samantha.server.settings_paths import settings_paths

for _type, _ending in (
    ("text/javascript", ".js"),
    ("application/manifest+json", ".webmanifest"),
    ("font/woff2", ".woff2"),
):
    mimetypes.add_type(_type, _ending)  # not every system knows them

PAGE: Final = File(__file__).parent / "page"


def application(
    house: House, admission: Admission, *, origins: Iterable[str], cookie: str
) -> ASGIApp:
    """Everything that is served at `origins`; `cookie` is the name of the browser's cookie."""
    paths = all_paths(house, admission, cookie)
    document = described(paths)

    async def openapi(_asked: Asked) -> Response:
        return json_response(document)

    async def live(socket: WebSocket) -> None:
        await serve_page(socket, house.room)

    published = Path("GET", "/openapi.json", "This description", openapi, is_open=True)
    app = Starlette(
        routes=[
            WebSocketRoute("/live", live),
            *routes_of([*paths, published]),
            Mount("/", StaticFiles(directory=PAGE, html=True)),
        ],
        exception_handlers={404: _nowhere, 405: _nowhere},
    )
    return Guard(app, admission, origins=origins, cookie=cookie)


async def _nowhere(_request: Request, error: Exception) -> Response:
    """What does not exist says so in the words that everything else does."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    return json_response(
        Failure("There is nothing at that address.", "See /openapi.json for what there is."), status
    )


def all_paths(house: House, admission: Admission, cookie: str) -> list[Path]:
    """Every plain path there is."""
    return [
        *door_paths(admission, house.room, cookie),
        *her_paths(house),
        *heart_paths(house),
        *people_paths(house),
        *doing_paths(house),
        *settings_paths(house),
        *belongings_paths(house),
        *openai_doors(house),
    ]
