"""Moonshine: a small recognizer of English speech, in this process."""

from samantha.providers.moonshine.conversion import make_fast
from samantha.providers.moonshine.recognizer import Moonshine

__all__ = ["Moonshine", "make_fast"]
