"""What he says outright of himself and his own, as claims: whose, about what, which value, since when.

    claims_in("I moved to Lyon in March.", said_at)  # -> [Claim("he", "home", "Lyon", …)]

Rules, and no model: what they do not know for certain is no claim. Wishes, dreams, questions, what
others say, and what would be are none. A claim keeps the sentence it comes from.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from samantha.domain.words import sentences_of, straightened, words_of

HE: Final = "he"
"""The subject that he is himself; his own are called by what they are to him ("sister")."""


class Act(StrEnum):
    """What a claim does."""

    IS = "is"
    """From then on it is so."""
    WAS = "was"
    """It was so once, and says nothing of now."""
    ENDED = "ended"
    """It is not so any more, since then."""
    NEVER = "never"
    """It was a mistake: it never was so."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim; an empty `value` of an ending or a mistake means whatever it was."""

    subject: str
    predicate: str
    value: str
    act: Act
    since: datetime
    """From when on it holds, as far as he said; else when he told it."""
    told_at: datetime
    utterance: int
    quote: str


KIN: Final = (
    r"(?:step|half-?)?(?:mother|mom|mum|father|dad|sister|brother|wife|husband|girlfriend|boyfriend|partner|fianc[eé]e?"
    r"|daughter|son|grandmother|grandma|grandfather|grandpa|aunt|uncle|cousin|niece|nephew|ex|best friend|friend"
    r"|roommate|flatmate|boss|neighbou?r|therapist|doctor|colleague|dog|cat|parrot|rabbit|horse)"
)
SAME: Final[Mapping[str, str]] = {
    "mom": "mother", "mum": "mother", "dad": "father", "grandma": "grandmother",
    "grandpa": "grandfather", "neighbor": "neighbour", "ex-wife": "ex", "ex-husband": "ex",
}  # fmt: skip
MANY: Final = frozenset({"likes", "dislikes", "allergy", "language", "plays"})
"""Predicates that have many values side by side; of all others there is one at a time."""
FOLLOWS: Final[Mapping[str, frozenset[str]]] = {
    "home": frozenset({"address", "neighbour:name", "commute", "landlord:name", "roommate:name"}),
    "work": frozenset({"boss:name", "colleague:name", "commute", "salary", "office"}),
    "status": frozenset(
        {
            "wife:name",
            "husband:name",
            "girlfriend:name",
            "boyfriend:name",
            "partner:name",
            "anniversary",
        }
    ),
}
"""What may have changed with it."""

