"""Real speech for tests: the voice that comes with a dependency says it."""

from functools import lru_cache

import numpy as np

from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Samples
from samantha.providers.hibari import Hibari
from samantha.speaking.ports import Prosody

VOICE = "hibari:heart"


@lru_cache(maxsize=1)
def _synthesizer() -> Hibari:
    return Hibari()


@lru_cache(maxsize=32)
def said(text: str) -> Samples:
    """The text as sound at `HEARING_HZ`, without silence around it."""
    speech = _synthesizer().say(text, VOICE, Prosody()).samples
    count = int(len(speech) * HEARING_HZ / SPEAKING_HZ)
    places = np.arange(count) * SPEAKING_HZ / HEARING_HZ
    smooth = np.convolve(speech, np.array([0.25, 0.5, 0.25]), mode="same")
    return np.interp(places, np.arange(len(smooth)), smooth).astype(np.float32)


def in_silence(sound: Samples, before_s: float = 0.5, after_s: float = 0.5) -> Samples:
    """The sound with silence around it."""
    return np.pad(sound, (int(before_s * HEARING_HZ), int(after_s * HEARING_HZ)))


def noise(seconds: float, loudness: float = 0.05, seed: int = 1) -> Samples:
    """White noise."""
    drawn = np.random.default_rng(seed).standard_normal(int(seconds * HEARING_HZ))
    return (loudness * drawn).astype(np.float32)


def tones(seconds: float) -> Samples:
    """Something like music: chords that change."""
    moments = np.arange(int(seconds * HEARING_HZ)) / HEARING_HZ
    sound = np.zeros(len(moments))
    for n, chord in enumerate(((220, 277, 330), (196, 247, 294), (247, 311, 370), (165, 208, 247))):
        now = (moments * 2 % 4).astype(int) == n
        sound += now * sum(np.sin(2 * np.pi * note * moments) for note in chord)
    return (0.08 * sound).astype(np.float32)


def slam(loudness: float = 0.9) -> Samples:
    """A door, in a second of silence."""
    moments = np.arange(HEARING_HZ) / HEARING_HZ
    drawn = np.random.default_rng(3).standard_normal(HEARING_HZ)
    dull = np.convolve(drawn, np.hanning(40), mode="same")
    sound = np.roll(dull * np.exp(-moments / 0.05), HEARING_HZ // 4)
    return (loudness * sound / np.abs(sound).max()).astype(np.float32)
