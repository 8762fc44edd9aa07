"""Her memory as plain lists, proven by the same contract as the real store."""

import asyncio
import re
import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from samantha.domain.dialogue import (
    Draft,
    Episode,
    Fact,
    Gist,
    Lifetime,
    Utterance,
)
from samantha.domain.words import content_words
from samantha.memory.ports import Candidate

_JOINED = str.maketrans("", "", '"\x00')
"""Signs within a word that is searched for, which do not part it."""

_ENDINGS = ("ing", "ed", "es", "s", "e")


async def _at_once() -> None:
    await asyncio.sleep(0)


class ListMemory:
    """Satisfies all ports of memory to the store; nothing outlives the object.

    `after_write` is awaited when a write is done and before it is reported, which is where a real
    disk makes one wait.
    """

    def __init__(
        self, born_at: datetime, *, after_write: Callable[[], Awaitable[None]] = _at_once
    ) -> None:
        self._born_at = born_at
        self._after_write = after_write
        self._sessions = 0
        self._utterances: dict[int, Utterance] = {}
        self._facts: dict[str, Fact] = {}
        self._gist = Gist()
        self._episodes: list[Episode] = []
        self._newest = 0
        self._forgotten: dict[int, _Forgotten] = {}

    async def begin_session(self, at: datetime) -> int:
        self._sessions += 1
        await self._after_write()
        return self._sessions

    async def add(self, draft: Draft) -> Utterance:
        kept = Utterance(
            id=self._newest + 1,
            session_id=draft.session_id,
            speaker=draft.speaker,
            text=_storable(draft.text),
            said_at=draft.said_at,
            origin=draft.origin,
            interrupted=draft.interrupted,
        )
        self._utterances[kept.id] = kept
        self._newest = kept.id
        await self._after_write()
        return kept

    async def extend(self, utterance_id: int, text: str, *, interrupted: bool) -> None:
        if (known := self._utterances.get(utterance_id)) is not None:
            self._utterances[utterance_id] = replace(
                known, text=_storable(text), interrupted=interrupted
            )
        await self._after_write()

    async def last(self, count: int, *, before_id: int | None = None) -> Sequence[Utterance]:
        every = sorted(self._utterances.values(), key=lambda each: each.id)
        older = [each for each in every if before_id is None or each.id < before_id]
        return older[-count:] if count else []

    async def search(
        self, words: Sequence[str], limit: int, *, before_id: int
    ) -> Sequence[tuple[Utterance, float]]:
        plain = dict.fromkeys(_storable(word).translate(_JOINED) for word in words)
        phrases = [phrase for word in plain if (phrase := _stems(word))]
        found: list[tuple[Utterance, float]] = []
        for utterance in self._utterances.values():
            stems = _stems(utterance.text)
            hits = sum(_holds(stems, phrase) for phrase in phrases)
            if utterance.id < before_id and hits:
                found.append((utterance, hits / (1 + len(stems) / 1000)))
        found.sort(key=lambda each: -each[1])
        return found[:limit]

    async def candidates(self, text: str, *, before_id: int) -> Sequence[Candidate]:
        hits = await self.search(content_words(text), 200, before_id=before_id)
        return [Candidate(each, score, score, 0.0, 0.0) for each, score in hits]

    async def beside(self, ids: Sequence[int]) -> Sequence[Utterance]:
        found: dict[int, Utterance] = {}
        for hit in (self._utterances[each] for each in ids if each in self._utterances):
            talk = [u for u in self._utterances.values() if u.session_id == hit.session_id]
            talk.sort(key=lambda each: each.id)
            place = talk.index(hit)
            found |= {each.id: each for each in talk[max(0, place - 1) : place + 2]}
        return [found[each] for each in sorted(found)]

    async def lifetime(self) -> Lifetime:
        every = list(self._utterances.values())
        before = [each for each in every if each.session_id < self._sessions]
        return Lifetime(
            born_at=self._born_at,
            conversations=len({each.session_id for each in every}),
            utterances=len(every),
            previous_at=before[-1].said_at if before else None,
        )

    async def facts(self) -> Sequence[Fact]:
        return sorted(self._facts.values(), key=lambda fact: (fact.utterance_id, fact.key))

    async def keep_facts(self, facts: Sequence[Fact]) -> None:
        self._facts |= {fact.key: replace(fact, quote=_storable(fact.quote)) for fact in facts}
        await self._after_write()

    async def gist(self) -> Gist:
        return self._gist

    async def keep_gist(self, gist: Gist) -> None:
        self._gist = replace(gist, text=_storable(gist.text))
        await self._after_write()

    async def episodes(self) -> Sequence[Episode]:
        return list(self._episodes)

    async def add_episode(self, episode: Episode) -> None:
        self._episodes.append(replace(episode, text=_storable(episode.text)))
        await self._after_write()

    async def forget(self, ids: Sequence[int], at: datetime) -> int:
        number = max((each.number for each in self._forgotten.values()), default=0) + 1
        gone = [identity for identity in dict.fromkeys(ids) if identity in self._utterances]
        for identity in gone:
            utterance = self._utterances.pop(identity)
            said = " ".join(utterance.text.split())
            lines = self._gist.text.splitlines()
            quoting = [
                line for line in lines if line.partition("“")[2][:-1] in said and "“" in line
            ]
            facts = [fact for fact in self._facts.values() if fact.utterance_id == identity]
            self._forgotten[identity] = _Forgotten(number, at, utterance, facts, quoting)
            self._facts = {key: each for key, each in self._facts.items() if each not in facts}
            kept = [line for line in lines if line not in quoting]
            self._gist = replace(self._gist, text="\n".join(kept))
        return number if gone else 0

    async def restore(self, number: int) -> Sequence[int]:
        back = {n: each for n, each in self._forgotten.items() if each.number == number}
        for identity, each in sorted(back.items()):
            self._utterances[identity] = each.utterance
            self._facts = {fact.key: fact for fact in each.facts} | self._facts
            lines = [*each.lines, *self._gist.text.splitlines()]
            self._gist = replace(self._gist, text="\n".join(lines))
            del self._forgotten[identity]
        return sorted(back)

    async def number_of(self, utterance_id: int) -> int | None:
        known = self._forgotten.get(utterance_id)
        return known and known.number

    async def purge(self, before: datetime) -> int:
        gone = [n for n, each in self._forgotten.items() if each.at < before]
        for identity in gone:
            del self._forgotten[identity]
        return len(gone)

    async def said_between(self, begin: datetime, end: datetime) -> Sequence[Utterance]:
        return [each for each in await self.last(2**31) if begin <= each.said_at < end]


@dataclass
class _Forgotten:
    number: int
    at: datetime
    utterance: Utterance
    facts: list[Fact]
    lines: list[str]


def _storable(text: str) -> str:
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _stems(text: str) -> list[str]:
    plain = "".join(
        sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign)
    )
    return [_stem(word) for word in re.findall(r"[^\W_]+", plain.lower())]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            return word[:-1] if any(a == b == word[-1] for a, b in pairwise(word[-2:])) else word
    return word


def _holds(stems: Sequence[str], phrase: Sequence[str]) -> bool:
    size = len(phrase)
    return any(list(stems[at : at + size]) == list(phrase) for at in range(len(stems) - size + 1))
