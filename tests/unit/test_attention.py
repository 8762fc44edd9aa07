"""What stands in the prompt, in which order, and how it is made to fit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from samantha.domain.dialogue import Fact, Gist, Origin, Speaker, Utterance
from samantha.domain.language import Message, Role
from samantha.memory.passages import Passage
from samantha.memory.recall import Recollection
from samantha.mind.attention import Attention, Budget, fit, prefix_of, present_moment, when
from samantha.mind.manner import EXAMPLES, Guidance
from samantha.personality.persona import Persona
from tests.clock_fake import MORNING

PERSONA = Persona(her_name="Mirel", his_name="Theodore")
BUDGET = Budget.for_window(4096)


def words(text: str) -> int:
    return len(text.split())


def utf8_bytes(text: str) -> int:
    return len(text.encode())


def said(
    identity: int, text: str, speaker: Speaker = Speaker.PERSON, *, interrupted: bool = False
) -> Utterance:
    return Utterance(identity, 1, speaker, text, MORNING, Origin.SPOKEN, interrupted)


def prefix(mind: Attention, guidance: Guidance = Guidance.EXAMPLES) -> list[Message]:
    return prefix_of(mind, count_tokens=words, budget=BUDGET, guidance=guidance)


def test_a_prefix_begins_with_her_manner_and_ends_with_the_last_turn() -> None:
    fact = Fact("dog", "My dog is called Otto.", 1, MORNING)
    mind = Attention(
        PERSONA,
        [fact],
        Gist("1 Mar 2025: “I cried.”", 4),
        [said(5, "Hello."), said(6, "Hi there", Speaker.SHE, interrupted=True), said(7, "Hm.")],
    )
    messages = prefix(mind)
    assert messages[0].role is Role.SYSTEM
    examples = messages[1 : 1 + 2 * len(EXAMPLES)]
    assert [m.content for m in examples[::2]] == [each.said for each in EXAMPLES]
    assert [m.content for m in examples[1::2]] == [each.answered for each in EXAMPLES]
    known, answered, *turns = messages[1 + 2 * len(EXAMPLES) :]
    assert known.role is Role.USER
    assert "Theodore" in known.content
    assert "“My dog is called Otto.”" in known.content
    assert "1 Mar 2025: “I cried.”" in known.content
    assert answered.role is Role.ASSISTANT
    assert turns == [
        Message(Role.USER, "Hello."),
        Message(Role.ASSISTANT, "Hi there —"),
        Message(Role.USER, "Hm."),
    ]


def test_a_first_day_needs_no_past() -> None:
    messages = prefix(Attention(PERSONA, [], Gist(), []))
    assert len(messages) == 1 + 2 * len(EXAMPLES)


def test_a_longer_view_begins_like_a_shorter_one() -> None:
    mind = Attention(PERSONA, [], Gist(), [said(1, "One."), said(2, "Two.", Speaker.SHE)])
    longer = replace(mind, view=[*mind.view, said(3, "Three.")])
    for guidance in Guidance:
        assert prefix(longer, guidance)[:-1] == prefix(mind, guidance)


def test_a_model_trained_on_her_manner_gets_no_examples() -> None:
    (system,) = prefix(Attention(PERSONA, [], Gist(), []), Guidance.TRAINED)
    assert not any(each.answered in system.content for each in EXAMPLES)


def test_models_that_follow_get_the_examples_in_the_description() -> None:
    (system,) = prefix(Attention(PERSONA, [], Gist(), []), Guidance.DESCRIPTION)
    assert "Your name is Mirel." in system.content
    assert all(each.answered in system.content for each in EXAMPLES)
    nameless = Attention(replace(PERSONA, her_name=None, his_name=None), [], Gist(), [])
    (system,) = prefix(nameless, Guidance.DESCRIPTION)
    assert "None" not in system.content


def test_her_style_is_part_of_the_description() -> None:
    persona = replace(PERSONA, style=("You like puns.",))
    assert "You like puns." in prefix(Attention(persona, [], Gist(), []))[0].content


def test_a_long_turn_is_shown_in_part() -> None:
    long = said(1, " ".join(f"word{number}" for number in range(3000)))
    shown = prefix(Attention(PERSONA, [], Gist(), [long]))[-1].content
    assert words(shown) <= BUDGET.utterance
    assert " … " in shown
    assert shown.startswith("word0 ")
    assert shown.endswith("word2999")


# -- this moment -------------------------------------------------------------------------------


def moment(now: Utterance, *recollections: Recollection, persona: Persona = PERSONA) -> str:
    message = present_moment(now, recollections, persona, count_tokens=words, budget=BUDGET)
    assert message.role is Role.USER
    return message.content


def test_what_he_says_stands_alone_where_nothing_is_remembered() -> None:
    assert moment(said(9, "Hello [you].")) == "Hello [you]."


def test_what_is_remembered_stands_before_it_with_its_day() -> None:
    yesterday = Recollection("My dog is called Otto.", MORNING - timedelta(days=1), 1)
    today = Recollection("He barks!", MORNING - timedelta(hours=1), 2)
    text = moment(said(9, "What's my dog's name?"), yesterday, today)
    assert text.endswith("] What's my dog's name?")
    note = text.partition("] ")[0]
    assert "yesterday Theodore said “My dog is called Otto”" in note
    assert "earlier today Theodore said “He barks!”" in note
    assert note.index("Otto") < note.index("barks")
    nameless = moment(said(9, "Hm?"), yesterday, persona=Persona())
    assert "None" not in nameless


@pytest.mark.parametrize(
    ("ago", "words_for_it"),
    [
        (timedelta(0), "earlier today"),
        (timedelta(hours=9), "earlier today"),
        (timedelta(hours=10), "yesterday"),
        (timedelta(days=2), "on Wednesday"),
        (timedelta(days=6), "on Saturday"),
        (timedelta(days=7), "on 7 March"),
        (timedelta(days=300), "on 18 May"),
        (timedelta(days=-2), "earlier today"),
    ],
)
def test_when_it_was(ago: timedelta, words_for_it: str) -> None:
    assert when(MORNING - ago, MORNING).startswith(words_for_it)


def test_a_day_of_another_year_is_told_with_its_year() -> None:
    assert when(MORNING - timedelta(days=3 * 365), MORNING) == "on 15 March 2022"


def test_days_are_those_of_where_he_is_now() -> None:
    now = datetime(2025, 3, 14, 1, 0, tzinfo=timezone(timedelta(hours=10)))
    assert when(datetime(2025, 3, 13, 14, 30, tzinfo=UTC), now) == "earlier today"
    assert when(datetime(2025, 3, 13, 13, 30, tzinfo=UTC), now) == "yesterday"


# -- fitting -----------------------------------------------------------------------------------


TEXTS = {
    "nothing": "",
    "letters": "a b c",
    "words": "one two " * 60,
    "faces": "🙂" * 90,
    "one word": "x" * 500,
    "accents": "é ü " * 99,
}


@pytest.mark.parametrize("limit", [0, 1, 2, 3, 10, 40, 100])
@pytest.mark.parametrize("count", [words, utf8_bytes, len])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_is_shown_never_takes_more_than_its_share(
    text: str, count: Callable[[str], int], limit: int
) -> None:
    shown = fit(text, count, limit)
    assert count(shown) <= limit
    if count(text) <= limit:
        assert shown == text


def test_what_is_shown_is_a_beginning_and_an_end() -> None:
    text = " ".join(str(number) for number in range(500))
    shown = fit(text, words, 50)
    begin, mark, end = shown.partition(" … ")
    assert mark
    assert text.startswith(begin)
    assert text.endswith(end)
    assert len(begin) > len(end)
    assert words(shown) > 10


def test_passages_stand_before_it_instead_of_quotes_with_who_said_what_and_when() -> None:
    asked = said(9, "What did you suggest?")
    yesterday = MORNING - timedelta(days=1)
    his = replace(said(1, "The dog again."), said_at=yesterday)
    hers = replace(said(2, "A longer walk.", Speaker.SHE), said_at=yesterday)
    message = present_moment(
        asked,
        [Recollection("The dog again.", yesterday, 1)],
        PERSONA,
        count_tokens=words,
        budget=BUDGET,
        passages=[Passage([his, hers]), Passage([his])],
    )
    assert message.content == (
        "[You remember, word for word:\n(yesterday)\nTheodore: The dog again.\n"
        "You: A longer walk.\n\n(yesterday)\nTheodore: The dog again.]\n\nWhat did you suggest?"
    )


# -- the budget ----------------------------------------------------------------------------------


@pytest.mark.parametrize("window", [2048, 4096, 8192, 16384, 200_000])
def test_the_parts_leave_room_for_each_other(window: int) -> None:
    budget = Budget.for_window(window)
    assert budget.view_low < budget.view_high
    assert budget.view_high + budget.gist + 2 * budget.utterance < 0.8 * window
    assert budget.sheet_lines >= 6


def test_a_window_has_a_smallest_and_a_largest_useful_size() -> None:
    assert Budget.for_window(1) == Budget.for_window(2048)
    assert Budget.for_window(200_000) == Budget.for_window(16384)
