"""How she talks: plays openings and scenes to her and scores her replies by stated rules.

Run as `python -m benchmarks.talk` from the root of the repository; the rules stand in
`talk_rules.py`, what he says in `talk_openings.toml` and `talk_scenes.toml`. The table goes to
standard output, its last line is one JSON object; progress goes to standard error.
"""

import argparse
import asyncio
import json
import random
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, aclosing, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

if not __package__:  # Run as a file, Python looks beside the file and not in the root.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.talk_material import Scene, read_openings, read_scenes
from benchmarks.talk_report import Played, Reply, figures, table, transcripts
from benchmarks.talk_rules import Moment, judge
from samantha.app.assembly import gather, open_embedded, open_embedding
from samantha.app.settings import Home, ModelSettings, Settings
from samantha.conversation.session import Session
from samantha.personality.persona import Persona
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.system_clock import SystemClock

HIS_NAME = "Theodore"
HER_NAME = "Maris"


class Talk(Protocol):
    """One conversation with her, begun in an empty memory."""

    def say(self, text: str) -> AsyncIterator[str]:
        """Say `text` to her and hear her reply phrase by phrase; joined, they are the reply."""
        ...

    async def close(self) -> None:
        """End the conversation and leave nothing of it behind."""
        ...


Make = Callable[[str, str], Awaitable[Talk]]
"""Begins a conversation, given his name and hers."""

Open = Callable[[int], AbstractAsyncContextManager[Make]]
"""Loads her once, given a seed."""


class OneTalk:
    """A session with her in a memory of its own."""

    def __init__(self, stack: AsyncExitStack, session: Session) -> None:
        self._stack = stack
        self._session = session

    async def say(self, text: str) -> AsyncIterator[str]:
        """Say something; between two turns she has the time to settle that a person leaves her."""
        await self._session.settled()
        async with aclosing(self._session.say(text)) as phrases:
            async for phrase in phrases:
                yield phrase

    async def close(self) -> None:
        """End the session and delete its memory."""
        await self._stack.aclose()


@asynccontextmanager
async def open_talk(seed: int) -> AsyncGenerator[Make, None]:
    """Load her once, with chance drawn from `seed`, and let conversations be begun with her."""
    model = await open_embedded(ModelSettings(), None)
    count = 0

    async def make(his_name: str, her_name: str) -> Talk:
        nonlocal count
        count += 1
        stack = AsyncExitStack()
        home = Home(Path(stack.enter_context(TemporaryDirectory())))
        memory = await stack.enter_async_context(
            open_memory(home.database, lock_file=home.lock_file, purpose="benchmark")
        )
        clock = SystemClock()
        household = gather(home, Settings(), memory, model, clock, open_embedding())
        persona = Persona(her_name=her_name, his_name=his_name)
        company = household.company(persona, seed=seed * 1000 + count)
        return OneTalk(stack, await stack.enter_async_context(Session.opened(company)))

    try:
        yield make
    finally:
        await model.aclose()


async def play(
    scenes: Sequence[Scene],
    rounds: int,
    make: Make,
    monotonic_s: Callable[[], float],
    show: Callable[[str], None],
) -> list[Played]:
    """Play each of `scenes` in a conversation of its own, `rounds` times over, and judge."""
    played: list[Played] = []
    total = len(scenes) * rounds
    for round_number in range(1, rounds + 1):
        for scene in scenes:
            show(f"{len(played) + 1}/{total} {scene.kind}: {scene.id}, {len(scene.lines)} lines")
            talk = await make(HIS_NAME, HER_NAME)
            try:
                replies = await _play_scene(scene, talk, monotonic_s)
            finally:
                await talk.close()
            played.append(Played(scene, round_number, replies))
    return played


async def _play_scene(
    scene: Scene, talk: Talk, monotonic_s: Callable[[], float]
) -> tuple[Reply, ...]:
    replies: list[Reply] = []
    for index, line in enumerate(scene.lines):
        began_s, first_s = monotonic_s(), None
        phrases: list[str] = []
        async for phrase in talk.say(line.says):
            if first_s is None:
                first_s = monotonic_s()
            phrases.append(phrase)
        ended_s = monotonic_s()
        moment = Moment(
            line=line,
            reply="".join(phrases),
            his_lines=tuple(said.says for said in scene.lines[: index + 1]),
            earlier_replies=tuple(reply.moment.reply for reply in replies),
            his_name=HIS_NAME,
            her_name=HER_NAME,
        )
        replies.append(
            Reply(
                moment,
                judge(moment),
                told_before=scene.told_before(index) if line.accept else None,
                first_phrase_ms=None if first_s is None else 1000 * (first_s - began_s),
                whole_ms=1000 * (ended_s - began_s),
            )
        )
    return tuple(replies)


def choose(
    scenes: Sequence[Scene], kinds: Sequence[str], limit: int | None, seed: int
) -> list[Scene]:
    """The scenes of `kinds` (all where none is named), `limit` of them drawn by `seed`, in order.

    `kinds` may also name "opening" or "scene" or a scene's own id.
    """
    wanted = [
        scene
        for scene in scenes
        if not kinds
        or {scene.kind, scene.id, "opening" if scene.is_opening else "scene"} & set(kinds)
    ]
    if limit is None or limit >= len(wanted):
        return wanted
    drawn = set(random.Random(seed).sample(range(len(wanted)), limit))
    return [scene for index, scene in enumerate(wanted) if index in drawn]


async def measure(
    scenes: Sequence[Scene], rounds: int, opened: AbstractAsyncContextManager[Make]
) -> list[Played]:
    """Open her and play `scenes` with her."""

    def show(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    async with opened as make:
        return await play(scenes, rounds, make, time.monotonic, show)


def main(arguments: Sequence[str] | None = None, opening: Open = open_talk) -> int:
    """Run the benchmark as the command line asks; 0 unless nothing matched (2).

    `opening` opens her; a test passes a scripted one.
    """
    parser = argparse.ArgumentParser(prog="benchmarks.talk", description=__doc__)
    parser.add_argument(
        "--only",
        metavar="KIND",
        action="append",
        default=[],
        help="play one kind, one id, 'opening' (all of them) or 'scene'; may be given again",
    )
    parser.add_argument("--repeat", metavar="N", type=int, default=1, help="play all N times over")
    parser.add_argument("--seed", type=int, default=1, help="for her chance and for --limit's draw")
    parser.add_argument("--limit", metavar="N", type=int, help="play N of them, drawn by the seed")
    parser.add_argument(
        "--transcripts", metavar="FILE", type=Path, help="write all replies there as Markdown"
    )
    options = parser.parse_args(arguments)
    scenes = choose((*read_openings(), *read_scenes()), options.only, options.limit, options.seed)
    if not scenes or options.repeat < 1:
        print("Nothing to play: no opening or scene matches. See --help.", file=sys.stderr)
        return 2
    played = asyncio.run(measure(scenes, options.repeat, opening(options.seed)))
    replies = [reply for one in played for reply in one.replies]
    if options.transcripts:
        options.transcripts.write_text(transcripts(played), encoding="utf-8")
    print(table(replies))
    print(json.dumps({"benchmark": "talk", "figures": figures(replies)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
