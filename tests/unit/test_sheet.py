"""What he said outright of himself is noticed, in his own words, and nothing else is."""

import pytest

from samantha.domain.dialogue import Fact, Origin, Speaker, Utterance
from samantha.memory.sheet import facts_said, fitting_facts, sheet_of
from tests.clock_fake import MORNING


def said(text: str, *, speaker: Speaker = Speaker.PERSON, identity: int = 4) -> Utterance:
    return Utterance(identity, 1, speaker, text, MORNING, Origin.SPOKEN)


def keys(text: str) -> list[str]:
    return [fact.key for fact in facts_said(said(text))]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("My sister is called Ines.", "sister"),
        ("My older brother plays chess.", "brother"),
        ("my dog's name is Otto", "dog"),
        ("My ex-wife called about the boat.", "ex-wife"),
        ("My favourite film is an old one.", "favourite film"),
        ("My birthday is in June.", "birthday"),
        ("We adopted a puppy last week.", "pet"),
        ("I'm allergic to peanuts.", "allergy"),
        ("I am a vegetarian now.", "diet"),
        ("I work as a cook downtown.", "work"),
        ("I'm a nurse, so nights are normal.", "work"),
        ("I moved to Lübeck in May.", "home"),
        ("I grew up on an island.", "home"),
        ("I turned 40 last week.", "age"),
        ("I have an exam on Thursday.", "plan:thursday"),
        ("We're leaving for good tomorrow.", "plan:tomorrow"),
        ("I really hate airports so much.", "taste:airports"),
        ("I'm getting divorced this year.", "divorce"),
    ],
)
def test_a_fact_is_noticed(text: str, key: str) -> None:
    facts = [fact for fact in facts_said(said(text)) if fact.key == key]
    assert facts == [Fact(key, text, 4, MORNING)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Do you remember what I said about my sister?",
        "What is my dog called",
        "did my mother call",
        "My sister?",
        "my mother",
        "It rained all day in town.",
        "His brother is a doctor in Rome.",
        "I'm 100% sure of it.",
        "I'm 2 hours late again.",
        "I can't eat another bite of this.",
        "My mother " + "and so on " * 20 + "came.",
    ],
)
def test_no_fact_is_made_up(text: str) -> None:
    assert facts_said(said(text)) == []


def test_only_he_tells_facts_about_him() -> None:
    assert facts_said(said("My sister is called Ines.", speaker=Speaker.SHE)) == []


def test_each_sentence_is_quoted_by_itself() -> None:
    text = "My sister is Ines. She came today. I work as a cook. What do you think of my boss?"
    quotes = {fact.key: fact.quote for fact in facts_said(said(text))}
    assert quotes == {"sister": "My sister is Ines.", "work": "I work as a cook."}


def test_the_first_sentence_about_a_subject_counts() -> None:
    facts = facts_said(said("My dog is called Otto. My dog is old."))
    assert [fact.quote for fact in facts] == ["My dog is called Otto."]


@pytest.mark.parametrize(
    "text",
    ["My cat sleeps on my bed all day 🙂.", "MY BOSS is on holiday!", "My dad's car broke down…"],
)
def test_a_quote_is_his_sentence_letter_for_letter(text: str) -> None:
    assert all(fact.quote == text for fact in facts_said(said(text)))
    assert keys(text)


# -- which facts fit a question ----------------------------------------------------------

FACTS = [
    Fact("sister", "My sister Ines is a nurse.", 1, MORNING),
    Fact("dog", "My dog is called Otto.", 2, MORNING),
    Fact("allergy", "I'm allergic to peanuts.", 3, MORNING),
    Fact("home", "I moved to Lübeck in May.", 4, MORNING),
    Fact("plan:thursday", "I have an exam on Thursday.", 5, MORNING),
]


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("What's my sister's name?", "sister"),
        ("What is my dog called?", "dog"),
        ("What pets do I have?", "dog"),
        ("Can you think of a dinner I could cook?", "allergy"),
        ("Where do I live?", "home"),
        ("What am I doing on thursday?", "plan:thursday"),
    ],
)
def test_the_fitting_fact_comes_first(question: str, key: str) -> None:
    assert fitting_facts(FACTS, question)[0].key == key


@pytest.mark.parametrize("question", ["What's the capital of Peru?", "hm", ""])
def test_no_fact_fits_where_none_does(question: str) -> None:
    assert fitting_facts(FACTS, question) == []


def test_no_more_facts_than_asked_for_and_no_sentence_twice() -> None:
    twice = [Fact(key, "My dog and my cat get along.", 7, MORNING) for key in ("dog", "cat")]
    assert len(fitting_facts(twice, "How are my dog and my cat?", 5)) == 1
    assert len(fitting_facts([*FACTS, *twice], "My sister, my dog, where do I live?", 2)) == 2


# -- the sheet ----------------------------------------------------------


def test_the_sheet_holds_the_newest_facts_that_are_out_of_view_in_order_of_telling() -> None:
    sheet = sheet_of(reversed(FACTS), up_to=4, limit=3)
    assert [fact.key for fact in sheet] == ["dog", "allergy", "home"]
    assert sheet_of(FACTS, up_to=0, limit=3) == []
    assert sheet_of([], up_to=9, limit=3) == []


def test_the_sheet_says_each_sentence_once() -> None:
    twice = [Fact(key, "My dog and my cat get along.", 7, MORNING) for key in ("dog", "cat")]
    assert len(sheet_of(twice, up_to=9, limit=5)) == 1


def test_what_he_tells_in_a_question_with_a_tag_is_told() -> None:
    (fact,) = facts_said(said("So I mend old clocks for a living, did I mention?"))
    assert fact.key == "work"
    assert not facts_said(said("Do I mend clocks for a living?"))
