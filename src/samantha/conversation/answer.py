"""One reply by voice: thought of early, held back, heard word by word, and kept as far as that."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from samantha.conversation.reply import Reply, Thought
from samantha.conversation.session import Session
from samantha.conversation.tales import Told
from samantha.domain.dialogue import Origin
from samantha.domain.errors import (
    ModelBrokeOff,
    ModelUnavailable,
    SamanthaError,
    VoiceUnavailable,
)
from samantha.heart.inner import Inner
from samantha.mind.feeling import in_voice
from samantha.speaking.phrasing import Phrasing
from samantha.speaking.progress import Heard
from samantha.speaking.prosody import Mood, Tone, style_of
from samantha.speaking.speaker import Speaker

T = TypeVar("T")

BRIDGE_S: Final = 1.2
"""How long a reply to what he wrote may take until she says that it takes time."""
LOST_THE_REST: Final = " I lost the rest of that just now."
"""What she says where the model breaks off: whole sentences of it were heard, and no more came."""


class Owner(Protocol):
    """Who gives an answer the floor."""

    @property
    def session(self) -> Session:
        """Where what is said is kept."""
        ...

    @property
    def speaker(self) -> Speaker:
        """Her voice."""
        ...

    def tell(self, what: Told, text: str, utterance: int | None = None) -> None:
        """Tell those who look on; `utterance` is the id of what was kept."""
        ...

    def ready(self, answer: "Answer") -> None:
        """The first sound of `answer` can be heard."""
        ...

    def bridge(self) -> str:
        """A few true words for while she still thinks."""
        ...

    def finished(self, answer: "Answer", *, asked: bool, failure: BaseException | None) -> None:
        """All of `answer` was heard, or it failed; `failure` is one that nobody foresaw."""
        ...


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why she speaks: in answer to `said`, or of her own accord."""

    said: str | None
    words: str | None = None
    """What she says of her own accord; None are the first words of her life."""


