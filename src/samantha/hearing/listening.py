"""Listening: frames of sound in, what is heard out. One owner feeds it and takes its events.

    async with Listening.opened(ears, lanes) as listening:
        listening.hear(frame)                    # for every frame of the stream, at once
        async for event in listening.events():   # meanwhile, in another task

While he speaks, all of his turn so far is recognised every half second, beginning with the words
that are settled. As soon as he pauses, the last words are recognised and the pause is judged by its
sound and its words, again and again while it lasts. Whoever owns the floor may end the turn on that
(`end_turn`), or leave it to `Listening` to do so after the silence that the judgement asks for. If
he speaks on before, it was only a pause.

Nothing here knows a clock: time is the number of samples that were fed. Models are called in lanes
that come from outside, one call at a time in each; what is late is left out, never queued.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final, TypeVar

import numpy as np

from samantha.domain.audio import HEARING_HZ, Frame, HeardWord, Samples
from samantha.domain.errors import HearingUnavailable
from samantha.hearing.ears import Ears, Lane, Lanes, Manner
from samantha.hearing.events import (
    Heard,
    HearingEvent,
    HearingFailed,
    Judged,
    NothingSaid,
    Partial,
    Paused,
    Resumed,
    SpeechStarted,
    TurnEnded,
    Words,
    text_of,
)
from samantha.hearing.inventions import believed, may_hold_words
from samantha.hearing.speech import Moment, SpeechStream
from samantha.hearing.turn import Judgement, Pause, Reading, Turn
from samantha.hearing.turn_end import LONGEST_S, SCORE_AGAIN_S, UNSURE_S
from samantha.hearing.turn_sound import TurnSound

T = TypeVar("T")

PRE_ROLL_S: Final = 0.3
"""How much of the sound before its first sample belongs to a turn."""
_NOTICED_LATE_S: Final = 0.2
"""How much later than it happens a beginning is noticed, at most."""
FADES_S: Final = 0.064
"""How long a last word may still fade when a pause has begun: no other turn hears that."""
STRETCH_S: Final = 8.5
"""A stretch that is longer is cut at its quietest place while he speaks,"""
PAUSED_STRETCH_S: Final = 11.0
"""or from this length on when he pauses, for the last words must come quickly then."""
CUT_FROM_S: Final = 4.0
JUDGED_S: Final = 8.0
"""How much of the turn's end its sound is judged by."""
GIVE_UP_S: Final = 8.0
"""A pause whose words are not recognised by then ends with what was recognised before."""
LONGEST_GAP_S: Final = 3.0
"""Frames that are missing for up to this long are taken for silence."""
MOST_EVENTS: Final = 256


