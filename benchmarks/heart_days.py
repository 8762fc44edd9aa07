"""Thirty days with the real model and a clock that is moved: diary, threads, moods, all for real.

Run as `python -m benchmarks.heart_days --out docs/heart` from the root of the repository; it writes
the whole talk, her diary, and her mood as a curve (`mood.png`, drawn by the machine's Chromium).
His lines stand in `heart_days.toml`; hers come from the embedded model and the program.
"""

import argparse
import asyncio
import random
import tomllib
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.async_api import async_playwright

from benchmarks.moved_clock import MovedClock
from samantha.app.assembly import Household, gather, open_embedded, open_embedding
from samantha.app.diary import diary
from samantha.app.occasions import occasions_for
from samantha.app.settings import Home, ModelSettings, Settings
from samantha.conversation.session import Session
from samantha.conversation.speaking_first import SpeakingFirst
from samantha.heart.ports import Moment
from samantha.personality.persona import Persona
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import SqliteMemory

PERSONA: Final = Persona(her_name="Maris", his_name="Theodore")
FIRST: Final = datetime(2026, 3, 2, tzinfo=UTC)
LINES: Final = Path(__file__).with_name("heart_days.toml")
BETWEEN: Final = timedelta(minutes=2)


@dataclass
class Page:
    """What is said goes here: a mouth, and the transcript."""

    lines: list[str] = field(default_factory=list[str])
    session: Session | None = None
    quiet: bool = True
    tasks: "list[asyncio.Task[None]]" = field(default_factory=list["asyncio.Task[None]"])

    def speak_first(self, words: str | None = None) -> None:
        """She says something of her own accord."""
        self.tasks.append(asyncio.create_task(self._speak(words)))

    async def _speak(self, words: str | None) -> None:
        assert self.session is not None
        async with aclosing(self.session.volunteer(words)) as phrases:
            said = "".join([each async for each in phrases])
        self.lines.append(f"*(of her own accord)* **Maris:** {said}")


async def sitting(household: Household, clock: MovedClock, lines: list[str], page: Page) -> None:
    """One sitting: she may speak first before he does, then he talks."""
    async with Session.opened(
        household.company(PERSONA, seed=random.Random(str(clock.time)).randrange(1000))
    ) as session:
        page.session = session
        occasions = await occasions_for(household, aloud=lambda: False)
        await SpeakingFirst(session, occasions).look(page)
        await asyncio.gather(*page.tasks)
        for line in lines:
            clock.time += BETWEEN
            said = "".join([each async for each in session.say(line)])
            inner = session.inner
            mood = "" if inner is None else f" <sub>{inner.word}</sub>"
            page.lines += [f"**Theodore:** {line}", f"**Maris:** {said}{mood}"]


async def lived(days: list[dict[str, list[str]]]) -> tuple[str, str, list[Moment], int]:
    """The talk, the diary, her moods, and how many threads were opened."""
    clock, page = MovedClock(FIRST), Page()
    model, embedding = await open_embedded(ModelSettings(), None), open_embedding()
    async with AsyncExitStack() as stack:
        home = Home(Path(stack.enter_context(TemporaryDirectory())))
        memory: SqliteMemory = await stack.enter_async_context(
            open_memory(home.database, lock_file=home.lock_file, purpose="benchmark")
        )
        await memory.within(
            lambda run: run("UPDATE about SET value = ? WHERE name = 'born_at'", FIRST.isoformat())
        )
        household = gather(home, Settings(), memory, model, clock, embedding)
        stack.push_async_callback(household.retrieval.aclose)
        for number, day in enumerate(days):
            date = FIRST + timedelta(days=number)
            page.lines.append(f"\n## {date:%A, %d %B}\n")
            for hour, lines in day.items():
                clock.time = datetime.combine(
                    date.date(), datetime.strptime(hour, "%H:%M").time(), UTC
                )
                await sitting(household, clock, lines, page)
        clock.time += timedelta(minutes=5)
        found = await diary(memory, household.emotions, clock.now(), len(days))
        moments = await household.inner_life.moments(FIRST, 100_000)
        threads = await household.inner_life.threads(FIRST)
    await model.aclose()
    entries = [
        f"## {day:%A, %d %B}\n\n" + text.replace("\n", "\n\n")
        for day, text in reversed(found.entries)
    ]
    written = "\n\n".join(
        [*entries, "## The letter of the last week\n\n" + found.letter.replace("\n", "\n\n")]
    )
    told = "\n".join(
        f"- {each.opened:%d %b}: {each.what} ({each.how or 'open'})" for each in threads
    )
    return (
        "\n\n".join(page.lines),
        f"{written}\n\n## Her threads\n\n{told}",
        list(moments),
        len(threads),
    )


