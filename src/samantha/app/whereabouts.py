"""Where this machine stands: its time zone tells, also the country; a language says too little."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LOCAL_TIME: Final = Path("/etc/localtime")
ZONES: Final = Path("/usr/share/zoneinfo")


def country_here(
    environ: Mapping[str, str] = os.environ, local_time: Path = LOCAL_TIME, zones: Path = ZONES
) -> str | None:
    """The country's two letters (ISO 3166), or None where the time zone does not tell it."""
    zone = _zone_name(environ, local_time)
    try:
        table = (zones / "zone.tab").read_text("utf-8")
    except OSError:
        return None
    for line in table.splitlines():
        country, _, name, *_ = [*line.split("\t"), "", "", ""]
        if name == zone and not line.startswith("#"):
            return country
    return None


def zone_here(environ: Mapping[str, str] = os.environ, local_time: Path = LOCAL_TIME) -> ZoneInfo:
    """The zone by whose clock he lives; UTC where the machine does not tell."""
    try:
        return ZoneInfo(_zone_name(environ, local_time) or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _zone_name(environ: Mapping[str, str], local_time: Path) -> str:
    named = environ.get("TZ", "").lstrip(":")
    found = re.search(r"zoneinfo/(?:posix/|right/)?(.+)$", str(local_time.resolve()))
    return named or (found[1] if found else "")
