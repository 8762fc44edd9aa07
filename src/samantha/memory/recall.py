"""What the past holds for this sentence: what fits it of all that he ever said, as quotes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from samantha.domain.dialogue import Fact, Speaker, Utterance
from samantha.domain.words import content_words, sentences_of
from samantha.memory.gist import salience
from samantha.memory.ports import Candidate, Retrieval
from samantha.memory.ranking import FOR_QUESTIONS, FOR_STATEMENTS, ranked
from samantha.memory.sheet import fitting_facts, only_asks

_RECALL_WORDS = re.compile(
    r"\b(?:remember|remind me|did i (?:tell|say|mention)|have i (?:told|said|mentioned)|i(?:'ve| have)? told you|i(?:'ve| have)? mentioned|(?:what|which|who|when|where|things?) i(?:'ve| have)? (?:said|told)|quiz)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\bagain\b[^.!?]{0,20}\?", re.IGNORECASE)
_ASKS_A_THING = re.compile(
    r"\b(?:what|what's|who|who's|whose|when|when's|where|where's|which|how many|how old|how long|how much)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i'll|i've|i'd|my|me|mine|our|we|us)\b", re.IGNORECASE)
_ABOUT_US = re.compile(
    rf"{_FIRST_PERSON.pattern}|\b(?:you|you're|you've|you'd|you'll|your|yours|she|he|they|her|him|his|them|this|that)\b",
    re.IGNORECASE,
)
_ASKS_COUNSEL = re.compile(
    r"\bwhat (?:should|shall|can|could|am|would|if) i (?:do|say|even|supposed|tell (?:her|him|them)|write|think|wear)\b|\bwhat do i (?:do|say) (?:now|about|to|with|if|then|when)\b"
    r"|\bwhat(?:'s| is) wrong with me\b|\bwhat(?:'s| is) the point\b|\bwhat do you\b|\bwhat would you\b",
    re.IGNORECASE,
)
_ASKS_ONE_THING = re.compile(
    r"\b(?:what|who|when|where|which|how old|how tall)(?:'s|’s| is| was| are| were) my "
    r"(?!problem|life|point|purpose|deal|future|fault|chance|option|best|next|mistake)[\w'’ -]{1,40}\?*$"
    r"|\bdo you (?:still )?(?:remember|know|recall) (?:what |who |when |where |which )?my\b"
    r"|\bdo you (?:still )?(?:remember|recall) (?:what|where|when|who) i\b"
    r"|\bwhat did i (?:tell|say)\b|\bwhere do i (?:live|work)\b|\bwhat do i do for (?:a living|work)\b",
    re.IGNORECASE,
)


_CORRECTS = re.compile(
    r"(?:oh,? |ah,? |well,? )?(?:no,? |no no|nope|wait|sorry|actually|i mean|correction|not )",
    re.IGNORECASE,
)

_OWN = re.compile(r"\b(?:my|our) (?:own |little |older |younger |new |old )?(\w+)", re.IGNORECASE)

MOST = 2
MOST_ASKED = 5
DEPTH = 12
"""So many of the best are looked at."""
ALIKE = 0.5
"""From this cosine on, something said may belong to his words without sharing one."""
LEAST_SALIENCE = 0.9
SURE = 8.0
"""From this worth on, a recollection shares words or its subject with the question."""
LONGEST_QUOTE = 200
"""Characters of one utterance that are brought back at once."""


@dataclass(frozen=True, slots=True)
class Recollection:
    """Something he said, word for word, with when he said it."""

    quote: str
    said_at: datetime
    utterance_id: int
    corrected: str = ""
    """What he put in its place right afterwards, word for word."""
    worth: float = 0.0
    """How likely it is what he means; only for comparing."""


def asks_his_life(text: str) -> bool:
    """Say whether he asks for something that he may have told her."""
    text = text.replace("’", "'")
    if _RECALL_WORDS.search(text):
        return True
    asked = [each for each in sentences_of(text) if each.endswith("?")]
    return any(
        _ASKS_A_THING.search(each) and _FIRST_PERSON.search(each) and not _ASKS_COUNSEL.search(each)
        for each in asked
    )


def asks_again(text: str) -> bool:
    """Say whether he asks for something a second time; of him, if anything of it was told."""
    return bool(_AGAIN.search(text))


def asks_of_the_world(text: str) -> bool:
    """Say whether he asks for a fact that has to do with neither of the two."""
    asked = [each for each in sentences_of(text.replace("’", "'")) if each.endswith("?")]
    return any(_ASKS_A_THING.search(each) and not _ABOUT_US.search(each) for each in asked)


def asks_one_thing(text: str) -> bool:
    """Say whether he asks for one particular thing of his life, which she knows or does not."""
    return bool(_ASKS_ONE_THING.search(text))


@dataclass(frozen=True, slots=True)
class Past:
    """Where a sentence's recollections may come from."""

    facts: Sequence[Fact]
    view: Sequence[Utterance]
    """The turns that the prompt shows anyway, oldest first."""


