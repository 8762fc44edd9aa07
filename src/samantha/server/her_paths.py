"""What she keeps and how she is: history, memory, figures."""

from collections.abc import Sequence

import msgspec
from starlette.responses import Response

from samantha.domain.dialogue import Speaker
from samantha.server.house import House
from samantha.server.paths import Asked, NotThere, Path, number_in

MOST_AT_ONCE = 200
MOST_FOUND = 50


class Before(msgspec.Struct, frozen=True):
    """Which part of the history is wanted: the newest `limit` lines before one."""

    limit: int = 50
    before: int = 0


class Line(msgspec.Struct, frozen=True):
    """One thing said. `interrupted` is null while she is saying it."""

    utterance: int
    speaker: str
    text: str
    at: str
    interrupted: bool | None


class History(msgspec.Struct, frozen=True):
    """What was said, oldest first, as far as the event `seq` has told."""

    seq: int
    utterances: list[Line]
    more: bool


class Wanted(msgspec.Struct, frozen=True):
    """Words to look for; none finds all."""

    q: str = ""


class Memory(msgspec.Struct, frozen=True):
    """Something she remembers, with where it comes from."""

    id: str
    kind: str
    text: str
    at: str
    source: int | None
    """The utterance that it was told in."""


class Memories(msgspec.Struct, frozen=True):
    """What she remembers."""

    memories: list[Memory]


def her_paths(house: House) -> Sequence[Path]:
    """The paths to what she keeps."""

    async def history(asked: Asked) -> History:
        wanted: Before = asked.query
        limit = min(max(wanted.limit, 1), MOST_AT_ONCE)
        last = await house.household.memory.last(limit + 1, before_id=wanted.before or None)
        # From here on nothing waits: what is read now is what the events have told.
        telling, seq = house.room.telling, house.room.seq
        lines = [
            Line(
                each.id,
                "he" if each.speaker is Speaker.PERSON else "she",
                telling.text if each.id == telling.hers else each.text,
                each.said_at.isoformat(),
                None if each.id == telling.hers else each.interrupted,
            )
            for each in last[-limit:]
            if each.id <= telling.utterance
        ]
        return History(seq, lines, more=len(last) > limit)

    async def memory(asked: Asked) -> Memories:
        kept = house.household.memory
        facts = [
            Memory(f"utterance:{each.utterance_id}", "fact", each.quote,
                   each.told_at.isoformat(), each.utterance_id)
            for each in reversed(await kept.facts())
        ]  # fmt: skip
        episodes = [
            Memory(f"episode:{n}", "episode", each.text, each.happened_at.isoformat(), None)
            for n, each in enumerate(await kept.episodes())
        ]
        words = asked.query.q.casefold().split()
        found = [
            each for each in (*facts, *reversed(episodes))
            if all(word in each.text.casefold() for word in words)
        ]  # fmt: skip
        told = {each.source for each in found}
        for said, _ in await kept.search(words, MOST_FOUND, before_id=2**62):
            if said.id not in told and all(word in said.text.casefold() for word in words):
                at = said.said_at.isoformat()
                found.append(Memory(f"utterance:{said.id}", "utterance", said.text, at, said.id))
        return Memories(found)

    async def forget(asked: Asked) -> None:
        utterance = _utterance(asked.named("id"))
        if not await house.household.doing.forget([utterance]):
            raise NotThere("That is not in her memory.", "Look again at what is there.")
        await house.look_again()

    async def restore(asked: Asked) -> None:
        await house.household.doing.remember_again(_utterance(asked.named("id")))
        await house.look_again()

    async def metrics(_asked: Asked) -> Response:
        return Response(
            await _open_metrics(house),
            media_type="application/openmetrics-text; version=1.0.0; charset=utf-8",
        )

    return [
        Path("GET", "/api/history", "What was said", history, query=Before, answer=History),
        Path("GET", "/api/memory", "What she remembers", memory, query=Wanted, answer=Memories),
        Path(
            "DELETE",
            "/api/memory/{id}",
            "Forget one thing said; for a day it can come back",
            forget,
        ),
        Path("POST", "/api/memory/{id}/restore", "Put back what was forgotten", restore),
        Path("GET", "/metrics", "Figures, as OpenMetrics", metrics, media="text/plain"),
    ]


def _utterance(memory_id: str) -> int:
    """The utterance that a memory was told in.

    Raises:
        NotThere: it was told in none, or there is no such memory.
    """
    kind, _, number = memory_id.partition(":")
    if kind == "utterance" and (found := number_in(number)) is not None:
        return found
    raise NotThere("That cannot be forgotten alone.", "What happened to her goes with everything.")


async def _open_metrics(house: House) -> str:
    """Numbers about the program; nothing of what was said."""
    room = house.room
    lines = [
        "# TYPE samantha_pages gauge",
        f"samantha_pages {room.pages}",
        "# TYPE samantha_awake gauge",
        f"samantha_awake {int(house.is_awake)}",
        "# TYPE samantha_events counter",
        f"samantha_events_total {room.told}",
    ]
    if house.is_awake:
        life = await house.household.memory.lifetime()
        lines += [
            "# TYPE samantha_utterances gauge",
            f"samantha_utterances {life.utterances}",
            "# TYPE samantha_conversations gauge",
            f"samantha_conversations {life.conversations}",
        ]
    return "\n".join([*lines, "# EOF", ""])
