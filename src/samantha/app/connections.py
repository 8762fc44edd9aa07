"""What she was connected with: written by `samantha connect`, without any secret in it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

import tomlkit

from samantha.app.files import write_whole
from samantha.domain.errors import SettingsInvalid


class Kind(StrEnum):
    """What a calendar is behind its name."""

    FILE = "file"
    """An .ics file or a folder of them on this machine."""
    ADDRESS = "address"
    """An .ics file on the web; it can only be read."""
    CALDAV = "caldav"


@dataclass(frozen=True, slots=True)
class CalendarConnection:
    """How one calendar is reached."""

    name: str
    kind: Kind
    where: str
    """A path, or the calendar's own address."""
    user: str = ""
    password: str = ""
    """"env:NAME" or "keyring:NAME", never the password itself."""
    his: tuple[str, ...] = ()
    """The e-mail addresses under which he is invited."""


def load_calendars(file: Path) -> Sequence[CalendarConnection]:
    """The connected calendars, in the order in which they were connected.

    Raises:
        SettingsInvalid: the file was edited into something that cannot be read.
    """
    tree = _tree(file)
    calendars = cast("dict[str, Any]", tree.get("calendars", {}))
    try:
        return [_calendar(name, table) for name, table in calendars.items()]
    except (TypeError, ValueError, AttributeError) as error:
        raise SettingsInvalid(
            f"The file of connections {file} cannot be used: {error}.",
            "Mend that line, or connect the calendar again.",
        ) from error


def save_calendar(file: Path, connection: CalendarConnection) -> None:
    """Add one, or replace the one of that name."""
    document = tomlkit.parse(file.read_text("utf-8")) if file.exists() else tomlkit.document()
    calendars = document.setdefault("calendars", tomlkit.table(is_super_table=True))
    written = asdict(connection) | {"kind": connection.kind.value, "his": list(connection.his)}
    del written["name"]
    calendars[connection.name] = written
    write_whole(file, tomlkit.dumps(document))


def forget_calendar(file: Path, name: str) -> CalendarConnection:
    """Remove one and return what it was.

    Raises:
        SettingsInvalid: there is none of that name.
    """
    for connection in load_calendars(file):
        if connection.name == name:
            document: Any = tomlkit.parse(file.read_text("utf-8"))
            del document["calendars"][name]
            write_whole(file, tomlkit.dumps(document))
            return connection
    raise SettingsInvalid(
        f"No calendar “{name}” is connected.", "`samantha connect list` shows what is."
    )


def _tree(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsInvalid(
            f"The file of connections {file} cannot be read: {error}.",
            "Mend that line, or move the file away and connect again.",
        ) from error


def _calendar(name: str, table: Mapping[str, Any]) -> CalendarConnection:
    known = {each.name for each in fields(CalendarConnection)} - {"name"}
    if unknown := set(table) - known:
        raise ValueError(f"calendars.{name} has an unknown line “{min(unknown)}”")
    return CalendarConnection(
        name=name,
        kind=Kind(table["kind"]),
        where=str(table["where"]),
        user=str(table.get("user", "")),
        password=str(table.get("password", "")),
        his=tuple(str(address) for address in table.get("his", ())),
    )
