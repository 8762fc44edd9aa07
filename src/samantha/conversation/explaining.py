"""Why she said something, with the words that she had in mind then, as far as they are kept."""

from collections.abc import Sequence

from samantha.memory.ports import ConversationLog
from samantha.mind.feeling import ReasonsKept
from samantha.mind.reasons import Reasons, told


async def last_reasons(kept: ReasonsKept) -> Reasons | None:
    """Why she said what she said last, where that is kept."""
    last = await kept.last_with_reasons()
    return None if last is None else await kept.reasons_of(last)


async def recalled_words(log: ConversationLog, reasons: Reasons | None) -> Sequence[str]:
    """The words that she had in mind; what is forgotten since is left out."""
    found: list[str] = []
    for identity in () if reasons is None else reasons.recalled:
        last = await log.last(1, before_id=identity + 1)
        found += [each.text for each in last if each.id == identity]
    return found


async def explained(log: ConversationLog, reasons: Reasons) -> Sequence[str]:
    """All the reasons, in sentences."""
    return told(reasons, await recalled_words(log, reasons))
