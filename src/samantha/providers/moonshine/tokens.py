"""The recognizer's vocabulary: tokens to words and back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

START: Final = 1
END: Final = 2
_SPACE: Final = "▁".encode()
_REMEMBERED_WORDS: Final = 4096


class Vocabulary:
    """The tokens in the order of their numbers.

    The file holds byte strings, each after its length: one byte, or for a length from 128 on two,
    the first being 128 plus the remainder of the length by 128, the second the quotient.
    """

    def __init__(self, file: Path) -> None:
        """Read the file.

        Raises:
            OSError, ValueError: it cannot be read, or is no vocabulary.
        """
        content = file.read_bytes()
        tokens: list[bytes] = []
        at = 0
        while at < len(content):
            length, at = content[at], at + 1
            if length >= 128:
                length, at = content[at] * 128 + length - 128, at + 1
            tokens.append(content[at : at + length])
            at += length
        if len(tokens) <= END or at != len(content):
            raise ValueError(f"{file} is no vocabulary")
        self._tokens = tokens
        self._numbers = {
            token: number for number, token in enumerate(tokens) if self._bytes(number)
        }
        self._longest = max(map(len, self._numbers))
        self._spelt: dict[str, tuple[int, ...]] = {}

    def words(self, tokens: Sequence[int]) -> list[str]:
        """The words that the tokens spell, split at white space."""
        words: list[list[int]] = []
        for token in tokens:
            if self._bytes(token).startswith(_SPACE) or not words:
                words.append([])
            words[-1].append(token)
        spelt: list[str] = []
        for parts in words:
            text = self.text(parts)
            # A token of white space alone, or a break within one, must not join or lose words.
            if text and not any(each.isspace() for each in text):
                self._remember(text, tuple(parts))
            spelt.extend(text.split())
        return spelt

    def text(self, tokens: Sequence[int]) -> str:
        """What the tokens spell."""
        spelt = b"".join(map(self._bytes, tokens))
        return spelt.replace(_SPACE, b" ").decode(errors="replace").strip()

    def spell(self, words: Sequence[str]) -> list[int]:
        """Tokens that spell the words: those they came from if they did, else the longest ones."""
        tokens: list[int] = []
        for word in words:
            tokens.extend(self._spelt.get(word) or self._longest_match(word))
        return tokens

    def _bytes(self, token: int) -> bytes:
        """What the token stands for; nothing for unknown, start, end and the spare ones."""
        if not END < token < len(self._tokens) or self._tokens[token].startswith(b"<<ST_"):
            return b""
        return self._tokens[token]

    def _longest_match(self, word: str) -> list[int]:
        rest = _SPACE + word.encode()
        tokens: list[int] = []
        while rest:
            for length in range(min(self._longest, len(rest)), 0, -1):
                number = self._numbers.get(rest[:length])
                if number is not None:
                    tokens.append(number)
                    rest = rest[length:]
                    break
            else:
                rest = rest[1:]
        return tokens

    def _remember(self, word: str, tokens: tuple[int, ...]) -> None:
        if len(self._spelt) >= _REMEMBERED_WORDS:
            self._spelt.clear()
        self._spelt[word] = tokens
