"""The undertone of his turns: how each is said, and whether the voice is his.

    undertone.hear(frame)          # every frame
    undertone.follow(event)        # every hearing event, in order
    said = undertone.said(words)   # when the turn is over

Both parts may be left out. Cues cost about a thousandth of a core. A voice is compared with the one
that was enrolled in a lane from outside, one call at a time, as soon as there is enough of it.
"""

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

import numpy as np

from samantha.domain.audio import HEARING_HZ, Frame, Samples
from samantha.hearing.cues import Cues, VoiceTrace
from samantha.hearing.ears import Lane
from samantha.hearing.enrolment import SHORTEST_S, Enrolment, Whose, whose
from samantha.hearing.events import HearingEvent, Paused, Resumed, SpeechStarted, Words
from samantha.hearing.ports import SpeakerEmbedding
from samantha.hearing.usual import Deviations, Usual, described

BEFORE_S: Final = 0.5
"""So much sound is kept while nobody speaks: a beginning is noticed late."""
AGAIN_S: Final = 0.8
"""After so much more speech a voice is compared again."""
LONGEST_S: Final = 8.0
"""A voice is known by the last seconds of its turn."""
WARY_S: Final = 10.0
"""For so long after a stranger's words a voice has to be compared before it counts."""
ANNOUNCED: Final = (
    "I also listen to how you say things: pace, pauses, loudness, pitch. It stays here;"
    " voice.cues = false turns that off."
)
"""What he is told where cues are listened to."""


@dataclass(frozen=True, slots=True)
class SaidSo:
    """How one turn was said; `unusual` and `note` compare it with his usual way."""

    cues: Cues
    unusual: Deviations | None
    """In standard deviations; None as long as nobody knows what is usual."""
    note: str
    """What stands out, in a few words; "" when nothing does."""
    whose: Whose = Whose.UNSURE
    """Whether it was his voice, where that was enrolled."""


@dataclass(frozen=True, slots=True)
class Familiar:
    """The voice that was enrolled, what compares voices with it, and where that is called."""

    enrolment: Enrolment
    embedding: SpeakerEmbedding
    lane: Lane


class Undertone:
    """Follows one stream of sound beside `Listening`."""

    def __init__(self, *, cues: bool = False, familiar: Familiar | None = None) -> None:
        """`cues` tells how he says things; `familiar` tells whether it is he."""
        self._trace = VoiceTrace() if cues else None
        self._familiar = familiar
        self._usual = Usual()
        self._sound: Samples = np.zeros(0, np.float32)
        """Of the turn, or of the last moment before one."""
        self._end = 0
        self._in_turn = False
        self._spoken = 0
        """Samples of speech in the turn up to the last pause."""
        self._speaks_since: int | None = None
        self._whose = Whose.UNSURE
        self._wary_until = 0
        self._compared_s = 0.0
        self._comparing: tuple[Future[Whose], float] | None = None

    @property
    def tells_cues(self) -> bool:
        """Whether it tells how he says things."""
        return self._trace is not None

    @property
    def knows_him(self) -> bool:
        """Whether a voice was enrolled."""
        return self._familiar is not None

    @property
    def wary(self) -> bool:
        """Whether a stranger spoke a moment ago, and nobody knows whose the voice is now."""
        self._take_verdict()
        return self._end < self._wary_until and self._compared_s == 0

    @property
    def whose(self) -> Whose:
        """Whose voice the turn is in, as far as that is known by now."""
        self._take_verdict()
        return self._whose

    @property
    def speech_s(self) -> float:
        """How much speech there is in the turn."""
        since = self._end if self._speaks_since is None else self._speaks_since
        return (self._spoken + self._end - since) / HEARING_HZ

    def hear(self, frame: Frame) -> None:
        """Take the next frame of the stream."""
        self._end = frame.end
        self._sound = np.concatenate((self._sound, frame.samples))
        self._sound = self._sound[-int((LONGEST_S if self._in_turn else BEFORE_S) * HEARING_HZ) :]
        if self._in_turn and self._trace is not None:
            self._trace.add(frame.samples)
        self._compare()

    def follow(self, event: HearingEvent) -> None:
        """Take what is heard, for when a turn begins, pauses and goes on."""
        match event:
            case SpeechStarted(at):
                self._begin(at)
            case Paused(since) if self._speaks_since is not None:
                self._spoken += max(0, since - self._speaks_since)
                self._speaks_since = None
            case Resumed(at):
                self._speaks_since = at
            case _:
                pass

    def said(self, words: Words) -> SaidSo | None:
        """How the turn was said, now that it is over; None where that is not listened to.

        What another says does not count for his usual way.
        """
        cues = None if self._trace is None else self._trace.cues(words)
        speaker = self.whose
        self.leave()
        if cues is None:
            return None
        unusual = self._usual.deviations(cues)
        if speaker is not Whose.ANOTHER:
            self._usual = self._usual.after(cues)
        return SaidSo(cues, unusual, described(cues, unusual), speaker)

    def leave(self) -> None:
        """The turn is over, or was none: forget it."""
        self._in_turn = False
        self._spoken, self._speaks_since = 0, None
        self._whose, self._compared_s, self._comparing = Whose.UNSURE, 0.0, None

    def _begin(self, at: int) -> None:
        self.leave()
        self._in_turn, self._speaks_since = True, at
        self._sound = self._sound[-max(1, self._end - at) :]
        if self._trace is not None:
            self._trace.reset()
            self._trace.add(self._sound)

    def _compare(self) -> None:
        """Have the voice compared, where there is enough of it that is new."""
        self._take_verdict()
        familiar, speech_s = self._familiar, self.speech_s
        if familiar is None or not self._in_turn or self._comparing is not None:
            return
        if speech_s < SHORTEST_S or speech_s - self._compared_s < AGAIN_S:
            return
        sound = self._sound

        def verdict() -> Whose:
            return whose(familiar.embedding.embed(sound), speech_s, familiar.enrolment)

        self._comparing = familiar.lane.submit(verdict), speech_s

    def _take_verdict(self) -> None:
        """Take up what was compared; where that failed, nothing is known."""
        if self._comparing is None or not self._comparing[0].done():
            return
        verdict, self._compared_s = self._comparing
        self._comparing = None
        self._whose = Whose.UNSURE if verdict.exception() is not None else verdict.result()
        if self._whose is Whose.ANOTHER:
            self._wary_until = self._end + int(WARY_S * HEARING_HZ)
