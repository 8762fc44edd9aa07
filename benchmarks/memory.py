"""How well and how fast she finds what was said: without a judge, with intervals by conversation.

    python -m benchmarks.memory --locomo FILE --sizes 10000,100000,1000000

Three hundred generated cases of truth over time are always played (`memory_truth.py`).
With `--locomo`, conversations in LoCoMo's form (a list; `conversation` with `session_1` …, `qa`
with `question` and `evidence`) are told to a real store, and every question with evidence is asked
of it: which share of the evidence is among the ten turns found first, whether the right session is
among the first five, and how much of it a prompt of so many tokens holds. Beside it, in the same
run, stand full-text search alone and vectors alone. Of a question about one named speaker it is
known whose words are asked for.

`--sizes` makes lives of so many events, each in a store of its own, and measures what writing one
more and finding one costs there, with disk and memory. What is said in them is generated; of their
vectors all but the last are random, which costs the same to search.
"""

import argparse
import asyncio
import json
import random
import statistics
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

import numpy as np

from benchmarks.memory_sizes import measured_apart
from benchmarks.memory_truth import truth
from samantha.app.assembly import open_embedding
from samantha.domain.dialogue import Draft, Origin, Speaker, Utterance
from samantha.domain.words import content_words
from samantha.memory.passages import packed
from samantha.memory.ports import Candidate
from samantha.memory.ranking import ranked
from samantha.providers.minilm import MiniLM
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import SqliteMemory
from samantha.providers.sqlite.retrieval import SqliteRetrieval

NEVER: Final = 2**62
FIRST_DAY: Final = datetime(2024, 1, 1, 20, tzinfo=UTC)
BUDGETS: Final = (950, 490)
DRAWS: Final = 2000
BARS: Final[Mapping[str, float]] = {
    "locomo_recall_at_10": 79,
    "truth_percent": 100,
    "cascade_percent": 90,
    "sessions_any_at_5": 94,
    "evidence_at_950": 83,
    "evidence_at_490": 76,
    "write_p50_ms": 15,
    "write_p99_ms": 50,
    "recall_p95_ms_10k": 30,
    "recall_p95_ms_100k": 60,
    "recall_p95_ms_1m": 250,
    "disk_gb_1m": 1.5,
    "resident_mb_1m": 200,
}


@dataclass
class Told:
    """A conversation in a store of its own."""

    retrieval: SqliteRetrieval
    memory: SqliteMemory
    turns: dict[str, Utterance] = field(default_factory=dict[str, Utterance])
    """By the name that the data has for them."""
    speakers: dict[str, Speaker] = field(default_factory=dict[str, Speaker])


@dataclass
class Marks:
    """What was found, one number a question; by conversation."""

    recall: list[float] = field(default_factory=list[float])
    session: list[float] = field(default_factory=list[float])


Asked: TypeAlias = tuple[dict[str, Marks], dict[int, list[float]], list[float]]
"""Marks by method, shares of the evidence by budget, and how long each question took, in ms."""


