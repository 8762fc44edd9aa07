"""The first meeting over the live protocol: the plain voice's questions, his answers in writing."""

import asyncio
import random
from contextlib import suppress

from samantha.app.assembly import Household
from samantha.app.first_meeting import QUESTIONS, become, interview, written_answers
from samantha.mind.manner import waking_prompt
from samantha.personality.first_impression import Answered, Answers
from samantha.personality.persona import Persona
from samantha.server.room import Room
from samantha.server.wire import Notice, Question


class PageInstaller:
    """The plain voice, as events; what he writes is the answer."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._answer: asyncio.Future[str] | None = None
        self._asked = 0

    @property
    def aloud(self) -> bool:
        """It is read."""
        return False

    async def tell(self, text: str) -> None:
        """Say something that needs no answer."""
        self._room.tell(Notice(text))

    async def ask(self, question: str, *, room_s: float) -> Answered:
        """Ask, and wait for the answer; an empty one skips."""
        del room_s  # whoever writes has all the time
        number = next(n for n, (_, text) in enumerate(QUESTIONS, 1) if text == question)
        self._answer = asyncio.get_running_loop().create_future()
        key = QUESTIONS[number - 1][0]
        self._room.tell(Question(key, question, number, len(QUESTIONS)))
        try:
            return Answered(await self._answer)
        finally:
            self._answer = None
            self._room.answered()

    def typed(self, text: str) -> None:
        """He answers."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(text.strip())

    def skip(self) -> None:
        """He does not answer."""
        self.typed("")

    def tap(self) -> None:
        """There is no voice yet to be stopped."""


async def meet(room: Room, household: Household) -> Persona:
    """Ask what is asked before she is there, and let her become someone."""
    written = household.settings.meeting
    answers = written_answers(written)
    if not (written.skip or answers != Answers()):
        await room.someone_came.wait()
        warming = asyncio.create_task(household.model.prepare(waking_prompt(None)))
        installer = PageInstaller(room)
        room.enliven(installer)
        try:
            identity = household.model.identity
            answers = await interview(
                installer,
                household.home,
                place=identity.place,
                stays_here=identity.on_this_machine,
            )
        finally:
            room.enliven(None)
            if not warming.done():
                warming.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.wait([warming])
    return await become(
        answers,
        household.home,
        household.memory,
        household.clock,
        random.Random(),  # noqa: S311 - a taste, not a secret
    )
