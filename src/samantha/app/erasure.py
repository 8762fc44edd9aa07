"""Everything of him goes: what in the data folder is ours is deleted, and nothing else is.

What is not ours by its name stays and is named, unless all is asked for. Links are deleted as
links: what they point at lies outside the folder and is named, too.
"""

import asyncio
import contextlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from samantha.app.settings import Home
from samantha.app.takeout import EXPORT_FILES, is_export
from samantha.domain.errors import SettingsInvalid, StoreUnavailable
from samantha.providers.sqlite import holding

_STATE_FILES = ("*.state", "*.tmp")
_CALENDAR_FILES = ("*.ics", ".mirror.json", ".*.tmp")
_DOOR_FILES = ("key", "devices.json", "address", "authority.*", "certificate.pem", "*.tmp")


@dataclass(frozen=True, slots=True)
class Inventory:
    """What lies in the data folder."""

    ours: tuple[Path, ...]
    """Files and folders made by Samantha; what is in a folder stands before it."""
    strangers: tuple[Path, ...]
    """Files and folders that she knows nothing of."""


@dataclass(frozen=True, slots=True)
class EraseReport:
    """What was deleted and what was not."""

    removed_files: int
    freed_bytes: int
    left: tuple[Path, ...]
    """What is not ours and stays in the folder."""
    outside: tuple[Path, ...]
    """Where links pointed that were deleted; what is there was not touched."""
    folder_gone: bool


def take_inventory(home: Home, *, keep: Path | None = None) -> Inventory:
    """Look through the data folder; `keep`, the models' folder, is passed over.

    Raises:
        StoreUnavailable: it cannot be read.
    """
    ours: list[Path] = []
    strangers: list[Path] = []
    try:
        for entry in sorted(home.folder.iterdir()) if home.folder.exists() else []:
            if keep is not None and entry.resolve() == keep.resolve():
                continue
            _sort_in(home, entry, ours, strangers)
    except OSError as error:
        raise StoreUnavailable(
            f"The data folder {home.folder} cannot be read ({error.strerror}).",
            "Give yourself the right to read it and try again.",
        ) from error
    return Inventory(tuple(ours), tuple(strangers))


async def erase(home: Home, *, everything: bool = False, keep: Path | None = None) -> EraseReport:
    """Delete everything of him from the data folder, and the folder itself if it is empty then.

    With `everything`, what is not ours goes as well, but never the folder `keep`.

    Raises:
        StoreUnavailable: another process uses the folder, or something cannot be deleted.
        SettingsInvalid: `everything` is asked of a folder that holds more than hers.
    """
    if everything:
        _refuse_too_wide(home.folder)
    # One that was begun is finished even if the one who asked is cancelled meanwhile.
    return await asyncio.shield(asyncio.to_thread(_erase, home, everything=everything, keep=keep))


def who_holds(home: Home) -> str | None:
    """Say which process uses the data folder now, None if there is none."""
    return holding.who_holds(home.lock_file)


def _sort_in(home: Home, entry: Path, ours: list[Path], strangers: list[Path]) -> None:
    if entry.is_symlink() or not entry.is_dir():
        (ours if _fits(entry, _names_of(home)) else strangers).append(entry)
        return
    patterns = _patterns_of(home, entry)
    if patterns is None:
        strangers.append(entry)
        return
    for each in sorted(entry.iterdir()):
        plain = each.is_symlink() or each.is_file()
        if not plain and entry == home.calendars_folder:
            _sort_in(home, each, ours, strangers)
        else:
            (ours if plain and _fits(each, patterns) else strangers).append(each)
    ours.append(entry)


def _patterns_of(home: Home, folder: Path) -> Sequence[str] | None:
    """The names that she gives to files in `folder`; None where the folder is not hers."""
    if folder == home.state_folder:
        return _STATE_FILES
    if folder == home.door_folder:
        return _DOOR_FILES
    if home.calendars_folder in (folder, folder.parent):
        return _CALENDAR_FILES
    return EXPORT_FILES if is_export(folder) else None


