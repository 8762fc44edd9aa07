"""How a turn was said and in whose voice: told from the same frames that hold its words."""

import numpy as np
import pytest

from samantha.domain.audio import HEARING_HZ, HeardWord, Samples
from samantha.hearing.enrolment import Enrolment, Whose
from samantha.hearing.events import Paused, Resumed, SpeechStarted
from samantha.hearing.ports import Embedding
from samantha.hearing.undertone import Familiar, Undertone
from tests.hearing_fakes import HeldLane, InlineLane, frames_of, silence
from tests.unit.test_cues import voice


class VoiceByLevel:
    """Loud is he, quiet is another."""

    def __init__(self) -> None:
        self.heard_s: list[float] = []
        self.fails = False

    def embed(self, sound: Samples) -> Embedding:
        self.heard_s.append(len(sound) / HEARING_HZ)
        if self.fails:
            raise MemoryError
        return np.eye(2, dtype=np.float32)[0 if float(np.abs(sound).max()) > 0.1 else 1]


HIM = Enrolment(np.array([1.0, 0.0], np.float32))


def samples(seconds: float) -> int:
    return int(seconds * HEARING_HZ)


def speak(undertone: Undertone, sound: Samples, at_s: float = 0.0) -> None:
    """A turn that begins with `sound`, which is told of a little late, as by `Listening`."""
    start = samples(at_s)
    for n, frame in enumerate(frames_of(sound, start)):
        undertone.hear(frame)
        if n == 4:
            undertone.follow(SpeechStarted(start))


def test_the_cues_are_those_of_the_whole_turn_and_of_nothing_else() -> None:
    undertone = Undertone(cues=True)
    for frame in frames_of(voice(2, 300)):
        undertone.hear(frame)
    speak(undertone, np.concatenate([voice(1.5, 150), silence(0.5), voice(1, 150)]), 2.0)
    said = undertone.said((HeardWord("Um,", 2.0, 2.2), HeardWord("well.", 2.2, 2.5)))
    assert said is not None
    assert said.cues.speech_s == pytest.approx(3.0, abs=0.1)
    assert said.cues.pitch_hz == pytest.approx(150, rel=0.02)
    assert (said.cues.pauses, said.cues.filled_pauses) == (1, 1)
    assert said.unusual is None


def test_what_is_usual_is_learned_from_turn_to_turn() -> None:
    undertone = Undertone(cues=True)
    for n in range(8):
        speak(undertone, voice(1.2, 120), 2.0 * n)
        assert (usual := undertone.said(())) is not None
        assert usual.note == ""
    speak(undertone, voice(1.2, 120, level=0.01), 16.0)
    assert (hushed := undertone.said(())) is not None
    assert hushed.unusual is not None
    assert hushed.unusual.loudness < -4
    assert hushed.note == "much quieter than usual"


def test_without_cues_nothing_is_told() -> None:
    undertone = Undertone()
    speak(undertone, voice(2))
    assert undertone.said(()) is None
    assert not undertone.tells_cues
    assert not undertone.knows_him


@pytest.mark.parametrize(("level", "whose"), [(0.2, Whose.HIS), (0.02, Whose.ANOTHER)])
def test_a_voice_is_known_from_enough_of_it_and_never_from_less(level: float, whose: Whose) -> None:
    undertone = Undertone(familiar=Familiar(HIM, VoiceByLevel(), InlineLane()))
    speak(undertone, voice(1.5, level=level))
    assert undertone.whose is Whose.UNSURE
    speak(undertone, voice(2.0, level=level), 5.0)
    assert undertone.whose is whose


def test_pauses_are_no_speech_to_know_a_voice_by() -> None:
    undertone = Undertone(familiar=Familiar(HIM, VoiceByLevel(), InlineLane()))
    speak(undertone, voice(1.0))
    undertone.follow(Paused(samples(1.0)))
    for frame in frames_of(silence(3), samples(1.0)):
        undertone.hear(frame)
    assert undertone.speech_s == pytest.approx(1.0)
    assert undertone.whose is Whose.UNSURE
    undertone.follow(Resumed(samples(4.0)))
    for frame in frames_of(voice(1.0), samples(4.0)):
        undertone.hear(frame)
    assert undertone.speech_s == pytest.approx(2.0)
    assert undertone.whose is Whose.HIS


def test_one_voice_is_compared_at_a_time_and_a_turn_that_was_left_never() -> None:
    lane, embedding = HeldLane(), VoiceByLevel()
    undertone = Undertone(familiar=Familiar(HIM, embedding, lane))
    speak(undertone, voice(6.0, level=0.02))
    assert lane.most_waiting == 1
    undertone.leave()
    lane.release()
    assert undertone.whose is Whose.UNSURE
    for frame in frames_of(voice(6.0), samples(6.0)):
        undertone.hear(frame)
    assert len(embedding.heard_s) == 1


def test_after_a_stranger_a_voice_has_to_be_compared_for_a_while() -> None:
    undertone = Undertone(familiar=Familiar(HIM, VoiceByLevel(), InlineLane()))
    speak(undertone, voice(2.0, level=0.02))
    assert undertone.whose is Whose.ANOTHER
    undertone.leave()
    speak(undertone, voice(1.0), 3.0)
    assert undertone.wary
    speak(undertone, voice(2.0), 5.0)
    assert not undertone.wary
    undertone.leave()
    speak(undertone, voice(1.0), 20.0)
    assert not undertone.wary


def test_where_comparing_fails_nobody_is_a_stranger() -> None:
    embedding = VoiceByLevel()
    embedding.fails = True
    undertone = Undertone(familiar=Familiar(HIM, embedding, InlineLane()))
    speak(undertone, voice(3.0, level=0.02))
    assert undertone.whose is Whose.UNSURE


def test_a_verdict_that_comes_late_is_of_its_own_turn() -> None:
    lane = HeldLane()
    undertone = Undertone(familiar=Familiar(HIM, VoiceByLevel(), lane))
    speak(undertone, voice(2.0, level=0.02))
    speak(undertone, voice(1.0), 5.0)
    lane.release()
    assert undertone.whose is Whose.UNSURE
