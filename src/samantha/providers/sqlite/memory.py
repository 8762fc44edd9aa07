"""Everything said, kept in one SQLite file that survives kill -9, power cuts and newer versions.

Write-ahead log with `synchronous=FULL`: what a call returned for is on disk. One process at a time
uses a data folder; the others are told who holds it.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import apsw

from samantha.domain.dialogue import (
    Draft,
    Episode,
    EpisodeKind,
    Fact,
    Gist,
    Lifetime,
    Origin,
    Speaker,
    Utterance,
)
from samantha.domain.errors import StoreUnavailable
from samantha.providers.sqlite.library import OLDEST_SAFE_SQLITE, apsw_version, explain
from samantha.providers.sqlite.schema import MIGRATIONS, SCHEMA_VERSION

UTTERANCE = "id, session_id, speaker, text, said_at, origin, interrupted"
UTTERANCE_OF_U = ", ".join(f"u.{name}" for name in UTTERANCE.split(", "))

T = TypeVar("T")


class Run(Protocol):
    """Runs one statement and returns its rows."""

    def __call__(
        self, sql: str, *values: str | int | float | bytes | None
    ) -> list[tuple[Any, ...]]:
        """Run `sql` with its values."""
        ...


class SqliteMemory:
    """The store behind `ConversationLog`, `Keepsakes` and `Departures`.

    All SQL runs in one thread of its own, so awaiting never blocks the conversation.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._database: apsw.Connection | None = None
        self._closed = False

    async def open(self) -> None:
        """Open the file, make or upgrade its tables, check its health.

        Raises:
            StoreUnavailable: damaged, made by a newer version, or not to be written.
        """
        await self._do(self._open)

    async def aclose(self) -> None:
        """Close the file. Safe to call twice."""
        if self._database is not None:
            await self._do(self._close)
        self._closed = True
        self._thread.shutdown(wait=True)

    async def within(self, work: Callable[[Run], T]) -> T:
        """Do `work` in one transaction: all of it is on disk then, or nothing is.

        Raises:
            StoreUnavailable: it cannot be done (disk full, damaged, closed).
        """

        def whole() -> list[T]:
            done: list[T] = []
            with self._connection():
                done.append(work(self._rows))
            return done

        return (await self._do(whole))[0]

    async def compact(self) -> None:
        """Write the file anew without what was deleted: none of its bytes stay in any of its files.

        Raises:
            StoreUnavailable: there is no room for it; nothing is lost.
        """

        def compact() -> None:
            self._rows("INSERT INTO utterance_keys(utterance_keys) VALUES ('optimize')")
            self._rows("VACUUM")
            self._rows("PRAGMA wal_checkpoint(TRUNCATE)")

        await self._do(compact)

    # -- ConversationLog ------------------------------------------------------------------------

    async def begin_session(self, at: datetime) -> int:
        """Open a session and return its id."""
        return await self._do(
            lambda: self._insert("INSERT INTO sessions(started_at) VALUES (?)", at.isoformat())
        )

    async def add(self, draft: Draft) -> Utterance:
        """Keep one utterance."""
        text = _whole(draft.text)
        identity = await self._do(
            lambda: self._insert(
                "INSERT INTO utterances(session_id, speaker, text, said_at, origin, interrupted)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                draft.session_id,
                draft.speaker.value,
                text,
                draft.said_at.isoformat(),
                draft.origin.value,
                int(draft.interrupted),
            )
        )
        return Utterance(
            id=identity,
            session_id=draft.session_id,
            speaker=draft.speaker,
            text=text,
            said_at=draft.said_at,
            origin=draft.origin,
            interrupted=draft.interrupted,
        )

    async def extend(self, utterance_id: int, text: str, *, interrupted: bool) -> None:
        """Replace an utterance's text by what was shown so far."""
        await self._do(
            lambda: self._rows(
                "UPDATE utterances SET text = ?, interrupted = ? WHERE id = ?",
                text,
                int(interrupted),
                utterance_id,
            )
        )

    async def last(self, count: int, *, before_id: int | None = None) -> Sequence[Utterance]:
        """The last utterances, oldest first."""
        rows = await self._do(
            lambda: self._rows(
                f"SELECT {UTTERANCE} FROM utterances WHERE id < ? ORDER BY id DESC LIMIT ?",  # noqa: S608 - a constant
                before_id if before_id is not None else 2**62,
                count,
            )
        )
        return [utterance_of(row) for row in reversed(rows)]

    async def search(
        self, words: Sequence[str], limit: int, *, before_id: int
    ) -> Sequence[tuple[Utterance, float]]:
        """Older utterances that hold any of the words, best first (BM25, score > 0)."""
        query = any_of(words)
        if not query:
            return []
        rows = await self._do(
            lambda: self._rows(
                f"SELECT {UTTERANCE_OF_U}, -bm25(utterance_keys, 1, 0) FROM utterance_keys k"  # noqa: S608 - constants
                " JOIN utterances u ON u.id = k.rowid"
                " WHERE utterance_keys MATCH ? AND k.rowid < ?"
                " ORDER BY bm25(utterance_keys, 1, 0) LIMIT ?",
                f"turn : ({query})",
                before_id,
                limit,
            )
        )
        return [(utterance_of(row[:-1]), float(cast("float", row[-1]))) for row in rows]

    async def lifetime(self) -> Lifetime:
        """Since when she lives and how much was said."""

        def read() -> Lifetime:
            born = self._rows("SELECT value FROM about WHERE name = 'born_at'")
            counts = self._rows("SELECT count(DISTINCT session_id), count(*) FROM utterances")
            previous = self._rows(
                "SELECT said_at FROM utterances WHERE session_id < (SELECT max(id) FROM sessions)"
                " ORDER BY id DESC LIMIT 1"
            )
            return Lifetime(
                born_at=_time(born[0][0]),
                conversations=cast("int", counts[0][0]),
                utterances=cast("int", counts[0][1]),
                previous_at=_time(previous[0][0]) if previous else None,
            )

        return await self._do(read)

    async def everything(self) -> Sequence[Utterance]:
        """Every utterance, oldest first; for export."""
        rows = await self._do(
            lambda: self._rows(f"SELECT {UTTERANCE} FROM utterances ORDER BY id")  # noqa: S608 - a constant
        )
        return [utterance_of(row) for row in rows]

    # -- Keepsakes ------------------------------------------------------------------------------

    async def facts(self) -> Sequence[Fact]:
        """All facts, the one told longest ago first."""
        rows = await self._do(
            lambda: self._rows(
                "SELECT key, quote, utterance_id, told_at FROM facts ORDER BY utterance_id, key"
            )
        )
        return [
            Fact(str(key), str(quote), cast("int", source), _time(told))
            for key, quote, source, told in rows
        ]

    async def keep_facts(self, facts: Sequence[Fact]) -> None:
        """Keep facts; one of a known key replaces the earlier."""

        def write() -> None:
            with self._connection():
                for fact in facts:
                    self._rows(
                        "INSERT OR REPLACE INTO facts(key, quote, utterance_id, told_at)"
                        " VALUES (?, ?, ?, ?)",
                        fact.key,
                        fact.quote,
                        fact.utterance_id,
                        fact.told_at.isoformat(),
                    )

        if facts:
            await self._do(write)

    async def gist(self) -> Gist:
        """The running summary."""
        rows = await self._do(lambda: self._rows("SELECT text, up_to FROM gist"))
        return Gist(str(rows[0][0]), cast("int", rows[0][1])) if rows else Gist()

    async def keep_gist(self, gist: Gist) -> None:
        """Replace the running summary."""
        await self._do(
            lambda: self._rows(
                "INSERT OR REPLACE INTO gist(id, text, up_to) VALUES (1, ?, ?)",
                gist.text,
                gist.up_to,
            )
        )

    async def episodes(self) -> Sequence[Episode]:
        """What happened to her, oldest first."""
        rows = await self._do(
            lambda: self._rows("SELECT kind, text, happened_at FROM episodes ORDER BY id")
        )
        return [Episode(EpisodeKind(str(kind)), str(text), _time(at)) for kind, text, at in rows]

    async def add_episode(self, episode: Episode) -> None:
        """Keep one episode."""
        await self._do(
            lambda: self._rows(
                "INSERT INTO episodes(kind, text, happened_at) VALUES (?, ?, ?)",
                episode.kind.value,
                episode.text,
                episode.happened_at.isoformat(),
            )
        )

    # -- Departures -----------------------------------------------------------------------------

    async def record(self, host: str, what: str, bytes_out: int) -> None:
        """Keep that something is about to leave the machine."""
        at = datetime.now().astimezone().isoformat()
        await self._do(
            lambda: self._rows(
                "INSERT INTO departures(at, host, what, bytes_out) VALUES (?, ?, ?, ?)",
                at,
                host,
                what,
                bytes_out,
            )
        )

    async def departures_since(self, at: datetime) -> Sequence[tuple[str, str, int]]:
        """What left the machine since `at`: host, what, bytes in all."""
        rows = await self._do(
            lambda: self._rows("SELECT at, host, what, bytes_out FROM departures")
        )
        totals: dict[tuple[str, str], int] = {}
        for when, host, what, size in rows:
            if _time(when) >= at:
                key = (str(host), str(what))
                totals[key] = totals.get(key, 0) + cast("int", size)
        return [(host, what, size) for (host, what), size in totals.items()]

    # -- within the store's thread ----------------------------------------------------------------

    async def _do(self, work: Callable[[], T]) -> T:
        if self._closed:
            raise StoreUnavailable("The data folder is closed.", "Start again.")
        loop = asyncio.get_running_loop()
        # A write that was begun is finished even if the one who asked is cancelled meanwhile.
        future = loop.run_in_executor(self._thread, work)
        try:
            return await asyncio.shield(future)
        except apsw.Error as error:
            raise explain(error, self._file) from error

    def _open(self) -> None:
        if apsw_version() < OLDEST_SAFE_SQLITE:
            raise StoreUnavailable(
                f"This build of SQLite ({apsw.sqlite_lib_version()}) can lose what was saved.",
                "Install the project's own requirements again (`make talk` does).",
            )
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = not self._file.exists()
        self._database = apsw.Connection(str(self._file))
        if new:
            self._file.chmod(0o600)
        self._database.set_busy_timeout(2000)
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            self._rows(f"PRAGMA {pragma}")
        self._upgrade()
        health = self._rows("PRAGMA quick_check(1)")
        if health[0][0] != "ok":
            raise apsw.CorruptError(str(health[0][0]))

    def _upgrade(self) -> None:
        version = cast("int", self._rows("PRAGMA user_version")[0][0])
        if version > SCHEMA_VERSION:
            self._close()
            raise StoreUnavailable(
                f"The data in {self._file.parent} was written by a newer version of Samantha"
                f" (store version {version}, this program knows {SCHEMA_VERSION}).",
                "Use that version or a newer one; nothing was changed.",
            )
        for step in range(version, SCHEMA_VERSION):
            with self._connection():
                self._rows(MIGRATIONS[step])
                self._rows(f"PRAGMA user_version = {step + 1}")

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    def _connection(self) -> apsw.Connection:
        if self._database is None:
            raise StoreUnavailable("The data folder is closed.", "Start again.")
        return self._database

    def _rows(self, sql: str, *values: str | int | float | bytes | None) -> list[tuple[Any, ...]]:
        connection: Any = self._connection()  # apsw's own stub leaves execute's type open
        return list(connection.execute(sql, [_whole(each) for each in values]))

    def _insert(self, sql: str, *values: str | int) -> int:
        self._rows(sql, *values)
        return self._connection().last_insert_rowid()


def _whole(value: T) -> T | str:
    """Text that can be written: half a character, as a broken paste leaves it, becomes “?”."""
    if isinstance(value, str):
        return value.encode("utf-8", errors="replace").decode("utf-8")
    return value


def any_of(words: Sequence[str]) -> str:
    """A full-text query for any of `words`; "" where none can be looked for."""
    terms = [term for word in words if (term := re.sub(r'["\x00]', "", word).strip())]
    return " OR ".join(f'"{term}"' for term in terms)


def sortable(moment: datetime) -> str:
    """The moment in UTC to the microsecond, so that texts are in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _time(value: Any) -> datetime:
    return datetime.fromisoformat(str(value))


def utterance_of(row: Sequence[Any]) -> Utterance:
    """The utterance in a row of the columns `UTTERANCE`."""
    identity, session, speaker, text, said_at, origin, interrupted = row
    return Utterance(
        id=identity,
        session_id=session,
        speaker=Speaker(speaker),
        text=text,
        said_at=_time(said_at),
        origin=Origin(origin),
        interrupted=bool(interrupted),
    )
