"""Keys for model servers: from the environment or the system keyring, never from a file."""

import re
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar, cast

from samantha.domain.errors import SettingsInvalid

KEYRING_NAME = "samantha"
"""Under which name the system keyring keeps her keys."""

_Result = TypeVar("_Result")
_REFERENCE = re.compile(r"(?P<place>env|keyring):(?P<name>[A-Za-z_][A-Za-z0-9_.]{0,63})")


class Vault(Protocol):
    """What is used of a keyring; the package `keyring` and its backends fulfil it."""

    def get_password(self, service_name: str, username: str, /) -> str | None:
        """Return a secret, None where there is none of that name."""
        ...

    def set_password(self, service_name: str, username: str, password: str, /) -> None:
        """Keep a secret."""
        ...


def find_key(
    reference: str, *, environ: Mapping[str, str], vault: Vault | None = None
) -> str | None:
    """Return the key that `reference` ("env:NAME" or "keyring:NAME") points to, None if unset.

    Reading the keyring may wait for the person to unlock it, so call it outside the event loop.

    Raises:
        SettingsInvalid: `reference` is the key itself or no reference at all, or the keyring cannot
            be read.
    """
    match = _REFERENCE.fullmatch(reference.strip())
    if match is None:
        raise SettingsInvalid(
            "The settings hold something as the model's key that is no reference; a key in a file "
            "can be read by everyone who gets that file.",
            "Put the key into an environment variable and write `env:NAME`, or into the system "
            "keyring and write `keyring:NAME`.",
        )
    name = match["name"]
    if match["place"] == "env":
        secret = environ.get(name)
    else:
        secret = _within(vault, lambda opened: opened.get_password(KEYRING_NAME, name))
    return (secret or "").strip() or None


def store_key(name: str, secret: str, *, vault: Vault | None = None) -> str:
    """Keep `secret` in the system keyring and return the reference to it.

    Raises:
        SettingsInvalid: `name` cannot be a name, `secret` is empty, or the keyring refuses.
    """
    reference = f"keyring:{name}"
    if _REFERENCE.fullmatch(reference) is None:
        raise SettingsInvalid(
            "That cannot be the name of a key.", "Use letters, digits, dots and underscores."
        )
    clean = secret.strip()
    if not clean:
        raise SettingsInvalid("The key is empty.", "Paste the key that the provider gave you.")
    _within(vault, lambda opened: opened.set_password(KEYRING_NAME, name, clean))
    return reference


def _within(vault: Vault | None, act: Callable[[Vault], _Result]) -> _Result:
    """Do something with `vault`, or with the system's own keyring."""
    # Looking for the system's keyring takes a tenth of a second that most starts need not spend.
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError, KeyringLocked, NoKeyringError  # noqa: PLC0415

    use_environment = "put the key into an environment variable and write `env:NAME`."
    try:
        return act(vault or cast("Vault", keyring.get_keyring()))
    except NoKeyringError:
        raise SettingsInvalid(
            "This system has no keyring that keys could be kept in.",
            f"Install one, or {use_environment}",
        ) from None
    except KeyringLocked:
        raise SettingsInvalid(
            "The system keyring is locked.", f"Unlock it and try again, or {use_environment}"
        ) from None
    except KeyringError:
        raise SettingsInvalid(
            "The system keyring does not work.", f"Repair it, or {use_environment}"
        ) from None
