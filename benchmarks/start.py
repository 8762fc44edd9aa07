"""How quick and how large she is: start, first token, first sentence, generation, memory, install.

Run as `python -m benchmarks.start` from the root of the repository. Times are medians on this
machine; the machine's own noise is shown by a fixed piece of arithmetic timed in the same run.
"""

import asyncio
import importlib.metadata
import json
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from samantha.app.assembly import gather, open_embedding, waking
from samantha.app.settings import Home, Settings
from samantha.conversation.session import Session
from samantha.domain.dialogue import Draft, Origin, Speaker
from samantha.domain.language import Message, ModelIdentity, Sampling
from samantha.mind.ports import LanguageModel
from samantha.personality.persona import Persona
from samantha.providers.sqlite.memory import SqliteMemory
from samantha.providers.system_clock import SystemClock

PERSONA = Persona(her_name="Elin", his_name="Theodore")
HISTORY: tuple[str, ...] = (
    "Morning. I slept badly and the coffee machine is broken.",
    "I have to write a letter for a couple who have been married for fifty years.",
    "He met her at a bus stop in the rain, she had the wrong umbrella.",
    "I always cry a little when I write those.",
    "My friend Amy says I should write for myself for once.",
    "She is making a documentary about her mother sleeping.",
    "I went out on the balcony, the whole city is orange tonight.",
    "The neighbours are arguing about a dog again.",
    "I found an old photo of Catherine and me at the lake.",
    "We looked so sure of everything.",
)
SAID: tuple[str, ...] = (
    "I think I'll go for a walk before it gets dark.",
    "My boss liked the letter, he read it out loud to everyone.",
    "There is a spider in the bath and I don't have the heart.",
    "Paul asked me to come along on Saturday.",
    "I can't decide what to eat.",
    "I keep starting a sentence and deleting it again.",
    "It rained the whole afternoon.",
    "I heard our song in the supermarket.",
    "The train was late and I didn't even mind.",
    "I might paint the kitchen yellow.",
    "Do you think people change?",
    "I laughed so hard today that I had to sit down.",
)


@dataclass(slots=True)
class Watched:
    """A model that is only watched: when it was asked, and when each piece came."""

    model: LanguageModel
    asked_s: float = 0.0
    pieces_s: list[float] = field(default_factory=list[float])
    done_s: float = 0.0

    @property
    def identity(self) -> ModelIdentity:
        """The watched model's own."""
        return self.model.identity

    def count_tokens(self, text: str) -> int:
        """As the watched model counts."""
        return self.model.count_tokens(text)

    async def prepare(self, messages: Sequence[Message]) -> None:
        """As the watched model does."""
        await self.model.prepare(messages)

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling
    ) -> AsyncGenerator[str, None]:
        """Pass the pieces on and write down when they came."""
        self.asked_s = time.perf_counter()
        self.pieces_s = []
        try:
            async with aclosing(self.model.stream(messages, sampling)) as pieces:
                async for piece in pieces:
                    self.pieces_s.append(time.perf_counter())
                    yield piece
        finally:
            self.done_s = time.perf_counter()

    async def aclose(self) -> None:
        """As the watched model does."""
        await self.model.aclose()


@dataclass(slots=True)
class Instant:
    """A model that answers at once, so that only what is around it is measured."""

    prompt_tokens: int = 0

    @property
    def identity(self) -> ModelIdentity:
        """The embedded model's window without its time."""
        return ModelIdentity("instant", "this benchmark", on_this_machine=True, window_tokens=4096)

    def count_tokens(self, text: str) -> int:
        """About what the default model counts."""
        return len(text) // 4 + 1

    async def prepare(self, messages: Sequence[Message]) -> None:
        """Nothing to do."""

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling
    ) -> AsyncGenerator[str, None]:
        """Answer with one sentence."""
        self.prompt_tokens = sum(self.count_tokens(each.content) + 5 for each in messages)
        yield "Oh, tell me more about the orange one."

    async def aclose(self) -> None:
        """Nothing to do."""


async def fill(memory: SqliteMemory, turns: int) -> None:
    """Write `turns` turns of two utterances each into an empty memory, some weeks old."""
    chance = random.Random(7)
    session = await memory.begin_session(datetime.now().astimezone() - timedelta(days=30))
    then = datetime.now().astimezone() - timedelta(days=30)
    for at in range(turns):
        line = (
            f"{chance.choice(HISTORY)} {'' if turns <= len(HISTORY) else f'That was number {at}.'}"
        )
        moment = then + timedelta(seconds=90 * at)
        await memory.add(Draft(session, Speaker.PERSON, line.strip(), moment, Origin.SPOKEN))
        await memory.add(
            Draft(session, Speaker.SHE, f"And what came of it, number {at}?", moment, Origin.MODEL)
        )


