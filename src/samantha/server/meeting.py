"""The first meeting over the live protocol: the plain voice's questions, read or heard."""

import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager

from samantha.app.assembly import Household
from samantha.app.first_meeting import QUESTIONS, become, written_answers
from samantha.app.spare_senses import SpareSenses
from samantha.app.spoken_meeting import Wake, introduced
from samantha.app.voice import INSTALLER_VOICE
from samantha.conversation.asking import Asking
from samantha.conversation.tales import Tale, Tales, Told
from samantha.personality.first_impression import Answered, Answers
from samantha.server.room import Room
from samantha.server.wire import FloorHeld, FloorHolder, HisWords, Notice, Question, Trouble


class PageInstaller:
    """The plain voice, as events; and aloud, once a page gives his voice."""

    def __init__(self, room: Room, asking: Asking | None) -> None:
        self._room = room
        self._asking = asking
        self._answer: asyncio.Future[Answered] | None = None
        self._begun = False
        """Whether it has spoken."""
        self._unsaid = ""
        """What was only shown, and is said before the first question that is asked aloud."""

    @property
    def aloud(self) -> bool:
        """Whether it can speak and listen; it does so where a page gives his voice."""
        return self._asking is not None

    async def tell(self, text: str) -> None:
        """Say something that needs no answer."""
        self._room.tell(Notice(text))
        if self._asking is None:
            return
        if self._room.gives_voice.is_set() and self._begun:
            await self._asking.tell(text)
        else:
            self._unsaid = f"{text} "

    async def ask(self, question: str, *, room_s: float) -> Answered:
        """Ask, and wait for the answer; one without words skips."""
        number = next(n for n, (_, text) in enumerate(QUESTIONS, 1) if text == question)
        self._answer = asyncio.get_running_loop().create_future()
        key = QUESTIONS[number - 1][0]
        self._room.tell(Question(key, question, number, len(QUESTIONS)))
        try:
            if self._asking is None:
                return await self._answer
            return await self._heard_or_read(self._asking, question, room_s)
        finally:
            self._answer = None
            self._room.answered()

    def typed(self, text: str) -> None:
        """He answers."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(Answered(text.strip()))

    def skip(self) -> None:
        """He does not answer."""
        self.typed("")

    def tap(self) -> None:
        """He has heard enough of the question."""
        if self._asking is not None and self._asking.says:
            self._asking.tap()

    async def _heard_or_read(self, asking: Asking, question: str, room_s: float) -> Answered:
        """Ask aloud as soon as a page gives his voice; what he writes goes before."""

        async def ask_aloud() -> Answered:
            await self._room.gives_voice.wait()
            unsaid, self._unsaid, self._begun = self._unsaid, "", True
            return await asking.ask(f"{unsaid}{question}", room_s=room_s)

        assert self._answer is not None
        aloud = asyncio.create_task(ask_aloud())
        try:
            await asyncio.wait([aloud, self._answer], return_when=asyncio.FIRST_COMPLETED)
            return self._answer.result() if self._answer.done() else aloud.result()
        finally:
            aloud.cancel()
            await asyncio.wait([aloud])


async def meet(room: Room, household: Household, spare: SpareSenses, wake: Wake) -> None:
    """Ask what is asked before she is there, unless that is written, and let her become someone."""
    written = household.settings.meeting
    answers = written_answers(written)
    if written.skip or answers != Answers():
        persona = await become(
            answers,
            household.home,
            household.memory,
            household.clock,
            random.Random(),  # noqa: S311 - a taste, not a secret
        )
        await wake(persona)
        return
    await room.someone_came.wait()
    async with plain_voice(room, spare) as installer:
        room.enliven(installer)
        try:
            await introduced(installer, household, wake)
        finally:
            room.enliven(None)


@asynccontextmanager
async def plain_voice(room: Room, spare: SpareSenses) -> AsyncGenerator[PageInstaller, None]:
    """The plain voice in this room; it speaks and listens where there are senses for that."""
    voices = {each.id for each in spare.senses.synthesizer.voices()}
    if not (spare.hears and spare.speaks and INSTALLER_VOICE in voices):
        yield PageInstaller(room, None)
        return
    tales = Tales()
    telling = asyncio.create_task(_told(room, tales))
    try:
        async with (
            aclosing(room.microphone.frames()) as frames,
            spare.senses.asking(room.loudspeaker, frames, tales) as asking,
        ):
            yield PageInstaller(room, asking)
    finally:
        telling.cancel()
        await asyncio.wait([telling])


async def _told(room: Room, tales: Tales) -> None:
    """Show what happens; for ever."""
    while True:
        while tale := tales.take():
            _show(room, tale)
        await tales.more()


def _show(room: Room, tale: Tale) -> None:
    holders: dict[str, FloorHolder] = {"he": "he", "she": "she"}
    match tale.what:
        case Told.HIS_WORDS | Told.HIS_TURN:
            room.tell(HisWords(tale.text))
        case Told.FLOOR:
            room.tell(FloorHeld(holders.get(tale.text, "nobody")))
        case Told.TROUBLE:
            room.tell(Trouble(tale.text, ""))
        case _:
            pass  # the question was told already
