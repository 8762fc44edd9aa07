"""One reply of hers: thought of perhaps before he has finished, kept as far as it was heard."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace

from samantha.domain.dialogue import Origin, Utterance
from samantha.heart.threads import Thread
from samantha.mind.reasons import Reasons

PHRASES_AHEAD = 8
"""How many phrases she thinks ahead of what is heard; then she waits."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a reply, phrase by phrase, and where they come from."""

    phrases: AsyncGenerator[str, None]
    origin: Origin
    meanwhile: str = ""
    """What she may truly say if the first phrase takes long, such as "Let me look."."""
    reasons: Reasons | None = None
    """What shaped it, for him to read."""
    raises: Thread | None = None
    """What she comes back to with it."""


class Thought:
    """A reply on its way, in a task of its own: begun early, heard later or never.

    Nothing of it is kept anywhere; who closes it forgets it.
    """

    def __init__(self, said: str, find: Callable[[], Awaitable[Wording]]) -> None:
        self.said = said
        """What of his words it answers."""
        self.origin = Origin.MODEL
        self.meanwhile = ""
        """What she may truly say if it takes long, once that is known."""
        self.reasons: Reasons | None = None
        """What shaped it, once that is known."""
        self.raises: Thread | None = None
        """What she comes back to with it, once that is known."""
        self._phrases: asyncio.Queue[str | None] = asyncio.Queue(PHRASES_AHEAD)
        self._task = asyncio.create_task(self._think(find))

    async def phrases(self) -> AsyncGenerator[str, None]:
        """Yield the phrases as they come; to be gone through once.

        Raises:
            ModelUnavailable, ModelBrokeOff, StoreUnavailable: as the thinking does.
        """
        while (phrase := await self._phrases.get()) is not None:
            yield phrase
        await self._task

    async def aclose(self) -> None:
        """Leave it off."""
        self._task.cancel()
        await asyncio.wait([self._task])
        if not self._task.cancelled():
            self._task.exception()  # whoever went through the phrases has been told

    async def _think(self, find: Callable[[], Awaitable[Wording]]) -> None:
        try:
            wording = await find()
            self.origin, self.meanwhile = wording.origin, wording.meanwhile
            self.reasons, self.raises = wording.reasons, wording.raises
            async with aclosing(wording.phrases) as phrases:
                async for phrase in phrases:
                    await self._phrases.put(phrase)
        except Exception:
            await self._phrases.put(None)
            raise
        await self._phrases.put(None)


Keep = Callable[[str, Origin], Awaitable[Utterance]]
"""Keeps the beginning of an utterance of hers."""

Amend = Callable[[Utterance], Awaitable[Utterance]]
"""Keeps how an utterance of hers went on."""


class Reply:
    """What of a thought was heard: exactly that is kept."""

    def __init__(self, thought: Thought, keep: Keep, amend: Amend) -> None:
        self.thought = thought
        self._keep = keep
        self._amend = amend
        self._hers: Utterance | None = None
        self._text = ""
        self.said: int | None = None
        """The id of his utterance that it answers, if it answers one."""

    @property
    def utterance(self) -> int | None:
        """The id of what was kept of it, if any of it was heard."""
        return None if self._hers is None else self._hers.id

    def phrases(self) -> AsyncGenerator[str, None]:
        """The phrases as she finds them; `heard` is told of each that reached him."""
        return self.thought.phrases()

    async def heard(self, words: str) -> None:
        """Keep that these words, the next ones, were heard."""
        self._text += words
        if self._hers is None:
            self._hers = await self._keep(self._text, self.thought.origin)
        else:
            self._hers = await self._amend(replace(self._hers, text=self._text))

    async def over(self) -> None:
        """Keep that all of it was heard."""
        if self._hers is not None:
            await self._amend(replace(self._hers, interrupted=False))
