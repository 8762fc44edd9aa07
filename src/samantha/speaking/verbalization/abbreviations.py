"""Abbreviations, titles, streets and initials, and whether a full stop belongs to a word."""

import re
from typing import Final

from samantha.speaking.verbalization.rules import LETTER, Habits, Rule, one_of, rule

TITLES: Final = {
    "Dr": "Doctor",
    "Mr": "Mister",
    "Mrs": "Missus",
    "Ms": "Miz",
    "Mx": "Mix",
    "Prof": "Professor",
    "Rev": "Reverend",
    "Fr": "Father",
    "Gen": "General",
    "Col": "Colonel",
    "Maj": "Major",
    "Capt": "Captain",
    "Lt": "Lieutenant",
    "Sgt": "Sergeant",
    "Sen": "Senator",
    "Rep": "Representative",
    "Gov": "Governor",
    "Pres": "President",
    "Hon": "Honorable",
    "St": "Saint",
    "Mt": "Mount",
    "Ft": "Fort",
}
"""Said so before a name that follows."""
STREETS: Final = {
    "St": "Street",
    "Dr": "Drive",
    "Ave": "Avenue",
    "Av": "Avenue",
    "Blvd": "Boulevard",
    "Rd": "Road",
    "Ln": "Lane",
    "Ct": "Court",
    "Pl": "Place",
    "Sq": "Square",
    "Hwy": "Highway",
}
"""Said so after a name."""
ABBREVIATIONS: Final = {
    "e.g.": "for example",
    "eg.": "for example",
    "i.e.": "that is",
    "ie.": "that is",
    "etc.": "et cetera",
    "et al.": "and others",
    "vs.": "versus",
    "v.": "versus",
    "cf.": "compare",
    "ca.": "circa",
    "c.": "circa",
    "approx.": "approximately",
    "appt.": "appointment",
    "apt.": "apartment",
    "Apt.": "Apartment",
    "dept.": "department",
    "Dept.": "Department",
    "est.": "established",
    "govt.": "government",
    "incl.": "including",
    "excl.": "excluding",
    "max.": "maximum",
    "min.": "minimum",
    "misc.": "miscellaneous",
    "temp.": "temperature",
    "tel.": "telephone",
    "Tel.": "Telephone",
    "Jr.": "Junior",
    "Sr.": "Senior",
    "Esq.": "Esquire",
    "Inc.": "Incorporated",
    "Corp.": "Corporation",
    "Co.": "Company",
    "Ltd.": "Limited",
    "Bros.": "Brothers",
    "a.k.a.": "also known as",
    "w/o": "without",
    "w/": "with",
    "b/c": "because",
    "n/a": "not applicable",
    "N/A": "not applicable",
}
PLAIN_ABBREVIATIONS: Final = {
    "vs": "versus",
    "approx": "approximately",
    "etc": "et cetera",
    "btw": "by the way",
    "BTW": "by the way",
    "imo": "in my opinion",
    "IMO": "in my opinion",
    "aka": "also known as",
    "AKA": "also known as",
    "Jr": "Junior",
    "Sr": "Senior",
    "Ltd": "Limited",
}
"""The same without a full stop."""
BEFORE_NUMBERS: Final = {
    "No.": "number",
    "no.": "number",
    "Nos.": "numbers",
    "Nr.": "number",
    "p.": "page",
    "pp.": "pages",
    "vol.": "volume",
    "Vol.": "Volume",
    "ch.": "chapter",
    "Ch.": "Chapter",
    "fig.": "figure",
    "Fig.": "Figure",
    "sec.": "section",
    "Sec.": "Section",
    "ed.": "edition",
    "ext.": "extension",
}
_AFTER_ARTICLES: Final = "a an the and grade Grade vitamin Vitamin plan Plan".split()
_NO_ARTICLE: Final = "".join(rf"(?<!\b{each}\s)" for each in _AFTER_ARTICLES)
_DOTTED: Final = r"(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?"
_STATES: Final = r"(?:U\.\s?S\.\s?A|U\.\s?S|U\.\s?K|U\.\s?N|E\.\s?U|D\.\s?C|L\.\s?A)(?:\.|\b)"
_TITLE_WORDS: Final = frozenset(each.lower() for each in TITLES) - {
    "gen",
    "rep",
    "sen",
    "hon",
    "fr",
}
_SHORTENED: Final = frozenset(
    [key.lower().rstrip(".") for key in ABBREVIATIONS if key.endswith(".")]
    + "a.m p.m jan feb mar apr jun jul aug sept sep oct nov dec ave blvd rd".split()
)
_MAY_END: Final = frozenset("etc a.m p.m inc co corp ltd jr sr bros esq".split())
"""Abbreviations with which a sentence may well end."""
_NUMBERED: Final = frozenset(key.lower().rstrip(".") for key in BEFORE_NUMBERS)


