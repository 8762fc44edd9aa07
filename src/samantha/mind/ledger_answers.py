"""What he told, as it stands by now: exact where the ledger knows, with his words and the day."""

from collections.abc import Sequence
from datetime import datetime

from samantha.domain.words import capitalized
from samantha.memory.asking import Asked, year_of
from samantha.memory.claims import HE, MANY, Act, Claim
from samantha.memory.ledger import Holding, Ledger
from samantha.mind.attention import when


def answer(asked: Asked, ledger: Ledger, now: datetime) -> str | None:
    """What she knows of it; None where he never told."""
    subject = ledger.names.get(asked.subject.lower(), asked.subject)
    if asked.year is not None:
        return _told(ledger.at(subject, asked.predicate, year_of(asked.year, now)), now)
    held, ended = ledger.now(subject, asked.predicate), ledger.before(subject, asked.predicate)
    if asked.before:
        return _before(held, ended, now)
    if asked.value:
        return _yes_or_no(asked, held, ended, now)
    if held:
        return _told(held, now)
    if ended:
        last = ended[-1]
        return (
            f"Not any more, as far as I know: {last.value} until {_day(last.until, now)}. And now?"
        )
    return None


def put_right(changes: Sequence[Claim]) -> str:
    """What she says to a correction: what stands now."""
    new = [each for each in changes if each.act is Act.IS]
    if not new:
        return "All right, that's struck out."
    return f"Thanks, I have it right now. {' '.join(map(_sentence, new))}"


def _told(held: Sequence[Holding], now: datetime) -> str | None:
    if not held:
        return None
    values = list(dict.fromkeys(each.value for each in held))
    last = held[-1]
    text = f"{_listed(values)}. You told me {when(last.claim.told_at, now)}: “{last.claim.quote}”."
    if last.to_check:
        text += f" But since you said “{last.to_check}”, does that still hold?"
    return capitalized(text)


def _before(held: Sequence[Holding], ended: Sequence[Holding], now: datetime) -> str | None:
    if ended:
        last = ended[-1]
        return capitalized(
            f"{last.value}, until {_day(last.until, now)}. “{last.claim.quote}”, you said."
        )
    return "Nothing from before that I'd know of." if held else None


def _yes_or_no(
    asked: Asked, held: Sequence[Holding], ended: Sequence[Holding], now: datetime
) -> str | None:
    wanted = asked.value.lower()
    for each in held:
        if each.value.lower() == wanted:
            return f"Yes. You told me {when(each.claim.told_at, now)}: “{each.claim.quote}”."
    for each in reversed(ended):
        if each.value.lower() == wanted:
            return f"Not any more, not since {_day(each.until, now)}."
    if held and asked.predicate not in MANY:
        return f"No, {held[-1].value}: “{held[-1].claim.quote}”, you said."
    return None


def _sentence(claim: Claim) -> str:
    whose = "your" if claim.subject == HE else f"your {claim.subject}'s"
    if claim.subject[:1].isupper():
        whose = f"{claim.subject}'s"
    about = claim.predicate.removesuffix(":name")
    return capitalized(f"{whose} {about}: {claim.value}.")


def _listed(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} and {values[-1]}"


def _day(moment: datetime | None, now: datetime) -> str:
    return "" if moment is None else when(moment, now).removeprefix("on ")
