"""A prompt as strict chat servers take it: one system message, then roles that alternate."""

import re
from collections.abc import Sequence
from math import ceil

from samantha.domain.language import Message, Role

SILENCE = "…"
"""What the person says where a server demands his turn and he said nothing."""

_UNITS = re.compile(r" ?([A-Za-z]+)|([\x00-\x7f])|([^\x00-\x7f])")
_LETTERS_A_TOKEN = 4


def alternating(messages: Sequence[Message]) -> tuple[Message, ...]:
    """Return `messages` with at most one system message, first, then user and assistant in turn.

    System messages at the beginning become one; later ones go in front of the next thing the person
    says. Neighbours of the same role become one, empty messages are left out, and the person has
    the first turn and the last, in silence if need be.
    """
    system: list[str] = []
    turns: list[Message] = []
    for message in messages:
        if not message.content.strip():
            continue
        if message.role is Role.SYSTEM and not turns:
            system.append(message.content)
            continue
        role = Role.USER if message.role is Role.SYSTEM else message.role
        if turns and turns[-1].role is role:
            turns[-1] = Message(role, f"{turns[-1].content}\n\n{message.content}")
        else:
            turns.append(Message(role, message.content))
    if not turns or turns[0].role is Role.ASSISTANT:
        turns.insert(0, Message(Role.USER, SILENCE))
    if turns[-1].role is Role.ASSISTANT:
        turns.append(Message(Role.USER, SILENCE))
    head = [Message(Role.SYSTEM, "\n\n".join(system))] if system else []
    return (*head, *turns)


def estimated_tokens(text: str) -> int:
    """Return an upper estimate of how many tokens `text` takes, whatever the tokenizer.

    A word with the space before it takes a token for every few letters, any other ASCII sign one,
    and what is not ASCII one less than its bytes.
    """
    tokens = 1 if text else 0  # some tokenizers put a sign of their own in front
    for word, sign, foreign in _UNITS.findall(text):
        if word:
            tokens += ceil(len(word) / _LETTERS_A_TOKEN)
        elif sign:
            tokens += 1
        else:
            tokens += max(1, len(foreign.encode("utf-8", "replace")) - 1)
    return tokens
