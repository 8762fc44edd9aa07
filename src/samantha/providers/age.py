"""Encryption behind a passphrase, in the format of age (version 1, scrypt)."""

from importlib import import_module
from typing import Any, Final

from samantha.domain.errors import SettingsInvalid

_pyrage: Final[Any] = import_module("pyrage")  # it brings no types
BEGINS: Final = b"age-encryption.org/v1"
"""What every file of that format begins with."""


def seal(content: bytes, passphrase: str) -> bytes:
    """Encrypt `content`; takes about a second, which is what makes guessing slow."""
    sealed: bytes = _pyrage.passphrase.encrypt(content, passphrase)
    return sealed


def unseal(sealed: bytes, passphrase: str) -> bytes:
    """Decrypt what `seal` made.

    Raises:
        SettingsInvalid: the passphrase is another one, or the file is damaged.
    """
    try:
        content: bytes = _pyrage.passphrase.decrypt(sealed, passphrase)
    except _pyrage.DecryptError as error:
        raise SettingsInvalid(
            "That is not the passphrase of this backup, or the file is damaged.", "Try it again."
        ) from error
    return content
