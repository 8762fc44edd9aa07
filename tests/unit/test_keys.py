"""Where keys come from, and where they never do."""

import subprocess
import sys
from typing import cast

import pytest
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringError, KeyringLocked

from samantha.domain.errors import SettingsInvalid
from samantha.providers.keys import KEYRING_NAME, Vault, find_key, store_key

SECRET = "sk-very-secret-0123456789"


class MemoryKeyring:
    """A keyring that lives as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[(service, username)] = password


class BrokenKeyring(MemoryKeyring):
    """A keyring that fails as it is told."""

    def __init__(self, error: KeyringError) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error


def test_from_the_environment() -> None:
    environ = {"THE_KEY": f" {SECRET}\n", "EMPTY": "  "}
    assert find_key("env:THE_KEY", environ=environ) == SECRET
    assert find_key(" env:THE_KEY ", environ=environ) == SECRET
    assert find_key("env:EMPTY", environ=environ) is None
    assert find_key("env:ABSENT", environ=environ) is None


def test_from_the_keyring() -> None:
    vault = MemoryKeyring()
    assert find_key("keyring:openai", environ={}, vault=vault) is None
    reference = store_key("openai", f"{SECRET}\n", vault=vault)
    assert reference == "keyring:openai"
    assert find_key(reference, environ={"openai": "wrong"}, vault=vault) == SECRET
    assert vault.kept == {(KEYRING_NAME, "openai"): SECRET}


@pytest.mark.parametrize(
    "literal", [SECRET, f"env:{SECRET}", f"keyring:{SECRET}", f"key:{SECRET}", "", "env:", "ENV:A"]
)
def test_a_key_itself_is_refused_and_not_repeated(literal: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        find_key(literal, environ={literal: SECRET}, vault=MemoryKeyring())
    assert "can be read by everyone" in caught.value.message
    assert "env:NAME" in caught.value.remedy
    assert "keyring:NAME" in caught.value.remedy
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("vault", "says"),
    [
        (cast("Vault", NoKeyring()), "no keyring"),
        (BrokenKeyring(KeyringLocked(SECRET)), "locked"),
        (BrokenKeyring(KeyringError(SECRET)), "does not work"),
    ],
)
def test_a_keyring_that_does_not_open_says_what_to_do(vault: Vault, says: str) -> None:
    for act in (
        lambda: find_key("keyring:openai", environ={}, vault=vault),
        lambda: store_key("openai", SECRET, vault=vault),
    ):
        with pytest.raises(SettingsInvalid) as caught:
            act()
        assert says in caught.value.message
        assert "env:NAME" in caught.value.remedy
        assert SECRET not in f"{caught.value} {caught.value.__cause__!r}"


def test_what_cannot_be_stored() -> None:
    vault = MemoryKeyring()
    for name, secret in ((SECRET, SECRET), ("", SECRET), ("a b", SECRET), ("openai", " \n")):
        with pytest.raises(SettingsInvalid) as caught:
            store_key(name, secret, vault=vault)
        assert SECRET not in str(caught.value)
    assert vault.kept == {}


def test_a_key_from_the_environment_needs_no_keyring() -> None:
    program = (
        "import sys\n"
        "from samantha.providers.keys import find_key\n"
        "assert find_key('env:A', environ={'A': 'b'}) == 'b'\n"
        "assert 'keyring' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
