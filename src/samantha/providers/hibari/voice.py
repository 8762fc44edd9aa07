"""hibari as a `Synthesizer`: text and prosody in, sound out, some hundred times real time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from samantha.domain.audio import SPEAKING_HZ, Speech, in_a_row
from samantha.domain.errors import VoiceUnavailable
from samantha.domain.words import sounding_ends
from samantha.providers.hibari.network import Network, assets
from samantha.providers.hibari.pronunciation import HibariPronunciation
from samantha.providers.hibari.sound import HOP, chosen_frames, samples_of
from samantha.speaking.ports import Accent, Means, Pronunciation, Prosody, Voice

_MARKS: Final = ';:,.!?—…"“”() '
_LONGEST: Final = 280
"""Symbols that are said in one go; the network was trained on single sentences."""
_LEVEL_DB: Final = 2.5
"""Brings these voices to the loudness of the others."""
_BETWEEN_S: Final = 0.25
_FADE: Final = SPEAKING_HZ // 200


@dataclass(frozen=True, slots=True)
class _Cast:
    """A voice: its network, and how it differs from that network's own sound."""

    description: str
    file_name: str
    sha256: str
    accent: Accent = Accent.AMERICAN
    throat: float = 1.0
    pitch_semitones: float = 0.0
    pitch_range: float = 1.0


_HEART: Final = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"
_CASTS: Final[Mapping[str, _Cast]] = {
    "hibari:heart": _Cast("warm, female, American", "hibari.onnx", _HEART),
    "hibari:soft": _Cast(
        "softer and calmer, female, American",
        "hibari.onnx",
        _HEART,
        throat=1.04,
        pitch_semitones=-2.0,
        pitch_range=0.8,
    ),
    "hibari:bright": _Cast(
        "brighter and livelier, female, American",
        "hibari.onnx",
        _HEART,
        throat=0.95,
        pitch_semitones=1.5,
        pitch_range=1.2,
    ),
    "hibari:low": _Cast(
        "low, rather male, American",
        "hibari.onnx",
        _HEART,
        throat=1.2,
        pitch_semitones=-9.0,
        pitch_range=0.9,
    ),
    "hibari:plain": _Cast(
        "even and deeper, American; for the installer",
        "hibari.onnx",
        _HEART,
        throat=1.14,
        pitch_semitones=-6.0,
        pitch_range=0.75,
    ),
}


class Hibari:
    """A `Synthesizer` of the voices inside the package hibari-tts, with all means of expression."""

    def __init__(self, pronunciation: Pronunciation | None = None) -> None:
        """Nothing is loaded yet; `pronunciation` may be shared with other synthesizers."""
        self._pronunciation = pronunciation or HibariPronunciation()
        self._networks: dict[str, Network] = {}

    def voices(self) -> Sequence[Voice]:
        """The package's own voice, and a plain one made of it."""
        return [
            Voice(name, f"{cast.description} (hibari)", frozenset(Means))
            for name, cast in _CASTS.items()
        ]

    def warm_up(self, voice: str) -> None:
        """Load the network and the dictionary, and say some words; takes about a second."""
        for text in ("Hello.", "How are you today?"):
            self.say(text, voice, Prosody())

    def say(self, text: str, voice: str, prosody: Prosody) -> Speech:
        """The sound of `text`; the same every time."""
        cast = _CASTS.get(voice)
        if cast is None:
            raise VoiceUnavailable(
                f"hibari has no voice “{voice}”.", f"Known are {', '.join(_CASTS)}."
            )
        network = self._network(cast)
        words = [
            network.known(sounds) for sounds in self._pronunciation.phonemes(text, cast.accent)
        ]
        prosody = replace(
            prosody,
            pitch_semitones=prosody.pitch_semitones + cast.pitch_semitones,
            pitch_range=prosody.pitch_range * cast.pitch_range,
            energy_db=prosody.energy_db + _LEVEL_DB,
        )
        parts = [_said(network, part, prosody, cast.throat) for part in _parts(words)]
        return in_a_row(parts, int(_BETWEEN_S * prosody.pause * SPEAKING_HZ))

    def _network(self, cast: _Cast) -> Network:
        if cast.sha256 not in self._networks:
            self._networks[cast.sha256] = Network(_package_file(cast.file_name), cast.sha256)
        return self._networks[cast.sha256]


def _package_file(name: str) -> Path:
    try:
        return assets() / name
    except ImportError as error:
        raise VoiceUnavailable(
            "The package hibari-tts is not installed.", "Install it: pip install hibari-tts==0.2.1."
        ) from error


def _parts(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The words in parts that are short enough, best after a sentence."""
    part: list[str] = []
    length = 0
    for word in words:
        if part and length + len(word) > _LONGEST:
            yield part
            part, length = [], 0
        part.append(word[:_LONGEST])
        length += len(word) + 1
        if length > _LONGEST / 2 and word[-1:] in (".", "!", "?"):
            yield part
            part, length = [], 0
    if part:
        yield part


def _said(network: Network, words: Sequence[str], prosody: Prosody, throat: float) -> Speech:
    lasts = sounding_ends(words, _MARKS)
    if not any(lasts):
        return Speech(np.zeros(0, np.float32), (0,) * len(words))
    symbols = " ".join(filter(None, words))
    spectra = network.spectra(symbols, prosody.pace)
    marks = np.array([False, *(each in _MARKS[:-1] for each in symbols), False])
    gaps = np.array([False, *(each == " " for each in symbols), False])
    silent = marks | (gaps & np.roll(marks, 1))  # a mark, and the gap behind it
    pauses = np.repeat(silent, np.diff(spectra.ends, prepend=0))
    frames = chosen_frames(spectra, pauses, prosody.pause)
    samples = samples_of(spectra, frames, prosody, throat)
    fade = np.linspace(0, 1, min(_FADE, len(samples) // 2), dtype=np.float32)
    samples[: len(fade)] *= fade
    samples[len(samples) - len(fade) :] *= fade[::-1]
    places = (int(frames.places[spectra.ends[at]]) * HOP if at else 0 for at in lasts)
    return Speech(samples, tuple(min(place, len(samples)) for place in places))
