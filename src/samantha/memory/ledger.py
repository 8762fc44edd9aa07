"""What is true by now of what he claimed, and what was: later claims close earlier ones.

A ledger is made anew from all claims, in the order they were told, so that a forgotten one leaves
no trace. Of a predicate with one value at a time a new value ends the old one; where many stand
side by side, each ends for itself. What is told of an earlier time takes its place there. A mistake
never was. What rests on something that ended is to be checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from samantha.domain.dialogue import Speaker, Utterance
from samantha.memory.claims import FOLLOWS, HE, MANY, Act, Claim, claims_in, corrections_in

RECENT: Final = 6
JUST_BEFORE: Final = timedelta(minutes=15)
"""What he puts right is one of his last claims, and not long ago."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One value in time: since when, and until when if it ended."""

    subject: str
    predicate: str
    value: str
    since: datetime
    until: datetime | None
    claim: Claim
    to_check: str = ""
    """What ended that it may have rested on; "" where nothing did."""

    @property
    def open(self) -> bool:
        """Whether it holds as far as she knows."""
        return self.until is None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that was claimed, as it stands."""

    holdings: Sequence[Holding] = ()
    claims: Sequence[Claim] = ()
    names: dict[str, str] = field(default_factory=dict[str, str])
    """Who of his a name means."""

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> "Ledger":
        """The ledger of claims in the order they were told."""
        ledger = cls()
        for claim in claims:
            ledger = ledger.told(claim)
        return ledger

    def told(self, claim: Claim) -> "Ledger":
        """The ledger after one more claim."""
        names = dict(self.names)
        if claim.predicate.endswith(":name") and claim.act is Act.IS:
            names[claim.value.split()[0].lower()] = claim.predicate.removesuffix(":name")
        subject = names.get(claim.subject.lower(), claim.subject)
        claim = replace(claim, subject=subject)
        match claim.act:
            case Act.IS:
                holdings = self._with(claim)
            case Act.WAS:
                holdings = [*self.holdings, _past(claim)]
            case Act.ENDED:
                holdings = self._ended(claim)
            case Act.NEVER:
                holdings = [each for each in self.holdings if not _meant(each, claim)]
                holdings = _reopened(holdings, self.holdings, claim)
        return Ledger(holdings, [*self.claims, claim], names)

    def with_all(self, claims: Sequence[Claim]) -> "Ledger":
        """The ledger after all of these."""
        ledger = self
        for claim in claims:
            ledger = ledger.told(claim)
        return ledger

    @property
    def struck(self) -> frozenset[int]:
        """The utterances whose claims he took back as mistakes."""
        standing = {(each.subject, each.predicate, each.value) for each in self.holdings}
        return frozenset(
            each.utterance
            for each in self.claims
            if each.act is Act.IS and (each.subject, each.predicate, each.value) not in standing
        )

    def now(self, subject: str, predicate: str) -> Sequence[Holding]:
        """What holds; the newest told last."""
        return [each for each in self._of(subject, predicate) if each.open]

    def before(self, subject: str, predicate: str) -> Sequence[Holding]:
        """What held and ended, in the order of time."""
        ended = [each for each in self._of(subject, predicate) if not each.open]
        return sorted(ended, key=lambda each: each.since)

    def at(self, subject: str, predicate: str, moment: datetime) -> Sequence[Holding]:
        """What held at a moment."""
        return [
            each
            for each in self._of(subject, predicate)
            if each.since <= moment and (each.until is None or moment < each.until)
        ]

    def _of(self, subject: str, predicate: str) -> list[Holding]:
        return [
            each
            for each in self.holdings
            if each.subject == subject and each.predicate == predicate
        ]

    def _with(self, claim: Claim) -> list[Holding]:
        new = Holding(claim.subject, claim.predicate, claim.value, claim.since, None, claim)
        many, same = claim.predicate in MANY, claim.value.lower()
        holdings: list[Holding] = []
        changed = False
        for each in self.holdings:
            about = (each.subject, each.predicate) == (claim.subject, claim.predicate)
            if not about or not each.open:
                holdings.append(each)
            elif each.value.lower() == same:
                # Said again: it holds still, from when it began, and is sure anew.
                new = replace(new, since=min(each.since, claim.since))
            elif many:
                holdings.append(each)
            else:
                changed = True
                holdings.append(replace(each, until=max(each.since, claim.since)))
        holdings = [
            replace(each, until=claim.told_at) if _contradicts(each, claim) and each.open else each
            for each in holdings
        ]
        holdings.append(new)
        return _checked(holdings, claim) if changed else holdings

    def _ended(self, claim: Claim) -> list[Holding]:
        ended = [
            replace(each, until=max(each.since, claim.since))
            if each.open and _meant(each, claim)
            else each
            for each in self.holdings
        ]
        return _checked(ended, claim)


def claimed(said: Utterance, ledger: Ledger) -> list[Claim]:
    """What he claims with an utterance, or puts right of what he claimed just before."""
    if said.speaker is not Speaker.PERSON:
        return []
    return corrected(said, ledger) or claims_in(said.text, said.said_at, said.id)


def corrected(said: Utterance, ledger: Ledger) -> list[Claim]:
    """What he puts right of what he claimed just before; empty where that is not it."""
    recent = [
        each
        for each in ledger.claims[-RECENT:]
        if each.utterance != said.id
        and each.act in (Act.IS, Act.WAS)
        and said.said_at - each.told_at <= JUST_BEFORE
    ]
    return corrections_in(said.text, said.said_at, said.id, recent)


def _past(claim: Claim) -> Holding:
    return Holding(
        claim.subject,
        claim.predicate,
        claim.value,
        min(claim.since, claim.told_at),
        claim.told_at,
        claim,
    )


def _meant(each: Holding, claim: Claim) -> bool:
    about = (each.subject, each.predicate) == (claim.subject, claim.predicate)
    return about and claim.value.lower() in ("", each.value.lower())


def _contradicts(each: Holding, claim: Claim) -> bool:
    """Whether he hates what he liked, or likes what he hated."""
    pair = {each.predicate, claim.predicate}
    same = each.subject == claim.subject and each.value.lower() == claim.value.lower()
    return same and pair == {"likes", "dislikes"}


def _reopened(left: list[Holding], before: Sequence[Holding], claim: Claim) -> list[Holding]:
    """What a mistake had ended holds again."""
    mistaken = [each for each in before if _meant(each, claim)]
    starts = {each.since for each in mistaken} | {each.claim.told_at for each in mistaken}
    reopened: list[Holding] = []
    for each in left:
        about = (each.subject, each.predicate) == (claim.subject, claim.predicate)
        again = about and each.until is not None and each.until in starts
        reopened.append(replace(each, until=None) if again else each)
    return reopened


def _checked(holdings: list[Holding], claim: Claim) -> list[Holding]:
    """Mark what may have rested on what changed."""
    resting = FOLLOWS.get(claim.predicate, frozenset())
    if claim.subject != HE or not resting:
        return holdings
    return [
        replace(each, to_check=claim.quote)
        if each.open and each.predicate in resting and each.claim.told_at < claim.told_at
        else each
        for each in holdings
    ]
