"""The plain voice of the first meeting: it tells, asks one thing at a time, and lets him finish.

    async with Asking.opened(speaker, listening, frames) as asking:
        await asking.tell("Two questions first.")
        answered = await asking.ask("What would you like to be called?")

He may answer aloud or in writing (`typed`), and over the question, which stops for his words. Who
is silent is asked once again; then the question is skipped, as it is where he wants that.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterable, Iterable
from contextlib import aclosing, asynccontextmanager
from typing import Final

from samantha.conversation.floor_events import Meaning
from samantha.conversation.over_her import meaning_of, without_echo
from samantha.conversation.tales import Tale, Tales, Told
from samantha.domain.audio import HEARING_HZ, Frame
from samantha.hearing import events as heard
from samantha.hearing.cues import Cues
from samantha.hearing.listening import GIVE_UP_S, Listening
from samantha.hearing.undertone import Undertone
from samantha.personality.first_impression import Answered
from samantha.speaking.speaker import Speaker

PATIENCE: Final = 2.0
"""Stretches the silence that ends an answer: nobody is in a hurry here."""
SILENT_S: Final = 7.0
"""So long after a question he may say nothing until it is asked again, or skipped."""
ASKED_AGAIN: Final = "I heard nothing. "
HESITATES_FROM: Final = 2
"""So many signs of hesitation in one answer are more than a breath."""


class Asking:
    """Asks aloud. Use it through `opened`; `listening` must leave the end of turns to it."""

    def __init__(self, speaker: Speaker, listening: Listening, tales: Tales) -> None:
        self._speaker = speaker
        self._listening = listening
        self._tales = tales
        self._undertone = Undertone(cues=True)
        self._attending: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._now = 0
        """How much of his sound has come, in samples."""
        self._place = 0
        """The place in the stream up to which it came."""
        self._quiet_since = 0
        self._line = ""
        """What is being said, or was said last."""
        self._says = False
        self._asks = False
        self._room_s = 0.0
        self._shown = ""
        """What was told last of the floor."""
        self._speaks = False
        """Whether he does."""
        self._pause: tuple[int, float | None] | None = None
        """Since which sample he pauses, and how many seconds end his answer."""
        self._finishing: asyncio.Task[None] | None = None
        self._answer: Answered | None = None

    @classmethod
    @asynccontextmanager
    async def opened(
        cls,
        speaker: Speaker,
        listening: Listening,
        frames: AsyncIterable[Frame],
        tales: Tales | None = None,
    ) -> AsyncGenerator["Asking"]:
        """Take his sound until the block is left; what happens is told to `tales`."""
        asking = cls(speaker, listening, tales or Tales())
        asking._attending = asyncio.create_task(asking._attend(frames))
        asking._attending.add_done_callback(lambda _: asking._changed.set())
        try:
            yield asking
        finally:
            tasks = [each for each in (asking._attending, asking._finishing) if each is not None]
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    @property
    def aloud(self) -> bool:
        """It speaks and listens."""
        return True

    async def tell(self, text: str) -> None:
        """Say something that needs no answer."""
        await self._say(text)

    async def ask(self, question: str, *, room_s: float = 0.6) -> Answered:
        """Ask, and wait until he has finished; no words where he skips it or stays silent.

        However finished his answer seems, it is not over before a silence of `room_s`.

        Raises:
            VoiceUnavailable: the question could not be said.
        """
        self._forget()
        self._answer, self._asks, self._room_s = None, True, room_s
        try:
            for wording in (question, f"{ASKED_AGAIN}{question}"):
                await self._say(wording)
                self._quiet_since = self._now
                while self._answer is None and self._may_answer():
                    self._changed.clear()
                    await self._changed.wait()
                if self._answer is not None or self._is_over():
                    break
            return self._answer or Answered()
        finally:
            self._asks = False

    def typed(self, text: str) -> None:
        """He wrote his answer; an empty one skips."""
        self._take(Answered(text.strip()))

    def skip(self) -> None:
        """He does not answer."""
        self._take(Answered())

    def tap(self) -> None:
        """He has heard enough of the question; or, where it is over, does not answer."""
        if self._says:
            self._speaker.stop()
        else:
            self.skip()

    def done(self) -> None:
        """He let go of the key that he speaks by: his answer is over."""
        self._finishing = asyncio.create_task(self._finish())

    @property
    def says(self) -> bool:
        """Whether it is saying something."""
        return self._says

    @property
    def heard_ms(self) -> int:
        """How much of his sound has come."""
        return self._now * 1000 // HEARING_HZ

    async def busy(self) -> bool:
        """Whether something is at work that will be heard; frames that wait for it hold up time."""
        self._speaker.look()
        if self._speaker.starved or not (self._asks or self._says):
            return True
        if self._says and not self._speaker.sounding:
            return True
        await self._listening.settled()
        return False

    def _is_over(self) -> bool:
        """Whether no more sound of his will come."""
        if self._attending is None or not self._attending.done():
            return False
        if not self._attending.cancelled():
            self._attending.result()  # what the detector raised is raised here
        return True

    def _may_answer(self) -> bool:
        if self._is_over():
            return False
        return self._speaks or self._now - self._quiet_since < SILENT_S * HEARING_HZ

    async def _say(self, text: str) -> None:
        """Say it to its end, or until he stops it."""
        if self._answer is not None and self._asks:
            return
        self._line, self._says = text, True
        self._tell(Told.PLAIN_VOICE, text)
        self._show_floor("she")
        try:
            async with aclosing(self._speaker.say(_in_turn(_sentences(text)))) as sounds:
                async for _ in sounds:
                    pass
        finally:
            self._says = False
            self._show_floor("he" if self._speaks else "nobody")

    # -- his sound ---------------------------------------------------------------------------------

    async def _attend(self, frames: AsyncIterable[Frame]) -> None:
        async for frame in frames:
            self._listening.hear(frame)
            self._undertone.hear(frame)
            self._now += len(frame.samples)
            await asyncio.sleep(0)
            self._place = frame.end
            self._take_in()
            self._consider_end()
            self._changed.set()
            await self._tales.room()
        await self._finish()

    async def _finish(self) -> None:
        """What he is saying is all that he says."""
        self._listening.finish()
        await self._listening.settled()
        self._take_in()

    def _take_in(self) -> None:
        for event in self._listening.take():
            self._hear(event)

    def _hear(self, event: heard.HearingEvent) -> None:
        self._undertone.follow(event)
        match event:
            case heard.SpeechStarted() | heard.Resumed():
                self._speaks, self._pause = True, None
                if self._says:
                    self._speaker.duck()
                else:
                    self._show_floor("he")
            case heard.Paused(since):
                self._pause = (self._now - (self._place - since), None)
            case heard.Partial(words, settled):
                self._worded(heard.text_of(words), heard.text_of(words[:settled]))
            case heard.Heard(()):
                self._forget()  # a noise
            case heard.Heard(words):
                self._worded(heard.text_of(words), heard.text_of(words))
            case heard.Judged(wait_s=wait_s) if self._pause is not None:
                self._pause = (self._pause[0], wait_s)
            case heard.TurnEnded(words):
                self._ended(words)
            case heard.NothingSaid():
                self._forget()
            case heard.HearingFailed(error):
                self._tell(Told.TROUBLE, f"{error.message} {error.remedy}")
            case heard.Judged():
                pass  # of a pause that is over

    def _worded(self, text: str, settled: str) -> None:
        if not self._says:
            self._tell(Told.HIS_WORDS, without_echo(text, self._line))
        elif self._means_to_answer(settled):
            self._speaker.stop()

    def _means_to_answer(self, text: str) -> bool:
        meaning, _ = meaning_of(text, self._line, names=(), asked=False)
        return meaning in {Meaning.BRIEF, Meaning.INTERRUPTING}

    def _consider_end(self) -> None:
        if self._pause is None:
            return
        since, wait_s = self._pause
        silent_s = (self._now - since) / HEARING_HZ
        if silent_s >= (GIVE_UP_S if wait_s is None else max(wait_s, self._room_s)):
            self._ended(self._listening.end_turn())

    def _ended(self, words: heard.Words) -> None:
        """His turn is over: it is the answer, unless it was a listener's sound or an echo."""
        said = self._undertone.said(words)
        text = heard.text_of(words)
        counts = self._means_to_answer(text) if self._says else bool(text)
        self._forget()
        if counts and self._asks:
            answer = without_echo(text, self._line)
            self._take(Answered(answer, hesitates=said is not None and hesitates(said.cues)))

    def _take(self, answer: Answered) -> None:
        if not self._asks or self._answer is not None:
            return
        self._answer = answer
        self._forget()
        if answer.words:
            self._tell(Told.HIS_TURN, answer.words)
        self._speaker.stop()
        self._changed.set()

    def _forget(self) -> None:
        """What is being heard is no answer, or was taken as one."""
        self._listening.drop()
        self._undertone.leave()
        self._speaks, self._pause = False, None
        self._quiet_since = self._now
        self._speaker.lift()

    def _show_floor(self, holder: str) -> None:
        if holder != self._shown:
            self._shown = holder
            self._tell(Told.FLOOR, holder)

    def _tell(self, what: Told, text: str) -> None:
        self._tales.tell(Tale(what, text, self.heard_ms))


def hesitates(cues: Cues) -> bool:
    """Whether an answer was given with long pauses, fillers, or words begun again."""
    return cues.long_pauses + cues.hesitations >= HESITATES_FROM


def _sentences(text: str) -> list[str]:
    """The sentences of `text`, each with the white space before it."""
    return re.findall(r"\s*\S.*?(?:[.?!…](?=\s)|$)", text)


async def _in_turn(phrases: Iterable[str]) -> AsyncGenerator[str]:
    for phrase in phrases:
        yield phrase