class Answer:
    """One reply by voice, from the first thought of it to the last sound.

    Until its owner lets it be heard (`take_up`), nothing of it is heard or kept. From then on his
    words are kept whatever becomes of it; after `stop`, what was not heard was not said.
    """

    def __init__(self, owner: Owner, occasion: Occasion) -> None:
        self._owner = owner
        self._occasion = occasion
        self._task: asyncio.Task[None] | None = None
        self._ready = False
        self._begun = False
        self._phrased: list[str] = []
        self._heard = 0
        self._trouble: SamanthaError | None = None
        self._taken_up = asyncio.Event()
        self._bridge_after_s: float | None = None
        self._at_least_s = 0.0
        """A deed begins only when it is taken up, and takes a moment that needs no bridge."""
        self._stopped = asyncio.Event()
        self.bridged = False
        """Whether it began with a few words for while she still thought."""

    @property
    def thinks(self) -> bool:
        """Whether it is at work on a first sound."""
        if self._task is None or self._task.done() or self.begun:
            return False
        return self._taken_up.is_set() or not self._ready

    @property
    def begun(self) -> bool:
        """Whether any of it has been heard."""
        self._begun |= self._taken_up.is_set() and self._owner.speaker.sounding
        return self._begun

    @property
    def sounding(self) -> str:
        """What of it was heard, and the phrase that may be sounding now."""
        return "".join(self._phrased[: self._heard + 1]) if self.begun else ""

    @property
    def asked(self) -> bool:
        """Whether the last words of it that were heard are a question."""
        return _asks("".join(self._phrased[: self._heard]))

    def start(self, *, after: Sequence[asyncio.Task[None]]) -> None:
        """Begin, when what is being left off is put away."""
        self._task = asyncio.create_task(self._run(after))

    def take_up(self, *, bridge_after_s: float | None = None) -> None:
        """Let it be heard; if nothing of it is there after so long, she says that it takes time."""
        self._bridge_after_s = bridge_after_s
        self._taken_up.set()

    def stop(self) -> None:
        """Be silent at once; what was not heard was not said."""
        self._stopped.set()
        self._owner.speaker.stop()

    async def put_away(self) -> None:
        """Wait until it has left off, after `stop`; what was heard of it is kept by then."""
        if self._task is not None:
            if not self._taken_up.is_set():
                self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self, after: Sequence[asyncio.Task[None]]) -> None:
        asked, failure = False, None
        try:
            if after:
                await asyncio.wait(after)
            asked = await self._speak()
        except SamanthaError as error:
            self._owner.tell(Told.TROUBLE, f"{error.message} {error.remedy}")
        except Exception as error:  # noqa: BLE001 - the owner raises it where someone looks on
            failure = error
        finally:
            self._owner.finished(self, asked=asked, failure=failure)

    async def _speak(self) -> bool:
        """Think, wait for the floor, speak; returns whether her last words were a question."""
        said, session = self._occasion.said, self._owner.session
        stopped = self._stopped.is_set()
        thought = None if said is None or stopped else session.consider(said)
        if thought is not None:
            return await self._held_back(thought, thought.said)
        self._at_least_s = BRIDGE_S
        self._get_ready()
        await self._taken_up.wait()
        turn = session.speaking_up(self._occasion.words) if said is None else session.replying(said)
        async with turn as reply:
            self._tell_turn(reply)
            phrases = self._phrases(reply.thought)
            async with aclosing(phrases):
                sounds = self._owner.speaker.say(phrases, _tone(session.inner))
                return await self._until_heard(sounds, phrases, reply)

    async def _held_back(self, thought: Thought, said: str) -> bool:
        """Have the first sound ready, wait for the floor, and only then keep and play anything."""
        owner = self._owner
        async with AsyncExitStack() as stack:
            stack.push_async_callback(thought.aclose)
            phrases = await stack.enter_async_context(aclosing(self._phrases(thought)))
            sounds = owner.speaker.say(phrases, _tone(owner.session.inner_after(said)), held=True)
            await stack.enter_async_context(aclosing(sounds))
            first = _begun(anext(sounds, None), stack)
            signs = (
                first,
                _begun(owner.speaker.ready(), stack),
                _begun(self._taken_up.wait(), stack),
            )
            await asyncio.wait(signs, return_when=asyncio.FIRST_COMPLETED)
            self._get_ready()
            await self._taken_up.wait()
            reply = await stack.enter_async_context(owner.session.replying(said, thought))
            self._tell_turn(reply)
            owner.speaker.resume()
            return await self._until_heard(sounds, phrases, reply, first)

    async def _until_heard(
        self,
        sounds: AsyncGenerator[Heard, None],
        phrases: AsyncGenerator[str, None],
        reply: Reply,
        first: "asyncio.Future[Heard | None] | None" = None,
    ) -> bool:
        """Keep what is heard as it is heard; where her voice fails, the rest can be read."""
        heard = ""
        async with aclosing(sounds):
            try:
                silenced = self._stopped.is_set()
                part = None if silenced else await (first or anext(sounds, None))
                while part is not None:
                    heard += part.text
                    self._heard += 1
                    await self._keep(reply, part.text)
                    part = await anext(sounds, None)
            except VoiceUnavailable as error:
                self._fail(error)
                await self._keep(reply, "".join(self._phrased)[len(heard) :])
                async for words in phrases:
                    await self._keep(reply, words)
        if self._stopped.is_set():
            self._owner.tell(Told.BROKEN_OFF, "", reply.utterance)
            return False
        await reply.over()
        self._owner.tell(Told.OVER, "", reply.utterance)
        return _asks(heard) and self._occasion.words is None

    async def _keep(self, reply: Reply, words: str) -> None:
        if words:
            await reply.heard(words)
            self._owner.tell(Told.HER_WORDS, words, reply.utterance)
        if trouble := self._owner.speaker.trouble():
            self._owner.tell(Told.NOTICE, trouble)

    def _tell_turn(self, reply: Reply) -> None:
        if self._occasion.said is not None:
            self._owner.tell(Told.HIS_TURN, self._occasion.said, reply.said)
        if self._trouble is not None:
            self._fail(self._trouble)

    def _fail(self, error: SamanthaError) -> None:
        """Tell what failed, once it is certain that this is to be heard."""
        self._trouble = error
        if self._taken_up.is_set():
            self._owner.tell(Told.TROUBLE, f"{error.message} {error.remedy}")
            self._trouble = None

    def _get_ready(self) -> None:
        self._ready = True
        self._owner.ready(self)

    async def _phrases(self, thought: Thought) -> AsyncGenerator[str, None]:
        """Her words in phrases that can be said one after the other; a failure is said, too."""
        phrasing, lead, failed = Phrasing(), "", ""
        async with AsyncExitStack() as stack:
            pieces = await stack.enter_async_context(aclosing(thought.phrases()))
            first = _begun(anext(pieces, None), stack)
            if await self._takes_long(first, stack):
                lead = " "
                yield self._noted(thought.meanwhile or self._owner.bridge())
            try:
                piece = await first
                while piece is not None:
                    for phrase in phrasing.hear(lead + piece):
                        yield self._noted(phrase)
                    lead, piece = "", await anext(pieces, None)
            except (ModelUnavailable, ModelBrokeOff) as error:
                self._fail(error)
                failed = LOST_THE_REST if isinstance(error, ModelBrokeOff) else lead + error.message
        if failed and not self._phrased:
            thought.origin = Origin.SYSTEM
        for phrase in [*phrasing.rest(), failed]:
            if phrase:
                yield self._noted(phrase)

    def _noted(self, phrase: str) -> str:
        self._phrased.append(phrase)
        return phrase

    async def _takes_long(self, first: "asyncio.Future[str | None]", stack: AsyncExitStack) -> bool:
        """Wait for the first words; True if they take so long that he should be told."""
        late = _begun(self._late(), stack)
        await asyncio.wait([first, late], return_when=asyncio.FIRST_COMPLETED)
        self.bridged = not first.done() and not self._stopped.is_set()
        return self.bridged

    async def _late(self) -> None:
        """Return when it takes long."""
        await self._taken_up.wait()
        if self._bridge_after_s is None:
            await asyncio.Event().wait()
        else:
            await asyncio.sleep(max(self._bridge_after_s, self._at_least_s))


def _tone(inner: Inner | None) -> Tone:
    """What her voice is to show of how she is, and of how he is."""
    if inner is None:
        return Tone()
    valence, arousal = in_voice(inner, inner.affect.at)
    mood = Mood(valence, arousal)
    return Tone(mood, style_of(mood))


def _asks(text: str) -> bool:
    return text.rstrip(' "”').endswith("?")


def _begun(work: Awaitable[T], stack: AsyncExitStack) -> "asyncio.Future[T]":
    """Begin `work` now; it is put away with `stack`."""
    task = asyncio.ensure_future(work)

    async def put_away() -> None:
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # who awaited it has been told

    stack.push_async_callback(put_away)
    return task
