"""Sound that a bad line tears: what is still understood of it, and that nothing breaks."""

import random
from collections.abc import Callable, Sequence
from contextlib import aclosing

import numpy as np
import pytest

from samantha.domain.audio import Frame, Samples
from samantha.domain.words import words_of
from samantha.server.microphone import FRAME, RemoteMicrophone
from tests.hearing_fakes import frames_of
from tests.model.test_hearing_robust import BICYCLE, KEYS, LETTER, turns_in
from tests.speech import in_silence, said

pytestmark = pytest.mark.model

SENTENCES = (KEYS, BICYCLE, LETTER, "They painted the old theatre green and white.")
Line = Callable[[list[Frame], random.Random], list[Frame]]


def whole(frames: list[Frame], chance: random.Random) -> list[Frame]:
    return frames


def lossy(frames: list[Frame], chance: random.Random) -> list[Frame]:
    """One frame in five is lost, each by itself."""
    return [each for each in frames if chance.random() > 0.2]


def bursty(frames: list[Frame], chance: random.Random) -> list[Frame]:
    """One frame in five is lost, five at a time."""
    lost = [chance.random() < 0.2 for _ in frames[::5]]
    return [each for at, each in enumerate(frames) if not lost[at // 5]]


def swapped(frames: list[Frame], chance: random.Random) -> list[Frame]:
    """One frame in twenty comes after the one that follows it, and one in twenty comes twice."""
    places = [at + (1.5 if chance.random() < 0.05 else 0.0) for at in range(len(frames))]
    order = sorted(range(len(frames)), key=places.__getitem__)
    return [frames[at] for at in order for _ in range(1 + (chance.random() < 0.05))]


def shuffled(frames: list[Frame], chance: random.Random) -> list[Frame]:
    """Each is up to 200 ms late: what comes after a later one is lost."""
    return sorted(frames, key=lambda each: each.start + chance.random() * 10 * FRAME)


async def through(sound: Samples, line: Line) -> Samples:
    """What a page's microphone gives of `sound` at the end of such a line."""
    microphone, frames = RemoteMicrophone(), frames_of(sound)
    microphone.begin()
    got: list[Samples] = []
    async with aclosing(microphone.frames()) as coming:
        for frame in line(frames, random.Random(3)):
            before = len(got)
            microphone.give(frame.start, frame.samples)
            while microphone.waiting >= FRAME:
                got.append((await anext(coming)).samples)
            assert len(got) >= before
    return np.concatenate(got)


def edits(heard: Sequence[str], wanted: Sequence[str]) -> int:
    """How many words have to be changed, put in or left out (Levenshtein, 1966)."""
    row = list(range(len(wanted) + 1))
    for at, word in enumerate(heard, 1):
        before, row[0] = row[0], at
        for place, other in enumerate(wanted, 1):
            before, row[place] = (
                row[place],
                min(before + (word != other), row[place] + 1, row[place - 1] + 1),
            )
    return row[-1]


@pytest.mark.parametrize(
    ("line", "most_percent"),
    [(whole, 4), (lossy, 8), (bursty, 30), (swapped, 8), (shuffled, 85)],
)
async def test_torn_speech_breaks_nothing(
    line: Line, most_percent: int, record_property: Callable[[str, object], None]
) -> None:
    wrong = count = 0
    for sentence in SENTENCES:
        sound = await through(in_silence(said(sentence), 0.5, 1.5), line)
        heard = words_of(" ".join(await turns_in(sound)))
        wanted = words_of(sentence)
        wrong += edits(heard, wanted)
        count += len(wanted)
    percent = 100 * wrong / count
    record_property("word_error_percent", round(percent, 1))
    print(f"{line.__name__}: {percent:.1f} % of words wrong")
    assert percent <= most_percent
