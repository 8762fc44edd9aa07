"""Files that are written whole or not at all."""

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

PRIVATE: Final = 0o600
"""Only the owner reads and writes it."""
_USUAL: Final = 0o666
"""What the user's umask leaves of it."""


def write_whole(file: Path, content: str | bytes, *, rights: int = _USUAL) -> None:
    """Replace `file`, or leave it as it was; text is written as UTF-8.

    `file` with the suffix ".tmp" is used up on the way. The file is on disk when this returns.

    Raises:
        OSError: there is no room, or no right to write there.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch = file.with_suffix(".tmp")
    scratch.unlink(missing_ok=True)
    write_new(scratch, content.encode() if isinstance(content, str) else content, rights=rights)
    scratch.replace(file)


def write_new(file: Path, content: bytes, *, rights: int = PRIVATE) -> None:
    """Write a file that is not there yet; it is on disk when this returns.

    Raises:
        OSError: it is there, there is no room, or no right to write there.
    """
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of these, by name; the same contents give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            out.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
