"""Why she said what she said: every number and rule that shaped a reply, for him to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reasons:
    """What shaped one reply."""

    found_by: str
    """Who found the words: the name of a model, or what part of the program."""
    word: str = ""
    """How she was, in a word."""
    mood: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Pleasure, arousal, dominance, each in [-1, 1]."""
    home: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Where her mood rests."""
    feelings: Mapping[str, float] = field(default_factory=dict[str, float])
    moved_by: tuple[str, ...] = ()
    he: str = ""
    """How he sounded, after "you": "sound sad"; "" where nothing was to say."""
    line: str = ""
    """What the model was told of all that, word for word."""
    temperature: float | None = None
    most_words: int | None = None
    recalled: tuple[int, ...] = ()
    """The utterances that she had in mind beside the last turns."""


def told(reasons: Reasons, recalled: Sequence[str] = ()) -> Sequence[str]:
    """The reasons in sentences; `recalled` are the words of what she had in mind."""
    lines = [f"Words found by: {reasons.found_by}."]
    if reasons.word:
        now = ", ".join(
            f"{name} {value:+.2f} (at rest {rest:+.2f})"
            for name, value, rest in zip(
                ("pleasure", "arousal", "dominance"), reasons.mood, reasons.home, strict=True
            )
        )
        lines.append(f"My mood: {reasons.word}; {now}.")
    if reasons.feelings:
        felt = ", ".join(f"{name} {value:.2f}" for name, value in reasons.feelings.items())
        lines.append(f"Feelings, as numbers: {felt}.")
    lines += [f"Moved by: {each}." for each in reasons.moved_by]
    if reasons.he:
        lines.append(f"You {reasons.he}, as far as words show it.")
    if reasons.line:
        lines.append(f"The model was told: {reasons.line}")
    if reasons.temperature is not None:
        lines.append(
            f"How freely words were drawn: temperature {reasons.temperature:.2f};"
            f" enough after {reasons.most_words} words."
        )
    lines += [f"I had in mind: “{each}”" for each in recalled]
    return lines
