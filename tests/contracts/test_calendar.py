"""The contract of `Calendar`: files of his own, and a real CalDAV server."""

from collections.abc import Callable, Generator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from samantha.agenda.events import Answer, Draft, Event, Span, day_span, days_span
from samantha.agenda.ports import Calendar
from samantha.domain.errors import StoreUnavailable
from samantha.providers.calendars import CalDavSource, KeptCalendar, Login, calendars_of
from tests.clock_fake import HandSetClock
from tests.radicale_server import PASSWORD, USER, Radicale, running_radicale

ZONE = ZoneInfo("America/Los_Angeles")
HIS = "theodore@example.org"
MARCH = days_span(date(2025, 3, 1), 31, ZONE)

INVITATION = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VEVENT
UID:review-1
DTSTAMP:20250301T090000Z
DTSTART;TZID=America/New_York:20250314T130000
DTEND;TZID=America/New_York:20250314T140000
SUMMARY:Design review
LOCATION:Room 4
ORGANIZER;CN=Paul:mailto:paul@example.org
ATTENDEE;CN=Theodore;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:Theodore@Example.org
ATTENDEE;CN=Amy;PARTSTAT=ACCEPTED:mailto:amy@example.org
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")

WEEKLY = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VEVENT
UID:choir
DTSTAMP:20250301T090000Z
DTSTART;TZID=America/Los_Angeles:20250304T190000
DURATION:PT1H30M
RRULE:FREQ=WEEKLY
SUMMARY:Choir
END:VEVENT
BEGIN:VEVENT
UID:birthday
DTSTAMP:20250301T090000Z
DTSTART;VALUE=DATE:20250309
SUMMARY:Amy's birthday
TRANSP:TRANSPARENT
RRULE:FREQ=YEARLY
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")

Filled = Callable[[str], None]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Radicale]:
    with running_radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running


class Place:
    """One kind of calendar, and how another program puts something into it."""

    def __init__(self, kind: str, folder: Path, server: Radicale) -> None:
        self.kind = kind
        self._path = folder / ("mine.ics" if kind == "file" else "mine")
        self._server = server
        self.clock = HandSetClock(datetime(2025, 3, 14, 8, 0, tzinfo=UTC))
        source = None
        if kind == "caldav":
            self.address = server.make_calendar(f"{folder.parent.name}-{folder.name}"[-40:])
            source = CalDavSource(Login(server.url, USER, PASSWORD), self.address)
        self.calendar: Calendar = KeptCalendar(
            "mine", self._path, self.clock, zone=ZONE, source=source, his=[HIS]
        )

    async def fill(self, text: str) -> None:
        """Let another program write `text`."""
        if self.kind == "caldav":
            for part in _single(text):
                self._server.put(f"{self.address}{_uid(part)}.ics", part)
            await self.calendar.refresh()
        elif self.kind == "file":
            self._path.write_text(text, encoding="utf-8", newline="")
        else:
            self._path.mkdir(exist_ok=True)
            for part in _single(text):
                file = self._path / f"{_uid(part)}.ics"
                file.write_text(part, encoding="utf-8", newline="")

    async def titles(self, span: Span = MARCH) -> list[str]:
        return [event.title for event in await self.calendar.events(span)]

    async def the_one(self, title: str, span: Span = MARCH) -> Event:
        (event,) = [one for one in await self.calendar.events(span) if one.title == title]
        return event


@pytest.fixture(params=["folder", "file", "caldav"])
def place(request: pytest.FixtureRequest, tmp_path: Path, server: Radicale) -> Place:
    return Place(request.param, tmp_path, server)


async def test_nothing_is_in_a_new_calendar(place: Place) -> None:
    assert await place.titles() == []
    assert place.calendar.writable


async def test_what_is_added_is_there_where_his_clock_says(place: Place) -> None:
    span = Span(datetime(2025, 3, 20, 12, tzinfo=ZONE), datetime(2025, 3, 20, 13, 30, tzinfo=ZONE))
    await place.calendar.add(Draft("Lunch with Amy", span, place="Pete's", notes="bring the book"))
    event = await place.the_one("Lunch with Amy")
    assert event.span == span
    assert (event.place, event.notes, event.calendar) == ("Pete's", "bring the book", "mine")
    assert not event.all_day
    assert event.occurrence is None


