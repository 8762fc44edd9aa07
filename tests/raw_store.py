"""A look into the store's file past the program, by SQLite alone."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import cast

import apsw

Row = tuple[int | str | None, ...]


def run_on(connection: apsw.Connection, sql: str) -> list[Row]:
    """Run `sql` and return its rows."""
    rows = connection.execute(sql)  # pyright: ignore[reportUnknownMemberType] - apsw's own stub
    return list(cast("Iterable[Row]", rows))


def run_sql(file: Path, sql: str) -> list[Row]:
    """Run `sql` on a connection of its own and return the rows of it all."""
    with closing(apsw.Connection(str(file))) as connection:
        return run_on(connection, sql)


def is_sound(file: Path) -> bool:
    """Whether file and full-text index are whole, by SQLite's own most thorough checks.

    An index that does not agree with the texts raises `apsw.CorruptError`.
    """
    with closing(apsw.Connection(str(file))) as connection:
        (table,) = run_on(
            connection, "SELECT name FROM sqlite_schema WHERE sql LIKE '%USING fts5%'"
        )[0]
        run_on(connection, f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
        counts = f"SELECT (SELECT count(*) FROM {table}_docsize), count(*) FROM utterances"
        ((indexed, said),) = run_on(connection, counts)
        if indexed != said:
            raise apsw.CorruptError(f"{indexed} of {said} turns are in the index")
        return run_on(connection, "PRAGMA integrity_check") == [("ok",)]
