"""The conversation at a terminal: typed lines in, her phrases out as they come."""

import asyncio
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import Final

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory
from prompt_toolkit.patch_stdout import patch_stdout
from rich.console import Console
from rich.markup import escape

from samantha.app.assembly import Household, look
from samantha.app.occasions import occasions_for
from samantha.conversation.explaining import explained, last_reasons
from samantha.conversation.ringing import Ringing
from samantha.conversation.session import Session
from samantha.conversation.speaking_first import SpeakingFirst
from samantha.domain.dialogue import Speaker
from samantha.domain.errors import SamanthaError
from samantha.mind.attention import when
from samantha.mind.truth import Topic, answer
from samantha.personality.first_impression import Answered
from samantha.personality.persona import Persona

HELP: Final = """\
Just type, and press Enter. Ctrl-C stops her sentence, Ctrl-D or /quit ends the session; she keeps
what was said. ↑ and ↓ go through what you typed before.

  /about         what she is made of, since when she lives, what she keeps, what left the machine
  /history [N]   the last N things said (default 20)
  /mood          how she is, in words and numbers
  /why           what shaped her last reply
  /name          ask her to choose her name again
  /help          this
  /quit          leave

You can ask her in words, too: “which model are you?”, “choose another name”, “call me Theo”.
"""


