"""What is his leaves with him: everything she has of him, written out in open formats."""

import asyncio
import base64
import errno
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from samantha.app.files import write_new, zipped
from samantha.app.persona_file import load_persona
from samantha.app.settings import Home
from samantha.domain.dialogue import Gist, Speaker, Utterance
from samantha.domain.errors import SamanthaError, SettingsInvalid, StoreUnavailable
from samantha.providers.sqlite.contents import Row, Value, read_tables
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import SqliteMemory

EXPORT_FILES: Final = (
    "README.txt",
    "*.jsonl",
    "conversation.md",
    "gist.md",
    "persona.toml",
    "settings.toml",
    "typed-lines.txt",
    "his-voice.json",
    "connections.toml",
    "calendar-*.ics",
)
"""The files that an export can have."""

NOT_TAKEN: Final = frozenset({"forgotten", "vectors", "vectors_due"})
"""What is forgotten is no more, and is kept for a day only to come back; vectors are made anew."""
_UNFINISHED = ".samantha-unfinished"
_REPLACED = ".samantha-replaced"
_FIRST_LINE = "This is everything Samantha has of you, in files that any program can read."
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SAID_OF: Final[Mapping[str, str]] = {
    "conversation.jsonl": "every line of the conversation with all that is kept of it, in order",
    "conversation.md": "the same conversation, to read",
    "sessions.jsonl": "when each sitting began; a line's session_id points here",
    "facts.jsonl": "what you told of yourself, in your own words, and the line it comes from",
    "episodes.jsonl": "what happened to her, such as choosing her name",
    "gist.md": "her summary of what is too old to be in view",
    "gist.jsonl": "the same summary, and up to which line it reaches",
    "departures.jsonl": "what was sent to another machine: when, where to, what, how much",
    "reminders.jsonl": "what is to ring, and how it repeats",
    "list_items.jsonl": "what is on your lists",
    "deeds.jsonl": "what she did for you, on which line of yours, and how it is undone",
    "claims.jsonl": "what you told of yourself and yours: whose, what, since when, and what ended",
    "feelings.jsonl": "how she was after each turn of yours, in numbers, and what moved her",
    "beliefs.jsonl": "how she believes you to be, from which line",
    "reasons.jsonl": "why she said what she said: the numbers and rules of each reply",
    "threads.jsonl": "what she means to come back to",
    "initiatives.jsonl": "when she spoke first or held back, and why",
    "about.jsonl": "since when she lives",
    "persona.toml": "who she is",
    "settings.toml": "the settings (they never hold a key itself)",
    "typed-lines.txt": "the lines typed at the terminal, for its arrow keys",
    "connections.toml": "what she was connected with (never a password)",
    "his-voice.json": "your voice as it was enrolled: 256 numbers, of which model",
}


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export came to; `folder` is None where there was nothing to export."""

    folder: Path | None
    records: Mapping[str, int]
    """How many records each JSON Lines file holds."""


async def export(home: Home, destination: Path, *, overwrite: bool = False) -> ExportReport:
    """Write everything she has of him into the folder `destination`, whole or not at all.

    The same contents give the same bytes. An earlier export in `destination` is replaced only if
    `overwrite`; anything else in it never is.

    Raises:
        SettingsInvalid: `destination` cannot be used.
        StoreUnavailable: the data folder is held by another process or cannot be read, or there is
            no room to write.
    """
    if await asyncio.to_thread(_is_empty, home):
        return ExportReport(None, {})
    target = await asyncio.to_thread(_checked, destination, overwrite=overwrite)
    contents, records = await _contents_of(home)
    # One that was begun is finished even if the one who asked is cancelled meanwhile.
    await asyncio.shield(asyncio.to_thread(_put_in_place, contents, records, target))
    return ExportReport(target, records)


async def archive(home: Home, memory: SqliteMemory) -> bytes:
    """The same export as a ZIP archive, while `memory` is open.

    Raises:
        StoreUnavailable: the data folder cannot be read.
    """
    kept = await _kept(home, memory)
    contents, _ = await asyncio.to_thread(_completed, home, *kept)
    return zipped(contents)


def is_export(folder: Path) -> bool:
    """Whether `folder` was written by an export, be it whole or cut off."""
    if folder.name.endswith((_UNFINISHED, _REPLACED)):
        return True
    try:
        with (folder / "README.txt").open(encoding="utf-8") as readme:
            return readme.readline(len(_FIRST_LINE) + 1).rstrip("\n") == _FIRST_LINE
    except (OSError, UnicodeDecodeError):
        return False


def _copies(home: Home) -> Mapping[str, Path]:
    return {
        "persona.toml": home.persona_file,
        "settings.toml": home.settings_file,
        "typed-lines.txt": home.input_history,
        "his-voice.json": home.voice_file,
        "connections.toml": home.connections_file,
        **{f"calendar-{file.name}": file for file in sorted(home.own_calendar.glob("*.ics"))},
    }


def _is_empty(home: Home) -> bool:
    return not any(file.exists() for file in (home.database, *_copies(home).values()))


def _checked(destination: Path, *, overwrite: bool) -> Path:
    """Where to write to, once it is sure that nothing else is lost by it."""
    elsewhere = "Name a folder that does not exist yet."
    try:
        target = destination.expanduser().resolve()
        inside = sorted(target.iterdir()) if target.exists() else []
    except NotADirectoryError as error:
        raise SettingsInvalid(f"{destination} is a file, not a folder.", elsewhere) from error
    except (OSError, RuntimeError) as error:
        raise SettingsInvalid(f"{destination} cannot be used ({error}).", elsewhere) from error
    if not inside:
        return target
    if not is_export(target) or not all(_is_exported(each) for each in inside):
        raise SettingsInvalid(f"The folder {target} holds other things.", elsewhere)
    if not overwrite:
        raise SettingsInvalid(
            f"The folder {target} holds an earlier export.",
            "Name another folder, or add --overwrite to replace it.",
        )
    return target


def _is_exported(file: Path) -> bool:
    return file.is_file() and any(fnmatchcase(file.name, each) for each in EXPORT_FILES)


async def _contents_of(home: Home) -> tuple[Mapping[str, bytes], Mapping[str, int]]:
    """The export's files, and how many records each of JSON Lines holds."""
    if not await asyncio.to_thread(home.database.exists):
        return _completed(home, {}, {})
    async with open_memory(
        home.database, lock_file=home.lock_file, purpose="samantha export"
    ) as memory:
        return _completed(home, *await _kept(home, memory))


