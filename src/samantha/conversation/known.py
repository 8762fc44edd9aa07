"""What he asks of his own life, answered from what he told: exactly, or not at all."""

from samantha.conversation.afterwards import Mindset
from samantha.conversation.company import Company
from samantha.domain.dialogue import Speaker, Utterance
from samantha.memory.asking import Asked, asked_for, speaks_of
from samantha.memory.ledger import corrected
from samantha.mind import truth
from samantha.mind.ledger_answers import answer, put_right


async def known_of_him(
    company: Company, mindset: Mindset, said: Utterance, turn: int
) -> str | None:
    """What stands in the ledger, or that he never told it; None where a model is to look for it.

    Rather than quote something else, she says that she does not know.
    """
    if company.claims is None:
        return None
    if put := corrected(said, mindset.ledger):
        return put_right(put)
    asked = asked_for(said.text)
    if asked is None:
        return None
    if told := answer(asked, mindset.ledger, said.said_at):
        return told
    return None if await _may_be_told(company, mindset, said, asked) else truth.not_told(turn)


async def _may_be_told(company: Company, mindset: Mindset, said: Utterance, asked: Asked) -> bool:
    """Whether anything that he said, and did not take back, has to do with it."""
    found = await company.retrieval.candidates(said.text, before_id=said.id)
    texts = [
        each.utterance.text
        for each in found
        if each.utterance.speaker is Speaker.PERSON
        and each.utterance.id not in mindset.ledger.struck
    ]
    texts += [
        each.text
        for each in mindset.attention.view
        if each.speaker is Speaker.PERSON and each.id not in {said.id, *mindset.ledger.struck}
    ]
    return any(speaks_of(asked, text) for text in texts if "?" not in text)
