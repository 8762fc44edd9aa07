"""Things said that are to be no more: out of the talk at once, out of the file after a day."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from samantha.domain.dialogue import Utterance
from samantha.providers.sqlite.memory import UTTERANCE, Run, SqliteMemory, sortable, utterance_of


class _Kept(msgspec.Struct):
    """One utterance with what was made of it, as it can be put back."""

    utterance: list[Any]
    facts: list[list[Any]]
    lines: list[str]
    """Its lines of the gist."""


class SqliteForgetting:
    """The store behind `Forgetting`."""

    def __init__(self, memory: SqliteMemory) -> None:
        """`memory` is open as long as this is used."""
        self._memory = memory

    async def forget(self, ids: Sequence[int], at: datetime) -> int:
        """Forget utterances; returns their number, 0 where none is there."""

        def forget(run: Run) -> int:
            ((newest,),) = run("SELECT coalesce(max(number), 0) FROM forgotten")
            gone = [identity for identity in ids if _take_out(run, identity, newest + 1, at)]
            return newest + 1 if gone else 0

        return await self._memory.within(forget)

    async def restore(self, number: int) -> Sequence[int]:
        """Put back what was forgotten under `number`."""

        def restore(run: Run) -> list[int]:
            rows = run("SELECT id, kept FROM forgotten WHERE number = ? ORDER BY id", number)
            for _, kept in rows:
                _put_back(run, msgspec.json.decode(kept, type=_Kept))
            run("DELETE FROM forgotten WHERE number = ?", number)
            return [int(identity) for identity, _ in rows]

        return await self._memory.within(restore)

    async def number_of(self, utterance_id: int) -> int | None:
        """Under which number an utterance was forgotten."""
        rows = await self._memory.within(
            lambda run: run("SELECT number FROM forgotten WHERE id = ?", utterance_id)
        )
        return int(rows[0][0]) if rows else None

    async def purge(self, before: datetime) -> int:
        """Let go for good of what was forgotten before that."""

        def purge(run: Run) -> int:
            sql = "DELETE FROM forgotten WHERE forgotten_at < ? RETURNING id"
            return len(run(sql, sortable(before)))

        count = await self._memory.within(purge)
        if count:
            await self._memory.compact()
        return count

    async def said_between(self, begin: datetime, end: datetime) -> Sequence[Utterance]:
        """What was said from `begin` on and before `end`, oldest first."""
        # Times are kept with the offset they were said at: a day around it, then exactly.
        rows = await self._memory.within(
            lambda run: run(
                f"SELECT {UTTERANCE} FROM utterances"  # noqa: S608 - constants
                " WHERE julianday(said_at) >= julianday(?) AND julianday(said_at) < julianday(?)"
                " ORDER BY id",
                begin.isoformat(),
                end.isoformat(),
            )
        )
        return [utterance_of(row) for row in rows]


def _take_out(run: Run, identity: int, number: int, at: datetime) -> bool:
    rows = run(f"SELECT {UTTERANCE} FROM utterances WHERE id = ?", identity)  # noqa: S608
    if not rows:
        return False
    facts = run(
        "SELECT key, quote, utterance_id, told_at FROM facts WHERE utterance_id = ?", identity
    )
    kept = _Kept(list(rows[0]), [list(fact) for fact in facts], _without_lines(run, rows[0][3]))
    run(
        "INSERT INTO forgotten(id, number, forgotten_at, kept) VALUES (?, ?, ?, ?)",
        *(identity, number, sortable(at), msgspec.json.encode(kept).decode()),
    )
    run("DELETE FROM facts WHERE utterance_id = ?", identity)
    run("DELETE FROM utterances WHERE id = ?", identity)
    return True


def _without_lines(run: Run, text: str) -> list[str]:
    """Take the lines that quote `text` out of the gist and return them."""
    rows = run("SELECT text FROM gist")
    lines = str(rows[0][0]).splitlines() if rows else []
    said = " ".join(text.split())
    gone = [line for line in lines if _quote(line) and _quote(line) in said]
    if gone:
        run("UPDATE gist SET text = ?", "\n".join(line for line in lines if line not in gone))
    return gone


def _quote(line: str) -> str:
    return line.partition("“")[2].removesuffix("”")


def _put_back(run: Run, kept: _Kept) -> None:
    run(
        f"INSERT INTO utterances({UTTERANCE}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        *kept.utterance,
    )
    for fact in kept.facts:
        # What he told anew meanwhile stands.
        run(
            "INSERT OR IGNORE INTO facts(key, quote, utterance_id, told_at) VALUES (?, ?, ?, ?)",
            *fact,
        )
    if kept.lines:
        ((text,),) = run("SELECT text FROM gist")
        run("UPDATE gist SET text = ?", "\n".join([*kept.lines, *str(text).splitlines()]))
