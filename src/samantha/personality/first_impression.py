"""From a few answers to a persona: rules that a person can read and disagree with."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from samantha.personality.persona import Persona, Timbre, Traits


@dataclass(frozen=True, slots=True)
class Answers:
    """What he answered at the first meeting; an empty string where he skipped."""

    social: str = ""
    voice: str = ""
    mother: str = ""
    name: str = ""
    hesitant: bool = False
    """Whether his voice hesitated where he was asked about himself or his mother."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer; no words where he skipped the question."""

    words: str = ""
    hesitates: bool = False
    """Whether he was heard to hesitate; never so where he wrote."""


_HESITANT: Final = re.compile(
    r"\.\.\.|…|\b(?:um+|uh+|well|i guess|i suppose|i don't know|dunno|not sure|kind of|sort of"
    r"|complicated|difficult|hm+)\b",
    re.IGNORECASE,
)
_WARM: Final = re.compile(
    r"\b(?:close|warm|loving|good|great|wonderful|best|lovely|kind|fine|love)\b", re.I
)
_SORE: Final = re.compile(
    r"\b(?:never|distant|cold|complicated|difficult|hard|bad|angry|fight|fought|died|dead|gone|lost|passed"
    r"|miss|about her(?:self)?|listen|critical|strained|no relationship|don't (?:talk|speak))\b",
    re.IGNORECASE,
)
_ALONE: Final = re.compile(
    r"\b(?:anti-?social|alone|introvert\w*|shy|quiet|home|not (?:very |really |that )?social|haven't been social"
    r"|keep to myself|few people|loner|lonely)\b",
    re.IGNORECASE,
)
_OUTGOING: Final = re.compile(
    r"\b(?:social|outgoing|extrovert\w*|people person|parties|friends)\b", re.I
)
_FEMININE: Final = re.compile(r"\b(?:female|woman|women|girl|feminine|she|her|lady)\b", re.I)
_MASCULINE: Final = re.compile(r"\b(?:male|man|boy|masculine|he|him|guy|deep)\b", re.I)
_NEUTRAL: Final = re.compile(
    r"\b(?:neutral|neither|non-?binary|androgynous|either|don't (?:care|mind)|any)\b", re.I
)
_NO_NAME: Final = re.compile(
    r"(?:nothing|nobody|no one|anything|whatever|(?:i )?(?:really )?don't (?:know|care|mind|have|want)|dunno"
    r"|(?:i'd |i would )?(?:rather|prefer) not|not (?:to|sure|telling|saying|yet|now|important|really)|no name"
    r"|none of|never mind|no matter|no idea|no preference|doesn't matter|up to you|as you (?:like|wish|please)"
    r"|(?:you )?(?:choose|decide|pick)|surprise me)\b.*",
    re.IGNORECASE,
)
_SKIPPED: Final = re.compile(
    r"(?:no|nope|nah|none|skip|pass|next|idk|n/a)(?:,? (?:thanks|thank you))?", re.IGNORECASE
)
_RATHER_NOT: Final = re.compile(
    r"(?:(?:let's |can we |please )?skip(?: (?:it|this|that|this one|that one|the question))?|pass|next(?: question)?"
    r"|no comment|(?:i'd|i would) (?:rather|prefer) not(?: to)?(?: (?:say|answer|talk about (?:it|that|her)))?"
    r"|i (?:don't|do not) want to (?:say|answer|talk about (?:it|that|her))"
    r"|(?:that's |it's )?none of your business)(?:,? (?:please|thanks|thank you))?",
    re.IGNORECASE,
)
_MOST_WORDS: Final = 6
"""Of an answer that is a name and a courtesy."""
_FILLERS: Final = re.compile(
    r"^(?:(?:um+|uh+|er+|hm+|oh|well|so|okay|ok)\b[\s,.…]*)+", re.IGNORECASE
)
_VOICE_LEANINGS: Final[tuple[tuple[str, Callable[[Traits], Traits]], ...]] = (
    (r"\b(?:calm|soft|gentle|quiet|slow|soothing|low)\b", lambda t: _moved(t, liveliness=-0.2, patience=0.15)),
    (r"\b(?:lively|bright|quick|energetic|fast|cheerful|young)\b", lambda t: _moved(t, liveliness=0.25)),
    (r"\b(?:funny|playful|cheeky|witty|sarcastic|teas\w+)\b", lambda t: _moved(t, playfulness=0.25)),
    (r"\b(?:honest|direct|blunt|clear|plain|straight)\b", lambda t: _moved(t, directness=0.25)),
    (r"\b(?:warm|kind|tender|caring)\b", lambda t: _moved(t, warmth=0.15)),
)  # fmt: skip


