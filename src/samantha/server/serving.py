"""The process: where she listens, who is told, and how it ends in order."""

import asyncio
import contextlib
import errno
import gc
import logging
import signal
import socket
import ssl
from collections.abc import AsyncGenerator, Generator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from samantha.domain.errors import SettingsInvalid

PORT: Final = 8246
PORTS_TRIED: Final = 20
LONGEST_MESSAGE: Final = 1024 * 1024
REQUEST_WITHIN_S: Final = 20.0
"""A request that takes longer to arrive is not waited for."""
MOST_CONNECTIONS: Final = 200
END_WITHIN_S: Final = 6
_GARBAGE: Final = (50_000, 50, 1000)
"""With so many objects a full collection is heard as a stutter: it is to be rare."""


class PatientProtocol(H11Protocol):
    """HTTP whose requests must have come within `REQUEST_WITHIN_S`."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - as in H11Protocol
        """A connection is there: its first request is waited for."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Something came: either it was the end of a request, or that is waited for."""
        super().data_received(data)
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self._wait()
        else:
            self._waited()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._waited()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(REQUEST_WITHIN_S, self._give_up)

    def _waited(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        self._late = None
        if self.transport.get_protocol() is self and self.conn.their_state in (
            h11.IDLE,
            h11.SEND_BODY,
        ):
            self.transport.close()


@dataclass(frozen=True, slots=True)
class Place:
    """Where she is reached: a socket, and a certificate where it is not only this machine."""

    socket: socket.socket
    certificate: Path | None = None

    @property
    def port(self) -> int:
        """The port's number."""
        return int(self.socket.getsockname()[1])


class _Server(uvicorn.Server):
    """A server that leaves signals to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Nothing is captured."""
        yield


def bound(host: str, port: int = PORT, *, exactly: bool = False) -> socket.socket:
    """A socket on the first free port from `port` on, or on no other if `exactly`.

    Raises:
        SettingsInvalid: there is no such address, or no free port.
    """
    for number in range(port, port + (1 if exactly or port == 0 else PORTS_TRIED)):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # Named as TCP, so that the event loop sends at once and waits for no acknowledgement.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, number))
        except OSError as error:
            listening.close()
            if error.errno != errno.EADDRINUSE:
                raise SettingsInvalid(
                    f"{host}:{number} cannot be listened at ({error.strerror}).",
                    "Name another address or port.",
                ) from error
        else:
            return listening
    raise SettingsInvalid(
        f"Every port from {port} on is taken by another program.", "Name a free one with --port."
    )


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, places: Sequence[Place]) -> AsyncGenerator[None, None]:
    """Serve `app` at `places`; at the end what is under way may finish, for some seconds."""
    # What it logs below a warning holds headers, and so what lets one in.
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    servers = [_Server(_config(app, place)) for place in places]
    tasks = [
        asyncio.create_task(server.serve(sockets=[place.socket]))
        for server, place in zip(servers, places, strict=True)
    ]
    try:
        while not all(server.started for server in servers):
            for task in tasks:
                if task.done():
                    task.result()
            await asyncio.sleep(0.01)
        yield
    finally:
        for server in servers:
            server.should_exit = True
        await asyncio.wait(tasks)


@contextlib.contextmanager
def until_told_to_end() -> Generator[asyncio.Event]:
    """An event that is set by Ctrl-C and SIGTERM."""
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for each in signals:
        loop.add_signal_handler(each, ended.set)
    try:
        yield ended
    finally:
        for each in signals:
            loop.remove_signal_handler(each)


def tidy_memory() -> None:
    """What was loaded stays: it need not be looked through again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GARBAGE)


def _config(app: ASGIApp, place: Place) -> uvicorn.Config:
    secure: dict[str, Any] = {}
    if place.certificate is not None:
        secure = {"ssl_certfile": place.certificate, "ssl_version": ssl.PROTOCOL_TLS_SERVER}
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=LONGEST_MESSAGE,
        ws_ping_interval=10.0,
        ws_ping_timeout=10.0,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=END_WITHIN_S,
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        **secure,
    )


def new_loop() -> asyncio.AbstractEventLoop:
    """The quickest event loop that there is here."""
    if find_spec("uvloop") is None:
        return asyncio.new_event_loop()
    return import_module("uvloop").new_event_loop()
