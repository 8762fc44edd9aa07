"""After a reply: what he told is kept, and old turns leave the view."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from samantha.domain.dialogue import Fact, Speaker, Utterance
from samantha.domain.language import Message
from samantha.heart.inner import Inner
from samantha.memory.gist import fold
from samantha.memory.ledger import Ledger, claimed
from samantha.memory.ports import ClaimLog, ConversationLog, Keepsakes
from samantha.memory.sheet import facts_said, sheet_of
from samantha.mind.attention import Attention, Budget, prefix_of
from samantha.mind.care.breaks import Stretch
from samantha.mind.manner import Guidance
from samantha.mind.ports import LanguageModel
from samantha.personality.persona import Persona

SITTING: Final = timedelta(hours=3)
"""After a silence as long as this a new sitting begins."""
FROM_BEFORE: Final = 4
"""So many utterances of the last sitting stay before the eyes of a small model in the next one."""
MOST_IN_VIEW = 400
"""Utterances read back at the start; far more than the view's tokens can hold."""


@dataclass(frozen=True, slots=True)
class Mindset:
    """What is on her mind between two turns; each change makes a new one."""

    attention: Attention
    facts: Sequence[Fact]
    budget: Budget
    count_tokens: Callable[[str], int]
    guidance: Guidance
    settled_to: int
    """Up to which utterance everything told was kept as facts."""
    inner: Inner | None = None
    """How she is, and how she believes him to be; None for her without a heart."""
    ledger: Ledger = Ledger()  # noqa: RUF009 - frozen
    """What he told of himself, as it stands by now."""
    stretch: Stretch = Stretch()  # noqa: RUF009 - frozen
    """How long they have been talking."""

    @classmethod
    async def remembered(
        cls,
        persona: Persona,
        model: LanguageModel,
        log: ConversationLog,
        keepsakes: Keepsakes,
        *,
        guidance: Guidance,
        inner: Inner | None = None,
        claims: ClaimLog | None = None,
    ) -> "Mindset":
        """Take up the conversation where it was left."""
        gist = await keepsakes.gist()
        facts = await keepsakes.facts()
        budget = Budget.for_window(model.identity.window_tokens)
        said = await log.last(MOST_IN_VIEW)
        view = [each for each in said if each.id > gist.up_to]
        sheet = sheet_of(facts, up_to=gist.up_to, limit=budget.sheet_lines)
        return cls(
            attention=Attention(persona, sheet, gist, view),
            facts=facts,
            budget=budget,
            count_tokens=model.count_tokens,
            guidance=guidance,
            settled_to=max((fact.utterance_id for fact in facts), default=0),
            inner=inner,
            stretch=Stretch.of(said),
            ledger=await _ledger(claims, said),
        )

    @property
    def prefix(self) -> list[Message]:
        """What the next prompt begins with."""
        return prefix_of(
            self.attention,
            count_tokens=self.count_tokens,
            budget=self.budget,
            guidance=self.guidance,
        )

    def with_uttered(self, utterance: Utterance) -> "Mindset":
        """The same mind with an utterance in view, in its place and as it stands now."""
        others = [each for each in self.attention.view if each.id != utterance.id]
        view = sorted([*others, utterance], key=lambda each: each.id)
        return replace(
            self,
            attention=replace(self.attention, view=view),
            stretch=self.stretch.spoken(utterance),
        )

    def with_persona(self, persona: Persona) -> "Mindset":
        """The same mind as another persona."""
        return replace(self, attention=replace(self.attention, persona=persona))

    def her_last_words(self, count: int) -> list[str]:
        """Her last utterances in view, oldest first."""
        hers = [each.text for each in self.attention.view if each.speaker is Speaker.SHE]
        return hers[-count:]

    def her_words_since(self, begin: datetime) -> int:
        """How many utterances of hers in view are not older than that."""
        view = self.attention.view
        return sum(each.speaker is Speaker.SHE and each.said_at >= begin for each in view)

    def with_facts(self, facts: Sequence[Fact]) -> "Mindset":
        """The same mind knowing `facts`, which replace earlier ones of the same key."""
        kept = {fact.key: fact for fact in (*self.facts, *facts)}
        return replace(self, facts=sorted(kept.values(), key=lambda fact: fact.utterance_id))

    def rested(self, now: datetime) -> "Mindset":
        """The same mind after a long silence: a new sitting begins with little of the last in view.

        What a small model has before its eyes it talks about: yesterday's details come up again in
        today's answers. They are folded, and found again where they are asked for.
        """
        view = self.attention.view
        small = not self.budget.passages
        if not view or not small or now - view[-1].said_at < SITTING or len(view) <= FROM_BEFORE:
            return self
        return self._folded(len(view) - FROM_BEFORE)

    def without_old_turns(self) -> "Mindset":
        """The same mind, with the oldest turns folded into the gist where the view is too full."""
        sizes = [self.count_tokens(each.text) + 5 for each in self.attention.view]
        if sum(sizes) <= self.budget.view_high:
            return self
        first, left = 0, sum(sizes)
        while left > self.budget.view_low and first < len(sizes) - 2:
            left -= sizes[first]
            first += 1
        return self._folded(first)

    def _folded(self, first: int) -> "Mindset":
        """The same mind with the first so many turns of the view in the gist."""
        gist = fold(
            self.attention.gist,
            self.attention.view[:first],
            count_tokens=self.count_tokens,
            budget_tokens=self.budget.gist,
        )
        sheet = sheet_of(self.facts, up_to=gist.up_to, limit=self.budget.sheet_lines)
        view = self.attention.view[first:]
        return replace(self, attention=replace(self.attention, sheet=sheet, gist=gist, view=view))


async def _ledger(claims: ClaimLog | None, said: Sequence[Utterance]) -> Ledger:
    """What he claimed; of a store from before claims were kept, what he said lately counts."""
    if claims is None:
        return Ledger()
    ledger = Ledger.of(await claims.claims())
    if not ledger.claims:
        for each in said:
            found = claimed(each, ledger)
            await claims.keep_claims(found)
            ledger = ledger.with_all(found)
    return ledger


async def settle(mindset: Mindset, keepsakes: Keepsakes, claims: ClaimLog | None = None) -> Mindset:
    """Keep what he told since the last time and let old turns leave the view; returns the new mind.

    What could not be kept now is kept the next time.
    """
    new = [each for each in mindset.attention.view if each.id > mindset.settled_to]
    told = [fact for each in new for fact in facts_said(each)]
    if told:
        await keepsakes.keep_facts(told)
        mindset = mindset.with_facts(told)
    if claims is not None:
        for each in new:
            said = claimed(each, mindset.ledger)
            await claims.keep_claims(said)
            mindset = replace(mindset, ledger=mindset.ledger.with_all(said))
    if new:
        mindset = replace(mindset, settled_to=new[-1].id)
    settled = mindset.without_old_turns()
    if settled.attention.gist != mindset.attention.gist:
        await keepsakes.keep_gist(settled.attention.gist)
    return settled
