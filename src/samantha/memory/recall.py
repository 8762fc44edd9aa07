"""What the past holds for this sentence: a simple search; the full memory stands behind this port."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from samantha.domain.dialogue import Fact, Speaker, Utterance
from samantha.domain.words import content_words, sentences_of
from samantha.memory.ports import ConversationLog
from samantha.memory.sheet import fitting_facts

_ASKS_HIS_LIFE = re.compile(
    r"\b(?:my|our|mine|i|me|we)\b.*\?|\bremember\b|\bdid i (?:tell|say|mention)\b"
    r"|^(?:so |and |hey,? |wait,? |okay,? )*(?:what|what's|who|who's|when|when's|where|where's|which)\b.*\b(?:my|i|our)\b",
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
    return bool(_ASKS_HIS_LIFE.search(text))


def asks_one_thing(text: str) -> bool:
    """Say whether he asks for one particular thing of his life, which she knows or does not."""
    return bool(_ASKS_ONE_THING.search(text))


async def recall(
    log: ConversationLog,
    facts: Sequence[Fact],
    said: Utterance,
    *,
    view_from: int,
    limit: int = 2,
) -> list[Recollection]:
    """Find what he told before that belongs to what he says now; best first.

    A question looks through everything; a statement only through what is out of view (utterances up
    to `view_from`), and only where two of its words or a name are met again. Its cost grows with the
    number of hits, not with the length of the past.
    """
    asking = asks_his_life(said.text)
    words = content_words(said.text)
    found: dict[int, Recollection] = {}
    if asking:
        for fact in fitting_facts(facts, said.text, limit):
            found[fact.utterance_id] = Recollection(fact.quote, fact.told_at, fact.utterance_id)
    before = said.id if asking else min(said.id, view_from + 1)
    for utterance, _ in await log.search(words, 12, before_id=before):
        if utterance.speaker is not Speaker.PERSON or utterance.id in found:
            continue
        if best := _best_sentence(utterance, words, enough=1 if asking else 2):
            found[utterance.id] = Recollection(best, utterance.said_at, utterance.id)
    return list(found.values())[:limit]


def _best_sentence(utterance: Utterance, words: Sequence[str], *, enough: int) -> str | None:
    """The sentence of an utterance that answers best; questions and asides answer nothing."""
    best, most = None, 0.0
    for sentence in sentences_of(utterance.text):
        if sentence.endswith("?") or asks_one_thing(sentence):
            continue
        stems = {word[:5] for word in content_words(sentence)}
        shared = sum(word[:5] in stems for word in words)
        if shared >= enough and shared > most and len(sentence) < 300:
            best, most = sentence, shared
    return best
