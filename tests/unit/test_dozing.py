"""Asleep she hears nothing but her name, and nothing of a call is lost."""

from collections.abc import AsyncGenerator

import numpy as np

from samantha.domain.audio import HEARING_HZ, Frame, Samples
from samantha.hearing.dozing import HELD_S, Dozing
from tests.hearing_fakes import InlineLane, frames_of, silence, spoken

NAME = 7


class WordSeven:
    """Hears the seventh word of a scripted stream as her name, at its end."""

    def __init__(self) -> None:
        self.resets = 0

    def heard(self, frame: Samples) -> bool:
        return bool(np.any(np.round(frame * 1000) == NAME))

    def reset(self) -> None:
        self.resets += 1


async def stream(sound: Samples) -> AsyncGenerator[Frame, None]:
    for frame in frames_of(sound):
        yield frame


async def passed(dozing: Dozing, *sounds: Samples) -> list[Frame]:
    return [frame async for frame in dozing.frames(stream(np.concatenate(sounds)))]


async def test_asleep_nothing_passes() -> None:
    dozing = Dozing(WordSeven(), InlineLane())
    assert not await passed(dozing, silence(1), spoken(0, 3), silence(1))
    assert dozing.asleep


async def test_the_call_and_what_follows_it_pass_whole() -> None:
    dozing = Dozing(WordSeven(), InlineLane())
    frames = await passed(dozing, spoken(0, 5), silence(1), spoken(6, 4), silence(1))
    heard = np.concatenate([frame.samples for frame in frames])
    assert set(np.unique(np.round(heard * 1000))) >= {0, 7, 8, 9, 10}
    assert [frame.start for frame in frames] == list(
        range(frames[0].start, frames[-1].end, frames[0].samples.size)
    )
    assert not dozing.asleep


async def test_only_a_few_seconds_are_held() -> None:
    dozing = Dozing(WordSeven(), InlineLane())
    frames = await passed(dozing, spoken(0, 3), silence(30), spoken(6, 1))
    assert (frames[-1].end - frames[0].start) / HEARING_HZ < HELD_S + 0.5


async def test_she_falls_asleep_after_a_silence_unless_something_is_said() -> None:
    wake_word = WordSeven()
    dozing = Dozing(wake_word, InlineLane(), asleep_after_s=2.0)
    awake: list[bool] = []
    async for frame in dozing.frames(stream(np.concatenate([spoken(6, 1), silence(6)]))):
        if frame.end < 3 * HEARING_HZ:
            dozing.stir()
        awake.append(not dozing.asleep)
    assert all(awake)
    assert dozing.asleep
    assert wake_word.resets == 1
    assert 4.9 < len(awake) * 0.02 < 5.2


async def test_who_writes_wakes_her() -> None:
    dozing = Dozing(WordSeven(), InlineLane())
    dozing.wake()
    assert len(await passed(dozing, silence(1))) == 50
