"""Whisper, through faster-whisper: 99 languages, five times slower than Moonshine in English."""

import importlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from samantha.domain.audio import HEARING_HZ, HeardWord, Samples
from samantha.domain.errors import HearingUnavailable

_LEAST_CERTAINTY: Final = -1.0
"""Mean logarithm of the tokens' probabilities below which a stretch is dropped."""
_LIKELY_SILENCE: Final = 0.6
_LOOPING_RATIO: Final = 2.4
"""How well a text may be compressed before it counts as a loop."""
_TAIL_S: Final = 0.3


class Whisper:
    """A `Recognizer` of many languages. Calls block for about a second, whatever the length."""

    def __init__(self, folder: Path, *, language: str = "en", threads: int = 1) -> None:
        """Load the model in `folder`; `language` is a code of two letters, "" lets it guess.

        Raises:
            HearingUnavailable: faster-whisper is not installed, the model is missing or broken, or
                it does not know the language.
        """
        try:
            library: Any = importlib.import_module("faster_whisper")
        except ImportError as error:
            raise HearingUnavailable(
                "The recognizer of many languages needs a library that is not installed.",
                "Install it with `pip install 'samantha[whisper]'`.",
            ) from error
        if not (folder / "model.bin").is_file():
            raise HearingUnavailable(
                f"There is no Whisper model in {folder}.",
                "Fetch it with `samantha models fetch whisper-base`.",
            )
        try:
            self._model = library.WhisperModel(
                str(folder), compute_type="int8", cpu_threads=threads, local_files_only=True
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise HearingUnavailable(
                f"The Whisper model in {folder} cannot be loaded ({type(error).__name__}).",
                "Check it with `samantha models verify whisper-base`.",
            ) from error
        if language and language not in self._model.supported_languages:
            raise HearingUnavailable(
                f"Whisper does not know the language “{language}”.",
                "Name one by its code of two letters, such as en, de or fr.",
            )
        self._language = language or None

    def recognize(self, sound: Samples, *, settled: Sequence[str] = ()) -> Sequence[HeardWord]:
        """The words in `sound`, with the times that the model itself tells."""
        padded = np.pad(sound, (0, int(_TAIL_S * HEARING_HZ)))
        stretches, _ = self._model.transcribe(
            padded,
            language=self._language,
            beam_size=1,
            temperature=0.0,
            word_timestamps=True,
            condition_on_previous_text=False,
        )
        words = [
            word
            for stretch in stretches
            if _is_speech(stretch)
            for word in stretch.words or ()
            if any(map(str.isalnum, word.word))
        ]
        return _with_settled(_joined(words), settled)


def _is_speech(stretch: Any) -> bool:
    """Whether the model was sure of what it heard, did not loop, and did not hear silence."""
    unsure = stretch.avg_logprob < _LEAST_CERTAINTY
    silent = stretch.no_speech_prob > _LIKELY_SILENCE
    return not unsure and not silent and stretch.compression_ratio < _LOOPING_RATIO


def _joined(pieces: Sequence[Any]) -> list[HeardWord]:
    """The words, those that the model cuts at a hyphen or an apostrophe made whole again."""
    words: list[HeardWord] = []
    for piece in pieces:
        if words and not piece.word[0].isspace() and not piece.word[0].isalnum():
            text, end_s = words[-1].text + piece.word, float(piece.end)
            words[-1] = replace(words[-1], text=text, end_s=end_s)
        else:
            words.append(HeardWord(piece.word.strip(), float(piece.start), float(piece.end)))
    return words


def _with_settled(words: Sequence[HeardWord], settled: Sequence[str]) -> Sequence[HeardWord]:
    """The words, the first of them as they were settled: this model hears all of it anew."""
    missing = [HeardWord("", 0.0, 0.0)] * (len(settled) - len(words))
    known = zip(settled, [*words, *missing], strict=False)
    return [*(replace(word, text=text) for text, word in known), *words[len(settled) :]]