_V: Final = r"(?P<v>(?:[^,.;!?]|\.(?=\w)){1,60}?)"
_L: Final = r"(?P<v>[^.;!?]{1,80}?)(?: any ?more| after all| too| as well| these days| now)?$"
"""Several values in a row."""
_PLACE: Final = r"(?P<v>(?:the )?[A-Z][\w'’.-]*(?: (?:de|la|of|the|am|upon|[A-Z][\w'’.-]*)){0,3})"
_END: Final = (
    r"(?=$|[,;!]|\.(?!\w)| (?:now|these days|again|since|in|last|this|next|two|three|four|five|six|a|an|years?|months?|for|with"
    r"|because|and|but|when|after|before|until|till|right now|at the moment|any ?more|already|by the way|actually)\b)"
)
_S: Final = rf"(?P<s>i|my (?:\w+ ){{0,1}}?{KIN}(?:,? (?-i:[A-Z][\w'’-]+),?)?|[A-Z][a-z]+)"
_OWN: Final = rf"(?P<s>i|my (?:\w+ ){{0,1}}?{KIN})"
_BE: Final = r"(?:'m|'s|'re| am| is| are)"
_ADV: Final = r"(?: (?:now|actually|currently|still|just|finally|really|both|recently|also|always|have|has|'ve)){0,2}"
_RULES: Final[Sequence[tuple[str, Act, re.Pattern[str]]]] = tuple(
    (predicate, act, re.compile(pattern))
    for predicate, act, pattern in (
        ("home", Act.IS, rf"(?i:^{_S}(?:'ve| have|'s| has)?{_ADV} (?:live|lives|moved|moved back|moved away|relocated|settled)(?: back| over| down)?(?: in| to)) {_PLACE}{_END}"),
        ("home", Act.IS, rf"(?i:^{_S}{_BE}{_ADV} (?:living|based|back(?: home)?)(?: now)? in) {_PLACE}{_END}"),
        ("home", Act.IS, rf"(?i:^{_S}{_BE} in) {_PLACE}(?= (?:now|these days|at the moment|currently)\b)"),
        ("home", Act.IS, rf"(?i:^(?:these days|nowadays|now|currently),? i(?:'m| am) in) {_PLACE}{_END}"),
        ("home", Act.ENDED, rf"(?i:^{_S}(?: (?:don't|doesn't|do not|does not|no longer)) lives? in) {_PLACE}"),
        ("home", Act.ENDED, rf"(?i:^{_S}(?:'ve| have| has)?{_ADV} (?:left|moved (?:away|out) (?:from|of))) {_PLACE}{_END}"),
        ("home", Act.WAS, rf"(?i:^{_S}(?: used to live|(?: once)? lived| grew up) in) {_PLACE}{_END}"),
        ("work", Act.IS, rf"(?i:^{_S}{_ADV} works?(?: now)? (?:at|for|in|as)) {_V}{_END}"),
        ("work", Act.IS, rf"(?i:^{_S}{_BE}{_ADV} (?:working|employed)(?: now)? (?:at|for|in|as)) {_V}{_END}"),
        ("work", Act.IS, rf"(?i:^{_S}(?:'ve| have| has)?{_ADV} (?:started|began)(?: a(?: new)? job| working| work)? (?:at|for|as)) {_V}{_END}"),
        ("work", Act.IS, rf"(?i:^{_S}(?:'ve| have| has)?{_ADV} (?:got|found|took|accepted) (?:a|the|that)(?: new)? job (?:at|with|as)) {_V}{_END}"),
        ("work", Act.IS, rf"(?i:^my(?: new)? job is(?: at)?) {_V}{_END}"),
        ("work", Act.ENDED, rf"(?i:^{_S}(?: (?:don't|doesn't|no longer)) work (?:at|for|as|there)(?: (?P<v>[^,.;!?]{{1,40}}?))?(?: any ?more)?)$"),
        ("work", Act.ENDED, rf"(?i:^{_S}(?:'ve| have| has| was| got)?{_ADV} (?:quit|left|lost|resigned from|been fired from|fired from|laid off from)(?: my| his| her| the)? (?:job|work|position)(?: (?:at|with) (?P<v>[^,.;!?]{{1,40}}?))?){_END}"),
        ("work", Act.WAS, rf"(?i:^{_S} (?:used to work|worked) (?:at|for|as)) {_V}{_END}"),
        ("status", Act.IS, r"(?i:^(?P<s>i)(?:'m| am|'ve| have)(?: (?:now|still|just|finally|officially|been|getting|got))* (?P<v>single|married|divorced|engaged|separated|widowed))\b"),
        ("status", Act.IS, r"(?i:^(?:we|(?P<s>i))(?:'re| are)? (?:got|just got|are getting|'re) (?P<v>married|divorced|engaged|separated))\b"),
        ("name", Act.IS, rf"(?i:^my (?P<k>{KIN})(?:'s name is| is (?:called|named)|'s (?:called|named))) (?P<v>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)?){_END}"),
        ("name", Act.IS, rf"(?i:\bmy(?: (?:older|younger|big|little|new|twin|oldest|youngest))? (?P<k>{KIN}),?) (?P<v>[A-Z][\w'’-]+)(?=$|[ ,.;!])"),
        ("name", Act.IS, rf"(?i:^my (?P<k>{KIN}) is) (?P<v>[A-Z][\w'’-]+)(?=$|[,.;!])"),
        ("name", Act.IS, rf"(?i:\b(?:i|we)(?:'ve| have)?(?: got| have| adopted)? (?:a|an) (?:\w+ )?(?P<k>{KIN}) (?:called|named)) (?P<v>[A-Z][\w'’-]+)"),
        ("birthday", Act.IS, rf"(?i:^(?:my|(?P<s>my {KIN})'s) birthday(?:'s| is)(?: on)?) (?P<v>(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? [A-Z][a-z]+|[A-Z][a-z]+(?: the)? \d{{1,2}}(?:st|nd|rd|th)?))"),
        ("address", Act.IS, r"(?i:^(?:my|our)(?: new)? address is) (?P<v>.{3,70})$"),
        ("phone number", Act.IS, r"(?i:^my(?: new)? (?:phone )?number is) (?P<v>[\d +()-]{4,25})"),
        ("car", Act.IS, rf"(?i:^(?:i(?: now)? drive|my(?: new)? car(?:'s| is)|i(?:'ve| have)? (?:just )?bought) an?) (?P<v>[A-Z][^,.;!?]{{1,40}}?){_END}"),
        ("favourite {w}", Act.IS, rf"(?i:^(?:my|(?P<s>my {KIN})'s)(?: new)? favou?rite (?P<w>\w+(?: \w+)?)(?:'s| is)(?: now)?) {_V}{_END}"),
        ("allergy", Act.ENDED, rf"(?i:^{_S}(?:{_BE} (?:not|no longer)|n't) (?:actually |really )?allergic to) {_L}"),
        ("allergy", Act.IS, rf"(?i:^{_S}{_BE} (?:(?!not\b|no\b)\w+ )?allergic to) {_L}"),
        ("likes", Act.ENDED, rf"(?i:^{_OWN} (?:don't|doesn't|no longer)(?: really)? (?:like|love|enjoy)s?) {_L}"),
        ("likes", Act.IS, rf"(?i:^{_OWN}(?: (?:really|absolutely|just|still))? (?:likes?|loves?|enjoys?|adores?)) {_L}"),
        ("dislikes", Act.ENDED, rf"(?i:^{_OWN} (?:don't|doesn't|no longer)(?: really)? (?:hate|mind|dislike)s?) {_L}"),
        ("dislikes", Act.IS, rf"(?i:^{_OWN}(?: (?:really|absolutely))? (?:hates?|can't stand|loathes?|dislikes?)) {_L}"),
        ("language", Act.IS, rf"(?i:^{_S}(?: (?:also|now|can))? speaks?) (?P<v>[A-Z][a-z]+(?:(?:, (?:and )?| and )[A-Z][a-z]+)*)(?=$|[.;!]| (?:now|too|well|fluently))"),
        ("plays", Act.ENDED, rf"(?i:^{_S}(?:'ve| have| has)? (?:gave up|given up|stopped playing|quit playing)(?: the)?) {_L}"),
        ("plays", Act.IS, rf"(?i:^{_S}(?: (?:also|now))? plays?(?: the)?) {_L}"),
        ("commute", Act.IS, rf"(?i:^my commute is) {_V}{_END}"),
    )
)  # fmt: skip
_NO_CLAIM: Final = re.compile(
    r"\b(?:if|wish|would|might|maybe|perhaps|could|should|dreamt?|dreamed|imagine|pretend|suppose|almost|nearly|want to|wanted to"
    r"|hope to|hoping|thinking (?:of|about)|plan(?:ning)? to|going to|gonna|will|i'll|says?|said|asked|asks|thinks?|thought|told me"
    r"|in (?:the|my|a) (?:movie|film|book|novel|story|game|dream)|like a|as if|kidding|joking)\b",
    re.I,
)
_LEAD: Final = re.compile(
    r"^(?:(?:so|and|but|well|oh|anyway|actually|by the way|yes|yeah|no|nope|you know|hey|also|fyi|okay|ok|guess what|sorry|wait|in fact"
    r"|honestly|since (?:\w+ ){1,3}?|last (?:\w+)|in (?:january|february|march|april|may|june|july|august|september|october|november|december|\d{4})"
    r"|two (?:weeks|months|years) ago)\b[,:!.]? ?)+",
    re.I,
)
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        (
            "january", "february", "march", "april", "may", "june", "july", "august",
            "september", "october", "november", "december",
        ),
        1,
    )
}  # fmt: skip
_NUMBERS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}  # fmt: skip
_AGO: Final = re.compile(r"\b(\d+|" + "|".join(_NUMBERS) + r") (day|week|month|year)s? ago\b", re.I)
_IN: Final = re.compile(r"\b(?:in|since|last) (" + "|".join(_MONTHS) + r")(?: (\d{4}))?\b", re.I)
_YEAR: Final = re.compile(r"\b(?:in|since) ((?:19|20)\d\d)\b")
_LAST: Final = re.compile(
    r"\b(?:last|this) (week|month|year|summer|winter|spring|autumn|fall)\b|\byesterday\b", re.I
)
_DAYS: Final = {"day": 1, "week": 7, "month": 30, "year": 365}
_ANSWER: Final = frozenset(
    "it that this them him her you there so here one myself everything something anything nothing".split()
)


