"""A short true sheet about him: what he said outright of himself, kept in his own words."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from samantha.domain.dialogue import Fact, Speaker, Utterance
from samantha.domain.words import content_words, sentences_of, words_of

_KIN: Final = (
    "mother|mom|mum|father|dad|sister|brother|wife|husband|girlfriend|boyfriend|partner|daughter|son"
    "|baby|grandmother|grandma|grandfather|grandpa|aunt|uncle|cousin|niece|nephew|ex-wife|ex-husband"
    "|ex|best friend|friend|roommate|flatmate|boss|neighbour|neighbor|therapist|dog|cat|pet"
    "|parrot|rabbit|car|boat|book|band|team|birthday|anniversary|middle name|last name|surname|name"
    "|favourite \\w+|favorite \\w+|phone number|address|job|doctor|street"
)
_ANY_FOOD: Final = (
    "another|any|anymore|anything|everything|a thing|a bite|all|as|at|before|after|because|here|there|if|in"
    "|it|like|more|much|now|on|out|right|so|that|these|this|those|today|tonight|too|until|when|while|with|yet"
)
_AGE_ENDS: Final = (
    r"(?= years? old| years? of age| now\b| today\b| and\b| but\b| this\b| next\b| on\b| in [a-z]{3,9}\b)"
    r"|[.,;!…](?!\d)|$"
)
_RULES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (key, re.compile(pattern, re.IGNORECASE))
    for key, pattern in (
        ("{0}", rf"\bmy (?:older |younger |big |little |late |new |old )?({_KIN})(?:'s)?\b"),
        (
            "pet",
            r"\b(?:i|we)(?:'ve| have| got| adopted)(?: got)? (?:a |an |two |three )?\w* ?(?:dog|cat|parrot|rabbit|puppy|kitten)s?\b",
        ),
        (
            "allergy",
            rf"\b(?:i'm|i am|i've always been) (?:\w+ )?allergic to\b|^allergic (?:to|since)\b|\bmy allerg|\bi (?:can't|cannot|don't) eat (?!(?:{_ANY_FOOD})\b)\w",
        ),
        ("diet", r"\b(?:i'm|i am) (?:a )?(?:vegetarian|vegan|coeliac|celiac|diabetic)\b"),
        (
            "work",
            r"\bi work (?:as|at|for|in)\b|^(?:(?:so|and|well|anyway|actually|oh|yes|no),? ){0,2}i (?:write|make|sell|teach|build|repair|mend|restore|fix|drive|cook|paint|design|translate|edit|clean|run)\b.{1,40}\b(?:for (?:other people|a living|money|a (?:company|newspaper|museum))|shop|store|caf\u00e9)\b|\b(?:i'm|i am) an? (?:\w+ )?(?:writer|teacher|nurse|doctor|engineer|student|lawyer|cook|chef|driver|carpenter|painter|gardener|musician|programmer|designer|baker|librarian|translator|architect)\b",
        ),
        (
            "home",
            r"\bi(?:'ve)? (?:live|lived|moved) (?:in|to|on|near)\b|\b(?:i'm|i am|i come) from\b|\bi grew up\b",
        ),
        (
            "age",
            rf"\b(?:i'm|i am|i'll be|i'm turning) \d{{1,3}}(?:{_AGE_ENDS})|\bi(?:'ve)? (?:just )?turned \d{{1,3}}\b(?! (?:of|pages?)\b|\s*%)",
        ),
        ("plan:{0}", r"\bon (monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"),
        ("plan:tomorrow", r"\b(?:i|we)(?:'m|'ve| have| am|'ll| will|'re)\b.*\btomorrow\b"),
        (
            "taste:{0}",
            r"\bi (?:really |absolutely |just )?(?:love|hate|adore|can't stand|prefer) (\w+)",
        ),
        (
            "divorce",
            r"\b(?:i'm|i am|we're|i got|we got) (?:getting )?(?:divorced|separated|married|engaged)\b",
        ),
    )
)
_TAG: Final = re.compile(
    r",? (?:did i (?:mention|tell you|say)(?: that| it)?|have i (?:told you|said)(?: that| it)?|you know|right|remember)\?$",
    re.IGNORECASE,
)
"""What makes a question of a sentence that tells something."""
_CUES: Final[dict[str, frozenset[str]]] = {
    "allergy": frozenset(
        "cook eat dinner lunch breakfast food pot menu kitchen ingredient ingredients swell snack restaurant order recipe bake dish meal menu allergic allergy".split()
    ),
    "diet": frozenset("cook eat dinner lunch food restaurant order recipe dish meal menu".split()),
    "pet": frozenset("pet pets animal animals dog cat".split()),
    "dog": frozenset("pet pets animal animals puppy".split()),
    "cat": frozenset("pet pets animal animals kitten".split()),
    "work": frozenset("work job living profession career office".split()),
    "home": frozenset("live lives city town country from grew home moved".split()),
    "age": frozenset("old age born".split()),
}
_LONGEST_WORDS: Final = 40


def only_asks(sentence: str) -> bool:
    """Say whether a sentence is a question, and not one that tells something first."""
    return sentence.endswith("?") and not _TAG.search(sentence)


def facts_said(utterance: Utterance) -> list[Fact]:
    """What his utterance says outright about him: one fact per subject, quoted word for word.

    Questions say nothing, and neither does anyone but him.
    """
    if utterance.speaker is not Speaker.PERSON:
        return []
    found: dict[str, Fact] = {}
    for sentence in sentences_of(utterance.text):
        if only_asks(sentence) or not 2 < len(words_of(sentence)) <= _LONGEST_WORDS:
            continue
        if re.match(r"(?i)(?:do|did|can|could|what|who|when|where|why|how)\b", sentence):
            continue
        # The rules are written with a straight apostrophe; the quote keeps his own.
        straight = sentence.replace("’", "'")
        for key, pattern in _RULES:
            if match := pattern.search(straight):
                about = (
                    key.format(*(group.lower() for group in match.groups())) if "{" in key else key
                )
                found.setdefault(about, Fact(about, sentence, utterance.id, utterance.said_at))
    return list(found.values())


def fitting_facts(facts: Sequence[Fact], text: str, limit: int = 2) -> list[Fact]:
    """The facts that a question is about, by its words or by what they hint at; best first."""
    asked = set(content_words(text)) | set(words_of(text))
    scored: list[tuple[float, int, Fact]] = []
    for fact in facts:
        subject = set(words_of(fact.key.partition(":")[2] or fact.key))
        score = 2.0 * len(subject & asked)
        score += 1.5 * bool(_CUES.get(fact.key, frozenset()) & asked)
        score += 0.8 * len(set(content_words(fact.quote)) & set(content_words(text)))
        if score >= 1.5:
            scored.append((score, fact.utterance_id, fact))
    scored.sort(key=lambda each: (-each[0], -each[1]))
    return _once(fact for _, _, fact in scored)[:limit]


def sheet_of(facts: Iterable[Fact], *, up_to: int, limit: int) -> list[Fact]:
    """The newest facts told up to utterance `up_to`, each sentence once, in the order of telling."""
    old = _once(
        sorted((f for f in facts if f.utterance_id <= up_to), key=lambda f: -f.utterance_id)
    )
    return sorted(old[:limit], key=lambda fact: fact.utterance_id)


def _once(facts: Iterable[Fact]) -> list[Fact]:
    return list({fact.quote: fact for fact in facts}.values())
