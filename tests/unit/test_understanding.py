"""What is an order and what is talk."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from samantha.hands.requests import (
    AddEvent,
    AddToList,
    AskDays,
    AskFree,
    AskNext,
    ClearList,
    DropEvent,
    DropReminder,
    MoveEvent,
    Remind,
    Request,
    Ring,
    SetTimer,
    ShowList,
    ShowReminders,
    Snooze,
    TakeOffList,
    Undo,
)
from samantha.hands.understanding import bare, request_of
from samantha.hands.when import Every, Moment

NOW = datetime(2026, 11, 25, 10, 42, tzinfo=ZoneInfo("Europe/London"))


def asked(text: str) -> Request | None:
    return request_of(text, NOW, her_name="Mirel")


def due(request: Request | None) -> str:
    assert isinstance(request, Remind)
    assert request.when is not None
    return f"{request.when.at if isinstance(request.when, Moment) else request.when.first:%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "what", "when"),
    [
        ("Remind me to call my sister tomorrow at half past nine.", "call your sister", "26 09:30"),
        (
            "Can you remind me in twenty minutes to take the bread out?",
            "take the bread out",
            "25 11:02",
        ),
        ("Hey Mirel, please remind me at seven to call mum", "call mum", "25 19:00"),
        ("Remind me to-morrow at nine to look for flights.", "look for flights", "26 09:00"),
        ("remind me about the dentist on Friday", "the dentist", "27 09:00"),
        ("don't let me forget to buy milk tonight", "buy milk", "25 21:00"),
        ("could you set a reminder to pay the rent on the first?", "pay the rent", "01 09:00"),
        ("Set a reminder for 5 pm to leave, will you?", "leave", "25 17:00"),
        ("I'm off now. Remind me at noon to write to Amy.", "write to Amy", "25 12:00"),
    ],
)
def test_a_reminder(text: str, what: str, when: str) -> None:
    request = asked(text)
    assert due(request) == when
    assert isinstance(request, Remind)
    assert request.what == what


def test_a_reminder_without_a_time_or_without_a_thing_is_asked_about() -> None:
    assert asked("remind me to call mum") == Remind("call mum", None)
    request = asked("remind me tomorrow at nine")
    assert isinstance(request, Remind)
    assert request.what == ""


def test_a_reminder_that_comes_again() -> None:
    request = asked("remind me to water the plants every other Thursday")
    assert isinstance(request, Remind)
    assert isinstance(request.when, Every)
    assert request.what == "water the plants"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Wake me up at seven, gently.", "26 07:00"),
        ("wake me at half past six tomorrow", "26 06:30"),
        ("set an alarm for 6:45", "26 06:45"),
        ("Could you set an alarm for tomorrow morning at eight, please?", "26 08:00"),
        ("wake me in twenty minutes", "25 11:02"),
        ("set an alarm for 9 pm", "25 21:00"),
    ],
)
def test_an_alarm_is_in_the_morning_unless_it_is_said(text: str, when: str) -> None:
    request = asked(text)
    assert due(request) == when
    assert isinstance(request, Remind)
    assert request.ring is Ring.ALARM


@pytest.mark.parametrize(
    ("text", "minutes", "what"),
    [
        ("set a timer for ten minutes", 10, ""),
        ("ten minute timer please", 10, ""),
        ("start a 5-minute egg timer", 5, "egg"),
        ("set a pasta timer for eight minutes", 8, "pasta"),
        ("timer for an hour and a half", 90, ""),
        ("set a timer for 20 minutes for the bread", 20, "the bread"),
    ],
)
def test_a_timer(text: str, minutes: int, what: str) -> None:
    assert asked(text) == SetTimer(timedelta(minutes=minutes), what)


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("how much time is left on the timer?", ShowReminders(Ring.TIMER)),
        ("what reminders do I have?", ShowReminders(Ring.REMINDER)),
        ("do I have any alarms set?", ShowReminders(Ring.ALARM)),
        ("What did I ask you to remind me of?", ShowReminders()),
        ("cancel the timer", DropReminder(Ring.TIMER)),
        ("cancel all my reminders", DropReminder(Ring.REMINDER, every=True)),
        ("turn off the alarm", DropReminder(Ring.ALARM)),
        ("turn the alarm off", DropReminder(Ring.ALARM)),
        ("delete the reminder about the dentist", DropReminder(Ring.REMINDER, "dentist")),
        ("snooze", Snooze(timedelta(minutes=10))),
        ("five more minutes", Snooze(timedelta(minutes=5))),
        ("remind me again in half an hour", Snooze(timedelta(minutes=30))),
        ("add milk and eggs to my shopping list", AddToList(("milk", "eggs"), "shopping")),
        ("put tape and a hammer on the list", AddToList(("tape", "hammer"), "shopping")),
        ("take milk off the shopping list", TakeOffList(("milk",), "shopping")),
        ("what's on my shopping list?", ShowList("shopping")),
        ("read me my to do list", ShowList("to do")),
        ("clear the shopping list", ClearList("shopping")),
        ("what lists do I have?", ShowList("")),
        ("when is my next meeting?", AskNext()),
        ("when is the dentist?", AskNext("dentist")),
        ("cancel lunch with Amy", DropEvent("lunch with Amy")),
        ("undo that", Undo()),
        ("no, put it back", Undo()),
    ],
)  # fmt: skip
def test_a_request_without_a_time(text: str, request_: Request) -> None:
    assert asked(text) == request_


@pytest.mark.parametrize(
    "text",
    [
        "What's on today?",
        "what do I have on Friday",
        "what's on my calendar tomorrow?",
        "Tell me what's on my schedule for tomorrow.",
        "how does my week look?",
        "what does tomorrow look like",
        "do I have anything tomorrow afternoon?",
        "do I have any meetings on Thursday",
        "what's happening this weekend?",
    ],
)
def test_a_question_about_his_days(text: str) -> None:
    assert isinstance(asked(text), AskDays)


def test_whether_he_is_free() -> None:
    request = asked("am I free tomorrow at 3?")
    assert isinstance(request, AskFree)
    assert request.at == datetime(2026, 11, 26, 15, tzinfo=NOW.tzinfo)
    request = asked("Am I free on Friday afternoon?")
    assert isinstance(request, AskFree)
    assert request.at is None


@pytest.mark.parametrize(
    ("text", "title", "minutes"),
    [
        ("put lunch with Amy in my calendar on Friday at noon", "lunch with Amy", None),
        ("schedule a call with Paul tomorrow at 3 for half an hour", "call with Paul", 30),
        ("add dentist to my calendar on the 3rd at 9:15", "dentist", None),
        ("book a table for two at Nobu on saturday at 8 pm", "table for two at Nobu", None),
    ],
)
def test_something_new_for_his_calendar(text: str, title: str, minutes: int | None) -> None:
    request = asked(text)
    assert isinstance(request, AddEvent)
    assert request.title == title
    assert request.when is not None
    assert request.length == (None if minutes is None else timedelta(minutes=minutes))


def test_something_is_moved() -> None:
    for text in ("move the dentist to Friday at 3", "push the dentist to four"):
        request = asked(text)
        assert isinstance(request, MoveEvent)
        assert request.what == "dentist"


@pytest.mark.parametrize(
    "text",
    [
        "You remind me of my sister.",
        "remind me why I do this job",
        "remind me of what she said",
        "I set an alarm but I slept through it",
        "What's on your mind?",
        "I took milk out of the fridge",
        "what do you have for me today?",
        "I had lunch with Amy on Friday.",
        "do you have time for me tonight?",
        "I need time to think about this weekend.",
        "am I crazy?",
        "What's new?",
        "What's next?",
        "let's move on to something else",
        "I want to move to Lisbon for a year",
        "I have a meeting tomorrow and I'm nervous",
        "the timer on the oven is broken",
        "what's the matter with me today?",
        "add a little love to the world",
        "Put yourself in my shoes",
        "Read me something.",
        "She called off the wedding.",
        "are we free, really?",
        "Do I have anything to live for?",
        "what do I have to lose on Friday?",
        "When is it going to stop hurting?",
        "take me away",
        "I should write a letter to her today",
        "what are we on about today?",
        "The alarm went off at six and I just lay there.",
        "My list of regrets is long.",
        "He told me to remind her tomorrow.",
        "Time flies.",
        "I was free on Friday and nobody called.",
        "Tell me a story about a clock.",
        "Every morning at seven I hear the neighbours fight.",
    ],
)
def test_talk_is_no_order(text: str) -> None:
    assert asked(text) is None


@pytest.mark.parametrize(
    "text",
    ["Mirel, could you please take a look?", "Hey, Mirel. Take a look, please.", "take a look"],
)
def test_politeness_changes_nothing(text: str) -> None:
    assert bare(text, "Mirel").lower() in ("take a look", "could you please take a look")
    assert bare("how does my week look?") == "how does my week look"
