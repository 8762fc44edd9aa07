"""His days in words: what is said in the morning, of a day, and just before."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from samantha.agenda.events import Answer, Event, Guest, Span, day_span
from samantha.agenda.looking import about, collisions, free, next_after
from samantha.agenda.telling import (
    clock_words,
    day_in_words,
    day_words,
    just_before,
    listed,
    next_in_words,
)

ZONE = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=ZONE)
TODAY = NOW.date()


def at(hour: int, minute: int = 0, *, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


def event(title: str, starts: datetime, minutes: int = 60, **more: object) -> Event:
    span = Span(starts, starts + timedelta(minutes=minutes))
    return Event(uid=title, title=title, span=span, **more)  # pyright: ignore[reportArgumentType]


DENTIST = event("Dentist", at(9, 30), place="Mill Lane")
LUNCH = event("lunch with Amy", at(12), 90)
REVIEW = event(
    "Design review",
    at(13),
    organizer=Guest("paul@example.org", "Paul"),
    guests=(Guest("amy@example.org", "Amy", Answer.YES), Guest("bo@example.org", "Bo", Answer.NO)),
    his_answer=Answer.OPEN,
)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(0), "midnight"),
        (at(12), "noon"),
        (at(9), "9 am"),
        (at(14, 5), "2:05 pm"),
        (at(0, 30), "12:30 am"),
        (at(12, 30), "12:30 pm"),
    ],
)
def test_the_time_of_day_is_said_as_people_say_it(moment: datetime, words: str) -> None:
    assert clock_words(moment) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (4, "on Friday"),
        (7, "on Monday, 9 March"),
        (365, "on Tuesday, 2 March 2027"),
    ],
)
def test_a_day_is_named_as_today_would_name_it(days: int, words: str) -> None:
    assert day_words(TODAY + timedelta(days=days), TODAY) == words


def test_a_free_day_is_said_in_one_sentence() -> None:
    assert day_in_words([], TODAY, NOW) == "You have nothing today."


def test_a_day_is_told_in_at_most_three_sentences() -> None:
    assert day_in_words([LUNCH, REVIEW, DENTIST], TODAY, NOW) == (
        "You have three things today: Dentist at 9:30 am, at Mill Lane, lunch with Amy at noon and"
        " Design review at 1 pm. Lunch with Amy and Design review are at the same time."
        " Paul still waits for your answer about Design review."
    )


def test_what_is_over_is_left_out_and_so_is_what_was_cancelled() -> None:
    gone = event("Yoga", at(7), 30)
    off = event("Tennis", at(18), cancelled=True)
    assert day_in_words([gone, off], TODAY, NOW) == "You have nothing more today."


def test_of_many_things_the_next_ones_are_named() -> None:
    many = [event(f"call {n}", at(9 + n)) for n in range(6)]
    told = day_in_words(many, TODAY, NOW)
    assert told.endswith(
        "call 0 at 9 am, call 1 at 10 am, call 2 at 11 am and three more after that."
    )


def test_just_before_he_hears_what_whom_when_and_where() -> None:
    assert just_before(REVIEW, at(12, 55)) == "You have Design review with Amy in five minutes."
    assert just_before(DENTIST, at(9, 29)) == "You have Dentist in one minute, at Mill Lane."
    assert just_before(DENTIST, at(9, 31)) == "You have Dentist now, at Mill Lane."
    assert just_before(LUNCH, at(11, 40)) == "You have lunch with Amy in 20 minutes."


def test_what_is_next_may_be_another_day() -> None:
    later = event("Train", at(6, 15, day=4), place="on platform 2")
    assert next_in_words([later], NOW) == "Next is Train on Wednesday at 6:15 am, on platform 2."
    assert next_in_words([], NOW) == "Nothing is coming up."


def test_whole_days_neither_collide_nor_come_next() -> None:
    day = Event("b", "Amy's birthday", day_span(TODAY, ZONE), all_day=True, busy=False)
    assert collisions([day, DENTIST]) == []
    assert next_after([day, DENTIST], NOW) is DENTIST


def test_free_stretches_are_what_is_left() -> None:
    day = Span(at(9), at(17))
    stretches = free([DENTIST, LUNCH, REVIEW], day, timedelta(hours=1))
    assert stretches == [Span(at(10, 30), at(12)), Span(at(14), at(17))]


def test_an_event_is_found_by_what_he_calls_it() -> None:
    assert about([DENTIST, LUNCH, REVIEW], "the review with Amy") == [REVIEW]
    assert about([DENTIST, LUNCH], "my lunch") == [LUNCH]
    assert about([DENTIST, LUNCH], "zoo") == []


def test_a_span_is_measured_in_real_time() -> None:
    clocks_change = day_span(date(2026, 3, 29), ZONE)
    assert clocks_change.length == timedelta(hours=23)
    with pytest.raises(ValueError, match="before it begins"):
        Span(at(10), at(9))
    with pytest.raises(ValueError, match="zones"):
        Span(datetime(2026, 3, 2), datetime(2026, 3, 3))


def test_things_in_a_row() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip
