"""The machine: Python, processor, memory, disk, SQLite, keyring."""

import os
import platform
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from samantha import __version__
from samantha.app.catalogue import load_catalogue
from samantha.app.doctor.finding import Finding, State
from samantha.app.settings import DEFAULT_MODEL, Home, ModelKind, ModelSettings
from samantha.domain.words import capitalized
from samantha.providers.llama_cpp import cpu_trouble
from samantha.providers.llama_cpp.packing import packed_file_of
from samantha.providers.sqlite.library import OLDEST_SAFE_SQLITE, apsw_version

OLDEST_PYTHON: Final = (3, 11)
BESIDE_WEIGHTS_BYTES: Final = 600_000_000
"""What the embedded model and the program take in memory besides the weights."""
BUSY_PER_CORE: Final = 1.5
"""From how many running programs a core on she is slowed down; she herself is one of them."""
ROOM_TO_LIVE_BYTES: Final = 200_000_000
"""Years of conversation, the model's state and the log."""


def of_python() -> Finding:
    """Whether this Python is one that she runs on."""
    said = f"{platform.python_version()}, Samantha {__version__}"
    if sys.version_info >= OLDEST_PYTHON:
        return Finding("Python", State.OK, said)
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return Finding("Python", State.BAD, said, f"Install Python {oldest} or newer.")


def of_processor(model: ModelSettings) -> Finding:
    """Whether the embedded model runs on this processor."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    trouble = cpu_trouble()
    if trouble is None:
        return _of_load(f"{platform.machine()}, {_count(cores or 1, 'core')}", cores or 1)
    needed = model.kind is ModelKind.EMBEDDED
    return Finding(
        "processor",
        State.BAD if needed else State.WARN,
        f"{capitalized(trouble)}.",
        "Let a model server speak for her (Ollama, llama.cpp, LM Studio, …): `samantha models use`."
        if needed
        else "Nothing to do: she speaks through a model server, but cannot fall back on her own.",
    )


def _of_load(said: str, cores: int) -> Finding:
    """Whether what else is computing leaves her room to think."""
    waiting = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    if waiting <= BUSY_PER_CORE * cores:
        return Finding("processor", State.OK, said)
    said += f", busy: {waiting:.1f} programs want it at once"
    remedy = "She is slow while that lasts: close what else is computing."
    return Finding("processor", State.WARN, said, remedy)


def of_memory(model: ModelSettings) -> Finding:
    """Whether there is memory for the model that the settings name."""
    free_bytes = available_bytes()
    if free_bytes is None:
        return Finding("memory", State.OK, "This system does not tell how much is free.")
    said = f"{_gb(free_bytes)} free"
    needed_bytes = weights_bytes(model) + BESIDE_WEIGHTS_BYTES
    if free_bytes >= needed_bytes:
        return Finding("memory", State.OK, said)
    return Finding(
        "memory",
        State.WARN,
        f"{said}, and she takes about {_gb(needed_bytes)}.",
        "Close other programs, or choose a smaller model (`samantha models list`).",
    )


def available_bytes(meminfo: Path = Path("/proc/meminfo")) -> int | None:
    """How much memory programs can still have, None where the system does not tell."""
    try:
        for line in meminfo.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return None


def weights_bytes(model: ModelSettings) -> int:
    """How large the weights are that this process must hold; 0 if a server holds them."""
    if model.kind is not ModelKind.EMBEDDED:
        return 0
    entry = load_catalogue().get(model.name)
    if entry is not None:
        return entry.size_bytes
    file = Path(model.name).expanduser()
    return file.stat().st_size if file.is_file() else 0


def of_home_disk(home: Home) -> Finding:
    """Whether there is room where her life is kept."""
    free_bytes = _free_bytes(home.folder)
    said = f"{_gb(free_bytes)} free for {home.folder}"
    if free_bytes >= ROOM_TO_LIVE_BYTES:
        return Finding("disk (her memory)", State.OK, said)
    state = State.BAD if free_bytes < ROOM_TO_LIVE_BYTES // 10 else State.WARN
    remedy = "Free some space, or set SAMANTHA_HOME to a folder on another disk."
    return Finding("disk (her memory)", state, said, remedy)


def of_models_disk(model: ModelSettings, models: Path) -> Finding:
    """Whether there is room for what is still to be fetched or made of the needed model."""
    free_bytes = _free_bytes(models)
    said = f"{_gb(free_bytes)} free for {models}"
    fetch_bytes, pack_bytes = _room_wanted(model, models)
    remedy = "Free some space, or set SAMANTHA_MODELS to a folder on another disk."
    if free_bytes < fetch_bytes:
        said += f"; the model needs {_gb(fetch_bytes)}"
        return Finding("disk (models)", State.BAD, said, remedy)
    if free_bytes < fetch_bytes + pack_bytes:
        said += f"; the copy of the model made for this machine needs {_gb(pack_bytes)}"
        return Finding("disk (models)", State.WARN, f"{said}, without it she is slower", remedy)
    return Finding("disk (models)", State.OK, said)


def of_sqlite() -> Finding:
    """Whether the SQLite that is really loaded is one that loses nothing."""
    version = ".".join(map(str, apsw_version()))
    if apsw_version() >= OLDEST_SAFE_SQLITE:
        return Finding("SQLite", State.OK, version)
    oldest = ".".join(map(str, OLDEST_SAFE_SQLITE))
    return Finding(
        "SQLite",
        State.BAD,
        f"{version} can lose what was saved; {oldest} is the oldest that cannot.",
        "Install the project's own requirements again (`make talk` does).",
    )


def of_key(model: ModelSettings, environ: Mapping[str, str]) -> Finding:
    """Whether the place can be used where the model's key is kept; the key is not looked at."""
    place, _, name = model.key.partition(":")
    if place == "env" and not environ.get(name):
        said = f"The settings take the model's key from {name}, and that variable is not set."
        return Finding("key", State.BAD, said, f"Set {name} in the environment.")
    keyring = _keyring()
    if keyring is None and place == "keyring":
        return Finding(
            "key",
            State.BAD,
            "The settings take the model's key from the system keyring, and there is none.",
            "Install a keyring, or put the key into a variable and write `env:NAME` as the key.",
        )
    needed = f"taken from {place}:{name}" if name else "none is needed"
    return Finding("key", State.OK, f"{needed}; system keyring: {keyring or 'none'}")


def _keyring() -> str | None:
    """The name of the keyring that keys would be kept in, None if there is none."""
    import keyring  # noqa: PLC0415 - takes a tenth of a second
    from keyring.backends import fail  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        found = keyring.get_keyring()
    except (KeyringError, RuntimeError):
        return None
    return None if isinstance(found, fail.Keyring) else str(found.name)


def _room_wanted(model: ModelSettings, models: Path) -> tuple[int, int]:
    """How many bytes are still needed: for the model's file, and for the copy made from it."""
    embedded = model.kind is ModelKind.EMBEDDED
    entry = load_catalogue().get(model.name if embedded else DEFAULT_MODEL)
    if entry is None or not (embedded or model.fall_back):
        return 0, 0
    file = models / entry.place
    fetch_bytes = 0 if file.exists() else entry.size_bytes
    packed = packed_file_of(file).exists()
    return fetch_bytes, 0 if packed else int(entry.size_bytes * 1.1)


def _free_bytes(folder: Path) -> int:
    """Free space on the disk that `folder` lies on or would lie on."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")


def _gb(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.1f} GB"
