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

    `requirement` is "name==version", `member` the exact path inside the archive. `platform` names
    the one platform that the archive is made for, where it is: weights are the same on all.
    """

    requirement: str
    member: str
    size_bytes: int
    platform: str = ""


@dataclass(frozen=True, slots=True)
class PackageParts:
    """A file that package archives carry in parts, joined in this order."""

    parts: tuple[PackagePart, ...]


@dataclass(frozen=True, slots=True)
class NpmMember:
    """A whole file inside an archive of the npm registry.

    `requirement` is "name@version", `member` the exact path inside the archive.
    """

    requirement: str
    member: str


Source: TypeAlias = HubAddress | PackageParts | NpmMember


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model. Whatever a source delivers, only `sha256` makes it trusted."""

    path: str
    """Where it lies below the folder of models: "name", or "folder/name"."""
    size_bytes: int
    sha256: str
    """64 lower-case hexadecimal digits."""
    sources: tuple[Source, ...]
    """Where it can be had, tried in this order."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One model she can have: a file, or several in a folder of their own."""

    id: str
    name: str
    """As its makers name it, with size and quantisation."""
    purpose: str
    """What it is for, in a few words."""
    licence: str
    files: tuple[ModelFile, ...]
    default: bool = False
    """Whether she needs it unless told otherwise."""

    @property
    def size_bytes(self) -> int:
        """All its files together."""
        return sum(file.size_bytes for file in self.files)

    @property
    def place(self) -> str:
        """The name of its file, or of the folder that holds its files."""
        return self.files[0].path.partition("/")[0]


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
