"""Who may come in: pairing codes that open once, tokens that are kept only as their hashes.

A device that was let in holds a token of 256 bits; here lies what is needed to know it again, and
nothing that would let anybody in. The owner's own key, for the commands on this machine, lies in a
file that only the owner can read.
"""

import hashlib
import hmac
import os
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from samantha.app.files import PRIVATE, write_whole
from samantha.domain.errors import SamanthaError, SettingsInvalid

CODE_HOLDS_S: Final = 300.0
MOST_BAD: Final = 10
BAD_WITHIN_S: Final = 60.0
SHUT_FOR_S: Final = 300.0
MOST_DEVICES: Final = 100
MOST_CODES: Final = 10
OWNER: Final = "this machine"
_LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_CODE_LETTERS: Final = 8
_MOST_STRANGERS: Final = 1_000


class Refused(SamanthaError):
    """Whoever asks is not let in."""


class TooManyTries(SamanthaError):
    """Whoever asks has been wrong too often."""


class Device(msgspec.Struct, frozen=True):
    """Something that was let in."""

    name: str
    digest: str
    """SHA-256 of its token, in hex."""
    since: str
    """When, in ISO 8601."""


class Admission:
    """The list of who may come in, kept in the folder `folder`."""

    def __init__(
        self, folder: Path, *, now_s: Callable[[], float], today: Callable[[], str]
    ) -> None:
        """`now_s` only goes forward, in seconds; `today` is the time in ISO 8601."""
        self._folder = folder
        self._now_s = now_s
        self._today = today
        self._codes: OrderedDict[str, float] = OrderedDict()
        self._bad: OrderedDict[str, deque[float]] = OrderedDict()
        self._shut: OrderedDict[str, float] = OrderedDict()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._owner_digest = _digest(owner_key(folder))
        self._devices = _read_devices(self._devices_file)

    @property
    def devices(self) -> Sequence[Device]:
        """What was let in, the newest last."""
        return self._devices

    @property
    def authority_file(self) -> Path:
        """The certificate of her own authority, where there is one."""
        return self._folder / "authority.crt"

    def new_code(self) -> str:
        """A code that lets one device in, once, within five minutes."""
        code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LETTERS))
        self._codes[code] = self._now_s() + CODE_HOLDS_S
        while len(self._codes) > MOST_CODES:
            self._codes.popitem(last=False)
        return f"{code[:4]}-{code[4:]}"

    def enter(self, code: str, name: str, who: str, *, before: str | None = None) -> str:
        """Let a device in by a code; returns its token. `who` is the address that asks.

        `before` is the token that the same device had: it holds no longer.

        Raises:
            Refused: the code is wrong, was used, or is too old.
            TooManyTries: the address has been wrong too often.
        """
        self._want_patience(who)
        given = "".join(letter for letter in code.upper() if letter.isalnum())
        known = [each for each in self._codes if hmac.compare_digest(each.encode(), given.encode())]
        if not known or self._codes.pop(known[0]) < self._now_s():
            self._note_bad(who)
            raise Refused(
                "This code does not open the door.",
                "A code opens once, within five minutes. Run `samantha` again for a new one.",
            )
        known_as = self._holder_of(before) if before else None
        if known_as not in (None, OWNER):
            self.forget(known_as)
        return self.add(name)

    def add(self, name: str) -> str:
        """Let something in that the owner names; returns its token, which is kept nowhere."""
        token = secrets.token_urlsafe(32)
        device = Device(self._free_name(name), _digest(token), self._today())
        self._keep([*self._devices, device][-MOST_DEVICES:])
        return token

    def forget(self, name: str) -> bool:
        """Let `name` in no more; returns whether it was known."""
        left = [each for each in self._devices if each.name != name]
        known = len(left) < len(self._devices)
        if known:
            self._keep(left)
        return known

    def name_of(self, token: str, who: str) -> str | None:
        """The name of whoever holds `token`, None if nobody known does.

        Raises:
            TooManyTries: a wrong token, and the address has been wrong too often.
        """
        name = self._holder_of(token)
        if name is None:
            self._want_patience(who)
            self._note_bad(who)
        return name

    def _holder_of(self, token: str) -> str | None:
        digest = _digest(token)
        known = [(OWNER, self._owner_digest), *((each.name, each.digest) for each in self._devices)]
        names = [name for name, kept in known if hmac.compare_digest(kept, digest)]
        return names[0] if names else None

    def _want_patience(self, who: str) -> None:
        until_s = self._shut.get(who, 0.0)
        if self._now_s() < until_s:
            raise TooManyTries(
                "Too many wrong codes came from there.",
                f"Wait {int(until_s - self._now_s()) // 60 + 1} minutes, then try again.",
            )

    def _note_bad(self, who: str) -> None:
        now_s = self._now_s()
        times = self._bad.setdefault(who, deque(maxlen=MOST_BAD))
        times.append(now_s)
        if len(times) == MOST_BAD and now_s - times[0] <= BAD_WITHIN_S:
            self._shut[who] = now_s + SHUT_FOR_S
            del self._bad[who]
        for table in (self._bad, self._shut):
            while len(table) > _MOST_STRANGERS:
                table.popitem(last=False)

    def _free_name(self, name: str) -> str:
        plain = " ".join("".join(each for each in name if each.isprintable()).split())[:60]
        plain = plain or "a device"
        taken = {each.name for each in self._devices} | {OWNER}
        names = (plain, *(f"{plain} {n}" for n in range(2, MOST_DEVICES + 3)))
        return next(each for each in names if each not in taken)

    def _keep(self, devices: Sequence[Device]) -> None:
        write_whole(self._devices_file, msgspec.json.encode(devices), rights=PRIVATE)
        self._devices = tuple(devices)

    @property
    def _devices_file(self) -> Path:
        return self._folder / "devices.json"


def owner_key(folder: Path) -> str:
    """The owner's own key, made when it is first wanted.

    Raises:
        SettingsInvalid: others can read it, or it cannot be read.
    """
    file = folder / "key"
    try:
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(file, secrets.token_urlsafe(32).encode(), rights=PRIVATE)
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise SettingsInvalid(
                f"Others on this machine can read {file}.",
                "Delete it; a new one is made at the next start, and every program that used it"
                " needs the new one.",
            )
        return file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalid(
            f"The key {file} cannot be read ({error}).",
            "Delete it; a new one is made at the next start.",
        ) from error


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _read_devices(file: Path) -> tuple[Device, ...]:
    try:
        return tuple(msgspec.json.decode(file.read_bytes(), type=list[Device]))
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.MsgspecError) as error:
        raise SettingsInvalid(
            f"The list of devices {file} cannot be read ({error}).",
            "Delete it; every device then enters anew.",
        ) from error
