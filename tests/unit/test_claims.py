"""What he says outright becomes a claim; wishes, dreams, questions and what others say do not."""

from datetime import UTC, datetime, timedelta

import pytest

from samantha.domain.dialogue import Origin, Speaker, Utterance
from samantha.memory.asking import Asked, asked_for, speaks_of
from samantha.memory.claims import Act, Claim, claims_in, corrections_in
from samantha.memory.ledger import Ledger, claimed
from samantha.mind.ledger_answers import answer

NOW = datetime(2026, 6, 10, 19, 0, tzinfo=UTC)


def made(text: str) -> list[tuple[str, str, str, Act]]:
    return [(c.subject, c.predicate, c.value, c.act) for c in claims_in(text, NOW)]


@pytest.mark.parametrize(
    ("text", "subject", "predicate", "value", "act"),
    [
        ("I live in Ghent.", "he", "home", "Ghent", Act.IS),
        ("So, I've just moved to New York!", "he", "home", "New York", Act.IS),
        ("My brother moved to Rome in 2019.", "brother", "home", "Rome", Act.IS),
        ("I don't live in Lyon anymore.", "he", "home", "Lyon", Act.ENDED),
        ("I used to live in Paris.", "he", "home", "Paris", Act.WAS),
        ("I work at a paper mill.", "he", "work", "paper mill", Act.IS),
        ("I'm working for letters.com now", "he", "work", "letters.com", Act.IS),
        ("I used to be in Chicago but these days I'm in Oslo", "he", "home", "Oslo", Act.IS),
        ("I quit my job.", "he", "work", "", Act.ENDED),
        ("My mum's name is Ruth.", "he", "mother:name", "Ruth", Act.IS),
        ("We have a dog called Bruno.", "he", "dog:name", "Bruno", Act.IS),
        ("my sister's birthday is on 4 May", "sister", "birthday", "4 May", Act.IS),
        ("I drive a Volvo.", "he", "car", "Volvo", Act.IS),
        ("My favourite colour is dark red now.", "he", "favourite colour", "dark red", Act.IS),
        ("I'm not allergic to nuts after all.", "he", "allergy", "nuts", Act.ENDED),
        ("I love olives.", "he", "likes", "olives", Act.IS),
        ("We got divorced last year.", "he", "status", "divorced", Act.IS),
        ("I gave up the cello.", "he", "plays", "cello", Act.ENDED),
    ],
)
def test_what_he_says_outright_is_a_claim(
    text: str, subject: str, predicate: str, value: str, act: Act
) -> None:
    assert (subject, predicate, value, act) in made(text)


@pytest.mark.parametrize(
    "text",
    [
        "If I lived in Rome I'd be happy.",
        "I wish I worked at Penguin.",
        "She says I live in the past.",
        "I might have moved to Oslo.",
        "I dreamt I live in Oslo.",
        "I dreamt we adopted a dog called Bruno.",
        "In the film I live in Oslo.",
        "Do I live in Oslo?",
        "I live alone.",
        "I work too much.",
        "I love you.",
        "I love how it rains.",
        "I hate it here.",
        "Sounds like you love trains.",
        "I'm going to move to Oslo.",
        "",
    ],
)
def test_all_else_is_none(text: str) -> None:
    assert made(text) == []


def test_a_list_is_several_claims_and_two_subjects_two() -> None:
    assert [value for _, _, value, _ in made("I'm allergic to shrimp, nuts and wasps.")] == [
        "shrimp", "nuts", "wasps",
    ]  # fmt: skip
    assert made("My brother lives in Rome and my sister lives in Leeds.") == [
        ("brother", "home", "Rome", Act.IS),
        ("sister", "home", "Leeds", Act.IS),
    ]


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("I moved to Lyon in March.", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("I moved to Lyon in August.", datetime(2025, 8, 1, 12, tzinfo=UTC)),
        ("I moved to Lyon in 2019.", datetime(2019, 1, 1, 12, tzinfo=UTC)),
        ("I moved to Lyon two weeks ago.", NOW - timedelta(days=14)),
        ("I moved to Lyon.", NOW),
    ],
)
def test_from_when_on_it_holds_is_read(text: str, since: datetime) -> None:
    (claim,) = claims_in(text, NOW)
    assert claim.since.replace(minute=0) == since.replace(minute=0)


