"""Hearing with the real models: sounds that hold no sentence, and sounds that hurt."""

import os
from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from samantha.domain.audio import HEARING_HZ, Samples
from samantha.domain.words import words_of
from samantha.hearing.ears import Ears, Lanes
from samantha.hearing.events import HearingFailed, SpeechStarted, TurnEnded, text_of
from samantha.hearing.last_words import LastWords
from samantha.hearing.listening import Listening
from samantha.providers.moonshine import make_fast
from samantha.providers.moonshine.graphs import GRAPH_FILES
from tests.hearing_fakes import InlineLane, frames_of
from tests.hearing_models import model_path, moonshine, silero, smart_turn
from tests.speech import in_silence, noise, said, slam, tones

pytestmark = pytest.mark.model

KEYS = "I found your keys under the newspaper this morning."
BICYCLE = "Somebody left a blue bicycle in front of our door."
LETTER = "Could you read me the last sentence again, please?"


@cache
def ears() -> Ears:
    return Ears(silero(), moonshine(), smart_turn(), LastWords())


async def turns_in(*parts: Samples) -> Sequence[str]:
    """The turns that are heard in a sound, to its very end."""
    heard: list[str] = []
    ears().detector.reset()
    async with Listening.opened(ears(), Lanes(InlineLane(), InlineLane())) as listening:
        for frame in frames_of(np.concatenate(parts)):
            listening.hear(frame)
            await listening.settled()
        listening.finish()
        await listening.settled()
        for event in listening.take():
            assert not isinstance(event, HearingFailed)
            if isinstance(event, TurnEnded):
                heard.append(text_of(event.words))
    return heard


def errors(heard: Sequence[str], wanted: str) -> int:
    """How many words are not in both."""
    return len(set(words_of(" ".join(heard))) ^ set(words_of(wanted)))


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(np.zeros(8 * HEARING_HZ, np.float32), id="silence"),
        pytest.param(noise(8), id="white noise"),
        pytest.param(noise(8, 0.9), id="loud noise"),
        pytest.param(tones(8), id="music"),
        pytest.param(np.tile(slam(), 6), id="doors"),
        pytest.param(np.sign(tones(6)).astype(np.float32), id="clipped music"),
        pytest.param(np.full(4 * HEARING_HZ, 0.7, np.float32), id="direct current"),
    ],
)
async def test_where_nothing_is_said_nothing_is_heard(sound: Samples) -> None:
    assert list(await turns_in(sound)) == []


async def test_two_sentences_in_a_quiet_room_are_two_turns() -> None:
    sounds = [in_silence(said(each), 0.5, 1.5) for each in (KEYS, BICYCLE)]
    heard = await turns_in(*sounds)
    assert [words_of(turn) for turn in heard] == [words_of(KEYS), words_of(BICYCLE)]


async def test_a_long_turn_loses_no_sentence() -> None:
    sentences = [KEYS, LETTER, "They painted the old theatre green and white.", KEYS, LETTER]
    breath = np.zeros(HEARING_HZ // 8, np.float32)
    sound = np.concatenate([part for each in sentences for part in (said(each), breath)])
    heard = words_of(" ".join(await turns_in(in_silence(sound, 0.5, 1.5))))
    wanted = words_of(" ".join(sentences))
    assert abs(len(heard) - len(wanted)) <= 2
    assert len(set(heard) ^ set(wanted)) <= 3


async def test_clipped_speech_is_still_understood() -> None:
    clipped = np.clip(8 * in_silence(said(KEYS), 0.5, 1.5), -0.5, 0.5)
    assert errors(await turns_in(clipped.astype(np.float32)), KEYS) <= 2


async def test_a_telephone_is_still_understood() -> None:
    sound = in_silence(said(KEYS), 0.5, 1.5)
    spectrum = np.fft.rfft(sound)
    spectrum[np.fft.rfftfreq(len(sound), 1 / HEARING_HZ) > 3800] = 0
    narrow = np.fft.irfft(spectrum, len(sound))[::2]
    upsampled = np.interp(np.arange(len(sound)) / 2, np.arange(len(narrow)), narrow)
    assert errors(await turns_in(upsampled.astype(np.float32)), KEYS) <= 2


async def test_a_door_in_the_middle_does_not_end_the_sentence() -> None:
    sound = in_silence(said(KEYS), 0.5, 1.5)
    door = slam(0.5)[HEARING_HZ // 4 : HEARING_HZ // 2]
    sound[HEARING_HZ : HEARING_HZ + len(door)] += door
    assert errors(await turns_in(np.clip(sound, -1, 1)), KEYS) <= 4


async def test_of_two_voices_at_once_no_sentence_is_made_up() -> None:
    one, other = in_silence(said(KEYS), 0.5, 1.5), in_silence(said(LETTER), 0.5, 1.5)
    count = max(len(one), len(other))
    both = np.pad(one, (0, count - len(one))) + np.pad(0.8 * other, (0, count - len(other)))
    heard = words_of(" ".join(await turns_in(both.astype(np.float32))))
    assert len(heard) <= len(words_of(KEYS)) + len(words_of(LETTER))


async def test_a_stream_that_ends_in_the_middle_of_a_word_keeps_the_words_before() -> None:
    sound = in_silence(said(KEYS), 0.5, 0.0)
    (heard,) = await turns_in(sound[: int(0.6 * len(sound))])
    assert words_of(heard)[:3] == words_of(KEYS)[:3]
    assert len(words_of(heard)) < len(words_of(KEYS))


async def test_speech_is_noticed_within_a_tenth_of_a_second() -> None:
    ears().detector.reset()
    async with Listening.opened(ears(), Lanes(InlineLane(), InlineLane())) as listening:
        began_s = None
        for frame in frames_of(in_silence(said(KEYS), 1.0, 0.0)):
            listening.hear(frame)
            if any(isinstance(event, SpeechStarted) for event in listening.take()):
                began_s = frame.end / HEARING_HZ
                break
    assert began_s is not None
    assert began_s - 1.0 < 0.15


def test_the_fast_graphs_are_made_once() -> None:
    folder = model_path("moonshine-base-en")
    make_fast(folder)
    before = [(folder / name).stat().st_mtime_ns for name in GRAPH_FILES]
    assert make_fast(folder) == folder
    assert [(folder / name).stat().st_mtime_ns for name in GRAPH_FILES] == before
    assert not list(folder.glob(f".{os.getpid()}.*"))
