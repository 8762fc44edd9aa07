"""A spoken session: sound in, her voice out, and the floor between them.

    talking = SpokenSession(session, listening, speaker)
    async with aclosing(talking.follow(frames)) as tales: ...

Every frame and everything that is heard becomes an event of `floor.py`, and what the floor says is
to be done is done here. Thinking and speaking run beside it, one reply at a time: begun at his
pause and held back, taken up when the floor is hers, forgotten if he goes on. What is kept of her
words is what the loudspeaker has played. He may write as well as speak (`typed`); she answers both
in the same way. A part that fails is told, and said where her voice still can; she goes on.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from dataclasses import replace
from typing import Final

from samantha.conversation import floor_events as happens
from samantha.conversation.answer import BRIDGE_S, Answer, Occasion
from samantha.conversation.floor import Floor
from samantha.conversation.floor_events import Deed, Holder, Meaning
from samantha.conversation.over_her import meaning_of, without_echo
from samantha.conversation.remarks import Remarks
from samantha.conversation.session import Session
from samantha.conversation.stream_time import StreamTime
from samantha.conversation.tales import Tale, Tales, Told
from samantha.domain.audio import Frame
from samantha.hearing import events as heard
from samantha.hearing.enrolment import Whose
from samantha.hearing.listening import Listening
from samantha.hearing.undertone import ANNOUNCED, Undertone
from samantha.speaking.mannerisms import Reflex
from samantha.speaking.speaker import Speaker

PROVING_WORDS: Final = 3
"""So many words over hers prove an interruption even before they are heard the same way twice."""
OVERLAP_EVERY_S: Final = 0.15
"""How often his words are recognised while she speaks: every one may mean that she is to stop."""
ALONE_EVERY_S: Final = 0.45
SLOW_AGAIN_S: Final = 2.4
"""How much later she says so if her words take long a second time in a row."""
STUCK_MS: Final = 2500
"""So long she may have the floor, or be wanted, and nothing happen."""
STANDING_STILL: Final = (
    "Her voice is not being played: the loudspeaker stands still."
    " Look whether it is connected; what was not heard was not said."
)
LOOK_EVERY_S: Final = 0.1
"""How often it is looked whether frames have stopped coming."""


class SpokenSession:
    """Holds a session by voice. `listening` must leave the end of turns to the floor."""

    def __init__(
        self,
        session: Session,
        listening: Listening,
        speaker: Speaker,
        names: Sequence[str] = (),
        *,
        small_sounds: bool = False,
        undertone: Undertone | None = None,
    ) -> None:
        """`names` are those he may call her by; `undertone` hears how and by whom it is said.

        With `small_sounds` an "Mm." may go before an answer that is not ready when it is due, and,
        sparingly, be heard while he tells something long. They are no words and are kept nowhere.
        """
        self._session = session
        self._listening = listening
        self._speaker = speaker
        self._names = names
        self._small_sounds = small_sounds
        self._undertone = undertone or Undertone()
        self._remarks = Remarks()
        self._floor = Floor(guarded=self._undertone.knows_him)
        self._answer: Answer | None = None
        self._leaving: set[asyncio.Task[None]] = set()
        self._tales = Tales()
        self._shown = ""
        """What was told last of the floor."""
        self._time = StreamTime(asyncio.get_running_loop().time)
        self._saying = ""
        """What she was saying when he began to speak: it may be heard in his turn."""
        self._bridged = False
        """Whether the last answer began with words for while she still thought."""
        self._done = False
        """He has said himself that his turn is over."""
        self._moved_ms = 0
        """When something last happened that she was to do."""
        self._played = 0
        self._failure: BaseException | None = None

    async def follow(self, frames: AsyncIterable[Frame]) -> AsyncGenerator[Tale, None]:
        """Take his sound, answer him, and tell what happens, till the frames end.

        What happens is told at once, also while no frame comes. Whoever closes this silences her:
        what she was saying is kept as far as it was heard.

        Raises:
            Exception: what `frames` or the speech detector raises, or a failure nobody foresaw.
        """
        if self._undertone.tells_cues:
            self._tell(Told.NOTICE, ANNOUNCED)
        tasks = [asyncio.create_task(self._attend(frames)), asyncio.create_task(self._keep_time())]
        for task in tasks:
            task.add_done_callback(lambda _: self._tales.wake())
        try:
            while not any(task.done() for task in tasks):
                while tale := self._tales.take():
                    yield tale
                if self._failure is not None:
                    raise self._failure
                await self._tales.more()
            await self._put_away()
            while tale := self._tales.take():
                yield tale
            for task in tasks:
                if task.done():
                    await task
            if self._failure is not None:
                raise self._failure
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            await self._put_away()

    def typed(self, text: str) -> None:
        """He wrote something: she leaves off what she is saying and answers it, aloud and told."""
        if text.strip():
            self._step(happens.Wrote(text, self._now_ms))

    def tap(self) -> None:
        """He pressed a key, or tapped: she stops at once."""
        self._step(happens.Tap(self._now_ms))

    def done(self) -> None:
        """He let go of the key that he speaks by: his turn is over with what he has said."""
        self._done = True
        self._step(happens.Wait(0, self._now_ms))

    async def busy(self) -> bool:
        """Whether something is at work that will be heard; frames that wait for it hold up time."""
        self._time.hold()
        self._speaker.look()
        if self._speaker.starved or (self._answer is not None and self._answer.thinks):
            return True
        await self._listening.settled()
        return False

    @property
    def quiet(self) -> bool:
        """Whether nobody has the floor."""
        return self._floor.holder is Holder.NOBODY

    def speak_first(self, words: str | None = None) -> None:
        """She begins: with `words`, or with the first ones of her life."""
        self._floor = replace(self._floor.opened(self._now_ms), holder=Holder.SHE)
        self._say(words)
        self._show_floor()

    async def _attend(self, frames: AsyncIterable[Frame]) -> None:
        """Hear frame by frame; who looks on and does not keep up holds up the next one."""
        async for frame in frames:
            self._listening.hear(frame)
            self._undertone.hear(frame)
            self._time.hear(frame)
            await asyncio.sleep(0)
            self._take_in()
            self._heed_voice()
            self._step(happens.Tick(self._now_ms))
            await self._tales.room()

    async def _keep_time(self) -> None:
        """Let time pass where no frame comes, as while he is muted."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            if self._time.miss():
                self._take_in()
                self._step(happens.Tick(self._now_ms))
            self._look_after()

    def _look_after(self) -> None:
        """Where she is to speak and nothing happens for too long, go on without it."""
        floor, played = self._floor, self._speaker.played
        hers = floor.holder in (Holder.SHE, Holder.BOTH)
        nobody_makes_it = (hers or floor.considering) and self._answer is None
        stands = hers and self._speaker.owing and played == self._played
        self._played = played
        if not nobody_makes_it and not stands:
            self._moved_ms = self._now_ms
        elif self._now_ms - self._moved_ms >= STUCK_MS:
            self._moved_ms = self._now_ms
            if stands:
                self._tell(Told.TROUBLE, STANDING_STILL)
                self.tap()
            else:
                self._step(happens.Finished(self._now_ms))

    async def _put_away(self) -> None:
        self._leave()
        while self._leaving:
            await asyncio.wait(self._leaving)

    @property
    def _now_ms(self) -> int:
        return self._time.now_ms

    # -- what is heard becomes events of the floor -------------------------------------------------

    def _take_in(self) -> None:
        for event in self._listening.take():
            self._hear(event)

    def _hear(self, event: heard.HearingEvent) -> None:
        now_ms = self._now_ms
        self._undertone.follow(event)
        match event:
            case heard.SpeechStarted() | heard.Resumed():
                self._done = False
                self._step(happens.Voice(now_ms))
            case heard.Paused(since):
                self._step(happens.Quiet(self._time.of(since)))
                if self._done:
                    self._step(happens.Wait(0, now_ms))
            case heard.Partial(words, settled):
                # Half a word may be taken for another one: it is no reason yet to stop.
                overlaps = self._floor.holder is Holder.BOTH and len(words) < PROVING_WORDS
                self._worded(heard.text_of(words[:settled] if overlaps else words), settled=False)
            case heard.Heard(words):
                self._worded(heard.text_of(words), settled=True)
            case heard.Judged(wait_s=wait_s):
                self._step(happens.Wait(0 if self._done else int(wait_s * 1000), now_ms))
            case heard.HearingFailed(error):
                self._tell(Told.TROUBLE, f"{error.message} {error.remedy}")
            case heard.TurnEnded() | heard.NothingSaid():
                pass  # the floor ends turns

    def _heed_voice(self) -> None:
        """What a stranger says is no turn, and what he broke off goes on."""
        if self._undertone.whose is Whose.ANOTHER:
            self._drop()
            self._step(happens.Stranger(self._now_ms))

    def _worded(self, text: str, *, settled: bool) -> None:
        meaning = Meaning.INTERRUPTING
        if self._floor.holder is Holder.BOTH and self._answer is not None:
            self._saying = self._answer.sounding
            asked = self._answer.asked
            meaning, text = meaning_of(text, self._saying, names=self._names, asked=asked)
            meaning = Meaning.LISTENING if self._undertone.wary else meaning
        elif self._saying:
            text = without_echo(text, self._saying)
        if text and self._floor.holder in (Holder.HE, Holder.PAUSING):
            self._tell(Told.HIS_WORDS, text)
        self._step(happens.Words(text, self._now_ms, meaning, settled=settled))

    # -- what the floor says is done ---------------------------------------------------------------

    def _step(self, event: happens.Event) -> None:
        before = self._floor
        self._floor, deeds = before.after(event)
        for deed in deeds:
            self._do(deed)
        if self._floor.holder is not before.holder:
            self._turned(before.holder, deeds)
        self._show_floor()

    def _turned(self, before: Holder, deeds: Sequence[Deed]) -> None:
        """The floor has gone from one to another: listen as that asks for."""
        rests = self._floor.holder in (Holder.NOBODY, Holder.SHE)
        if rests:
            self._saying = ""
        if rests and before in (Holder.BOTH, Holder.PAUSING) and Deed.ANSWER not in deeds:
            self._drop()  # what was no turn is not the beginning of the next
        overlaps = self._floor.holder in (Holder.SHE, Holder.BOTH)
        self._listening.partial_every_s = OVERLAP_EVERY_S if overlaps else ALONE_EVERY_S

    def _drop(self) -> None:
        self._listening.drop()
        self._undertone.leave()

    def _show_floor(self) -> None:
        """Tell who has the floor, if that is not what was told last."""
        holder = self._floor.holder
        waits = holder is Holder.SHE and not self._speaker.sounding
        shown = "thinking" if waits else holder.value
        if shown != self._shown:
            self._shown = shown
            self._tell(Told.FLOOR, shown)

    def _do(self, deed: Deed) -> None:
        match deed:
            case Deed.CONSIDER:
                self._begin(Answer(self, Occasion(self._floor.words)))
            case Deed.FORGET:
                self._leave()
            case Deed.REACT | Deed.MURMUR:
                self._make_sound(deed)
            case Deed.ANSWER:
                words = self._listening.end_turn()
                self._remarks.answered()
                self._take_up(0.0)
                if said := self._undertone.said(words):
                    self._tales.tell(Tale(Told.SAID_SO, said.note, self._now_ms, manner=said))
            case Deed.REPLY:
                self._drop()
                self._begin(Answer(self, Occasion(self._floor.words)))
                self._take_up(BRIDGE_S)
            case Deed.DIP:
                self._speaker.duck()
            case Deed.LIFT:
                self._speaker.lift()
            case Deed.HUSH if self._floor.broken_off:
                self._speaker.pause()
            case Deed.HUSH if self._answer is not None:
                self._answer.stop()
            case Deed.HUSH:
                pass
            case Deed.GO_ON:
                self._speaker.resume()
            case Deed.ASK_AFTER:
                self._say(self._remarks.asking_after())
            case Deed.ASK_AGAIN:
                self._say(self._remarks.asking_again())

    def _make_sound(self, deed: Deed) -> None:
        if not self._small_sounds:
            return
        if deed is Deed.MURMUR:
            self._speaker.react(Reflex.MM, softly=True)
        elif reflex := self._remarks.reflex(self._floor.words):
            self._speaker.react(reflex)

    def _say(self, words: str | None) -> None:
        """She speaks of her own accord."""
        self._begin(Answer(self, Occasion(None, words)))
        self._take_up(None)

    def _begin(self, answer: Answer) -> None:
        self._leave()
        self._answer = answer
        answer.start(after=tuple(self._leaving))

    def _leave(self) -> None:
        """Leave off the answer there is; the next one begins when it is put away."""
        answer, self._answer = self._answer, None
        if answer is not None:
            self._bridged |= answer.bridged
            answer.stop()
            task = asyncio.create_task(answer.put_away())
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    def _take_up(self, bridge_after_s: float | None) -> None:
        if self._answer is not None:
            if bridge_after_s is not None and self._bridged:
                bridge_after_s += SLOW_AGAIN_S
            self._bridged = False
            self._answer.take_up(bridge_after_s=bridge_after_s)

    def _tell(self, what: Told, text: str, utterance: int | None = None) -> None:
        self._tales.tell(Tale(what, text, self._now_ms, utterance))

    # -- called by an answer -----------------------------------------------------------------------

    @property
    def session(self) -> Session:
        """Where what is said is kept."""
        return self._session

    @property
    def speaker(self) -> Speaker:
        """Her voice."""
        return self._speaker

    def tell(self, what: Told, text: str, utterance: int | None = None) -> None:
        """Tell those who look on."""
        self._tell(what, text, utterance)

    def ready(self, answer: Answer) -> None:
        """The first sound of `answer` can be heard."""
        self._take_in()  # he may have gone on in this very moment
        if answer is self._answer:
            self._step(happens.Ready(self._now_ms))

    def bridge(self) -> str:
        """A few true words for while she still thinks."""
        return self._remarks.bridge()

    def finished(self, answer: Answer, *, asked: bool, failure: BaseException | None) -> None:
        """All of `answer` was heard, or it failed; `failure` is one that nobody foresaw."""
        self._failure = self._failure or failure
        self._tales.wake()
        if answer is self._answer:
            self._answer = None
            self._bridged = answer.bridged
            self._step(happens.Finished(self._now_ms, asked=asked))
