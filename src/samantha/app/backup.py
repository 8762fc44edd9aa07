"""A backup: all of her in one file, made while she goes on, encrypted with age, and put back whole.

The file is a ZIP archive of the store as one moment has it and of what lies beside it, inside age
(https://age-encryption.org, version 1, a passphrase by scrypt), so that `age -d` opens it, too.
What is forgotten and waits for its day is in it as long as it is in the store.
"""

import asyncio
import io
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from samantha.app.files import write_new, zipped
from samantha.app.settings import Home
from samantha.domain.errors import SettingsInvalid, StoreUnavailable
from samantha.providers.age import BEGINS, seal, unseal
from samantha.providers.sqlite.contents import look_into
from samantha.providers.sqlite.snapshot import is_sound, snapshot

STORE: Final = "samantha.db"
_LONGEST: Final = 4 << 30
"""Bytes that one file of a backup may unpack to."""


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds."""

    files: int
    size_bytes: int
    utterances: int


async def back_up(home: Home, file: Path, passphrase: str | None) -> BackupReport:
    """Write everything into `file`; without a passphrase it is not encrypted.

    It is read back and compared before it takes its name.

    Raises:
        SettingsInvalid: there is nothing to back up, or `file` is there already.
        StoreUnavailable: it cannot be read, or there is no room.
    """
    return await asyncio.to_thread(_back_up, home, file, passphrase)


async def put_back(file: Path, home: Home, passphrase: str | None) -> BackupReport:
    """Put what `file` holds into the empty data folder of `home`, whole or not at all.

    Raises:
        SettingsInvalid: the folder is not empty, the passphrase is wrong, or it is no backup.
        StoreUnavailable: the store in it is damaged, or there is no room.
    """
    return await asyncio.to_thread(_put_back, file, home, passphrase)


def is_encrypted(file: Path) -> bool:
    """Whether a passphrase is needed to open it.

    Raises:
        SettingsInvalid: there is no such file.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(len(BEGINS)) == BEGINS
    except OSError as error:
        raise SettingsInvalid(
            f"The backup {file} cannot be read ({error.strerror}).", "Name the file of a backup."
        ) from error


def _beside(home: Home) -> Mapping[str, Path]:
    """What lies beside the store and is his."""
    single = (
        home.persona_file, home.settings_file, home.input_history, home.voice_file,
        home.connections_file,
    )  # fmt: skip
    calendars = sorted(home.calendars_folder.rglob("*")) if home.calendars_folder.is_dir() else []
    files = [each for each in (*single, *calendars) if each.is_file()]
    return {each.relative_to(home.folder).as_posix(): each for each in files}


def _back_up(home: Home, file: Path, passphrase: str | None) -> BackupReport:
    if not home.database.exists():
        raise SettingsInvalid(
            f"There is nothing to back up: {home.folder} holds no memory.", "Talk with her first."
        )
    if file.exists():
        raise SettingsInvalid(f"{file} is there already.", "Name a file that does not exist yet.")
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        with TemporaryDirectory() as scratch:
            copy = Path(scratch) / STORE
            snapshot(home.database, copy)
            contents = {STORE: copy.read_bytes()}
            contents |= {name: path.read_bytes() for name, path in _beside(home).items()}
            utterances = _utterances_in(copy)
        packed = zipped(contents)
        sealed = packed if passphrase is None else seal(packed, passphrase)
        unfinished.unlink(missing_ok=True)
        write_new(unfinished, sealed)
        if _unsealed(unfinished.read_bytes(), passphrase) != packed:
            raise StoreUnavailable(
                "The backup does not read back as it was written.",
                "Write it to another disk; this one does not keep what is written to it.",
            )
        unfinished.replace(file)
    except OSError as error:
        raise StoreUnavailable(
            f"The backup {file} cannot be written ({error.strerror or error}); nothing was left.",
            "Free some space or name a file in another place.",
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return BackupReport(len(contents), len(sealed), utterances)


def _put_back(file: Path, home: Home, passphrase: str | None) -> BackupReport:
    if home.folder.exists() and any(home.folder.iterdir()):
        raise SettingsInvalid(
            f"The data folder {home.folder} is not empty; nothing was changed.",
            "Set SAMANTHA_HOME to a new folder, or `samantha erase` this one first.",
        )
    if not is_encrypted(file):
        passphrase = None
    contents = _unpacked(_unsealed(file.read_bytes(), passphrase), file)
    unfinished = home.folder.with_name(f".{home.folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        for name, content in contents.items():
            place = unfinished / name
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_new(place, content)
        if not is_sound(unfinished / STORE):
            raise StoreUnavailable(
                f"The memory in {file} is damaged; nothing was changed.", "Try an earlier backup."
            )
        if home.folder.exists():
            home.folder.rmdir()
        home.folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished.replace(home.folder)
    except OSError as error:
        raise StoreUnavailable(
            f"The backup cannot be put into {home.folder} ({error.strerror or error}).",
            "Free some space or set SAMANTHA_HOME to another folder; nothing was changed.",
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return BackupReport(len(contents), file.stat().st_size, _utterances_in(home.database))


def _utterances_in(store: Path) -> int:
    return asyncio.run(look_into(store)).utterances


def _unsealed(sealed: bytes, passphrase: str | None) -> bytes:
    return sealed if passphrase is None else unseal(sealed, passphrase)


def _unpacked(packed: bytes, file: Path) -> Mapping[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir()]
            safe = all(
                not each.filename.startswith("/")
                and ".." not in Path(each.filename).parts
                and each.file_size <= _LONGEST
                for each in entries
            )
            if not safe or STORE not in {each.filename for each in entries}:
                raise zipfile.BadZipFile
            return {each.filename: archive.read(each) for each in entries}
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise SettingsInvalid(
            f"{file} is no backup of hers, or only half of one.",
            "Name a file that `samantha backup` wrote.",
        ) from error
