"""Noises and music, made of numbers: nobody says anything in any of them."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samantha.domain.audio import HEARING_HZ, Samples

Chance = np.random.Generator
Wave = NDArray[np.float64]


def white(seconds: float, chance: Chance) -> Samples:
    """Noise as loud at every frequency."""
    return _level(chance.standard_normal(int(seconds * HEARING_HZ)), 0.05)


def brown(seconds: float, chance: Chance) -> Samples:
    """Wind: low noise that comes and goes."""
    count = int(seconds * HEARING_HZ)
    spectrum = np.fft.rfft(chance.standard_normal(count))
    shaped = np.fft.irfft(spectrum / np.maximum(1, np.arange(len(spectrum)) / seconds / 60), count)
    gusts = 0.6 + 0.4 * np.sin(2 * np.pi * 0.3 * _moments(count) + chance.uniform(0, 6))
    return _level(shaped * gusts, 0.1)


def hum(seconds: float, chance: Chance) -> Samples:
    """A machine: a low tone with its harmonics."""
    moments = _moments(int(seconds * HEARING_HZ))
    base = chance.uniform(48, 120)
    tones = sum(np.sin(2 * np.pi * base * n * moments) / n for n in range(1, 12))
    return _level(np.asarray(tones), 0.05)


def knocks(seconds: float, chance: Chance) -> Samples:
    """Doors, steps and dishes: short decaying noises at odd times."""
    sound = np.zeros(int(seconds * HEARING_HZ))
    at = 0.3
    while at < seconds - 0.6:
        decay_s = chance.uniform(0.01, 0.12)
        moments = _moments(int(0.5 * HEARING_HZ))
        knock = chance.standard_normal(len(moments)) * np.exp(-moments / decay_s)
        knock = np.convolve(knock, np.hanning(int(chance.uniform(4, 26))), mode="same")
        start = int(at * HEARING_HZ)
        sound[start : start + len(knock)] += knock / np.abs(knock).max() * chance.uniform(0.2, 0.9)
        at += chance.uniform(0.15, 1.6)
    return np.clip(sound, -1, 1).astype(np.float32)


def keys(seconds: float, chance: Chance) -> Samples:
    """Someone types."""
    sound = np.zeros(int(seconds * HEARING_HZ))
    at = 0.1
    while at < seconds - 0.1:
        moments = _moments(int(0.03 * HEARING_HZ))
        click = chance.standard_normal(len(moments)) * np.exp(-moments / 0.004)
        start = int(at * HEARING_HZ)
        sound[start : start + len(click)] += click * chance.uniform(0.03, 0.12)
        at += chance.uniform(0.06, 0.3)
    return np.clip(sound, -1, 1).astype(np.float32)


def melody(seconds: float, chance: Chance) -> Samples:
    """Music: notes of a scale with overtones and a little vibrato, some as chords."""
    sound = np.zeros(int(seconds * HEARING_HZ))
    scale = 220 * 2 ** (np.array([0, 2, 4, 5, 7, 9, 11, 12, 14, 16]) / 12)
    at = 0.0
    while at < seconds - 0.2:
        lasts = chance.choice([0.2, 0.3, 0.4, 0.8])
        moments = _moments(int(min(lasts, seconds - at) * HEARING_HZ))
        notes = chance.choice(scale, size=chance.choice([1, 1, 3]), replace=False)
        start = int(at * HEARING_HZ)
        for note in notes:
            bend = moments + 0.0004 * np.sin(2 * np.pi * 5.5 * moments)
            tone = sum(np.sin(2 * np.pi * note * n * bend) / n**1.5 for n in range(1, 7))
            swell = np.minimum(1, moments / 0.02) * np.exp(-moments / lasts)
            sound[start : start + len(moments)] += np.asarray(tone) * swell / len(notes)
        at += lasts
    return _level(sound, 0.12)


def band(seconds: float, chance: Chance) -> Samples:
    """Music with drums."""
    drums = 0.5 * knocks(seconds, chance).astype(np.float64)
    return _level(melody(seconds, chance) + drums, 0.12)


NOISES: Final[Mapping[str, Callable[[float, Chance], Samples]]] = {
    "white noise": white,
    "wind": brown,
    "a machine": hum,
    "knocks": knocks,
    "typing": keys,
    "melody": melody,
    "band": band,
}


def _moments(count: int) -> Wave:
    return np.arange(count) / HEARING_HZ


def _level(sound: Wave, rms: float) -> Samples:
    loudness = float(np.sqrt(np.square(sound).mean())) + 1e-9
    return np.clip(sound * (rms / loudness), -1, 1).astype(np.float32)
