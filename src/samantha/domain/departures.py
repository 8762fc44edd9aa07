"""What leaves this machine is written down first, so that she can tell it truthfully."""

from collections.abc import Awaitable
from typing import Protocol


class Departures(Protocol):
    """The record of everything that is sent to another machine."""

    def record(self, host: str, what: str, bytes_out: int) -> Awaitable[None]:
        """Note that `bytes_out` bytes of `what` are about to be sent to `host`.

        Awaited before the request goes out; a request that cannot be recorded is not sent. `what`
        names the kind of thing ("a prompt"), never its words.
        """
        ...
