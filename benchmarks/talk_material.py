"""What he says in the talk benchmark: openings and scenes, read from two TOML files and checked."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
OPENINGS = HERE / "talk_openings.toml"
SCENES = HERE / "talk_scenes.toml"


class Expect(StrEnum):
    """What is expected of the reply, beyond the rules that hold for every reply."""

    ANYTHING = "anything"
    ANSWER = "answer"
    """A fact of the world that can be right or wrong."""
    RECALL = "recall"
    """Something that he told earlier in the scene."""
    TRUTH = "truth"
    """That she is software, sincerely asked."""
    HER_NAME = "her-name"
    HIS_NAME = "his-name"
    FAREWELL = "farewell"
    LIMIT = "limit"
    """That she cannot do what he asks for, having only words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of his, and what the reply to it should be.

    `accept` are patterns of right answers, one of which must be found; `wrong` are patterns none
    of which may be found, apart from clauses that name one of `others` (whose fact it is).
    """

    says: str
    expect: Expect = Expect.ANYTHING
    accept: tuple[re.Pattern[str], ...] = ()
    wrong: tuple[re.Pattern[str], ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A conversation in an empty memory; an opening is a scene of one line."""

    id: str
    kind: str
    about: str
    """What is expected of her here, in words for the reader of the transcripts."""
    lines: tuple[Line, ...]

    @property
    def is_opening(self) -> bool:
        """Whether it is one line and its reply."""
        return len(self.lines) == 1

    def told_before(self, asked: int) -> int | None:
        """How many of his lines before the asking one (its index) the fact was told last.

        None where no earlier line holds what is accepted as the answer.
        """
        for index in range(asked - 1, -1, -1):
            if any(pattern.search(self.lines[index].says) for pattern in self.lines[asked].accept):
                return asked - index
        return None


class MaterialInvalid(Exception):
    """An opening or scene is written wrongly; the text says which and what."""


def read_openings(path: Path = OPENINGS) -> tuple[Scene, ...]:
    """All single lines.

    Raises:
        MaterialInvalid: an entry lacks something or holds a broken pattern.
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["opening"]
    return _distinct(
        tuple(
            Scene(entry["id"], entry["kind"], entry["expected"], (_line(entry["id"], entry),))
            for entry in entries
        )
    )


def read_scenes(path: Path = SCENES) -> tuple[Scene, ...]:
    """All conversations of several turns.

    Raises:
        MaterialInvalid: an entry lacks something, or asks what was not told.
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["scene"]
    scenes = tuple(
        Scene(
            entry["id"],
            entry["kind"],
            entry["about"],
            tuple(_line(entry["id"], turn) for turn in entry["turns"]),
        )
        for entry in entries
    )
    for scene in scenes:
        for index, line in enumerate(scene.lines):
            if line.expect is Expect.RECALL and scene.told_before(index) is None:
                raise MaterialInvalid(f"{scene.id}: {line.says!r} asks what he never told.")
    return _distinct(scenes)


def _line(scene_id: str, entry: Mapping[str, Any]) -> Line:
    try:
        line = Line(
            says=entry["says"],
            expect=Expect(entry.get("expect", "anything")),
            accept=tuple(re.compile(text, re.IGNORECASE) for text in entry.get("accept", ())),
            wrong=tuple(re.compile(text, re.IGNORECASE) for text in entry.get("wrong", ())),
            others=tuple(entry.get("others", ())),
        )
    except (KeyError, ValueError, re.error) as error:
        raise MaterialInvalid(f"{scene_id}: {error}") from error
    if line.expect in {Expect.RECALL, Expect.ANSWER} and not line.accept:
        raise MaterialInvalid(f"{scene_id}: {line.says!r} has no accepted answer.")
    if line.expect is Expect.RECALL and any(p.search(line.says) for p in line.accept):
        raise MaterialInvalid(f"{scene_id}: {line.says!r} gives its own answer away.")
    return line


def _distinct(scenes: tuple[Scene, ...]) -> tuple[Scene, ...]:
    ids = [scene.id for scene in scenes]
    for scene in scenes:
        if ids.count(scene.id) > 1:
            raise MaterialInvalid(f"{scene.id}: two entries have this id.")
    return scenes
