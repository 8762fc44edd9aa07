"""The contract of `EchoCanceller`: her voice goes, his stays."""

import numpy as np
import pytest

from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Samples
from samantha.domain.resampling import resampled
from samantha.hearing.ports import EchoCanceller
from samantha.providers.echo_canceller import WebRtcEchoCanceller
from samantha.providers.hibari import Hibari
from samantha.speaking.ports import Prosody

SECONDS = 6
DELAY_S = 0.08


@pytest.fixture
def canceller() -> EchoCanceller:
    return WebRtcEchoCanceller(delay_ms=60)


@pytest.fixture(scope="module")
def hers() -> Samples:
    """Some seconds of her, at her rate."""
    text = (
        "I walked along the river this morning, and then the rain began, and nobody had seen it "
        "coming. Two herons stood in the reeds, quite still. What would you have done?"
    )
    spoken = Hibari().say(text, "hibari:heart", Prosody()).samples
    assert len(spoken) >= SECONDS * SPEAKING_HZ
    return spoken[: SECONDS * SPEAKING_HZ]


def echo_of(far: Samples) -> Samples:
    """How she comes back through a room, at the microphone's rate."""
    at_microphone = resampled(far, SPEAKING_HZ, HEARING_HZ)
    random = np.random.default_rng(5)
    room = random.normal(0, 1, 1600) * np.exp(-np.arange(1600) / 250) * 0.15
    room[0] = 0.6
    delayed = np.concatenate((np.zeros(int(DELAY_S * HEARING_HZ)), at_microphone))
    return np.convolve(delayed, room)[: len(at_microphone)].astype(np.float32)


def run(canceller: EchoCanceller, far: Samples, near: Samples, frames_of: int = 2) -> Samples:
    cleaned: list[Samples] = []
    for n in range(SECONDS * 100 // frames_of):
        canceller.played(far[n * 240 * frames_of :][: 240 * frames_of])
        cleaned.append(canceller.cleaned(near[n * 160 * frames_of :][: 160 * frames_of]))
    return np.concatenate(cleaned)


def level_db(sound: Samples) -> float:
    return 10 * float(np.log10(np.mean(np.square(sound)) + 1e-12))


@pytest.mark.parametrize("frames_of", [1, 2, 3])
def test_her_voice_is_gone_from_the_second_second_on(
    canceller: EchoCanceller, hers: Samples, frames_of: int
) -> None:
    echo = echo_of(hers)
    cleaned = run(canceller, hers, echo, frames_of)
    assert len(cleaned) == len(echo)
    later = slice(HEARING_HZ, None)
    assert level_db(echo[later]) - level_db(cleaned[later]) > 20


def test_his_voice_stays(canceller: EchoCanceller, hers: Samples) -> None:
    his = resampled(hers, SPEAKING_HZ, HEARING_HZ)
    cleaned = run(canceller, np.zeros(SECONDS * SPEAKING_HZ, np.float32), his)
    assert abs(level_db(cleaned[HEARING_HZ:]) - level_db(his[HEARING_HZ:])) < 2


def test_silence_stays_silence(canceller: EchoCanceller) -> None:
    silence = np.zeros(SECONDS * HEARING_HZ, np.float32)
    cleaned = run(canceller, np.zeros(SECONDS * SPEAKING_HZ, np.float32), silence)
    assert level_db(cleaned) < -80


def test_sound_beyond_full_scale_does_no_harm(canceller: EchoCanceller) -> None:
    loud = np.full(160, 7.0, np.float32)
    assert np.max(np.abs(canceller.cleaned(loud))) <= 1.0


def test_what_is_no_whole_step_is_refused(canceller: EchoCanceller) -> None:
    with pytest.raises(ValueError, match="steps of 160"):
        canceller.cleaned(np.zeros(100, np.float32))
    with pytest.raises(ValueError, match="steps of 240"):
        canceller.played(np.zeros(100, np.float32))
