"""Her room on a real server, with a scripted model and voice: what the server's tests talk to."""

import asyncio
import itertools
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import httpx
import msgspec
import websockets
from websockets.asyncio.client import ClientConnection

from samantha.app.assembly import Household, gather
from samantha.app.persona_file import save_persona
from samantha.app.settings import Home, MeetingAnswers, Settings, VoiceSettings
from samantha.app.spare_senses import SpareSenses
from samantha.app.voice import Senses
from samantha.domain.errors import SamanthaError
from samantha.domain.language import Message
from samantha.hearing.ears import Ears
from samantha.personality.persona import Persona
from samantha.providers.sqlite.holding import open_memory
from samantha.server.admission import Admission, owner_key
from samantha.server.application import application
from samantha.server.house import House
from samantha.server.room import Room
from samantha.server.serving import Place, bound, serving
from tests.clock_fake import HandSetClock
from tests.fakes import ScriptedModel
from tests.hearing_fakes import (
    ScriptedCompleteness,
    ScriptedDetector,
    ScriptedEnding,
    ScriptedRecognizer,
)
from tests.speaking_fakes import VOICE, ScriptedSynthesizer

PERSONA = Persona(her_name="Mirel", his_name="Theodore")
REPLIES = (
    "Oh, the gulls are back.",
    "Somebody painted the bridge green.",
    "I counted eleven boats.",
)
WORDS = "my sister called from the harbour and wept".split()
WITHIN_S = 10.0
TODAY = "2025-03-14T09:26:00+00:00"

T = TypeVar("T")


@dataclass
class Stand:
    """A running room: its address, and what is behind it."""

    address: str
    home: Home
    house: House
    room: Room
    admission: Admission
    now: "SetTime"
    model: ScriptedModel
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def owner(self) -> dict[str, str]:
        """The headers of a program on this machine that may do all."""
        return {"authorization": f"Bearer {owner_key(self.home.door_folder)}"}

    def client(self, **headers: str) -> httpx.AsyncClient:
        """Plain HTTP, as a program."""
        return httpx.AsyncClient(base_url=self.address, headers={**self.owner, **headers})

    def cookie(self, name: str = "a browser") -> dict[str, str]:
        """The headers of a browser that was let in."""
        token = self.admission.add(name)
        return {"cookie": f"{self.cookie_name}={token}", "origin": self.address}

    @property
    def cookie_name(self) -> str:
        return f"samantha_{self.address.rpartition(':')[2]}"

    @asynccontextmanager
    async def page(
        self, *, after: int = 0, speaks: bool = False, headers: dict[str, str] | None = None
    ) -> AsyncGenerator["TestPage", None]:
        """A page that has said hello and was welcomed."""
        async with websockets.connect(
            f"{self.address.replace('http', 'ws')}/live",
            additional_headers=self.owner if headers is None else headers,
            max_size=None,
            close_timeout=0.2,
        ) as socket:
            page = TestPage(socket, self.numbers)
            await page.say(type="hello", after=after, device="a test", speaks=speaks)
            page.welcome = await page.until("welcome")
            yield page


class TestPage:
    """The other end of the live line, as a page would be."""

    __test__ = False

    def __init__(self, socket: ClientConnection, numbers: "itertools.count[int]") -> None:
        self.socket = socket
        self.events: list[dict[str, Any]] = []
        """Every event that came."""
        self.sounds: list[bytes] = []
        self.welcome: dict[str, Any] = {}
        self._numbers = numbers

    async def say(self, **message: object) -> None:
        await self.socket.send(msgspec.json.encode(message).decode())

    async def write(self, text: str, identity: str | None = None) -> str:
        identity = identity or f"line-{next(self._numbers)}"
        await self.say(type="words", id=identity, text=text)
        return identity

    async def next(self) -> dict[str, Any] | bytes:
        frame = await asyncio.wait_for(self.socket.recv(), WITHIN_S)
        if isinstance(frame, bytes):
            self.sounds.append(frame)
            return frame
        event: dict[str, Any] = msgspec.json.decode(frame)
        self.events.append(event)
        return event

    async def until(self, kind: str, **fields: object) -> dict[str, Any]:
        """The next event of a kind, with those fields."""
        while True:
            event = await self.next()
            if not isinstance(event, dict) or event["type"] != kind:
                continue
            if all(event.get(name) == value for name, value in fields.items()):
                return event

    async def until_sound(self) -> bytes:
        while not isinstance(sound := await self.next(), bytes):
            pass
        return sound

    async def answer(self, text: str) -> str:
        """Write, and read her whole reply."""
        await self.write(text)
        await self.until("his_turn", text=text)
        begun = len(self.events)
        await self.until("her_turn")
        return heard(self.events[begun:])

    def kept(self) -> list[dict[str, Any]]:
        """The events that belong to the conversation."""
        return [each for each in self.events if "seq" in each and each["type"] != "welcome"]


