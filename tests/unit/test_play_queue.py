"""What waits to be played is played once, in order, and stops and dips without a click."""

import numpy as np
import pytest

from samantha.domain.audio import Samples
from samantha.speaking.play_queue import PlayQueue


def sound(count: int, level: float = 0.5) -> Samples:
    return np.full(count, level, np.float32)


def test_what_is_given_is_taken_in_order_with_silence_behind() -> None:
    queue = PlayQueue()
    queue.play(sound(300, 0.1))
    queue.play(sound(0))
    queue.play(sound(300, 0.2))
    assert (queue.taken, queue.queued) == (0, 600)
    first, second = queue.take(480), queue.take(480)
    assert np.array_equal(first, np.concatenate((sound(300, 0.1), sound(180, 0.2))))
    assert np.array_equal(second, np.concatenate((sound(120, 0.2), sound(360, 0.0))))
    assert (queue.taken, queue.queued) == (600, 0)
    assert not queue.take(480).any()
    assert queue.taken == 600


def test_what_is_stopped_fades_and_counts_as_nothing() -> None:
    queue = PlayQueue()
    queue.play(sound(10_000))
    queue.take(480)
    assert queue.stop() == 480
    assert (queue.taken, queue.queued) == (480, 0)
    tail = queue.take(480)
    assert tail[0] == pytest.approx(0.5)
    assert np.all(np.diff(tail) <= 0)
    assert np.max(-np.diff(tail)) < 0.01
    assert not tail[120:].any()
    assert queue.taken == 480


def test_after_a_stop_it_counts_from_where_it_was() -> None:
    queue = PlayQueue()
    queue.play(sound(1000))
    queue.take(400)
    queue.stop()
    queue.play(sound(1000))
    queue.take(400)
    assert (queue.taken, queue.queued) == (800, 600)


def test_a_stop_with_nothing_waiting_is_silence() -> None:
    queue = PlayQueue()
    assert queue.stop() == 0
    assert not queue.take(480).any()


def test_a_gain_is_reached_in_twenty_milliseconds_without_a_step() -> None:
    queue = PlayQueue()
    queue.play(sound(4800))
    queue.gain(-20)
    taken = np.concatenate([queue.take(100) for _ in range(48)])
    assert taken[0] == pytest.approx(0.5, abs=0.01)
    assert np.allclose(taken[480:], 0.05)
    assert np.max(np.abs(np.diff(taken))) < 0.0011


def test_a_gain_that_changes_on_its_way_goes_on_from_there() -> None:
    queue = PlayQueue()
    queue.play(sound(4800))
    queue.gain(-20)
    before = queue.take(240)
    queue.gain(0)
    after = queue.take(960)
    assert after[0] == pytest.approx(before[-1], abs=0.01)
    assert np.allclose(after[480:], 0.5)
