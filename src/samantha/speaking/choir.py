"""Voices of several synthesizers behind one: each voice is said by who has it."""

from collections.abc import Sequence

from samantha.domain.audio import Speech
from samantha.domain.errors import VoiceUnavailable
from samantha.speaking.ports import Prosody, Synthesizer, Voice


class Choir:
    """A `Synthesizer` made of others; of two voices of one name the first one's is meant."""

    def __init__(self, synthesizers: Sequence[Synthesizer]) -> None:
        """Nothing of any of them is loaded by this."""
        self._synthesizers = tuple(synthesizers)

    def voices(self) -> Sequence[Voice]:
        """All of their voices."""
        return [voice for each in self._synthesizers for voice in each.voices()]

    def warm_up(self, voice: str) -> None:
        """Load what `voice` needs, and nothing for the others."""
        self._who_has(voice).warm_up(voice)

    def say(self, text: str, voice: str, prosody: Prosody) -> Speech:
        """The sound of `text` in `voice`."""
        return self._who_has(voice).say(text, voice, prosody)

    def _who_has(self, voice: str) -> Synthesizer:
        for each in self._synthesizers:
            if any(known.id == voice for known in each.voices()):
                return each
        raise VoiceUnavailable(
            f"There is no voice “{voice}” here.",
            "List them with `samantha voices`; Kokoro's are fetched with"
            " `samantha models fetch kokoro-82m-int8` and `kokoro-voices`.",
        )
