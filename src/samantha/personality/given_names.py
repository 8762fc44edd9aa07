"""The book of names she chooses from: every name that was given often enough to be recorded.

From the United States Social Security Administration's national data, 1880 to 2024 (public domain,
a work of the US government), which counts a name in every year in which at least five girls or five
boys were given it. Built by `scripts/build_names.py`.
"""

import gzip
from dataclasses import dataclass
from functools import cache
from importlib import resources

FIRST_DECADE = 1880
ALL_DECADES = 15
"""How many decades the records touch: the 1880s to the 2020s."""


@dataclass(frozen=True, slots=True)
class GivenName:
    """One name and what the records say of it."""

    name: str
    births: int
    """How many were given it."""
    girls_percent: int
    """How many in a hundred of them were recorded as girls."""
    peak_decade: int
    """The decade it was given most in, such as 1910; the present one counts, unfinished."""
    decades: int
    """In how many of the decades since the 1880s it was given."""
    recent_births: int
    """How many were given it from 2010 on."""


@dataclass(frozen=True, slots=True)
class NameBook:
    """All names, column by column and in the same order, so that going through them is quick."""

    names: tuple[str, ...]
    births: tuple[int, ...]
    girls_percent: tuple[int, ...]
    peak_decades: tuple[int, ...]
    decades: tuple[int, ...]
    recent_births: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, index: int) -> GivenName:
        return GivenName(
            self.names[index],
            self.births[index],
            self.girls_percent[index],
            self.peak_decades[index],
            self.decades[index],
            self.recent_births[index],
        )


@cache
def load_names() -> NameBook:
    """Read the book; the second call costs nothing."""
    packed = (resources.files("samantha.personality") / "given_names.txt.gz").read_bytes()
    # The first line names the columns; each of the others is one of them.
    _, names, *columns = gzip.decompress(packed).decode("ascii").split("\n")
    births, girls, peaks, decades, recent = (tuple(map(int, column.split())) for column in columns)
    return NameBook(tuple(names.split()), births, girls, peaks, decades, recent)
