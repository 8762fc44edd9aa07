"""A real CalDAV and CardDAV server (Radicale) on loopback, in a process of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

USER, PASSWORD = "theodore", "a pass/word: with ÿ signs"
_NEW_CALENDAR = """<?xml version="1.0" encoding="utf-8"?>
<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:set><D:prop><D:displayname>{name}</D:displayname></D:prop></D:set>
</C:mkcalendar>"""
_NEW_BOOK = """<?xml version="1.0" encoding="utf-8"?>
<D:mkcol xmlns:D="DAV:" xmlns:CR="urn:ietf:params:xml:ns:carddav">
  <D:set><D:prop>
    <D:resourcetype><D:collection/><CR:addressbook/></D:resourcetype>
    <D:displayname>{name}</D:displayname>
  </D:prop></D:set>
</D:mkcol>"""


@dataclass(frozen=True, slots=True)
class Radicale:
    """A running server and what its owner would do to it by other programs."""

    url: str
    process: "subprocess.Popen[bytes]"

    def make_calendar(self, name: str) -> str:
        """Make a calendar and return its address."""
        return self._make("MKCALENDAR", name, _NEW_CALENDAR)

    def make_book(self, name: str) -> str:
        """Make an address book and return its address."""
        return self._make("MKCOL", name, _NEW_BOOK)

    def put(self, address: str, text: str) -> None:
        """Write one entry as another program does."""
        kind = "text/vcard" if address.endswith(".vcf") else "text/calendar"
        answer = httpx.put(
            address,
            content=text.encode(),
            headers={"Content-Type": f"{kind}; charset=utf-8"},
            auth=(USER, PASSWORD),
        )
        answer.raise_for_status()

    def delete(self, address: str) -> None:
        """Remove one entry as another program does."""
        httpx.delete(address, auth=(USER, PASSWORD)).raise_for_status()

    def get(self, address: str) -> str:
        """Read what lies at an address."""
        answer = httpx.get(address, auth=(USER, PASSWORD))
        answer.raise_for_status()
        return answer.text

    def _make(self, method: str, name: str, body: str) -> str:
        address = f"{self.url}{USER}/{name.lower()}/"
        answer = httpx.request(
            method, address, content=body.format(name=name), auth=(USER, PASSWORD)
        )
        answer.raise_for_status()
        return address


@contextmanager
def running_radicale(folder: Path) -> Generator[Radicale]:
    """Run the server with an empty store in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "radicale", "--config", ""),
            *("--server-hosts", f"127.0.0.1:{port}"),
            *("--storage-filesystem-folder", str(folder / "store")),
            *("--auth-type", "htpasswd", "--auth-htpasswd-encryption", "plain"),
            *("--auth-htpasswd-filename", str(folder / "users"), "--auth-delay", "0"),
            *("--logging-level", "error"),
        ],
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/"
    try:
        _wait_for(url, process)
        yield Radicale(url, process)
    finally:
        process.kill()
        process.wait()


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(url, follow_redirects=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("Radicale did not start")
