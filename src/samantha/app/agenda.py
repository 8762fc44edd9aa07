"""His calendars from what was connected; one of her own is always there."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from samantha.agenda.book import Agenda
from samantha.agenda.events import days_span
from samantha.agenda.ports import Calendar
from samantha.app.connections import CalendarConnection, Kind, load_calendars, save_calendar
from samantha.app.settings import ENVIRONMENT, Home
from samantha.app.whereabouts import zone_here
from samantha.domain.clock import Clock
from samantha.domain.errors import SettingsInvalid
from samantha.providers.calendars import (
    AddressSource,
    CalDavSource,
    KeptCalendar,
    Login,
    calendars_of,
)
from samantha.providers.calendars.kept import Source
from samantha.providers.keys import find_key
from samantha.providers.system_clock import SystemClock

OWN: Final = "here"
"""What the calendar is called that lies in her data folder and nowhere else."""


def open_agenda(home: Home, clock: Clock | None = None) -> Agenda:
    """All his calendars. Nothing is reached yet.

    Raises:
        SettingsInvalid: what is written of the connections cannot be used.
    """
    clock = clock or SystemClock()
    connected = [
        calendar_of(home, connection, clock) for connection in load_calendars(home.connections_file)
    ]
    own = KeptCalendar(OWN, home.own_calendar, clock, zone=zone_here(ENVIRONMENT))
    return Agenda([*connected, own])


def calendar_of(home: Home, connection: CalendarConnection, clock: Clock) -> Calendar:
    """One calendar that was connected."""
    zone, source = zone_here(ENVIRONMENT), _source(connection)
    path = (
        Path(connection.where)
        if source is None
        else home.calendars_folder / quote(connection.name, safe=" ")
    )
    return KeptCalendar(connection.name, path, clock, zone=zone, source=source, his=connection.his)


async def connect(home: Home, connection: CalendarConnection) -> int:
    """Try a calendar, and write it down where it answers; returns what is in it this year.

    Raises:
        StoreUnavailable: it does not answer; nothing is written down.
        SettingsInvalid: it cannot be what was named.
    """
    if connection.name == OWN:
        raise SettingsInvalid(f"“{OWN}” is her own calendar.", "Choose another name.")
    exists = await asyncio.to_thread(Path(connection.where).exists)
    if connection.kind is Kind.FILE and not exists:
        raise SettingsInvalid(f"There is no {connection.where}.", "Name a file that exists.")
    clock = SystemClock()
    calendar = calendar_of(home, connection, clock)
    await calendar.refresh()
    year = days_span(clock.now().date().replace(month=1, day=1), 366, zone_here(ENVIRONMENT))
    events = await calendar.events(year)
    save_calendar(home.connections_file, connection)
    return len(events)


async def found_on(url: str, user: str, reference: str) -> Sequence[tuple[str, str]]:
    """The calendars of a CalDAV server that are his: name and address.

    Raises:
        SettingsInvalid: the password is not where `reference` says.
        StoreUnavailable: the server cannot be reached, or lets nobody in.
    """
    found = await asyncio.to_thread(calendars_of, _login(url, user, reference))
    return list(found.items())


def _source(connection: CalendarConnection) -> Source | None:
    match connection.kind:
        case Kind.FILE:
            return None
        case Kind.ADDRESS:
            return AddressSource(connection.where)
        case Kind.CALDAV:
            return CalDavSource(
                _login(connection.where, connection.user, connection.password), connection.where
            )


def _login(url: str, user: str, reference: str) -> Login:
    password = find_key(reference, environ=ENVIRONMENT)
    if password is None:
        raise SettingsInvalid(
            f"The password for {url} is not where it was kept ({reference}).",
            "Set it again, or connect the calendar once more.",
        )
    return Login(url, user, password)
