"""A calendar on a CalDAV server (RFC 4791); the library finds it and speaks to it."""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from urllib.parse import quote, unquote, urljoin, urlsplit

import caldav as library
from caldav.lib import error as failures
from caldav.lib.url import URL
from niquests.exceptions import RequestException, Timeout

from samantha.domain.errors import StoreUnavailable
from samantha.providers.calendars.kept import News, Tags

_T = TypeVar("_T")
_caldav: Any = library
_AT_ONCE: Final = 200
"""So many entries are asked for in one request."""
_TAG: Final = "{DAV:}getetag"
_STATE: Final = ("{http://calendarserver.org/ns/}getctag", "{DAV:}sync-token")


@dataclass(frozen=True, slots=True)
class Login:
    """How one gets in."""

    url: str
    user: str
    password: str = field(repr=False)
    timeout_s: int = 20
    ca_file: str | None = None
    """Certificates to trust instead of the system's."""


def calendars_of(login: Login) -> Mapping[str, str]:
    """The calendars that there are for him: address by name. Blocking.

    Raises:
        StoreUnavailable: the server cannot be reached, or lets nobody in.
    """

    def found(client: Any) -> dict[str, str]:
        return {
            str(each.get_display_name() or each.id): str(each.url)
            for each in client.get_principal().get_calendars()
        }

    return _asked(login, found)


class CalDavSource:
    """One calendar of a server, as a `Source`."""

    writable = True

    def __init__(self, login: Login, address: str) -> None:
        """`address` is the calendar's own, one of `calendars_of`."""
        self._login = login
        self._address = address if address.endswith("/") else f"{address}/"
        self._lock = threading.Lock()

    def news(self, known: Tags | None) -> News | None:
        """What changed: by the calendar's state first, then by the tag of each entry."""
        with self._lock:
            return _asked(self._login, lambda client: self._news(client, known))

    def write(self, entry: str, raw: bytes | None, version: str | None) -> str:
        """Put or remove one entry, if nobody changed it meanwhile."""
        with self._lock:
            return _asked(self._login, lambda client: self._write(client, entry, raw, version))

    def _news(self, client: Any, known: Tags | None) -> News | None:
        state = self._state(client)
        if known is not None and state and state == known.state:
            return None
        versions = self._versions(client)
        old = {} if known is None else known.versions
        wanted = [entry for entry, tag in versions.items() if not tag or old.get(entry) != tag]
        fresh: dict[str, bytes] = {}
        calendar: Any = _caldav.Calendar(client=client, url=self._address)
        for start in range(0, len(wanted), _AT_ONCE):
            addresses = [
                URL.objectify(self._url(entry)) for entry in wanted[start : start + _AT_ONCE]
            ]
            for found in calendar.multiget(addresses):
                if found.data:
                    fresh[_entry(str(found.url))] = str(found.data).encode()
        missing = set(wanted) - set(fresh)  # removed between the two questions
        return News(
            state, {name: tag for name, tag in versions.items() if name not in missing}, fresh
        )

    def _state(self, client: Any) -> str:
        response = client.propfind(self._address, list(_STATE), 0)
        _check(response.status)
        told: dict[str, Any] = {}
        for found in response.results or ():
            told |= found.properties
        return next((str(told[name]) for name in _STATE if told.get(name)), "")

    def _versions(self, client: Any) -> dict[str, str]:
        """The tag of each entry. What ends in "/" is no entry, and neither is the calendar."""
        response = client.propfind(self._address, [_TAG, "{DAV:}resourcetype"], 1)
        _check(response.status)
        versions: dict[str, str] = {}
        for found in response.results or ():
            address = str(found.href)
            if not address.endswith("/") and _path(address) != _path(self._address):
                versions[_entry(address)] = str(found.properties.get(_TAG) or "")
        return versions

    def _write(self, client: Any, entry: str, raw: bytes | None, version: str | None) -> str:
        url = self._url(entry)
        guard = {"If-Match": version} if version else {}
        if raw is None:
            response = client.delete(url, guard)
            _check(response.status, also=(404, 410))
            return ""
        if not version:
            guard = {"If-None-Match": "*"}
        headers = {"Content-Type": "text/calendar; charset=utf-8", **guard}
        response = client.put(url, raw.decode(), headers)
        _check(response.status)
        return str(response.headers.get("ETag") or "")

    def _url(self, entry: str) -> str:
        return urljoin(self._address, quote(unquote(entry)))


def _path(address: str) -> str:
    return unquote(urlsplit(address).path).rstrip("/")


def _entry(address: str) -> str:
    """The last part of an address, as a file's name."""
    return quote(_path(address).rsplit("/", 1)[-1], safe="@ ")


def _asked(login: Login, ask: Callable[[Any], _T]) -> _T:
    """Ask the server something, and say plainly what went wrong."""
    try:
        client: Any = _caldav.DAVClient(
            url=login.url,
            username=login.user,
            password=login.password,
            timeout=login.timeout_s,
            ssl_verify_cert=login.ca_file or True,
            require_tls=not _is_here(login.url),
            enable_rfc6764=False,
        )
        with closing(client):
            return ask(client)
    except failures.AuthorizationError as error:
        raise StoreUnavailable(
            f"The calendar's server does not let {login.user} in.",
            "Check the name and the password; many providers want an app password.",
        ) from error
    except Timeout as error:
        raise StoreUnavailable(
            f"The calendar's server did not answer within {login.timeout_s} seconds.",
            "What she last knew stays; it is tried again later.",
        ) from error
    except (RequestException, OSError) as error:
        raise StoreUnavailable(
            "The calendar's server cannot be reached.",
            "Check the network and the address; what she last knew stays.",
        ) from error
    except failures.DAVError as error:
        raise StoreUnavailable(
            f"The calendar's server did not do it ({type(error).__name__}).",
            "Check that the address is the one for CalDAV.",
        ) from error


def _check(status: int, *, also: Sequence[int] = ()) -> None:
    if 200 <= status < 300 or status in also:
        return
    if status == 412:
        raise StoreUnavailable(
            "That entry was changed elsewhere meanwhile.", "Refresh the calendar and try again."
        )
    if status in (401, 403):
        raise failures.AuthorizationError(reason=str(status))
    raise StoreUnavailable(
        f"The calendar's server answered {status}.",
        "Check that the address is the one of a calendar.",
    )


def _is_here(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
