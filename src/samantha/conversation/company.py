"""Who and what comes together in a session."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from samantha.domain.clock import Clock
from samantha.memory.ports import ClaimLog, ConversationLog, Keepsakes, Retrieval
from samantha.mind import truth
from samantha.mind.doing.doing import Doing
from samantha.mind.feeling import Heart
from samantha.mind.manner import Guidance
from samantha.mind.ports import LanguageModel
from samantha.mind.wishes import AnotherName, CallMe
from samantha.personality.persona import Persona

Mirror = Callable[[Persona], Awaitable[truth.SelfKnowledge]]
"""Looks at the system and says what is true of her now."""

Naming = Callable[[Persona, CallMe | AnotherName], Awaitable[Persona]]
"""Grants a wish about names and keeps it."""


@dataclass(frozen=True, slots=True)
class Company:
    """What a session needs: who speaks, with what words, and where it is kept."""

    persona: Persona
    model: LanguageModel
    log: ConversationLog
    retrieval: Retrieval
    keepsakes: Keepsakes
    clock: Clock
    mirror: Mirror
    naming: Naming
    trouble: Callable[[], str | None] = lambda: None
    """What he should be told of the model's failures, once each."""
    seed: int | None = None
    """Fixes how words are drawn, for tests and benchmarks; None is fresh each time."""
    guidance: Guidance = Guidance.EXAMPLES
    country: str | None = None
    """Where he lives (two letters, ISO 3166), for the numbers to call in danger."""
    doing: Doing | None = None
    """Her hands: what he asks for is done by them."""
    claims: ClaimLog | None = None
    """What he told of himself, as it stands by now."""
    heart: Heart | None = None
    """What moves her, and colours what she says."""
