"""A calendar at an address on the web, an .ics file: it can be read, and is asked for changes."""

import httpx

from samantha.domain.errors import StoreUnavailable
from samantha.providers.calendars.kept import News, Tags

_ENTRY = "calendar.ics"
_MOST_BYTES = 64 << 20


class AddressSource:
    """A `Source` that is read over HTTP, conditionally (RFC 9110, 13.1)."""

    writable = False

    def __init__(self, url: str, *, timeout_s: float = 20.0) -> None:
        self._url = url.replace("webcal://", "https://", 1)
        self._timeout_s = timeout_s

    def news(self, known: Tags | None) -> News | None:
        """The whole file, where it is not the known one."""
        headers = {"If-None-Match": known.state} if known is not None and known.state else {}
        try:
            with httpx.stream(
                "GET", self._url, headers=headers, timeout=self._timeout_s, follow_redirects=True
            ) as response:
                if response.status_code == 304 and known is not None:
                    return None
                response.raise_for_status()
                raw = bytearray()
                for block in response.iter_bytes():
                    raw += block
                    if len(raw) > _MOST_BYTES:
                        raise StoreUnavailable(
                            "That calendar has more than 64 MB.", "Ask for a shorter one."
                        )
        except httpx.HTTPStatusError as error:
            raise StoreUnavailable(
                f"The calendar's address answered {error.response.status_code}.",
                "Copy the secret address anew from the calendar's settings.",
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise StoreUnavailable(
                "The calendar's address cannot be reached.",
                "Check the network and the address; what she last knew stays.",
            ) from error
        if b"BEGIN:VCALENDAR" not in raw[:4096].upper():
            raise StoreUnavailable(
                "What lies at that address is no calendar.", "It has to be an .ics file."
            )
        tag = response.headers.get("etag", "")
        return News(tag, {_ENTRY: tag}, {_ENTRY: bytes(raw)})

    def write(self, entry: str, raw: bytes | None, version: str | None) -> str:  # noqa: ARG002
        """Refused: nobody can write to an address."""
        raise StoreUnavailable("That calendar can only be read.", "Connect it by CalDAV.")
