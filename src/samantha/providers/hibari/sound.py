"""From spectra to samples, coloured on the way: pitch, breath, energy, pauses, size of the throat.

The frames are joined by an inverse short-time Fourier transform of 1200 samples with a hop of 300
and a Hann window, in which

    S = exp(harmonic) · exp(i · turn) · E  +  exp(free) · exp(i · phase)

and E is the transform of a train of pulses at the pitch, so that the pitch may be changed freely.
The network's third part, noise at some -80 dB, cannot be heard and is left out.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samantha.domain.audio import SPEAKING_HZ, Samples
from samantha.providers.hibari.network import Floats, Spectra
from samantha.speaking.ports import Prosody

WINDOW: Final = 1200
HOP: Final = 300
_BIN_HZ: Final = SPEAKING_HZ / WINDOW
_HANN: Final = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
_PULSE_WINDOW: Final = _HANN / (WINDOW / 4)
"""So that one harmonic of amplitude 1 peaks at 1 in the transform."""
_HIGHEST_HARMONIC_HZ: Final = 11_000.0
_VOICED_HZ: Final = 40.0
_LOG_MOST: Final = 7.0
_SILENT_DB: Final = -46.0
"""Below the loudest frame; weaker frames at both ends are cut off, at pauses stretched."""
_NATURAL_BREATH_DB: Final = 26.0
"""How far a voice as it is stands above the noise of its breath."""
_WHISPER_DB: Final = 30.0
"""From here on the voice is mostly breath, and nothing of the free part may sing along."""
_FAR_SEMITONES: Final = 4.0
_OLD_PITCH_DB: Final = 18.0
_PITCH_HZ: Final = (60.0, 480.0)
_KNEE: Final = 0.8
_DECIBEL: Final = np.log(10) / 20


@dataclass(frozen=True, slots=True)
class Frames:
    """Which frames of the spectra are played, in order, and where each old frame begins in that."""

    order: NDArray[np.intp]
    places: NDArray[np.intp]


def chosen_frames(spectra: Spectra, pauses: NDArray[np.bool_], pause: float) -> Frames:
    """All frames between the silent ones at both ends, those in `pauses` stretched by `pause`."""
    loudness = _loudness(spectra)
    heard = np.flatnonzero(loudness > loudness.max() * 10 ** (_SILENT_DB / 10))
    first, last = max(heard[0] - 1, 0), min(heard[-1] + 2, len(loudness))
    length = np.zeros(len(loudness))
    length[first:last] = 1.0
    quiet = loudness < loudness.max() * 10 ** (_SILENT_DB / 20)
    length[first:last][(pauses & quiet)[first:last]] = pause
    places = np.concatenate([[0.0], np.cumsum(length)])
    order = np.searchsorted(places[1:], np.arange(int(places[-1])) + 0.5)
    return Frames(order, places.astype(np.intp))


def samples_of(spectra: Spectra, frames: Frames, prosody: Prosody, throat: float) -> Samples:
    """The sound of these frames; `throat` above 1 is a larger one, which sounds lower."""
    order = frames.order
    harmonic, turn = spectra.harmonic[:, order], spectra.turn[:, order]
    free, phase = _resized(spectra.free[:, order], throat), spectra.phase[:, order]
    natural_hz = spectra.f0_hz[order]
    f0_hz = coloured_pitch(natural_hz, prosody)
    if throat != 1.0 or prosody.breath_db > 0 or f0_hz is not natural_hz:
        harmonic, turn = _between_harmonics(harmonic, turn, natural_hz)
        moved = _ratio(f0_hz, natural_hz)
        harmonic = _resized(harmonic, throat) + np.log(moved) / 2  # as loud at any pitch
        free = free + _without_old_pitch(moved, f0_hz)
    voice = np.exp(np.minimum(harmonic + prosody.energy_db * _effort()[:, None], _LOG_MOST))
    rest = np.exp(np.minimum(free + np.float32(prosody.energy_db * _DECIBEL), _LOG_MOST))
    spectrum = _transform(_pulses(f0_hz)) * _polar(voice, turn)
    if prosody.breath_db > 0:
        spectrum, phase = _breathed(spectrum, voice, f0_hz, phase, prosody.breath_db)
    return _limited(_joined(spectrum + _polar(rest, phase)))


def coloured_pitch(f0_hz: Floats, prosody: Prosody) -> Floats:
    """The pitch moved and widened around its own median, in semitones; unvoiced frames stay."""
    voiced = f0_hz > _VOICED_HZ
    if not voiced.any() or (prosody.pitch_range == 1.0 and prosody.pitch_semitones == 0.0):
        return f0_hz
    middle = np.median(f0_hz[f0_hz > 2 * _VOICED_HZ]) if (f0_hz > 2 * _VOICED_HZ).any() else 200.0
    widened = middle * (np.maximum(f0_hz, 1.0) / middle) ** prosody.pitch_range
    moved = np.clip(widened * 2 ** (prosody.pitch_semitones / 12), *_PITCH_HZ)
    return np.where(voiced, moved, f0_hz).astype(np.float32)


def _loudness(spectra: Spectra) -> Floats:
    """About the power of each frame."""
    voiced = spectra.f0_hz > 2 * _VOICED_HZ
    harmonics = np.exp(2 * np.minimum(spectra.harmonic, _LOG_MOST)).sum(axis=0) * voiced
    per_bin = 1.5 * _BIN_HZ / np.maximum(spectra.f0_hz, 2 * _VOICED_HZ)
    free = np.exp(2 * np.minimum(spectra.free, _LOG_MOST)).sum(axis=0)
    return (harmonics * per_bin + free).astype(np.float32, copy=False)


def _ratio(f0_hz: Floats, natural_hz: Floats) -> Floats:
    """How far the pitch was moved, 1 where there is none."""
    ratio = np.maximum(f0_hz, _VOICED_HZ) / np.maximum(natural_hz, _VOICED_HZ)
    return ratio.astype(np.float32, copy=False)


def _between_harmonics(
    log_magnitude: Floats, angle: Floats, natural_hz: Floats
) -> tuple[Floats, Floats]:
    """Magnitude and angle of the voice for any pitch, not only for the natural one.

    The network says something true only at the harmonics of its own pitch, so what lies between
    two of them is a straight line for the magnitude, and the nearer one's angle.
    """
    bins = np.arange(len(log_magnitude), dtype=np.float32)[:, None]
    spacing = np.maximum(natural_hz, 2 * _VOICED_HZ)[None, :] / np.float32(_BIN_HZ)
    below = np.maximum(np.floor(bins / spacing), 1.0)
    part = np.clip(bins / spacing - below, 0.0, 1.0)
    last = len(log_magnitude) - 1
    lower = np.minimum(np.rint(below * spacing), last).astype(np.intp)
    upper = np.minimum(np.rint((below + 1) * spacing), last).astype(np.intp)
    at_lower = np.take_along_axis(log_magnitude, lower, 0)
    at_upper = np.take_along_axis(log_magnitude, upper, 0)
    nearer = np.where(part < 0.5, lower, upper)
    magnitude = (at_lower + (at_upper - at_lower) * part).astype(np.float32, copy=False)
    return magnitude, np.take_along_axis(angle, nearer, 0)


def _resized(log_magnitude: Floats, throat: float) -> Floats:
    """The formants moved down by the ratio `throat`: the same word from a larger throat."""
    if throat == 1.0:
        return log_magnitude
    bins = np.arange(len(log_magnitude))
    source = np.minimum(bins * throat, bins[-1])
    below = source.astype(np.intp)
    above = np.minimum(below + 1, bins[-1])
    part = (source - below).astype(np.float32)[:, None]
    resized = log_magnitude[below] * (1 - part) + log_magnitude[above] * part
    return resized.astype(np.float32, copy=False)


@lru_cache(maxsize=1)
def _effort() -> Floats:
    """What a decibel of energy adds to each bin's logarithm: more to the brighter ones.

    Each of two octaves above 1 kHz gains a quarter more, for a raised voice is not only louder
    (Sluijter and van Heuven, 1996).
    """
    hertz = np.arange(WINDOW // 2 + 1) * _BIN_HZ
    octaves = np.clip(np.log2(np.maximum(hertz, 1.0) / 1000.0), 0.0, 2.0)
    return (_DECIBEL * (1 + 0.25 * octaves)).astype(np.float32)


def _without_old_pitch(moved: Floats, f0_hz: Floats) -> Floats:
    """What to add to the free part, which still sings at the old pitch below some 2.5 kHz."""
    semitones = 12 * np.abs(np.log2(moved))
    most = np.minimum(semitones / _FAR_SEMITONES, 1.0) * (f0_hz > 2 * _VOICED_HZ)
    hertz = np.arange(WINDOW // 2 + 1) * _BIN_HZ
    below = np.clip((3000.0 - hertz) / 1000.0, 0.0, 1.0)
    decibels = -_OLD_PITCH_DB * below[:, None] * most[None, :]
    return (decibels * _DECIBEL).astype(np.float32)


def _breathed(
    spectrum: NDArray[np.complex64], voice: Floats, f0_hz: Floats, phase: Floats, breath_db: float
) -> tuple[NDArray[np.complex64], Floats]:
    """The voiced part with some of its power turned into noise of the same colour."""
    rng = np.random.default_rng(0)
    share = 10 ** ((breath_db - _NATURAL_BREATH_DB) / 20) - 10 ** (-_NATURAL_BREATH_DB / 20)
    voiced = f0_hz > 2 * _VOICED_HZ
    per_bin = np.sqrt(1.5 * _BIN_HZ / np.maximum(f0_hz, 2 * _VOICED_HZ)) * voiced
    noise = rng.standard_normal((*voice.shape, 2), np.float32).view(np.complex64)[..., 0]
    hertz = np.arange(WINDOW // 2 + 1) * _BIN_HZ
    throat = np.clip((hertz - 100.0) / 300.0, 0.0, 1.0)[:, None]  # no breath below the voice
    noise *= (np.sqrt(0.75) * throat * voice * (per_bin * share)[None, :]).astype(np.float32)
    if breath_db >= _WHISPER_DB:
        anything = rng.uniform(-np.pi, np.pi, phase.shape).astype(np.float32)
        phase = np.where(voiced[None, :], anything, phase)
    return (spectrum + noise) / np.float32(np.hypot(1.0, share)), phase


def _polar(magnitude: Floats, angle: Floats) -> NDArray[np.complex64]:
    number = np.empty(magnitude.shape, np.complex64)
    np.multiply(magnitude, np.cos(angle), out=number.real)
    np.multiply(magnitude, np.sin(angle), out=number.imag)
    return number


def _pulses(f0_hz: Floats) -> Samples:
    """A pulse train at the pitch: the sum of cos(h·t) over all harmonics h up to 11 kHz.

    That sum is (sin((H + 1/2)·t) / sin(t/2) - 1) / 2, Dirichlet's kernel. Frames without pitch are
    silent; between the middles of two frames the pitch goes in a straight line.
    """
    middles = (np.arange(len(f0_hz)) + 0.5) * HOP - 0.5
    pitch = np.interp(np.arange(len(f0_hz) * HOP), middles, f0_hz)
    voiced = pitch > _VOICED_HZ
    pitch = np.maximum(pitch, _VOICED_HZ)
    half = np.pi * (np.cumsum(pitch / SPEAKING_HZ) % 1.0)
    highest = 2 * np.floor(_HIGHEST_HARMONIC_HZ / pitch) + 1
    below = np.sin(half)
    at_pulse = np.abs(below) < 1e-3
    ratio = np.sin(highest * half) / np.where(at_pulse, 1.0, below)
    train = (np.where(at_pulse, highest, ratio) - 1) / 2
    return np.where(voiced, train, 0.0).astype(np.float32)


def _transform(sound: Samples) -> NDArray[np.complex64]:
    """The short-time Fourier transform, one column a frame, the sound mirrored at its ends."""
    frames = len(sound) // HOP
    around = np.pad(sound, WINDOW // 2, mode="reflect" if len(sound) > WINDOW // 2 else "constant")
    windows = np.lib.stride_tricks.sliding_window_view(around, WINDOW)[::HOP][:frames]
    return np.fft.rfft(windows * _PULSE_WINDOW, axis=1).astype(np.complex64, copy=False).T


def _joined(spectrum: NDArray[np.complex64]) -> Samples:
    """The inverse of the transform: overlapping frames added, over the squared window's sum."""
    frames, parts = spectrum.shape[1], WINDOW // HOP
    pieces = np.fft.irfft(spectrum.T, WINDOW, axis=1).astype(np.float32, copy=False) * _HANN
    pieces = pieces.reshape(frames, parts, HOP)
    weights = (_HANN**2).reshape(parts, HOP)
    sound = np.zeros((frames + parts - 1, HOP), np.float32)
    weight = np.zeros_like(sound)
    for part in range(parts):
        sound[part : part + frames] += pieces[:, part]
        weight[part : part + frames] += weights[part]
    sound /= np.maximum(weight, 1e-8)
    return sound.reshape(-1)[WINDOW // 2 : WINDOW // 2 + frames * HOP]


def _limited(sound: Samples) -> Samples:
    """Bend what is louder than the knee, so that nothing clips."""
    over = np.abs(sound) - _KNEE
    if over.max(initial=0.0) <= 0:
        return sound
    bent = _KNEE + (1 - _KNEE) * np.tanh(over / (1 - _KNEE))
    return np.where(over > 0, np.sign(sound) * bent, sound).astype(np.float32)
