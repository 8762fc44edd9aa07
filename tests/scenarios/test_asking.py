"""The plain voice of the first meeting, with scripted models and voices, in virtual time."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from samantha.conversation.asking import PATIENCE, SILENT_S, Asking
from samantha.conversation.tales import Tale, Tales, Told
from samantha.domain.audio import HEARING_HZ, Frame, Samples
from samantha.hearing.ears import Ears, Lanes, Manner
from samantha.hearing.listening import Listening
from samantha.personality.first_impression import Answered
from samantha.speaking.speaker import Elocution, Speaker
from tests.hearing_fakes import (
    InlineLane,
    ScriptedCompleteness,
    ScriptedDetector,
    ScriptedEnding,
    ScriptedRecognizer,
    frames_of,
    silence,
    spoken,
)
from tests.speaking_fakes import VOICE, Lane, ScriptedLoudspeaker, ScriptedSynthesizer
from tests.virtual_time import run

WORDS: Sequence[str] = "we were close until I moved away from home yeah call me theo".split()
CLOSE, MOVED, HOME, YEAH, THEO = (
    spoken(0, 3),
    spoken(3, 4),
    spoken(7, 2),
    spoken(9, 1),
    spoken(10, 3),
)
MOTHER = "How would you describe your relationship with your mother?"
"""1.8 s long."""
NAME = "What would you like to be called?"
Act = Callable[[Asking], None]


@dataclass
class Interview:
    """One question or more, and what became of them."""

    finality: float = 0.9
    fails: bool = False
    room_s: float = 0.2
    told: list[Tale] = field(default_factory=list[Tale])
    answers: list[Answered] = field(default_factory=list[Answered])
    at_second: dict[float, Act] = field(default_factory=dict[float, Act])
    loudspeaker: ScriptedLoudspeaker = field(default_factory=ScriptedLoudspeaker)
    took_s: float = 0.0
    played: int = 0
    tasks_left: int = 0

    def hold(self, *sounds: Samples, questions: tuple[str, ...] = (MOTHER,)) -> list[str]:
        run(self._hold(np.concatenate([np.zeros(0, np.float32), *sounds]), questions))
        return [each.words for each in self.answers]

    async def _hold(self, sound: Samples, questions: tuple[str, ...]) -> None:
        opinions = dict.fromkeys(WORDS, self.finality)
        ears = Ears(
            ScriptedDetector(),
            ScriptedRecognizer(WORDS, fails=self.fails),
            ScriptedEnding(self.finality),
            ScriptedCompleteness(opinions),
        )
        lanes, manner, tales = (
            Lanes(InlineLane(), InlineLane()),
            Manner(patience=PATIENCE, ends_turns=False),
            Tales(),
        )
        synthesizer = ScriptedSynthesizer()
        speaker = Speaker(synthesizer, self.loudspeaker, Lane(0.02), Elocution(VOICE))
        loop, before = asyncio.get_running_loop(), asyncio.all_tasks()
        watching = asyncio.create_task(self._watch(tales))
        async with (
            Listening.opened(ears, lanes, manner) as listening,
            Asking.opened(speaker, listening, _frames(sound), tales) as asking,
        ):
            for second, act in self.at_second.items():
                loop.call_at(second, act, asking)
            for question in questions:
                self.answers.append(await asking.ask(question, room_s=self.room_s))
            self.took_s = loop.time()
            self.played = self.loudspeaker.played
        watching.cancel()
        await asyncio.wait([watching])
        self.tasks_left = len(asyncio.all_tasks() - before)

    async def _watch(self, tales: Tales) -> None:
        while True:
            while tale := tales.take():
                self.told.append(tale)
            await tales.more()

    def lines(self) -> list[str]:
        return [each.text for each in self.told if each.what is Told.PLAIN_VOICE]


async def _frames(sound: Samples) -> AsyncGenerator[Frame, None]:
    for frame in frames_of(sound):
        await asyncio.sleep(len(frame.samples) / HEARING_HZ)
        yield frame


def test_two_questions_are_asked_and_answered_one_by_one() -> None:
    meeting = Interview()
    said = meeting.hold(silence(2.5), CLOSE, silence(4), THEO, silence(6), questions=(MOTHER, NAME))
    assert said == ["we were close", "call me theo"]
    assert meeting.lines() == [MOTHER, NAME]
    assert [t.text for t in meeting.told if t.what is Told.HIS_TURN] == said
    assert meeting.tasks_left == 0


def test_who_thinks_long_about_his_mother_may_finish() -> None:
    meeting = Interview(finality=0.05)
    said = meeting.hold(silence(2.5), CLOSE, silence(2.4), MOVED, silence(2.4), HOME, silence(9))
    assert said == [" ".join(WORDS[:9])]
    assert meeting.answers[0].hesitates
    assert meeting.took_s < 2.5 + 6.6 + 3.5


def test_a_plain_answer_does_not_hesitate_and_is_taken_soon() -> None:
    meeting = Interview()
    assert meeting.hold(silence(2.5), CLOSE, silence(9)) == ["we were close"]
    assert not meeting.answers[0].hesitates
    assert meeting.took_s < 2.5 + 0.6 + 0.8


def test_a_hard_question_leaves_room_even_after_a_finished_sentence() -> None:
    meeting = Interview(room_s=2.5)
    said = meeting.hold(silence(2.5), CLOSE, silence(2.2), MOVED, silence(9))
    assert said == [" ".join(WORDS[:7])]


def test_silence_is_asked_about_once_and_then_skipped() -> None:
    meeting = Interview()
    assert meeting.hold(silence(40)) == [""]
    assert meeting.lines() == [MOTHER, f"I heard nothing. {MOTHER}"]
    assert meeting.took_s == pytest.approx(2 * SILENT_S + 1.8 + 2.4, abs=0.5)


def test_who_answers_when_asked_again_is_heard() -> None:
    meeting = Interview()
    assert meeting.hold(silence(13), CLOSE, silence(9)) == ["we were close"]
    assert len(meeting.lines()) == 2


def test_words_over_the_question_stop_it_and_are_the_answer() -> None:
    meeting = Interview()
    assert meeting.hold(silence(0.4), MOVED, silence(9)) == ["until I moved away"]
    assert -12.0 in meeting.loudspeaker.gains
    assert meeting.played < 1.5 * 24_000


def test_a_listeners_sound_over_the_question_is_no_answer() -> None:
    meeting = Interview()
    assert meeting.hold(silence(0.4), YEAH, silence(3), CLOSE, silence(9)) == ["we were close"]
    assert meeting.played > 8 * 4800  # to its end


def test_he_may_write_in_place_of_speaking_and_need_not_wait() -> None:
    meeting = Interview()
    meeting.at_second[0.5] = lambda asking: asking.typed(" fine \n")
    assert meeting.hold(silence(9)) == ["fine"]
    assert meeting.took_s < 1.0


def test_a_tap_ends_the_question_and_another_skips_it() -> None:
    meeting = Interview()
    meeting.at_second[0.5] = lambda asking: asking.tap()
    meeting.at_second[2.0] = lambda asking: asking.tap()
    assert meeting.hold(silence(9)) == [""]
    assert meeting.lines() == [MOTHER]
    assert meeting.took_s == pytest.approx(2.0, abs=0.1)


def test_the_key_that_is_let_go_ends_the_answer_at_once() -> None:
    meeting = Interview(finality=0.05)
    meeting.at_second[3.15] = lambda asking: asking.done()
    assert meeting.hold(silence(2.5), CLOSE, silence(0.3)) == ["we were close"]
    assert meeting.took_s < 3.4


def test_a_recording_that_ends_skips_what_is_left() -> None:
    meeting = Interview(finality=0.05)
    said = meeting.hold(silence(2.5), CLOSE, silence(0.3), questions=(MOTHER, NAME))
    assert said == ["we were close", ""]


def test_ears_that_fail_are_told_and_he_may_write() -> None:
    meeting = Interview(fails=True)
    meeting.at_second[6.0] = lambda asking: asking.typed("fine")
    assert meeting.hold(silence(2.5), CLOSE, silence(9)) == ["fine"]
    assert any(each.what is Told.TROUBLE for each in meeting.told)
