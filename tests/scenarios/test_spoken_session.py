"""A spoken session from end to end, with scripted models and voices, in virtual time."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from samantha.conversation.answer import Tale, Told
from samantha.conversation.session import Session
from samantha.conversation.spoken import SpokenSession
from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Frame, Samples
from samantha.domain.dialogue import Speaker as Who
from samantha.domain.dialogue import Utterance
from samantha.hearing.ears import Ears, Lanes, Manner
from samantha.hearing.listening import Listening
from samantha.speaking.speaker import Elocution, Speaker
from tests.clock_fake import HandSetClock
from tests.fakes import Reply, ScriptedModel, Unavailable
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
from tests.memory_fake import ListMemory
from tests.scenarios.stage import Stage
from tests.speaking_fakes import VOICE, Lane, ScriptedLoudspeaker, ScriptedSynthesizer
from tests.virtual_time import run

WORDS = "my sister called from the harbour and wept yeah wait listen to me".split()
SISTER = spoken(0, 3)
"""My sister called"""
HARBOUR = spoken(3, 5)
YEAH, LISTEN = spoken(8, 1), spoken(9, 4)
LONG_REPLY = (
    "Oh, your sister. That is three calls within a month and every one of them from a different"
    " harbour. Which one was it today, the grey one or the one with the cranes?"
)


@dataclass
class Evening:
    """What he says, what the models make of it, and everything that happened."""

    replies: Sequence[Reply]
    finality: float = 0.9
    tales: list[Tale] = field(default_factory=list[Tale])
    loudspeaker: ScriptedLoudspeaker = field(default_factory=ScriptedLoudspeaker)
    at_second: dict[float, Callable[[SpokenSession], None]] = field(
        default_factory=dict[float, Callable[[SpokenSession], None]]
    )
    kept: Sequence[Utterance] = ()
    played: int = 0
    model: ScriptedModel = field(init=False)

    def __post_init__(self) -> None:
        self.model = ScriptedModel(self.replies, delay_s=0.05)

    def hold(self, *sounds: Samples) -> None:
        run(self._hold(np.concatenate(sounds)))

    async def _hold(self, sound: Samples) -> None:
        memory = ListMemory(HandSetClock().now())
        ending, completeness = ScriptedEnding(self.finality), ScriptedCompleteness()
        completeness.opinions = dict.fromkeys(WORDS, self.finality)
        ears = Ears(ScriptedDetector(), ScriptedRecognizer(WORDS), ending, completeness)
        company = Stage(Path("/nowhere")).company(self.model, memory, memory)
        lanes = Lanes(InlineLane(), InlineLane())
        async with (
            Listening.opened(ears, lanes, Manner(ends_turns=False)) as listening,
            Session.opened(company) as session,
        ):
            speaker = Speaker(ScriptedSynthesizer(), self.loudspeaker, Lane(0.02), Elocution(VOICE))
            talking = SpokenSession(session, listening, speaker, ["Mirel"])
            async with aclosing(talking.follow(self._frames(sound, talking))) as tales:
                async for tale in tales:
                    self.tales.append(tale)
        self.kept, self.played = await memory.last(100), self.loudspeaker.played

    async def _frames(self, sound: Samples, talking: SpokenSession) -> AsyncGenerator[Frame, None]:
        for frame in frames_of(sound):
            await asyncio.sleep(len(frame.samples) / HEARING_HZ)
            for second in [each for each in self.at_second if each * HEARING_HZ <= frame.start]:
                self.at_second.pop(second)(talking)
            yield frame

    def said(self, who: Who) -> list[str]:
        return [each.text for each in self.kept if each.speaker is who]

    def when(self, what: Told) -> float:
        """The second at which this was first told."""
        return next(each.at_ms for each in self.tales if each.what is what) / 1000


def test_he_speaks_pauses_and_is_answered_once() -> None:
    evening = Evening(["Oh, your sister. What did she say?"])
    evening.hold(silence(0.5), SISTER, silence(6))
    assert evening.said(Who.PERSON) == ["my sister called"]
    assert evening.said(Who.SHE) == ["Oh, your sister. What did she say?"]
    assert [each.speaker for each in evening.kept] == [Who.PERSON, Who.SHE]
    assert not evening.kept[1].interrupted
    # He ended at 1.1 s; a finished turn is taken up within half a second.
    assert 1.3 <= evening.when(Told.HIS_TURN) <= 1.6


def test_who_goes_on_after_a_pause_is_answered_once_and_for_all_of_it() -> None:
    evening = Evening(["Never heard, never kept.", "The harbour? Which one?"], finality=0.2)
    evening.hold(silence(0.5), SISTER, silence(0.5), HARBOUR, silence(6))
    assert evening.said(Who.PERSON) == ["my sister called from the harbour and wept"]
    assert evening.said(Who.SHE) == ["The harbour? Which one?"]
    assert "Never" not in " ".join(each.text for each in evening.tales)


def test_an_interruption_stops_her_and_only_what_was_heard_is_kept() -> None:
    evening = Evening([LONG_REPLY, "I am listening to you. Go on."])
    evening.hold(silence(0.5), SISTER, silence(2.5), LISTEN, silence(6))
    first, second = evening.said(Who.SHE)
    assert LONG_REPLY.startswith(first)
    assert len(first) < len(LONG_REPLY)
    assert evening.kept[1].interrupted
    assert second == "I am listening to you. Go on."
    assert evening.said(Who.PERSON)[1] == "wait listen to me"
    assert -12.0 in evening.loudspeaker.gains


def test_a_listeners_sound_makes_her_quieter_for_a_moment_and_no_more() -> None:
    evening = Evening([LONG_REPLY])
    evening.hold(silence(0.5), SISTER, silence(3), YEAH, silence(12))
    assert evening.said(Who.SHE) == [LONG_REPLY]
    assert evening.said(Who.PERSON) == ["my sister called"]
    gains = evening.loudspeaker.gains
    assert gains[gains.index(-12.0) + 1] == 0.0


def test_a_tap_silences_her_at_once() -> None:
    evening = Evening([LONG_REPLY])
    evening.at_second[3.0] = lambda talking: talking.tap()
    evening.hold(silence(0.5), SISTER, silence(4))
    (reply,) = evening.said(Who.SHE)
    assert LONG_REPLY.startswith(reply)
    assert evening.kept[1].interrupted
    assert evening.played < 3.0 * SPEAKING_HZ


def test_a_model_that_fails_is_admitted_aloud_and_the_talk_goes_on() -> None:
    gone = Unavailable("The model is not there.", "Start it.")
    evening = Evening([gone, "Here I am again, and so are you."])
    evening.hold(silence(0.5), SISTER, silence(6), HARBOUR, silence(6))
    trouble = [each.text for each in evening.tales if each.what is Told.TROUBLE]
    assert trouble
    assert "The model is not there." in trouble[0]
    assert any("Here I am again" in each for each in evening.said(Who.SHE))


def test_her_question_that_is_not_answered_is_asked_about_once() -> None:
    evening = Evening(["Oh. What did she say?"])
    evening.hold(silence(0.5), SISTER, silence(45))
    assert len(evening.said(Who.SHE)) == 2


@pytest.mark.parametrize("seconds", [0.2, 3.0])
def test_silence_alone_is_no_turn(seconds: float) -> None:
    evening = Evening([])
    evening.hold(silence(seconds))
    assert not evening.kept
