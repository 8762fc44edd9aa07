"""Her persona: traits as numbers with words, her manner, her voice, the names the two go by."""

from dataclasses import dataclass, field
from enum import StrEnum


class Timbre(StrEnum):
    """What her voice should be like, as far as names and speech engines need to know."""

    FEMININE = "feminine"
    MASCULINE = "masculine"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Traits:
    """Who she is, in numbers from 0 (not at all) to 1 (very)."""

    warmth: float = 0.75
    curiosity: float = 0.7
    playfulness: float = 0.5
    directness: float = 0.5
    liveliness: float = 0.5
    patience: float = 0.7


@dataclass(frozen=True, slots=True)
class Persona:
    """Everything a person may read and change about who she is.

    `her_name` is None until she has chosen it. `his_name` is what he would like to be called, None
    where he did not say. `style` are plain sentences about her manner. `voice_wish` is his own
    wording of what her voice should be like, and `voice` the id of the one that she speaks with,
    empty until one is chosen.
    """

    her_name: str | None = None
    his_name: str | None = None
    traits: Traits = field(default_factory=Traits)
    timbre: Timbre = Timbre.FEMININE
    voice: str = ""
    voice_wish: str = ""
    style: tuple[str, ...] = ()
