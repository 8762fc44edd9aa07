"""What he asked for, in the same file as what was said: reminders, lists, and what was done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from samantha.hands.policy import Act, Effect
from samantha.hands.ports import Deed
from samantha.hands.reminders import Reminder
from samantha.hands.requests import Ring
from samantha.providers.sqlite.memory import Run, SqliteMemory, sortable

_REMINDER = "id, what, due_at, first_at, ring, rule, zone, utterance_id"
_DEED = "id, at, tool, effect, shown, detail, utterance_id, undo, undone_at"


class SqliteErrands:
    """The store behind `Errands`."""

    def __init__(self, memory: SqliteMemory) -> None:
        """`memory` is open as long as this is used."""
        self._memory = memory

    async def add_reminder(self, reminder: Reminder) -> Reminder:
        """Keep a reminder; one that was dropped is kept again under its id."""
        values = (
            reminder.what,
            sortable(reminder.due),
            sortable(reminder.first),
            reminder.ring.value,
            reminder.rule,
            reminder.zone,
            reminder.asked_in,
        )

        def add(run: Run) -> int:
            columns = _REMINDER.removeprefix("id, ")
            ((identity,),) = run(
                f"INSERT OR REPLACE INTO reminders(id, {columns})"  # noqa: S608 - constants
                " VALUES (nullif(?, 0), ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                reminder.id,
                *values,
            )
            return int(identity)

        identity = await self._memory.within(add)
        return Reminder(
            reminder.what, reminder.due, reminder.first, reminder.ring, reminder.rule,
            reminder.zone, reminder.asked_in, identity,
        )  # fmt: skip

    async def reminders(self) -> Sequence[Reminder]:
        """What is still to ring, the next one first."""
        rows = await self._memory.within(
            lambda run: run(f"SELECT {_REMINDER} FROM reminders ORDER BY due_at, id")  # noqa: S608
        )
        return [_reminder(row) for row in rows]

    async def ring(self, reminder: Reminder, goes_on: Reminder | None) -> bool:
        """Note that it rang as it was due; False if that was noted before."""
        key = (reminder.id, sortable(reminder.due))

        def note(run: Run) -> bool:
            if goes_on is None:
                changed = run(
                    "DELETE FROM reminders WHERE id = ? AND due_at = ? RETURNING id", *key
                )
            else:
                changed = run(
                    "UPDATE reminders SET due_at = ? WHERE id = ? AND due_at = ? RETURNING id",
                    sortable(goes_on.due),
                    *key,
                )
            return bool(changed)

        return await self._memory.within(note)

    async def drop_reminder(self, reminder_id: int) -> None:
        """Let it not ring any more."""
        await self._memory.within(
            lambda run: run("DELETE FROM reminders WHERE id = ?", reminder_id)
        )

    async def add_items(self, name: str, items: Sequence[str]) -> Sequence[str]:
        """Put on a list what is not on it yet."""

        def add(run: Run) -> list[str]:
            sql = (
                "INSERT OR IGNORE INTO list_items(list, item, folded) VALUES (?, ?, ?) RETURNING id"
            )
            return [item for item in items if run(sql, name, item, item.casefold())]

        return await self._memory.within(add)

    async def take_items(self, name: str, items: Sequence[str]) -> Sequence[str]:
        """Take off a list what is on it."""

        def take(run: Run) -> list[str]:
            sql = "DELETE FROM list_items WHERE list = ? AND folded = ? RETURNING item"
            return [str(item) for each in items for (item,) in run(sql, name, each.casefold())]

        return await self._memory.within(take)

    async def items(self, name: str) -> Sequence[str]:
        """What is on a list, in the order in which it was put there."""
        rows = await self._memory.within(
            lambda run: run("SELECT item FROM list_items WHERE list = ? ORDER BY id", name)
        )
        return [str(item) for (item,) in rows]

    async def lists(self) -> Sequence[str]:
        """The names of the lists that hold something."""
        rows = await self._memory.within(
            lambda run: run("SELECT list FROM list_items GROUP BY list ORDER BY min(id)")
        )
        return [str(name) for (name,) in rows]

    async def note(self, deed: Deed) -> Deed:
        """Keep what was done."""
        act = deed.act

        def add(run: Run) -> int:
            ((identity,),) = run(
                "INSERT INTO deeds(at, tool, effect, shown, detail, utterance_id, undo)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
                *(deed.at.isoformat(), act.tool, act.effect.value, act.shown, act.detail),
                *(deed.asked_in, deed.undo),
            )
            return int(identity)

        identity = await self._memory.within(add)
        return Deed(act, deed.at, deed.asked_in, deed.undo, id=identity)

    async def deeds(self, count: int) -> Sequence[Deed]:
        """The last deeds, newest first."""
        rows = await self._memory.within(
            lambda run: run(f"SELECT {_DEED} FROM deeds ORDER BY id DESC LIMIT ?", count)  # noqa: S608
        )
        return [_deed(row) for row in rows]

    async def deed(self, deed_id: int) -> Deed | None:
        """The deed of that id."""
        rows = await self._memory.within(
            lambda run: run(f"SELECT {_DEED} FROM deeds WHERE id = ?", deed_id)  # noqa: S608
        )
        return _deed(rows[0]) if rows else None

    async def note_undone(self, deed_id: int, at: datetime) -> None:
        """Note that a deed was undone."""
        await self._memory.within(
            lambda run: run("UPDATE deeds SET undone_at = ? WHERE id = ?", at.isoformat(), deed_id)
        )


def _reminder(row: Sequence[Any]) -> Reminder:
    identity, what, due, first, ring, rule, zone, utterance = row
    return Reminder(
        what=str(what),
        due=datetime.fromisoformat(due),
        first=datetime.fromisoformat(first),
        ring=Ring(ring),
        rule=str(rule),
        zone=str(zone),
        asked_in=utterance,
        id=int(identity),
    )


def _deed(row: Sequence[Any]) -> Deed:
    identity, at, tool, effect, shown, detail, utterance, undo, undone = row
    return Deed(
        act=Act(str(tool), Effect(effect), str(shown), str(detail)),
        at=datetime.fromisoformat(at),
        asked_in=utterance,
        undo=str(undo),
        undone_at=None if undone is None else datetime.fromisoformat(undone),
        id=int(identity),
    )