RECENT = [Claim("he", "work", "Penguin", Act.IS, NOW, NOW, 3, "I work at Penguin")]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (
            "No, that was my brother.",
            [("he", "Penguin", Act.NEVER), ("brother", "Penguin", Act.IS)],
        ),
        ("sorry, I meant Bosch", [("he", "Penguin", Act.NEVER), ("he", "Bosch", Act.IS)]),
        ("Not Penguin, Bosch.", [("he", "Penguin", Act.NEVER), ("he", "Bosch", Act.IS)]),
        ("It's Bosch, not Penguin.", [("he", "Penguin", Act.NEVER), ("he", "Bosch", Act.IS)]),
        ("Scratch that.", [("he", "Penguin", Act.NEVER)]),
        ("That's not true any more.", [("he", "Penguin", Act.ENDED)]),
        ("It's not Siemens, it's late.", []),
        ("No, that was lovely.", []),
        ("I meant well.", []),
        ("It's raining.", []),
        ("It's Monday.", []),
        ("No, it's Monday.", []),
        ("Was that my brother?", []),
    ],
)
def test_what_he_puts_right_changes_his_last_claim(
    text: str, changes: list[tuple[str, str, Act]]
) -> None:
    found = corrections_in(text, NOW, 4, RECENT)
    assert [(each.subject, each.value, each.act) for each in found] == changes


def ledger(*told: str) -> Ledger:
    """What stands after these lines, a day apart; after one with "+" it is the same minute."""
    standing, at = Ledger(), NOW
    for number, text in enumerate(told, 1):
        at += timedelta(seconds=30) if text.startswith("+") else timedelta(days=1)
        said = Utterance(number, 1, Speaker.PERSON, text.removeprefix("+"), at, Origin.SPOKEN)
        standing = standing.with_all(claimed(said, standing))
    return standing


def says(asked: str, *told: str) -> str | None:
    question = asked_for(asked)
    assert question is not None
    return answer(question, ledger(*told), NOW + timedelta(days=len(told) + 1))


def test_a_value_ends_the_one_before_it_and_both_are_known() -> None:
    told = ("I live in Ghent.", "I moved to Lyon.")
    assert says("Where do I live?", *told) == "Lyon. You told me yesterday: “I moved to Lyon”."
    before = says("Where did I live before?", *told)
    assert before is not None
    assert before.startswith("Ghent, until")


def test_he_may_come_back_to_what_was() -> None:
    told = ("I live in Ghent.", "I moved to Lyon.", "I'm back in Ghent.")
    assert (says("Where do I live?", *told) or "").startswith("Ghent.")


def test_what_is_told_of_long_ago_does_not_change_now() -> None:
    assert (says("Where do I live?", "I live in Ghent.", "I lived in Paris.") or "").startswith(
        "Ghent"
    )


def test_many_stand_side_by_side_and_each_ends_for_itself() -> None:
    told = ("I'm allergic to nuts and wasps.", "I'm not allergic to nuts after all.")
    assert (says("What am I allergic to?", *told) or "").startswith("Wasps.")
    assert (says("Am I allergic to nuts?", *told) or "").startswith("Not any more")


def test_a_mistake_never_was_and_what_it_ended_holds_again() -> None:
    told = ("I live in Ghent.", "I moved to Lyon.", "+I was joking.")
    assert (says("Where do I live?", *told) or "").startswith("Ghent")
    assert ledger(*told).struck == {2}


def test_what_rested_on_what_changed_is_doubted() -> None:
    told = ("I live in Ghent.", "My neighbour is Frank.", "I moved to Lyon.")
    answer = says("Who is my neighbour?", *told) or ""
    assert answer.startswith("Frank.")
    assert answer.endswith("But since you said “I moved to Lyon”, does that still hold?")
    assert "still hold" not in (says("Who is my neighbour?", *told, "My neighbour is Otto.") or "")


def test_a_name_means_whoever_it_was_given_to() -> None:
    told = ("My sister's name is Nina.", "Nina lives in Leeds.")
    assert (says("Where does my sister live?", *told) or "").startswith("Leeds")
    assert (says("Where does Nina live?", *told) or "").startswith("Leeds")


def test_what_he_said_of_another_day_long_ago_is_put_right_by_nothing() -> None:
    told = ("I work at Penguin.", "No, that was my brother.")
    assert (says("Where do I work?", *told) or "").startswith("Penguin")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Where do I live?", Asked("he", "home")),
        ("Hey, do you remember where does my mum live?", Asked("mother", "home")),
        ("Where did I live in 2019?", Asked("he", "home", year=2019)),
        ("What do I do for a living?", Asked("he", "work")),
        ("who's my boss?", Asked("he", "boss:name")),
        ("Am I married?", Asked("he", "status", "married")),
        ("What's my favourite colour?", Asked("he", "favourite colour")),
        ("Where do you live?", None),
        ("Where do people live?", None),
        ("Where do I live", None),
        ("What should I do for a living?", None),
        ("I know where I live.", None),
    ],
)
def test_what_he_asks_for_is_known_or_left_alone(text: str, asked: Asked | None) -> None:
    assert asked_for(text) == asked


def test_what_may_have_to_do_with_it_is_seen_by_its_words() -> None:
    assert speaks_of(Asked("he", "mother:name"), "My mum Ruth called.")
    assert not speaks_of(Asked("he", "car"), "I live in Ghent.")