async def recall(retrieval: Retrieval, past: Past, said: Utterance) -> list[Recollection]:
    """Find what he told before that belongs to what he says now; the likeliest stands last.

    Where he asks about his own life, whatever is likely is brought, up to `MOST_ASKED` utterances,
    the view included: a small model finds in a short list what it overlooks in a long talk. Another
    question brings what shares a word with it or means much the same. A statement brings only what
    is out of view, and only where two of its words or more are met again, or its meaning is. The
    cost grows with the number of hits, not with the length of the past.
    """
    asking = asks_his_life(said.text)
    question = asking or "?" in said.text
    words = content_words(said.text)
    view_from = past.view[0].id if past.view else said.id
    found: dict[int, Recollection] = {}

    def bring(source: Utterance, worth: float) -> None:
        earlier = found.get(source.id)
        if earlier is None or worth > earlier.worth:
            quote = _quotable(source, words)
            if quote:
                found[source.id] = Recollection(quote, source.said_at, source.id, worth=worth)

    heard = [each for each in past.view if each.speaker is Speaker.PERSON and each.id != said.id]
    following = dict(zip((each.id for each in heard), heard[1:], strict=False))
    before_id = said.id if question else view_from
    candidates = await retrieval.candidates(said.text, before_id=before_id)
    for candidate, worth in _fitting(said.text, candidates, question=question):
        utterance = candidate.utterance
        shared = _shared(utterance, words)
        if shared >= (1 if question else 2) or candidate.likeness >= ALIKE:
            value = worth + shared + 4 * _owned_alike(said.text, utterance.text)
            bring(utterance, value)
            if asking and utterance.id in following:  # the day may stand in the next breath
                bring(following[utterance.id], value - 1)
    if question:
        in_view = {each.id: each for each in heard}
        for place, fact in enumerate(fitting_facts(past.facts, said.text, 3)):
            if source := in_view.get(fact.utterance_id):
                bring(source, 12.0 - place)  # what he said around it makes it plain
            else:
                found.setdefault(
                    fact.utterance_id,
                    Recollection(fact.quote, fact.told_at, fact.utterance_id, worth=12.0 - place),
                )
    if asking:
        for age, utterance in enumerate(reversed(heard)):
            worth = max(map(salience, sentences_of(utterance.text)), default=0.0)
            if worth >= LEAST_SALIENCE:
                bring(utterance, worth - 0.02 * age)
    best = sorted(found.values(), key=lambda each: -each.worth)[: MOST_ASKED if asking else MOST]
    if best and best[0].worth >= SURE:  # what is merely telling would only lead her astray
        best = [each for each in best if each.worth >= SURE]
    told = _corrected(sorted(best, key=lambda each: each.utterance_id), heard)
    return sorted(told, key=lambda each: each.worth)


def _fitting(
    text: str, candidates: Sequence[Candidate], *, question: bool
) -> Iterator[tuple[Candidate, float]]:
    """The best of what he said that may belong to `text`, with what each is worth."""
    his = [each for each in candidates if each.utterance.speaker is Speaker.PERSON]
    weights = FOR_QUESTIONS if question else FOR_STATEMENTS
    for each in ranked(text, his, weights=weights)[:DEPTH]:
        yield each.candidate, 10 + each.worth


def _owned_alike(asked: str, told: str) -> bool:
    """Say whether both speak of the same thing of his own: "my dog" is not Paul's dog."""
    owned = {match[1].lower()[:5] for match in _OWN.finditer(asked)}
    return any(match[1].lower()[:5] in owned for match in _OWN.finditer(told))


def _corrected(found: Sequence[Recollection], heard: Sequence[Utterance]) -> list[Recollection]:
    """Put what he corrected right afterwards together with what he corrected."""
    following = dict(zip((each.id for each in heard), heard[1:], strict=False))
    result: list[Recollection] = []
    told: set[int] = set()
    for each in found:
        after = following.get(each.utterance_id)
        if each.utterance_id in told:
            continue
        if after is not None and _CORRECTS.match(after.text):
            told.add(after.id)
            result.append(replace(each, corrected=after.text))
        else:
            result.append(each)
    return result


def _quotable(utterance: Utterance, words: Sequence[str]) -> str:
    """An utterance as it was, or of a long one the sentences that share most; no mere question."""
    sentences = [each for each in sentences_of(utterance.text) if not only_asks(each)]
    if not sentences or asks_his_life(utterance.text):
        return ""
    if len(utterance.text) <= LONGEST_QUOTE:
        return utterance.text
    stems = {word[:5] for word in words}
    best = max(sentences, key=lambda each: sum(w[:5] in stems for w in content_words(each)))
    if len(best) <= LONGEST_QUOTE:
        return best
    return best[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def _shared(utterance: Utterance, words: Sequence[str]) -> int:
    stems = {word[:5] for word in content_words(utterance.text)}
    return sum(word[:5] in stems for word in words)
