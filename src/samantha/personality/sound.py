"""How a name sounds, as far as its letters tell: estimates for English eyes and ears."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

VOWELS = "aeiouy"
_SOFTNESS = {
    **dict.fromkeys("lmn", 1.0),
    **dict.fromkeys("rvwy", 0.9),
    **dict.fromkeys("hsf", 0.65),
    "z": 0.5,
    "j": 0.4,
    **dict.fromkeys("bdg", 0.25),
    **dict.fromkeys("ckpqtx", 0.1),
}
HARD = "bcdgjkpqtxz"
"""Letters that stand for a stop or a hiss, or may."""
_SOFT_PAIRS = {"th": "s", "sh": "s", "ph": "f"}
_BRIGHT = {"i": 1.0, "e": 0.8, "y": 0.9, "a": 0.35, "o": 0.1, "u": 0.05}
_GROUP = re.compile(r"[aeiouy]+")
_HIATUS = re.compile(r"i[aou]|e[ao](?!u)|[aou]i[ae]|eia|ua|oui|oe$|ye|ao")
_SPOKEN_LAST_E = frozenset(
    ("phoebe", "penelope", "calliope", "daphne", "ariadne", "hermione", "persephone", "antigone",
     "salome", "ione", "selene", "hebe", "psyche", "nike", "dafne", "irie")
)  # fmt: skip
_RESPELLING = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"), (r"^(?:kn|gn)", "n"), (r"^wr", "r"), (r"sch|sh|ch(?=[aeiouy])", "š"),
        (r"ch", "k"), (r"ck", "k"), (r"qu", "kw"), (r"q", "k"), (r"x", "ks"), (r"th", "t"),
        (r"c(?=[eiy])", "s"), (r"c", "k"), (r"g(?=[eiy])", "j"), (r"z", "s"), (r"gh", "g"),
        (r"(?<=[aeiouy])h", ""), (r"(?<=[^aeiouy])h", ""), (r"w(?=[^aeiouy]|$)", ""),
        (r"oeb", "ib"), (r"^[ae]i", "ï"), (r"e(?=[ao]$)", "i"), (r"(?<=o)e$", "i"),
        (r"(?<=[^aeiouy])e$", ""), (r"e[ei]|ea|ie|ey$|y(?![aeou])", "i"), (r"a[iy]|ei|ey|ae", "e"),
        (r"o[ou]|ew|ue", "u"), (r"a[uw]", "o"), (r"o[ae]", "o"), (r"y", "i"),
    )
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Sound:
    """What can be told of a name's sound; shares and measures are from 0 to 1."""

    letters: int
    syllables: int
    syllables_sure: bool
    """False where English spelling leaves open how many there are."""
    softness: float
    """0: stops like k and t only; 1: l, m and n only."""
    brightness: float
    """0: vowels like o and u; 1: i."""
    vowels_share: float
    first: str
    last: str
    ends_open: bool
    """On a vowel that is spoken."""
    alternates: bool
    """Consonants and vowels take turns from the first letter to the last."""
    crowding: int
    """The most consonants in a row."""


@lru_cache(maxsize=16384)
def sound(name: str) -> Sound:
    """Describe how `name` (letters only) sounds."""
    word = plain(name)
    spoken = word
    for pair, single in _SOFT_PAIRS.items():
        spoken = spoken.replace(pair, single)
    consonants = [_SOFTNESS[letter] for letter in spoken if letter in _SOFTNESS and letter != "y"]
    vowels = [_BRIGHT[letter] for letter in word if letter in _BRIGHT]
    syllables, sure = _syllables(word)
    mute = _has_mute_e(word)
    kinds = ["v" if letter in VOWELS else "c" for letter in word]
    return Sound(
        letters=len(word),
        syllables=syllables,
        syllables_sure=sure,
        softness=_mean(consonants, empty=1.0),
        brightness=_mean(vowels[:-1] if mute else vowels, empty=0.5),
        vowels_share=len(vowels) / max(1, len(word)),
        first=word[:1],
        last=word[-1:],
        ends_open=bool(word) and (word[-1] in VOWELS or word.endswith(("ah", "eh"))) and not mute,
        alternates=len(word) > 2 and all(a != b for a, b in pairwise(kinds)),
        crowding=max((len(run) for run in _GROUP.split(word)), default=0),
    )


def plain(name: str) -> str:
    """Lower-case letters a to z of a name; accents are taken off, everything else is dropped."""
    if name.isascii() and name.isalpha():
        return name.lower()
    spread = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in spread if "a" <= letter <= "z")


@lru_cache(maxsize=16384)
def respelled(name: str) -> str:
    """A name written as it sounds, roughly: names that sound alike come out alike."""
    word = plain(name)
    for pattern, replacement in _RESPELLING:
        word = pattern.sub(replacement, word)
    return _DOUBLED.sub(r"\1", word)


def sounds_like(one: str, other: str) -> bool:
    """Whether two names could be taken for one another when called across a room.

    True where they sound alike, differ in one sound, or where one is the beginning of the other.
    """
    a, b = sorted((respelled(one), respelled(other)), key=len)
    if not a:
        return False
    if a == b:
        return True
    if len(a) >= 3 and b.startswith(a):
        return True
    return len(b) > 2 and _one_apart(a, b)


def _one_apart(shorter: str, longer: str) -> bool:
    """Whether one letter changed, or added, makes one of the other."""
    if len(longer) - len(shorter) > 1:
        return False
    same = 0
    while same < len(shorter) and shorter[same] == longer[same]:
        same += 1
    if len(shorter) == len(longer):
        return shorter[same + 1 :] == longer[same + 1 :]
    return shorter[same:] == longer[same + 1 :]


def _syllables(word: str) -> tuple[int, bool]:
    """Estimate the syllables; sure only where spelling leaves no doubt."""
    # A y before a vowel, at the beginning or between vowels, is a consonant: Yara, Maya.
    spelled = re.sub(r"(?:^|(?<=[aeiou]))y(?=[aeiou])", "j", word)
    groups = _GROUP.findall(spelled)
    if not groups:
        return 1, False
    count = len(groups) + len(_HIATUS.findall(spelled)) - _has_mute_e(word)
    if len(groups) == 1 and groups[0] == "ya":
        count = 2
    sure = (
        all(len(group) == 1 for group in groups)
        and "e" not in groups[1:-1]
        and not word.endswith(("e", "es", "ed"))
    )
    return max(1, count), sure


def _has_mute_e(word: str) -> bool:
    """Whether a last e is not spoken, as in Odile; it is in Daphne."""
    return (
        len(word) > 2
        and word.endswith("e")
        and word[-2] not in VOWELS
        and word not in _SPOKEN_LAST_E
        and any(letter in VOWELS for letter in word[:-1])
    )


def _mean(values: list[float], *, empty: float) -> float:
    return sum(values) / len(values) if values else empty
