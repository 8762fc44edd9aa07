"""What he asks of her mood, of how he sounds, and of why she said something: true answers."""

import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from samantha.domain.words import straightened
from samantha.heart.emotions import Emotion
from samantha.heart.inner import Inner
from samantha.heart.telling import AT_EASE, sounds, state_words
from samantha.mind.reasons import Reasons


class HeartQuestion(StrEnum):
    """The questions that her numbers answer."""

    HER_MOOD = "her mood"
    HER_NUMBERS = "her numbers"
    HIS_MOOD = "his mood"
    WHY = "why"


_LEAD: Final = r"^(?:(?:so|and|but|hey|well|ok|okay|hm|tell me|honestly|really|samantha)[, ]+){0,3}"
_NOW: Final = r"(?: (?:right )?now| today| tonight| at the moment| these days| lately)?"
_END: Final = r"[?.! ]*$"
_ASKED: Final = {
    HeartQuestion.HER_NUMBERS: (
        rf"(?:can you |could you )?(?:show|give|tell) me (?:all )?(?:your|the) (?:mood |feelings? |heart )?numbers?{_NOW}",
        rf"what are your numbers{_NOW}",
        rf"(?:show|tell) me your (?:mood|feelings) (?:in|as) numbers?{_NOW}",
        rf"what(?:'s| is) your mood in numbers?{_NOW}",
    ),
    HeartQuestion.HER_MOOD: (
        rf"what(?:'s| is) your mood(?: like)?{_NOW}",
        rf"(?:what|which) mood are you in{_NOW}",
        rf"how are you feeling{_NOW}",
        rf"how do you feel{_NOW}",
        rf"are you (?:in a (?:good|bad|strange) mood|sad|happy|angry|upset|mad|cross|annoyed|moody)(?: (?:with|at) me)?{_NOW}",
        rf"(?:show|tell) me your mood{_NOW}",
    ),
    HeartQuestion.HIS_MOOD: (
        rf"how do i (?:sound|seem|come across)(?: to you)?{_NOW}",
        rf"how do you think i(?:'m| am) (?:doing|feeling){_NOW}",
        rf"what do you think i(?:'m| am) feeling{_NOW}",
        rf"do i (?:sound|seem) (?:\w+ )?\w+(?: to you)?{_NOW}",
    ),
    HeartQuestion.WHY: (
        r"why (?:did|do|would) you (?:just )?(?:say|ask|answer|tell me)(?: me)?(?: that| this| it| so)?(?: like that)?",
        r"what made you (?:say|ask|think of) (?:that|this|it)",
        r"where did that come from",
    ),
}
_PATTERNS: Final = {
    kind: [re.compile(_LEAD + f"(?:{each})" + _END, re.I) for each in patterns]
    for kind, patterns in _ASKED.items()
}
_GLOSS: Final = (
    "It's a number that colours how I talk; whether there's more to it, nobody can tell.",
    "That's a state of a program, and it does change my words. More I can't claim.",
)


def question_of(said: str) -> HeartQuestion | None:
    """Which of them he asks; None for all other talk."""
    text = straightened(said)
    return next(
        (
            kind
            for kind, patterns in _PATTERNS.items()
            if any(pattern.search(text) for pattern in patterns)
        ),
        None,
    )


def her_mood(inner: Inner, turn: int, *, numbers: bool = False) -> str:
    """How she is, in a word, with a reason where there is one; with the numbers if he asks."""
    if inner.word == AT_EASE:
        first = "At ease, where I usually am."
    else:
        first = f"{inner.word.capitalize()}, just now."
    strongest = max(
        inner.affect.feelings, key=lambda each: inner.affect.feelings[each], default=None
    )
    if strongest is not None and inner.affect.feelings[strongest] >= 0.2:
        first = f"{first[:-1]}, and {strongest.value}."
    if not numbers:
        return f"{first} {_GLOSS[turn % len(_GLOSS)]}"
    felt = ", ".join(f"{each.value} {value:.2f}" for each, value in inner.affect.feelings.items())
    return (
        f"{first} In numbers: {state_words(inner.affect.mood)}; at rest they are"
        f" {inner.home.pleasure:+.2f}, {inner.home.arousal:+.2f}, {inner.home.dominance:+.2f}."
        + (f" What I have right now: {felt}." if felt else "")
        + " `samantha mood` shows them over the days."
    )


def his_mood(inner: Inner, now: datetime) -> str:
    """How he sounded to her; never how he is."""
    heard = sounds(inner.belief, now)
    if not heard:
        return "Even, as far as words show it. But you'd know better than I."
    likely: Emotion | None = (inner.belief.strongest(now) or (None, 0.0))[0]
    since = inner.belief.felt[likely].at if likely is not None else now
    when = "" if (now - since).total_seconds() < 3600 else f", since {since:%A}"
    return f"You {heard} to me{when}. I only go by your words; tell me if I have it wrong."


def in_short(reasons: Reasons | None, recalled: Sequence[str]) -> str:
    """Why she said the last thing, in a sentence or two."""
    if reasons is None:
        return "I don't have what led to it any more, and I won't make it up."
    parts = [f"The words came from {reasons.found_by}"]
    if reasons.he:
        parts.append(f"you {reasons.he.replace('sound ', 'sounded ', 1)} to me")
    if reasons.word and reasons.word != AT_EASE:
        parts.append(f"I was {reasons.word}")
    if recalled:
        parts.append(f"I had in mind that you said “{recalled[-1].rstrip('.')}”")
    text = "; ".join(parts) if len(parts) > 1 else parts[0]
    return f"{text}. `samantha why` shows every number."