def claims_in(text: str, said_at: datetime, utterance: int = 0) -> list[Claim]:
    """All claims of what he said, in its order."""
    found: list[Claim] = []
    for sentence in sentences_of(straightened(text)):
        if sentence.endswith("?") or len(words_of(sentence)) > 40:
            continue
        for clause in _clauses(sentence.strip()):
            found += _claims_of(clause, sentence.strip(), said_at, utterance)
    return found


def _claims_of(clause: str, sentence: str, said_at: datetime, utterance: int) -> Iterator[Claim]:
    if _NO_CLAIM.search(clause):
        return
    since = since_when(clause, said_at)
    seen: set[tuple[str, str]] = set()
    for predicate, act, pattern in _RULES:
        match = pattern.search(clause)
        if match is None:
            continue
        parts = match.groupdict()
        subject = subject_of(parts.get("s") or "i")
        value = clean(parts.get("v") or "")
        if (value.lower() in _ANSWER) or (not value and act is Act.IS) or subject is None:
            continue
        about = predicate.format(w=(parts.get("w") or "").lower())
        if kin := parts.get("k"):
            subject, about = HE, f"{kin_of(kin)}:name"
        if (subject, about) in seen:
            continue
        seen.add((subject, about))
        values = re.split(r",? and |, | or ", value) if about in MANY else [value]
        for each in values:
            one = clean(each)
            if about in MANY and not _is_short(one):
                continue
            if one or act is not Act.IS:
                yield Claim(
                    subject, about, one, act, since, said_at, utterance, sentence.rstrip(".")
                )


