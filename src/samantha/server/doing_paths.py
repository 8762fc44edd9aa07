"""What she did for him and what is to ring, as her page shows it."""

from collections.abc import Sequence

import msgspec

from samantha.server.house import House
from samantha.server.paths import Asked, NotThere, Path, number_in

MOST_DEEDS = 100


class DeedShown(msgspec.Struct, frozen=True):
    """Something that she did."""

    id: int
    at: str
    tool: str
    effect: str
    shown: str
    asked_in: int | None
    """His utterance that asked for it; null where it was none, or is forgotten."""
    can_be_undone: bool
    undone_at: str | None


class Deeds(msgspec.Struct, frozen=True):
    """What she did, newest first."""

    deeds: list[DeedShown]


class Due(msgspec.Struct, frozen=True):
    """Something that is to ring."""

    id: int
    kind: str
    what: str
    at: str
    rule: str
    """How it repeats (RFC 5545 RECUR); "" is once."""


class Errand(msgspec.Struct, frozen=True):
    """One of his lists."""

    name: str
    items: list[str]


class Kept(msgspec.Struct, frozen=True):
    """What he asked for: what is to ring, and his lists."""

    reminders: list[Due]
    lists: list[Errand]


class Undone(msgspec.Struct, frozen=True):
    """What was undone, in a sentence."""

    words: str


def doing_paths(house: House) -> Sequence[Path]:
    """The paths to what she does."""

    async def deeds(_asked: Asked) -> Deeds:
        kept = await house.household.doing.errands.deeds(MOST_DEEDS)
        return Deeds(
            [
                DeedShown(
                    id=each.id,
                    at=each.at.isoformat(),
                    tool=each.act.tool,
                    effect=each.act.effect.value,
                    shown=each.act.shown,
                    asked_in=each.asked_in,
                    can_be_undone=house.household.doing.can_undo(each),
                    undone_at=each.undone_at and each.undone_at.isoformat(),
                )
                for each in kept
            ]
        )

    async def undo(asked: Asked) -> Undone:
        doing, number = house.household.doing, number_in(asked.named("id"))
        deed = None if number is None else await doing.errands.deed(number)
        if deed is None or not doing.can_undo(deed):
            raise NotThere("There is no such deed that could be undone.", "Look again at the list.")
        words = await doing.undo(deed)
        if doing.changed_past:
            await house.look_again()
        return Undone(words)

    async def kept(_asked: Asked) -> Kept:
        errands = house.household.doing.errands
        due = [
            Due(each.id, each.ring.value, each.what, each.due.isoformat(), each.rule)
            for each in await errands.reminders()
        ]
        names = await errands.lists()
        return Kept(due, [Errand(name, list(await errands.items(name))) for name in names])

    return [
        Path("GET", "/api/deeds", "What she did for him", deeds, answer=Deeds),
        Path("POST", "/api/deeds/{id}/undo", "Undo one of them", undo, answer=Undone),
        Path("GET", "/api/errands", "What is to ring, and his lists", kept, answer=Kept),
    ]
