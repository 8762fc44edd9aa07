"""hibari: a small, very fast voice for English, and a dictionary that tells how words are said."""

from samantha.providers.hibari.pronunciation import HibariPronunciation
from samantha.providers.hibari.voice import Hibari

__all__ = ["Hibari", "HibariPronunciation"]