class PlainInstaller:
    """The plain voice of the first meeting, as text at the terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._prompt: PromptSession[str] = PromptSession()

    async def tell(self, text: str) -> None:
        """Say something that needs no answer."""
        self._console.print(f"[dim]{escape(text)}[/dim]\n")

    @property
    def aloud(self) -> bool:
        """It is written."""
        return False

    async def ask(self, question: str, *, room_s: float) -> Answered:
        """Ask and wait for the line; an empty one skips."""
        del room_s  # whoever writes has all the time
        self._console.print(f"[dim]{escape(question)}[/dim]")
        try:
            return Answered((await self._prompt.prompt_async("  ")).strip())
        except EOFError:
            raise KeyboardInterrupt from None  # Ctrl-D leaves as Ctrl-C does


class Terminal:
    """One session at a terminal."""

    def __init__(self, console: Console, household: Household, persona: Persona) -> None:
        self._console = console
        self._household = household
        self._persona = persona
        self._talking = False
        self._prompt: PromptSession[str] = PromptSession(
            history=FileHistory(private(household.home.input_history))
        )

    async def hold(self, session: Session, *, first: bool) -> None:
        """Talk until he leaves; what is due comes above the line that he types."""
        if first:
            await self._hear(session.first_words())
        else:
            await self._welcome_back()
        ringing = Ringing(self._household.doing, self._household.memory)
        mouth = _Aside(self, session)
        occasions = await occasions_for(self._household, aloud=lambda: False)
        async with ringing.through(mouth), SpeakingFirst(session, occasions).through(mouth):
            await self._talk(session)

    async def _talk(self, session: Session) -> None:
        while True:
            try:
                with patch_stdout():
                    line = (await self._prompt.prompt_async("› ")).strip()
            except KeyboardInterrupt:
                self._console.print("[dim]Ctrl-D or /quit leaves.[/dim]")
                continue
            except EOFError:
                return
            if line == "/quit":
                return
            if line.startswith("/"):
                await self._obey(line, session)
            elif line:
                await self._hear(session.say(line))

    @property
    def talking(self) -> bool:
        """Whether she is answering."""
        return self._talking

    async def aside(self, phrases: AsyncGenerator[str, None]) -> None:
        """Show something that she says of her own accord, above the line that he types."""
        await self._show(phrases)
        self._console.print("\n")

    async def _hear(self, phrases: AsyncGenerator[str, None]) -> None:
        """Show her phrases as they come; Ctrl-C stops her and not the program."""
        self._talking = True
        try:
            await self._answer(phrases)
        finally:
            self._talking = False

    async def _answer(self, phrases: AsyncGenerator[str, None]) -> None:
        self._console.print()
        interrupted = await until_interrupted(lambda: self._show(phrases))
        self._console.print(" —\n" if interrupted else "\n")

    async def _show(self, phrases: AsyncGenerator[str, None]) -> None:
        try:
            with self._console.status("", spinner="dots", spinner_style="dim"):
                first = await anext(phrases, None)
            async with aclosing(phrases):
                if first is not None:
                    self._console.print(first, end="", style="bright_red", markup=False)
                async for phrase in phrases:
                    self._console.print(phrase, end="", style="bright_red", markup=False)
        except SamanthaError as error:
            self._console.print(f"[yellow]{escape(error.message)} {escape(error.remedy)}[/yellow]")

    async def _obey(self, line: str, session: Session) -> None:
        command, _, rest = line[1:].partition(" ")
        match command:
            case "help":
                self._console.print(HELP, markup=False)
            case "about":
                await self._about()
            case "history":
                await self._history(int(rest) if rest.strip().isdigit() else 20)
            case "mood":
                await self._hear(session.say("Show me your numbers."))
            case "why":
                await self._why(session)
            case "name":
                await self._hear(session.say("Choose another name, please."))
            case _:
                self._console.print(
                    f"[dim]There is no /{escape(command)}; /help shows what is.[/dim]"
                )

    async def _about(self) -> None:
        known = await look(self._household, self._persona)
        for topic in (Topic.SOFTWARE, Topic.MODEL, Topic.AGE, Topic.COUNT, Topic.KEPT, Topic.LEFT):
            self._console.print(f"  {answer(topic, known, turn=0)}", style="dim", markup=False)

    async def _why(self, session: Session) -> None:
        await session.settled()
        kept, memory = self._household.inner_life, self._household.memory
        reasons = await last_reasons(kept)
        lines = ["Nothing is kept yet."] if reasons is None else await explained(memory, reasons)
        for line in lines:
            self._console.print(f"  {line}", style="dim", markup=False)

    async def _history(self, count: int) -> None:
        for each in await self._household.memory.last(count):
            who = "›" if each.speaker is Speaker.PERSON else " "
            cut = " —" if each.interrupted else ""
            self._console.print(
                f"{each.said_at:%d %b %H:%M} {who} {each.text}{cut}", style="dim", markup=False
            )

    async def _welcome_back(self) -> None:
        home, name = self._household.home, self._persona.her_name or "She"
        before = (await self._household.memory.lifetime()).previous_at
        now: datetime = self._household.clock.now()
        last = f" You last talked {when(before, now)} at {before:%H:%M}." if before else ""
        self._console.print(
            f"[dim]{escape(name)} is here ({escape(str(home.folder))}).{last}[/dim]"
        )
        for each in await self._household.memory.last(2):
            who = "›" if each.speaker is Speaker.PERSON else " "
            self._console.print(f"{who} {each.text}", style="dim", markup=False)
        self._console.print()


class _Aside:
    """Her own accord at a terminal, as a `Mouth`."""

    def __init__(self, terminal: Terminal, session: Session) -> None:
        self._terminal = terminal
        self._session = session
        self._task: asyncio.Task[None] | None = None

    @property
    def quiet(self) -> bool:
        """Whether she is not answering."""
        return not self._terminal.talking and (self._task is None or self._task.done())

    def speak_first(self, words: str | None = None) -> None:
        """Say something above the line that he types."""
        self._task = asyncio.create_task(self._terminal.aside(self._session.volunteer(words)))


async def until_interrupted(work: Callable[[], Awaitable[None]]) -> bool:
    """Do `work`; Ctrl-C cancels it alone. Returns whether that happened."""
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work())
    loop.add_signal_handler(signal.SIGINT, task.cancel)
    try:
        await asyncio.wait([task])
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        if not task.done():  # the program itself is being ended
            task.cancel()
            await asyncio.wait([task])
    if task.cancelled():
        return True
    task.result()
    return False


def private(file: Path) -> Path:
    """Make sure that `file` exists and only its owner can read it."""
    file.touch(mode=0o600, exist_ok=True)
    return file
