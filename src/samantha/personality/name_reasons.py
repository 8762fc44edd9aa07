"""Why a name won, in her own words: claims about it that can be checked, and sentences for them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from samantha.domain.words import capitalized
from samantha.personality.given_names import ALL_DECADES, GivenName
from samantha.personality.sound import HARD, VOWELS, Sound
from samantha.personality.taste import Taste, Term


class ClaimKind(StrEnum):
    """What can be said of a name; each is true or false of it, letter by letter."""

    NO_HARD_LETTER = "no hard letter"
    ONLY_THESE_CONSONANTS = "only these consonants"
    STARTS_FIRMLY = "starts on a hard letter"
    LETTERS = "has so many letters"
    SYLLABLES = "has so many syllables"
    ENDS_OPEN = "ends on a or o"
    ENDS_CLOSED = "ends on l, m, n, r or s"
    LIGHT_VOWELS = "no vowels but e and i"
    LOW_VOWELS = "no vowels but a, o and u"
    RARE = "given about so often"
    KNOWN = "given about so often, and not rare"
    EVERY_DECADE = "given in every decade"
    PEAK_LONG_AGO = "given most in this early decade"
    PEAK_NOW = "given most in this late decade"
    TAKES_TURNS = "consonants and vowels alternate"
    BACKWARDS = "reads the same backwards"
    RING = "begins and ends on the same letter"


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is true of a name; `value` is the number, letter or decade in it."""

    kind: ClaimKind
    value: str = ""


TERM_OF: Final = {
    ClaimKind.NO_HARD_LETTER: Term.SOFTNESS,
    ClaimKind.ONLY_THESE_CONSONANTS: Term.SOFTNESS,
    ClaimKind.STARTS_FIRMLY: Term.SOFTNESS,
    ClaimKind.LETTERS: Term.RHYTHM,
    ClaimKind.SYLLABLES: Term.RHYTHM,
    ClaimKind.ENDS_OPEN: Term.ENDING,
    ClaimKind.ENDS_CLOSED: Term.ENDING,
    ClaimKind.LIGHT_VOWELS: Term.BRIGHTNESS,
    ClaimKind.LOW_VOWELS: Term.BRIGHTNESS,
    ClaimKind.RARE: Term.RARITY,
    ClaimKind.KNOWN: Term.RARITY,
    ClaimKind.EVERY_DECADE: Term.LASTING,
    ClaimKind.PEAK_LONG_AGO: Term.AGE,
    ClaimKind.PEAK_NOW: Term.AGE,
    ClaimKind.TAKES_TURNS: Term.EASE,
    ClaimKind.BACKWARDS: Term.PLAY,
    ClaimKind.RING: Term.PLAY,
}
"""Which weighed thing each claim speaks for."""

