"""The reader of emotions; `training/emotion/train.py` made its weights (docs/heart.md)."""

from samantha.providers.emotions.reader import WEIGHTS, WordsAndMeaning

__all__ = ["WEIGHTS", "WordsAndMeaning"]
