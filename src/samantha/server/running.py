"""Her process, from its doors' opening to their closing; and how other commands find it."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import httpx
import msgspec

from samantha.app.settings import Home
from samantha.domain.errors import SamanthaError, SettingsInvalid
from samantha.server.admission import Admission, owner_key
from samantha.server.application import application
from samantha.server.certificates import certificate_for
from samantha.server.house import House
from samantha.server.room import Room
from samantha.server.serving import PORT, Place, bound, serving, tidy_memory, until_told_to_end

log = logging.getLogger(__name__)

LOOPBACK: Final = "127.0.0.1"
RESTARTING: Final = 1012
_ASK_WITHIN_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class Opened:
    """Where she can be reached now."""

    here: str
    """Her address on this machine."""
    there: str
    """Her address in the network of this house; empty where she is on this machine only."""
    fingerprint: str
    """Of the certificate there, SHA-256."""
    admission: Admission

    def entrance(self, address: str) -> str:
        """An address that lets one device in, once, within five minutes."""
        return f"{address}/#enter={self.admission.new_code()}"


@dataclass(frozen=True, slots=True)
class Running:
    """Her process, as another one on this machine sees it."""

    address: str
    key: str

    def ask(self, method: str, path: str, body: object = None) -> dict[str, object]:
        """Ask her process for something.

        Raises:
            SettingsInvalid: it refused; the message says why.
        """
        answer = httpx.request(
            method,
            f"{self.address}{path}",
            json=body,
            headers={"authorization": f"Bearer {self.key}"},
            timeout=_ASK_WITHIN_S,
            trust_env=False,
        )
        content = msgspec.json.decode(answer.content or b"{}", type=dict[str, object])
        if answer.is_error:
            raise SettingsInvalid(str(content.get("message")), str(content.get("remedy")))
        return content


def find_running(home: Home) -> Running | None:
    """Her process on this data folder, if it runs with its doors open."""
    try:
        address = _address_file(home).read_text(encoding="ascii").strip()
        running = Running(address, owner_key(home.door_folder))
        running.ask("GET", "/api/devices")
    except (OSError, SamanthaError, httpx.HTTPError, msgspec.MsgspecError):
        return None
    return running


async def run(
    home: Home,
    port: int | None,
    *,
    network: str | None = None,
    opened: Callable[[Opened], None],
    house_of: Callable[[Home, Room], House] = House,
) -> None:
    """Open the doors on this machine, and at the address `network`; until told to end.

    `port` None is the usual one, or the next that is free.

    Raises:
        SettingsInvalid: she cannot be reached there.
        StoreUnavailable: another process uses the data folder.
    """
    here = bound(LOOPBACK, PORT if port is None else port, exactly=port is not None)
    number = int(here.getsockname()[1])
    places, fingerprint, addresses = [Place(here)], "", [LOOPBACK, "localhost"]
    origins = [f"http://{each}:{number}" for each in addresses]
    if network is not None:
        certificate = certificate_for(home.door_folder, network)
        places.append(Place(bound(network, number, exactly=True), certificate.file))
        fingerprint = certificate.authority_fingerprint
        origins += [f"https://{each}:{number}" for each in certificate.names]
    admission = Admission(home.door_folder, now_s=time.monotonic, today=now_iso)
    room = Room(first_seq=time.time_ns() // 1_000_000, now_s=time.monotonic)
    house = house_of(home, room)
    app = application(house, admission, origins=origins, cookie=f"samantha_{number}")
    there = f"https://{network}:{number}" if network else ""
    doors = Opened(origins[0], there, fingerprint, admission)
    with until_told_to_end() as ended:
        async with serving(app, places):
            await _keep(house, doors, ended, opened)


async def _keep(
    house: House, doors: Opened, ended: asyncio.Event, opened: Callable[[Opened], None]
) -> None:
    """Keep her awake until the end is told; then the pages are told, too."""
    note = _address_file(house.home)
    note.write_text(doors.here, encoding="ascii")
    keeping = asyncio.create_task(house.keep())
    others = [asyncio.create_task(house.room.watch()), asyncio.create_task(_tidy(house))]
    ending = asyncio.create_task(ended.wait())
    try:
        opened(doors)
        await asyncio.wait({keeping, ending}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        note.unlink(missing_ok=True)
        for task in (keeping, ending, *others):
            if not task.done():
                task.cancel()
        await asyncio.wait({keeping, ending, *others})
        house.room.close_pages(RESTARTING)
    if not keeping.cancelled():
        keeping.result()


async def _tidy(house: House) -> None:
    await house.awoke.wait()
    tidy_memory()


def _address_file(home: Home) -> Path:
    return home.door_folder / "address"


def now_iso() -> str:
    """The present time, in ISO 8601."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