@asynccontextmanager
async def tell(conversation: Mapping[str, Any], minilm: MiniLM) -> AsyncGenerator[Told, None]:
    """Tell it turn by turn to a store."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        async with open_memory(
            home / "a.db", lock_file=home / "a.lock", purpose="a benchmark"
        ) as memory:
            told = Told(SqliteRetrieval(memory, minilm), memory)
            names = (conversation["speaker_a"], conversation["speaker_b"])
            told.speakers = dict(zip(names, (Speaker.PERSON, Speaker.SHE), strict=True))
            number = 1
            while f"session_{number}" in conversation:
                at = FIRST_DAY + timedelta(days=number)
                session = await memory.begin_session(at)
                for turn in conversation[f"session_{number}"]:
                    text = " ".join([turn["text"], turn.get("blip_caption", "")]).strip()
                    draft = Draft(session, told.speakers[turn["speaker"]], text, at, Origin.SPOKEN)
                    told.turns[turn["dia_id"]] = await memory.add(draft)
                number += 1
            while await told.retrieval.catch_up(256):
                pass
            yield told
            await told.retrieval.aclose()


def found_first(
    ids: Sequence[int], evidence: Sequence[Utterance], sessions: dict[int, int]
) -> tuple[float, float]:
    """The share of the evidence in the first ten, and whether a right session is in five."""
    wanted = {each.id for each in evidence}
    met = list(dict.fromkeys(sessions[each] for each in ids))[:5]
    right = {each.session_id for each in evidence}
    return len(wanted.intersection(ids[:10])) / len(wanted), float(not right.isdisjoint(met))


async def ask_all(told: Told, questions: Sequence[Any], tokens: Callable[[str], int]) -> Asked:
    """Ask every question that has evidence."""
    marks = {"ours": Marks(), "words alone": Marks(), "vectors alone": Marks()}
    kept: dict[int, list[float]] = {budget: [] for budget in BUDGETS}
    times: list[float] = []
    sessions = {each.id: each.session_id for each in told.turns.values()}
    for question in questions:
        text = str(question["question"])
        evidence = [told.turns[each] for each in question["evidence"] if each in told.turns]
        if not evidence:
            continue
        named = [who for name, who in told.speakers.items() if name.lower() in text.lower()]
        began_s = time.perf_counter()
        candidates = await told.retrieval.candidates(text, before_id=NEVER)
        best = ranked(text, candidates, about=named[0] if len(named) == 1 else None)
        times.append(1000 * (time.perf_counter() - began_s))
        hits = await told.memory.search(content_words(text), 200, before_id=NEVER)
        orders = {
            "ours": [each.candidate.utterance.id for each in best],
            "words alone": [each.id for each, _ in hits],
            "vectors alone": _by_likeness(candidates),
        }
        for method, ids in orders.items():
            recall, session = found_first(ids, evidence, sessions)
            marks[method].recall.append(recall)
            marks[method].session.append(session)
        beside = await told.retrieval.beside([each.candidate.utterance.id for each in best[:30]])
        wanted = {each.id for each in evidence}
        for budget, shares in kept.items():
            shown = packed(best[:30], beside, count_tokens=tokens, budget=budget)
            there = {turn.id for passage in shown for turn in passage.turns}
            shares.append(len(wanted & there) / len(wanted))
    return marks, kept, times


def _by_likeness(candidates: Sequence[Candidate]) -> list[int]:
    return [each.utterance.id for each in sorted(candidates, key=lambda each: -each.likeness)]


def with_interval(groups: Sequence[Sequence[float]], chance: random.Random) -> tuple[float, ...]:
    """The mean in percent, and a 95 % interval by drawing whole conversations again."""
    means: list[float] = []
    for _ in range(DRAWS):
        drawn = [each for group in chance.choices(groups, k=len(groups)) for each in group]
        means.append(statistics.fmean(drawn))
    low, high = np.percentile(means, [2.5, 97.5])
    whole = statistics.fmean(each for group in groups for each in group)
    return 100 * whole, 100 * float(low), 100 * float(high)


async def locomo(name: str, data: Sequence[Any], minilm: MiniLM, seed: int) -> dict[str, float]:
    """Ask all conversations of a file; prints a table, returns the figures."""
    everything: list[Asked] = []
    for each in data:
        async with tell(each["conversation"], minilm) as told:
            everything.append(await ask_all(told, each["qa"], _counting(minilm)))
    count = sum(len(times) for _, _, times in everything)
    print(f"{name}: {len(everything)} conversations, {count} questions")
    chance, figures = random.Random(seed), dict[str, float]()

    def tell_row(name: str, what: str, groups: list[list[float]]) -> None:
        mean, low, high = with_interval(groups, chance)
        figures[name] = mean
        print(f"  {what:34}{mean:7.1f} %  [{low:.1f}, {high:.1f}]")

    for method, prefix in (("ours", ""), ("words alone", "words_"), ("vectors alone", "vectors_")):
        recall = [marks[method].recall for marks, _, _ in everything]
        session = [marks[method].session for marks, _, _ in everything]
        tell_row(f"{prefix}locomo_recall_at_10", f"recall at 10, {method}", recall)
        tell_row(f"{prefix}sessions_any_at_5", f"a right session in 5, {method}", session)
    for budget in BUDGETS:
        shares = [kept[budget] for _, kept, _ in everything]
        tell_row(f"evidence_at_{budget}", f"evidence in {budget} tokens", shares)
    times = [each for _, _, group in everything for each in group]
    figures["locomo_recall_p95_ms"] = float(np.percentile(times, 95))
    return figures


def _counting(minilm: MiniLM) -> Callable[[str], int]:
    """Counts the tokens of a text, as pieces of MiniLM's vocabulary."""

    def count(text: str) -> int:
        words = text.split()
        parts = (" ".join(words[n : n + 40]) for n in range(0, len(words), 40))
        return sum(len(minilm.pieces_of(part)) - 2 for part in parts)

    return count


def main() -> None:
    """Measure, print tables, and the figures as one line of JSON."""
    parser = argparse.ArgumentParser(description="How well and how fast she finds what was said.")
    parser.add_argument("--locomo", type=Path, help="conversations in LoCoMo's form")
    parser.add_argument("--sizes", default="10000,100000", help="events of the lives; '' for none")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    minilm = open_embedding()
    if minilm is None:
        parser.exit(1, "The model is missing; fetch it: samantha models fetch all-minilm-l6-v2\n")
    figures: dict[str, float] = {}
    if chosen.locomo:
        data = json.loads(chosen.locomo.read_text(encoding="utf-8"))
        figures |= asyncio.run(locomo(chosen.locomo.name, data, minilm, chosen.seed))
    for size in sorted(int(each) for each in chosen.sizes.split(",") if each.strip()):
        figures |= measured_apart(size, chosen.seed)
    print()
    figures |= asyncio.run(truth(chosen.seed))
    for name, value in figures.items():
        bar = f"{BARS[name]:10.1f}" if name in BARS else ""
        print(f"{name:34}{value:10.2f}{bar}")
    print(json.dumps({"benchmark": "memory", "figures": figures}))


if __name__ == "__main__":
    main()
