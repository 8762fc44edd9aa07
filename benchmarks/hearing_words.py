"""Word errors, counted as a person would: spelling, numerals and hyphens are no errors."""

import re
from collections.abc import Sequence
from typing import Final

import jiwer

_SPELLINGS: Final = {
    "okay": "ok", "mr": "mister", "mrs": "missus", "dr": "doctor", "grey": "gray",
    "neighbour": "neighbor", "neighbours": "neighbors", "theatre": "theater", "colour": "color",
    "favourite": "favorite", "metres": "meters", "cannot": "can not", "gonna": "going to",
    "wanna": "want to", "alright": "all right", "1": "one", "2": "two", "3": "three", "4": "four",
    "5": "five", "6": "six", "7": "seven", "8": "eight", "9": "nine", "10": "ten", "12": "twelve",
}  # fmt: skip
_TOGETHER: Final = {"to morrow": "tomorrow", "to day": "today", "every one": "everyone"}
_APART: Final = re.compile(r"[^a-z0-9']+")


def plain(text: str) -> str:
    """The words in lower case, each spelling in one form, nothing between them but blanks."""
    words = _APART.sub(" ", text.lower().replace("’", "'")).split()
    bare = (word.strip("'").replace("'", "") for word in words)
    line = " ".join(_SPELLINGS.get(word, word) for word in bare if word)
    for apart, together in _TOGETHER.items():
        line = line.replace(apart, together)
    return line


def word_error_percent(wanted: Sequence[str], heard: Sequence[str]) -> float:
    """Errors in hundred words of what was said, over all of it."""
    wanted, heard = [plain(each) for each in wanted], [plain(each) for each in heard]
    return 100 * jiwer.wer(wanted, heard)