def curve(moments: list[Moment]) -> str:
    """Her mood as an SVG: pleasure and arousal, turn by turn, a mark at each day."""
    wide, high, count = 1100, 300, max(1, len(moments) - 1)

    def line(axis: str) -> str:
        return " ".join(
            f"{40 + (wide - 60) * n / count:.1f},{high / 2 - getattr(each.affect.mood, axis) * (high / 2 - 20):.1f}"
            for n, each in enumerate(moments)
        )

    marks, before = "", None
    for n, each in enumerate(moments):
        if each.affect.at.date() != before:
            before = each.affect.at.date()
            x = 40 + (wide - 60) * n / count
            marks += f'<line x1="{x:.1f}" x2="{x:.1f}" y1="20" y2="{high - 20}" stroke="#eadfd2"/>'
            marks += (
                f'<text x="{x:.1f}" y="{high - 4}" font-size="9" fill="#7a6558">{before:%d}</text>'
            )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" font-family="sans-serif">'
        f'<rect width="100%" height="100%" fill="#fffaf4"/>{marks}'
        f'<line x1="40" x2="{wide - 20}" y1="{high / 2}" y2="{high / 2}" stroke="#cbb8a8"/>'
        f'<polyline points="{line("arousal")}" fill="none" stroke="#7a6558" stroke-dasharray="4 3"/>'
        f'<polyline points="{line("pleasure")}" fill="none" stroke="#d2553f" stroke-width="2"/>'
        '<text x="44" y="16" font-size="12" fill="#d2553f">pleasure</text>'
        '<text x="110" y="16" font-size="12" fill="#7a6558">arousal (dashed); each in -1 … 1, turn by turn</text></svg>'
    )


async def drawn(svg: str, file: Path) -> None:
    """Draw it with the machine's own Chromium."""
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path="/usr/bin/chromium")
        page = await browser.new_page(viewport={"width": 1100, "height": 300})
        await page.set_content(f'<body style="margin:0">{svg}</body>')
        await page.screenshot(path=file)
        await browser.close()


def write(out: Path, talk: str, written: str) -> None:
    """Write the talk and the diary."""
    out.mkdir(parents=True, exist_ok=True)
    head = "Thirty days by a moved clock, with the embedded model, unedited"
    moods = f"{head}; small: her mood after the turn."
    (out / "talk.md").write_text(f"# The talk\n\n{moods}\n{talk}\n", "utf-8")
    (out / "diary.md").write_text(f"# Her diary\n\n{head}.\n\n{written}\n", "utf-8")


def main() -> None:
    """Live thirty days."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out: Path = parser.parse_args().out
    days: Any = tomllib.loads(LINES.read_text("utf-8"))["day"]
    talk, written, moments, threads = asyncio.run(lived(days))
    write(out, talk, written)
    asyncio.run(drawn(curve(moments), out / "mood.png"))
    pleasures = [each.affect.mood.pleasure for each in moments]
    spread = f"{min(pleasures):+.2f} … {max(pleasures):+.2f}"
    print(f"{len(moments)} turns, {threads} threads, pleasure {spread}")


if __name__ == "__main__":
    main()