class Listening:
    """Follows one stream of sound. Use it through `opened`."""

    def __init__(self, ears: Ears, lanes: Lanes, manner: Manner, start: int) -> None:
        self._ears = ears
        self._lanes = lanes
        self._manner = manner
        self.partial_every_s = manner.partial_every_s
        """May be changed at any time, as when every word counts."""
        self._stream = SpeechStream(ears.detector, start)
        self._sound = TurnSound(start)
        self._turn: Turn | None = None
        self._earliest = start
        """Where the last turn ended: what lies before belongs to no other."""
        self._events: deque[HearingEvent] = deque(maxlen=MOST_EVENTS)
        self._told = asyncio.Event()
        self._fed = (asyncio.Event(), asyncio.Event())
        self._stepped = asyncio.Event()
        self._at_work = 0
        self._closed = False

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, ears: Ears, lanes: Lanes, manner: Manner | None = None, *, start: int = 0
    ) -> AsyncGenerator["Listening"]:
        """Listen to a stream whose first sample has the number `start`, until the block is left."""
        listening = cls(ears, lanes, manner or Manner(), start)
        tasks = [asyncio.create_task(listening._read()), asyncio.create_task(listening._judge())]
        try:
            yield listening
        finally:
            listening._closed = True
            listening._told.set()
            for task in tasks:
                task.cancel()
            for ended in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(ended, Exception):
                    raise ended

    def hear(self, frame: Frame) -> None:
        """Take the next frame of the stream.

        What is missing since the frame before is taken for silence if it is short. Else, or if the
        stream went back, the turn is over with the words that were recognised so far.

        Raises:
            Exception: what the detector raises.
        """
        gap = frame.start - self._sound.end
        if gap < 0 or gap > LONGEST_GAP_S * HEARING_HZ:
            self._break_off(frame.start)
        elif gap:
            self._feed(np.zeros(gap, np.float32))
        self._feed(np.clip(np.nan_to_num(frame.samples, posinf=1, neginf=-1), -1, 1))
        self._wake()

    async def events(self) -> AsyncGenerator[HearingEvent]:
        """What is heard, as it is heard; ends when listening does."""
        while True:
            while self._events:
                yield self._events.popleft()
            if self._closed:
                return
            self._told.clear()
            await self._told.wait()

    def take(self) -> Sequence[HearingEvent]:
        """The events that wait now, without waiting for more."""
        taken = tuple(self._events)
        self._events.clear()
        return taken

    async def settled(self) -> None:
        """Return when the models have nothing to do for what was fed so far.

        Whoever feeds faster than in real time awaits it after each frame, and gets the same events
        as from models that take no time.
        """
        while self._at_work or self._next_reading() or self._next_judgement():
            self._wake()
            self._stepped.clear()
            await self._stepped.wait()

    def end_turn(self) -> Words:
        """The turn is over now: returns its words so far and forgets it, without an event."""
        turn, self._turn = self._turn, None
        if turn is None:
            return ()
        self._earliest = self._after(turn.pause.since if turn.pause else self._sound.end)
        return turn.words()

    def drop(self) -> None:
        """Forget the turn without an event, with what is still being said of it."""
        self.end_turn()

    def finish(self) -> None:
        """He says himself that he is done: `TurnEnded` follows as soon as all is recognised."""
        turn = self._turn
        if turn is None:
            return
        if turn.pause is None:
            turn.pause = Pause(self._sound.end)
            self._tell(Paused(turn.pause.since))
        turn.pause.finished = True
        self._consider_end(turn, turn.pause)
        self._wake()

    # -- frames ----------------------------------------------------------------------------------

    def _feed(self, samples: Samples) -> None:
        self._sound.add(samples)
        for moment in self._stream.take(samples):
            self._sound.add_speech(moment.start, moment.end, moment.probability)
            self._follow(moment)

    def _follow(self, moment: Moment) -> None:
        """Go on by one frame of the detector."""
        turn = self._turn
        if turn is None:
            self._sound.let_go(moment.end - int((PRE_ROLL_S + _NOTICED_LATE_S) * HEARING_HZ))
            if moment.speaking and moment.changed_at is not None:
                self._begin(moment.changed_at)
            return
        self._sound.let_go(min(turn.open_from, moment.end - int(JUDGED_S * HEARING_HZ)))
        if moment.changed_at is not None:
            if turn.pause is None and not moment.speaking:
                turn.pause = Pause(moment.changed_at)
                self._tell(Paused(moment.changed_at))
            elif turn.pause is not None and moment.speaking and not turn.pause.finished:
                turn.resume(moment.changed_at)
                self._tell(Resumed(moment.changed_at))
        if turn.pause is not None:
            self._consider_end(turn, turn.pause)

    def _begin(self, at: int) -> None:
        open_from = max(at - int(PRE_ROLL_S * HEARING_HZ), self._earliest, self._sound.start)
        self._turn = Turn(began=at, open_from=open_from, read_at=at)
        self._tell(SpeechStarted(at))

    def _break_off(self, start: int) -> None:
        """The stream tore: end the turn with what is known, and begin anew at `start`."""
        if turn := self._turn:
            self._conclude(turn, Pause(self._sound.end))
        self._stream.restart(start)
        self._sound = TurnSound(start)
        self._earliest = start

    # -- the end of a turn -----------------------------------------------------------------------

    def _consider_end(self, turn: Turn, pause: Pause) -> None:
        """End the turn if it has been silent for long enough."""
        if not self._manner.ends_turns and not pause.finished:
            return
        silence_s = (self._sound.end - pause.since) / HEARING_HZ
        if not pause.heard:
            if silence_s >= GIVE_UP_S:
                self._conclude(turn, pause)
            return
        patience = self._manner.patience
        wait_s = pause.wait_s(patience) if turn.words() else UNSURE_S * patience
        if pause.finished or silence_s >= wait_s:
            self._conclude(turn, pause)

    def _conclude(self, turn: Turn, pause: Pause) -> None:
        words = turn.words()
        self._turn = None
        self._earliest = self._after(pause.since)
        if words:
            self._tell(TurnEnded(words, turn.began, pause.since))
        else:
            self._tell(NothingSaid(turn.began, pause.since))

    def _after(self, end: int) -> int:
        """Where the sound of a turn that ended at `end` has died away."""
        return min(end + int(FADES_S * HEARING_HZ), self._sound.end)

    # -- words -----------------------------------------------------------------------------------

    async def _read(self) -> None:
        """Recognise whatever is to be recognised, one reading after another."""
        while True:
            while reading := self._next_reading():
                settled = () if reading.closes else reading.turn.agreement.settled_texts()
                start, end = reading.turn.open_from, reading.end
                reading.turn.read_at = end
                words = await self._recognized(reading.turn, start, end, settled)
                if self._turn is reading.turn:
                    self._take_reading(reading, words)
                self._stepped.set()
            self._fed[0].clear()
            await self._fed[0].wait()

    def _next_reading(self) -> Reading | None:
        """What is most worth recognising now."""
        turn, now = self._turn, self._sound.end
        if turn is None:
            return None
        pause = turn.pause
        longest_s = STRETCH_S if pause is None else PAUSED_STRETCH_S
        if now - turn.open_from > longest_s * HEARING_HZ and (pause is None or not pause.heard):
            at = (turn.open_from + int(s * HEARING_HZ) for s in (CUT_FROM_S, STRETCH_S))
            return Reading(turn, self._sound.quietest(*at), closes=True)
        if pause is not None:
            return None if pause.heard else Reading(turn, now, pause=pause)
        if now - turn.read_at >= self.partial_every_s * HEARING_HZ:
            return Reading(turn, now)
        return None

    async def _recognized(
        self, turn: Turn, start: int, end: int, settled: Sequence[str]
    ) -> Sequence[HeardWord] | None:
        """The words between two samples that can be believed; None if the recognizer failed."""
        speech_s = self._sound.speech_s(start, end)
        if not may_hold_words(speech_s, (end - start) / HEARING_HZ):
            return ()
        sound = self._sound.between(start, end)
        words = await self._in_lane(
            self._lanes.recognition,
            lambda: self._ears.recognizer.recognize(sound, settled=settled),
            turn,
            "words",
        )
        return None if words is None else believed(words, speech_s)

    def _take_reading(self, reading: Reading, words: Sequence[HeardWord] | None) -> None:
        turn = reading.turn
        if reading.closes:
            turn.close(turn.agreement.words if words is None else words, reading.end)
        elif words is not None:
            turn.agreement.take(words)
        pause = reading.pause
        if pause is not None and pause is turn.pause:
            pause.heard = True
            self._tell(Heard(turn.words(), pause.since))
            self._consider_end(turn, pause)
            self._wake()
        else:
            self._tell(Partial(turn.words(), turn.settled(), reading.end))

    # -- judgement -------------------------------------------------------------------------------

    async def _judge(self) -> None:
        """Judge whatever is to be judged, one thing after another."""
        while True:
            while judgement := self._next_judgement():
                await self._judged(judgement)
                if self._turn is judgement.turn and judgement.turn.pause is judgement.pause:
                    self._tell_judgement(judgement.pause)
                    self._consider_end(judgement.turn, judgement.pause)
                self._stepped.set()
            self._fed[1].clear()
            await self._fed[1].wait()

    def _next_judgement(self) -> Judgement | None:
        """What is most worth judging now."""
        turn, now = self._turn, self._sound.end
        if turn is None or (pause := turn.pause) is None or pause.finished:
            return None
        if pause.heard and pause.words is None and turn.words():
            return Judgement(turn, pause, now, text_of(turn.words()))
        longer = pause.judged_at is None or now - pause.judged_at >= SCORE_AGAIN_S * HEARING_HZ
        if longer and now - pause.since <= LONGEST_S * self._manner.patience * HEARING_HZ:
            return Judgement(turn, pause, now)
        return None

    async def _judged(self, judgement: Judgement) -> None:
        """Have it judged; what cannot be judged counts as undecided."""
        turn, pause, text = judgement.turn, judgement.pause, judgement.text
        lane = self._lanes.ending
        if text is not None:
            work = lambda: self._ears.completeness.probability(text)  # noqa: E731
            likely = await self._in_lane(lane, work, turn, "completeness")
            pause.words = 0.5 if likely is None else likely
            return
        pause.judged_at = judgement.end
        before = turn.began - int(PRE_ROLL_S * HEARING_HZ)
        start = max(before, judgement.end - int(JUDGED_S * HEARING_HZ))
        sound = self._sound.between(start, judgement.end)
        likely = await self._in_lane(
            lane, lambda: self._ears.ending.probability(sound), turn, "ending"
        )
        likely = 0.5 if likely is None else likely
        # The longer it is silent, the more any sound seems to be over; but how he ended, he ended.
        pause.sound = likely if pause.sound is None else min(pause.sound, likely)

    def _tell_judgement(self, pause: Pause) -> None:
        score = pause.score()
        if score is not None and pause.sound is not None and pause.words is not None:
            wait_s = pause.wait_s(self._manner.patience)
            self._tell(Judged(pause.since, pause.sound, pause.words, score, wait_s))

    # -- what both share -------------------------------------------------------------------------

    async def _in_lane(self, lane: Lane, work: Callable[[], T], turn: Turn, part: str) -> T | None:
        """Do `work` in a lane; None, and an event once a turn, if it fails."""
        self._at_work += 1
        try:
            return await asyncio.wrap_future(lane.submit(work))
        except Exception as error:  # noqa: BLE001 - any model may fail in its own way; hearing goes on
            if part not in turn.failed:
                turn.failed.add(part)
                self._tell(HearingFailed(_in_words(error, part)))
            return None
        finally:
            self._at_work -= 1

    def _wake(self) -> None:
        """There may be something to do for the models."""
        for fed in self._fed:
            fed.set()

    def _tell(self, event: HearingEvent) -> None:
        """Put an event behind those that wait; partial words replace older ones."""
        if isinstance(event, Partial) and self._events and isinstance(self._events[-1], Partial):
            self._events.pop()
        self._events.append(event)
        self._told.set()


def _in_words(error: Exception, part: str) -> HearingUnavailable:
    if isinstance(error, HearingUnavailable):
        return error
    return HearingUnavailable(
        f"A part of her hearing failed just now ({part}, {type(error).__name__}).",
        "Say it again; if it happens every time, run `samantha doctor`.",
    )
