"""The first meeting aloud: the plain voice asks, and she is awake when it has said good-bye."""

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable
from contextlib import suppress
from typing import Final

from samantha.app.assembly import Household
from samantha.app.first_meeting import Installer, become, interview
from samantha.app.voice import Senses
from samantha.conversation.asking import Asking
from samantha.conversation.tales import Tale, Tales
from samantha.domain.audio import Frame
from samantha.mind.manner import waking_prompt
from samantha.personality.persona import Persona
from samantha.speaking.ports import Loudspeaker

Wake = Callable[[Persona], Awaitable[None]]
"""Called when she has become someone, to open a session with her."""
FAREWELL: Final = "Thank you{name}. That is all I need. Here she is."


class SpokenMeeting:
    """One first meeting by voice; he may write as well. Keys mean what they mean in talk."""

    def __init__(self, household: Household, senses: Senses, wake: Wake) -> None:
        """`wake` is called when she has become someone; the plain voice says good-bye meanwhile."""
        self._wake = wake
        self._household = household
        self._senses = senses
        self._tales = Tales()
        self._asking: Asking | None = None
        self.took_ms = 0
        """How long it took, in his sound."""

    async def follow(
        self, loudspeaker: Loudspeaker, frames: AsyncIterable[Frame]
    ) -> AsyncGenerator[Tale, None]:
        """Hold it, and tell what happens until she is awake.

        Where the frames end, the questions that are left are skipped.

        Raises:
            VoiceUnavailable: the plain voice cannot speak.
        """
        meeting = asyncio.create_task(self._meet(loudspeaker, frames))
        meeting.add_done_callback(lambda _: self._tales.wake())
        try:
            while not meeting.done():
                while tale := self._tales.take():
                    yield tale
                await self._tales.more()
            while tale := self._tales.take():
                yield tale
            await meeting
        finally:
            meeting.cancel()
            await asyncio.wait([meeting])

    def typed(self, text: str) -> None:
        """He wrote an answer."""
        if self._asking is not None:
            self._asking.typed(text)

    def tap(self) -> None:
        """He has heard enough of the question, or skips it."""
        if self._asking is not None:
            self._asking.tap()

    def done(self) -> None:
        """He let go of the key that he speaks by."""
        if self._asking is not None:
            self._asking.done()

    async def busy(self) -> bool:
        """Whether something is at work that will be heard."""
        return self._asking is None or await self._asking.busy()

    async def _meet(self, loudspeaker: Loudspeaker, frames: AsyncIterable[Frame]) -> None:
        try:
            async with self._senses.asking(loudspeaker, frames, self._tales) as asking:
                self._asking = asking
                await introduced(asking, self._household, self._wake)
                self.took_ms = asking.heard_ms
        finally:
            self._asking = None


async def introduced(installer: Installer, household: Household, wake: Wake) -> None:
    """Ask what is asked before she is there, and let her become someone.

    `wake` is called when she has; meanwhile the plain voice says good-bye.
    """
    model, identity = household.model, household.model.identity
    warming = asyncio.create_task(model.prepare(waking_prompt(None)))
    try:
        answers = await interview(
            installer,
            household.home,
            place=identity.place,
            stays_here=identity.on_this_machine,
        )
        persona = await become(
            answers,
            household.home,
            household.memory,
            household.clock,
            random.Random(),  # noqa: S311 - a taste, not a secret
        )
        await asyncio.wait([warming])
    finally:
        warming.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.wait([warming])
    name = f", {persona.his_name}" if persona.his_name else ""
    await asyncio.gather(installer.tell(FAREWELL.format(name=name)), wake(persona))
