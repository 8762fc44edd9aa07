"""Breaks are mentioned once each, and every three hours she says what she is."""

from datetime import datetime, timedelta

from samantha.domain.dialogue import Origin, Speaker, Utterance
from samantha.mind.care.breaks import Stretch
from tests.clock_fake import MORNING


def talked(minutes: int, *, began: datetime = MORNING, every: int = 5) -> list[tuple[int, str]]:
    """When something was mentioned, if they talk for so long, a turn every few minutes."""
    stretch, mentioned, number = Stretch(), list[tuple[int, str]](), 0
    for minute in range(0, minutes + 1, every):
        at = began + timedelta(minutes=minute)
        words = stretch.due(at)
        if words:
            mentioned.append((minute, words))
        for speaker, text in ((Speaker.PERSON, "And then?"), (Speaker.SHE, f"Well. {words}")):
            number += 1
            stretch = stretch.spoken(Utterance(number, 1, speaker, text, at, Origin.MODEL))
    return mentioned


def test_an_hour_two_hours_and_every_three_hours_once_each() -> None:
    mentioned = talked(400)
    assert [minute for minute, _ in mentioned] == [60, 120, 180, 360]
    assert all("?" not in words for _, words in mentioned)
    assert "I'm an AI, software and not a person" in mentioned[2][1]
    assert "6 hours" in mentioned[3][1]


def test_a_pause_is_a_break() -> None:
    assert talked(400, every=31) == []


def test_late_at_night_it_is_said_softly_and_once() -> None:
    night = MORNING.replace(hour=23, minute=50)
    mentioned = talked(55, began=night)
    assert [(minute, "late" in words) for minute, words in mentioned] == [(20, True)]


def test_what_was_mentioned_before_a_restart_is_not_mentioned_again() -> None:
    said: list[Utterance] = []
    for n, minute in enumerate((0, 20, 40, 62)):
        at = MORNING + timedelta(minutes=minute)
        words = Stretch.of(said).due(at)
        said.append(Utterance(2 * n + 1, n + 1, Speaker.PERSON, "Hm.", at, Origin.SPOKEN))
        said.append(Utterance(2 * n + 2, n + 1, Speaker.SHE, f"I see. {words}", at, Origin.MODEL))
    assert "an hour" in said[-1].text
    assert Stretch.of(said).due(MORNING + timedelta(minutes=70)) == ""
    assert Stretch.of(said[:-2]).due(MORNING + timedelta(minutes=62)) != ""


def test_after_a_pause_nothing_is_due_and_a_new_stretch_begins() -> None:
    said = [
        Utterance(n, n, Speaker.PERSON, "Hm.", MORNING + timedelta(minutes=minute), Origin.SPOKEN)
        for n, minute in enumerate((0, 25, 50, 90), start=1)
    ]
    assert Stretch.of(said[:-1]).due(MORNING + timedelta(minutes=90)) == ""
    assert Stretch.of(said).due(MORNING + timedelta(minutes=100)) == ""
