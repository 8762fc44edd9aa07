"""What stays with her: found in his words, left alone until its time, raised once, and closed."""

from datetime import UTC, datetime, timedelta

import pytest

from samantha.domain.dialogue import Origin, Speaker, Utterance
from samantha.heart.quiet import happened
from samantha.heart.threads import (
    BETWEEN,
    FADES,
    MOVED,
    Closing,
    Thread,
    ThreadKind,
    raising,
    ripe,
    turned_over,
)
from samantha.mind.attention import when
from samantha.mind.threads import opened_by

WEDNESDAY = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)


def said(text: str, at: datetime = WEDNESDAY) -> Utterance:
    return Utterance(7, 1, Speaker.PERSON, text, at, Origin.SPOKEN)


def opened(text: str) -> list[Thread]:
    return list(opened_by(said(text), happened(text)))


@pytest.mark.parametrize(
    ("text", "what", "day"),
    [
        ("I have an interview on Friday.", "you had an interview", 27),
        ("My interview is on Friday at ten", "your interview was", 27),
        ("My mother's birthday is tomorrow.", "your mother's birthday was", 26),
        ("I'm going to call my sister on Saturday", "you were going to call your sister", 28),
        ("I'm seeing the lawyer on Monday", "you were going to see the lawyer", 30),
        ("My sister's coming over tomorrow night", "your sister was coming", 26),
        ("We have a dinner with the Marlows tonight", "you had a dinner with the Marlows", 25),
        ("I'm nervous, my surgery is on Thursday.", "your surgery was", 26),
        ("The results come on Thursday.", "The results came", 26),
        ("we're flying to Rome on Sunday", "you were flying to Rome", 29),
        ("Anyway, I start my new job on Monday", "you were going to start your new job", 30),
    ],
)
def test_what_has_a_day_is_asked_about_after_it(text: str, what: str, day: int) -> None:
    (thread,) = opened(text)
    assert (thread.kind, thread.what, thread.day.day) == (ThreadKind.COMING, what, day)
    assert thread.due > WEDNESDAY


@pytest.mark.parametrize(
    "text",
    [
        "I had a meeting on Monday",
        "I went to the shop on Monday",
        "I love Fridays",
        "Let's talk tomorrow",
        "Do you think my interview is on Friday?",
        "the train leaves at nine",
        "I'm going to bed at ten",
        "remind me to call mum on Friday",
    ],
)
def test_ordinary_talk_opens_nothing(text: str) -> None:
    assert opened(text) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("I still haven't answered her letter", "you hadn't answered her letter yet"),
        ("I keep putting off calling my dad", "you kept putting off calling your dad"),
        ("I should really write to Catherine", "you meant to write to Catherine"),
    ],
)
def test_what_he_has_not_done_stays_open(text: str, what: str) -> None:
    (thread,) = opened(text)
    assert (thread.kind, thread.what) == (ThreadKind.UNDONE, what)
    assert thread.due == WEDNESDAY + timedelta(days=3)


def test_what_weighed_on_him_is_given_back_in_his_words() -> None:
    (thread,) = opened("It's odd, all of this. She left, and the rooms are so silent now.")
    assert thread.kind is ThreadKind.HEAVY
    assert raising(thread, when(thread.day, WEDNESDAY + timedelta(days=1))) == (
        "Yesterday you told me “She left, and the rooms are so silent now”. How is that now?"
    )


def test_abuse_leaves_a_thread_of_her_own() -> None:
    (thread,) = opened_by(said("you useless machine"), {}, hurt=True)
    assert thread.kind is ThreadKind.HURT
    words = raising(thread, "on Tuesday")
    assert words.startswith("There's something I've been turning over, from Tuesday: ")
    assert words.count("?") == 1


def thread(kind: ThreadKind, at: datetime = WEDNESDAY, what: str = "your interview was") -> Thread:
    return Thread(kind, what, 7, at, at, number=1)


def test_one_thread_at_a_time_and_not_two_on_a_day() -> None:
    threads = [thread(ThreadKind.UNDONE), thread(ThreadKind.COMING), thread(ThreadKind.HEAVY)]
    soon, later = WEDNESDAY + timedelta(hours=1), WEDNESDAY + timedelta(days=4)
    first = ripe(threads, soon, None)
    assert first is not None
    assert first.kind is ThreadKind.COMING
    then = ripe(threads, later, None)
    assert then is not None
    assert then.kind is ThreadKind.HEAVY
    assert ripe(threads, later, later - BETWEEN / 2) is None
    assert ripe([each.ended(Closing.RAISED, soon) for each in threads], later, None) is None


@pytest.mark.parametrize("kind", list(ThreadKind))
def test_time_lets_every_thread_fade(kind: ThreadKind) -> None:
    long_after = WEDNESDAY + FADES[kind] + timedelta(minutes=1)
    (ended,) = turned_over([thread(kind)], long_after)
    assert ended.how is Closing.FADED
    assert turned_over([thread(kind)], WEDNESDAY + FADES[kind] / 2) == []


def test_what_he_tells_himself_is_not_asked_again() -> None:
    later = WEDNESDAY + timedelta(hours=3)
    (ended,) = turned_over([thread(ThreadKind.COMING)], later, said="The interview went fine!")
    assert ended.how is Closing.TOLD
    assert turned_over([thread(ThreadKind.COMING)], later, said="The weather is fine.") == []
    before = thread(ThreadKind.COMING, WEDNESDAY + timedelta(days=1))
    assert turned_over([before], later, said="That interview frightens me.") == []


def test_an_apology_mends_a_hurt_and_being_fine_lifts_a_weight() -> None:
    hurt, heavy = thread(ThreadKind.HURT), thread(ThreadKind.HEAVY)
    at = WEDNESDAY + timedelta(minutes=5)
    assert [each.kind for each in turned_over([hurt, heavy], at, sorry=True)] == [ThreadKind.HURT]
    assert [each.kind for each in turned_over([hurt, heavy], at, fine=True)] == [ThreadKind.HEAVY]


def test_a_strong_feeling_on_its_day_or_the_next_is_how_it_went() -> None:
    friday = WEDNESDAY + timedelta(days=2)
    coming = [Thread(ThreadKind.COMING, "your interview was", 7, WEDNESDAY, friday, number=1)]
    for at in (friday, friday + timedelta(days=1)):
        (ended,) = turned_over(coming, at, said="I could sing!", moved=MOVED)
        assert ended.how is Closing.TOLD
        assert turned_over(coming, at, said="I could sing!", moved=MOVED - 0.1) == []
    for at in (friday - timedelta(days=1), friday + timedelta(days=2)):
        assert turned_over(coming, at, said="I could sing!", moved=MOVED) == []


def test_speaking_of_it_before_its_time_is_not_telling_how_it_went() -> None:
    friday = WEDNESDAY + timedelta(days=2)
    coming = [Thread(ThreadKind.COMING, "your interview was", 7, WEDNESDAY, friday, number=1)]
    words = "That interview frightens me."
    assert turned_over(coming, friday - timedelta(minutes=1), said=words) == []
    (ended,) = turned_over(coming, friday, said=words)
    assert ended.how is Closing.TOLD
