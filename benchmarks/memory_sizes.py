"""What writing and finding cost in a long life, for `benchmarks.memory`.

A life is lived in one process and remembered in another, so that the memory of one is not counted
for the other.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from samantha.app.assembly import EMBEDDING, open_embedding
from samantha.app.catalogue import find_entry, model_files
from samantha.app.doctor.answering import resident_bytes
from samantha.app.settings import models_folder
from samantha.domain.dialogue import Draft, Origin, Speaker
from samantha.memory.recall import Past, recall
from samantha.memory.vectors import coded
from samantha.providers.minilm import DIMENSIONS, MiniLM
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import Run, SqliteMemory
from samantha.providers.sqlite.retrieval import SqliteRetrieval

BORN: Final = datetime(2000, 1, 1, 20, tzinfo=UTC)
TURNS_OF_A_TALK: Final = 20
FILLED_AT_ONCE: Final = 5000
WRITES: Final = 300
QUESTIONS: Final = 200
ASKED: Final = (
    "When did I tell you about the {}?",
    "What was the name of the {} that my sister had?",
    "Where did I put the {} after the {} broke?",
    "Did I say anything about {} or {}?",
    "The {} was there again today, and so was the {}.",
)


class Life:
    """Sentences whose words are as rare or common as those of a language (Zipf's law)."""

    def __init__(self, seed: int) -> None:
        """The words are the same in every life: those that MiniLM knows whole."""
        self._chance = np.random.default_rng(seed)
        folder = model_files(models_folder()).path_of(find_entry(EMBEDDING))
        known = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
        self._words = [each for each in known["model"]["vocab"] if each.isalpha()]
        random.Random(0).shuffle(self._words)
        shares = 1 / (np.arange(len(self._words)) + 2.7)
        self._shares = np.cumsum(shares / shares.sum())

    def words(self, count: int) -> list[str]:
        """Words as they come in a talk."""
        places = np.searchsorted(self._shares, self._chance.random(count))
        return [self._words[min(int(each), len(self._words) - 1)] for each in places]

    def sentence(self) -> str:
        """A sentence of 4 to 29 words."""
        return " ".join(self.words(int(self._chance.integers(4, 30)))).capitalize() + "."

    def question(self) -> str:
        """Something that is asked or said about one or two words."""
        frame = ASKED[int(self._chance.integers(len(ASKED)))]
        return frame.format(*self.words(frame.count("{}")))

    def codes(self, count: int) -> list[tuple[bytes, bytes]]:
        """Random vectors, coded: two for each turn."""
        made = coded(self._chance.standard_normal((2 * count, DIMENSIONS), np.float32))
        return list(zip(made[:count], made[count:], strict=True))


def measured_apart(size: int, seed: int) -> dict[str, float]:
    """Measure a life of `size` events, lived in one process and remembered in another."""
    with TemporaryDirectory() as folder:
        for what in ("live", "remember"):
            command = [sys.executable, "-m", "benchmarks.memory_sizes", what, folder]
            done = subprocess.run(
                [*command, str(size), str(seed)], stdout=subprocess.PIPE, text=True, check=True
            )
        disk_bytes = sum(each.stat().st_size for each in Path(folder).iterdir())
    *told, figures = done.stdout.splitlines()
    print(*told, sep="\n", flush=True)
    return {f"disk_gb_{_short(size)}": disk_bytes / 1e9, **json.loads(figures)}


def _short(size: int) -> str:
    return f"{size // 1_000_000}m" if size >= 1_000_000 else f"{size // 1000}k"


@asynccontextmanager
async def _opened(home: Path) -> AsyncGenerator[SqliteMemory, None]:
    lock = home / "a.lock"
    async with open_memory(home / "a.db", lock_file=lock, purpose="a benchmark") as memory:
        yield memory


async def live(home: Path, size: int, life: Life) -> None:
    """Put the life into a store, many turns a transaction, with vectors."""
    made_by = "INSERT OR REPLACE INTO about(name, value) VALUES ('vectors_by', ?)"
    async with _opened(home) as memory:
        for first in range(1, size + 1, FILLED_AT_ONCE):
            numbers = range(first, min(first + FILLED_AT_ONCE, size + 1))
            texts = [life.sentence() for _ in numbers]
            await memory.within(_put(numbers, texts, life.codes(len(texts))))
        await memory.within(lambda run: run(made_by, MiniLM.name))


def _put(
    numbers: range, texts: list[str], codes: list[tuple[bytes, bytes]]
) -> Callable[[Run], None]:
    def put(run: Run) -> None:
        for number, text, code in zip(numbers, texts, codes, strict=True):
            at = (BORN + timedelta(minutes=10 * number)).isoformat(timespec="microseconds")
            session = 1 + number // TURNS_OF_A_TALK
            run("INSERT OR IGNORE INTO sessions(id, started_at) VALUES (?, ?)", session, at)
            run(
                "INSERT INTO utterances(id, session_id, speaker, text, said_at, origin)"
                " VALUES (?, ?, ?, ?, ?, 'spoken')",
                *(number, session, "person" if number % 2 else "she", text, at),
            )
            run("INSERT INTO vectors(utterance_id, turn, led) VALUES (?, ?, ?)", number, *code)
        run("DELETE FROM vectors_due")

    return put


async def remember(home: Path, size: int, life: Life) -> dict[str, float]:
    """Write and find in the life of `size` events that lies there; times in ms, memory in MB."""
    before_bytes = resident_bytes()
    minilm = open_embedding()
    assert minilm is not None
    async with _opened(home) as memory:
        retrieval = SqliteRetrieval(memory, minilm)
        began_s = time.perf_counter()
        await retrieval.candidates("Hello?", before_id=2**62)
        first_ms = 1000 * (time.perf_counter() - began_s)
        writes = await _writes(memory, retrieval, life)
        finds = await _finds(memory, retrieval, life)
        resident_mb = (resident_bytes() - before_bytes) / 1e6
        await retrieval.aclose()
    load = os.getloadavg()[0]
    print(f"{size:,} events: the first question took {first_ms:.0f} ms; load {load:.1f}")
    return {
        "write_p50_ms": float(np.percentile(writes, 50)),
        "write_p99_ms": float(np.percentile(writes, 99)),
        f"recall_p50_ms_{_short(size)}": float(np.percentile(finds, 50)),
        f"recall_p95_ms_{_short(size)}": float(np.percentile(finds, 95)),
        f"resident_mb_{_short(size)}": resident_mb,
    }


async def _writes(memory: SqliteMemory, retrieval: SqliteRetrieval, life: Life) -> list[float]:
    """How long one more turn takes until it is safe, and findable by words and by meaning."""
    took: list[float] = []
    session = await memory.begin_session(BORN)
    for _ in range(WRITES):
        draft = Draft(session, Speaker.PERSON, life.sentence(), BORN, Origin.SPOKEN)
        began_s = time.perf_counter()
        await memory.add(draft)
        assert await retrieval.catch_up(1) == 1
        took.append(1000 * (time.perf_counter() - began_s))
    return took


async def _finds(memory: SqliteMemory, retrieval: SqliteRetrieval, life: Life) -> list[float]:
    """How long it takes to recall what belongs to a sentence, embedding it included."""
    took: list[float] = []
    session = await memory.begin_session(BORN)
    for _ in range(QUESTIONS):
        draft = Draft(session, Speaker.PERSON, life.question(), BORN, Origin.SPOKEN)
        said = await memory.add(draft)
        await retrieval.catch_up(1)
        began_s = time.perf_counter()
        await recall(retrieval, Past((), ()), said)
        took.append(1000 * (time.perf_counter() - began_s))
    return took


def main() -> None:
    """One half of a measurement, in this process."""
    what, folder, size, seed = sys.argv[1:]
    if what == "live":
        asyncio.run(live(Path(folder), int(size), Life(int(seed))))
    else:
        life = Life(int(seed) + 1)
        print(json.dumps(asyncio.run(remember(Path(folder), int(size), life))))


if __name__ == "__main__":
    main()
