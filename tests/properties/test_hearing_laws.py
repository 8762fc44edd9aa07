"""Laws of hearing, for any stream: no word is lost or heard twice, every turn ends once."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from samantha.domain.audio import HEARING_HZ, HeardWord, Samples
from samantha.hearing.agreement import Agreement
from samantha.hearing.ears import Ears, Lanes, Manner
from samantha.hearing.events import (
    Heard,
    HearingEvent,
    NothingSaid,
    Partial,
    Paused,
    Resumed,
    SpeechStarted,
    TurnEnded,
)
from samantha.hearing.last_words import LastWords
from samantha.hearing.listening import Listening
from samantha.hearing.turn_end import LONGEST_S, end_score, required_silence_s
from samantha.providers.moonshine.recognizer import loop_length
from samantha.providers.moonshine.timing import words_with_times
from tests.hearing_fakes import (
    WORDS,
    InlineLane,
    ScriptedCompleteness,
    ScriptedDetector,
    ScriptedEnding,
    ScriptedRecognizer,
    frames_of,
    silence,
    spoken,
)

PROBABILITY = st.floats(0, 1)
STREAM = st.lists(st.tuples(st.integers(1, 14), st.floats(0.02, 2.5)), min_size=1, max_size=6)
"""Words that are said in one go, and the seconds of silence after them."""


def stream_of(parts: Sequence[tuple[int, float]]) -> tuple[Samples, int]:
    """The sound of the parts, and how many words it holds."""
    sounds, words = [silence(0.7)], 0
    for count, pause_s in parts:
        sounds += [spoken(words, count, word_s=0.25), silence(pause_s)]
        words += count
    return np.concatenate([*sounds, silence(2.5)]), words


async def told_of(
    sound: Samples, ending: float, words: float, *, frame: int = 320, settle: bool = True
) -> list[HearingEvent]:
    completeness = ScriptedCompleteness(dict.fromkeys(WORDS, words))
    ears = Ears(ScriptedDetector(), ScriptedRecognizer(WORDS), ScriptedEnding(ending), completeness)
    lanes = Lanes(InlineLane(), InlineLane())
    told: list[HearingEvent] = []
    async with Listening.opened(ears, lanes, Manner()) as listening:
        for each in frames_of(sound, size=frame):
            listening.hear(each)
            if settle:
                await listening.settled()
            told += listening.take()
        await listening.settled()
        told += listening.take()
    return told


def words_of_turns(told: Sequence[HearingEvent]) -> list[str]:
    return [word.text for turn in told if isinstance(turn, TurnEnded) for word in turn.words]


@settings(max_examples=40, deadline=None)
@given(STREAM, PROBABILITY, PROBABILITY)
def test_every_word_is_heard_once_and_in_order(
    parts: Sequence[tuple[int, float]], ending: float, words: float
) -> None:
    sound, count = stream_of(parts)
    told = asyncio.run(told_of(sound, ending, words))
    assert words_of_turns(told) == WORDS[:count]


@settings(max_examples=40, deadline=None)
@given(STREAM, PROBABILITY, PROBABILITY, st.sampled_from([37, 320, 512, 4000]))
def test_the_events_of_a_turn_come_in_their_order(
    parts: Sequence[tuple[int, float]], ending: float, words: float, frame: int
) -> None:
    sound, _ = stream_of(parts)
    speaking = paused = False
    for event in asyncio.run(told_of(sound, ending, words, frame=frame)):
        match event:
            case SpeechStarted():
                assert not speaking
                speaking, paused = True, False
            case Paused():
                assert speaking
                assert not paused
                paused = True
            case Resumed():
                assert paused
                paused = False
            case Heard():
                assert paused
            case Partial():
                assert speaking
                assert 0 <= event.settled <= len(event.words)
            case TurnEnded() | NothingSaid():
                assert paused
                assert event.began < event.ended
                speaking = paused = False
            case _:
                assert speaking
    assert not speaking


@settings(max_examples=25, deadline=None)
@given(STREAM, PROBABILITY, PROBABILITY)
def test_how_the_stream_is_cut_into_frames_changes_no_turn(
    parts: Sequence[tuple[int, float]], ending: float, words: float
) -> None:
    sound, _ = stream_of(parts)
    turns = [
        [
            (event.began, event.ended)
            for event in asyncio.run(told_of(sound, ending, words, frame=frame))
            if isinstance(event, TurnEnded)
        ]
        for frame in (160, 512)
    ]
    assert turns[0] == turns[1]


@settings(max_examples=25, deadline=None)
@given(STREAM, PROBABILITY, PROBABILITY)
def test_models_that_get_no_time_lose_no_word(
    parts: Sequence[tuple[int, float]], ending: float, words: float
) -> None:
    sound, count = stream_of(parts)
    told = asyncio.run(told_of(sound, ending, words, settle=False))
    assert all(word in WORDS[:count] for word in words_of_turns(told))


@given(PROBABILITY, PROBABILITY, PROBABILITY, PROBABILITY)
def test_the_more_speaks_for_an_end_the_shorter_the_wait(
    sound: float, words: float, more_sound: float, more_words: float
) -> None:
    less = end_score(min(sound, more_sound), min(words, more_words))
    more = end_score(max(sound, more_sound), max(words, more_words))
    assert required_silence_s(more) <= required_silence_s(less) <= LONGEST_S


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=6), max_size=8))
def test_settled_words_stay_as_they_are_once_the_recognizer_keeps_to_them(
    readings: Sequence[Sequence[str]],
) -> None:
    agreement = Agreement()
    for reading in readings:
        settled = agreement.settled_texts()
        kept = [*settled, *reading[len(settled) :]]
        agreement.take([HeardWord(text, n, n + 1) for n, text in enumerate(kept)])
        assert agreement.settled_texts()[: len(settled)] == settled
        assert agreement.settled <= len(agreement.words)


@given(st.text(max_size=80))
def test_any_text_has_a_completeness(text: str) -> None:
    assert 0 < LastWords().probability(text) < 1


@given(st.lists(st.integers(0, 5), max_size=60))
def test_a_loop_is_cut_down_to_something_that_is_none(tokens: list[int]) -> None:
    length = loop_length(tokens)
    assert 0 <= length < max(1, len(tokens))
    if length:
        kept = tokens[: len(tokens) - length]
        assert tokens[-length:] == (kept * length)[-length:] or kept


@given(
    st.lists(st.text("abc", min_size=1, max_size=8), min_size=1, max_size=8),
    st.integers(0, 3 * HEARING_HZ),
    st.integers(0, 2**32 - 1),
)
def test_times_of_words_follow_one_another(words: list[str], count: int, seed: int) -> None:
    sound = np.random.default_rng(seed).standard_normal(count) * 0.1
    sound[count // 3 : count // 2] = 0
    timed = words_with_times(words, sound.astype(np.float32))
    assert [word.text for word in timed] == words
    assert all(0 <= word.start_s <= word.end_s for word in timed)
    assert all(one.end_s <= other.start_s + 1e-6 for one, other in pairwise(timed))
