"""What he claimed, kept in the order he told it: what `ClaimLog` promises."""

from datetime import timedelta
from pathlib import Path

from samantha.domain.dialogue import Draft, Origin, Speaker
from samantha.memory.claims import Act, Claim
from samantha.providers.sqlite.claims import SqliteClaims
from samantha.providers.sqlite.forgetting import SqliteForgetting
from samantha.providers.sqlite.holding import open_memory
from tests.clock_fake import MORNING


async def test_claims_come_back_as_they_were_and_leave_with_their_words(tmp_path: Path) -> None:
    lock = tmp_path / "a.lock"
    async with open_memory(tmp_path / "a.db", lock_file=lock, purpose="t") as memory:
        session = await memory.begin_session(MORNING)
        said = [
            await memory.add(Draft(session, Speaker.PERSON, text, MORNING, Origin.SPOKEN))
            for text in ("I live in Ghent.", "I quit.")
        ]
        claims = [
            Claim(
                "he", "home", "Ghent", Act.IS, MORNING - timedelta(days=9), MORNING, said[0].id,
                "I live in Ghent",
            ),
            Claim("he", "work", "", Act.ENDED, MORNING, MORNING, said[1].id, "I quit"),
        ]  # fmt: skip
        await SqliteClaims(memory).keep_claims([*reversed(claims)])
    async with open_memory(tmp_path / "a.db", lock_file=lock, purpose="t") as memory:
        kept = SqliteClaims(memory)
        assert await kept.claims() == claims
        await SqliteForgetting(memory).forget([said[0].id], MORNING)
        assert await kept.claims() == claims[1:]
        await kept.keep_claims(claims[:1])
        assert await kept.claims() == claims[1:]
