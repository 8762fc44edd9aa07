"""A server in the test's own loop that plays her part at a page, as the test says."""

import asyncio
import json
import mimetypes
import socket
import struct
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn

import samantha

PAGE = Path(samantha.__file__).parent / "server" / "page"
CODE = "right-code"
CONTENT_POLICY = (
    b"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    b"object-src 'none'"
)

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Message = dict[str, Any]


class ScriptedRoom:
    """Serves the page, answers its requests from `routes`, and holds its live lines.

    `told` are the page's messages, oldest first; `frames` the frames of his sound;
    `asked` the requests other than for files, as "METHOD path".
    """

    def __init__(self) -> None:
        self.welcome: Message = {
            "her_name": "Wren", "his_name": "Theo", "met": True, "hears": True, "speaks": True,
            "version": "1", "gap": False,
        }  # fmt: skip
        self.locked = False
        self.refuse_lines = False
        self.wakes = False
        self.routes: dict[str, Message | bytes] = {
            "GET /api/history": {"seq": 0, "utterances": [], "more": False},
            "GET /api/settings": settings(),
            "GET /api/mood": mood(),
            "GET /api/people": {
                "people": [
                    {
                        "who": "sister", "names": ["Ellen"],
                        "known": [
                            {"what": "home", "value": "Leeds", "since": "2026-11-20T18:00:00Z",
                             "quote": "Ellen lives in Leeds", "source": 3, "to_check": ""},
                        ],
                    },
                ]
            },
            "GET /api/why/2": {
                "utterance": 2,
                "reasons": ["Words found by: the language model Small.", "My mood: cheerful."],
            },
            "GET /api/diary": {
                "letter": "What I learnt of you this week: “My sister is Ellen”.",
                "entries": [
                    {"day": "2026-11-24",
                     "text": "We talked once, at 18:20; a few words.\nI was at ease all along."},
                ],
            },
            "GET /api/errands": {
                "reminders": [
                    {"id": 1, "kind": "reminder", "what": "call your sister",
                     "at": "2026-11-27T09:30:00Z", "rule": ""},
                ],
                "lists": [{"name": "shopping", "items": ["milk", "wine"]}],
            },
            "GET /api/deeds": {
                "deeds": [
                    {"id": 7, "at": "2026-11-24T18:20:00Z", "tool": "lists", "effect": "own",
                     "shown": "Put milk on the shopping list", "asked_in": 3,
                     "can_be_undone": True, "undone_at": None},
                ]
            },
        }  # fmt: skip
        self.told: list[Message] = []
        self.frames: list[bytes] = []
        self.asked: list[str] = []
        self.address = ""
        self._kept: list[Message] = []
        self._lines: list[Send] = []
        self._changed = asyncio.Condition()

    async def tell(self, kind: str, **fields: object) -> None:
        """Send an event to every page; what belongs to the conversation is kept and told again."""
        event: Message = {"type": kind, **fields}
        if kind in {"his_turn", "her_words", "her_turn", "notice", "question", "met", "trouble"}:
            event["seq"] = len(self._kept) + 1
            self._kept.append(event)
        for line in list(self._lines):
            await line({"type": "websocket.send", "text": json.dumps(event)})

    async def repeat(self) -> None:
        """Send the newest kept event once more, as after a line that broke in mid-sending."""
        for line in list(self._lines):
            await line({"type": "websocket.send", "text": json.dumps(self._kept[-1])})

    async def sound(self, stream: int, samples: bytes) -> None:
        """Send her sound, 16-bit samples of 24,000 Hz."""
        for line in list(self._lines):
            await line({"type": "websocket.send", "bytes": struct.pack("<I", stream) + samples})

    async def hears(self, kind: str, **fields: object) -> Message:
        """Wait until a page has told this (and take it, and what came before, off the list)."""
        wanted = {"type": kind, **fields}
        async with asyncio.timeout(10), self._changed:
            while True:
                for place, message in enumerate(self.told):
                    if wanted.items() <= message.items():
                        del self.told[: place + 1]
                        return message
                await self._changed.wait()

    async def hears_sound(self, frames: int) -> None:
        """Wait until so many frames of his sound have come."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self.frames) >= frames)

    async def hang_up(self) -> None:
        """Break every live line."""
        lines, self._lines = self._lines, []
        for line in lines:
            await line({"type": "websocket.close", "code": 1012})

    # -- the server's side -------------------------------------------------------------------------

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer as an ASGI application."""
        if scope["type"] == "websocket":
            await self._hold(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _hold(self, receive: Receive, send: Send) -> None:
        await receive()
        if self.locked or self.refuse_lines:
            await send({"type": "websocket.close", "code": 1008})
            return
        await send({"type": "websocket.accept"})
        try:
            while (event := await receive())["type"] == "websocket.receive":
                await self._take(event, send)
        finally:
            if send in self._lines:
                self._lines.remove(send)

    async def _take(self, event: MutableMapping[str, Any], send: Send) -> None:
        if event.get("bytes"):
            self.frames.append(event["bytes"])
        else:
            message = json.loads(event["text"])
            self.told.append(message)
            if message["type"] == "hello":
                welcome = {"type": "welcome", "seq": len(self._kept), **self.welcome}
                missed = [each for each in self._kept if each["seq"] > message["after"]]
                for each in (welcome, *missed):
                    await send({"type": "websocket.send", "text": json.dumps(each)})
                self._lines.append(send)
        async with self._changed:
            self._changed.notify_all()

    async def _answer(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        content = (await receive()).get("body", b"")
        if not path.startswith("/api/") and path != "/openapi.json":
            await _file(path, send)
            return
        name = f"{scope['method']} {path}"
        self.asked.append(name)
        if name == "POST /api/enter":
            self.locked = json.loads(content)["code"] != CODE
            status = 401 if self.locked else 204
            await _reply(send, status, refusal("This code does not hold.", "Ask for a new one."))
        elif self.locked:
            await _reply(send, 401, refusal("You are not in.", "Come in with a code."))
        elif self.wakes:
            await _reply(send, 503, refusal("She is not awake just now.", "Wait a moment."))
        elif name in self.routes:
            await _reply(send, 200, self.routes[name])
        else:
            await _reply(send, 404, refusal("There is no such thing.", "Look elsewhere."))
        async with self._changed:
            self._changed.notify_all()


def refusal(message: str, remedy: str) -> Message:
    """What the server says when it refuses."""
    return {"message": message, "remedy": remedy}


def settings() -> Message:
    """The settings as the server gives them."""
    return {
        "settings": {
            "model": {"kind": "embedded", "name": "small", "base_url": "", "key": ""},
            "voice": {"voice": "hibari:heart", "patience": 1.0, "mannerisms": False},
            "privacy": {"stay_local": True},
            "initiative": {
                "on": True, "check_ins": False, "quiet_from": "22:00", "quiet_to": "08:00",
            },
        },
        "stays_here": True,
        "place": "",
    }  # fmt: skip


def mood() -> Message:
    """Her mood as the server gives it."""
    curve = [(0.3, 0.0), (0.2, -0.1), (0.35, 0.1), (0.5, 0.3)]
    return {
        "word": "cheerful", "pleasure": 0.5, "arousal": 0.3, "dominance": 0.2,
        "rests_at": [0.33, 0.03, 0.14], "he": "sound happy",
        "moments": [
            {
                "at": f"2026-11-24T18:{20 + n}:00Z", "word": "cheerful", "pleasure": pleasure,
                "arousal": arousal, "dominance": 0.1, "feelings": {}, "utterance": n,
                "moved_by": ["your words sound like joy (0.81): happy for you 0.65"] if n else [],
            }
            for n, (pleasure, arousal) in enumerate(curve)
        ],
    }  # fmt: skip


async def _file(path: str, send: Send) -> None:
    file = (PAGE / path.lstrip("/")) if path != "/" else PAGE / "index.html"
    if not file.is_file() or PAGE not in file.resolve().parents:
        await _reply(send, 404, b"")
        return
    kind = {".webmanifest": "application/manifest+json", ".js": "text/javascript"}.get(
        file.suffix, mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    )
    await _reply(send, 200, file.read_bytes(), kind)


async def _reply(send: Send, status: int, content: Message | bytes, kind: str = "") -> None:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    if status == 204:
        body = b""
    kind = kind or ("audio/wav" if isinstance(content, bytes) else "application/json")
    headers = [
        (b"content-type", kind.encode()),
        (b"content-security-policy", CONTENT_POLICY),
        (b"cache-control", b"no-cache"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def serving(room: ScriptedRoom, port: int = 0) -> AsyncGenerator[None]:
    """Serve the room on this machine; `room.address` says where."""
    listener = socket.create_server(("127.0.0.1", port))
    room.address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    server = uvicorn.Server(
        uvicorn.Config(
            room,
            ws="websockets-sansio",
            lifespan="off",
            log_level="warning",
            timeout_graceful_shutdown=1,
            ws_per_message_deflate=False,
        )
    )
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield
    finally:
        server.should_exit = True
        await task