async def _kept(home: Home, memory: SqliteMemory) -> tuple[dict[str, bytes], dict[str, int]]:
    """What the store holds, as files, and how many records each of JSON Lines holds."""
    contents: dict[str, bytes] = {}
    records: dict[str, int] = {}
    for table, rows in (await read_tables(home.database)).items():
        if table in NOT_TAKEN:
            continue
        name = "conversation.jsonl" if table == "utterances" else f"{table}.jsonl"
        contents[name] = _json_lines(rows)
        records[name] = len(rows)
    said = await memory.everything()
    contents["conversation.md"] = _as_text(said, *_names(home)).encode()
    contents["gist.md"] = _gist_text(await memory.gist()).encode()
    return contents, records


def _completed(
    home: Home, contents: dict[str, bytes], records: dict[str, int]
) -> tuple[Mapping[str, bytes], Mapping[str, int]]:
    """The store's files with those that lie beside it, and a guide to them."""
    for name, file in _copies(home).items():
        if file.exists():
            contents[name] = _read(file)
    ordered = {name: contents[name] for name in sorted(contents)}
    return {"README.txt": _readme(ordered).encode(), **ordered}, records


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise StoreUnavailable(
            f"{file} cannot be read ({error.strerror}), so the export would not be whole.",
            "Make it readable, then run the same command again.",
        ) from error


def _json_lines(rows: Sequence[Row]) -> bytes:
    lines = (json.dumps(_plain(row), ensure_ascii=False, default=_packed) + "\n" for row in rows)
    return "".join(lines).encode()


def _plain(row: Row) -> Mapping[str, Value | bool]:
    """The row as its reader expects it: SQLite has no truth values of its own."""
    if "interrupted" not in row:
        return row
    return {**row, "interrupted": bool(row["interrupted"])}


