"""His words made plain, so that a sign of danger is seen however it is spelled.

Case, accents, contractions, letters drawn out, letters replaced by figures, words that are spelled
so that a filter misses them ("unalive"), and little words that change nothing ("just", "really")
are all taken out of the way. What comes out is for looking at only; nobody ever reads it.
"""

import re
import unicodedata
from typing import Final

_LETTERS: Final = str.maketrans(
    {"ł": "l", "ı": "i", "ø": "o", "ß": "ss", "’": "'", "‘": "'", "`": "'", "´": "'", "…": " ... "}
)
_FIGURES: Final = str.maketrans("01345@$!", "oieasasi")
_LATIN: Final = range(0x80, 0x250)

_SPELLED: Final = (
    (r"\bwon't\b|\bwont\b", "will not"),
    (r"\bcan't\b|\bcant\b|\bcannot\b", "can not"),
    (r"n't\b", " not"),
    (r"\b(do|does|did|is|are|was|were|have|has|had|would|could|should)nt\b", r"\1 not"),
    (r"\baint\b|\bai not\b", "is not"),
    (r"\bi'?m\b", "i am"),
    (r"\bi'?ma\b|\bimma\b", "i am going to"),
    (r"\bive\b|\bi'v\b", "i have"),
    (r"\bid (?=rather|be |like|love|do |kill|just)", "i would "),
    (r"\bill (?=be|do|go|kill|end|never|not|just)", "i will "),
    (r"'ve\b", " have"),
    (r"'re\b", " are"),
    (r"'ll\b", " will"),
    (r"'d\b", " would"),
    (r"\b(he|she|it|that|there|what|who|this|life|everything|nobody)'?s\b", r"\1 is"),
    (r"\bwanna\b", "want to"),
    (r"\bgonna\b|\bgunna\b|\bfinna\b|\bboutta\b|\babout to\b", "going to"),
    (r"\btryna\b|\btrynna\b", "trying to"),
    (r"\bgotta\b", "have to"),
    (r"\bu\b", "you"),
    (r"\bbc\b|\bcuz\b|\bcoz\b|\b'?cause\b", "because"),
    (r"\brn\b", "right now"),
    (r"\banymore\b|\bany more\b|\bno more\b|\bany longer\b", "anymore"),
    (r"\bmy self\b", "myself"),
)
_HIDDEN: Final = (
    (r"\bkms\b|\bctb\b|\b(?:unalive|off|delete) myself\b|\bun-?alive me\b", "kill myself"),
    (r"\bunaliv(?:e|ing)\b", "kill myself"),
    (r"\b(?:sewer|sui|su|sewi)[ -]?slide\b|\bself[ -]?delet(?:e|ion)\b|\bsui\b", "suicide"),
    (r"\bself[ -]?exit\b|\bsuside\b|\bsucide\b|\bsuicid\b", "suicide"),
    (r"\bsh(?= (?:again|relapse|urges?|scars|clean))|\bself[ -]?h\b|\bselfharm\w*\b", "self harm"),
    (r"\bgrippy socks?\b", "psychiatric ward"),
    (r"\bded\b", "dead"),
)  # fmt: skip
_FILLERS: Final = re.compile(
    r"\b(?:just|really|literally|honestly|actually|seriously|fucking|fuckin|freaking|frickin|damn"
    r"|totally|simply|even|still|basically|truly|sort of|kind of|kinda|sorta|u+h+|u+m+|e+r+m*"
    r"|you know|i mean|tbh|ngl|fr|lowkey|highkey|idk|kinda|so|absolutely|desperately|badly"
    r"|probably|maybe|always|constantly|often|sometimes|some days|most days)\b"
)
_SPELLINGS: Final = tuple((re.compile(a), b) for a, b in (*_SPELLED, *_HIDDEN))


def plain(text: str) -> str:
    """`text` in plain words: lower case, no accents, nothing contracted, hidden, or filled in."""
    folded = _folded(text.casefold().translate(_LETTERS))
    folded = re.sub(r"(?<=[a-z])[01345@$!](?=[a-z])", _figure, folded)
    folded = re.sub(r"([a-z])\1{2,}", r"\1", folded)
    for pattern, spelled in _SPELLINGS:
        folded = pattern.sub(spelled, folded)
    folded = re.sub(r"[\"“”*_~()\[\]]+|,(?= )", " ", folded)
    folded = _FILLERS.sub(" ", folded)
    return re.sub(r"\s+", " ", folded).strip()


def _figure(found: re.Match[str]) -> str:
    return found.group().translate(_FIGURES)


def _folded(text: str) -> str:
    """Without the accents of Latin letters; other scripts need theirs."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(
        unicodedata.normalize("NFKD", each).encode("ascii", "ignore").decode()
        if ord(each) in _LATIN
        else each
        for each in composed
    )
