"""How English words are said: hibari's dictionary, tagger and guesses, word for word."""

import importlib
from collections.abc import Sequence
from typing import Any, Final

from samantha.domain.errors import VoiceUnavailable
from samantha.speaking.ports import Accent

_MOST_LETTERS: Final = 60
"""Of a single word; what is longer is no word."""


class HibariPronunciation:
    """A `Pronunciation` in the alphabet that hibari and Kokoro were trained on.

    An accent takes 0.3 s and some 100 MB when it is first used. A sentence takes about 1 ms.
    """

    def __init__(self) -> None:
        self._readers: dict[Accent, Any] = {}

    def phonemes(self, text: str, accent: Accent) -> Sequence[str]:
        """The sounds of each word of `text`, with its marks.

        Raises:
            VoiceUnavailable: the dictionary cannot be loaded.
        """
        words = [word[:_MOST_LETTERS] for word in text.split()]
        reader = self._reader(accent)
        sounds, word = [""] * len(words), 0
        for token in reader.phonemize_tokens(reader.tokenize(" ".join(words))):
            sounds[min(word, len(words) - 1)] += token.phonemes or ""
            word += bool(token.whitespace)
        return sounds

    def _reader(self, accent: Accent) -> Any:
        if accent not in self._readers:
            try:
                reading: Any = importlib.import_module("hibari.g2p")
                self._readers[accent] = reading.G2P(british=accent is Accent.BRITISH)
            except (ImportError, OSError, ValueError) as error:
                raise VoiceUnavailable(
                    f"The dictionary of the package hibari-tts cannot be read ({error}).",
                    "Install it again: pip install --force-reinstall hibari-tts==0.2.1.",
                ) from error
        return self._readers[accent]
