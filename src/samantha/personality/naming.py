"""She chooses her own name: from every name in the book, by a taste that follows from who she is.

The taste is stated in numbers, the reason is made of what really told for the name, and the time
is measured. Chance has the last word among the best few, so that two people who answered alike
need not live with two of the same name.
"""

import math
import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from samantha.personality.given_names import GivenName, NameBook
from samantha.personality.name_reasons import TERM_OF, Claim, claims_for, in_words
from samantha.personality.persona import Persona
from samantha.personality.respellings import CommonNames
from samantha.personality.sound import sound, sounds_like
from samantha.personality.taste import WEIGHTS, Taste, Term, taste_of, terms_of, weigh
from samantha.personality.unfit_names import ASSISTANTS, UNFIT

SHORTLIST = 48
"""Among how many of the best chance decides."""
_KEENNESS = 1.6
"""How much more often a better name is drawn: e to the power of this, for one point more."""
_LEAST_BIRTHS, _MOST_BIRTHS = 500, 60_000
_LEAST_DECADES, _LEAST_RECENT = 9, 100


@dataclass(frozen=True, slots=True)
class ChosenName:
    """Her name, and what is true of how she came by it."""

    name: str
    reason: str
    """One to three sentences in her own words."""
    claims: tuple[Claim, ...]
    """What the reason says, to be checked."""
    considered: int
    """How many names were before her."""
    weighed: int
    """How many of them she weighed in full; the rest she passed over at a glance."""
    took_s: float
    taste: Taste


@dataclass(frozen=True, slots=True)
class _Candidate:
    given: GivenName
    terms: Mapping[Term, float]
    score: float


def choose_name(
    persona: Persona,
    book: NameBook,
    *,
    chosen_before: Collection[str] = (),
    rng: random.Random,
    clock_s: Callable[[], float],
) -> ChosenName:
    """Choose a name that is in `book`, neither his nor near to it, and none of `chosen_before`.

    `clock_s` tells seconds from any start. The choice depends on `rng` and the arguments alone.

    Raises:
        LookupError: nothing in the book is fit.
    """
    began_s = clock_s()
    taste = taste_of(persona.traits, persona.timbre)
    candidates = _weighed(book, taste)
    avoided = [*(persona.his_name or "").split(), *chosen_before, *ASSISTANTS]
    shortlist = list(_shortlisted(candidates, avoided, CommonNames(book)))
    if not shortlist:
        raise LookupError("no name in the book is fit")
    best = shortlist[0].score
    chances = [math.exp(_KEENNESS * (each.score - best)) for each in shortlist]
    (chosen,) = rng.choices(shortlist, chances)
    claims = _telling_claims(chosen, candidates, taste, rng)
    return ChosenName(
        name=chosen.given.name,
        reason=in_words(chosen.given.name, claims, rng),
        claims=tuple(claims),
        considered=len(book),
        weighed=len(candidates),
        took_s=clock_s() - began_s,
        taste=taste,
    )


def _weighed(book: NameBook, taste: Taste) -> list[_Candidate]:
    """Every name that is alive and of the right kind, with its score, best first."""
    least, most = taste.girls_percent
    columns = zip(book.births, book.girls_percent, book.decades, book.recent_births, strict=True)
    glanced = [
        index
        for index, (births, girls, decades, recent) in enumerate(columns)
        if least <= girls <= most
        and _LEAST_BIRTHS <= births <= _MOST_BIRTHS
        and decades >= _LEAST_DECADES
        and recent >= _LEAST_RECENT
    ]
    candidates: list[_Candidate] = []
    for index in glanced:
        given = book[index]
        if given.name not in UNFIT:
            terms = terms_of(given, sound(given.name), taste)
            candidates.append(_Candidate(given, terms, weigh(terms)))
    return sorted(candidates, key=lambda each: (-each.score, each.given.name))


def _shortlisted(
    candidates: Sequence[_Candidate], avoided: Collection[str], common: CommonNames
) -> Iterator[_Candidate]:
    """The best that are near to no avoided name, no misspelling, and not near to one another."""
    listed: list[str] = []
    for each in candidates:
        name = each.given.name
        if any(sounds_like(name, other) for other in (*avoided, *listed)):
            continue
        if common.outshines(name, each.given.births):
            continue
        listed.append(name)
        yield each
        if len(listed) == SHORTLIST:
            return


def _telling_claims(
    chosen: _Candidate, candidates: Sequence[_Candidate], taste: Taste, rng: random.Random
) -> list[Claim]:
    """Two claims, of different kinds, out of those that set the name apart most."""
    lead = {
        term: WEIGHTS[term]
        * (value - sum(each.terms[term] for each in candidates) / len(candidates))
        for term, value in chosen.terms.items()
    }
    claims = claims_for(chosen.given, sound(chosen.given.name), taste)
    telling = [claim for claim in claims if lead[TERM_OF[claim.kind]] > 0] or claims
    picked: list[Claim] = []
    while telling and len(picked) < 2:
        chances = [0.02 + max(0.0, lead[TERM_OF[claim.kind]]) for claim in telling]
        (claim,) = rng.choices(telling, chances)
        picked.append(claim)
        telling = [each for each in telling if TERM_OF[each.kind] is not TERM_OF[claim.kind]]
    return picked