class SetTime:
    """Real time, and more where a test lets it pass."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead_s


@dataclass
class Script:
    """What a stand is made of."""

    replies: Sequence[Any] | Callable[[Sequence[Message]], str] = field(
        default_factory=lambda: in_turn(REPLIES)
    )
    met: bool = True
    meeting: MeetingAnswers = field(default_factory=MeetingAnswers)
    hears: bool = True
    delay_s: float = 0.0
    trouble: tuple[SamanthaError, ...] = ()


def in_turn(lines: Sequence[str]) -> Callable[[Sequence[Message]], str]:
    """Say the lines one after the other, and then from the first one on."""
    left = itertools.cycle(lines)
    return lambda messages: next(left)


def heard(events: Sequence[dict[str, Any]]) -> str:
    return "".join(each["text"] for each in events if each["type"] == "her_words")


@asynccontextmanager
async def stand(folder: Path, script: Script | None = None) -> AsyncGenerator[Stand, None]:
    """A room in `folder`, awake, behind a real server."""
    script = script or Script()
    home = Home(folder)
    if script.met:
        save_persona(home.persona_file, PERSONA)
    model = ScriptedModel(script.replies, delay_s=script.delay_s)
    now = SetTime()

    @asynccontextmanager
    async def wake(home: Home) -> AsyncGenerator[Household, None]:
        settings = replace(Settings(), voice=VoiceSettings(voice=VOICE), meeting=script.meeting)
        async with open_memory(home.database, lock_file=home.lock_file, purpose="a test") as memory:
            clock = HandSetClock()
            yield gather(home, settings, memory, model, clock)

    @asynccontextmanager
    async def sensing(settings: VoiceSettings) -> AsyncGenerator[SpareSenses, None]:
        completeness = ScriptedCompleteness(dict.fromkeys(WORDS, 0.9))
        ears = Ears(
            ScriptedDetector(), ScriptedRecognizer(WORDS), ScriptedEnding(0.9), completeness
        )
        with (
            ThreadPoolExecutor(1) as one,
            ThreadPoolExecutor(1) as two,
            ThreadPoolExecutor(1) as at,
        ):
            senses = Senses(ears, ScriptedSynthesizer(), one, two, at, settings)
            yield SpareSenses(senses, hears=script.hears, speaks=True, trouble=script.trouble)

    admission = Admission(home.door_folder, now_s=now, today=lambda: TODAY)
    room = Room(first_seq=1_000, now_s=now)
    house = House(home, room, wake=wake, sensing=sensing)
    listening = bound("127.0.0.1", 0)
    port = listening.getsockname()[1]
    origins = [f"http://127.0.0.1:{port}", f"http://localhost:{port}"]
    app = application(house, admission, origins=origins, cookie=f"samantha_{port}")
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(serving(app, [Place(listening)]))
        tasks = [asyncio.create_task(house.keep()), asyncio.create_task(room.watch())]
        try:
            if script.met:
                await _first(house.awoke.wait(), tasks)
            yield Stand(origins[0], home, house, room, admission, now, model)
        finally:
            room.close_pages(1012)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)


async def _first(coroutine: Any, tasks: Sequence["asyncio.Task[None]"]) -> None:
    """Wait for something, unless what is to bring it about fails."""
    waiting = asyncio.ensure_future(coroutine)
    await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        if task.done():
            task.result()
    waiting.cancel()