def since_when(sentence: str, said_at: datetime) -> datetime:
    """From when on it holds, as far as the sentence says; else from when it was told."""
    if match := _AGO.search(sentence):
        count = int(match[1]) if match[1].isdigit() else _NUMBERS[match[1].lower()]
        return said_at - timedelta(days=count * _DAYS[match[2].lower()])
    if match := _IN.search(sentence):
        month = _MONTHS[match[1].lower()]
        year = int(match[2]) if match[2] else said_at.year - (month > said_at.month)
        return said_at.replace(year=year, month=month, day=1, hour=12, minute=0)
    if match := _YEAR.search(sentence):
        return said_at.replace(year=int(match[1]), month=1, day=1, hour=12)
    if match := _LAST.search(sentence):
        return said_at - timedelta(days=_DAYS.get((match[1] or "day").lower(), 120))
    return said_at


def subject_of(words: str) -> str | None:
    """Whom the words name: himself, someone of his, or a name; None for another."""
    words = words.strip()
    if words.lower() == "i":
        return HE
    if match := re.fullmatch(rf"(?i:my (?:\w+ )?({KIN}))(?:,? [A-Z][\w'’-]+,?)?", words):
        return kin_of(match[1])
    return words if words[:1].isupper() and words.lower() not in _NO_NAMES else None


def kin_of(word: str) -> str:
    """One word for each: "mum" is a mother."""
    return SAME.get(word.lower(), word.lower())


def clean(value: str) -> str:
    """A value without what only leads to it."""
    value = re.sub(
        r"(?i)\s+(?:now|again|these days|too|as well|instead|actually|any ?more|right now)$",
        "",
        value.strip(),
    )
    return re.sub(r"(?i)^(?:an?|the|my|our) (?=\w)", "", value).strip(" '\"“”")


def _is_short(value: str) -> bool:
    """Whether it names one thing: a few words, and none that only points somewhere."""
    words = words_of(value)
    return 0 < len(words) <= 3 and not _POINTING & set(words)


_POINTING: Final = frozenset(
    "it this that these those them him her his their your you me us how when what why who where all every so too much many being"
    " seeing having going doing getting still but hate love like not to".split()
)


def _clauses(sentence: str) -> Iterator[str]:
    """The sentence, and its parts at "and", "but" and commas where a new subject begins."""
    bare = _LEAD.sub("", sentence.rstrip(".!")).strip()
    parts = re.split(
        r"(?:, (?:and |but |so )?| and | but |; )(?=(?:I|i|my|we|My|these days|nowadays|now|currently)\b)",
        bare,
    )
    for part in parts:
        yield _LEAD.sub("", part).strip()


_NO_NAMES: Final = frozenset(
    "he she they we it you this that these those there here what who when where why how everyone nobody someone people everybody"
    " monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow work life mom mum dad no yes".split()
)


