"""Sound keeps its time, its pitch and its loudness at another rate, and nothing is folded back."""

import numpy as np
import pytest

from samantha.domain.audio import Samples
from samantha.domain.resampling import Resampler, resampled

RATES = [(48_000, 16_000), (24_000, 48_000), (44_100, 16_000), (8_000, 16_000), (16_000, 24_000)]
ODD_RATES = [(11_025, 16_000), (44_101, 16_000), (96_000, 24_000), (22_050, 24_000)]


def tone(hz: float, rate_hz: int, seconds: float = 0.5) -> Samples:
    time_s = np.arange(int(rate_hz * seconds)) / rate_hz
    return np.sin(2 * np.pi * hz * time_s).astype(np.float32)


@pytest.mark.parametrize(("from_hz", "to_hz"), RATES + ODD_RATES)
def test_a_tone_stays_the_same_tone(from_hz: int, to_hz: int) -> None:
    made = resampled(tone(1000, from_hz), from_hz, to_hz)
    wanted = tone(1000, to_hz)
    assert abs(len(made) - len(wanted)) <= 1
    assert made.dtype == np.float32
    inner = slice(200, min(len(made), len(wanted)) - 200)
    assert np.max(np.abs(made[inner] - wanted[inner])) < 2e-4


@pytest.mark.parametrize(("from_hz", "to_hz"), RATES)
def test_loudness_stays(from_hz: int, to_hz: int) -> None:
    made = resampled(np.full(from_hz // 10, 0.5, np.float32), from_hz, to_hz)
    assert np.allclose(made[200:-200], 0.5, atol=1e-4)


@pytest.mark.parametrize("from_hz", [48_000, 44_100, 96_000])
def test_what_the_lower_rate_cannot_hold_is_gone(from_hz: int) -> None:
    made = resampled(tone(9_200, from_hz), from_hz, 16_000)
    assert np.max(np.abs(made[200:-200])) < 1e-4


def test_the_same_rate_is_the_same_sound() -> None:
    sound = tone(100, 16_000)
    assert resampled(sound, 16_000, 16_000) is sound


def test_nothing_stays_nothing() -> None:
    nothing = np.zeros(0, np.float32)
    assert len(resampled(nothing, 44_100, 16_000)) == 0
    assert len(Resampler(44_100, 16_000).resampled(nothing)) == 0


def test_a_stream_is_at_most_two_milliseconds_behind() -> None:
    stream = Resampler(48_000, 16_000)
    count = sum(len(stream.resampled(np.zeros(960, np.float32))) for _ in range(50))
    assert 16_000 - 32 <= count <= 16_000
