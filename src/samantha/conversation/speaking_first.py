"""She speaks first where there is a reason and every gate lets her, apart from the conversation.

    async with SpeakingFirst(session, occasions).through(mouth):
        ...   # the talk

A failure here is logged and never reaches the talk. What counts as said is what was heard.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from samantha.conversation.beside import beside, until
from samantha.conversation.ringing import Mouth
from samantha.conversation.session import Session
from samantha.domain.clock import Clock
from samantha.domain.dialogue import Speaker, Utterance
from samantha.domain.errors import SamanthaError
from samantha.heart.threads import Thread
from samantha.memory.ports import ConversationLog
from samantha.mind.initiative.gates import (
    DISMISSED_WITHIN,
    Offer,
    Outcome,
    Past,
    Rules,
    Situation,
    awake_hours,
    refusal,
)
from samantha.mind.initiative.offers import InitiativeLog, offer_of, outcome_of

log = logging.getLogger(__name__)

LOOK_EVERY: Final = timedelta(minutes=1)
HEARD_BY_S: Final = 60.0
"""What was not heard by then was said to nobody; it is tried another time."""
_LOOKED_AT: Final = 2000
"""Utterances from which it is learnt at which hours he is there."""
_SEEN: Final = 30

Busy = Callable[[], Awaitable[bool]]
"""Whether something of his calendar is going on."""


@dataclass(frozen=True, slots=True)
class Occasions:
    """What decides when she may speak first."""

    kept: InitiativeLog
    log: ConversationLog
    clock: Clock
    busy: Busy
    rules: Rules
    since: datetime
    """When they met."""
    aloud: Callable[[], bool]
    """Whether she would be heard and not only read."""


class SpeakingFirst:
    """Of one session."""

    def __init__(self, session: Session, occasions: Occasions) -> None:
        self._session = session
        self._by = occasions

    @asynccontextmanager
    async def through(self, mouth: Mouth) -> AsyncGenerator[None, None]:
        """Look out for occasions as long as the block lasts."""
        async with beside(self.keep(mouth), "speaking first"):
            yield

    async def keep(self, mouth: Mouth) -> None:
        """Look once a minute, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY.total_seconds())
            try:
                await self.look(mouth)
            except SamanthaError as error:
                log.info("no initiative now: %s", error.message)

    async def look(self, mouth: Mouth) -> Past | None:
        """Speak if there is a reason and every gate lets her; returns what came of it.

        Raises:
            StoreUnavailable: it could not be kept.
        """
        now = self._by.clock.now()
        await self._session.rest()
        past = await self._settled(now)
        thread = self._session.to_raise(check_in=self._by.rules.check_ins)
        if thread is None or not mouth.quiet:
            return None
        offer, here = offer_of(thread, now), await self._situation(now)
        gate = refusal(offer, here, past, self._by.rules)
        kept = Past(offer.reason, offer.key, now, here.aloud, Outcome.REFUSED, gate or "")
        if gate is None:
            if not await self._said(mouth, offer, thread):
                return None
            kept = replace(kept, outcome=Outcome.SAID)
        await self._by.kept.keep(kept)
        return kept

    async def _said(self, mouth: Mouth, offer: Offer, thread: Thread) -> bool:
        """Say it; returns whether it was heard."""
        mouth.speak_first(offer.words)

        async def heard() -> bool:
            hers = [each for each in await self._by.log.last(_SEEN) if _tells(each, offer)]
            if hers:
                self._session.raised(thread, hers[-1])
            return bool(hers)

        return await until(heard, HEARD_BY_S)

    async def _situation(self, now: datetime) -> Situation:
        last = await self._by.log.last(_LOOKED_AT)
        his = [each.said_at for each in last if each.speaker is Speaker.PERSON]
        return Situation(
            now=now,
            aloud=self._by.aloud(),
            busy=await self._by.busy(),
            last_talk=last[-1].said_at if last else None,
            since=self._by.since,
            awake_hours=awake_hours(his, now),
        )

    async def _settled(self, now: datetime) -> list[Past]:
        """What she said of her own accord lately, with what is known by now of how he took it."""
        past = list(await self._by.kept.past(now - DISMISSED_WITHIN))
        for place, each in enumerate(past):
            if each.outcome is not Outcome.SAID:
                continue
            last = await self._by.log.last(_SEEN)
            his = [said for said in last if said.speaker is Speaker.PERSON]
            outcome = outcome_of(each, his, now)
            if outcome is not Outcome.SAID:
                await self._by.kept.settle(each, outcome)
                past[place] = replace(each, outcome=outcome)
        return past


def _tells(utterance: Utterance, offer: Offer) -> bool:
    return utterance.speaker is Speaker.SHE and offer.words[:40] in utterance.text