def first_persona(answers: Answers) -> Persona:
    """Make a persona of the answers; the same answers always make the same one, without a name."""
    traits = Traits()
    if _ALONE.search(answers.social):
        # Someone who keeps to himself is not talked at: calmer, more patient, curious by questions.
        traits = _moved(traits, liveliness=-0.1, patience=0.15, curiosity=0.1)
    elif _OUTGOING.search(answers.social):
        traits = _moved(traits, liveliness=0.15, playfulness=0.15)
    if _SORE.search(answers.mother):
        traits = _moved(traits, warmth=0.15, patience=0.1, directness=-0.1)
    elif _WARM.search(answers.mother):
        traits = _moved(traits, playfulness=0.1, directness=0.05)
    for pattern, lean in _VOICE_LEANINGS:
        if re.search(pattern, answers.voice, re.IGNORECASE):
            traits = lean(traits)
    style: tuple[str, ...] = ()
    if answers.hesitant or hesitates(answers.mother) or hesitates(answers.social):
        traits = _moved(traits, patience=0.1)
        style = ("You leave room after a question.",)
    return Persona(
        his_name=called(answers.name),
        traits=traits,
        timbre=timbre_of(answers.voice),
        voice_wish=answers.voice.strip(),
        style=style,
    )


def skips(answer: str) -> bool:
    """Say whether an answer is the wish not to answer: "skip", "I'd rather not say"."""
    plain = _FILLERS.sub("", answer.replace("’", "'").strip()).strip(" .!…")
    return bool(_RATHER_NOT.fullmatch(plain))


def hesitates(answer: str) -> bool:
    """Say whether an answer hesitates, as far as written words show it."""
    return bool(_HESITANT.search(answer))


def timbre_of(voice: str) -> Timbre:
    """What kind of voice he asked for; feminine where he left it open, as in the film."""
    if _NEUTRAL.search(voice):
        return Timbre.NEUTRAL
    if _FEMININE.search(voice):
        return Timbre.FEMININE
    return Timbre.MASCULINE if _MASCULINE.search(voice) else Timbre.FEMININE


def called(answer: str) -> str | None:
    """The name in an answer such as "Theodore", "call me Theo, please" or "my name is Theo".

    None where he gives none: "skip", "I'd rather not say".
    """
    text = _FILLERS.sub("", answer.replace("’", "'").strip()).strip(".!\"'“”()")
    text = re.sub(r"(?<=\w{3})[.!?]\s.*$", "", text, flags=re.DOTALL)  # what he says of it
    if _SKIPPED.fullmatch(text):
        return None
    if match := re.search(
        r"\b(?:(?:just )?call me|i go by|prefer|be called|my name is|my name's|name's|i'm|i am|it's|just)\s+([^,.!?;]+)",
        text,
        re.IGNORECASE,
    ):
        text = match[1]
    elif len(text.split(",")[0].split()) > _MOST_WORDS:
        return None  # he speaks of something else
    text = re.sub(
        r"[,;(].*$|\b(?:please|thanks|thank you|is fine|will do|would be \w+|with (?:an?|one|two|no)\b)\b.*$",
        "",
        text,
        flags=re.I,
    )
    if _NO_NAME.fullmatch(text.strip()):
        return None
    words = re.findall(r"[^\W\d_][\w'’.-]*", text)[:3]
    name = " ".join(words).strip(".-")
    if not name or len(name) > 40:
        return None
    return name if any(letter.isupper() for letter in name) else name.title()


def _moved(traits: Traits, **by: float) -> Traits:
    return replace(
        traits,
        **{
            name: round(min(1.0, max(0.0, float(getattr(traits, name)) + step)), 2)
            for name, step in by.items()
        },
    )
