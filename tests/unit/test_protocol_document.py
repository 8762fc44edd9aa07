"""docs/protocol.md tells of every message and every field that the code knows, and of no other."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from samantha.server import wire

DOCUMENT = Path(__file__).parents[2] / "docs" / "protocol.md"


def _told(part: str) -> Mapping[str, set[str]]:
    """Each type in one table of the document, with its fields."""
    section = DOCUMENT.read_text("utf-8").split(f"## {part}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \|(.*?)\|(?!\s*\")", section, re.MULTILINE | re.DOTALL)
    return {name: set(re.findall(r"`(\w+)", fields)) for name, fields in rows if name != "type"}


def _known(kinds: list[type[msgspec.Struct]]) -> Mapping[str, set[str]]:
    return {
        str(each.__struct_config__.tag): {field.name for field in msgspec.structs.fields(each)}
        for each in kinds
    }


def _from_her(kind: type[wire.FromHer] = wire.FromHer) -> list[type[msgspec.Struct]]:
    return [
        each
        for child in kind.__subclasses__()
        for each in (_from_her(child) if child is wire.Event else [child])
    ]


@pytest.mark.parametrize(
    ("part", "kinds"),
    [("From the page", list(get_args(wire.PageMessage))), ("From her", _from_her())],
)
def test_the_document_and_the_code_tell_of_the_same_messages(
    part: str, kinds: list[type[msgspec.Struct]]
) -> None:
    assert _told(part) == _known(kinds)
