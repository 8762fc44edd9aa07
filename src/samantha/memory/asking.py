"""Which claim he asks for: whose, about what, now or at another time; None for all other talk."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from samantha.domain.words import straightened
from samantha.memory.claims import HE, KIN, SAME, kin_of, subject_of


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about a claim."""

    subject: str
    predicate: str
    value: str = ""
    """Asked for with yes or no; "" where the value itself is asked for."""
    before: bool = False
    """Whether what was is asked for, and not what is."""
    year: int | None = None


_LEAD: Final = re.compile(
    r"^(?:(?:so|and|but|hey|well|ok|okay|right|now|then|quick question|do you (?:know|remember)|remind me|tell me|can you tell me"
    r"|what was it|remember|samantha)\b[,:]? ?)+",
    re.I,
)
_WHO: Final = rf"(?P<s>i|my (?:\w+ )?{KIN}|[a-z]+)"
_DO: Final = r"(?:do|does|did)"
_RULES: Final[Sequence[tuple[str, re.Pattern[str]]]] = tuple(
    (predicate, re.compile(pattern + r"(?: (?:now|again|these days|at the moment|currently|right now|anyway))*$", re.I))
    for predicate, pattern in (
        ("home", rf"(?:where|in (?:which|what) (?:city|town|place|country)|which (?:city|town)) (?P<d>do|does|did) {_WHO} (?:live|stay)(?: in)?(?P<b> before(?: (?:that|then|this|\w+))?)?(?: in (?P<y>\d{{4}}))?"),
        ("home", rf"where (?:am|is) {_WHO} (?:living|based)"),
        ("home", rf"where did {_WHO} (?P<b>use to live|live before|move from|used to live)"),
        ("work", rf"(?:where|for whom|who) (?P<d>do|does|did) {_WHO} work(?: for)?(?P<b> before(?: (?:that|then|\w+))?)?(?: in (?P<y>\d{{4}}))?"),
        ("work", rf"what (?P<d>do|does|did) {_WHO} (?:do for (?:a living|work)|work as)(?P<b> before)?"),
        ("work", r"what(?:'s| is| was) my (?P<b>old |last |previous )?job"),
        ("status", r"am i (?P<v>married|single|divorced|engaged|separated|widowed)"),
        ("status", r"what(?:'s| is) my (?:marital|relationship) status"),
        ("{k}:name", rf"(?:what(?:'s| is) my (?P<k>{KIN})(?:'s name| called| named)|who(?:'s| is) my (?P<k2>{KIN})|what(?:'s| is) the name of my (?P<k3>{KIN}))"),
        ("birthday", rf"when(?:'s| is) (?:my|(?P<s>my {KIN}|[a-z]+)'s) birthday"),
        ("address", r"what(?:'s| is| was) my (?P<b>old )?address"),
        ("phone number", r"what(?:'s| is| was) my (?P<b>old )?(?:phone )?number"),
        ("car", r"what (?:kind of )?car do i (?:drive|have|own)|what(?:'s| is) my car|what do i drive"),
        ("favourite {w}", rf"what(?:'s| is| was) (?:my|(?P<s>my {KIN}|[a-z]+)'s) (?P<b>old )?favou?rite (?P<w>\w+(?: \w+)?)"),
        ("allergy", rf"what (?:am|is) {_WHO} allergic to|what (?:are )?my allergies(?: are)?"),
        ("allergy", rf"(?:am|is) {_WHO} allergic to (?P<v>[\w ]+)"),
        ("likes", rf"{_DO} {_WHO} (?:like|love|enjoy) (?P<v>[\w ]+)"),
        ("dislikes", rf"what {_DO} {_WHO} (?:hate|dislike|not like)"),
        ("plays", rf"(?:what|which)(?: instruments?)? {_DO} {_WHO} play"),
        ("plays", rf"{_DO} {_WHO} play (?:the )?(?P<v>[\w ]+)"),
        ("language", rf"(?:what|which) languages? {_DO} {_WHO} speak"),
        ("language", rf"{_DO} {_WHO} speak (?P<v>[a-z]+)"),
        ("commute", r"(?:how long is|what(?:'s| is)) my commute"),
    )
)  # fmt: skip


def asked_for(said: str) -> Asked | None:
    """The claim that he asks for; None where he asks for none that the rules know."""
    if "?" not in said and not _LEAD.match(said):
        return None
    text = straightened(said).rstrip("?!. ")
    plain = _LEAD.sub("", text)
    for predicate, pattern in _RULES:
        match = pattern.match(plain)
        if match is None:
            continue
        parts = match.groupdict()
        kin = parts.get("k") or parts.get("k2") or parts.get("k3")
        name = predicate.format(k=kin_of(kin) if kin else "", w=(parts.get("w") or "").lower())
        subject = _subject(parts.get("s"))
        if subject is None:
            continue
        year = int(parts["y"]) if parts.get("y") else None
        past = (parts.get("d") or "").lower() == "did" and year is None
        value = (parts.get("v") or "").strip()
        return Asked(subject, name, value, before=bool(parts.get("b")) or past, year=year)
    return None


def speaks_of(asked: Asked, text: str) -> bool:
    """Whether a text has to do with what he asks for, by its words."""
    kin = asked.predicate.removesuffix(":name")
    words = _CUES.get(asked.predicate.partition(" ")[0])
    if asked.predicate.endswith(":name"):
        alike = [kin, *(other for other, same in SAME.items() if same == kin)]
        words = rf"(?:{'|'.join(map(re.escape, alike))})s?"
    elif asked.predicate.startswith("favourite "):
        words = re.escape(asked.predicate.removeprefix("favourite "))
    return words is None or bool(re.search(rf"\b{words}\b", text, re.I))


_CUES: Final = {
    "home": r"(?:liv(?:e|es|ed|ing)|mov(?:e|ed|ing)|home|house|flat|apartment|city|town|street|from|rent|grew|in (?-i:[A-Z])\w+)",
    "work": r"(?:work(?:s|ed|ing)?|jobs?|boss|office|quit|hired|fired|living|career|firm|company|shifts?|profession|i(?:.m| am) an?)",
    "status": r"(?:married|wife|husband|divorced?|single|engaged|separated|widow(?:ed|er)?|partner|girlfriend|boyfriend|wedding)",
    "birthday": r"(?:birthday|born|turn(?:s|ed|ing)?)",
    "address": r"(?:address|street|road|lane|avenue|number \d+)",
    "phone": r"(?:phone|number|call me at)",
    "car": r"(?:cars?|driv(?:e|es|ing)|drove|van|engine|garage)",
    "allergy": r"(?:allerg\w+|swell|rash|can't eat)",
    "commute": r"(?:commute|train|bus|tram|minutes|ride)",
    "plays": r"(?:play(?:s|ed|ing)?|instrument|lessons?|band|orchestra)",
    "language": r"(?:speaks?|spoke|languages?|fluent)",
}


def _subject(words: str | None) -> str | None:
    if words is None or words.lower() == "i":
        return HE
    if words.lower() in _NOBODY:
        return None
    return subject_of(words if words.lower().startswith("my ") else words.capitalize())


_NOBODY: Final = frozenset("you we they she he it people anyone everyone".split())


def year_of(year: int, now: datetime) -> datetime:
    """The middle of a year, as a moment."""
    return now.replace(year=year, month=7, day=1, hour=12)
