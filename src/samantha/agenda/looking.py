"""What can be seen in a list of events: what collides, what is free, what is next."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from itertools import combinations

from samantha.agenda.events import Event, Span, day_span
from samantha.domain.words import content_words


def standing(events: Iterable[Event]) -> list[Event]:
    """Those that are not cancelled, whole days first, then by when they begin."""
    return sorted(
        (event for event in events if not event.cancelled),
        key=lambda event: (not event.all_day, event.span.starts.timestamp(), event.title),
    )


def collisions(events: Iterable[Event]) -> list[tuple[Event, Event]]:
    """Pairs at which he would have to be at once; whole days do not count."""
    taken = [event for event in standing(events) if event.busy and not event.all_day]
    return [(one, other) for one, other in combinations(taken, 2) if one.span.meets(other.span)]


def free(events: Iterable[Event], within: Span, at_least: timedelta) -> list[Span]:
    """The stretches of `within` that last `at_least` and meet nothing that takes his time."""
    found: list[Span] = []
    open_since = within.starts
    taken = (event.span for event in standing(events) if event.busy)
    for span in sorted(taken, key=lambda span: span.starts.timestamp()):
        if not span.meets(within):
            continue
        if span.starts.timestamp() > open_since.timestamp():
            found.append(Span(open_since, span.starts))
        open_since = max(open_since, span.ends, key=datetime.timestamp)
    if open_since.timestamp() < within.ends.timestamp():
        found.append(Span(open_since, within.ends))
    return [span for span in found if span.length >= at_least]


def by_day(
    events: Sequence[Event], first: date, count: int, zone: tzinfo
) -> Iterator[tuple[date, list[Event]]]:
    """Each of `count` days from `first` on, with the events that meet it."""
    for day in (first + timedelta(days=n) for n in range(count)):
        span = day_span(day, zone)
        yield day, [each for each in events if each.span.meets(span)]


def next_after(events: Iterable[Event], now: datetime) -> Event | None:
    """The next event that begins at `now` or later; whole days do not begin."""
    later = (
        event
        for event in standing(events)
        if not event.all_day and event.span.starts.timestamp() >= now.timestamp()
    )
    return next(iter(later), None)


def about(events: Sequence[Event], words: str) -> list[Event]:
    """Those that `words` name best, by title, guests, or place; none where no word is theirs."""
    wanted = set(content_words(words))

    def named(event: Event) -> tuple[int, int]:
        others = " ".join([event.place, *(f"{one.name} {one.address}" for one in event.guests)])
        in_title = len(wanted.intersection(content_words(event.title)))
        return in_title + len(wanted.intersection(content_words(others))), in_title

    best = max(map(named, events), default=(0, 0))
    return [event for event in events if named(event) == best] if best[0] else []
