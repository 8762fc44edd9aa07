"""One reply by voice: thought of early, held back, heard word by word, and kept as far as that."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from contextlib import AsyncExitStack, aclosing, suppress
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Protocol

from samantha.conversation.reply import Reply, Thought
from samantha.conversation.session import Session
from samantha.domain.errors import ModelUnavailable, SamanthaError, VoiceUnavailable
from samantha.speaking.phrasing import Phrasing
from samantha.speaking.progress import Heard
from samantha.speaking.speaker import Speaker


class Told(StrEnum):
    """What a spoken session tells those who look on."""

    HIS_WORDS = auto()
    """What he is saying, as far as it is recognised."""
    HIS_TURN = auto()
    """What he has said: it is kept."""
    HER_WORDS = auto()
    """What was heard of her, phrase by phrase."""
    BROKEN_OFF = auto()
    """She was interrupted."""
    OVER = auto()
    """Her reply was heard to its end."""
    TROUBLE = auto()
    """A part failed: what happened and what to do."""


@dataclass(frozen=True, slots=True)
class Tale:
    """One thing told, and when in the stream of his sound, in milliseconds."""

    what: Told
    text: str
    at_ms: int


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

    def tell(self, what: Told, text: str) -> None:
        """Tell those who look on."""
        ...

    def ready(self, answer: "Answer") -> None:
        """The first sound of `answer` can be heard."""
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

    `taken_up` is set by its owner when the floor is hers; until then nothing of it is heard or
    kept. `stopped` is set before the speaker is stopped: what was not heard was not said.
    """

    def __init__(self, owner: Owner, occasion: Occasion) -> None:
        self._owner = owner
        self._occasion = occasion
        self._task: asyncio.Task[None] | None = None
        self._ready = False
        self._sounding = False
        self._phrased: list[str] = []
        self._heard = 0
        self.taken_up = asyncio.Event()
        self.stopped = False

    @property
    def thinks(self) -> bool:
        """Whether it is at work on a first sound."""
        return self._task is not None and not self._task.done() and not self._ready

    @property
    def sounding(self) -> str:
        """What of it was heard, and the phrase that may be sounding now."""
        return "".join(self._phrased[: self._heard + 1]) if self._sounding else ""

    @property
    def asked(self) -> bool:
        """Whether the last words of it that were heard are a question."""
        return _asks("".join(self._phrased[: self._heard]))

    def start(self, *, after: Sequence[asyncio.Task[None]]) -> None:
        """Begin, when what is being left off is put away."""
        self._task = asyncio.create_task(self._run(after))

    async def leave(self) -> None:
        """Put it away; what was heard of it is kept."""
        if self._task is not None:
            if not self._sounding:
                self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self, after: Sequence[asyncio.Task[None]]) -> None:
        asked, failure = False, None
        try:
            if after:
                await asyncio.wait(after)
            try:
                asked = await self._speak()
            except SamanthaError as error:
                await self._admit(error)
        except Exception as error:  # noqa: BLE001 - the owner raises it where someone looks on
            failure = error
        finally:
            self._owner.finished(self, asked=asked, failure=failure)

    async def _speak(self) -> bool:
        """Think, wait for the floor, speak; returns whether her last words were a question."""
        said = self._occasion.said
        thought = None if said is None else self._owner.session.consider(said)
        if thought is not None:
            return await self._held_back(thought, thought.said)
        self._get_ready()
        await self.taken_up.wait()
        session = self._owner.session
        turn = session.speaking_up(self._occasion.words) if said is None else session.replying(said)
        async with turn as reply:
            self._sounding = True
            if said is not None:
                self._owner.tell(Told.HIS_TURN, said)
            return await self._until_heard(
                self._owner.speaker.say(self._phrases(reply.phrases())), reply
            )

    async def _held_back(self, thought: Thought, said: str) -> bool:
        """Have the first sound ready, wait for the floor, and only then keep and play anything."""
        owner = self._owner
        async with AsyncExitStack() as stack:
            stack.push_async_callback(thought.aclose)
            sounds = owner.speaker.say(self._phrases(thought.phrases()), held=True)
            await stack.enter_async_context(aclosing(sounds))
            first = asyncio.ensure_future(anext(sounds, None))
            stack.push_async_callback(_put_away, first)
            ready = asyncio.ensure_future(owner.speaker.ready())
            stack.push_async_callback(_put_away, ready)
            await asyncio.wait([first, ready], return_when=asyncio.FIRST_COMPLETED)
            self._get_ready()
            await self.taken_up.wait()
            reply = await stack.enter_async_context(owner.session.replying(said, thought))
            owner.tell(Told.HIS_TURN, said)
            self._sounding = True
            owner.speaker.resume()
            return await self._until_heard(sounds, reply, await first)

    async def _until_heard(
        self, sounds: AsyncGenerator[Heard, None], reply: Reply, first: Heard | None = None
    ) -> bool:
        """Keep what is heard as it is heard."""
        heard = ""
        async with aclosing(sounds):
            try:
                part = first or await anext(sounds, None)
                while part is not None:
                    heard += part.text
                    self._heard += 1
                    await reply.heard(part.text)
                    self._owner.tell(Told.HER_WORDS, part.text)
                    part = await anext(sounds, None)
            except VoiceUnavailable:
                if unheard := "".join(self._phrased)[len(heard) :]:  # it can still be read
                    await reply.heard(unheard)
                    self._owner.tell(Told.HER_WORDS, unheard)
                raise
        if self.stopped:
            self._owner.tell(Told.BROKEN_OFF, "")
            return False
        await reply.over()
        self._owner.tell(Told.OVER, "")
        return _asks(heard) and self._occasion.words is None

    async def _admit(self, error: SamanthaError) -> None:
        """Say what failed: on the screen, and aloud where her voice is not what failed."""
        self._owner.tell(Told.TROUBLE, f"{error.message} {error.remedy}")
        if not isinstance(error, ModelUnavailable):
            return
        await self.taken_up.wait()
        with suppress(SamanthaError):
            async with self._owner.session.speaking_up(error.message) as reply:
                sounds = self._owner.speaker.say(self._phrases(reply.phrases()))
                await self._until_heard(sounds, reply)

    def _get_ready(self) -> None:
        self._ready = True
        self._owner.ready(self)

    async def _phrases(self, pieces: AsyncIterable[str]) -> AsyncGenerator[str, None]:
        """Cut her words into phrases that can be said one after the other."""
        phrasing = Phrasing()
        async for piece in pieces:
            for phrase in phrasing.hear(piece):
                self._phrased.append(phrase)
                yield phrase
        for phrase in phrasing.rest():
            self._phrased.append(phrase)
            yield phrase


def _asks(text: str) -> bool:
    return text.rstrip(' "”').endswith("?")


async def _put_away(task: "asyncio.Future[Heard | None] | asyncio.Future[None]") -> None:
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.exception()
