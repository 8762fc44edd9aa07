"""The time of a spoken session: his samples, and the clock where none come."""

import numpy as np
import pytest

from samantha.conversation.stream_time import MISSING_S, StreamTime
from samantha.domain.audio import HEARING_HZ, Frame


class Stream:
    """A stream and a clock that is set by hand."""

    def __init__(self) -> None:
        self.clock_s = 100.0
        self.place = 0
        self.time = StreamTime(lambda: self.clock_s)

    def hear(self, seconds: float, *, pace: float = 1.0) -> None:
        """Frames of 20 ms, each after 20 ms times `pace` by the clock."""
        for _ in range(round(seconds * 50)):
            self.clock_s += 0.02 * pace
            self.time.hear(Frame(np.zeros(320, np.float32), self.place))
            self.place += 320

    def be_mute(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.clock_s += 0.1
            self.time.miss()


def test_a_stream_is_its_own_clock() -> None:
    stream = Stream()
    stream.hear(2.0, pace=0.01)
    stream.hear(1.0)
    assert stream.time.now_ms == 3000
    assert stream.time.of(HEARING_HZ) == 1000


def test_a_mute_stream_goes_on_by_the_clock() -> None:
    stream = Stream()
    stream.hear(1.0)
    stream.be_mute(10.0)
    assert stream.time.now_ms == pytest.approx(11_000, abs=1000 * MISSING_S)
    stream.hear(1.0)
    assert stream.time.now_ms == pytest.approx(12_000, abs=1000 * MISSING_S)


@pytest.mark.parametrize("skips", [True, False], ids=["counts on", "comes late"])
def test_what_passed_is_not_counted_twice(skips: bool) -> None:
    stream = Stream()
    stream.hear(1.0)
    stream.be_mute(3.0)
    if skips:  # the source went on counting while it was mute
        stream.place += 3 * HEARING_HZ
    else:  # what was on its way comes all at once
        stream.hear(3.0, pace=0.0)
    stream.hear(1.0)
    assert stream.time.now_ms == pytest.approx(5000, abs=1000 * MISSING_S)


def test_a_stream_that_waits_for_her_holds_up_the_time() -> None:
    stream = Stream()
    stream.hear(1.0)
    for _ in range(50):
        stream.clock_s += 0.1
        stream.time.hold()
        assert not stream.time.miss()
    stream.hear(1.0)
    assert stream.time.now_ms == 2000


def test_time_never_goes_back() -> None:
    stream = Stream()
    stream.hear(2.0)
    stream.place = 0
    stream.hear(1.0)
    assert stream.time.now_ms >= 2000