_SORRY: Final = r"(?:(?:no|nope|wait|sorry|oh|actually|hm|hold on|my mistake|i mean)\b[,.!]? ?)*"
_WHOSE: Final = re.compile(
    rf"^{_SORRY}(?:that|it|this)(?:'s| was| is| were) (?P<s>my (?:\w+ )?{KIN}|me|(?-i:[A-Z][a-z]+))"
    r"(?:,? not (?:me|mine|my \w+|[A-Z]\w+))?$"
    rf"|^{_SORRY}i meant (?P<t>my (?:\w+ )?{KIN})(?:,? not (?:me|mine|my \w+))?$",
    re.I,
)
_INSTEAD: Final = re.compile(
    rf"^{_SORRY}(?:i meant(?: to say)?|i mean|make that|that should be|should be) (?P<new>[\w'’ -]{{2,40}}?)(?:,? not (?P<old>[\w'’ -]{{2,40}}))?$"
    rf"|^{_SORRY}(?:it's|it is|it was|that's) (?P<new4>[\w'’ -]{{2,40}}?),? not (?P<old4>[\w'’ -]{{2,40}})$"
    rf"|^{_SORRY}not (?P<old2>[\w'’ -]{{2,40}}?)(?:, | but )(?P<new2>[\w'’ -]{{2,40}})$"
    rf"|^{_SORRY}(?P<new3>[\w'’-]{{2,30}}(?: [\w'’-]{{2,30}})?),? not (?P<old3>[\w'’ -]{{2,40}})$",
    re.I,
)
_SCRATCH: Final = re.compile(
    rf"^{_SORRY}(?:scratch that|i was wrong(?: about (?:that|it))?|that's not true|that wasn't true|that is not true|i made that up"
    r"|i was (?:joking|kidding)|that was (?:a joke|wrong|a mistake)|that's wrong|forget (?:that|it), it(?:'s| is| was) (?:not true|wrong))$",
    re.I,
)
_NO_MORE: Final = re.compile(
    rf"^{_SORRY}(?:that's|it's|that is|it is) (?:not (?:true|so|the case) any ?more|over(?: now)?|no longer (?:true|so|the case))$",
    re.I,
)


def corrections_in(
    text: str, said_at: datetime, utterance: int, recent: Sequence[Claim]
) -> list[Claim]:
    """What he puts right of his `recent` claims, the newest last; empty where that is not it."""
    if not recent or "?" in text:
        return []
    plain = straightened(text).rstrip(".! ")
    last = recent[-1]

    def corrected(old: Claim, act: Act, **changes: str) -> Claim:
        return Claim(
            changes.get("subject", old.subject),
            changes.get("predicate", old.predicate),
            changes.get("value", old.value),
            act,
            old.since if act is not Act.ENDED else said_at,
            said_at,
            utterance,
            f"{old.quote}” – “{plain}",
        )

    if _SCRATCH.match(plain):
        return [corrected(last, Act.NEVER)]
    if _NO_MORE.match(plain):
        return [corrected(last, Act.ENDED)]
    match = _WHOSE.match(plain)
    denied = plain.rpartition(" not ")[2].lower()
    names_another = match is not None and (
        (last.predicate.endswith(":name") and (match["s"] or "")[:1].isupper())
        or denied in {each.value.lower() for each in recent}
    )
    if match and not names_another:
        words = match["s"] or match["t"]
        subject = HE if words.lower() == "me" else subject_of(words)
        if subject is None or subject == last.subject:
            return []
        return [corrected(last, Act.NEVER), corrected(last, Act.IS, subject=subject)]
    if match := _INSTEAD.match(plain):
        new = clean(match["new"] or match["new2"] or match["new3"] or match["new4"])
        old = clean(match["old"] or match["old2"] or match["old3"] or match["old4"] or "")
        named = [each for each in recent if each.value.lower() == old.lower()]
        if old and not named:
            return []
        meant = named[-1] if named else last
        if not old and not _alike(new, meant.value):
            return []
        return [corrected(meant, Act.NEVER), corrected(meant, Act.IS, value=new)]
    return []


def _alike(new: str, old: str) -> bool:
    """Whether the one may stand for the other: both names, or both not, and short."""
    return new[:1].isupper() == old[:1].isupper() and len(new.split()) <= 3
