"""Whole passages of earlier talks, as many as there is room for, for models that read long prompts.

A small model is confused by more than a few quotes (`recall.py`); a larger one answers better when
what was said before and after stands there too, with its day, in the order it was said. Ten turns
with their neighbours take some 950 tokens.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from samantha.domain.dialogue import Speaker, Utterance
from samantha.memory.ports import Retrieval
from samantha.memory.ranking import Ranked, ranked

DEPTH: Final = 30
"""So many of the best are tried, while there is room."""
OF_A_LINE: Final = 4
"""Tokens that a line takes beside its text: who said it, and where it ends."""
OF_A_DAY: Final = 10
"""Tokens that naming the day takes."""
_OF_HER: Final = re.compile(
    r"\b(?:(?:did|have|had|do|would) you|you(?:'ve| have| had)?(?: ever| just| once)?"
    r" (?:said|told|suggested|recommended|mentioned|promised|thought)|your (?:\w+ )?"
    r"(?:idea|suggestion|advice|opinion|promise|story|words?))\b",
    re.IGNORECASE,
)
_OF_HIM: Final = re.compile(r"\b(?:i|i'm|i've|i'd|my|me|mine)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passage:
    """Turns of one talk that stand together, oldest first."""

    turns: Sequence[Utterance]


async def passages(
    retrieval: Retrieval,
    asked: str,
    *,
    before_id: int,
    count_tokens: Callable[[str], int],
    budget: int,
) -> list[Passage]:
    """The passages before `before_id` that belong most to what is `asked`, oldest first.

    They take no more than `budget` tokens.
    """
    candidates = await retrieval.candidates(asked, before_id=before_id)
    best = ranked(asked, candidates, about=who_said_it(asked))[:DEPTH]
    beside = await retrieval.beside([each.candidate.utterance.id for each in best])
    earlier = [each for each in beside if each.id < before_id]
    return packed(best, earlier, count_tokens=count_tokens, budget=budget)


def who_said_it(asked: str) -> Speaker | None:
    """Whose words a question asks for, where it tells."""
    asked = asked.replace("’", "'")
    if _OF_HER.search(asked):
        return Speaker.SHE
    return Speaker.PERSON if _OF_HIM.search(asked) else None


def packed(
    best: Sequence[Ranked],
    beside: Sequence[Utterance],
    *,
    count_tokens: Callable[[str], int],
    budget: int,
) -> list[Passage]:
    """As many of the best as fit into `budget` tokens, each with the turns right beside it.

    `beside` holds the best and their neighbours, in the order they were said.
    """
    near = _neighbours(beside, {each.candidate.utterance.id for each in best})
    taken: dict[int, Utterance] = {}
    sessions: set[int] = set()
    left = budget
    for each in best:
        hit = each.candidate.utterance
        for wanted in (near.get(hit.id, (hit,)), (hit,)):
            new = [turn for turn in wanted if turn.id not in taken]
            cost = sum(count_tokens(turn.text) + OF_A_LINE for turn in new)
            cost += OF_A_DAY if hit.session_id not in sessions else 0
            if new and cost <= left:
                left -= cost
                taken |= {turn.id: turn for turn in new}
                sessions.add(hit.session_id)
                break
    return _joined([taken[identity] for identity in sorted(taken)], near)


def _neighbours(
    beside: Sequence[Utterance], hits: Collection[int]
) -> Mapping[int, Sequence[Utterance]]:
    """For each turn itself between those of its talk that stand right before and after it."""
    near: dict[int, list[Utterance]] = {each.id: [each] for each in beside}
    for before, after in pairwise(beside):
        # Of two that are no hits, others may stand between.
        touch = before.id in hits or after.id in hits
        if touch and before.session_id == after.session_id:
            near[before.id].append(after)
            near[after.id].insert(0, before)
    return near


def _joined(turns: Sequence[Utterance], near: Mapping[int, Sequence[Utterance]]) -> list[Passage]:
    found: list[list[Utterance]] = []
    for turn in turns:
        if found and found[-1][-1] in near.get(turn.id, ()):
            found[-1].append(turn)
        else:
            found.append([turn])
    return [Passage(each) for each in found]
