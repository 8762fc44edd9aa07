"""A reader of emotions that knows what a table says, for tests."""

from collections.abc import Mapping

from samantha.heart.emotions import Emotion, Reading


class TableReader:
    """An `EmotionReader`: each sign in the table that the text holds shows its emotions."""

    name = "a table"

    def __init__(self, table: Mapping[str, Mapping[Emotion, float]]) -> None:
        self.table = table

    def read(self, text: str) -> Reading:
        found: dict[Emotion, float] = {}
        for sign, likely in self.table.items():
            if sign in text:
                found |= likely
        return found
