"""Her diary: what a day was, written from what is kept of it, with his own words as evidence.

It is written anew whenever it is read, from the conversation, her moods and her threads: nothing in
it can be made up, and what is forgotten is in no entry any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, Protocol

from samantha.domain.dialogue import Fact, Speaker, Utterance
from samantha.domain.words import sentences_of, words_of
from samantha.heart.appraisal import disagrees
from samantha.heart.emotions import HEAVY, OF_HIM, Emotion, Reading
from samantha.heart.ports import Moment
from samantha.heart.telling import AT_EASE
from samantha.heart.threads import Closing, Thread, ThreadKind

MOST_FACTS: Final = 4
TOLD_AT: Final = 0.6
"""How likely a feeling has to be for the diary to tell of it."""
LONGEST: Final = 120
"""Characters of a quote."""


class Reads(Protocol):
    """Reads in words how someone may be."""

    def __call__(self, text: str) -> Reading:
        """How likely each emotion is."""
        ...


@dataclass(frozen=True, slots=True)
class Day:
    """What is kept of one day, or of several; all oldest first."""

    day: date
    said: Sequence[Utterance]
    facts: Sequence[Fact]
    """Those that he told on it."""
    moments: Sequence[Moment]
    threads: Sequence[Thread]
    """Those that were opened or closed on it."""
    done: Sequence[str] = ()
    """What she did for him."""


def entry(day: Day, reads: Reads) -> str:
    """The entry of a day, in paragraphs; "" for a day on which nothing was said."""
    his = [each for each in day.said if each.speaker is Speaker.PERSON]
    if not his:
        return ""
    parts = [_talks(his), _told(day.facts), _felt(his, reads), _mood(day.moments)]
    parts += [_done(day.done), _threads(day)]
    return "\n".join(part for part in parts if part)


def letter(days: Sequence[Day]) -> str:
    """A week in two parts: what she learnt, and what she got wrong; "" where nothing was said."""
    said = [each for day in days for each in day.said]
    if not any(each.speaker is Speaker.PERSON for each in said):
        return ""
    facts = [fact for day in days for fact in day.facts]
    told = dict.fromkeys(_short(fact.quote).rstrip(".") for fact in facts)
    learnt = [f"“{each}”" for each in list(told)[-8:]]
    wrong = [
        f"I said “{_short(before.text)}”, and you: “{_short(after.text)}”"
        for before, after in pairwise(said)
        if before.speaker is Speaker.SHE
        and after.speaker is Speaker.PERSON
        and disagrees(after.text)
    ]
    parts = [
        "What I learnt of you this week: " + "; ".join(learnt) + "."
        if learnt
        else "You told me little of yourself this week, and that's fine.",
        "What I got wrong: " + "; ".join(wrong[-5:]) + "."
        if wrong
        else "Where I was wrong this week you didn't say so. Tell me when I am.",
    ]
    return "\n".join(parts)


def _talks(his: Sequence[Utterance]) -> str:
    sittings = len({each.session_id for each in his})
    words = sum(len(words_of(each.text)) for each in his)
    first, last = his[0].said_at, his[-1].said_at
    times = "once" if sittings == 1 else "twice" if sittings == 2 else f"{sittings} times"
    span = f"at {first:%H:%M}" if sittings == 1 else f"between {first:%H:%M} and {last:%H:%M}"
    much = "a few words" if words < 40 else f"about {round(words, -1):,} words of yours"
    return f"We talked {times}, {span}; {much}."


def _told(facts: Sequence[Fact]) -> str:
    if not facts:
        return ""
    told = list(dict.fromkeys(_short(fact.quote).rstrip(".") for fact in facts))
    quotes = "; ".join(f"“{each}”" for each in told[-MOST_FACTS:])
    return f"What I know since then: {quotes}."


def _felt(his: Sequence[Utterance], reads: Reads) -> str:
    """The heaviest and the brightest thing that he said."""
    found: list[str] = []
    readings = [(each, reads(each.text)) for each in his if not each.text.endswith("?")]
    if not readings:
        return ""
    not_so_bright = {Emotion.CURIOSITY, Emotion.ADMIRATION, Emotion.DESIRE}
    bright = frozenset(
        kind for kind in OF_HIM if OF_HIM[kind].point.pleasure > 0.2 and kind not in not_so_bright
    )
    for kinds, words in ((HEAVY, "What weighed most"), (bright, "What was brightest")):
        best = max(
            ((_strongest(reading, kinds), each) for each, reading in readings),
            key=lambda pair: pair[0][1],
        )
        (kind, likely), each = best
        if likely >= TOLD_AT and kind is not None:
            quote = _telling(each.text, reads, kind)
            found.append(f"{words}: “{quote}” You sounded {OF_HIM[kind].sounds} to me.")
    return " ".join(found)


def _strongest(reading: Reading, kinds: frozenset[Emotion]) -> tuple[Emotion | None, float]:
    of_them = {kind: reading.get(kind, 0.0) for kind in kinds}
    kind = max(of_them, key=lambda each: of_them[each])
    return (kind, of_them[kind]) if of_them[kind] else (None, 0.0)


def _telling(text: str, reads: Reads, kind: Emotion) -> str:
    sentences = [each.strip() for each in sentences_of(text) if each.strip()] or [text]
    best = max(sentences, key=lambda each: reads(each).get(kind, 0.0))
    return _short(best)


def _mood(moments: Sequence[Moment]) -> str:
    words = list(dict.fromkeys(each.word for each in moments))
    if not words:
        return ""
    if words == [AT_EASE]:
        return "I was at ease all along."
    return f"I was {', then '.join(words[:4])}."


def _done(done: Sequence[str]) -> str:
    if not done:
        return ""
    more = f", and {len(done) - 4} more" if len(done) > 4 else ""
    return f"I did for you: {'; '.join(done[:4])}{more}."


def _threads(day: Day) -> str:
    opened = [
        _named(each) for each in day.threads if each.opened.date() == day.day and not each.closed
    ]
    asked = [_named(each) for each in day.threads if _closed_on(each, day.day, Closing.RAISED)]
    told = [_named(each) for each in day.threads if _closed_on(each, day.day, Closing.TOLD)]
    parts = [
        f"I mean to come back to this: {'; '.join(opened)}." if opened else "",
        f"I asked after it: {'; '.join(asked)}." if asked else "",
        f"You came back to it yourself: {'; '.join(told)}." if told else "",
    ]
    return " ".join(part for part in parts if part)


def _named(thread: Thread) -> str:
    return f"“{thread.what}”" if thread.kind is ThreadKind.HEAVY else thread.what


def _closed_on(thread: Thread, day: date, how: Closing) -> bool:
    return thread.how is how and thread.closed is not None and thread.closed.date() == day


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1].rstrip() + "…"
