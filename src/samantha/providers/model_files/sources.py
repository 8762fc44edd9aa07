"""What all sources of a model's file have in common: how they are limited, how they fail."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import httpx


@dataclass(frozen=True, slots=True)
class Reach:
    """How far fetching reaches and how long it waits; the defaults are for real use.

    `pip` and `npm` start these programs, `pip_args` and `npm_args` are added to their arguments.
    `plain_http_hosts` may be asked without https. `retry_waits_s` are the pauses after a stream
    that broke off; a source that gave nothing at all is not asked again. `parts_ahead` archives are
    fetched while another is being joined.
    """

    # -P keeps a folder called "pip" in the working directory from being taken for pip.
    pip: tuple[str, ...] = (sys.executable, "-P", "-m", "pip")
    pip_args: tuple[str, ...] = ()
    npm: tuple[str, ...] = ("npm",)
    npm_args: tuple[str, ...] = ()
    plain_http_hosts: frozenset[str] = frozenset()
    connect_timeout_s: float = 4.0
    silence_timeout_s: float = 30.0
    retry_waits_s: tuple[float, ...] = (0.5, 2.0, 5.0)
    parts_ahead: int = 2


class SourceFailed(Exception):
    """One source gave out or gave the wrong thing; another may be tried.

    `reason` is half a sentence, `remedy` a whole one.
    """

    def __init__(self, reason: str, remedy: str = "Check the network connection.") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


Report = Callable[[str, int], None]
"""Called with where bytes come from and how many are under way beyond those in the file."""


def host_of(url: str) -> str:
    """The host in an address, as it can be said to a person."""
    return httpx.URL(url).host