def _packed(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(type(value).__name__)


def _names(home: Home) -> tuple[str, str]:
    """What the two are called in the text: he, she."""
    try:
        persona = load_persona(home.persona_file)
    except SamanthaError:
        persona = None  # a persona that was edited into nonsense must not keep his words from him
    return (
        (persona and persona.his_name) or "You",
        (persona and persona.her_name) or "Samantha",
    )


def _as_text(said: Sequence[Utterance], his_name: str, her_name: str) -> str:
    """The conversation as Markdown, by day and sitting; his lines are never taken for headings."""
    out = ["# The conversation\n"]
    day, session = "", 0
    for each in said:
        today = f"{each.said_at:%A}, {each.said_at.day} {each.said_at:%B %Y}"
        if today != day:
            out.append(f"\n## {today}\n")
        if session != each.session_id:
            out.append(f"\n### {each.said_at:%H:%M}, sitting {each.session_id}\n")
        day, session = today, each.session_id
        name = his_name if each.speaker is Speaker.PERSON else her_name
        cut = " (cut off)" if each.interrupted else ""
        out.append(f"\n**{name}**, {each.said_at:%H:%M}{cut}:\n")
        out += [f"> {line}".rstrip() + "\n" for line in each.text.splitlines() or [""]]
    if not said:
        out.append("\nNothing was said yet.\n")
    return "".join(out)


def _gist_text(gist: Gist) -> str:
    if not gist.text:
        return "# What is older, in few words\n\nNothing is that old yet.\n"
    return (
        "# What is older, in few words\n\n"
        f"Up to line {gist.up_to} of conversation.jsonl.\n\n{gist.text}\n"
    )


def _readme(names: Mapping[str, bytes]) -> str:
    width = max(len(name) for name in names)
    lines = [f"{name:<{width}}  {_SAID_OF.get(name, 'kept by her')}" for name in names]
    return (
        f"{_FIRST_LINE}\n\n"
        + "\n".join(lines)
        + "\n\nEach line of a .jsonl file is one JSON object; .md is Markdown, .toml is TOML; all"
        " are UTF-8.\nTimes are ISO 8601 with their offset. In `speaker`, “person” is you and"
        " “she” is her.\nOf what the language model had in mind nothing is here: that is made anew"
        " from these files.\n"
    )


def _put_in_place(contents: Mapping[str, bytes], records: Mapping[str, int], target: Path) -> None:
    """Write beside `target`, count, and only then give it its name."""
    scratch = target.with_name(f".{target.name}{_UNFINISHED}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(mode=0o700)
        for name, content in contents.items():
            write_new(scratch / name, content)
        _count_again(scratch, records)
        _to_disk(scratch)
        _swap(scratch, target)
        _to_disk(target.parent)
    except OSError as error:
        raise _disk_trouble(error, target) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _count_again(folder: Path, records: Mapping[str, int]) -> None:
    """See that what lies there now is as much as there is to export."""
    for name, expected in records.items():
        with (folder / name).open("rb") as file:
            written = sum(1 for _ in file)
        if written != expected:
            raise StoreUnavailable(
                f"Of {expected} records only {written} could be read back from {name}.",
                "Export to another disk; this one does not keep what is written to it.",
            )


def _swap(scratch: Path, target: Path) -> None:
    """Let `scratch` take the place of `target`; what was there goes only after that."""
    replaced = target.with_name(f".{target.name}{_REPLACED}")
    if target.exists():
        shutil.rmtree(replaced, ignore_errors=True)
        target.rename(replaced)
    try:
        scratch.rename(target)
    except OSError:
        if replaced.exists():
            replaced.rename(target)
        raise
    shutil.rmtree(replaced, ignore_errors=True)


def _to_disk(folder: Path) -> None:
    """Make the names in a folder last, too: an erasing may follow at once."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _disk_trouble(error: OSError, target: Path) -> SamanthaError:
    if error.errno in _FULL:
        return StoreUnavailable(
            f"There is no room for the export in {target.parent}; nothing was left there.",
            "Free some space or name a folder on another disk.",
        )
    return SettingsInvalid(
        f"The export cannot be written to {target} ({error.strerror or error}).",
        "Name a new folder in a place that you may write to.",
    )