def _names_of(home: Home) -> Sequence[str]:
    """The names that she gives to files in the data folder."""
    written = (home.settings_file, home.persona_file, home.voice_file, home.connections_file)
    return (
        *(file.name for file in written),
        *(file.with_suffix(".tmp").name for file in written),
        home.database.name,
        f"{home.database.name}-*",
        home.log_file.name,
        f"{home.log_file.name}.*",
        home.lock_file.name,
        home.lock_file.with_suffix(".holder").name,
        home.input_history.name,
        home.state_folder.name,
        home.door_folder.name,
        home.calendars_folder.name,
    )


def _fits(file: Path, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(file.name, pattern) for pattern in patterns)


def _erase(home: Home, *, everything: bool, keep: Path | None) -> EraseReport:
    if not home.folder.exists():
        return EraseReport(0, 0, (), (), folder_gone=True)
    with holding.hold(home.lock_file, purpose="samantha erase"):
        inventory = take_inventory(home, keep=keep)
        work = _Deleting()
        for path in inventory.ours:
            if path != home.lock_file:
                work.delete(path)
        for path in inventory.strangers if everything else ():
            if keep is None or not _overlap(path, keep):
                work.delete_tree(path)
        work.delete_emptied()
        work.delete(home.lock_file)
        work.raise_failure()
        left = tuple(path for path in inventory.strangers if os.path.lexists(path))
        return EraseReport(
            removed_files=work.removed_files,
            freed_bytes=work.freed_bytes,
            left=left,
            outside=tuple(work.outside),
            folder_gone=_gone(home.folder),
        )


def _overlap(one: Path, other: Path) -> bool:
    one, other = one.resolve(), other.resolve()
    return one.is_relative_to(other) or other.is_relative_to(one)


def _gone(folder: Path) -> bool:
    with contextlib.suppress(OSError):  # not empty, or a link: both are left as they are
        folder.rmdir()
    return not folder.exists()


class _Deleting:
    """Goes on after a failure, so that as little as possible is left, and tells it at the end."""

    def __init__(self) -> None:
        self.removed_files = 0
        self.freed_bytes = 0
        self.outside: list[Path] = []
        self._folders: list[Path] = []
        self._failures: list[tuple[Path, OSError]] = []

    def delete(self, path: Path) -> None:
        """Delete a file or a link; a folder waits for `delete_emptied`."""
        try:
            if path.is_symlink():
                self.outside.append(path.resolve())
            elif path.is_dir():
                self._folders.append(path)
                return
            size_bytes = path.lstat().st_size
            path.unlink()
        except FileNotFoundError:
            return
        except OSError as error:
            self._failures.append((path, error))
            return
        self.removed_files += 1
        self.freed_bytes += size_bytes

    def delete_tree(self, path: Path) -> None:
        """Delete whatever it is, with all that is in it."""
        if path.is_symlink() or not path.is_dir():
            self.delete(path)
            return
        inside = [each for each in path.rglob("*") if each.is_symlink() or not each.is_dir()]
        for each in inside:
            self.delete(each)
        with contextlib.suppress(OSError):  # what could not be deleted is remembered by now
            shutil.rmtree(path)

    def delete_emptied(self) -> None:
        """Delete the folders met on the way, as far as nothing is left in them."""
        for folder in self._folders:
            with contextlib.suppress(OSError):
                folder.rmdir()

    def raise_failure(self) -> None:
        """Raise StoreUnavailable if anything could not be deleted."""
        if not self._failures:
            return
        path, error = self._failures[0]
        more = len(self._failures) - 1
        others = f" and {more} more" if more else ""
        raise StoreUnavailable(
            f"Not everything is erased: {path}{others} could not be deleted ({error.strerror}).",
            "Give yourself the right to write there and run it again; the rest is gone.",
        )


def _refuse_too_wide(folder: Path) -> None:
    """Keep a careless SAMANTHA_HOME from taking a person's whole home folder along."""
    own = Path.home().resolve()
    if own.is_relative_to(folder.resolve()):
        raise SettingsInvalid(
            f"The data folder {folder} is more than hers: your own home folder lies in it.",
            "Leave out --all, and what is hers alone is erased.",
        )