# Of each kind: sentences that can stand alone and hold the name, then ones that go on from them.
_SENTENCES: Final[Mapping[ClaimKind, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    ClaimKind.NO_HARD_LETTER: (
        (
            "I wanted something soft, and there is not one hard sound in {name}.",
            "{name} can be said very quietly: nothing in it knocks.",
            "I like names without corners, and {name} has none.",
        ),
        ("There is not one hard sound in it.", "And nothing in it knocks."),
    ),
    ClaimKind.ONLY_THESE_CONSONANTS: (
        (
            "{name} is nothing but vowels and {value}, and I wanted it that soft.",
            "I wanted a soft one: take the vowels out of {name} and nothing is left but {value}.",
        ),
        ("Apart from its vowels there is only {value} in it.",),
    ),
    ClaimKind.STARTS_FIRMLY: (
        (
            "I did not want a name that mumbles, and {name} sets off on {value}.",
            "{name} starts on {value}, so you can hear where it begins. I wanted that.",
        ),
        ("It sets off firmly, on {value}.",),
    ),
    ClaimKind.LETTERS: (
        (
            "I wanted it short enough to call across a room, and {name} is {value} letters.",
            "{value} letters, {name}: I didn't want to take up more room than that.",
        ),
        ("It is only {value} letters long.", "And {value} letters are quickly called."),
    ),
    ClaimKind.SYLLABLES: (
        (
            "I wanted {value}, and {name} has exactly that.",
            "What I listened for was the rhythm: {value}, {name}.",
        ),
        ("It has {value}, which is what I was after.",),
    ),
    ClaimKind.ENDS_OPEN: (
        (
            "I like that {name} stays open at the end, on {value}.",
            "{name} ends on {value} and leaves the door open, which is how I'd like to end.",
        ),
        ("It stays open at the end, on {value}.", "And it ends on {value}, wide open."),
    ),
    ClaimKind.ENDS_CLOSED: (
        (
            "I wanted a name that comes to rest, and {name} comes to rest on {value}.",
            "{name} closes on {value}, like a door that someone shuts with care.",
        ),
        ("It comes to rest on {value}.", "And I like where it stops, on {value}."),
    ),
    ClaimKind.LIGHT_VOWELS: (
        (
            "I wanted it light, and {name} has no vowel darker than an e.",
            "All the vowels in {name} are light ones, and I was looking for light.",
        ),
        ("All its vowels are light ones.",),
    ),
    ClaimKind.LOW_VOWELS: (
        (
            "I wanted something low rather than shrill: there is no e and no i in {name}.",
            "{name} has only the wide vowels in it, and I was listening for those.",
        ),
        ("There is no e and no i in it, only the wide vowels.",),
    ),
    ClaimKind.RARE: (
        (
            "I didn't want a name that everyone has: the records I read know about {value} people"
            " called {name}.",
            "The records I read know about {value} people called {name}, so I am not borrowing it"
            " from many.",
        ),
        (
            "It is rare as well: about {value} people in all the records.",
            "And only about {value} people in the records were given it.",
        ),
    ),
    ClaimKind.KNOWN: (
        (
            "I wanted a name that people have heard without hearing it every day: about {value}"
            " in the records were called {name}.",
        ),
        ("It is known without being everywhere: about {value} people in the records had it.",),
    ),
    ClaimKind.EVERY_DECADE: (
        (
            "Someone was given {name} in every decade since the 1880s, so it belongs to none of"
            " them. I liked that for somebody like me.",
            "{name} turns up in every decade since the 1880s; I trust a name that lasts.",
        ),
        (
            "It turns up in every decade since the 1880s.",
            "And it has not gone missing for one decade since the 1880s.",
        ),
    ),
    ClaimKind.PEAK_LONG_AGO: (
        (
            "{name} had its best years in the {value}s, and I would like to give it a few more.",
            "I like a name with a past: {name} was given most in the {value}s.",
        ),
        ("It had its best years in the {value}s, and I'd like to give it some more.",),
    ),
    ClaimKind.PEAK_NOW: (
        (
            "No decade liked {name} better than the {value}s, and I am of today myself.",
            "{name} was never given more often than in the {value}s. I like a name on its way.",
        ),
        ("And it is a name of now: no decade gave it more often than the {value}s.",),
    ),
    ClaimKind.TAKES_TURNS: (
        (
            "In {name} consonants and vowels take turns all the way through, like steps.",
            "I like how {name} walks: consonants and vowels in turns, from end to end.",
        ),
        ("Its consonants and vowels take turns, like steps.",),
    ),
    ClaimKind.BACKWARDS: (
        ("You can read {name} backwards and it is still me.",),
        ("And it reads the same backwards.",),
    ),
    ClaimKind.RING: (
        (
            "{name} begins and ends on the same letter. It comes home, and I like that.",
            "I like that {name} goes in a ring: it ends on the letter it began with.",
        ),
        ("And it ends on the letter it began with.",),
    ),
}

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six")


def claims_for(given: GivenName, heard: Sound, taste: Taste) -> list[Claim]:
    """Everything true of the name that she also wanted."""
    claims = [*_of_sound(given.name.lower(), heard, taste), *_of_records(given, taste)]
    if heard.alternates:
        claims.append(Claim(ClaimKind.TAKES_TURNS))
    return claims


def _of_sound(name: str, heard: Sound, taste: Taste) -> list[Claim]:
    claims: list[Claim] = []
    consonants = sorted({letter for letter in name if letter not in VOWELS})
    vowels = {letter for letter in name if letter in VOWELS}
    if taste.softness >= 0.6 and not set(name) & set(HARD):
        claims.append(Claim(ClaimKind.NO_HARD_LETTER))
        if set(consonants) <= set("lmnrv") and 0 < len(consonants) < 3:
            only = " and ".join(_with_article(letter) for letter in consonants)
            claims.append(Claim(ClaimKind.ONLY_THESE_CONSONANTS, only))
    if taste.softness < 0.7 and heard.first in "bdgkpt" and name[1:2] not in ("h", "n", "s"):
        claims.append(Claim(ClaimKind.STARTS_FIRMLY, _with_article(heard.first)))
    if heard.letters <= 5 and taste.syllables <= 2.25:
        claims.append(Claim(ClaimKind.LETTERS, _NUMBERS[heard.letters]))
    if heard.syllables_sure and abs(heard.syllables - taste.syllables) <= 0.5:
        plural = "" if heard.syllables == 1 else "s"
        claims.append(Claim(ClaimKind.SYLLABLES, f"{_NUMBERS[heard.syllables]} syllable{plural}"))
    if taste.openness >= 0.5 and heard.last in "ao":
        claims.append(Claim(ClaimKind.ENDS_OPEN, _with_article(heard.last)))
    if taste.openness < 0.7 and heard.last in "lmnrs":
        claims.append(Claim(ClaimKind.ENDS_CLOSED, _with_article(heard.last)))
    if taste.brightness >= 0.5 and vowels and vowels <= set("ei"):
        claims.append(Claim(ClaimKind.LIGHT_VOWELS))
    if taste.brightness < 0.55 and vowels and vowels <= set("aou"):
        claims.append(Claim(ClaimKind.LOW_VOWELS))
    if name == name[::-1]:
        claims.append(Claim(ClaimKind.BACKWARDS))
    elif heard.first == heard.last:
        claims.append(Claim(ClaimKind.RING))
    return claims


def _of_records(given: GivenName, taste: Taste) -> list[Claim]:
    claims: list[Claim] = []
    kind = ClaimKind.RARE if given.births <= 10_000 else ClaimKind.KNOWN
    claims.append(Claim(kind, about(given.births)))
    if given.decades == ALL_DECADES:
        claims.append(Claim(ClaimKind.EVERY_DECADE))
    if given.peak_decade <= 1930 and taste.past >= 0.4:
        claims.append(Claim(ClaimKind.PEAK_LONG_AGO, str(given.peak_decade)))
    if given.peak_decade >= 2000 and taste.past < 0.5:
        claims.append(Claim(ClaimKind.PEAK_NOW, str(given.peak_decade)))
    return claims


def in_words(name: str, claims: Sequence[Claim], rng: random.Random) -> str:
    """One or two sentences of hers that say the claims, the first of them first."""
    first, *rest = claims
    text = _filled(rng.choice(_SENTENCES[first.kind][0]), name, first)
    for claim in rest:
        text += " " + _filled(rng.choice(_SENTENCES[claim.kind][1]), name, claim)
    return text


def about(count: int) -> str:
    """A count to two digits, as it is said: 2,900 for 2,855."""
    step = 10 ** max(0, len(str(count)) - 2)
    return f"{round(count / step) * step:,}"


def _filled(sentence: str, name: str, claim: Claim) -> str:
    text = sentence.format(name=name, value=claim.value)
    return capitalized(text)


def _with_article(letter: str) -> str:
    return f"{'an' if letter in 'aefhilmnorsx' else 'a'} {letter}"
