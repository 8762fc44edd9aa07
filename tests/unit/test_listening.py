"""Listening, with scripted models and no time: what is told, and when, counted in samples."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

import numpy as np
import pytest

from samantha.domain.audio import HEARING_HZ, Samples
from samantha.hearing.ears import Ears, Lanes, Manner
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
    text_of,
)
from samantha.hearing.listening import Listening
from tests.hearing_fakes import (
    WORDS,
    HeldLane,
    InlineLane,
    ScriptedCompleteness,
    ScriptedDetector,
    ScriptedEnding,
    ScriptedRecognizer,
    frames_of,
    silence,
    spoken,
)

SHORT = int(0.1 * HEARING_HZ)


@dataclass
class Stage:
    """Scripted ears, and what they told of the stream that was played to them."""

    recognizer: ScriptedRecognizer = field(default_factory=lambda: ScriptedRecognizer(WORDS))
    ending: ScriptedEnding = field(default_factory=ScriptedEnding)
    completeness: ScriptedCompleteness = field(default_factory=ScriptedCompleteness)
    lanes: Lanes = field(default_factory=lambda: Lanes(InlineLane(), InlineLane()))
    manner: Manner = field(default_factory=Manner)
    told: list[tuple[float, HearingEvent]] = field(default_factory=list[tuple[float, HearingEvent]])
    """Each event with the second of the stream at which it was told."""

    def ears(self) -> Ears:
        return Ears(ScriptedDetector(), self.recognizer, self.ending, self.completeness)

    def opened(self) -> AbstractAsyncContextManager[Listening]:
        return Listening.opened(self.ears(), self.lanes, self.manner)

    async def play(self, listening: Listening, sound: Samples, start: int = 0) -> None:
        for frame in frames_of(sound, start):
            listening.hear(frame)
            await listening.settled()
            self.told += [(frame.end / HEARING_HZ, event) for event in listening.take()]

    async def hears(self, *parts: Samples) -> Sequence[HearingEvent]:
        async with self.opened() as listening:
            await self.play(listening, np.concatenate(parts))
        return [event for _, event in self.told]

    def when(self, kind: type) -> float:
        """The second at which the first event of this kind was told."""
        return next(at for at, event in self.told if isinstance(event, kind))


def kinds(events: Sequence[HearingEvent]) -> list[type]:
    """The kinds of events in their order, those in a row once."""
    names = [type(event) for event in events]
    return [kind for n, kind in enumerate(names) if n == 0 or names[n - 1] is not kind]


def ended(events: Sequence[HearingEvent]) -> list[str]:
    return [text_of(event.words) for event in events if isinstance(event, TurnEnded)]


async def test_a_turn_is_told_from_its_first_sample_to_its_end() -> None:
    stage = Stage()
    events = await stage.hears(silence(1), spoken(0, 5), silence(2))
    assert kinds(events) == [SpeechStarted, Partial, Paused, Heard, Judged, TurnEnded]
    (started,) = (event for event in events if isinstance(event, SpeechStarted))
    assert abs(started.at - HEARING_HZ) < SHORT
    assert stage.when(SpeechStarted) - 1 < 0.12
    (paused,) = (event for event in events if isinstance(event, Paused))
    assert abs(paused.since - 2 * HEARING_HZ) < SHORT
    assert stage.when(Paused) - 2 < 0.12
    assert stage.when(Heard) == stage.when(Paused)
    assert ended(events) == [" ".join(WORDS[:5])]
    (turn,) = (event for event in events if isinstance(event, TurnEnded))
    assert turn.ended == paused.since
    assert turn.began == started.at
    assert turn.words[0].start_s == pytest.approx(1.0, abs=0.01)
    assert turn.words[-1].end_s == pytest.approx(2.0, abs=0.01)


@pytest.mark.parametrize(
    ("sound", "words", "wait_s"),
    [(0.9, 0.9, 0.2), (0.9, 0.2, 0.7), (0.5, 0.5, 0.7), (0.1, 0.02, 1.5)],
)
async def test_the_more_it_sounds_like_an_end_the_less_silence_ends_it(
    sound: float, words: float, wait_s: float
) -> None:
    stage = Stage(
        ending=ScriptedEnding(sound), completeness=ScriptedCompleteness({WORDS[2]: words})
    )
    events = await stage.hears(silence(1), spoken(0, 3), silence(2.5))
    judged = [event for event in events if isinstance(event, Judged)]
    assert judged[0].wait_s == wait_s
    assert stage.when(TurnEnded) - 1.6 == pytest.approx(wait_s, abs=0.1)


async def test_patience_stretches_the_wait() -> None:
    stage = Stage(manner=Manner(patience=1.5), ending=ScriptedEnding(0.5))
    await stage.hears(silence(1), spoken(0, 3), silence(2.5))
    assert stage.when(TurnEnded) - 1.6 == pytest.approx(1.05, abs=0.1)


async def test_a_thoughtful_pause_is_judged_again_and_again_and_not_cut_off() -> None:
    stage = Stage(ending=ScriptedEnding(0.2), completeness=ScriptedCompleteness({WORDS[2]: 0.03}))
    events = await stage.hears(silence(1), spoken(0, 3), silence(1.2), spoken(3, 2), silence(3))
    assert kinds(events)[:5] == [SpeechStarted, Partial, Paused, Heard, Judged]
    assert Resumed in kinds(events)
    assert ended(events) == [" ".join(WORDS[:5])]
    assert len(stage.ending.asked_s) >= 4
    assert stage.completeness.asked == [" ".join(WORDS[:3]), " ".join(WORDS[:5])]


async def test_words_that_two_readings_agree_on_are_settled_and_told_to_the_recognizer() -> None:
    stage = Stage()
    events = await stage.hears(silence(1), spoken(0, 12), silence(1))
    partials = [event for event in events if isinstance(event, Partial)]
    settled = [event.settled for event in partials]
    assert settled == sorted(settled)
    assert settled[-1] >= 7
    for event in partials:
        assert text_of(event.words[: event.settled]).split() == WORDS[: event.settled]
        assert event.settled < len(event.words)
    assert stage.recognizer.asked[-1][1] == tuple(WORDS[: settled[-1]])


async def test_a_long_turn_is_read_in_stretches_and_loses_no_word() -> None:
    stage = Stage()
    sound = [part for n in range(0, 120, 8) for part in (spoken(n, 8, word_s=0.25), silence(0.1))]
    events = await stage.hears(silence(1), *sound, silence(2))
    assert ended(events) == [" ".join(WORDS[:120])]
    assert max(seconds for seconds, _ in stage.recognizer.asked) < 11.5
    (turn,) = (event for event in events if isinstance(event, TurnEnded))
    starts_s = [word.start_s for word in turn.words]
    assert starts_s == sorted(starts_s)
    assert turn.words[-1].end_s == pytest.approx(1 + 30 + 1.4, abs=0.1)


async def test_a_long_pause_closes_the_stretch_without_reading_it_again() -> None:
    stage = Stage(ending=ScriptedEnding(0.1), completeness=ScriptedCompleteness({WORDS[24]: 0.02}))
    events = await stage.hears(silence(1), spoken(0, 25), silence(1), spoken(25, 5), silence(2))
    assert ended(events) == [" ".join(WORDS[:30])]
    assert stage.recognizer.asked[-1][0] < 2.5


async def test_two_turns_share_no_word() -> None:
    stage = Stage(ending=ScriptedEnding(0.99))
    events = await stage.hears(
        silence(1), spoken(0, 3), silence(0.4), spoken(3, 3), silence(1), spoken(6, 2), silence(1)
    )
    assert ended(events) == [" ".join(WORDS[:3]), " ".join(WORDS[3:6]), " ".join(WORDS[6:8])]


async def test_a_click_is_nothing_and_a_noise_without_words_ends_as_such() -> None:
    stage = Stage(recognizer=ScriptedRecognizer(WORDS))
    click = np.full(400, 0.5, np.float32)
    assert await stage.hears(silence(1), click, silence(1)) == []
    stage = Stage()
    door = np.full(int(0.1 * HEARING_HZ), 0.0001, np.float32)
    events = await stage.hears(silence(1), door, silence(2))
    assert kinds(events) == [SpeechStarted, Paused, Heard, NothingSaid]
    assert stage.recognizer.asked == [], "so little speech is not even read"
    assert stage.completeness.asked == []


async def test_too_many_words_for_the_speech_are_not_believed() -> None:
    stage = Stage()
    events = await stage.hears(silence(1), spoken(0, 20, word_s=0.02), silence(2))
    assert ended(events) == []
    assert isinstance(events[-1], NothingSaid)


async def test_a_failing_recognizer_is_told_once_a_turn_and_hearing_goes_on() -> None:
    stage = Stage(recognizer=ScriptedRecognizer(WORDS, fails=True))
    async with stage.opened() as listening:
        await stage.play(listening, np.concatenate([silence(1), spoken(0, 9), silence(2)]))
        events = [event for _, event in stage.told]
        assert sum(isinstance(event, HearingFailed) for event in events) == 1
        assert isinstance(events[-1], NothingSaid)
        stage.recognizer.fails = False
        await stage.play(
            listening,
            np.concatenate([spoken(0, 3), silence(2)]),
            start=int(4.8 * HEARING_HZ),
        )
    assert ended([event for _, event in stage.told]) == [" ".join(WORDS[:3])]


class BrokenEnding:
    def probability(self, sound: Samples) -> float:
        raise RuntimeError


class BrokenCompleteness:
    def probability(self, said: str) -> float:
        raise RuntimeError


async def test_what_cannot_be_judged_counts_as_undecided() -> None:
    stage = Stage()
    ears = Ears(ScriptedDetector(), stage.recognizer, BrokenEnding(), BrokenCompleteness())
    async with Listening.opened(ears, stage.lanes) as listening:
        await stage.play(listening, np.concatenate([silence(1), spoken(0, 3), silence(2)]))
    events = [event for _, event in stage.told]
    assert sum(isinstance(event, HearingFailed) for event in events) == 2
    assert ended(events) == [" ".join(WORDS[:3])]
    assert stage.when(TurnEnded) - 1.6 == pytest.approx(0.7, abs=0.1)


async def test_slow_models_are_asked_less_and_nothing_queues_up() -> None:
    held = HeldLane()
    stage = Stage(lanes=Lanes(held, InlineLane()), ending=ScriptedEnding(0.99))
    sound = np.concatenate([silence(1), spoken(0, 20), silence(1)])
    async with stage.opened() as listening:
        for n, frame in enumerate(frames_of(sound)):
            listening.hear(frame)
            await turns_of_the_loop()
            if n % 100 == 99:
                held.release()
                await turns_of_the_loop()
        assert held.most_waiting == 1
        assert len(stage.recognizer.asked) <= 4
        assert ended(listening.take()) == []
        while held.waiting:
            held.release()
            await turns_of_the_loop()
        listening.hear(frames_of(silence(0.1), len(sound))[0])
        assert ended(listening.take()) == [" ".join(WORDS[:20])]


async def turns_of_the_loop() -> None:
    for _ in range(8):
        await asyncio.sleep(0)


async def test_a_recognizer_that_never_answers_does_not_hold_the_turn_for_ever() -> None:
    held = HeldLane()
    stage = Stage(lanes=Lanes(held, InlineLane()))
    async with stage.opened() as listening:
        for frame in frames_of(np.concatenate([silence(1), spoken(0, 5), silence(9)])):
            listening.hear(frame)
            await turns_of_the_loop()
        assert isinstance(listening.take()[-1], NothingSaid)


async def test_whoever_owns_the_floor_ends_the_turn() -> None:
    stage = Stage(manner=Manner(ends_turns=False), ending=ScriptedEnding(0.99))
    async with stage.opened() as listening:
        await stage.play(listening, np.concatenate([silence(1), spoken(0, 3), silence(4)]))
        assert ended([event for _, event in stage.told]) == []
        assert text_of(listening.end_turn()) == " ".join(WORDS[:3])
        assert listening.end_turn() == ()
        at = int(5.6 * HEARING_HZ)
        await stage.play(listening, np.concatenate([silence(0.1), spoken(3, 3)]), at)
        listening.drop()
        at += int(0.7 * HEARING_HZ)
        await stage.play(listening, np.concatenate([spoken(6, 3), silence(1), spoken(9, 2)]), at)
        listening.finish()
        await listening.settled()
    assert ended(listening.take()) == [" ".join(WORDS[9:11])]


async def test_a_stream_that_ends_in_the_middle_of_a_word_can_be_finished() -> None:
    stage = Stage()
    async with stage.opened() as listening:
        sound = np.concatenate([silence(1), spoken(0, 3), spoken(3, 1, word_s=0.1)])
        await stage.play(listening, sound)
        listening.finish()
        await listening.settled()
        assert ended(listening.take()) == [f"{' '.join(WORDS[:3])} {WORDS[3][:1]}"]
        listening.finish()


async def test_missing_frames_are_silence_and_a_torn_stream_ends_the_turn() -> None:
    stage = Stage(ending=ScriptedEnding(0.99))
    async with stage.opened() as listening:
        await stage.play(listening, np.concatenate([silence(1), spoken(0, 8)]))
        await stage.play(listening, spoken(8, 3), start=int(2.7 * HEARING_HZ))
        await stage.play(listening, silence(1), start=int(3.3 * HEARING_HZ))
        assert ended([event for _, event in stage.told]) == [" ".join(WORDS[:11])]
        await stage.play(listening, spoken(11, 8), start=int(4.3 * HEARING_HZ))
        await stage.play(listening, silence(1), start=int(60 * HEARING_HZ))
        torn = ended([event for _, event in stage.told])
        assert len(torn) == 2
        assert torn[1].startswith(" ".join(WORDS[11:13]))
        await stage.play(listening, np.concatenate([spoken(19, 2), silence(1)]), start=0)
    assert ended([event for _, event in stage.told])[2:] == [" ".join(WORDS[19:21])]


async def test_broken_samples_and_odd_frames_do_no_harm() -> None:
    stage = Stage()
    sound = np.concatenate([silence(1), spoken(0, 3), silence(2)])
    sound[100:200] = np.nan
    sound[200:300] = np.inf
    async with stage.opened() as listening:
        for frame in [*frames_of(sound[:16000], 0, 37), *frames_of(sound[16000:], 16000, 5000)]:
            listening.hear(frame)
            await listening.settled()
        assert ended(listening.take()) == [" ".join(WORDS[:3])]


async def test_events_come_in_another_task_and_end_with_listening() -> None:
    stage = Stage(ending=ScriptedEnding(0.99))

    async def watched(listening: Listening) -> list[HearingEvent]:
        return [event async for event in listening.events()]

    async with stage.opened() as listening:
        watching = asyncio.create_task(watched(listening))
        for frame in frames_of(np.concatenate([silence(1), spoken(0, 3), silence(1)])):
            listening.hear(frame)
            await listening.settled()
    assert kinds(await watching)[-1] is TurnEnded


async def test_partial_words_that_nobody_took_are_replaced_by_newer_ones() -> None:
    stage = Stage()
    async with stage.opened() as listening:
        for frame in frames_of(np.concatenate([silence(1), spoken(0, 20)])):
            listening.hear(frame)
            await listening.settled()
        assert [type(event) for event in listening.take()] == [SpeechStarted, Partial]
