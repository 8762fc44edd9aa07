"""Files that are written whole or not at all."""

import os
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
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content.encode() if isinstance(content, str) else content)
        out.flush()
        os.fsync(out.fileno())
    scratch.replace(file)
