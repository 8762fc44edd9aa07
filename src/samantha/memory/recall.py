"""What the past holds for this sentence: a simple search; the full memory stands behind this port."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from samantha.domain.dialogue import Fact, Speaker, Utterance
from samantha.domain.words import content_words, sentences_of
from samantha.memory.gist import salience
from samantha.memory.ports import ConversationLog
from samantha.memory.sheet import fitting_facts

_RECALL_WORDS = re.compile(
    r"\b(?:remember|remind me|again\b.*\?|did i (?:tell|say|mention)|have i (?:told|said|mentioned)|i(?:'ve| have)? (?:told|said|mentioned)|quiz)\b",
    re.IGNORECASE,
)
_ASKS_A_THING = re.compile(
    r"\b(?:what|what's|who|who's|whose|when|when's|where|where's|which|how many|how old|how long|how much)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i'll|i've|i'd|my|me|mine|our|we|us)\b", re.IGNORECASE)
_ASKS_COUNSEL = re.compile(
    r"\bwhat (?:should|shall|do|can|could|am|would|if|did) i (?:do|say|even|supposed|tell (?:her|him|them)|write|think|wear)\b"
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


@dataclass(frozen=True, slots=True)
class Recollection:
    """Something he said, word for word, with when he said it."""

    quote: str
    said_at: datetime
    utterance_id: int


def asks_his_life(text: str) -> bool:
    """Say whether he asks for something that he may have told her."""
    text = text.replace("’", "'")
    if _RECALL_WORDS.search(text):
        return True
    if "?" not in text or _ASKS_COUNSEL.search(text):
        return False
    return bool(_ASKS_A_THING.search(text) and _FIRST_PERSON.search(text))


def asks_one_thing(text: str) -> bool:
    """Say whether he asks for one particular thing of his life, which she knows or does not."""
    return bool(_ASKS_ONE_THING.search(text))


@dataclass(frozen=True, slots=True)
class Past:
    """Where a sentence's recollections may come from."""

    facts: Sequence[Fact]
    view: Sequence[Utterance]
    """The turns that the prompt shows anyway, oldest first."""


async def recall(log: ConversationLog, past: Past, said: Utterance) -> list[Recollection]:
    """Find what he told before that belongs to what he says now, in the order of telling.

    Where he asks about his own life, whatever is likely is brought, up to `MOST_ASKED` sentences,
    the view included: a small model finds in a short list what it overlooks in a long talk. Another
    question brings the sentences that share a word with it. A statement brings only what is out of
    view, and only where two of its words or more are met again. The cost grows with the number of
    hits, not with the length of the past.
    """
    asking = asks_his_life(said.text)
    words = content_words(said.text)
    view_from = past.view[0].id if past.view else said.id
    question = asking or "?" in said.text
    hits = await log.search(words, SEARCH_DEPTH, before_id=said.id if question else view_from)
    found: dict[str, tuple[float, Recollection]] = {}

    def bring(quote: str, source: Utterance | Fact, worth: float) -> None:
        told = source.said_at if isinstance(source, Utterance) else source.told_at
        place = source.id if isinstance(source, Utterance) else source.utterance_id
        if worth > found.get(quote, (0.0, None))[0]:
            found[quote] = (worth, Recollection(quote, told, place))

    for utterance, score in hits:
        if utterance.speaker is Speaker.PERSON:
            for sentence, shared in _answering(utterance, words, enough=1 if question else 2):
                bring(sentence, utterance, 10 + score + shared)
    if asking:
        for place, fact in enumerate(fitting_facts(past.facts, said.text, 4)):
            bring(fact.quote, fact, 12.0 - place)
        for age, utterance in enumerate(reversed(past.view)):
            if utterance.speaker is Speaker.PERSON and utterance.id != said.id:
                for sentence in sentences_of(utterance.text):
                    if (worth := salience(sentence)) >= LEAST_SALIENCE:
                        bring(sentence, utterance, worth - 0.02 * age)
    best = sorted(found.values(), key=lambda each: -each[0])[: MOST_ASKED if asking else MOST]
    return sorted((each for _, each in best), key=lambda each: each.utterance_id)


MOST = 2
MOST_ASKED = 8
SEARCH_DEPTH = 12
LEAST_SALIENCE = 0.9


def _answering(
    utterance: Utterance, words: Sequence[str], *, enough: int
) -> Iterator[tuple[str, int]]:
    """The sentences of an utterance that may answer; questions and asides answer nothing."""
    for sentence in sentences_of(utterance.text):
        if sentence.endswith("?") or len(sentence) > LONGEST_QUOTE:
            continue
        stems = {word[:5] for word in content_words(sentence)}
        shared = sum(word[:5] in stems for word in words)
        if shared >= enough:
            yield sentence, shared


LONGEST_QUOTE = 260
