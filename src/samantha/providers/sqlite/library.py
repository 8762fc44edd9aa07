"""The SQLite library that is really loaded, and what its failures mean."""

from pathlib import Path

import apsw

from samantha.domain.errors import StoreUnavailable

OLDEST_SAFE_SQLITE = (3, 51, 3)
"""Before it, two connections on one write-ahead log can lose committed data (WAL-reset bug)."""


def apsw_version() -> tuple[int, ...]:
    """The version of the SQLite library that is really loaded."""
    return tuple(int(part) for part in apsw.sqlite_lib_version().split("."))


def explain(error: apsw.Error, file: Path) -> StoreUnavailable:
    """What a failure of the library means, and what to do."""
    match error:
        case apsw.FullError():
            what, remedy = (
                "The disk is full",
                "Make room and say it again; nothing said before is lost.",
            )
        case apsw.CorruptError() | apsw.NotADBError():
            what = f"The store {file} is damaged"
            remedy = (
                "Move it away to begin anew, or put a backup in its place; nothing was changed."
            )
        case apsw.BusyError() | apsw.LockedError():
            what, remedy = "Another program holds the store", "Close it and try again."
        case _:
            what = f"The store {file} cannot be used"
            remedy = "See that the folder exists, has room and may be written; then try again."
    return StoreUnavailable(f"{what} ({type(error).__name__}).", remedy)
