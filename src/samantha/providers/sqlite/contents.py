"""What lies in a store, row by row, whatever its tables are: for an export and for a check-up.

Reads on a connection of its own and changes nothing that is kept.
"""

import asyncio
import contextlib
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import apsw

from samantha.domain.errors import StoreUnavailable

Value: TypeAlias = str | int | float | bytes | None
Row: TypeAlias = Mapping[str, Value]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """What a look into a store finds; `trouble` is empty where it is sound."""

    version: int
    """The store's own version; 0 is a file that nothing was ever kept in."""
    utterances: int
    trouble: str


async def read_tables(file: Path) -> Mapping[str, Sequence[Row]]:
    """Every row of every table as one moment has them, in an order that depends on them alone.

    Leaves out what SQLite keeps for itself and the search index, which repeats what was said.

    Raises:
        StoreUnavailable: the store cannot be read.
    """

    def read(database: apsw.Connection) -> Mapping[str, Sequence[Row]]:
        return {name: _rows_of(database, name) for name in _tables(database)}

    return await asyncio.to_thread(_within, file, read)


async def look_into(file: Path) -> StoreHealth:
    """Say how the store in `file` is, without upgrading or mending it.

    Raises:
        StoreUnavailable: it cannot be opened, or is no store at all.
    """

    def look(database: apsw.Connection) -> StoreHealth:
        (health,) = _rows(database, "PRAGMA quick_check(1)")[0]
        (version,) = _rows(database, "PRAGMA user_version")[0]
        counted = [(0,)]
        if "utterances" in _tables(database):
            counted = _rows(database, "SELECT count(*) FROM utterances")
        return StoreHealth(version, counted[0][0], "" if health == "ok" else str(health))

    return await asyncio.to_thread(_within, file, look)


def _within(file: Path, read: Callable[[apsw.Connection], T]) -> T:
    try:
        with _opened(file) as database:
            return read(database)
    except apsw.Error as error:
        raise StoreUnavailable(
            f"The store {file} cannot be read ({type(error).__name__}).",
            "Put a backup in its place, or move it away to begin anew; nothing was changed.",
        ) from error


@contextmanager
def _opened(file: Path) -> Generator[apsw.Connection]:
    # Without the right to write, SQLite could not read what a killed process left in the log.
    database = apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READWRITE)
    with contextlib.closing(database):
        database.set_busy_timeout(2000)
        _rows(database, "PRAGMA query_only=ON")
        _rows(database, "BEGIN")  # one moment for all that is read
        yield database


def _tables(database: apsw.Connection) -> Sequence[str]:
    found = _rows(
        database,
        "SELECT name FROM pragma_table_list"
        " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " ORDER BY name",
    )
    return [str(name) for (name,) in found]


def _rows_of(database: apsw.Connection, table: str) -> Sequence[Row]:
    shape = _rows(database, "SELECT name, pk FROM pragma_table_info(?)", table)
    key = sorted((place, name) for name, place in shape if place)
    order = ", ".join(_quoted(name) for _, name in key) or "rowid"
    columns = ", ".join(_quoted(name) for name, _ in shape)
    query = f"SELECT {columns} FROM {_quoted(table)} ORDER BY {order}"  # noqa: S608 - quoted
    return [
        {name: value for (name, _), value in zip(shape, row, strict=True)}
        for row in _rows(database, query)
    ]


def _rows(database: apsw.Connection, sql: str, *values: str) -> Sequence[tuple[Any, ...]]:
    cursor: Iterable[tuple[Any, ...]] = database.execute(sql, values)  # pyright: ignore[reportUnknownMemberType] - apsw's own stub is partial
    return list(cursor)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
