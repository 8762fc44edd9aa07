"""Finding the words: sentence by sentence, each looked at before it is spoken, one silent retry."""

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Final

from samantha.domain.language import Message, Sampling
from samantha.domain.words import sentence_end, words_of
from samantha.mind.checks import Hearing, fault_of
from samantha.mind.ports import LanguageModel

ENOUGH_WORDS: Final = 28
ENOUGH_SENTENCES: Final = 3
OPENING_WORDS: Final = 3

_WANTS_LENGTH = re.compile(
    r"(?:^|[.!?,;:]\s*)(?:(?:please|can you|could you|would you|will you|and|then|so|now|okay|ok|hey),? ){0,3}"
    r"(?:write|draft|compose|explain|describe|summari[sz]e|proofread|rewrite|translate|retell"
    r"|tell (?:me|us) (?:a|the|another|that) (?:\w+ )?story|help me (?:write|draft|word))\b"
    r"|^(?:an?|another|one more) (?:\w+ )?(?:poem|story|letter)\b|\bin detail\b|\bstep by step\b|\bat length\b|\brecipe for\b",
    re.IGNORECASE,
)
LOST_THREAD: Final = (
    "I lost the thread for a moment. Say that again another way?",
    "The words won't come out right just now. Tell me a little more?",
    "Hm, I had that badly put. What matters most to you in it?",
)
"""Said, rarely, when neither of two attempts gave one sentence that she would say."""


@dataclass(frozen=True, slots=True)
class Task:
    """One reply to be found."""

    messages: Sequence[Message]
    sampling: Sampling
    hearing: Hearing
    turn: int
    """Counts the replies, so that a fallback varies."""
    long_tokens: int = 240
    """How long a letter or a story may get."""
    instead: str = ""
    """What to say where neither attempt gave a sentence that she would say."""
    enough_words: int = ENOUGH_WORDS
    """After so many words no further sentence is begun."""


def wants_length(said: str) -> bool:
    """Say whether he asks for something that takes more than two sentences."""
    return bool(_WANTS_LENGTH.search(said))


async def think(model: LanguageModel, task: Task) -> AsyncGenerator[str, None]:
    """Yield the reply sentence by sentence; joined as they are, they are the reply.

    A first sentence that she would not say is thrown away unheard and the reply is tried once more,
    turned away from those words. A later one ends the reply.

    Raises:
        ModelUnavailable, ModelBrokeOff: as the model does.
    """
    long = wants_length(task.hearing.said)
    sampling = task.sampling
    if long:
        sampling = replace(sampling, max_tokens=task.long_tokens, stop=())
    spoken: list[str] = []
    for last_try in (False, True):
        async with aclosing(_sentences(model, task.messages, sampling)) as sentences:
            async for sentence in sentences:
                hearing = replace(task.hearing, spoken_now=bool(spoken))
                if fault_of(sentence.strip(), hearing) is not None or _embroiders(
                    sentence, hearing
                ):
                    if spoken:
                        return
                    if last_try:
                        continue
                    sampling = _turned_away(sampling, sentence)
                    break
                spoken.append(sentence)
                yield sentence if len(spoken) > 1 else sentence.lstrip()
                if not long and _enough(spoken, task.enough_words):
                    return
        if spoken:
            return
    yield task.instead or LOST_THREAD[task.turn % len(LOST_THREAD)]


def _turned_away(sampling: Sampling, sentence: str) -> Sampling:
    """Draw anew, without the opening of `sentence`; where that holds no word, only anew."""
    opening = " ".join(sentence.split()[:OPENING_WORDS]).rstrip(",.!?;: ")
    return replace(
        sampling,
        seed=None if sampling.seed is None else sampling.seed + 1,
        avoid=(*sampling.avoid, opening) if words_of(opening) else sampling.avoid,
    )


def _embroiders(sentence: str, hearing: Hearing) -> bool:
    """Whether it adds to what he told and asked for again: a question may, a statement is made up."""
    return bool(hearing.spoken_now and hearing.reminded) and "?" not in sentence


def _enough(spoken: Sequence[str], enough_words: int) -> bool:
    words = sum(len(words_of(sentence)) for sentence in spoken)
    return words >= enough_words or len(spoken) >= ENOUGH_SENTENCES


async def _sentences(
    model: LanguageModel, messages: Sequence[Message], sampling: Sampling
) -> AsyncGenerator[str, None]:
    """Cut a stream into whole sentences, each with the space before it; text is never changed."""
    text, start, whole = "", 0, 0
    async with aclosing(model.stream(messages, sampling)) as pieces:
        async for piece in pieces:
            text += piece
            # A sentence is over when the next one begins, so that "3.5" and "…" stay whole.
            while (end := sentence_end(text, start)) is not None and end < len(text.rstrip()):
                yield text[start:end]
                start, whole = end, whole + 1
    rest = text[start:].rstrip()
    # What the model was cut off in is dropped, unless there is nothing else.
    if rest.strip() and (whole == 0 or sentence_end(rest) == len(rest)):
        yield rest
