"""The shape of a prompt that strict servers demand, and the estimate of its length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.domain.language import Message, Role
from samantha.mind.chat_prompt import SILENCE, alternating, estimated_tokens

S, U, A = Role.SYSTEM, Role.USER, Role.ASSISTANT


def shaped(*messages: tuple[Role, str]) -> list[tuple[Role, str]]:
    shape = alternating([Message(role, content) for role, content in messages])
    return [(message.role, message.content) for message in shape]


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([(S, "a"), (U, "b")], [(S, "a"), (U, "b")]),
        ([(S, "a"), (S, "b"), (U, "c")], [(S, "a\n\nb"), (U, "c")]),
        ([(U, "a"), (U, "b"), (A, "c"), (U, "d")], [(U, "a\n\nb"), (A, "c"), (U, "d")]),
        ([(U, "a"), (A, "b"), (S, "c"), (U, "d")], [(U, "a"), (A, "b"), (U, "c\n\nd")]),
        ([(U, "a"), (A, "b"), (S, "c")], [(U, "a"), (A, "b"), (U, "c")]),
        ([(U, "a"), (S, "b"), (A, "c"), (U, "d")], [(U, "a\n\nb"), (A, "c"), (U, "d")]),
        ([(S, "a"), (A, "b")], [(S, "a"), (U, SILENCE), (A, "b"), (U, SILENCE)]),
        ([(U, "a"), (A, "  "), (U, "b")], [(U, "a\n\nb")]),
        ([(S, "a")], [(S, "a"), (U, SILENCE)]),
        ([], [(U, SILENCE)]),
    ],
)
def test_shapes(messages: list[tuple[Role, str]], expected: list[tuple[Role, str]]) -> None:
    assert shaped(*messages) == expected


MESSAGES = st.lists(st.builds(Message, st.sampled_from(Role), st.text(max_size=5)), max_size=9)


@given(MESSAGES)
def test_roles_alternate_and_nothing_is_lost(messages: list[Message]) -> None:
    shape = alternating(messages)
    turns = [message for message in shape if message.role is not S]
    assert [message.role for message in shape[: len(shape) - len(turns)]] in ([], [S])
    assert [turn.role for turn in turns] == [U, A] * (len(turns) // 2) + [U]
    assert all(message.content.strip() for message in shape)
    joined = "\n\n".join(message.content for message in shape if message.content != SILENCE)
    for message in messages:
        if message.content.strip() and message.content != SILENCE:
            assert message.content in joined
    assert alternating(shape) == shape


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        # What the tokenizers of Qwen 2.5 or SmolLM2 make of it, whichever is more.
        ("", 0),
        ("Hello, how are you doing today? I think it's fine.", 14),
        ("12345678 and 3.14159", 17),
        ("Grüße aus Köln, straße", 13),
        ("🙂🙃", 6),
        ("supercalifragilisticexpialidocious antidisestablishmentarianism", 16),
        ("a\n\n\nb  c\td", 8),
        ("x=1;y[2]{}//!!", 11),
    ],
)
def test_the_estimate_is_on_the_safe_side_and_not_absurd(text: str, tokens: int) -> None:
    assert tokens <= estimated_tokens(text) <= 2 * tokens + 2


@given(st.text(), st.text())
def test_more_text_takes_more_tokens(one: str, other: str) -> None:
    assert estimated_tokens(one + "\n" + other) >= max(
        estimated_tokens(one), estimated_tokens(other)
    )
