"""What he asks for, understood by rules: exactly, or not at all.

Rules only take what is said as an order or a question about his own affairs ("remind me to …",
"what's on my list?"). Talk that merely mentions such things is talk.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, TypeAlias

from samantha.domain.words import sentences_of
from samantha.hands import phrasings as said
from samantha.hands.numbers import LENGTH, length, number
from samantha.hands.requests import (
    AddEvent,
    AddToList,
    AskDays,
    AskFree,
    AskNext,
    ClearList,
    DropEvent,
    DropReminder,
    Forget,
    MoveEvent,
    Remind,
    Request,
    Ring,
    SetTimer,
    ShowList,
    ShowReminders,
    Snooze,
    TakeOffList,
    Undo,
)
from samantha.hands.time_words import WEEKDAYS
from samantha.hands.when import Days, When, days_in, modern, when_in

LONGEST: Final = 400
"""What has more characters is a story."""
_LEAD: Final = re.compile(said.LEAD, re.I)
_ASK: Final = re.compile(said.ASK, re.I)
_TAIL: Final = re.compile(said.TAIL, re.I)
_ARTICLE: Final = re.compile(r"^(?:the|my|an?|our|that|this|some)\s+", re.I)
_CLOCK: Final = re.compile(r"\bat\b|:|o'clock|\bnoon\b|\d ?[ap]\.?m\b", re.I)
_SAYS_PART: Final = re.compile(
    r"\b(?:am|pm|morning|afternoon|evening|night|noon|midnight|in|minutes?|hours?)\b|[ap]\.m\.",
    re.I,
)
_POSSESSIVE: Final = (
    (r"\bmy\b", "your"), (r"\bme\b", "you"), (r"\bmyself\b", "yourself"), (r"\bi'm\b", "you're"),
    (r"\bi\b", "you"), (r"\bmine\b", "yours"),
)  # fmt: skip

_Match: TypeAlias = "re.Match[str]"
_Meant: TypeAlias = "Callable[[re.Match[str], datetime], Request | None]"


def request_of(text: str, now: datetime, *, her_name: str | None = None) -> Request | None:
    """What `text` asks of her, None where it asks for nothing that the rules know.

    `now` carries his time zone. Takes well under a millisecond.
    """
    plain = modern(text.replace("’", "'").strip())
    if not plain or len(plain) > LONGEST:
        return None
    sentences = list(sentences_of(plain))
    # An order ends or begins what is said; what stands around it is talk.
    for sentence in dict.fromkeys((plain, sentences[-1], sentences[0])):
        asked = bare(sentence, her_name)
        for rule in _RULES:
            match = rule.pattern.fullmatch(asked)
            if match is not None and (found := rule.meant(match, now)) is not None:
                return found
    return None


def bare(sentence: str, her_name: str | None = None) -> str:
    """The sentence without greeting, her name, politeness, and the marks at its end."""
    names = "|".join(re.escape(name) for name in sorted({her_name or "samantha", "samantha"}))
    called = re.compile(rf"^(?:{names})[,.!:]?\s+|[,.]?\s+(?:{names})$", re.I)
    text, before = sentence.strip(), ""
    while text != before:
        before = text
        for polite in (_LEAD, _ASK, called, _TAIL):
            text = polite.sub("", text).strip()
    return text


def his(what: str) -> str:
    """His words as she says them to him: "call my sister" is "call your sister"."""
    for mine, yours in _POSSESSIVE:
        what = re.sub(mine, yours, what, flags=re.I)
    return what


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: "re.Pattern[str]"
    meant: _Meant


def thing(text: str) -> str:
    """What is left of a wish without its connecting words."""
    return re.sub(r"^(?:to|that|about|of|for)\b\s*", "", text.strip(" ,.!?;:"), flags=re.I).strip()


def _split(text: str, now: datetime) -> tuple[str, When | None]:
    """What is left of `text` without its time, and the time."""
    found = when_in(text, now)
    return (thing(found.rest), found.when) if found else (thing(text), None)


def _remind(match: _Match, now: datetime) -> Request | None:
    rest = match["rest"].strip()
    what, when = _split(rest, now)
    if not re.match(said.REMIND_BEGINS, rest, re.I):
        return None
    if re.match(r"(?:of|that)\b", rest, re.I) and when is None:
        return None  # "remind me of what she said" is for her memory
    return Remind(his(what), when)


def _reminder(match: _Match, now: datetime) -> Request | None:
    what, when = _split(match["rest"] or "", now)
    return Remind(his(what), when)


def _alarm(match: _Match, now: datetime) -> Request | None:
    rest = match["rest"]
    # One wakes in the morning, unless one says otherwise.
    early = re.search(r"\d|\b(?:at|for|past|to)\b", rest) and not _SAYS_PART.search(rest)
    found = when_in(f"{rest} in the morning" if early else rest, now)
    return Remind("", None if found is None else found.when, Ring.ALARM)


def _timer(match: _Match, now: datetime) -> Request | None:  # noqa: ARG001
    named = match.groupdict()
    found = re.search(LENGTH, named.get("length") or "", re.I)
    return SetTimer(None if found is None else length(found[0]), thing(named.get("what") or ""))


def _snooze(match: _Match, now: datetime) -> Request | None:  # noqa: ARG001
    named = match.groupdict()
    count = named.get("n")
    if count and count != "a few":
        return Snooze(timedelta(minutes=number(count)))
    if found := named.get("length"):
        return Snooze(length(found))
    return Snooze(timedelta(minutes=5 if count else 10))


def _dropped(match: _Match, now: datetime) -> Request | None:
    rest, when = _split(match["rest"] or "", now)
    many = match["ring"].lower().endswith("s") and not rest and when is None
    name = _ARTICLE.sub("", f"{match['what'] or ''} {rest}".strip())
    return DropReminder(_ring_of(match["ring"]), name, when, every=match["all"] is not None or many)


def _ring_of(word: str) -> Ring:
    return Ring(word.lower().removesuffix("s"))


def _items(match: _Match) -> tuple[str, ...]:
    parts = re.split(r"\s*(?:,|;|\band\b|&)\s*(?:and\s+)?", match["items"])
    return tuple(item for part in parts if (item := _ARTICLE.sub("", part.strip(' .!?"“”'))))


def _list_name(match: _Match) -> str:
    name = re.sub(r"\s+", " ", (match["name"] or "").strip().lower())
    return _ARTICLE.sub("", name) or "shopping"


def _days(match: _Match, now: datetime) -> Request | None:
    rest = (match["rest"] or "").strip()
    days = days_in(rest, now)
    if days is None and rest:
        return None
    return AskDays(days or Days(now.date(), 1))


def _look(match: _Match, now: datetime) -> Request | None:
    rest = re.sub(r"^(?:my|the) ", "", match["rest"].lower())
    named = f"this {rest}" if rest in ("week", "weekend") else rest
    return AskDays(days_in(named, now) or Days(now.date(), 1))


def _free(match: _Match, now: datetime) -> Request | None:
    rest = match["rest"].strip(" ,?")
    days, found = days_in(rest, now), when_in(rest, now)
    if days is None and found is None and rest not in ("", "now", "right now"):
        return None
    at = getattr(found.when, "at", None) if found and _CLOCK.search(rest) else None
    if rest in ("now", "right now"):
        at = now
    return AskFree(days or Days(now.date(), 1), at)


def _event(match: _Match, now: datetime) -> Request | None:
    named = match.groupdict()
    text = " ".join(part for part in (named["rest"], named.get("more")) if part)
    lasts = re.search(rf"\bfor (?P<length>{LENGTH})\b", text, re.I)
    if lasts:
        text = f"{text[: lasts.start()].rstrip()} {text[lasts.end() :].lstrip()}"
    title, when = _split(text, now)
    title = _ARTICLE.sub("", title)
    if not title:
        return None
    return AddEvent(title, when, length(lasts["length"]) if lasts else None)


def _arranged(match: _Match, now: datetime) -> Request | None:
    found = _event(match, now)
    return found if isinstance(found, AddEvent) and found.when is not None else None


def _moved(match: _Match, now: datetime) -> Request | None:
    found = when_in(match["when"], now) or when_in(f"at {match['when']}", now)
    return None if found is None else MoveEvent(match["what"].strip(), found.when)


def _forgotten_days(match: _Match, now: datetime) -> Request:
    """The hours of a day that is past or passing."""
    words = match["day"].lower().removeprefix("on ").removeprefix("last ")
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    days_ago = {"today": 0, "yesterday": 1, "night": 1}.get(words, 0)
    if words in WEEKDAYS:
        days_ago = (now.weekday() - WEEKDAYS.index(words)) % 7
    hours = {"night": (18, 30), "this morning": (0, 12), "this afternoon": (12, 18)}
    begin, end = hours.get(words, (18, 24) if words == "this evening" else (0, 24))
    day = midnight - timedelta(days=days_ago)
    return Forget(span=(day + timedelta(hours=begin), day + timedelta(hours=end)))


def _rules(meant: _Meant, *patterns: str) -> list[_Rule]:
    return [_Rule(re.compile(pattern, re.I | re.S), meant) for pattern in patterns]


_RULES: Final[Sequence[_Rule]] = (
    *_rules(_snooze, said.REMIND_AGAIN, said.SNOOZE),
    *_rules(_remind, said.REMIND),
    *_rules(_reminder, said.REMINDER),
    *_rules(_alarm, said.WAKE, said.ALARM),
    *_rules(_timer, *said.TIMERS),
    *_rules(lambda _m, _n: ShowReminders(Ring.TIMER), said.TIME_LEFT),
    *_rules(lambda m, _n: ShowReminders(_ring_of(m["ring"])), *said.SHOW_REMINDERS),
    *_rules(lambda _m, _n: ShowReminders(), said.SHOW_ALL),
    *_rules(_dropped, *said.DROP_REMINDER),
    *_rules(lambda m, _n: AddToList(_items(m), _list_name(m)), *said.ADD_TO_LIST),
    *_rules(lambda m, _n: TakeOffList(_items(m), _list_name(m)), said.TAKE_OFF_LIST),
    *_rules(lambda _m, _n: ShowList(""), said.SHOW_LISTS),
    *_rules(lambda m, _n: ShowList(_list_name(m)), said.SHOW_LIST),
    *_rules(lambda m, _n: ClearList(_list_name(m)), said.CLEAR_LIST),
    *_rules(_days, *said.ASK_DAYS),
    *_rules(_look, said.LOOK),
    *_rules(lambda _m, _n: AskNext(), said.ASK_NEXT),
    *_rules(lambda m, _n: AskNext(_ARTICLE.sub("", m["what"].strip())), said.ASK_WHEN),
    *_rules(_free, *said.ASK_FREE),
    *_rules(_event, *said.ADD_EVENT),
    *_rules(_arranged, said.ARRANGE),
    *_rules(_moved, said.MOVE_EVENT),
    *_rules(lambda m, _n: DropEvent(m["what"].strip()), *said.DROP_EVENT),
    *_rules(lambda _m, _n: Forget(), *said.FORGET_LAST),
    *_rules(_forgotten_days, said.FORGET_DAYS),
    *_rules(lambda m, _n: Forget(about=m["about"].strip()), *said.FORGET_ABOUT),
    *_rules(lambda _m, _n: Forget(everything=True), said.FORGET_ALL),
    *_rules(lambda _m, _n: Undo(), said.UNDO),
)
