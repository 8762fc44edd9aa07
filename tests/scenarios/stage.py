"""What a scenario is played on: a real store in a folder, a clock set by hand, a scripted model."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from samantha.conversation.company import Company
from samantha.conversation.session import Session
from samantha.domain.dialogue import Gist, Utterance
from samantha.domain.language import Message
from samantha.memory.ports import Keepsakes
from samantha.mind.manner import Guidance
from samantha.mind.ports import LanguageModel
from samantha.mind.truth import SelfKnowledge
from samantha.mind.wishes import AnotherName, CallMe
from samantha.personality.persona import Persona
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import SqliteMemory
from samantha.providers.sqlite.retrieval import SqliteRetrieval
from tests.clock_fake import HandSetClock
from tests.memory_fake import ListMemory
from tests.raw_store import Row, run_sql

PERSONA = Persona(her_name="Mirel", his_name="Theodore")
NAME_STORY = "I chose Mirel because it ends softly."


@dataclass
class Stage:
    """One data folder and one clock, for as many sessions as a scenario needs."""

    folder: Path
    persona: Persona = PERSONA
    clock: HandSetClock = field(default_factory=HandSetClock)
    guidance: Guidance = Guidance.EXAMPLES

    @property
    def file(self) -> Path:
        return self.folder / "a.db"

    @asynccontextmanager
    async def session(
        self, model: LanguageModel, *, persona: Persona | None = None
    ) -> AsyncGenerator[tuple[Session, SqliteMemory], None]:
        """A session on the folder's store, which is closed afterwards."""
        lock = self.folder / "a.lock"
        async with open_memory(self.file, lock_file=lock, purpose="a scenario") as memory:
            company = replace(self.company(model, memory, memory), persona=persona or self.persona)
            async with Session.opened(company) as session:
                yield session, memory

    def company(
        self, model: LanguageModel, log: SqliteMemory | ListMemory, keepsakes: Keepsakes
    ) -> Company:
        async def mirror(persona: Persona) -> SelfKnowledge:
            return SelfKnowledge(
                her_name=persona.her_name,
                name_story=NAME_STORY,
                his_name=persona.his_name,
                model=model.identity,
                version="9.8.7",
                lifetime=await log.lifetime(),
                data_folder=self.folder,
                facts_kept=len(await keepsakes.facts()),
                told_lately=(),
                left_today=[],
                now=self.clock.now(),
            )

        async def naming(persona: Persona, wish: CallMe | AnotherName) -> Persona:
            if isinstance(wish, CallMe):
                return replace(persona, his_name=wish.name)
            return replace(persona, her_name="Odile")

        return Company(
            persona=self.persona,
            model=model,
            log=log,
            retrieval=SqliteRetrieval(log, None) if isinstance(log, SqliteMemory) else log,
            keepsakes=keepsakes,
            clock=self.clock,
            mirror=mirror,
            naming=naming,
            seed=7,
            guidance=self.guidance,
        )

    def on_disk(self) -> list[Row]:
        """Who said what, as another reader of the file sees it now."""
        return run_sql(self.file, "SELECT speaker, text, interrupted FROM utterances ORDER BY id")


async def answer(session: Session, text: str) -> str:
    """Say `text`, listen to the end, and return her whole reply."""
    return "".join(await phrases(session, text))


async def phrases(session: Session, text: str) -> list[str]:
    async with aclosing(session.say(text)) as reply:
        return [phrase async for phrase in reply]


async def listen(session: Session, text: str, show: Callable[[str], None]) -> None:
    async with aclosing(session.say(text)) as reply:
        async for phrase in reply:
            show(phrase)


async def interrupt_after(session: Session, text: str, count: int) -> list[str]:
    """Say `text`, take `count` phrases, and stop listening when the next one is offered."""
    heard: list[str] = []
    async with aclosing(session.say(text)) as reply:
        async for phrase in reply:
            if len(heard) == count:
                break
            heard.append(phrase)
    return heard


class Gate:
    """A `sleep` that lets `pieces` pieces through and then holds the model up for ever."""

    def __init__(self, pieces: int) -> None:
        self._left = pieces
        self.reached = asyncio.Event()

    async def sleep(self, _delay_s: float) -> None:
        self._left -= 1
        if self._left < 0:
            self.reached.set()
            await asyncio.Event().wait()


def spoken_view(prompt: Sequence[Message]) -> list[str]:
    """What the messages of a prompt say."""
    return [message.content for message in prompt]


def quotes_of(gist: Gist) -> list[str]:
    return [line.partition(": “")[2].removesuffix("”") for line in gist.text.splitlines()]


def texts(utterances: Sequence[Utterance]) -> list[str]:
    return [each.text for each in utterances]