def belongs_to_word(word: str, following: str) -> bool:
    """Whether a full stop between `word` and `following` belongs to the word and ends no sentence.

    `following` is what comes after the stop and white space; its first letter is enough.
    """
    bare = word.lstrip("(“\"'‘[*_")
    lower = bare.lower()
    if lower in _TITLE_WORDS or (len(bare) == 1 and bare.isalpha() and bare.isupper()):
        return bare != "I"
    if lower in _NUMBERED and following[:1].isdigit():
        return True
    if lower in _SHORTENED:
        return not (lower in _MAY_END and following[:1].isupper())
    return re.fullmatch(r"[a-z](?:\.[a-z])+", lower) is not None


def _ending(match: re.Match[str], said: str) -> str:
    """`said`, with the full stop that also ended a sentence."""
    written = match.group().rstrip()
    following = match.string[match.end() :]
    ends = written.endswith(".") and re.match(r"[\"”')\]]*\s*$", following)
    return f"{said}." if ends else said


def _say_title(match: re.Match[str], _: Habits) -> str:
    return TITLES[match["title"]]


def _say_street(match: re.Match[str], _: Habits) -> str:
    name = match.groupdict().get("name") or ""
    return _ending(match, f"{name} {STREETS[match['street']]}")


def _say_abbreviation(match: re.Match[str], _: Habits) -> str:
    return _ending(match, ABBREVIATIONS[match["short"]])


def _say_plain_abbreviation(match: re.Match[str], _: Habits) -> str:
    return PLAIN_ABBREVIATIONS[match["short"]]


def _say_before_number(match: re.Match[str], _: Habits) -> str:
    return BEFORE_NUMBERS[match["short"]]


def _say_ampersand(match: re.Match[str], _: Habits) -> str:
    return f"{' '.join(match['left'])} and {' '.join(match['right'])}"


def _say_dotted(match: re.Match[str], _: Habits) -> str:
    letters = "".join(re.findall("[A-Za-z]", match.group()))
    known = {"am": "AM", "pm": "PM", "phd": "PhD"}.get(letters.lower())
    return _ending(match, known or letters.upper())


def _say_initials(match: re.Match[str], _: Habits) -> str:
    return " ".join(re.findall(rf"[{LETTER}]", match["initials"]))


RULES: Final[tuple[Rule, ...]] = (
    rule(rf"(?<=[0-9](?:st|nd|rd|th)\s)(?P<street>{one_of(STREETS)})\b\.?", _say_street),
    rule(
        rf"(?P<name>[A-Z][a-z]+)\s(?P<street>{one_of(STREETS)})\b\.?(?!\s?[A-Z][a-z]|-)",
        _say_street,
    ),
    rule(rf"(?P<title>{one_of(TITLES)})\.\s*(?=[A-Z]|(?:and|or|&)\s)", _say_title),
    rule(r"(?P<title>Dr|Mr|Mrs|Ms|Mx|Prof|St|Mt|Ft|Lt|Sgt|Capt)(?=\s[A-Z])", _say_title),
    rule(rf"(?P<short>{one_of(BEFORE_NUMBERS)})\s?(?=[0-9]|[IVX]{{2,}}\b)", _say_before_number),
    rule(rf"(?P<short>{one_of(ABBREVIATIONS.keys() - {'v.', 'c.'})})(?!\w)", _say_abbreviation),
    rule(r"(?P<short>v\.)(?=\s[A-Z])", _say_abbreviation),
    rule(r"(?P<short>c\.)(?=\s?[0-9])", _say_abbreviation),
    rule(rf"(?P<short>{one_of(PLAIN_ABBREVIATIONS)})(?![\w.'-])", _say_plain_abbreviation),
    rule(_STATES, _say_dotted),
    rule(rf"{_NO_ARTICLE}(?P<initials>(?:[A-Z]\.\s?)+)(?=\s?[A-Z][{LETTER}'])", _say_initials),
    rule(r"(?P<left>[A-Z]{1,3})\s?&\s?(?P<right>[A-Z]{1,3})\b", _say_ampersand),
    rule(r"Ph\.\s?D\.?", "PhD"),
    rule(_DOTTED, _say_dotted),
)
