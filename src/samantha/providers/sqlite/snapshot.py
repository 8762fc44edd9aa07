"""A store as one moment has it, copied while another process goes on writing."""

from contextlib import closing
from pathlib import Path
from typing import Any, cast

import apsw

from samantha.providers.sqlite.library import explain


def snapshot(file: Path, into: Path) -> None:
    """Copy the store `file` into the new file `into`, whole, in SQLite's own way.

    Raises:
        StoreUnavailable: it cannot be read, or there is no room.
    """
    try:
        with (
            closing(apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READWRITE)) as source,
            closing(apsw.Connection(str(into))) as target,
            target.backup("main", source, "main") as copying,
        ):
            copying.step()  # all of it at once: one moment
    except apsw.Error as error:
        raise explain(error, file) from error


def is_sound(file: Path) -> bool:
    """Whether a store is whole, page by page."""
    try:
        with closing(apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY)) as database:
            rows: list[Any] = list(cast("Any", database).execute("PRAGMA integrity_check(1)"))
            return bool(rows) and rows[0][0] == "ok"
    except apsw.Error:
        return False
