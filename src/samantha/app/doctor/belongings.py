"""What is hers: settings, persona, model files, and the folder of her memory."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from samantha.app.assembly import EMBEDDING
from samantha.app.catalogue import find_entry, load_catalogue, model_files
from samantha.app.doctor.finding import Finding, State, of_error
from samantha.app.erasure import who_holds
from samantha.app.persona_file import load_persona
from samantha.app.settings import (
    DEFAULT_MODEL,
    Home,
    ModelKind,
    ModelSettings,
    Settings,
    load_settings,
)
from samantha.domain.errors import SamanthaError
from samantha.domain.models import CatalogueEntry
from samantha.providers.model_files import ModelFiles
from samantha.providers.sqlite.contents import StoreHealth, look_into
from samantha.providers.sqlite.schema import SCHEMA_VERSION

_FOLDER = "data folder"
_MODEL_FILE = "model file"
_BEGINS_A_GGUF = b"GGUF"


def of_settings(home: Home) -> tuple[Finding, Settings | None]:
    """Whether the settings file is valid, and what it says if it is."""
    try:
        settings = load_settings(home.settings_file)
    except SamanthaError as error:
        return of_error("settings", error), None
    chosen = settings.model
    said = f"{chosen.kind} model {chosen.name}"
    if not home.settings_file.exists():
        said += " (the defaults; there is no settings file)"
    return Finding("settings", State.OK, said), settings


def of_persona(home: Home) -> Finding:
    """Whether the persona file is valid."""
    try:
        persona = load_persona(home.persona_file)
    except SamanthaError as error:
        return of_error("persona", error)
    if persona is None:
        return Finding("persona", State.OK, "She has not been met yet: start `samantha`.")
    return Finding("persona", State.OK, f"She is {persona.her_name or 'without a name yet'}.")


async def of_models(model: ModelSettings, folder: Path, *, deep: bool) -> Sequence[Finding]:
    """Whether the needed model is there, and whether every model that is there is right."""
    files = model_files(folder)
    needed = _needed(model)
    findings = [
        await _of_model(files, entry, model, deep=deep)
        for entry in load_catalogue().values()
        if entry.id == needed or files.path_of(entry).exists()
    ]
    if model.kind is ModelKind.EMBEDDED and needed is None:
        findings.append(_of_own_file(model.name))
    return findings


def of_recall(models: Path) -> Finding:
    """Whether what was said is found by its meaning, too."""
    if model_files(models).is_present(find_entry(EMBEDDING)):
        return Finding("recall", State.OK, "by words and by meaning")
    said = f"{EMBEDDING} is not on this machine yet: what you told is found by its words alone."
    return Finding("recall", State.WARN, said, f"Fetch it: samantha models fetch {EMBEDDING}")


async def of_home(home: Home) -> Sequence[Finding]:
    """How her memory is: who may read it, who holds it, whether it is sound."""
    try:
        if not home.folder.exists():
            return [_of_missing(home.folder)]
        findings = [_of_rights(home)]
        holder = who_holds(home)
        if holder is not None:
            said = f"In use by {holder}; what is in it is looked at when she sleeps."
            return [*findings, Finding("memory store", State.OK, said)]
        if not home.database.exists():
            return [*findings, Finding("memory store", State.OK, "Nothing was said yet.")]
        return [*findings, _of_store(home, await look_into(home.database))]
    except SamanthaError as error:
        return [of_error("memory store", error)]
    except OSError as error:
        said = f"{home.folder} cannot be looked into ({error.strerror})."
        remedy = "Give yourself the right to read and write it, or set SAMANTHA_HOME."
        return [Finding(_FOLDER, State.BAD, said, remedy)]


def _needed(model: ModelSettings) -> str | None:
    """The id of the catalogue's model that must be here, None if none must."""
    if model.kind is not ModelKind.EMBEDDED:
        return DEFAULT_MODEL if model.fall_back else None
    return None if model.name.endswith(".gguf") else model.name


