"""What he wants forgotten: the last thing, a day, a subject; all of it can come back for a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from samantha.domain.dialogue import Speaker, Utterance
from samantha.domain.words import content_words
from samantha.hands.policy import Act, Effect
from samantha.hands.requests import Forget
from samantha.memory.ports import ConversationLog, Forgetting
from samantha.mind.doing.errand import Done, Outcome, Plan, Told
from samantha.mind.doing.undoing import Said

TOOL = "memory"
ALL_OF_IT = (
    "Everything, and me with it? That is more than I do on a word: `samantha erase` does it, and"
    " asks you to type that you mean it."
)
_SAMPLE = 50
"""Characters of a sample of what would be forgotten."""
_SINCE = 4
_DEPTH = 500
"""So many utterances at most are looked at for one subject."""


@dataclass(frozen=True, slots=True)
class Past:
    """Where what was said is found and forgotten."""

    log: ConversationLog
    forgetting: Forgetting


async def outcome(past: Past, asked: Forget, said: Utterance) -> Outcome:
    """What a wish to forget comes to; his own wish goes with what it names."""
    if asked.everything:
        return Told(ALL_OF_IT)
    if asked.span is not None:
        begin, end = asked.span
        found = await past.forgetting.said_between(begin, end)
        return _asking(past, [each for each in found if each.id != said.id], said)
    if asked.about:
        return _asking(past, await _about(past.log, asked.about, said), said)
    before = await past.log.last(2, before_id=said.id)
    if not before:
        return Told("There is nothing yet that I could forget.")
    gone = [*(each.id for each in before), said.id]
    act = Act(TOOL, Effect.OWN, "Forget the last thing said", str(gone))
    return Plan(act, partial(_forgotten, past, gone, said))


def _asking(past: Past, found: Sequence[Utterance], said: Utterance) -> Outcome:
    """Many things are shown before they go."""
    his = [each for each in found if each.speaker is Speaker.PERSON]
    if not found:
        return Told("I find nothing of that. There is nothing to forget.")
    gone = [*(each.id for each in found), said.id]
    sample = (his or found)[-1].text
    shown = sample if len(sample) <= _SAMPLE else f"{sample[:_SAMPLE].rsplit(' ', 1)[0]} …"
    things = "one thing" if len(found) == 1 else f"{len(found)} things"
    act = Act(TOOL, Effect.OUTWARD, f"Forget {things}, such as “{shown}”", str(gone))
    return Plan(act, partial(_forgotten, past, gone, said))


async def _about(log: ConversationLog, subject: str, said: Utterance) -> list[Utterance]:
    """What was said about it, by either: all that holds its words, in the order it was said."""
    words = content_words(subject)
    stems = {word[:5] for word in words}
    hits = await log.search(words, _DEPTH, before_id=said.id)
    found = [each for each, _ in hits if stems <= {word[:5] for word in content_words(each.text)}]
    return sorted(found, key=lambda each: each.id)


async def _forgotten(past: Past, gone: Sequence[int], said: Utterance) -> Done:
    # What was asked back and answered since then names it, too.
    since = [each.id for each in await past.log.last(_SINCE) if each.id > said.id]
    number = await past.forgetting.forget([*gone, *since], said.said_at)
    count = len(gone) - 1
    noted = "Forget one thing said" if count == 1 else f"Forget {count} things said"
    return Done("Forgotten. Until tomorrow “undo that” brings it back.", Said(number), noted)