async def converse(home: Home) -> dict[str, float]:
    """Talk on after 20 turns of history with the real model, and time every reply."""
    first_token: list[float] = []
    first_sentence: list[float] = []
    overhead: list[float] = []
    rates: list[float] = []
    async with waking(home, Settings(), purpose="benchmark") as awake:
        await fill(awake.memory, 20)
        watched = Watched(awake.model)
        household = replace(awake, model=watched)
        async with Session.opened(household.company(PERSONA, seed=11)) as session:
            for line in SAID:
                await session.settled()
                began_s, heard_s = time.perf_counter(), None
                async with aclosing(session.say(line)) as phrases:
                    async for _ in phrases:
                        heard_s = heard_s or time.perf_counter()
                ended_s = time.perf_counter()
                if not watched.pieces_s or heard_s is None:
                    continue  # an answer of the system's own
                first_token.append(watched.pieces_s[0] - began_s)
                first_sentence.append(heard_s - began_s)
                overhead.append(watched.asked_s - began_s + ended_s - watched.done_s)
                spent_s = watched.pieces_s[-1] - watched.pieces_s[0]
                if len(watched.pieces_s) > 5:
                    rates.append((len(watched.pieces_s) - 1) / spent_s)
        resident = resident_gb()
    return {
        "first_token_p50_ms": 1000 * statistics.median(first_token),
        "first_sentence_p50_ms": 1000 * statistics.median(first_sentence),
        "tokens_per_s": statistics.median(rates),
        "own_overhead_p50_ms": 1000 * statistics.median(overhead),
        "resident_gb": resident,
    }


async def lengthen(folder: Path) -> dict[str, float]:
    """A turn's own cost and its prompt's size with 10, 1,000 and 20,000 turns behind it."""
    figures: dict[str, float] = {}
    for turns in (10, 1000, 20000):
        memory = SqliteMemory(folder / f"{turns}.db")
        await memory.open()
        await fill(memory, turns)
        model = Instant()
        times: list[float] = []
        home, clock = Home(folder), SystemClock()
        household = gather(home, Settings(), memory, model, clock, open_embedding())
        async with Session.opened(household.company(PERSONA, seed=1)) as session:
            for line in SAID * 3:
                await session.settled()
                began_s = time.perf_counter()
                async with aclosing(session.say(line)) as phrases:
                    async for _ in phrases:
                        pass
                times.append(time.perf_counter() - began_s)
        await memory.aclose()
        figures[f"own_cost_{turns}_turns_ms"] = 1000 * statistics.median(times)
        figures[f"prompt_{turns}_turns_tokens"] = model.prompt_tokens
    return figures


def warm_start_s(home: Home, runs: int = 3) -> float:
    """From the start of a process to being able to say something, files in the page cache."""
    program = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from samantha.app.assembly import waking\n"
        "from samantha.app.settings import Home, Settings\n"
        "from samantha.conversation.session import Session\n"
        "from samantha.personality.persona import Persona\n"
        "async def main():\n"
        "    async with waking(Home(Path(sys.argv[1])), Settings(), purpose='start') as awake:\n"
        "        async with Session.opened(awake.company(Persona('Elin', 'Theodore'))):\n"
        "            print('ready', flush=True)\n"
        "asyncio.run(main())\n"
    )
    times: list[float] = []
    for _ in range(runs):
        began_s = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-c", program, str(home.folder)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            times.append(time.perf_counter() - began_s)
    return statistics.median(times)


def resident_gb() -> float:
    """The resident set of this process, the mapped model included."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    match = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(match[1]) / 1e6 if match else float("nan")


def install_mb() -> float:
    """The size of this package and all that it needs at run time, as installed."""
    seen: set[str] = set()
    wanted, total = ["samantha"], 0
    while wanted:
        name = re.split(r"[^A-Za-z0-9._-]", wanted.pop(), maxsplit=1)[0].lower().replace("_", "-")
        if name in seen:
            continue
        seen.add(name)
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        for each in found.files or ():
            path = Path(str(found.locate_file(each)))
            total += path.stat().st_size if path.is_file() else 0
        wanted += [line for line in found.requires or () if "extra ==" not in line]
    package = Path(__file__).resolve().parents[1] / "src" / "samantha"
    total += sum(path.stat().st_size for path in package.rglob("*") if path.is_file())
    return total / 1e6


def arithmetic_ms() -> float:
    """A fixed piece of work, to see how busy the machine is."""
    began_s = time.perf_counter()
    sum(number * number for number in range(2_000_000))
    return 1000 * (time.perf_counter() - began_s)


def main() -> int:
    """Measure everything and print the table and the JSON line."""
    with TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        figures = asyncio.run(converse(home))
        figures["warm_start_s"] = warm_start_s(home)
        figures["install_mb"] = install_mb()
        figures |= asyncio.run(lengthen(Path(folder)))
    figures["arithmetic_ms"] = arithmetic_ms()
    for name, value in figures.items():
        print(f"{name:<30}{value:>12.2f}")
    rounded = {name: round(value, 3) for name, value in figures.items()}
    print(json.dumps({"benchmark": "start", "figures": rounded}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
