"""What she said of her own accord, what was refused by which gate, and how he took it."""

from collections.abc import Sequence
from datetime import datetime

from samantha.mind.initiative.gates import Outcome, Past, Reason
from samantha.providers.sqlite.memory import Run, SqliteMemory, sortable


class SqliteInitiative:
    """The store behind `InitiativeLog`."""

    def __init__(self, memory: SqliteMemory) -> None:
        """`memory` is open as long as this is used."""
        self._memory = memory

    async def past(self, since: datetime) -> Sequence[Past]:
        """What was kept since then, oldest first."""
        rows = await self._memory.within(
            lambda run: run(
                "SELECT reason, about, at, aloud, outcome, gate FROM initiatives WHERE at >= ?"
                " ORDER BY id",
                sortable(since),
            )
        )
        return [
            Past(
                Reason(reason),
                str(about),
                datetime.fromisoformat(at).astimezone(),
                bool(aloud),
                Outcome(outcome),
                str(gate),
            )
            for reason, about, at, aloud, outcome, gate in rows
        ]

    async def keep(self, past: Past) -> None:
        """Keep one; of the same thing refused by the same gate on one day only the first."""
        at = sortable(past.at)

        def keep(run: Run) -> None:
            if past.outcome is Outcome.REFUSED and run(
                "SELECT 1 FROM initiatives WHERE about = ? AND gate = ? AND date(at) = date(?)",
                past.key,
                past.gate,
                at,
            ):
                return
            run(
                "INSERT INTO initiatives(reason, about, at, aloud, outcome, gate)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                past.reason.value,
                past.key,
                at,
                int(past.aloud),
                past.outcome.value,
                past.gate,
            )

        await self._memory.within(keep)

    async def settle(self, past: Past, outcome: Outcome) -> None:
        """Keep what became of one that was said."""
        await self._memory.within(
            lambda run: run(
                "UPDATE initiatives SET outcome = ? WHERE about = ? AND at = ? AND outcome = ?",
                outcome.value,
                past.key,
                sortable(past.at),
                Outcome.SAID.value,
            )
        )
