"""She speaks: phrases are synthesized ahead, played one after the other, and reported when heard.

    async with aclosing(speaker.say(phrases, tone)) as heard:
        async for each in heard:
            keep(each.text)

While that runs, the floor may `duck` and `lift` her, `pause` her and let her `resume` at the word
that was broken, or `stop` her for good: then the last report holds exactly the words that were
really played. Nothing is reported before the loudspeaker has played it.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from typing import Final, TypeVar

import numpy as np

from samantha.domain.audio import SPEAKING_HZ, Samples, Speech
from samantha.domain.errors import VoiceUnavailable
from samantha.speaking.mannerisms import Mannerisms, Reflex, breath, opening, wants_breath
from samantha.speaking.pauses import PAUSES_S, pause_s
from samantha.speaking.ports import Loudspeaker, Prosody, Synthesizer
from samantha.speaking.progress import Heard, Progress, SpokenPhrase, spoken_phrase
from samantha.speaking.prosody import Act, Style, Tone, act_of, nearer
from samantha.speaking.verbalization import Habits, verbalize

AHEAD: Final = 2
"""How many phrases are synthesized ahead of the one being heard."""
DUCKED_DB: Final = -12.0
_SOFTLY: Final = np.float32(0.4)
"""A listener's sound is some 8 dB below her words."""
_STARVED_S: Final = 0.04
_LOOK_S: Final = 0.01
"""How long to wait at least before looking again at what was played."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Elocution:
    """Whose voice it is, and how she reads and breathes."""

    voice: str
    habits: Habits = field(default_factory=Habits)
    mannerisms: Mannerisms = field(default_factory=Mannerisms)


class _State(Enum):
    SPEAKING = auto()
    PAUSED = auto()
    STOPPED = auto()


@dataclass(slots=True)
class _Reply:
    """One reply on its way through the loudspeaker."""

    tone: Tone
    act: Act | None
    state: _State
    progress: Progress = field(default_factory=Progress)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AHEAD + 1))
    prosody: Prosody | None = None
    hesitated: bool = False
    sounded: bool = False
    made: bool = False
    """Whether all of it is synthesized."""
    before_s: float = 0.0
    """The silence that belongs behind what was played last."""
    silent_at_s: float = 0.0
    """When the loudspeaker will have played everything, by the loop's clock."""


