"""What he claimed, in the order he told it; what is forgotten takes its claims along."""

from collections.abc import Sequence
from datetime import datetime

from samantha.memory.claims import Act, Claim
from samantha.providers.sqlite.memory import Run, SqliteMemory


class SqliteClaims:
    """The store behind `ClaimLog`."""

    def __init__(self, memory: SqliteMemory) -> None:
        """`memory` is open as long as this is used."""
        self._memory = memory

    async def claims(self) -> Sequence[Claim]:
        """All of them, in the order they were told."""
        rows = await self._memory.within(
            lambda run: run(
                "SELECT subject, predicate, value, act, since, told_at, utterance_id, quote"
                " FROM claims ORDER BY utterance_id, id"
            )
        )
        return [
            Claim(
                str(subject), str(predicate), str(value), Act(act), _moment(since), _moment(told),
                int(utterance), str(quote),
            )
            for subject, predicate, value, act, since, told, utterance, quote in rows
        ]  # fmt: skip

    async def keep_claims(self, claims: Sequence[Claim]) -> None:
        """Keep what was claimed; what was said in words that are no more is left out."""

        def keep(run: Run) -> None:
            for each in claims:
                run(
                    "INSERT INTO claims"
                    " (subject, predicate, value, act, since, told_at, utterance_id, quote)"
                    " SELECT ?, ?, ?, ?, ?, ?, id, ? FROM utterances WHERE id = ?",
                    each.subject,
                    each.predicate,
                    each.value,
                    each.act.value,
                    each.since.isoformat(),
                    each.told_at.isoformat(),
                    each.quote,
                    each.utterance,
                )

        if claims:
            await self._memory.within(keep)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