async def test_an_event_of_another_zone_is_told_in_his(place: Place) -> None:
    await place.fill(INVITATION)
    event = await place.the_one("Design review")
    assert event.span.starts == datetime(2025, 3, 14, 10, tzinfo=ZONE)
    assert event.span.starts.tzinfo is ZONE


async def test_what_repeats_keeps_its_hour_when_the_clocks_change(place: Place) -> None:
    await place.fill(WEEKLY)
    choir = [one for one in await place.calendar.events(MARCH) if one.title == "Choir"]
    assert [one.span.starts.day for one in choir] == [4, 11, 18, 25]
    assert {one.span.starts.hour for one in choir} == {19}
    assert {one.span.length for one in choir} == {timedelta(minutes=90)}


async def test_a_whole_day_is_the_day_of_his_zone(place: Place) -> None:
    await place.fill(WEEKLY)
    event = await place.the_one("Amy's birthday")
    assert event.all_day
    assert not event.busy
    assert event.span == day_span(date(2025, 3, 9), ZONE)
    assert event.span.length == timedelta(hours=23), "the clocks go forward on that day"


async def test_one_occurrence_is_moved_and_the_others_stay(place: Place) -> None:
    await place.fill(WEEKLY)
    second = [one for one in await place.calendar.events(MARCH) if one.title == "Choir"][1]
    later = Span(datetime(2025, 3, 12, 20, tzinfo=ZONE), datetime(2025, 3, 12, 21, 30, tzinfo=ZONE))
    change = await place.calendar.move(second, later)
    choir = [one for one in await place.calendar.events(MARCH) if one.title == "Choir"]
    assert [(one.span.starts.day, one.span.starts.hour) for one in choir] == [
        (4, 19),
        (12, 20),
        (18, 19),
        (25, 19),
    ]
    again = next(one for one in choir if one.span == later)
    await place.calendar.move(again, second.span)  # the occurrence that differs is moved again
    assert len(await place.titles()) == 5
    with pytest.raises(StoreUnavailable, match="changed since"):
        await place.calendar.undo(change)


async def test_one_occurrence_is_removed_and_put_back(place: Place) -> None:
    await place.fill(WEEKLY)
    third = [one for one in await place.calendar.events(MARCH) if one.title == "Choir"][2]
    change = await place.calendar.remove(third)
    assert await place.titles() == ["Choir", "Amy's birthday", "Choir", "Choir"]
    await place.calendar.undo(change)
    assert await place.titles() == ["Choir", "Amy's birthday", "Choir", "Choir", "Choir"]


async def test_an_event_is_removed_and_put_back_as_it_was(place: Place) -> None:
    await place.fill(INVITATION)
    before = await place.the_one("Design review")
    change = await place.calendar.remove(before)
    assert await place.titles() == []
    await place.calendar.undo(change)
    assert await place.the_one("Design review") == before


async def test_an_addition_is_undone(place: Place) -> None:
    await place.fill(INVITATION)
    change = await place.calendar.add(Draft("Dentist", day_span(date(2025, 3, 15), ZONE)))
    await place.calendar.undo(change)
    assert await place.titles() == ["Design review"]


async def test_his_answer_to_an_invitation_is_kept(place: Place) -> None:
    await place.fill(INVITATION)
    event = await place.the_one("Design review")
    assert event.his_answer is Answer.OPEN
    assert event.organizer is not None
    assert event.organizer.name == "Paul"
    await place.calendar.answer(event, HIS, Answer.YES)
    after = await place.the_one("Design review")
    assert after.his_answer is Answer.YES
    assert [guest.answer for guest in after.guests] == [Answer.YES, Answer.YES]
    with pytest.raises(StoreUnavailable, match="not among the guests"):
        await place.calendar.answer(event, "someone@example.org", Answer.NO)


