"""Another voice that speaks while the chosen one cannot, and steps back by itself."""

from collections.abc import Callable, Sequence
from typing import Final

from samantha.domain.audio import Speech
from samantha.domain.errors import VoiceUnavailable
from samantha.speaking.ports import Prosody, Synthesizer, Voice

REST_S: Final = 30.0
"""So long a voice that failed is left alone."""

STANDS_IN: Final = (
    "My voice failed, and another one of mine stands in until it is back."
    " If it stays away, run `samantha doctor`."
)


class Understudied:
    """A `Synthesizer` that says with `other`, in its voice `other_voice`, what `chosen` cannot.

    Each phrase is said whole by one of them. A voice that neither of them has is an error still.
    """

    def __init__(
        self,
        chosen: Synthesizer,
        other: Synthesizer,
        other_voice: str,
        *,
        now_s: Callable[[], float],
    ) -> None:
        """`now_s` is a clock that only goes forward, in seconds."""
        self._chosen = chosen
        self._other = other
        self._other_voice = other_voice
        self._now_s = now_s
        self._rests_until_s = float("-inf")
        self._stands_in = False
        self._untold = False

    def tell_failure(self) -> str | None:
        """One sentence, once, when the other voice has begun to stand in."""
        untold, self._untold = self._untold, False
        return STANDS_IN if untold else None

    def voices(self) -> Sequence[Voice]:
        """The chosen one's voices."""
        return self._chosen.voices()

    def warm_up(self, voice: str) -> None:
        """Have both ready, so that the change takes no time."""
        self._other.warm_up(self._other_voice)
        try:
            self._chosen.warm_up(voice)
        except Exception:  # noqa: BLE001 - as in `say`
            self._rest(voice)

    def say(self, text: str, voice: str, prosody: Prosody) -> Speech:
        """The sound of `text` in `voice`, or in the other voice while that one fails."""
        if self._now_s() >= self._rests_until_s:
            try:
                speech = self._chosen.say(text, voice, prosody)
            except Exception:  # noqa: BLE001 - a synthesizer may fail in its own way
                self._rest(voice)
            else:
                self._stands_in = False
                return speech
        self._untold |= not self._stands_in
        self._stands_in = True
        return self._other.say(text, self._other_voice, prosody)

    def _rest(self, voice: str) -> None:
        """Leave the chosen one alone for a while; to be called where it has just failed."""
        if voice not in {each.id for each in self._chosen.voices()}:
            raise VoiceUnavailable(
                f"There is no voice “{voice}”.", "List them with `samantha voices`."
            )
        self._rests_until_s = self._now_s() + REST_S
