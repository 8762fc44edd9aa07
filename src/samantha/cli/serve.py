"""`samantha`, `samantha serve` and `samantha devices`: her page, and who may come in."""

import asyncio
import contextlib
import logging
import os
import socket
import sys
import time
import webbrowser
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from functools import partial
from typing import Final

import click
import segno

from samantha.app.assembly import Household, waking
from samantha.app.erasure import who_holds
from samantha.app.settings import Home, find_home, load_settings
from samantha.cli.talk import want_model
from samantha.domain.errors import SettingsInvalid, StoreUnavailable
from samantha.server.admission import Admission, owner_key
from samantha.server.house import House
from samantha.server.running import Opened, Running, find_running, now_iso, run
from samantha.server.serving import new_loop

NOWHERE: Final = ("192.0.2.1", 9)
"""An address that nobody has: asking the way there sends nothing, and names our own address."""


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="The port; otherwise 8246 or the next.")
@click.option("--lan", is_flag=True, help="Also for the devices in this house's network, over TLS.")
@click.option("--no-browser", is_flag=True, help="Print the address instead of opening it.")
def serve(port: int | None, *, lan: bool, no_browser: bool) -> None:
    """Open her page: talk with her in the browser, by voice or in writing.

    She listens on this machine only. With --lan a phone can come in, too: it scans the code that
    is printed, which opens once, within five minutes.

    \b
      samantha serve
      samantha serve --lan
    """  # noqa: D301 - for click
    open_page(port, lan=lan, browser=not no_browser)


@click.group()
def devices() -> None:
    """Who may come in to her page: list them, add a program, forget one."""


@devices.command("list")
def list_devices() -> None:
    """List the devices and programs that were let in."""
    for each in _admission(find_home()).devices:
        click.echo(f"{each.since[:16].replace('T', ' ')}  {each.name}")


@devices.command("add")
@click.argument("name")
def add_device(name: str) -> None:
    """Let a program in, such as "Home Assistant": prints the token that it needs, this once."""
    home = find_home()
    if running := find_running(home):
        token = str(running.ask("POST", "/api/devices", {"name": name})["token"])
    else:
        token = _admission(home).add(name)
    click.echo(token)
    click.echo("That is its key (Bearer token). It is shown this once.", err=True)


@devices.command("forget")
@click.argument("name")
def forget_device(name: str) -> None:
    """Let a device in no more; what it has open is closed at once."""
    home = find_home()
    running = find_running(home)
    known = {each.name for each in _admission(home).devices}
    if name not in known:
        raise SettingsInvalid(
            f"No device is called “{name}”.", "List them with `samantha devices list`."
        )
    if running:
        running.ask("DELETE", f"/api/devices/{name}")
    else:
        _admission(home).forget(name)
    click.echo(f"Forgotten: {name}.")


@devices.command("code")
def code() -> None:
    """Print a code that lets one more device in; she must be running."""
    click.echo(_new_code(_want_running(find_home())))


def open_page(
    port: int | None = None, *, lan: bool = False, browser: bool = True, skip: bool = False
) -> None:
    """Open her page; where she does not run yet, keep her running until Ctrl-C."""
    home = find_home()
    if running := find_running(home):
        address = f"{running.address}/#enter={_new_code(running)}"
        click.echo(f"She is awake already, at {running.address}.")
        _show(address, browser=browser)
        return
    if holder := who_holds(home):
        raise StoreUnavailable(
            f"She is awake elsewhere: {holder} uses {home.folder}.",
            "Talk to her there, or close that one first.",
        )
    settings = load_settings(home.settings_file)
    home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    network = _own_address() if lan else None
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    asyncio.run(want_model(settings))
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(
            run(
                home,
                port,
                network=network,
                opened=partial(_tell, browser=browser),
                house_of=lambda home, room: House(home, room, wake=partial(_wake, skip=skip)),
            )
        )
    click.echo("She sleeps.")


def _wake(home: Home, *, skip: bool) -> AbstractAsyncContextManager[Household]:
    settings = load_settings(home.settings_file)
    if skip:
        settings = replace(settings, meeting=replace(settings.meeting, skip=True))
    return waking(home, settings, purpose="samantha serve")


def _tell(opened: Opened, *, browser: bool) -> None:
    click.echo(f"She is at {opened.here} (this machine only; Ctrl-C ends).")
    _show(opened.entrance(opened.here), browser=browser)
    if opened.there:
        _tell_network(opened)


def _tell_network(opened: Opened) -> None:
    address = opened.entrance(opened.there)
    click.echo(f"\nIn this house's network she is at {opened.there}. Scan this with the phone:\n")
    segno.make(address, error="l").terminal(out=sys.stdout, compact=True)
    click.echo(
        "The phone will not know her certificate yet. Let it be shown and compare, then go on;\n"
        f"or install {opened.there}/authority.crt on it. SHA-256 of her authority:\n"
        f"  {opened.fingerprint}"
    )


def _show(address: str, *, browser: bool) -> None:
    """Open `address` in the browser, or say it."""
    if browser and _has_display():
        with contextlib.suppress(webbrowser.Error):
            if webbrowser.open(address):
                return
    click.echo(f"Open {address}\n(it lets one browser in, within five minutes)")
    click.echo("At this terminal instead: samantha chat")


def _has_display() -> bool:
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _own_address() -> str:
    """The address of this machine in the network of the house."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(NOWHERE)
            address = str(asking.getsockname()[0])
        except OSError:
            address = ""
    if not address or address.startswith("127."):
        raise SettingsInvalid("This machine is in no network.", "Connect it, or leave --lan out.")
    return address


def _want_running(home: Home) -> Running:
    running = find_running(home)
    if running is None:
        raise SettingsInvalid("She does not run.", "Start her with `samantha`.")
    return running


def _admission(home: Home) -> Admission:
    """Who may come in, as the file says; for when she does not run, or only to look."""
    owner_key(home.door_folder)
    return Admission(home.door_folder, now_s=time.monotonic, today=now_iso)


def _new_code(running: Running) -> str:
    return str(running.ask("POST", "/api/codes")["code"])
