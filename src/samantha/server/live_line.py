"""`/live`: one page's WebSocket, from its hello to its end."""

import asyncio
from contextlib import suppress
from typing import Final

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from samantha.server.page_line import PageLine, TooMuch, allowed_sound, allowed_texts
from samantha.server.room import Room
from samantha.server.wire import PLACE, Hello, PageMessage, his_sound, page_message

HELLO_WITHIN_S: Final = 10.0


class _Misunderstood(Exception):
    """What came is not of the protocol."""


async def serve_page(socket: WebSocket, room: Room) -> None:
    """Let a page in, tell it what happens, and take what it says, until one of them leaves."""
    await socket.accept()
    if room.is_full:
        await socket.close(1013)
        return
    page = PageLine(socket.scope["device"])
    sending = asyncio.create_task(_send(socket, page))
    taking = asyncio.create_task(_take(socket, room, page))
    try:
        await asyncio.wait({sending, taking}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        room.leave(page)
        page.close(1000)
        for task in (sending, taking):
            task.cancel()
        await asyncio.wait({sending, taking})
    with suppress(RuntimeError, WebSocketDisconnect):  # it may be closed already
        await socket.close(_why(taking, page))


def _why(taking: "asyncio.Task[None]", page: PageLine) -> int:
    error = None if taking.cancelled() else taking.exception()
    match error:
        case _Misunderstood():
            return 1003
        case TooMuch() | TimeoutError():
            return 1008
        case None | WebSocketDisconnect():
            return page.close_code
        case _:
            raise error


async def _send(socket: WebSocket, page: PageLine) -> None:
    with suppress(WebSocketDisconnect):
        while (frame := await page.next()) is not None:
            if isinstance(frame, str):
                await socket.send_text(frame)
            else:
                await socket.send_bytes(frame)


async def _take(socket: WebSocket, room: Room, page: PageLine) -> None:
    texts, sounds = allowed_texts(room.now_s), allowed_sound(room.now_s)
    async with asyncio.timeout(HELLO_WITHIN_S):
        hello = await _next(socket)
    if isinstance(hello, bytes):
        raise _Misunderstood
    greeting = _read(hello)
    if not isinstance(greeting, Hello):
        raise _Misunderstood
    room.enter(page, greeting)
    while True:
        frame = await _next(socket)
        if isinstance(frame, str):
            texts.take(1)
            room.take(page, _read(frame))
            continue
        sounds.take(max(len(frame) - PLACE.size, 0) / 2)
        try:
            place, sound = his_sound(frame)
        except ValueError:
            raise _Misunderstood from None
        room.hear(page, place, sound)


async def _next(socket: WebSocket) -> str | bytes:
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    text: str | None = message.get("text")
    return text if text is not None else bytes(message["bytes"])


def _read(text: str) -> PageMessage:
    try:
        return page_message(text)
    except msgspec.MsgspecError:
        raise _Misunderstood from None
