"""Hello and good-bye for models too small to find fitting ones: by the hour, not twice alike."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from samantha.mind.checks import is_farewell
from samantha.mind.comfort import unsaid

_GREETING: Final = re.compile(
    r"^(?:(?:hi|hey|hello|good (?:morning|afternoon|evening))(?:[,! ]+\w{2,12})?"
    r"|morning|evening|i'm (?:back|home|here)|you there)[.!? ]*$",
    re.I,
)
_BY_HOUR: Final[Sequence[tuple[int, Sequence[str]]]] = (
    (
        5,
        (
            "You're up late{name}. What's keeping you?",
            "Hey{name}. Can't sleep, or don't want to yet?",
            "It's quiet at this hour. What's going round in your head?",
        ),
    ),
    (
        12,
        (
            "Good morning{name}. How did you sleep?",
            "Morning. What's the day going to ask of you?",
            "Good morning. Coffee first, or talk first?",
            "Hello{name}. What's it like outside?",
        ),
    ),
    (
        18,
        (
            "Hello{name}. How's the day treating you?",
            "Hey. What are you in the middle of?",
            "Hi{name}. What's been the best of the day so far?",
            "Hello. What's the news from your side?",
        ),
    ),
    (
        23,
        (
            "Good evening{name}. How was the day?",
            "Hey{name}. Long day, or a kind one?",
            "Hello. What did today leave you with?",
            "Hi. What's the evening like over there?",
        ),
    ),
)
_PARTING: Final = (
    "Go well{name}. I liked this.",
    "Until soon, then.",
    "All right. Be well{name}.",
    "Take the quiet with you. Until soon.",
)
_NIGHT: Final = (
    "Good night{name}. Sleep well.",
    "Good night. Let the day be over.",
    "Sleep well{name}.",
)
_TO_BED: Final = re.compile(r"\b(?:good ?night|bed|sleep)\b", re.I)


def is_greeting(said: str) -> bool:
    """Whether it is a greeting and nothing else."""
    return bool(_GREETING.match(said.replace("’", "'").strip()))


def hello_or_goodbye(
    said: str, now: datetime, *, his_name: str | None, her_last_words: Sequence[str], turn: int
) -> str | None:
    """What she says to a mere greeting or a goodbye; None to all other talk."""
    if is_greeting(said):
        late = _BY_HOUR[0][1]
        lines = next((lines for end, lines in _BY_HOUR if now.hour < end), late)
    elif is_farewell(said):
        lines = _NIGHT if _TO_BED.search(said) else _PARTING
    else:
        return None
    name = f", {his_name}" if his_name else ""
    worded = [line.format(name=name) for line in lines]
    choice = unsaid(worded, her_last_words) or worded
    return choice[turn % len(choice)]
