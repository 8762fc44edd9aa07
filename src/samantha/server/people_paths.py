"""The people of his life, as her page shows them."""

from collections.abc import Sequence

import msgspec

from samantha.memory.ledger import Holding, Ledger
from samantha.memory.people import people_of
from samantha.providers.sqlite.claims import SqliteClaims
from samantha.server.house import House
from samantha.server.paths import Asked, Path


class Known(msgspec.Struct, frozen=True):
    """One thing that stands of someone."""

    what: str
    value: str
    since: str
    quote: str
    source: int
    """The utterance that it was told in."""
    to_check: str
    """What he said that it may not have survived; empty where nothing."""


class PersonShown(msgspec.Struct, frozen=True):
    """Someone of his life."""

    who: str
    names: list[str]
    known: list[Known]


class People(msgspec.Struct, frozen=True):
    """All of them, the one told of last first."""

    people: list[PersonShown]


def people_paths(house: House) -> Sequence[Path]:
    """The path to them."""

    async def people(_asked: Asked) -> People:
        claims = await SqliteClaims(house.household.memory).claims()
        return People(
            [
                PersonShown(each.who, list(each.names), [_known(one) for one in each.holdings])
                for each in people_of(Ledger.of(claims))
            ]
        )

    return [Path("GET", "/api/people", "The people of his life", people, answer=People)]


def _known(holding: Holding) -> Known:
    return Known(
        what=holding.predicate,
        value=holding.value,
        since=holding.since.isoformat(),
        quote=holding.claim.quote,
        source=holding.claim.utterance,
        to_check=holding.to_check,
    )
