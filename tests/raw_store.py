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
        ((table, sql),) = run_on(
            connection, "SELECT name, sql FROM sqlite_schema WHERE sql LIKE '%USING fts5%'"
        )
        run_on(connection, f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
        if table == "utterance_keys":  # holds no texts to be compared with
            _compare_with_new_one(connection, str(sql))
        return run_on(connection, "PRAGMA integrity_check") == [("ok",)]


def _compare_with_new_one(connection: apsw.Connection, sql: str) -> None:
    """Look whether the index holds each word in each place where one made anew holds it."""
    run_on(connection, sql.replace("TABLE utterance_keys", "TABLE temp.anew"))
    run_on(
        connection,
        "INSERT INTO temp.anew(rowid, turn, near) SELECT id, turn, near FROM surrounded",
    )
    instances = "SELECT term, doc, col, offset FROM temp.{} ORDER BY 1, 2, 3, 4"
    held: list[list[Row]] = []
    for schema, table in (("main", "utterance_keys"), ("temp", "anew")):
        run_on(
            connection,
            f"CREATE VIRTUAL TABLE temp.in_{table} USING fts5vocab({schema}, {table}, instance)",
        )
        held.append(run_on(connection, instances.format(f"in_{table}")))
    if held[0] != held[1]:
        raise apsw.CorruptError("the index does not agree with the texts")
