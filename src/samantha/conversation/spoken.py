"""A spoken session: sound in, her voice out, and the floor between them.

    async with SpokenSession.opened(session, listening, speaker) as spoken:
        async for event in spoken.follow(frames):
            ...

One task owns the floor. Every frame and everything that is heard becomes an event of `floor.py`,
and what the floor says is to be done is done here. Thinking and speaking run beside it, one reply
at a time: begun at his pause and held back, taken up when the floor is hers, forgotten if he goes
on. What is kept of her words is what the loudspeaker has played.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from typing import Final

from samantha.conversation import floor as the_floor
from samantha.conversation.answer import Answer, Occasion, Tale, Told
from samantha.conversation.floor import Deed, Floor, Holder, Meaning
from samantha.conversation.session import Session
from samantha.domain.audio import HEARING_HZ, Frame
from samantha.hearing import events as heard
from samantha.hearing.backchannels import Overlap, overlap_of
from samantha.hearing.echo_check import Whose, sift
from samantha.hearing.listening import Listening
from samantha.speaking.speaker import Speaker

ASKING_AFTER: Final = ("Still there?", "No hurry. I'm here when you are.", "Take your time.")
PROVING_WORDS: Final = 3
"""So many words over hers prove an interruption even before they are heard the same way twice."""
OVERLAP_EVERY_S: Final = 0.15
"""How often his words are recognised while she speaks: every one may mean that she is to stop."""
ALONE_EVERY_S: Final = 0.45


class SpokenSession:
    """Holds a session by voice. `listening` must leave the end of turns to the floor."""

    def __init__(
        self, session: Session, listening: Listening, speaker: Speaker, names: Sequence[str] = ()
    ) -> None:
        self._session = session
        self._listening = listening
        self._speaker = speaker
        self._names = names
        self._floor = Floor()
        self._answer: Answer | None = None
        self._leaving: set[asyncio.Task[None]] = set()
        self._tales: deque[Tale] = deque()
        self._now_ms = 0
        self._asked_after = 0
        self._failure: BaseException | None = None

    async def follow(self, frames: AsyncIterable[Frame]) -> AsyncGenerator[Tale, None]:
        """Take his sound frame by frame, answer him, and tell what happens, till the frames end."""
        try:
            async for frame in frames:
                self._listening.hear(frame)
                self._now_ms = frame.end * 1000 // HEARING_HZ
                await asyncio.sleep(0)
                for event in self._listening.take():
                    self._hear(event)
                self._step(the_floor.Tick(self._now_ms))
                while self._tales:
                    yield self._tales.popleft()
                if self._failure is not None:
                    raise self._failure
        finally:
            if self._answer is not None:
                await self._answer.leave()
            if self._leaving:
                await asyncio.wait(self._leaving)

    def tap(self) -> None:
        """He pressed a key, or tapped: she stops at once."""
        self._step(the_floor.Tap(self._now_ms))

    async def busy(self) -> bool:
        """Whether something is at work that will be heard, for those who wait until nothing is."""
        if self._answer is not None and self._answer.thinks:
            return True
        await self._listening.settled()
        return False

    def speak_first(self, words: str | None = None) -> None:
        """She begins: with `words`, or with the first ones of her life."""
        self._begin(Answer(self, Occasion(None, words)))
        self._floor = Floor(holder=Holder.SHE, since_ms=self._now_ms, patience=self._floor.patience)
        self._take_up()

    # -- what is heard becomes events of the floor -------------------------------------------------

    def _hear(self, event: heard.HearingEvent) -> None:
        now_ms = self._now_ms
        match event:
            case heard.SpeechStarted() | heard.Resumed():
                self._step(the_floor.Voice(now_ms))
            case heard.Paused(since):
                self._step(the_floor.Quiet(since * 1000 // HEARING_HZ))
            case heard.Partial(words, settled):
                # Half a word may be taken for another one: it is no reason yet to stop.
                overlaps = self._floor.holder is Holder.BOTH and len(words) < PROVING_WORDS
                self._worded(heard.text_of(words[:settled] if overlaps else words), settled=False)
            case heard.Heard(words):
                self._worded(heard.text_of(words), settled=True)
            case heard.Judged(wait_s=wait_s):
                self._step(the_floor.Wait(int(wait_s * 1000), now_ms))
            case heard.HearingFailed(error):
                self._tell(Told.TROUBLE, f"{error.message} {error.remedy}")
            case heard.TurnEnded() | heard.NothingSaid():
                pass  # the floor ends turns

    def _worded(self, text: str, *, settled: bool) -> None:
        meaning = Meaning.INTERRUPTING
        if self._floor.holder is Holder.BOTH:
            meaning, text = self._meaning_of(text)
        if text and self._floor.holder in (Holder.HE, Holder.PAUSING):
            self._tell(Told.HIS_WORDS, text)
        self._step(the_floor.Words(text, self._now_ms, meaning, settled=settled))

    def _meaning_of(self, text: str) -> tuple[Meaning, str]:
        """What his sound over hers is: an echo of hers, a listener's sound, or an interruption."""
        saying, asked = "", False
        if self._answer is not None:
            saying, asked = self._answer.sounding, self._answer.asked
        sifted = sift(text, saying)
        if sifted.whose is Whose.HERS or (sifted.whose is Whose.UNSURE and text):
            return Meaning.ECHO, text
        own = sifted.his if sifted.whose is Whose.HIS else text  # without her echo around it
        match overlap_of(own, self._names, asked=asked):
            case Overlap.NOTHING:
                return Meaning.UNCLEAR, text
            case Overlap.BACKCHANNEL:
                return Meaning.LISTENING, text
            case Overlap.STOP | Overlap.CONTENT:
                return Meaning.INTERRUPTING, text

    # -- what the floor says is done ---------------------------------------------------------------

    def _step(self, event: the_floor.Event) -> None:
        before = self._floor
        self._floor, deeds = before.after(event)
        for deed in deeds:
            self._do(deed)
        rests = self._floor.holder in (Holder.NOBODY, Holder.SHE)
        if rests and before.holder in (Holder.BOTH, Holder.PAUSING) and Deed.ANSWER not in deeds:
            self._listening.drop()  # what was no turn is not the beginning of the next
        overlaps = self._floor.holder in (Holder.SHE, Holder.BOTH)
        self._listening.partial_every_s = OVERLAP_EVERY_S if overlaps else ALONE_EVERY_S

    def _do(self, deed: Deed) -> None:
        match deed:
            case Deed.CONSIDER:
                self._begin(Answer(self, Occasion(self._floor.words)))
            case Deed.FORGET:
                self._leave()
            case Deed.ANSWER:
                self._listening.end_turn()
                self._take_up()
            case Deed.DIP:
                self._speaker.duck()
            case Deed.LIFT:
                self._speaker.lift()
            case Deed.HUSH if self._floor.broken_off:
                self._speaker.pause()
            case Deed.HUSH:
                self._hush()
            case Deed.GO_ON:
                self._speaker.resume()
            case Deed.ASK_AFTER:
                words = ASKING_AFTER[self._asked_after % len(ASKING_AFTER)]
                self._asked_after += 1
                self._begin(Answer(self, Occasion(None, words)))
                self._take_up()

    def _begin(self, answer: Answer) -> None:
        self._leave()
        self._answer = answer
        answer.start(after=tuple(self._leaving))

    def _leave(self) -> None:
        """Leave off the answer there is; the next one begins when it is put away."""
        answer, self._answer = self._answer, None
        if answer is not None:
            answer.stopped = True
            self._speaker.stop()
            task = asyncio.create_task(answer.leave())
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    def _hush(self) -> None:
        if self._answer is not None:
            self._answer.stopped = True
        self._speaker.stop()

    def _take_up(self) -> None:
        if self._answer is not None:
            self._answer.taken_up.set()

    def _tell(self, what: Told, text: str) -> None:
        self._tales.append(Tale(what, text, self._now_ms))

    # -- called by an answer -----------------------------------------------------------------------

    @property
    def session(self) -> Session:
        """Where what is said is kept."""
        return self._session

    @property
    def speaker(self) -> Speaker:
        """Her voice."""
        return self._speaker

    def tell(self, what: Told, text: str) -> None:
        """Tell those who look on."""
        self._tell(what, text)

    def ready(self, answer: Answer) -> None:
        """The first sound of `answer` can be heard."""
        if answer is self._answer:
            self._step(the_floor.Ready(self._now_ms))

    def finished(self, answer: Answer, *, asked: bool, failure: BaseException | None) -> None:
        """All of `answer` was heard, or it failed; `failure` is one that nobody foresaw."""
        self._failure = self._failure or failure
        if answer is self._answer:
            self._answer = None
            self._step(the_floor.Finished(self._now_ms, asked=asked))
