"""Settled words, invented words, and the stretch of sound that they come from."""

import numpy as np

from samantha.domain.audio import HEARING_HZ, HeardWord
from samantha.hearing.agreement import Agreement
from samantha.hearing.inventions import believed, may_hold_words
from samantha.hearing.speech import SpeechStream
from samantha.hearing.turn_sound import TurnSound
from tests.hearing_fakes import ScriptedDetector


def heard(text: str) -> list[HeardWord]:
    return [HeardWord(word, n, n + 1) for n, word in enumerate(text.split())]


def test_words_are_settled_when_two_readings_agree_but_never_the_last_one() -> None:
    agreement = Agreement()
    agreement.take(heard("I was"))
    assert agreement.settled == 0
    agreement.take(heard("I was think"))
    assert agreement.settled_texts() == ("I", "was")
    agreement.take(heard("I was thinking about"))
    assert agreement.settled_texts() == ("I", "was")
    agreement.take(heard("I was thinking about"))
    assert agreement.settled_texts() == ("I", "was", "thinking")
    agreement.take(heard("I was"))
    assert agreement.settled_texts() == ("I", "was")


def test_words_without_speech_are_not_believed() -> None:
    assert not may_hold_words(0.0, 0.0)
    assert not may_hold_words(0.05, 0.5)
    assert not may_hold_words(0.5, 8.0)
    assert may_hold_words(0.2, 0.5)
    sentence = heard("you can also use the button to start the video again")
    assert believed(sentence, 2.5) == sentence
    assert believed(sentence, 0.3) == ()


def test_words_that_run_in_a_circle_are_not_believed() -> None:
    assert believed(heard("I'm going to the " * 12), 20.0) == ()
    counting = heard("no, no, no, no, please don't")
    assert believed(counting, 2.0) == counting


def test_the_quietest_place_is_found_and_old_sound_let_go() -> None:
    sound = TurnSound(1000)
    loud = np.full(HEARING_HZ, 0.5, np.float32)
    loud[9000:11000] = 0.0
    for at in range(0, HEARING_HZ, 320):
        sound.add(loud[at : at + 320])
        sound.add_speech(1000 + at, 1320 + at, 0.9)
    assert sound.end == 1000 + HEARING_HZ
    assert 10_000 <= sound.quietest(2000, 16_000) <= 12_000
    assert sound.speech_s(0, 100_000) == 1.0
    sound.let_go(9000)
    assert 8680 < sound.start <= 9000
    assert np.array_equal(sound.between(9100, 9200), loud[8100:8200])
    assert sound.between(0, 500).size == 0
    assert sound.speech_s(9000, 9000 + HEARING_HZ // 2) == 0.5


def test_a_beginning_and_a_pause_take_two_frames() -> None:
    stream = SpeechStream(ScriptedDetector())
    speech, silence = np.ones(512, np.float32), np.zeros(512, np.float32)
    frames = [silence, speech, silence, speech, speech, silence, speech, silence, silence]
    moments = list(stream.take(np.concatenate(frames)))
    assert [moment.speaking for moment in moments] == [False] * 4 + [True] * 4 + [False]
    assert [moment.changed_at for moment in moments if moment.changed_at is not None] == [
        3 * 512,
        7 * 512,
    ]
