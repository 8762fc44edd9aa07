"""`samantha connect`: what she may look at; each is tried before it is written down."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import click

from samantha.app.agenda import connect as connect_one
from samantha.app.agenda import found_on
from samantha.app.choosing import keep_key
from samantha.app.connections import CalendarConnection, Kind, forget_calendar, load_calendars
from samantha.app.settings import find_home


@click.group()
def connect() -> None:
    """Let her look at your calendars. Each is tried at once, and nothing is sent anywhere else."""


@connect.command()
@click.argument("where", required=False)
@click.option("--user", help="Your name at the CalDAV server.")
@click.option("--password", "reference", help="env:NAME or keyring:NAME; never the password.")
@click.option("--name", help="What you call it.")
@click.option("--me", multiple=True, help="An e-mail address under which you are invited.")
def calendar(
    where: str | None,
    user: str | None,
    reference: str | None,
    name: str | None,
    me: tuple[str, ...],
) -> None:
    """Connect a calendar: WHERE is a file or folder, an address, or a CalDAV server.

    A file (.ics) or a folder of them is read and written where it lies; an address that ends in
    .ics is only read. With --user it is a CalDAV server, and everything
    on it that is yours is connected. The password is asked for unseen and kept in the system
    keyring; where there is none, put it into an environment variable and name that.

    \b
      samantha connect calendar ~/calendar.ics
      samantha connect calendar https://example.org/holidays.ics --name holidays
      samantha connect calendar https://dav.example.org/ --user theodore
    """  # noqa: D301 - for click
    where = where or click.prompt("Where is it? A file, an address, or a CalDAV server")
    if "://" not in where:
        path = Path(where).expanduser().absolute()
        _connected(CalendarConnection(name or path.stem, Kind.FILE, str(path), his=me))
        return
    if user is None and where.split("?", maxsplit=1)[0].casefold().endswith(".ics"):
        last = where.rsplit("/", 1)[-1].removesuffix(".ics")
        _connected(CalendarConnection(name or last, Kind.ADDRESS, where, his=me))
        return
    user = user or click.prompt("Your name there")
    reference = reference or _kept_password(where, user)
    his = me or ((user,) if "@" in user else ())
    found = asyncio.run(found_on(where, user, reference))
    if not found:
        click.echo("The server lets you in, and has no calendar of yours.")
    for title, address in found:
        named = name if name and len(found) == 1 else title
        _connected(CalendarConnection(named, Kind.CALDAV, address, user, reference, his))


@connect.command("list")
def list_connections() -> None:
    """Show what she is connected with."""
    connections = load_calendars(find_home().connections_file)
    if not connections:
        click.echo("Nothing is connected yet. Begin with: samantha connect calendar")
    for each in connections:
        whose = f" as {each.user}" if each.user else ""
        click.echo(f"{each.name}: {each.kind.value} calendar, {each.where}{whose}")


@connect.command()
@click.argument("name")
def forget(name: str) -> None:
    """Forget the connection NAME; what lies elsewhere stays there."""
    home = find_home()
    connection = forget_calendar(home.connections_file, name)
    if connection.kind is not Kind.FILE:
        _clear(home.calendars_folder / name)
    click.echo(f"The calendar “{name}” is not connected any more.")


def _connected(connection: CalendarConnection) -> None:
    home = find_home()
    home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    count = asyncio.run(connect_one(home, connection))
    entries = "1 entry" if count == 1 else f"{count} entries"
    click.echo(f"The calendar “{connection.name}” is connected: {entries} this year.")


def _kept_password(where: str, user: str) -> str:
    secret = click.prompt("The password (not shown)", hide_input=True)
    wanted = f"calendar.{user}.{urlsplit(where).hostname or ''}"
    return keep_key("".join(c if c.isalnum() else "." for c in wanted)[:60].strip("."), secret)


def _clear(folder: Path) -> None:
    """Delete what was known of a calendar; only files of hers are there."""
    for file in (*folder.glob("*.ics"), folder / ".mirror.json"):
        file.unlink(missing_ok=True)
    if folder.is_dir():
        folder.rmdir()
