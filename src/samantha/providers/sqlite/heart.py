"""How she is and was, what she believes of how he is, and why she said what she said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from samantha.heart.affect import Affect
from samantha.heart.belief import Belief, Felt
from samantha.heart.emotions import PAD, Emotion, Feeling
from samantha.heart.ports import Moment
from samantha.heart.threads import Closing, Thread, ThreadKind
from samantha.mind.reasons import Reasons
from samantha.providers.sqlite.memory import Run, SqliteMemory, sortable

_MOMENT: Final = "at, pleasure, arousal, dominance, feelings, word, moved_by, utterance_id"
_THREAD: Final = "id, kind, what, opened_at, moment_at, raised_at, closed_at, how, utterance_id"


class SqliteHeart:
    """The store behind `HeartLog`, `ReasonsKept` and `ThreadLog`."""

    def __init__(self, memory: SqliteMemory) -> None:
        """`memory` is open as long as this is used."""
        self.memory = memory

    async def last_moment(self) -> Moment | None:
        """How she was after his last turn."""
        rows = await self._rows(f"SELECT {_MOMENT} FROM feelings ORDER BY id DESC LIMIT 1")  # noqa: S608
        return _moment_of(rows[0]) if rows else None

    async def belief(self) -> Belief:
        """What she believed of how he is."""
        rows = await self._rows("SELECT emotion, intensity, at, utterance_id FROM beliefs")
        return Belief(
            {
                Emotion(emotion): Felt(float(intensity), _local(at), int(utterance))
                for emotion, intensity, at, utterance in rows
            }
        )

    async def keep_moment(self, moment: Moment, belief: Belief) -> None:
        """Keep how she is and what she believes, less what rests on words that are no more."""

        def keep(run: Run) -> None:
            there = {int(row[0]) for row in _there(run, _utterances_of(moment, belief))}
            mood = moment.affect.mood
            known = moment.utterance in there
            run(
                f"INSERT INTO feelings({_MOMENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                sortable(moment.affect.at),
                mood.pleasure,
                mood.arousal,
                mood.dominance,
                msgspec.json.encode(dict(moment.affect.feelings)).decode(),
                moment.word,
                msgspec.json.encode(list(moment.moved_by) if known else []).decode(),
                moment.utterance if known else None,
            )
            run("DELETE FROM beliefs")
            for emotion, felt in belief.felt.items():
                if felt.utterance in there:
                    run(
                        "INSERT INTO beliefs(emotion, intensity, at, utterance_id)"
                        " VALUES (?, ?, ?, ?)",
                        emotion.value,
                        felt.intensity,
                        sortable(felt.at),
                        felt.utterance,
                    )

        await self.memory.within(keep)

    async def moments(self, since: datetime, most: int) -> Sequence[Moment]:
        """The newest `most` moments since then, oldest first."""
        rows = await self._rows(
            f"SELECT {_MOMENT} FROM feelings WHERE at >= ? ORDER BY id DESC LIMIT ?",  # noqa: S608
            sortable(since),
            most,
        )
        return [_moment_of(row) for row in reversed(rows)]

    async def moment_at(self, utterance: int) -> Moment | None:
        """The moment of the last turn of his up to `utterance`."""
        rows = await self._rows(
            f"SELECT {_MOMENT} FROM feelings WHERE utterance_id <= ?"  # noqa: S608
            " ORDER BY utterance_id DESC LIMIT 1",
            utterance,
        )
        return _moment_of(rows[0]) if rows else None

    async def keep_reasons(self, utterance: int, reasons: Reasons) -> None:
        """Keep why she said it; nothing happens where that is forgotten already."""

        def keep(run: Run) -> None:
            if _there(run, [utterance]):
                run(
                    "INSERT OR REPLACE INTO reasons(utterance_id, why) VALUES (?, ?)",
                    utterance,
                    msgspec.json.encode(reasons).decode(),
                )

        await self.memory.within(keep)

    async def reasons_of(self, utterance: int) -> Reasons | None:
        """Why she said it, where that is kept."""
        rows = await self._rows("SELECT why FROM reasons WHERE utterance_id = ?", utterance)
        return msgspec.json.decode(rows[0][0], type=Reasons) if rows else None

    async def last_with_reasons(self) -> int | None:
        """The newest utterance of hers whose reasons are kept."""
        ((newest,),) = await self._rows("SELECT max(utterance_id) FROM reasons")
        return newest

    async def open_threads(self) -> Sequence[Thread]:
        """Those that are not closed, oldest first."""
        rows = await self._rows(
            f"SELECT {_THREAD} FROM threads WHERE closed_at IS NULL ORDER BY id"  # noqa: S608
        )
        return [_thread_of(row) for row in rows]

    async def threads(self, since: datetime) -> Sequence[Thread]:
        """Those that were opened or closed since then, oldest first."""
        rows = await self._rows(
            f"SELECT {_THREAD} FROM threads WHERE opened_at >= ? OR closed_at >= ? ORDER BY id",  # noqa: S608
            sortable(since),
            sortable(since),
        )
        return [_thread_of(row) for row in rows]

    async def keep_thread(self, thread: Thread) -> None:
        """Keep a new thread, or how a known one is now; not where its words are forgotten."""
        values = (
            thread.kind.value,
            thread.what,
            sortable(thread.opened),
            sortable(thread.moment),
            thread.raised and sortable(thread.raised),
            thread.closed and sortable(thread.closed),
            thread.how and thread.how.value,
            thread.utterance,
        )

        def keep(run: Run) -> None:
            if not _there(run, [thread.utterance]):
                return
            if thread.number:
                run("DELETE FROM threads WHERE id = ?", thread.number)
            run(
                f"INSERT INTO threads({_THREAD}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                thread.number or None,
                *values,
            )

        await self.memory.within(keep)

    async def last_raised(self) -> datetime | None:
        """When she last raised one."""
        ((at,),) = await self._rows("SELECT max(raised_at) FROM threads")
        return None if at is None else _local(at)

    async def _rows(self, sql: str, *values: str | int) -> list[tuple[Any, ...]]:
        return await self.memory.within(lambda run: run(sql, *values))


def _utterances_of(moment: Moment, belief: Belief) -> list[int]:
    own = [] if moment.utterance is None else [moment.utterance]
    return [*own, *(felt.utterance for felt in belief.felt.values())]


def _there(run: Run, utterances: Sequence[int]) -> list[tuple[Any, ...]]:
    numbers = msgspec.json.encode(list(utterances)).decode()
    return run("SELECT id FROM utterances WHERE id IN (SELECT value FROM json_each(?))", numbers)


def _moment_of(row: Sequence[Any]) -> Moment:
    at, pleasure, arousal, dominance, feelings, word, moved_by, utterance = row
    felt: dict[str, float] = msgspec.json.decode(feelings)
    return Moment(
        Affect(
            PAD(float(pleasure), float(arousal), float(dominance)),
            _local(at),
            {Feeling(name): value for name, value in felt.items()},
        ),
        str(word),
        msgspec.json.decode(moved_by, type=list[str]),
        utterance,
    )


def _thread_of(row: Sequence[Any]) -> Thread:
    number, kind, what, opened, moment, raised, closed, how, utterance = row
    return Thread(
        kind=ThreadKind(kind),
        what=str(what),
        utterance=int(utterance),
        opened=_local(opened),
        moment=_local(moment),
        number=int(number),
        raised=raised and _local(raised),
        closed=closed and _local(closed),
        how=how and Closing(how),
    )


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone()
