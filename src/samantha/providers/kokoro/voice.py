"""Kokoro-82M v1.0 as a `Synthesizer`: 28 English voices, which know only pace and energy."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from samantha.domain.audio import SPEAKING_HZ, Samples, Speech, in_a_row
from samantha.domain.errors import VoiceUnavailable
from samantha.domain.words import sounding_ends
from samantha.providers.kokoro.network import Network
from samantha.speaking.ports import Accent, Means, Pronunciation, Prosody, Voice

_KINDS: Final = {
    "af": ("female, American", Accent.AMERICAN),
    "am": ("male, American", Accent.AMERICAN),
    "bf": ("female, British", Accent.BRITISH),
    "bm": ("male, British", Accent.BRITISH),
}
_MARKS: Final = ';:,.!?—…"“”() '
_LONGEST: Final = 380
"""Symbols that are said in one go; the network takes 510."""
_BETWEEN: Final = SPEAKING_HZ // 4
_STEP: Final = SPEAKING_HZ // 100
_SILENT_BEFORE: Final = 10 ** (-46 / 20)
_SILENT_AFTER: Final = 10 ** (-38 / 20)
"""Of the loudest hundredth of a second; what is weaker at an end is cut off. Some voices breathe
long after their words."""
_LEVELS_DB: Final = {
    "alloy": -2.0, "aoede": -6.0, "bella": -1.5, "heart": -0.5, "jessica": -1.5, "kore": -5.0,
    "nicole": -0.5, "nova": 2.5, "river": -2.5, "sarah": -2.5, "sky": 0.0, "adam": -5.0,
    "echo": -1.5, "eric": -3.0, "fenrir": -4.5, "liam": -2.0, "michael": 0.5, "onyx": -1.0,
    "puck": -5.0, "santa": -0.5, "alice": -3.0, "emma": -3.0, "isabella": -6.0, "lily": -2.5,
    "daniel": -2.5, "fable": 0.0, "george": -2.5, "lewis": 0.0,
}  # fmt: skip
"""Brings each voice to -23 dB of full scale, the loudness of the default voice; measured."""
_LONGEST_ECHO: Final = SPEAKING_HZ // 8
"""Some voices end with a noise of their own; so long after the last word everything is cut."""
_KNEE: Final = 0.8


class Kokoro:
    """A `Synthesizer`. A second of speech takes most of a second on one core."""

    def __init__(self, model: Path, voices: Path, pronunciation: Pronunciation) -> None:
        """Nothing is loaded yet; `voices` is the folder of the voices' files."""
        self._model = model
        self._folder = voices
        self._pronunciation = pronunciation
        self._network: Network | None = None
        self._styles: dict[str, Samples] = {}

    def voices(self) -> Sequence[Voice]:
        """The English voices whose files are here."""
        means = frozenset({Means.PACE, Means.ENERGY})
        return [
            Voice(f"kokoro:{file.stem[3:]}", f"{_KINDS[file.stem[:2]][0]} (Kokoro)", means)
            for file in self._files()
        ]

    def warm_up(self, voice: str) -> None:
        """Load the network and the dictionary, and say a word; takes some seconds."""
        self.say("Hello.", voice, Prosody())

    def say(self, text: str, voice: str, prosody: Prosody) -> Speech:
        """The sound of `text`; the same every time."""
        file = next((each for each in self._files() if f"kokoro:{each.stem[3:]}" == voice), None)
        if file is None:
            raise VoiceUnavailable(
                f"There is no voice “{voice}” in {self._folder}.",
                "Fetch the voices with `samantha models fetch kokoro-voices`.",
            )
        if self._network is None:
            self._network = Network(self._model)
        style = self._style(file)
        words = [
            self._network.known(sounds)
            for sounds in self._pronunciation.phonemes(text, _KINDS[file.stem[:2]][1])
        ]
        parts = [_said(self._network, style, part, prosody.pace) for part in _parts(words)]
        speech = in_a_row(parts, int(_BETWEEN * prosody.pause))
        level_db = prosody.energy_db + _LEVELS_DB.get(file.stem[3:], 0.0)
        return Speech(_louder(speech.samples, level_db), speech.word_ends)

    def _files(self) -> Sequence[Path]:
        return sorted(file for file in self._folder.glob("*_*.bin") if file.stem[:2] in _KINDS)

    def _style(self, file: Path) -> Samples:
        """What makes a voice: 510 vectors of 256 numbers, one for each number of symbols."""
        if file.stem not in self._styles:
            try:
                self._styles[file.stem] = np.fromfile(file, np.float32).reshape(510, 256)
            except (OSError, ValueError) as error:
                raise VoiceUnavailable(
                    f"The voice {file} cannot be read ({error}).",
                    "Check it with `samantha models verify kokoro-voices`.",
                ) from error
        return self._styles[file.stem]


def _parts(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The words in parts that the network can take."""
    part: list[str] = []
    for word in words:
        if part and sum(map(len, part)) + len(part) + len(word) > _LONGEST:
            yield part
            part = []
        part.append(word[:_LONGEST])
    if part:
        yield part


def _said(network: Network, style: Samples, words: Sequence[str], pace: float) -> Speech:
    lasts = sounding_ends(words, _MARKS)
    if not any(lasts):
        return Speech(np.zeros(0, np.float32), (0,) * len(words))
    symbols = " ".join(filter(None, words))
    samples, ends = network.sound(symbols, style[min(len(symbols), len(style)) - 1], pace)
    first, last = _sounding(samples[: int(ends[lasts[-1]]) + _LONGEST_ECHO])
    fade = np.linspace(0, 1, min(_STEP, last - first), dtype=np.float32)
    samples = samples[first:last].copy()
    samples[: len(fade)] *= fade
    samples[len(samples) - len(fade) :] *= fade[::-1]
    places = (int(ends[at]) - first if at else 0 for at in lasts)
    return Speech(samples, tuple(int(min(max(place, 0), len(samples))) for place in places))


def _sounding(samples: Samples) -> tuple[int, int]:
    """Where sound begins and ends between the silences of both ends."""
    steps = len(samples) // _STEP
    loudness = np.sqrt((samples[: steps * _STEP].reshape(steps, _STEP) ** 2).mean(axis=1))
    first = np.flatnonzero(loudness > loudness.max() * _SILENT_BEFORE)[0]
    last = np.flatnonzero(loudness > loudness.max() * _SILENT_AFTER)[-1]
    return max(first - 1, 0) * _STEP, min((last + 3) * _STEP, len(samples))


def _louder(samples: Samples, decibels: float) -> Samples:
    """The sound so much louder, bent above the knee so that nothing clips."""
    sound = samples * np.float32(10 ** (decibels / 20))
    over = np.maximum(np.abs(sound) - _KNEE, 0.0)
    bent = _KNEE + (1 - _KNEE) * np.tanh(over / (1 - _KNEE))
    return np.where(over > 0, np.sign(sound) * bent, sound).astype(np.float32)
