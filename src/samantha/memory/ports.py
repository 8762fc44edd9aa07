"""What memory needs from others: a place where everything said is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from samantha.domain.dialogue import (
    Draft,
    Episode,
    Fact,
    Gist,
    Lifetime,
    Utterance,
)
from samantha.memory.claims import Claim
from samantha.memory.vectors import Vectors


class ConversationLog(Protocol):
    """The one lasting conversation, word for word, in the order it was said.

    What a method returned for is on disk: it survives the process and a power cut.
    """

    async def begin_session(self, at: datetime) -> int:
        """Open a session and return its id."""
        ...

    async def add(self, draft: Draft) -> Utterance:
        """Keep one utterance and return it with its id.

        Raises:
            StoreUnavailable: it is not kept (disk full, damaged, closed).
        """
        ...

    async def extend(self, utterance_id: int, text: str, *, interrupted: bool) -> None:
        """Replace the text of her utterance that is being spoken by what was shown so far."""
        ...

    async def last(self, count: int, *, before_id: int | None = None) -> Sequence[Utterance]:
        """The last `count` utterances (before `before_id`), oldest first."""
        ...

    async def search(
        self, words: Sequence[str], limit: int, *, before_id: int
    ) -> Sequence[tuple[Utterance, float]]:
        """Utterances before `before_id` that hold any of `words`, best first, with a score > 0."""
        ...

    async def lifetime(self) -> Lifetime:
        """Since when she lives and how much was said."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something said that may belong to what is asked, with how alike the two are."""

    utterance: Utterance
    words: float
    """How well its own words fit (BM25); 0 where none does."""
    around: float
    """The same with what was said right before and after it."""
    likeness: float
    """How like its meaning is (cosine); 0 where that is not known."""
    likeness_led: float
    """The same together with the turn before it."""


class Retrieval(Protocol):
    """Finds what was said, by its words and by its meaning, however long ago."""

    async def candidates(self, text: str, *, before_id: int) -> Sequence[Candidate]:
        """What may belong to `text` of all that was said before `before_id`, in no order.

        Raises:
            StoreUnavailable: it cannot be looked for.
        """
        ...

    async def beside(self, ids: Sequence[int]) -> Sequence[Utterance]:
        """These turns and those right before and after each in its talk, in the order of ids.

        Raises:
            StoreUnavailable: they cannot be read.
        """
        ...


class Embedding(Protocol):
    """Turns text into vectors, so that what means the like lies near."""

    @property
    def name(self) -> str:
        """Which model made them; vectors of different ones are not compared."""
        ...

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, of length 1; shape (texts, dimensions). Takes milliseconds each."""
        ...


class Keepsakes(Protocol):
    """What was made of what was said: facts about him, a gist, her own episodes."""

    async def facts(self) -> Sequence[Fact]:
        """All facts, the one told longest ago first."""
        ...

    async def keep_facts(self, facts: Sequence[Fact]) -> None:
        """Keep facts; one of a known key replaces the earlier."""
        ...

    async def gist(self) -> Gist:
        """The running summary; an empty one at first."""
        ...

    async def keep_gist(self, gist: Gist) -> None:
        """Replace the running summary."""
        ...

    async def episodes(self) -> Sequence[Episode]:
        """What happened to her, oldest first."""
        ...

    async def add_episode(self, episode: Episode) -> None:
        """Keep one episode."""
        ...


class ClaimLog(Protocol):
    """What he claimed of himself and his own."""

    async def claims(self) -> Sequence[Claim]:
        """All of them, in the order they were told."""
        ...

    async def keep_claims(self, claims: Sequence[Claim]) -> None:
        """Keep what was claimed; what was said in words that are no more is left out."""
        ...


class Forgetting(Protocol):
    """Things said that are to be no more: out of sight at once, and for good after a day.

    Whatever was made of them (facts, lines of the gist, the search index) goes and comes back with
    them. Every method raises StoreUnavailable where it cannot be done.
    """

    async def forget(self, ids: Sequence[int], at: datetime) -> int:
        """Forget utterances; returns the number by which all of them can be put back, 0 if none."""
        ...

    async def restore(self, number: int) -> Sequence[int]:
        """Put back what was forgotten under `number`; returns the ids that are there again."""
        ...

    async def number_of(self, utterance_id: int) -> int | None:
        """Under which number an utterance was forgotten; None where it was not, or is gone."""
        ...

    async def purge(self, before: datetime) -> int:
        """Let go for good of what was forgotten before that; returns how many utterances went.

        Afterwards none of their bytes is in the store's files.
        """
        ...

    async def said_between(self, begin: datetime, end: datetime) -> Sequence[Utterance]:
        """What was said from `begin` on and before `end`, oldest first."""
        ...
