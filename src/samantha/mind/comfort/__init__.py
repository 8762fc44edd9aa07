"""The first words to someone on whom something weighs: listening, and one question."""

from samantha.mind.comfort.lines import Weight, comfort_for, sets_aside, unsaid

__all__ = ["Weight", "comfort_for", "sets_aside", "unsaid"]
