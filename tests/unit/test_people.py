"""Who is who to him, from what he told."""

from datetime import UTC, datetime

from samantha.memory.claims import claims_in
from samantha.memory.ledger import Ledger
from samantha.memory.people import people_of

NOW = datetime(2026, 6, 10, 19, 0, tzinfo=UTC)


def test_everyone_stands_once_with_names_and_what_was_told_last_first() -> None:
    told = (
        "My sister's name is Nina.",
        "My boss is Otto.",
        "Nina lives in Leeds.",
        "I live in Ghent.",
        "Lewis works at Penguin.",
    )
    claims = [each for n, text in enumerate(told, 1) for each in claims_in(text, NOW, n)]
    people = people_of(Ledger.of(claims))
    assert [(each.who, list(each.names)) for each in people] == [
        ("Lewis", []), ("sister", ["Nina"]), ("boss", ["Otto"]),
    ]  # fmt: skip
    assert [(each.predicate, each.value) for each in people[1].holdings] == [("home", "Leeds")]


def test_what_ended_is_left_out() -> None:
    told = ("My brother lives in Rome.", "My brother moved to Oslo.")
    claims = [each for n, text in enumerate(told, 1) for each in claims_in(text, NOW, n)]
    (brother,) = people_of(Ledger.of(claims))
    assert [each.value for each in brother.holdings] == ["Oslo"]
    assert people_of(Ledger()) == []
