"""An evening by voice: what he says, what the models make of it, and everything that happened."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Executor
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from samantha.conversation.session import Session
from samantha.conversation.spoken import SpokenSession
from samantha.conversation.tales import Tale, Told
from samantha.domain.audio import HEARING_HZ, Frame, Samples, Speech
from samantha.domain.dialogue import Speaker as Who
from samantha.domain.dialogue import Utterance
from samantha.hearing.ears import Ears, Lane, Lanes, Manner
from samantha.hearing.listening import Listening
from samantha.hearing.ports import Recognizer
from samantha.hearing.undertone import Undertone
from samantha.mind.ports import LanguageModel
from samantha.speaking.ports import Loudspeaker, Prosody, Synthesizer
from samantha.speaking.speaker import Elocution, Speaker
from tests.clock_fake import HandSetClock
from tests.fakes import Reply, ScriptedModel
from tests.hearing_fakes import (
    InlineLane,
    ScriptedCompleteness,
    ScriptedDetector,
    ScriptedEnding,
    ScriptedRecognizer,
    frames_of,
    spoken,
)
from tests.memory_fake import ListMemory
from tests.scenarios.stage import Stage
from tests.speaking_fakes import VOICE, ScriptedLoudspeaker, ScriptedSynthesizer
from tests.speaking_fakes import Lane as SpeakingLane
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

Act = Callable[[SpokenSession], None]


class EvenSynthesizer(ScriptedSynthesizer):
    """Says all words equally loud, so that each is known by its level."""

    def say(self, text: str, voice: str, prosody: Prosody) -> Speech:
        return super().say(text, voice, replace(prosody, energy_db=0.0))


@dataclass
class Evening:
    """Parts that can be exchanged before it is held, and afterwards what became of it."""

    replies: Sequence[Reply]
    finality: float = 0.9
    model: LanguageModel | None = None
    """Who answers in place of the script."""
    recognizer: Recognizer = field(default_factory=lambda: ScriptedRecognizer(WORDS))
    recognition: Lane = field(default_factory=InlineLane)
    synthesizer: Synthesizer = field(default_factory=EvenSynthesizer)
    synthesis: Executor = field(default_factory=lambda: SpeakingLane(0.02))
    loudspeaker: Loudspeaker = field(default_factory=ScriptedLoudspeaker)
    trouble: Callable[[], str | None] = lambda: None
    """What is to be told of the voice."""
    small_sounds: bool = False
    undertone: Undertone | None = None
    kind: type[Session] = Session
    at_second: dict[float, Act] = field(default_factory=dict[float, Act])
    """What he does besides speaking, and when by the clock."""
    watch: Callable[[Tale], None] = lambda _: None
    """Who looks on at once."""
    tales: list[Tale] = field(default_factory=list[Tale])
    kept: Sequence[Utterance] = ()
    played: int = 0
    heard: Sequence[str] = ()
    """Her words and sounds as they were really played, each to its last sample."""
    tasks_left: int = 0

    def hold(self, *sounds: Samples, muted_s: float = 0.0) -> None:
        """Let him say `sounds`, and then let no frame come for a while."""
        run(self._hold(np.concatenate([np.zeros(0, np.float32), *sounds]), muted_s))

    async def _hold(self, sound: Samples, muted_s: float) -> None:
        memory = ListMemory(HandSetClock().now())
        ending, completeness = ScriptedEnding(self.finality), ScriptedCompleteness()
        completeness.opinions = dict.fromkeys(WORDS, self.finality)
        ears = Ears(ScriptedDetector(), self.recognizer, ending, completeness)
        model = self.model or ScriptedModel(self.replies, delay_s=0.05)
        company = Stage(Path("/nowhere")).company(model, memory, memory)
        lanes = Lanes(self.recognition, InlineLane())
        async with (
            Listening.opened(ears, lanes, Manner(ends_turns=False)) as listening,
            self.kind.opened(company) as session,
        ):
            elocution = Elocution(VOICE)
            speaker = Speaker(
                self.synthesizer,
                self.loudspeaker,
                self.synthesis,
                elocution,
                trouble=self.trouble,
            )
            await speaker.prepare()
            talking = SpokenSession(
                session,
                listening,
                speaker,
                ["Mirel"],
                small_sounds=self.small_sounds,
                undertone=self.undertone,
            )
            for second, act in self.at_second.items():
                asyncio.get_running_loop().call_at(second, act, talking)
            before = asyncio.all_tasks()
            async with aclosing(talking.follow(_frames(sound, muted_s))) as tales:
                async for tale in tales:
                    self.watch(tale)
                    self.tales.append(tale)
            self.tasks_left = len(asyncio.all_tasks() - before)
            self.played = self.loudspeaker.played
            if isinstance(self.loudspeaker, ScriptedLoudspeaker):
                self.heard = self._heard(self.loudspeaker.history)
        self.kept = await memory.last(100)

    def _heard(self, history: Samples) -> Sequence[str]:
        if not isinstance(self.synthesizer, ScriptedSynthesizer):
            return ()
        levels: list[int] = (-np.rint(history[history < 0] * 10_000)).astype(int).tolist()
        return [self.synthesizer.said[level - 1] for level in levels]

    def said(self, who: Who) -> list[str]:
        return [each.text for each in self.kept if each.speaker is who]

    def told(self, what: Told) -> list[str]:
        return [each.text for each in self.tales if each.what is what]

    def when(self, what: Told, text: str | None = None) -> float:
        """The second at which this was first told."""
        return (
            next(
                each.at_ms
                for each in self.tales
                if each.what is what and (text is None or each.text == text)
            )
            / 1000
        )


async def _frames(sound: Samples, muted_s: float) -> AsyncGenerator[Frame, None]:
    for frame in frames_of(sound):
        await asyncio.sleep(len(frame.samples) / HEARING_HZ)
        yield frame
    await asyncio.sleep(muted_s)
