"""Calendars that exist: files on this machine, an address on the web, a CalDAV server."""

from samantha.providers.calendars.address import AddressSource
from samantha.providers.calendars.caldav import CalDavSource, Login, calendars_of
from samantha.providers.calendars.kept import KeptCalendar

__all__ = ["AddressSource", "CalDavSource", "KeptCalendar", "Login", "calendars_of"]
