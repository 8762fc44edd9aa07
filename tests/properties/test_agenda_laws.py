"""Laws of his days: free time is really free, and calendars survive what is thrown at them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from samantha.agenda.events import Draft, Event, Span
from samantha.agenda.looking import collisions, free
from samantha.domain.errors import StoreUnavailable
from samantha.providers.calendars import entries

ZONES = [ZoneInfo(name) for name in ("UTC", "America/New_York", "Australia/Lord_Howe")]
START = datetime(2026, 10, 20, tzinfo=UTC)
WEEK = Span(START, START + timedelta(days=14))


def span_of(begin: int, length: int, zone: ZoneInfo) -> Span:
    """So many minutes after START, for so many minutes."""
    starts = START + timedelta(minutes=begin)
    return Span(starts.astimezone(zone), (starts + timedelta(minutes=length)).astimezone(zone))


SPANS = st.builds(
    span_of,
    st.integers(0, 13 * 24 * 60),
    st.integers(1, 24 * 60),
    st.sampled_from(ZONES),
)
EVENTS = st.lists(
    st.builds(Event, st.just("u"), st.just("t"), SPANS, busy=st.booleans()), max_size=8
)
MINUTES = st.integers(1, 300).map(lambda minutes: timedelta(minutes=minutes))
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60).map(str.strip)


@given(EVENTS, MINUTES)
def test_free_time_meets_nothing_and_is_long_enough(
    events: list[Event], at_least: timedelta
) -> None:
    stretches = free(events, WEEK, at_least)
    for stretch in stretches:
        assert stretch.length >= at_least
        assert not any(event.busy and event.span.meets(stretch) for event in events)
    ends = [WEEK.starts, *(stretch.ends for stretch in stretches)]
    for before, stretch in zip(ends, stretches, strict=False):
        assert before <= stretch.starts


@given(EVENTS)
def test_all_that_is_not_free_is_taken(events: list[Event]) -> None:
    minute = timedelta(minutes=1)
    open_time = sum((one.length for one in free(events, WEEK, minute)), timedelta())
    taken = {
        n
        for event in events
        if event.busy
        for n in range(
            int((event.span.starts - START) / minute), int((event.span.ends - START) / minute)
        )
        if 0 <= n < WEEK.length / minute
    }
    assert open_time + len(taken) * minute == WEEK.length


@given(EVENTS)
def test_collisions_go_both_ways_and_never_with_itself(events: list[Event]) -> None:
    for one, other in collisions(events):
        assert one is not other
        assert one.span.meets(other.span)
        assert other.span.meets(one.span)


@given(TEXT, TEXT, TEXT, SPANS)
def test_what_is_written_is_read_again(title: str, place: str, notes: str, span: Span) -> None:
    zone = ZoneInfo("UTC")
    raw = entries.written(Draft(title, span, place=place, notes=notes), START)
    (event,) = entries.events_in(entries.parsed(raw), WEEK, zone)
    assert (event.title, event.place, event.notes) == (title, place, notes)
    assert event.span.starts.timestamp() == span.starts.timestamp()
    assert event.span.ends.timestamp() == span.ends.timestamp()


@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda b: b"BEGIN:VCALENDAR\r\n" + b))
def test_bytes_that_are_no_calendar_are_refused_and_nothing_else_happens(raw: bytes) -> None:
    try:
        calendar = entries.parsed(raw)
    except StoreUnavailable:
        return
    entries.events_in(calendar, WEEK, ZoneInfo("UTC"))
