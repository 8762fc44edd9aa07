"""READ THIS FIRST: one session of the lasting conversation, from what he says to what she said.

    async with Session.opened(...) as session:
        async for phrase in session.say("Did I miss anything?"):
            show(phrase)

What he says is on disk before she begins. Each phrase of hers is kept once it was shown, which is
when the caller asks for the next one: who stops asking, or is cancelled, has interrupted her, and
what she did not get to say was never said. A voice does the same in three steps: `consider` begins
a reply before he has finished, `replying` takes it up or thinks anew, `Reply.heard` keeps what was.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

from samantha.conversation.afterwards import SITTING, Mindset, settle
from samantha.conversation.company import Company
from samantha.conversation.inner_life import InnerLife
from samantha.conversation.known import known_of_him
from samantha.conversation.reply import Reply, Thought, Wording
from samantha.conversation.wording import (
    KNOWN,
    SAID_BEFORE,
    THREAD,
    WRITTEN,
    and_then,
    at_once,
    awakened,
    careful,
    reasons_of,
    thought_out,
)
from samantha.domain.dialogue import Draft, Origin, Speaker, Utterance
from samantha.heart.inner import Inner
from samantha.heart.threads import Thread
from samantha.mind import truth
from samantha.mind.checks import is_farewell
from samantha.mind.closeness.answers import close_answer
from samantha.mind.comfort import Weight, comfort_for
from samantha.mind.hello import hello_or_goodbye
from samantha.mind.manner import Guidance
from samantha.mind.wishes import AnotherName, CallMe, wish_of

NOT_SAID_YET = 2**62
"""The place in the conversation of what he is still saying: after everything."""


class Session:
    """One live connection to the lasting conversation."""

    def __init__(
        self, company: Company, mindset: Mindset, session_id: int, life: InnerLife | None
    ) -> None:
        self._company = company
        self._mindset = mindset
        self._life = life
        self._id = session_id
        self._turn = 0
        self._settling: asyncio.Task[None] | None = None
        self._ahead: asyncio.Task[None] | None = None
        self._first: Thought | None = None
        self._keeping: asyncio.Task[Utterance] | None = None

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, company: Company, *, wakes: bool = False
    ) -> AsyncGenerator["Session", None]:
        """Open a session; the conversation so far is in mind, and she thinks ahead of his words.

        Where she `wakes` for the first time she thinks of her own first words: `speaking_up`
        takes them up.
        """
        session_id = await company.log.begin_session(company.clock.now())
        life = InnerLife(company.heart, company.log) if company.heart else None
        session = cls(company, await _remembered(company, life), session_id, life)
        if wakes:
            session._think_of_first_words()
        else:
            session._think_ahead()
        try:
            yield session
        finally:
            if session._first is not None:
                await session._first.aclose()
            await session.settled(hurry=True)

    async def say(self, text: str) -> AsyncGenerator[str, None]:
        """He says something: yield her reply, phrase by phrase.

        Raises:
            StoreUnavailable: his words could not be kept; she does not answer.
            ModelUnavailable: his words are kept, and there is no one to answer them.
            ModelBrokeOff: the reply ended early; what was said stands.
        """
        async with self.replying(text) as reply, aclosing(reply.phrases()) as phrases:
            async for phrase in phrases:
                yield phrase
                await reply.heard(phrase)
            await reply.over()

    def first_words(self) -> AsyncGenerator[str, None]:
        """She speaks first, once in her life: her words, not a greeting that someone wrote."""
        return self.volunteer(None)

    async def volunteer(self, words: str | None) -> AsyncGenerator[str, None]:
        """She says something of her own accord: `words`, or the first ones of her life."""
        async with self.speaking_up(words) as reply, aclosing(reply.phrases()) as phrases:
            async for phrase in phrases:
                yield phrase
                await reply.heard(phrase)
            await reply.over()

    @asynccontextmanager
    async def speaking_up(self, words: str | None) -> AsyncGenerator[Reply, None]:
        """She speaks of her own accord: `words`, or the first ones of her life."""

        async def find() -> Wording:
            return at_once(words) if words else awakened(self._company, self._mindset)

        await self.settled(hurry=True)
        first, self._first = self._first, None
        if words and first is not None:
            await first.aclose()
        async with self._thought("", find, None if words else first) as reply:
            yield reply

    def _think_of_first_words(self) -> None:
        async def find() -> Wording:
            await self.settled(hurry=True)
            return awakened(self._company, self._mindset)

        self._first = Thought("", find)

    def consider(self, text: str) -> Thought | None:
        """Think of a reply to what he seems to be saying; nothing is kept until it is taken up.

        None where the words ask for a deed: that is done only once they were said for certain.
        One thought at a time: close one before the next.
        """
        company = self._company
        if wish_of(text) or (company.doing and company.doing.wants(text, her_name=self._her_name)):
            return None
        said = self._not_said_yet(text)

        async def find() -> Wording:
            await self.settled(hurry=True)
            return await self._words_for(said, self._mindset, turn=self._turn + 1)

        return Thought(text, find)

    @asynccontextmanager
    async def replying(
        self, text: str, thought: Thought | None = None
    ) -> AsyncGenerator[Reply, None]:
        """He has said `text`: his words are kept; take up `thought` if it answers just them.

        Raises:
            StoreUnavailable: his words could not be kept; she does not answer.
        """
        if thought is not None and thought.said != text:
            await thought.aclose()
            thought = None
        await self.settled(hurry=True)
        self._turn += 1
        before = self._mindset
        try:
            said = await self._keep(Speaker.PERSON, text, Origin.SPOKEN)
        except BaseException:
            self._think_ahead()
            raise
        self._mindset = self._moved(self._mindset, said)
        if self._life and self._mindset.inner:
            self._life.heard(said, self._mindset.inner)

        async def find() -> Wording:
            return await self._words_for(said, before, turn=self._turn)

        async with self._thought(text, find, thought) as reply:
            reply.said = said.id
            yield reply

    @property
    def inner(self) -> Inner | None:
        """How she is by now, and how she believes him to be; None for her without a heart."""
        inner = self._mindset.inner
        return None if inner is None else inner.by(self._company.clock.now())

    def inner_after(self, text: str) -> Inner | None:
        """How she will be once he has said this; nothing is moved by asking."""
        said = self._not_said_yet(text)
        return self._moved(self._mindset, said).inner

    def to_raise(self, *, check_in: bool) -> Thread | None:
        """What she would come back to now of her own accord; what weighed only for a `check_in`."""
        inner = self.inner
        if self._life is None or inner is None:
            return None
        return self._life.to_raise(self._company.clock.now(), inner, check_in=check_in)

    def raised(self, thread: Thread, hers: Utterance) -> None:
        """She came back to `thread` of her own accord, with `hers`: that closes it."""
        if self._life is not None:
            self._life.closed(thread, hers)

    async def rest(self) -> None:
        """After a long silence, let what was said before leave the view, ahead of the next turn."""
        rested = self._mindset.rested(self._company.clock.now())
        if rested is not self._mindset:
            await self.settled(hurry=True)
            self._mindset = self._mindset.rested(self._company.clock.now())
            self._think_ahead()

    async def look_again(self) -> None:
        """Take up anew what was said: some of it is forgotten, or there again."""
        await self.settled(hurry=True)
        company = self._company
        if company.doing:
            company.doing.changed_past = False
        self._mindset = await _remembered(company, self._life)

    async def settled(self, *, hurry: bool = False) -> None:
        """Wait until she has settled after the last reply; in a hurry, leave off thinking ahead."""
        settling, self._settling = self._settling, None
        if settling is not None:
            await settling
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            if hurry:
                ahead.cancel()
            await asyncio.wait([ahead])
            if not ahead.cancelled():
                ahead.exception()  # a model that fails now says so when it is asked for a reply

    @asynccontextmanager
    async def _thought(
        self, said: str, find: Callable[[], Awaitable[Wording]], thought: Thought | None = None
    ) -> AsyncGenerator[Reply, None]:
        thought = thought or Thought(said, find)

        async def begin(text: str, origin: Origin) -> Utterance:
            hers = await self._keep(Speaker.SHE, text, origin, interrupted=True)
            if self._life:
                self._life.began(hers, thought)
            return hers

        try:
            yield Reply(thought, begin, self._amend)
        finally:
            await thought.aclose()
            self._think_ahead()

    async def _known_answer(self, said: Utterance, turn: int, mindset: Mindset) -> str | None:
        """What the system itself knows or does; a model would only guess or pretend."""
        if wish := wish_of(said.text):
            return await self._grant(wish)
        doing = self._company.doing
        if doing and (done := await doing.attend(said, her_name=self._her_name)):
            if doing.changed_past:
                await self.look_again()
            return done
        if close := close_answer(said.text, turn):
            return close
        if told := await known_of_him(self._company, mindset, said, turn):
            return told
        life, inner = self._life, mindset.inner
        if life and inner and (told := await life.answer(said, turn, inner)):
            return told
        topic = truth.topic_of(said.text)
        if topic is None:
            return None
        known = await self._company.mirror(self._company.persona)
        return truth.answer(topic, known, turn=turn)

    @property
    def _her_name(self) -> str | None:
        return self._company.persona.her_name

    async def _grant(self, wish: CallMe | AnotherName) -> str:
        persona = await self._company.naming(self._company.persona, wish)
        self._company = replace(self._company, persona=persona)
        self._mindset = self._mindset.with_persona(persona)
        if isinstance(wish, CallMe):
            return f"{wish.name} it is."
        return (await self._company.mirror(persona)).name_story

    async def _words_for(self, said: Utterance, mindset: Mindset, *, turn: int) -> Wording:
        """What danger needs, what she knows or does, and otherwise what she thinks of."""
        mindset = self._moved(mindset, said)
        if written := careful(self._company, mindset, said):
            return at_once(written, reasons_of(mindset, said, found_by=WRITTEN))
        if known := await self._known_answer(said, turn, mindset):
            wording = at_once(known, reasons_of(mindset, said, found_by=KNOWN))
        elif self._life and mindset.inner and (back := self._life.returning(said, mindset.inner)):
            words, thread = back
            wording = at_once(words, reasons_of(mindset, said, found_by=THREAD))
            wording = replace(wording, raises=thread)
        elif comforting := self._comforting(said, turn, mindset):
            wording = at_once(comforting, reasons_of(mindset, said, found_by=WRITTEN))
        else:
            wording = await thought_out(self._company, mindset, said, turn)
        mention = "" if is_farewell(said.text) else mindset.stretch.due(said.said_at)
        return and_then(wording, mention)

    def _comforting(self, said: Utterance, turn: int, mindset: Mindset) -> str | None:
        """Words of greeting, and where something weighs on him, that a small model would miss."""
        inner = mindset.inner
        if inner is None or self._company.guidance is Guidance.DESCRIPTION:
            return None
        before = mindset.her_last_words(SAID_BEFORE)
        turn += said.said_at.toordinal()  # tomorrow begins with other words
        if met := hello_or_goodbye(
            said.text,
            said.said_at,
            his_name=self._company.persona.his_name,
            her_last_words=before,
            turn=turn,
        ):
            return met
        low = inner.was_low and inner.belief.is_low(said.said_at)
        weight = Weight(inner.reading, low, inner.moved)
        return comfort_for(
            said.text,
            weight,
            her_last_words=before,
            turn=turn,
            this_sitting=min(mindset.her_words_since(said.said_at - SITTING), len(before)),
        )

    def _moved(self, mindset: Mindset, said: Utterance) -> Mindset:
        """The same mind, moved by what he said."""
        if self._life is None or mindset.inner is None:
            return mindset
        return replace(mindset, inner=self._life.after(mindset.inner, said))

    def _not_said_yet(self, text: str) -> Utterance:
        now = self._company.clock.now()
        return Utterance(NOT_SAID_YET, self._id, Speaker.PERSON, text, now, Origin.SPOKEN)

    async def _keep(
        self, speaker: Speaker, text: str, origin: Origin, *, interrupted: bool = False
    ) -> Utterance:
        """Keep an utterance; once begun, that is finished even if the caller is cancelled."""
        now = self._company.clock.now()
        draft = Draft(self._id, speaker, text, now, origin, interrupted=interrupted)

        async def keep() -> Utterance:
            utterance = await self._company.log.add(draft)
            self._mindset = self._mindset.with_uttered(utterance)
            return utterance

        self._keeping = asyncio.create_task(keep())
        return await asyncio.shield(self._keeping)

    async def _amend(self, hers: Utterance) -> Utterance:
        self._mindset = self._mindset.with_uttered(hers)
        await self._company.log.extend(hers.id, hers.text, interrupted=hers.interrupted)
        return hers

    def _think_ahead(self) -> None:
        """Settle in the background, then evaluate what the next prompt begins with."""
        self._settling = asyncio.create_task(self._settle())

    async def _settle(self) -> None:
        if self._keeping is not None:
            await asyncio.wait([self._keeping])
        if self._life and self._mindset.inner:
            await self._life.keep(self._mindset.inner)
        self._mindset = await settle(self._mindset, self._company.keepsakes, self._company.claims)
        prefix = self._mindset.prefix
        self._ahead = asyncio.create_task(self._company.model.prepare(prefix))


async def _remembered(company: Company, life: InnerLife | None) -> Mindset:
    now = company.clock.now()
    mindset = await Mindset.remembered(
        company.persona,
        company.model,
        company.log,
        company.keepsakes,
        guidance=company.guidance,
        inner=await life.remembered(now) if life else None,
        claims=company.claims,
    )
    return mindset.rested(now)
