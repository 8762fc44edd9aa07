"""The people of his life, from what he told: who each is to him, and what stands of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from samantha.memory.claims import HE
from samantha.memory.ledger import Holding, Ledger


@dataclass(frozen=True, slots=True)
class Someone:
    """One of them; `names` are those that he told, the newest last."""

    who: str
    """What they are to him ("sister"), or their name where he did not say."""
    names: Sequence[str]
    holdings: Sequence[Holding]
    """What stands of them, their names left out."""


def people_of(ledger: Ledger) -> Sequence[Someone]:
    """All of them, the one told of last first."""
    named: dict[str, list[Holding]] = {}
    about: dict[str, list[Holding]] = {}
    for each in ledger.holdings:
        if not each.open:
            continue
        if each.subject == HE and each.predicate.endswith(":name"):
            named.setdefault(each.predicate.removesuffix(":name"), []).append(each)
        elif each.subject != HE:
            about.setdefault(each.subject, []).append(each)
    found = [
        Someone(who, [each.value for each in named.get(who, [])], about.get(who, []))
        for who in dict.fromkeys((*named, *about))
    ]

    def told_last(someone: Someone) -> int:
        holdings = (*named.get(someone.who, []), *someone.holdings)
        return max(each.claim.utterance for each in holdings)

    return sorted(found, key=told_last, reverse=True)