class Speaker:
    """Speaks one reply at a time.

    `lane` is where the synthesizer's blocking calls run; it should have one thread. Everything else
    happens in the event loop, and so do the calls of these methods.
    """

    def __init__(
        self,
        synthesizer: Synthesizer,
        loudspeaker: Loudspeaker,
        lane: Executor,
        elocution: Elocution,
        *,
        trouble: Callable[[], str | None] = lambda: None,
    ) -> None:
        """`trouble` says once what he ought to know of the voice, if there is anything."""
        self.trouble = trouble
        self._synthesizer = synthesizer
        self._loudspeaker = loudspeaker
        self._lane = lane
        self._elocution = elocution
        self._reply: _Reply | None = None
        self._ready = asyncio.Event()
        self._reflexes: dict[Reflex, Samples] = {}
        self._breath = breath(np.random.default_rng(0))

    async def prepare(self, tone: Tone = Tone()) -> None:  # noqa: B008 - frozen
        """Warm the voice up, and have her reflex sounds ready in this tone.

        Raises:
            VoiceUnavailable: the voice cannot speak.
        """
        voice, prosody = self._elocution.voice, tone.prosody()
        await self._in_lane(lambda: self._synthesizer.warm_up(voice))
        silence = np.zeros(int(PAUSES_S[","] * SPEAKING_HZ), np.float32)
        for reflex in Reflex:
            work = partial(self._synthesizer.say, reflex.value, voice, prosody)
            speech = await self._in_lane(work)
            self._reflexes[reflex] = np.concatenate([speech.samples, silence])

    async def say(
        self,
        phrases: AsyncIterable[str],
        tone: Tone = Tone(),  # noqa: B008 - frozen
        *,
        act: Act | None = None,
        held: bool = False,
    ) -> AsyncGenerator[Heard, None]:
        """Say a reply, and yield what was heard of it, phrase by phrase.

        Who calls closes `phrases`. `act` None is read off each phrase. A `held` reply is
        synthesized but not heard before `resume`. Whoever closes this generator without `stop`
        silences her and is told nothing.

        Raises:
            VoiceUnavailable: she could not go on; what was yielded was heard.
        """
        assert self._reply is None, "one reply at a time"
        reply = _Reply(tone, act, _State.PAUSED if held else _State.SPEAKING)
        self._reply = reply
        self.lift()
        making = asyncio.create_task(self._make(phrases, reply))
        try:
            while True:
                for heard in reply.progress.heard(self._loudspeaker.played):
                    reply.room.release()
                    yield heard
                if reply.state is _State.STOPPED:
                    if broken := reply.progress.given_up():
                        yield broken
                    return
                if making.done() and not reply.progress:
                    await making
                    return
                await self._something_new(reply)
        finally:
            self._reply = None
            self._ready.clear()
            making.cancel()
            if reply.state is _State.SPEAKING and reply.progress:
                self._silence(reply)
            await asyncio.wait([making])
            if not making.cancelled():
                making.exception()  # whoever listened to the end has been told

    async def ready(self) -> None:
        """Wait until the first sound of a reply can be heard at once, or it has none."""
        await self._ready.wait()

    @property
    def sounding(self) -> bool:
        """Whether a reply has begun to be heard that is neither over nor stopped."""
        reply = self._reply
        return reply is not None and reply.sounded and reply.state is not _State.STOPPED

    def pause(self) -> None:
        """Be silent at once, but keep what was not heard."""
        if (reply := self._reply) and reply.state is _State.SPEAKING:
            reply.state = _State.PAUSED
            self._silence(reply)

    def resume(self) -> None:
        """Go on where `pause` broke off, from the beginning of the broken word."""
        if (reply := self._reply) and reply.state is _State.PAUSED:
            reply.state = _State.SPEAKING
            reply.before_s = 0.0
            self._play(reply)

    def stop(self) -> None:
        """Be silent at once and for good; the reply ends with what was heard of it."""
        if (reply := self._reply) and reply.state is not _State.STOPPED:
            if reply.state is _State.SPEAKING:
                self._silence(reply)
            reply.state = _State.STOPPED
            reply.changed.set()

    def duck(self) -> None:
        """Be quieter, for he may want to say something."""
        self._loudspeaker.gain(DUCKED_DB)

    def lift(self) -> None:
        """Be as loud as before."""
        self._loudspeaker.gain(0.0)

    @property
    def played(self) -> int:
        """How much of her sound was heard, in samples at `SPEAKING_HZ`."""
        return self._loudspeaker.played

    @property
    def owing(self) -> bool:
        """Whether something of a reply waits to be heard: `played` should grow."""
        reply = self._reply
        if reply is None or not reply.sounded or reply.state is _State.STOPPED:
            return False
        return reply.state is _State.PAUSED or self._loudspeaker.queued > 0

    @property
    def starved(self) -> bool:
        """Whether more of what is being heard is on its way, and nothing of it is there yet."""
        reply = self._reply
        if reply is None or reply.made or not reply.sounded or reply.state is not _State.SPEAKING:
            return False
        return self._loudspeaker.queued < _STARVED_S * SPEAKING_HZ

    def look(self) -> None:
        """See what was played by now: for those whose time does not go by the clock."""
        if self._reply is not None:
            self._reply.changed.set()

    def react(self, reflex: Reflex, *, softly: bool = False) -> bool:
        """Make a sound now, unless something is being played; returns whether she does."""
        sound = self._reflexes.get(reflex)
        if sound is None or self._loudspeaker.queued:
            return False
        self._loudspeaker.play(sound * _SOFTLY if softly else sound)
        return True

    async def _make(self, phrases: AsyncIterable[str], reply: _Reply) -> None:
        """Synthesize the phrases as there is room for them, and let them be played."""
        try:
            async for text in phrases:
                await reply.room.acquire()
                reply.progress.add(await self._synthesized(text, reply))
                self._play(reply)
        finally:
            reply.made = True
            self._told_ready(reply)
            reply.changed.set()

    async def _synthesized(self, text: str, reply: _Reply) -> SpokenPhrase:
        elocution = self._elocution
        said = verbalize(text, elocution.habits)
        wanted = reply.tone.prosody(reply.act or act_of(said.text))
        prosody = wanted if reply.prosody is None else nearer(reply.prosody, wanted)
        reply.prosody = prosody
        before = ""
        if said.text and reply.tone.style is not Style.PLAIN:
            before = opening(text, elocution.mannerisms, hesitated=reply.hesitated)
            reply.hesitated |= before == "Um,"
        spoken = f"{before} {said.text}".strip()
        speech = Speech(np.zeros(0, np.float32), ())
        if spoken:
            work = partial(self._synthesizer.say, spoken, elocution.voice, prosody)
            try:
                speech = await self._in_lane(work)
            except VoiceUnavailable:
                raise
            except Exception as error:
                raise VoiceUnavailable(
                    f"Her voice failed just now ({type(error).__name__}).",
                    "Her words go on in writing; if it happens every time, run `samantha doctor`.",
                ) from error
        return spoken_phrase(
            text,
            said,
            speech,
            unwritten=len(before.split()),
            pause_s=pause_s(said.text) * prosody.pause if said.text else 0.0,
        )

    def _told_ready(self, reply: _Reply) -> None:
        """One that was left while it was being made says nothing of the next."""
        if self._reply is reply:
            self._ready.set()

    def _play(self, reply: _Reply) -> None:
        """Give the loudspeaker every phrase that waits, with the silence that belongs before it."""
        reply.changed.set()
        if reply.progress:
            self._told_ready(reply)
        if reply.state is not _State.SPEAKING:
            return
        now_s = asyncio.get_running_loop().time()
        while phrase := reply.progress.waiting():
            self._loudspeaker.play(self._silence_before(phrase, reply, now_s))
            place = self._loudspeaker.played + self._loudspeaker.queued
            self._loudspeaker.play(reply.progress.put(place))
            reply.sounded = True
            reply.before_s = phrase.pause_s
            reply.silent_at_s = now_s + self._loudspeaker.queued / SPEAKING_HZ

    def _silence_before(self, phrase: SpokenPhrase, reply: _Reply, now_s: float) -> Samples:
        """The pause after the phrase before, less what he has waited already; perhaps a breath."""
        waited_s = max(0.0, now_s - reply.silent_at_s)
        silence = np.zeros(int(max(0.0, reply.before_s - waited_s) * SPEAKING_HZ), np.float32)
        breathes = reply.tone.style is not Style.PLAIN and wants_breath(
            phrase.text, self._elocution.mannerisms
        )
        return np.concatenate([silence, self._breath]) if breathes else silence

    def _silence(self, reply: _Reply) -> None:
        reply.progress.broken_off(self._loudspeaker.stop())

    async def _something_new(self, reply: _Reply) -> None:
        """Wait until the next phrase should be over, or anything has changed."""
        reply.changed.clear()
        end = reply.progress.next_end()
        left_s = None if end is None else (end - self._loudspeaker.played) / SPEAKING_HZ
        try:
            async with asyncio.timeout(None if left_s is None else max(left_s, _LOOK_S)):
                await reply.changed.wait()
        except TimeoutError:
            return

    async def _in_lane(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._lane, work)
