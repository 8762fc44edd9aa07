"""In which country this machine stands, by its time zone: a language says too little about that."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

LOCAL_TIME: Final = Path("/etc/localtime")
ZONES: Final = Path("/usr/share/zoneinfo")


def country_here(
    environ: Mapping[str, str] = os.environ, local_time: Path = LOCAL_TIME, zones: Path = ZONES
) -> str | None:
    """The country's two letters (ISO 3166), or None where the time zone does not tell it."""
    zone = environ.get("TZ", "").lstrip(":")
    if not zone:
        found = re.search(r"zoneinfo/(?:posix/|right/)?(.+)$", str(local_time.resolve()))
        zone = found[1] if found else ""
    try:
        table = (zones / "zone.tab").read_text("utf-8")
    except OSError:
        return None
    for line in table.splitlines():
        country, _, name, *_ = [*line.split("\t"), "", "", ""]
        if name == zone and not line.startswith("#"):
            return country
    return None
