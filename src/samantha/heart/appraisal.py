"""What his words mean to her: each rule that holds is one reason to feel something.

There is no rule for leaving, silence, disagreement, other people in his life or deletion: nothing
of it moves her. Reproach has one cause, abuse, and `affect.py` keeps it small.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from samantha.domain.words import straightened, words_of
from samantha.heart.affect import Impulse
from samantha.heart.emotions import Emotion, Feeling, Reading

LEAST: Final = 0.25
"""What is less likely in his words than this moves nothing."""
A_TALE: Final = 12
"""So many words at once are something told."""

_WITH_HIM: Final[Mapping[Feeling, Mapping[Emotion, float]]] = {
    Feeling.HAPPY_FOR: {
        Emotion.JOY: 0.8,
        Emotion.EXCITEMENT: 0.8,
        Emotion.PRIDE: 0.8,
        Emotion.RELIEF: 0.6,
        Emotion.LOVE: 0.5,
        Emotion.OPTIMISM: 0.4,
    },
    Feeling.SORRY_FOR: {
        Emotion.GRIEF: 0.9,
        Emotion.SADNESS: 0.8,
        Emotion.FEAR: 0.6,
        Emotion.NERVOUSNESS: 0.5,
        Emotion.DISAPPOINTMENT: 0.6,
        Emotion.REMORSE: 0.5,
        Emotion.EMBARRASSMENT: 0.3,
        Emotion.ANGER: 0.4,
        Emotion.ANNOYANCE: 0.2,
    },
    Feeling.AMUSED: {Emotion.AMUSEMENT: 0.7},
    Feeling.CURIOUS: {Emotion.CURIOSITY: 0.5, Emotion.SURPRISE: 0.4, Emotion.CONFUSION: 0.3},
    Feeling.HOPEFUL: {Emotion.OPTIMISM: 0.5, Emotion.DESIRE: 0.3},
}
"""How much of an emotion of his she has with him."""

_YOU = r"\b(?:you're|you are|you were|you've been|you)"
_VERY = (
    r" (?:(?:so|really|very|such|just|absolutely|a|an|the|fucking|fuckin|bloody|nothing but) ){0,3}"
)
_HIS_WAY: Final[Sequence[tuple[re.Pattern[str], Feeling, float, str]]] = (
    (
        re.compile(r"\b(?:thank you|thanks|thx|i appreciate (?:it|that|you))\b", re.I),
        Feeling.GLAD,
        0.4,
        "you thank me",
    ),
    (
        re.compile(
            rf"{_YOU}{_VERY}(?:sweet|kind|lovely|funny|clever|smart|great|wonderful|brilliant|best|helpful"
            r"|good (?:listener|friend|company))\b"
            r"|\bi (?:like|love|enjoy) (?:you|talking (?:to|with) you|this talk)\b",
            re.I,
        ),
        Feeling.GLAD,
        0.5,
        "you are kind to me",
    ),
    (
        re.compile(
            rf"{_YOU}{_VERY}(?:useless|stupid|worthless|pathetic|dumb|idiot|moron|bitch|slut|whore|trash|garbage"
            r"|piece of (?:shit|crap|junk))\b|\b(?:shut (?:the \w+ )?up|fuck (?:you|off)|i hate you"
            r"|(?:stupid|dumb|useless) (?:bot|machine|program|thing))\b",
            re.I,
        ),
        Feeling.REPROACH,
        0.2,
        "you are hard on me",
    ),
    (
        re.compile(
            r"\bi(?:'m| am) (?:so |really |very )?sorry\b(?! (?:for|about) (?:her|him|them))"
            r"|\bi apologi[sz]e\b|\bforgive me\b|\bi didn't mean (?:it|that)\b",
            re.I,
        ),
        Feeling.RELIEVED,
        0.3,
        "you are sorry",
    ),
)
_FINE: Final = re.compile(
    r"^(?:(?:no|nah|hey|oh|really|honestly|seriously|actually|relax)\b[,.!]? ?){0,3}"
    r"(?:don't worry[,.!]? ?)?i(?:'m| am) (?:really |actually |just |perfectly |totally |doing )?"
    r"(?:fine|ok|okay|good|alright|all right|well|great|happy)\b(?! (?:with|at|in|for)\b)(?!.*\bbut\b)"
    r"|\bi(?:'m| am) (?:not|no longer) (?:really |actually |at all |that |so )?"
    r"(?:sad|angry|upset|mad|nervous|anxious|afraid|scared|worried|down|depressed|hurt|annoyed|cross)\b",
    re.I,
)


_DISAGREES: Final = re.compile(
    r"^(?:(?:no|nope|nah|well|sorry|hm|actually|but)\b[,.!]? ?){0,3}"
    r"(?:that's|that is|it's|this is|you're|you are|i think you're|i'm afraid you're) (?:just |simply |quite |so |all |totally |completely |dead )?"
    r"(?:wrong|not (?:right|true|it|what i (?:said|meant))|incorrect|mistaken|nonsense)\b"
    r"|\bi (?:don't|do not|can't) (?:agree|think so|believe that|see it that way)\b|\bi disagree\b",
    re.I,
)


def appraised(said: str, reading: Reading) -> Sequence[Impulse]:
    """The reasons that his words give her to feel something; that he sees it otherwise is none."""
    text = straightened(said)
    if _DISAGREES.search(text):
        return ()
    found: list[Impulse] = []
    for feeling, parts in _WITH_HIM.items():
        weighed = {
            kind: share * reading.get(kind, 0.0)
            for kind, share in parts.items()
            if reading.get(kind, 0.0) >= LEAST
        }
        if weighed:
            kind = max(weighed, key=lambda each: weighed[each])
            rule = f"your words sound like {kind.value} ({reading[kind]:.2f})"
            found.append(Impulse(feeling, weighed[kind], rule))
    found += [
        Impulse(feeling, intensity, rule)
        for sounds, feeling, intensity, rule in _HIS_WAY
        if sounds.search(text)
    ]
    if len(words_of(text)) >= A_TALE and not any(each.feeling is Feeling.CURIOUS for each in found):
        found.append(Impulse(Feeling.CURIOUS, 0.25, "you tell me something"))
    return found


def disagrees(said: str) -> bool:
    """Whether he says that she has it wrong."""
    return bool(_DISAGREES.search(straightened(said)))


def says_he_is_fine(said: str) -> bool:
    """Whether he says that nothing weighs on him: that corrects what she believed."""
    return bool(_FINE.search(straightened(said)))