async def test_what_is_gone_is_said(place: Place) -> None:
    await place.fill(INVITATION)
    event = await place.the_one("Design review")
    await place.calendar.remove(event)
    with pytest.raises(StoreUnavailable, match="not in the calendar any more"):
        await place.calendar.move(event, event.span)


async def test_a_rule_is_written_as_it_is_meant(place: Place) -> None:
    first = Span(datetime(2025, 3, 6, 9, tzinfo=ZONE), datetime(2025, 3, 6, 10, tzinfo=ZONE))
    await place.calendar.add(Draft("Bins", first, rule="FREQ=WEEKLY;INTERVAL=2"))
    bins = await place.calendar.events(MARCH)
    assert [one.span.starts.day for one in bins] == [6, 20]
    assert {one.span.starts.hour for one in bins} == {9}


# -- what only a server can do ------------------------------------------------------------------


@pytest.fixture
def remote(tmp_path: Path, server: Radicale) -> Place:
    return Place("caldav", tmp_path, server)


async def test_the_calendars_of_a_server_are_found(server: Radicale) -> None:
    address = server.make_calendar("Family")
    assert calendars_of(Login(server.url, USER, PASSWORD))["Family"] == address


def test_a_wrong_password_is_said(server: Radicale) -> None:
    with pytest.raises(StoreUnavailable, match="does not let theodore in"):
        calendars_of(Login(server.url, USER, "wrong"))


def test_no_server_is_said() -> None:
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        calendars_of(Login("http://127.0.0.1:9/", USER, PASSWORD))


async def test_only_what_changed_comes_again(remote: Place, server: Radicale) -> None:
    await remote.fill(WEEKLY)
    assert await remote.calendar.refresh() == 0
    server.put(f"{remote.address}review-1.ics", INVITATION)
    assert await remote.calendar.refresh() == 1
    server.delete(f"{remote.address}choir.ics")
    assert await remote.calendar.refresh() == 1
    assert await remote.titles() == ["Amy's birthday", "Design review"]


async def test_what_was_changed_elsewhere_meanwhile_is_not_overwritten(
    remote: Place, server: Radicale
) -> None:
    await remote.fill(INVITATION)
    event = await remote.the_one("Design review")
    elsewhere = INVITATION.replace("Room 4", "Room 7")
    server.put(f"{remote.address}review-1.ics", elsewhere)
    with pytest.raises(StoreUnavailable, match="changed elsewhere"):
        await remote.calendar.remove(event)
    await remote.calendar.refresh()
    assert (await remote.the_one("Design review")).place == "Room 7"


async def test_a_dead_server_leaves_what_was_known_with_its_age(tmp_path: Path) -> None:
    with running_radicale(tmp_path / "short") as short:
        place = Place("caldav", tmp_path, short)
        await place.fill(INVITATION)
        known_at = await place.calendar.known_at()
    place.clock.go_on(timedelta(hours=5))
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        await place.calendar.refresh()
    assert await place.titles() == ["Design review"]
    assert await place.calendar.known_at() == known_at
    event = await place.the_one("Design review")
    with pytest.raises(StoreUnavailable):
        await place.calendar.remove(event)
    assert await place.titles() == ["Design review"], "nothing is written here that is not there"


async def test_a_file_that_is_no_calendar_is_passed_over(tmp_path: Path, server: Radicale) -> None:
    place = Place("folder", tmp_path, server)
    await place.fill(INVITATION)
    (tmp_path / "mine" / "broken.ics").write_bytes(b"\x00\xff not a calendar")
    (tmp_path / "mine" / "half.ics").write_text(WEEKLY[:300])
    assert "Design review" in await place.titles()


def _single(text: str) -> list[str]:
    """Each event of `text` in a calendar of its own, as servers want it."""
    head, *events = text.split("BEGIN:VEVENT")
    tail = "END:VCALENDAR\r\n"
    return [f"{head}BEGIN:VEVENT{event.replace(tail, '')}{tail}" for event in events]


def _uid(text: str) -> str:
    return next(line[4:] for line in text.splitlines() if line.startswith("UID:"))
