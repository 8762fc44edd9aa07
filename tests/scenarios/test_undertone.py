"""A spoken session that knows his voice, and tells how he said things."""

import numpy as np

from samantha.conversation.tales import Told
from samantha.domain.audio import Samples
from samantha.domain.dialogue import Speaker as Who
from samantha.hearing.enrolment import Enrolment
from samantha.hearing.ports import Embedding
from samantha.hearing.undertone import ANNOUNCED, Familiar, Undertone
from tests.hearing_fakes import InlineLane, ScriptedRecognizer, silence, spoken
from tests.scenarios.evening import LONG_REPLY, SISTER, WORDS, Evening

LOUDER_IS_ANOTHER = 0.0135
STRANGER_WORDS = "tonight rain will cross the northern hills before morning comes".split()
STRANGER = spoken(len(WORDS), 10)
"""Two seconds of a radio; its words are the louder ones."""


class VoiceByWords:
    """His words are the quiet ones of the script."""

    def embed(self, sound: Samples) -> Embedding:
        return np.eye(2, dtype=np.float32)[0 if float(sound.max()) < LOUDER_IS_ANOTHER else 1]


def evening(*replies: str, cues: bool = False) -> Evening:
    him = Enrolment(np.array([1.0, 0.0], np.float32))
    held = Evening(
        replies,
        undertone=Undertone(cues=cues, familiar=Familiar(him, VoiceByWords(), InlineLane())),
    )
    held.recognizer = ScriptedRecognizer([*WORDS, *STRANGER_WORDS])
    return held


def test_what_a_stranger_says_is_no_turn() -> None:
    held = evening("Oh, your sister.")
    held.hold(silence(0.5), STRANGER, silence(4), SISTER, silence(4))
    assert held.said(Who.PERSON) == ["my sister called"]
    assert held.said(Who.SHE) == ["Oh, your sister."]


def test_whom_a_stranger_interrupts_goes_on_where_she_was() -> None:
    held = evening(LONG_REPLY)
    held.hold(silence(0.5), SISTER, silence(3), STRANGER, silence(16))
    assert held.said(Who.PERSON) == ["my sister called"]
    assert held.said(Who.SHE) == [LONG_REPLY]
    assert not held.kept[1].interrupted


def test_a_stranger_who_goes_on_breaks_her_off_no_second_time() -> None:
    held = evening(LONG_REPLY)
    short = spoken(len(WORDS) + 4, 5)
    held.hold(silence(0.5), SISTER, silence(2.5), STRANGER, silence(2), short, silence(16))
    assert held.said(Who.PERSON) == ["my sister called"]
    assert held.said(Who.SHE)[0] == LONG_REPLY
    assert not held.kept[1].interrupted


def test_he_himself_interrupts_her_as_ever() -> None:
    held = evening(LONG_REPLY, "I am listening.")
    held.hold(silence(0.5), SISTER, silence(2.5), spoken(9, 4), silence(6))
    assert held.said(Who.PERSON) == ["my sister called", "wait listen to me"]
    assert held.kept[1].interrupted


def test_how_he_said_it_is_announced_and_told_with_his_turn() -> None:
    held = evening("Oh, your sister.", cues=True)
    held.hold(silence(0.5), SISTER, silence(4))
    assert held.told(Told.NOTICE) == [ANNOUNCED]
    (said,) = [each for each in held.tales if each.what is Told.SAID_SO]
    assert said.manner is not None
    assert 0.4 < said.manner.cues.speech_s < 0.9
    assert said.at_ms >= held.when(Told.HIS_TURN) * 1000 - 40


def test_nothing_is_told_of_it_where_he_did_not_ask_for_that() -> None:
    held = evening("Oh, your sister.")
    held.hold(silence(0.5), SISTER, silence(4))
    assert not held.told(Told.NOTICE) + held.told(Told.SAID_SO)


def test_who_lets_go_of_the_key_is_answered_without_a_wait() -> None:
    held = Evening(["Oh, your sister."], finality=0.2)
    held.at_second[1.1] = lambda talking: talking.done()
    held.hold(silence(0.5), SISTER, silence(4))
    waited = Evening(["Oh, your sister."], finality=0.2)
    waited.hold(silence(0.5), SISTER, silence(4))
    assert held.said(Who.PERSON) == ["my sister called"]
    assert held.when(Told.HIS_TURN) < 1.4 < waited.when(Told.HIS_TURN)
