"""What speaking needs from others: a synthesizer, a dictionary of sounds, and a loudspeaker."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from samantha.domain.audio import Samples, Speech


class Means(StrEnum):
    """What a voice can be made to do."""

    PACE = "pace"
    PITCH = "pitch"
    RANGE = "range"
    ENERGY = "energy"
    BREATH = "breath"


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice to choose from."""

    id: str
    """As settings and personas name it, such as "kokoro:bella"."""
    description: str
    """In a few words: timbre, accent, engine."""
    means: frozenset[Means]
    """What of a prosody it can express; the rest is ignored."""


@dataclass(frozen=True, slots=True)
class Prosody:
    """How something is said; the defaults are the voice as it is.

    `pace` and `pitch_range` are ratios (1.2 is a fifth faster or wider), `pitch_semitones` and
    `energy_db` are added, `breath_db` adds noise of breath, `pause` is the ratio of pauses.
    """

    pace: float = 1.0
    pitch_semitones: float = 0.0
    pitch_range: float = 1.0
    energy_db: float = 0.0
    breath_db: float = 0.0
    pause: float = 1.0


class Synthesizer(Protocol):
    """Says a phrase. Calls block, and belong to one thread."""

    def voices(self) -> Sequence[Voice]:
        """The voices there are."""
        ...

    def warm_up(self, voice: str) -> None:
        """Load what `voice` needs, so that the next call is quick.

        Raises:
            VoiceUnavailable: there is no such voice, or it cannot speak now.
        """
        ...

    def say(self, text: str, voice: str, prosody: Prosody) -> Speech:
        """The sound of `text`, without silence at its beginning and end.

        `text` has been verbalized; a word in capitals is spelled. Text without a word is silence.

        Raises:
            VoiceUnavailable: there is no such voice, or it cannot speak now.
        """
        ...


class Accent(StrEnum):
    """Whose English it is."""

    AMERICAN = "american"
    BRITISH = "british"


class Pronunciation(Protocol):
    """Knows how words sound, for synthesizers that are given sounds instead of letters."""

    def phonemes(self, text: str, accent: Accent) -> Sequence[str]:
        """The sounds of each word of `text` (split at white space), with the marks around it.

        Raises:
            VoiceUnavailable: the dictionary cannot be had.
        """
        ...


class Loudspeaker(Protocol):
    """Where her sound goes. Places are counted in samples at `SPEAKING_HZ` since it was opened.

    Nothing here blocks: `play` puts sound behind what is not played yet.
    """

    @property
    def played(self) -> int:
        """How many of the samples given to `play` have really been heard."""
        ...

    @property
    def queued(self) -> int:
        """How many samples wait to be played."""
        ...

    def play(self, sound: Samples) -> None:
        """Play `sound` after all that waits."""
        ...

    def stop(self) -> int:
        """Throw away what waits, at once and without a click; returns `played`.

        What was thrown away counts as neither played nor queued: `played` goes on from here.
        """
        ...

    def gain(self, decibels: float) -> None:
        """Set how loud it plays from now on (0 is as given), over some 20 ms."""
        ...
