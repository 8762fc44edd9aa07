"""What was said, found in the SQLite file by its words and in memory by what it means.

The words are looked up in a full-text index of every turn and of every turn with its neighbours.
The vectors lie in the same file, one signed byte a dimension; their signs are held in memory. A
turn is findable by its words at once, and by its meaning at the next question at the latest.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final, TypeVar

import apsw

from samantha.domain.dialogue import Utterance
from samantha.domain.errors import StoreUnavailable
from samantha.domain.words import content_words
from samantha.memory.ports import Candidate, Embedding
from samantha.memory.vectors import SignIndex, Vectors, coded, decoded
from samantha.providers.sqlite.memory import UTTERANCE_OF_U, Run, SqliteMemory, any_of, utterance_of

BY_WORDS: Final = 200
"""So many are looked at closely for their words, …"""
BY_MEANING: Final = 100
"""… and so many for their meaning."""
AT_ONCE: Final = 32
"""Turns without a vector that a question waits for; more of them come by and by."""
BREATH_S: Final = 0.3
"""Between two batches of those, so that a talk meanwhile keeps its pace."""
_LOADED_AT_ONCE: Final = 20_000
SMALL: Final = 20_000
"""In a store of so many turns every word of a question is looked up; in a larger one …"""
RAREST: Final = 5
"""… only the rarest ones, of which …"""
TOO_COMMON: Final = 0.02
"""… none stands in more than this share of all turns, unless it is the rarest."""

T = TypeVar("T")
log = logging.getLogger(__name__)


class SqliteRetrieval:
    """The `Retrieval` over a `SqliteMemory`. All that computes runs in one thread of its own."""

    def __init__(self, memory: SqliteMemory, embedding: Embedding | None) -> None:
        """`memory` is open as long as this is used; without an `embedding` only words are found."""
        self._memory = memory
        self._embedding = embedding
        self._index = SignIndex(embedding.dimensions if embedding else 0)
        self._loaded = False
        self._keeping: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="retrieval")

    async def candidates(self, text: str, *, before_id: int) -> Sequence[Candidate]:
        """What may belong to `text`; a turn of the kind that is asked stands among the others."""
        vector, near = None, list[int]()
        if (embedding := self._embedding) is not None:
            await self.catch_up(AT_ONCE)
            vector = (await self._compute(lambda: embedding.embed([text])))[0]
            near = await self._nearest(vector)
        words = content_words(text)
        return await self._memory.within(lambda run: _found(run, words, near, vector, before_id))

    async def beside(self, ids: Sequence[int]) -> Sequence[Utterance]:
        """These turns and those right before and after each in its talk, in the order of ids."""
        listed = ",".join(map(str, ids))
        return await self._memory.within(
            lambda run: [
                utterance_of(row)
                for row in run(
                    f"WITH hit AS (SELECT id, session_id FROM utterances WHERE id IN ({listed}))"  # noqa: S608 - numbers
                    f" SELECT {UTTERANCE_OF_U} FROM utterances u WHERE u.id IN ("
                    "  SELECT id FROM hit"
                    "  UNION SELECT (SELECT max(b.id) FROM utterances b"
                    "    WHERE b.session_id = hit.session_id AND b.id < hit.id) FROM hit"
                    "  UNION SELECT (SELECT min(a.id) FROM utterances a"
                    "    WHERE a.session_id = hit.session_id AND a.id > hit.id) FROM hit"
                    ") ORDER BY u.id"
                )
            ]
        )

    async def catch_up(self, most: int = AT_ONCE) -> int:
        """Find the vectors of up to `most` turns that have none yet; returns how many it found.

        Raises:
            StoreUnavailable: the store cannot be read or written.
        """
        if (embedding := self._embedding) is None:
            return 0
        async with self._turn:
            if not self._loaded:
                await self._load(embedding)
            due = await self._memory.within(
                lambda run: run(
                    "SELECT s.id, s.turn, s.led FROM vectors_due d JOIN surrounded s"
                    " ON s.id = d.utterance_id ORDER BY s.id DESC LIMIT ?",
                    most,
                )
            )
            if not due:
                return 0
            turns = await self._compute(lambda: embedding.embed([turn for _, turn, _ in due]))
            led = await self._compute(lambda: embedding.embed([led for _, _, led in due]))
            made = list(zip(due, coded(turns), coded(led), strict=True))
            kept = await self._memory.within(lambda run: _keep(run, made))
            # What was said on, or forgotten, meanwhile has its turn again, or none.
            rows = [n for n, (identity, *_) in enumerate(due) if identity in kept]
            await self._compute(lambda: self._index.put(kept, turns[rows]))
            return len(due)

    async def _nearest(self, vector: Vectors) -> list[int]:
        """The likest turns that are still there; what was forgotten since is dropped."""
        while True:
            near = await self._compute(lambda: self._index.nearest(vector, BY_MEANING))
            there = await self._memory.within(lambda run, near=near: _there(run, near))
            if gone := [each for each in near if each not in there]:
                await self._compute(lambda gone=gone: self._index.drop(gone))
            else:
                return near

    def keep_up(self) -> "asyncio.Task[None]":
        """Find the vectors of all that has none yet, without haste, beside everything else."""
        self._keeping = asyncio.create_task(self._catch_up_with_all())
        return self._keeping

    async def aclose(self) -> None:
        """Stop what goes on beside and let go of the thread. Safe to call twice."""
        if self._keeping is not None:
            self._keeping.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeping
        self._thread.shutdown(wait=True)

    async def _catch_up_with_all(self) -> None:
        try:
            found = await self.catch_up()
            while found:
                await asyncio.sleep(BREATH_S)
                found = await self.catch_up()
        except StoreUnavailable as error:
            log.warning("what was said is not made findable by its meaning: %s", error.message)

    async def _load(self, embedding: Embedding) -> None:
        """Hold the signs of the vectors that are there; those of another model are let go."""
        await self._memory.within(lambda run: _made_by(run, embedding.name))
        after = 0
        while rows := await self._memory.within(
            lambda run, after=after: run(
                "SELECT utterance_id, turn FROM vectors WHERE utterance_id > ?"
                " ORDER BY utterance_id LIMIT ?",
                *(after, _LOADED_AT_ONCE),
            )
        ):
            ids = [int(identity) for identity, _ in rows]
            vectors = decoded([codes for _, codes in rows], embedding.dimensions)
            await self._compute(lambda ids=ids, vectors=vectors: self._index.put(ids, vectors))
            after = ids[-1]
        self._loaded = True

    async def _compute(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _made_by(run: Run, name: str) -> None:
    made = run("SELECT value FROM about WHERE name = 'vectors_by'")
    if made != [(name,)]:
        run("DELETE FROM vectors")
        run("INSERT OR IGNORE INTO vectors_due(utterance_id) SELECT id FROM utterances")
        run("INSERT OR REPLACE INTO about(name, value) VALUES ('vectors_by', ?)", name)


def _there(run: Run, numbers: Sequence[int]) -> set[int]:
    listed = ",".join(map(str, numbers))
    rows = run(f"SELECT utterance_id FROM vectors WHERE utterance_id IN ({listed})")  # noqa: S608
    return {int(identity) for (identity,) in rows}


def _keep(run: Run, made: Sequence[tuple[tuple[Any, ...], bytes, bytes]]) -> list[int]:
    """Keep the vectors of what still reads as it did; returns of which."""
    kept: list[int] = []
    for (identity, turn, led), turn_code, led_code in made:
        reads = "SELECT 1 FROM surrounded WHERE id = ? AND turn = ? AND led = ?"
        if run(reads, identity, turn, led):
            run(
                "INSERT OR REPLACE INTO vectors(utterance_id, turn, led) VALUES (?, ?, ?)",
                *(identity, turn_code, led_code),
            )
            run("DELETE FROM vectors_due WHERE utterance_id = ?", identity)
            kept.append(int(identity))
    return kept


def _found(
    run: Run, words: Sequence[str], near: Sequence[int], vector: Vectors | None, before_id: int
) -> list[Candidate]:
    """The turns that hold the words or whose vectors lie near, as they still are."""
    marks: dict[int, tuple[float, float]] = dict.fromkeys(near, (0.0, 0.0))
    if query := any_of(_worth_looking_up(run, words)):
        rows = run(
            "SELECT rowid, bm25(utterance_keys, 1, 0), bm25(utterance_keys, 0, 1)"
            " FROM utterance_keys WHERE utterance_keys MATCH ? AND rowid < ?"
            " ORDER BY bm25(utterance_keys, 1, 1) LIMIT ?",
            *(query, before_id, BY_WORDS),
        )
        marks |= {int(identity): (-float(turn), -float(near)) for identity, turn, near in rows}
    ids = ",".join(str(each) for each in marks if each < before_id)
    rows = run(
        f"SELECT {UTTERANCE_OF_U}, v.turn, v.led FROM utterances u"  # noqa: S608 - numbers
        f" LEFT JOIN vectors v ON v.utterance_id = u.id WHERE u.id IN ({ids})"
    )
    alike = _likeness([row[-2] for row in rows], vector)
    led = _likeness([row[-1] for row in rows], vector)
    said = [utterance_of(row[:-2]) for row in rows]
    return [
        Candidate(each, *marks[each.id], own, both)
        for each, own, both in zip(said, alike, led, strict=True)
    ]


def _likeness(codes: Sequence[bytes | None], vector: Vectors | None) -> list[float]:
    """The cosine of each with `vector`; 0 where one of the two is not there."""
    if vector is None:
        return [0.0] * len(codes)
    nothing = bytes(len(vector))
    return (decoded([code or nothing for code in codes], len(vector)) @ vector).tolist()


def _worth_looking_up(run: Run, words: Sequence[str]) -> Sequence[str]:
    """All the words, or in a large store the rarest: the common ones cost most and tell least."""
    ((count,),) = run("SELECT coalesce(max(id), 0) FROM utterances")
    if count <= SMALL:
        return words
    held: dict[str, int] = {}
    for word in words:
        with suppress(apsw.SQLError):
            ((held[word],),) = run(
                "SELECT count(*) FROM (SELECT 1 FROM utterance_keys WHERE utterance_keys MATCH ?"
                " LIMIT ?)",
                *(f"turn : ({any_of([word])})", int(count * TOO_COMMON) + 1),
            )
    rare = sorted((each for each in held if held[each]), key=held.__getitem__)[:RAREST]
    return rare[:1] + [each for each in rare[1:] if held[each] <= count * TOO_COMMON]
