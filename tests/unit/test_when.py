"""Times as people say them, read exactly or not at all."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from samantha.hands.numbers import length, length_words, number
from samantha.hands.when import Every, Moment, days_in, when_in

ZONE = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 25, 10, 42, tzinfo=ZONE)
"""A Wednesday."""


def at(text: str, now: datetime = NOW) -> str | None:
    found = when_in(text, now)
    if found is None:
        return None
    when = found.when
    return f"{when.at if isinstance(when, Moment) else when.first:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("in twenty minutes", "2026-11-25 11:02"),
        ("in an hour and a half", "2026-11-25 12:12"),
        ("in one and a half hours", "2026-11-25 12:12"),
        ("half an hour from now", "2026-11-25 11:12"),
        ("in two days", "2026-11-27 10:42"),
        ("in two weeks at 4", "2026-12-09 16:00"),
        ("at seven", "2026-11-25 19:00"),
        ("at 11", "2026-11-25 11:00"),
        ("at 7 tomorrow", "2026-11-26 07:00"),
        ("tomorrow at half past nine", "2026-11-26 09:30"),
        ("at quarter past five", "2026-11-25 17:15"),
        ("ten to six", "2026-11-25 17:50"),
        ("seven thirty pm", "2026-11-25 19:30"),
        ("at five o'clock", "2026-11-25 17:00"),
        ("at 19:30", "2026-11-25 19:30"),
        ("7 a.m.", "2026-11-26 07:00"),
        ("friday at 3", "2026-11-27 15:00"),
        ("next friday at noon", "2026-12-04 12:00"),
        ("this friday at nine in the morning", "2026-11-27 09:00"),
        ("tomorrow night at 8", "2026-11-26 20:00"),
        ("in the evening at seven", "2026-11-25 19:00"),
        ("tonight", "2026-11-25 21:00"),
        ("on the 3rd of december at 10:30", "2026-12-03 10:30"),
        ("on May 3rd", "2027-05-03 09:00"),
        ("december 24", "2026-12-24 09:00"),
        ("on the 1st", "2026-12-01 09:00"),
        ("2026-12-24 at 18:00", "2026-12-24 18:00"),
        ("the day after tomorrow", "2026-11-27 09:00"),
        ("at midnight", "2026-11-26 00:00"),
        ("next week", "2026-11-30 09:00"),
        ("a couple of hours ago", None),
        ("for two people", None),
        ("about the 7 dwarfs", None),
        ("the second person", None),
        ("25:00", None),
        ("", None),
    ],
)
def test_a_moment(text: str, moment: str | None) -> None:
    assert at(text) == moment


@pytest.mark.parametrize(
    ("text", "rule", "first"),
    [
        ("every other thursday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-11-26 09:00"),
        ("every other thursday at six pm", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-11-26 18:00"),
        ("every weekday at 7", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-26 07:00"),
        ("every monday and thursday at 8", "FREQ=WEEKLY;BYDAY=MO,TH", "2026-11-26 08:00"),
        ("every day at 9 pm", "FREQ=DAILY", "2026-11-25 21:00"),
        ("every morning", "FREQ=DAILY", "2026-11-26 09:00"),
        ("on sundays at 10", "FREQ=WEEKLY;BYDAY=SU", "2026-11-29 10:00"),
        ("every month on the 3rd at noon", "FREQ=MONTHLY", "2026-12-03 12:00"),
        ("daily at 6:30", "FREQ=DAILY", "2026-11-25 18:30"),
    ],
)
def test_what_comes_again(text: str, rule: str, first: str) -> None:
    found = when_in(text, NOW)
    assert found is not None
    assert isinstance(found.when, Every)
    assert found.when.rule == rule
    assert at(text) == first


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("call mum tomorrow at half past nine", "call mum"),
        ("in ten minutes take the bread out", "take the bread out"),
        ("with the second person on friday", "with the second person"),
        ("buy tickets for Friday's show tomorrow", "buy tickets for Friday's show"),
    ],
)
def test_what_is_left_without_the_time(text: str, rest: str) -> None:
    found = when_in(text, NOW)
    assert found is not None
    assert found.rest == rest


def test_an_hour_that_the_clocks_leave_out_becomes_the_next_that_there_is() -> None:
    evening = datetime(2026, 3, 28, 20, tzinfo=ZONE)
    found = when_in("tomorrow at 1:30 am", evening)
    assert found is not None
    assert isinstance(found.when, Moment)
    assert found.when.at == datetime(2026, 3, 29, 2, 30, tzinfo=ZONE)


def test_so_many_hours_from_now_are_real_hours() -> None:
    evening = datetime(2026, 3, 28, 23, tzinfo=ZONE)
    found = when_in("in three hours", evening)
    assert found is not None
    assert isinstance(found.when, Moment)
    assert found.when.at.timestamp() - evening.timestamp() == 3 * 3600


@pytest.mark.parametrize(
    ("text", "first", "count", "hours"),
    [
        ("tomorrow", date(2026, 11, 26), 1, (0, 24)),
        ("on friday afternoon", date(2026, 11, 27), 1, (12, 18)),
        ("tonight", date(2026, 11, 25), 1, (17, 24)),
        ("this week", date(2026, 11, 25), 5, (0, 24)),
        ("next week", date(2026, 11, 30), 7, (0, 24)),
        ("this weekend", date(2026, 11, 28), 2, (0, 24)),
    ],
)
def test_days_that_are_asked_about(
    text: str, first: date, count: int, hours: tuple[int, int]
) -> None:
    days = days_in(text, NOW)
    assert days is not None
    assert (days.first, days.count, (days.from_hour, days.to_hour)) == (first, count, hours)


@pytest.mark.parametrize(
    ("words", "value"),
    [("7", 7), ("seventeen", 17), ("twenty-five", 25), ("forty two", 42), ("third", 3),
     ("21st", 21),
     ("thirty-first", 31), ("thirtieth", 30)],
)  # fmt: skip
def test_numbers(words: str, value: int) -> None:
    assert number(words) == value


@pytest.mark.parametrize(
    ("words", "minutes"),
    [("ten minutes", 10), ("an hour", 60), ("half an hour", 30), ("a quarter of an hour", 15),
     ("two and a half hours", 150), ("an hour and ten minutes", 70), ("90 seconds", 1.5),
     ("a couple of hours", 120), ("three quarters of an hour", 45)],
)  # fmt: skip
def test_lengths(words: str, minutes: float) -> None:
    assert length(words) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(600, "ten minutes"), (3600, "an hour"), (5400, "an hour and a half"), (1800, "half an hour"),
     (61, "one minute and one second"), (1200, "20 minutes"), (90000, "one day and an hour")],
)  # fmt: skip
def test_lengths_as_they_are_said(seconds: int, words: str) -> None:
    assert length_words(timedelta(seconds=seconds)) == words
