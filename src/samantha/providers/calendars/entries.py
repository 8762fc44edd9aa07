"""One entry of a calendar (RFC 5545) read and rewritten: all bytes in, all bytes out.

An entry holds everything of one UID: the event, or the rule and the occurrences that differ from
it. What is not understood in it is kept as it is.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final, cast
from uuid import uuid4

import icalendar
import recurring_ical_events  # pyright: ignore[reportMissingTypeStubs]

from samantha.agenda.events import Answer, Draft, Event, Guest, Span
from samantha.domain.errors import StoreUnavailable

_ANSWERS: Final = {
    "NEEDS-ACTION": Answer.OPEN,
    "ACCEPTED": Answer.YES,
    "DECLINED": Answer.NO,
    "TENTATIVE": Answer.PERHAPS,
}
_PARTSTAT: Final = {answer: status for status, answer in _ANSWERS.items()}
_MADE_BY: Final = "-//Samantha//Samantha//EN"


def events_in(calendar: Any, span: Span, zone: tzinfo, his: Iterable[str] = ()) -> list[Event]:
    """The events of a calendar that was `parsed` that meet `span`, each occurrence for itself.

    Times without a zone, and whole days, are meant in `zone`. `his` are his addresses.
    """
    addresses = frozenset(address.casefold() for address in his)
    repeating = {
        str(event.get("UID", ""))
        for event in calendar.events
        if any(event.get(name) for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
    }
    found: list[Event] = []
    # A day more at both ends: what has no zone lies elsewhere by the rules of the library.
    day = timedelta(days=1)
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    for component in query.between(span.starts - day, span.ends + day):
        event = _event(component, zone, addresses, repeating)
        if event is not None and (event.span.meets(span) or _lies_in(event.span, span)):
            found.append(event)
    return sorted(found, key=lambda event: event.span.starts.timestamp())


def parsed(raw: bytes) -> Any:
    """The calendar in `raw`; of several in one file, all their parts in one.

    Raises:
        StoreUnavailable: it is no calendar.
    """
    try:
        first, *more = icalendar.Calendar.from_ical(raw, multiple=True)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
        raise StoreUnavailable(
            "That is no calendar: it does not hold what RFC 5545 asks for.",
            "Export it again as an .ics file and give her that.",
        ) from error
    for other in more:
        first.subcomponents.extend(other.subcomponents)
    return first


def same(one: bytes | None, other: bytes | None) -> bool:
    """Whether two versions of an entry say the same, however a server wrote them down."""
    return _essence(one) == _essence(other)


def written(draft: Draft, now: datetime, into: bytes | None = None) -> bytes:
    """A new entry, or `into` with one more event in it."""
    event: Any = icalendar.Event()
    event.add("UID", f"{uuid4()}@samantha")
    event.add("SUMMARY", draft.title)
    _set_span(event, draft.span, all_day=draft.all_day)
    for name, text in (("LOCATION", draft.place), ("DESCRIPTION", draft.notes)):
        if text:
            event.add(name, text)
    if draft.rule:
        event.add("RRULE", icalendar.vRecur.from_ical(draft.rule))
    _stamp(event, now)
    calendar: Any = _new() if into is None else parsed(into)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def moved(raw: bytes, event: Event, span: Span, now: datetime) -> bytes:
    """The entry with `event`, or this occurrence of it, at another time."""
    calendar = parsed(raw)
    part = _own_part(calendar, event)
    _set_span(part, span, all_day=event.all_day)
    _stamp(part, now)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def without(raw: bytes, event: Event, now: datetime) -> bytes | None:
    """What is left of the entry without this event or occurrence; None where that is nothing."""
    calendar = parsed(raw)
    master = _master(calendar, event)
    for part in _parts(calendar, event):
        if event.occurrence is None or _is_occurrence(part, event):
            calendar.subcomponents.remove(part)
    if event.occurrence is not None and master is not None:
        master.add("EXDATE", _original(master, event))
        _stamp(master, now)
    return calendar.to_ical() if calendar.events else None


def answered(raw: bytes, event: Event, his_address: str, answer: Answer, now: datetime) -> bytes:
    """The entry with his answer in it.

    Raises:
        StoreUnavailable: he is not among the guests.
    """
    calendar = parsed(raw)
    part = _own_part(calendar, event)
    for guest in _several(part.get("ATTENDEE")):
        if _address(guest) == his_address.casefold():
            guest.params["PARTSTAT"] = _PARTSTAT[answer]
            guest.params.pop("RSVP", None)
            _stamp(part, now)
            return calendar.to_ical()
    raise StoreUnavailable(
        f"{his_address} is not among the guests of “{event.title}”.",
        "Name the address that was invited.",
    )


def reply_to(raw: bytes, event: Event, his_address: str, answer: Answer, now: datetime) -> bytes:
    """What is mailed to the organizer (iTIP REPLY, RFC 5546): only him and his answer."""
    calendar = parsed(answered(raw, event, his_address, answer, now))
    part = _own_part(calendar, event)
    his = [one for one in _several(part["ATTENDEE"]) if _address(one) == his_address.casefold()]
    part["ATTENDEE"] = his
    reply = _new()
    reply.add("METHOD", "REPLY")
    reply.add_component(part)
    return reply.to_ical()


def _event(
    component: Any, zone: tzinfo, his: frozenset[str], repeating: Iterable[str]
) -> Event | None:
    if component.name != "VEVENT" or component.get("DTSTART") is None:
        return None
    starts = component["DTSTART"].dt
    all_day = not isinstance(starts, datetime)
    ends = component["DTEND"].dt if component.get("DTEND") is not None else starts
    if all_day and ends == starts:
        ends = starts + timedelta(days=1)
    begin, end = _moment(starts, zone), _moment(ends, zone)
    uid = str(component.get("UID", ""))
    guests = tuple(_guest(one) for one in _several(component.get("ATTENDEE")))
    organizer = component.get("ORGANIZER")
    host = None if organizer is None else _guest(organizer)
    asked = [guest.answer for guest in guests if guest.address in his]
    occurrence = component.get("RECURRENCE-ID")
    return Event(
        uid=uid,
        title=str(component.get("SUMMARY", "")).strip(),
        span=Span(begin, max(begin, end, key=datetime.timestamp)),
        all_day=all_day,
        place=str(component.get("LOCATION", "")).strip(),
        notes=str(component.get("DESCRIPTION", "")).strip(),
        organizer=host,
        guests=guests,
        his_answer=asked[0] if asked and (host is None or host.address not in his) else None,
        busy=str(component.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT",
        cancelled=str(component.get("STATUS", "")).upper() == "CANCELLED",
        occurrence=(
            _moment(starts if occurrence is None else occurrence.dt, zone)
            if uid in repeating
            else None
        ),
    )


def _own_part(calendar: Any, event: Event) -> Any:
    """The part that says what holds for `event`; one of its own where only a rule said it.

    Raises:
        StoreUnavailable: it is not there any more.
    """
    parts, master = _parts(calendar, event), _master(calendar, event)
    if event.occurrence is None and parts:
        return parts[0]
    for part in parts:
        if _is_occurrence(part, event):
            return part
    if master is None:
        raise StoreUnavailable(
            f"“{event.title}” is not in the calendar any more.", "Look again at what is there."
        )
    part: Any = icalendar.Event.from_ical(master.to_ical())
    for name in ("RRULE", "RDATE", "EXDATE"):
        part.pop(name, None)
    part.add("RECURRENCE-ID", _original(master, event))
    calendar.add_component(part)
    return part


def _parts(calendar: Any, event: Event) -> list[Any]:
    return [part for part in calendar.events if str(part.get("UID", "")) == event.uid]


def _master(calendar: Any, event: Event) -> Any:
    """The part with the rule, where the event repeats."""
    parts = _parts(calendar, event)
    return next((part for part in parts if part.get("RECURRENCE-ID") is None), None)


def _is_occurrence(part: Any, event: Event) -> bool:
    original = part.get("RECURRENCE-ID")
    if original is None or event.occurrence is None:
        return False
    zone = event.occurrence.tzinfo or UTC
    return _moment(original.dt, zone).timestamp() == event.occurrence.timestamp()


def _original(master: Any, event: Event) -> date | datetime:
    """When the occurrence was to begin, in the form of the rule (RFC 5545, 3.8.4.4)."""
    starts, occurrence = master["DTSTART"].dt, event.occurrence or event.span.starts
    if not isinstance(starts, datetime):
        return occurrence.date()
    if starts.tzinfo is None:
        return occurrence.replace(tzinfo=None)
    return occurrence.astimezone(starts.tzinfo)


def _set_span(part: Any, span: Span, *, all_day: bool) -> None:
    for name in ("DTSTART", "DTEND", "DURATION"):
        part.pop(name, None)
    part.add("DTSTART", span.starts.date() if all_day else span.starts)
    part.add("DTEND", span.ends.date() if all_day else span.ends)


def _stamp(part: Any, now: datetime) -> None:
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        part.pop(name, None)
        part.add(name, now.astimezone(UTC))
    sequence = int(part.pop("SEQUENCE", -1)) + 1
    part.add("SEQUENCE", sequence)


def _new() -> Any:
    calendar: Any = icalendar.Calendar()
    calendar.add("PRODID", _MADE_BY)
    calendar.add("VERSION", "2.0")
    return calendar


def _essence(raw: bytes | None) -> list[str]:
    if raw is None:
        return []
    names = ("UID", "RECURRENCE-ID", "SEQUENCE", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY")
    return sorted(
        " ".join(str(part.decoded(name)) if part.get(name) is not None else "-" for name in names)
        for part in parsed(raw).events
    )


def _moment(value: date | datetime, zone: tzinfo) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), zone)
    return value.replace(tzinfo=zone) if value.tzinfo is None else value.astimezone(zone)


def _guest(value: Any) -> Guest:
    status = str(value.params.get("PARTSTAT", "NEEDS-ACTION")).upper()
    name = str(value.params.get("CN", "")).strip()
    return Guest(_address(value), name, _ANSWERS.get(status, Answer.OPEN))


def _address(value: Any) -> str:
    return str(value).removeprefix("mailto:").removeprefix("MAILTO:").strip().casefold()


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(cast("list[Any]", value)) if isinstance(value, list) else [value]


def _lies_in(inner: Span, outer: Span) -> bool:
    """Whether an event without length lies in `outer`."""
    begins = inner.starts.timestamp()
    return outer.starts.timestamp() <= begins < outer.ends.timestamp()
