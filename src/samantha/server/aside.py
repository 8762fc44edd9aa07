"""A turn of the conversation through another door than her page: said aside, and told to all."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Final, Protocol

from samantha.conversation.session import Session
from samantha.domain.errors import ModelUnavailable
from samantha.server.room import Room
from samantha.server.wire import HerTurn, HerWords, HisTurn

WAITS_AT_MOST_S: Final = 30.0
LOOK_EVERY_S: Final = 0.05


class Speaking(Protocol):
    """She, as far as this needs her."""

    @property
    def session(self) -> Session:
        """Her session."""
        ...


class Aside:
    """One conversation, whichever door: such turns come one by one, and never into a spoken one."""

    def __init__(self, room: Room, awake: Callable[[], Speaking]) -> None:
        """`awake` gives her, or raises ModelUnavailable."""
        self._room = room
        self._awake = awake
        self._turns = asyncio.Lock()

    async def say(self, text: str) -> AsyncGenerator[str, None]:
        """He says `text`: yield her reply, phrase by phrase. Who closes this interrupts her.

        Raises:
            ModelUnavailable: she cannot be talked with, or speaks with him elsewhere for too long.
            SamanthaError: as `Session.replying`.
        """
        async with self._turns:
            await self._until_quiet()
            session = self._awake().session
            ended = False
            async with session.replying(text) as reply:
                self._room.tell(HisTurn(reply.said or 0, text))
                try:
                    async with aclosing(reply.phrases()) as phrases:
                        async for phrase in phrases:
                            yield phrase
                            await reply.heard(phrase)
                            self._room.tell(HerWords(reply.utterance or 0, phrase))
                    await reply.over()
                    ended = True
                finally:
                    if reply.utterance is not None:
                        how = "over" if ended else "interrupted"
                        self._room.tell(HerTurn(reply.utterance, how))

    async def _until_quiet(self) -> None:
        try:
            async with asyncio.timeout(WAITS_AT_MOST_S):
                while self._room.floor != "nobody":  # noqa: ASYNC110 - the floor tells nobody
                    await asyncio.sleep(LOOK_EVERY_S)
        except TimeoutError:
            raise ModelUnavailable(
                "She is talking with him elsewhere just now.", "Try again in a moment."
            ) from None