async def _of_model(
    files: ModelFiles, entry: CatalogueEntry, model: ModelSettings, *, deep: bool
) -> Finding:
    what = _MODEL_FILE
    again = f"Fetch it: samantha models fetch {entry.id}"
    if not files.path_of(entry).exists():
        if model.kind is ModelKind.EMBEDDED:
            return Finding(what, State.BAD, f"{entry.id} is not on this machine yet.", again)
        said = f"{entry.id} is not here, so nobody answers when the model server fails."
        return Finding(what, State.WARN, said, again)
    try:
        known = files.is_verified(entry) and not deep
        right = known or await files.verify(entry)
    except SamanthaError as error:
        return of_error(what, error)
    if not right:
        return Finding(what, State.BAD, f"{entry.id} is damaged.", again)
    when = "earlier" if known else "just now"
    said = f"{entry.id}, {entry.size_bytes / 1e6:,.0f} MB, verified {when}"
    return Finding(what, State.OK, said)


def _of_own_file(name: str) -> Finding:
    file = Path(name).expanduser()
    what = _MODEL_FILE
    try:
        with file.open("rb") as opened:
            begins_right = opened.read(4) == _BEGINS_A_GGUF
    except OSError as error:
        said = f"{file} cannot be read ({error.strerror})."
        remedy = "Name one that exists, or go back with `samantha models use embedded`."
        return Finding(what, State.BAD, said, remedy)
    if not begins_right:
        return Finding(what, State.BAD, f"{file.name} is no GGUF file.", "Name another file.")
    return Finding(what, State.OK, f"{file.name}, your own, so there is no hash to hold it to")


def _of_missing(folder: Path) -> Finding:
    above = folder.parent
    while not above.exists() and above != above.parent:
        above = above.parent
    if os.access(above, os.W_OK | os.X_OK):
        return Finding(_FOLDER, State.OK, f"{folder} is made when she is first met.")
    return Finding(
        _FOLDER,
        State.BAD,
        f"{folder} cannot be made: {above} may not be written.",
        "Give yourself the right to write there, or set SAMANTHA_HOME.",
    )


def _of_rights(home: Home) -> Finding:
    """Whether she may write there, and nobody else may read."""
    if not os.access(home.folder, os.R_OK | os.W_OK | os.X_OK):
        said = f"{home.folder} may not be read and written."
        remedy = f"Give yourself the right: chmod u+rwx {home.folder}"
        return Finding(_FOLDER, State.BAD, said, remedy)
    store = [home.database, *home.folder.glob(f"{home.database.name}-*")]
    open_files = [file for file in store if file.exists() and _others_may(file)]
    if _others_may(home.folder):
        said = f"Other people on this machine may look into {home.folder}."
        return Finding(_FOLDER, State.WARN, said, f"Close it to them: chmod 700 {home.folder}")
    if open_files:
        names = " ".join(str(file) for file in open_files)
        said = "The store's own rights would let other people read it."
        return Finding(_FOLDER, State.WARN, said, f"Close it to them: chmod 600 {names}")
    return Finding(_FOLDER, State.OK, f"{home.folder}, open to you alone")


def _others_may(path: Path) -> bool:
    return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _of_store(home: Home, health: StoreHealth) -> Finding:
    what = "memory store"
    if health.trouble:
        remedy = "Export what can be read (`samantha export`), then put a backup in its place."
        return Finding(what, State.BAD, f"{home.database} is damaged: {health.trouble}.", remedy)
    if health.version > SCHEMA_VERSION:
        said = (
            f"Written by a newer Samantha (store version {health.version}, this program knows"
            f" {SCHEMA_VERSION})."
        )
        return Finding(what, State.BAD, said, "Use that version or a newer one.")
    said = f"sound, version {health.version}, {health.utterances:,} lines"
    if health.version < SCHEMA_VERSION:
        said += f"; becomes version {SCHEMA_VERSION} at her next start"
    return Finding(what, State.OK, said)
