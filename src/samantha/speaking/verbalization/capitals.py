"""Words in capitals: acronyms, shouting, and Roman numerals behind names."""

import re
from typing import Final

from samantha.speaking.verbalization.numerals import cardinal, ordinal, roman
from samantha.speaking.verbalization.rules import Habits, Rule, one_of, rule

_SAID_AS_WORDS: Final = frozenset(
    """NASA NATO UNESCO UNICEF OPEC ASEAN FIFA UEFA IKEA LEGO YOLO FOMO GIF RAM ROM PIN SIM LASER
    RADAR SCUBA AIDS SARS COVID EBITDA NAFTA NASDAQ OSHA FEMA PIXAR SWAT AWOL TED BAFTA CAPTCHA
    JPEG ZIP MENSA GAAP""".split()
)
_SPELLED: Final = frozenset(
    """ACLU API ASMR ATM AWS CEO EU IOU IQ IT OECD UAE UFO UK UN US USA USB AI
    OK AM PM AC IKR YMCA UCLA USDA IMHO""".split()
)
_SHORT_WORDS: Final = frozenset(
    """THE AND YOU NOT SO NO YES ALL NOW BUT WOW HEY OH AH MY WHY HOW WHO OUT OFF TOO TWO ONE BIG
    BAD GO DO ME WE HE IS BE TO OF IN ON AT BY IF OR AS AN UP FOR ARE WAS HAS HAD HER HIS HIM SHE
    ITS OUR CAN DID GET GOT LET SAY SEE SAW TEN DAY WAY NEW OLD BOY MAN MOM DAD FUN SAD MAD HOT FAR
    EAT RUN ANY MAY YET USE PUT TRY ASK END OWN HA UH UM""".split()
)
_ONSET: Final = (
    "(?:[BCDFGHJKLMNPRSTVWXYZ]|QU|[BCFGPS]L|[BCDFGPTW]R|S[CKMNPTW]|[CGKPSTWR]H|KN|TW|DW|STR|SPR|SCR"
    "|SPL|THR|SHR|SQU|PHR|SCH|CHR)?"
)
_CODA: Final = (
    "(?:[BCDFGHJKLMNPRSTVWXZ]{1,2}|NGS?|[BCDFGHKLMNPRST]{1,2}S|RST|GHT|TCH|[LMNR][CKPT]H|RLD|NKS?)?"
)
_PRONOUNCEABLE = re.compile(
    rf"{_ONSET}(?:[AEIOUY]{{1,3}}[BCDFGHJKLMNPRSTVWXYZ]{{1,3}})*[AEIOUY]{{1,2}}{_CODA}"
)
_REGNAL: Final = frozenset(
    """Henry Edward George William Richard James Charles John Elizabeth Mary Louis Philip Francis
    Frederick Wilhelm Otto Leopold Albert Victoria Catherine Peter Nicholas Alexander Ivan Pius Paul
    Benedict Gregory Leo Clement Innocent Urban Felipe Carlos Ferdinand Ramesses Ptolemy Napoleon
    Haakon Gustav Christian Margaret Robert David Anne""".split()
)
_COUNTED_THINGS: Final = (
    "Chapter Part Act Scene Book Volume Section Article Title Phase Stage Type Class Level Grade"
    " War Bowl Mark Apollo Appendix Figure Table Episode Season Rocky Fantasy Tome Canto"
).split()


def _say_counted(match: re.Match[str], _: Habits) -> str | None:
    value = roman(match["numeral"])
    return None if value is None else f"{match['thing']} {cardinal(value)}"


def _say_regnal(match: re.Match[str], _: Habits) -> str | None:
    value = roman(match["numeral"])
    name = match["name"]
    if value is None or name not in _REGNAL:
        return None
    alone = match["numeral"] in "IVX"
    if alone and not re.match(r"\s*(?:[,.;:!?]|$|'s|of\b|was\b)", match.string[match.end() :]):
        return None
    return f"{name} the {ordinal(value)}"


def _say_numbered(match: re.Match[str], _: Habits) -> str | None:
    value = roman(match["numeral"])
    return None if value is None else f"{match['name']} {cardinal(value)}"


def _say_capitals(match: re.Match[str], _: Habits) -> str:
    word, ending = match["word"], match["ending"] or ""
    if word in _SAID_AS_WORDS:
        return word.capitalize() + ending
    if word in _SHORT_WORDS or (len(word) > 3 and _sounds_like_a_word(word)):
        return word.lower() + ending
    if not ending and _is_shouted(match):
        return word.lower()
    return word + ending


def _sounds_like_a_word(word: str) -> bool:
    return word not in _SPELLED and _PRONOUNCEABLE.fullmatch(word) is not None


def _is_shouted(match: re.Match[str]) -> bool:
    """Whether it is an ordinary word like the one in capitals beside it."""
    if match["word"] not in ("IT", "US", "AM"):
        return False
    before = re.search(r"\b([A-Z]+)\W+$", match.string[: match.start()])
    after = re.match(r"\W+([A-Z]+)\b", match.string[match.end() :])
    return any(beside and beside[1] in _SHORT_WORDS for beside in (before, after))


RULES: Final[tuple[Rule, ...]] = (
    rule(
        rf"(?P<thing>(?:World\s)?{one_of(_COUNTED_THINGS)})\s(?P<numeral>[IVXLC]+)\b"
        r"(?!['.]\w|\s(?!of\b|is\b|was\b)[a-z])",
        _say_counted,
    ),
    rule(r"(?P<name>[A-Z][a-z]+)\s(?P<numeral>[IVX]+)\b(?!'[a-rt-z]|-)", _say_regnal),
    rule(r"(?P<name>[A-Z][a-z]+)\s(?P<numeral>[IVX]{2,})\b(?!'[a-rt-z]|-)", _say_numbered),
    rule(r"(?P<word>[A-Z]{2,})(?P<ending>'?s|'S)?(?![\w])", _say_capitals),
)
