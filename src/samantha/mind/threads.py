"""Finds in what he says the things that stay with her, with their time and how she will say them."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from samantha.domain.clock import later
from samantha.domain.dialogue import Utterance
from samantha.domain.words import sentences_of, words_of
from samantha.hands.understanding import his
from samantha.hands.when import Moment, when_in
from samantha.heart.emotions import Emotion, Reading
from samantha.heart.quiet import happened
from samantha.heart.threads import Thread, ThreadKind

HEAVY_FROM: Final = 0.6
_STAYS: Final = (Emotion.GRIEF, Emotion.SADNESS, Emotion.DISAPPOINTMENT)
"""What weighs on someone for days; fear and anger go with what they are about."""
FARTHEST: Final = timedelta(days=120)
LONGEST: Final = 110
"""Characters of a sentence that she can give back."""
_NEXT_MORNING: Final = time(8)
_LASTS: Final = timedelta(hours=2)
"""How long something with an hour lasts, as far as nobody said."""

_EVENT: Final = (
    r"(?:(?:big|first|second|last|final|annual|job|doctor'?s?|dentist'?s?|important|yearly|little|new) ){0,2}"
    r"(?:[\w-]+ ){0,2}?(?:interview|exam|test|appointment|surgery|operation|scan|meeting|presentation|talk|speech|audition"
    r"|date|dinner|lunch|party|wedding|funeral|birthday|anniversary|flight|trip|recital|concert|show|race|match|game"
    r"|hearing|deadline|review|reunion|visit|viewing|lesson|class|move|opening|launch|premiere|reading|checkup|check-up|call)"
)
_OPENINGS: Final[Sequence[tuple[re.Pattern[str], str]]] = (
    (
        re.compile(
            rf"^(?:i|we)(?:'ve| have)?(?: got| have|'m having| am having|'re having| are having)? (?P<a>an?|the|my|our) (?P<what>{_EVENT})\b(?P<of>(?: (?:with|at|for|about|in) (?:the |my |a |an )?[\w' -]{{2,30}})?)$",
            re.I,
        ),
        "you had {a} {what}{of}",
    ),
    (
        re.compile(rf"^(?!let's|it's|that's|there's|here's|what's|he's|she's|who's|how's)(?P<a>my|our|the|[\w]+'s|my [\w]+'s) (?P<what>{_EVENT})(?: is|'s|: it's)?$", re.I),
        "{a} {what} was",
    ),
    (
        re.compile(
            r"^(?:i|we)(?:'m| am|'re| are) (?:going to|gonna|about to|supposed to|meant to) (?P<what>(?:see|meet|call|visit|talk|speak|tell|ask|write|fly|drive|move|start|try|finish|present|sing|play|hand|sign|pick|propose|perform|run)\b[\w' -]{2,60})$",
            re.I,
        ),
        "you were going to {what}",
    ),
    (
        re.compile(
            r"^(?:[Ii]|[Ww]e)(?:'m| am|'re| are|'ll| will)? (?:seeing|meeting|visiting|see|meet|visit) (?P<what>(?:the|my|a|an|our) [\w' -]{2,40}|[A-Z][\w'-]+(?: and [A-Z][\w'-]+)?)$"
        ),
        "you were going to see {what}",
    ),
    (
        re.compile(
            r"^(?:[Ii]|[Ww]e)(?:'m| am|'re| are) (?P<what>(?:flying|driving|moving|leaving|travelling|traveling|going (?!to (?:bed|sleep|work|school|lunch|the (?:shops?|store|gym|bathroom|supermarket|office))\b|out\b|home\b)|starting|performing|running|playing|singing|speaking|having)\b[\w' -]{2,60})$"
        ),
        "you were {what}",
    ),
    (
        re.compile(
            r"^(?:[Ii]|[Ww]e) (?P<what>(?:start|begin|leave|fly|move|finish|perform|play|sing|speak|travel|drive)\b[\w' -]{2,60})$"
        ),
        "you were going to {what}",
    ),
    (
        re.compile(
            rf"^(?P<a>my|our|the|[Tt]he|[Mm]y) (?P<what>(?:[\w-]+ )?(?:results|exams?|letter|verdict|semester|term|trial|treatment|chemo|holidays?|vacation|{_EVENT})) (?:comes?|are coming|is coming|are due|is due|starts?|begins?|arrives?|are|is)$"
        ),
        "{a} {what} came",
    ),
    (
        re.compile(
            r"^(?P<what>[A-Z][\w'-]+|[Mm]y \w+(?: \w+)?|[Tt]he \w+)(?:'s| is| are)? (?:coming|arriving|visiting|getting here|flying in|coming over|coming back|moving in|moving out)(?: to [\w ]{2,20})?$"
        ),
        "{what} was coming",
    ),
)  # fmt: skip
_UNDONE: Final = re.compile(
    r"^(?:and |but |ugh,? )?i(?:'ve| have)? (?:still )?(?:haven't|hadn't|not|keep putting off|keep not|should (?:really |finally )?|need to (?:finally )?|ought to )(?: even)? ?"
    r"(?P<done>(?:answer|writ|call|sent|send|repl|open|read|sign|ring|thank|apologi[sz]|tell|told|book|book|finish|ask)\w*\b[\w' -]{2,60}?)(?: yet| still| so far)?$",
    re.I,
)
_DIRECT: Final = re.compile(
    r"^(?:so|and|but|well|oh|ugh|anyway|also|yeah|yes|no|hey|god)\b[, ]+", re.I
)


def opened_by(said: Utterance, reading: Reading, *, hurt: bool = False) -> Sequence[Thread]:
    """The threads that these words begin; `hurt` is whether they were hard on her."""
    text = said.text.replace("’", "'")
    found: list[Thread] = []
    for sentence in sentences_of(text):
        plain = sentence.strip().rstrip(".!").strip()
        if plain.endswith("?") or not plain:
            continue
        while (shorter := _DIRECT.sub("", plain)) != plain:
            plain = shorter
        clauses = dict.fromkeys(
            (plain, *re.split(r"(?:,| because| and| but| so|;| -) (?=\w)", plain))
        )
        for clause in clauses:
            if thread := _coming(clause, said) or _undone(clause, said):
                found.append(thread)
                break
    if hurt:
        found.append(_thread(ThreadKind.HURT, "you were angry with me", said, said.said_at))
    elif (sentence := _heaviest(text, reading)) and not found:
        found.append(_thread(ThreadKind.HEAVY, sentence, said, said.said_at))
    return found


def _coming(sentence: str, said: Utterance) -> Thread | None:
    found = when_in(sentence, said.said_at)
    if found is None or not isinstance(found.when, Moment):
        return None
    at = found.when.at
    if not timedelta() < at - said.said_at < FARTHEST and not (
        at.date() == said.said_at.date() and not found.when.timed
    ):
        return None
    rest = re.sub(r"\s+(?:on|at|for|by|this|next)$", "", " ".join(found.rest.split()).rstrip(" ,;"))
    for pattern, form in _OPENINGS:
        if match := pattern.match(rest):
            parts = {name: his(value or "") for name, value in match.groupdict().items()}
            over = (
                later(at, _LASTS)
                if found.when.timed
                else datetime.combine(at.date() + timedelta(days=1), _NEXT_MORNING, at.tzinfo)
            )
            return _thread(ThreadKind.COMING, form.format(**parts), said, over)
    return None


def _undone(sentence: str, said: Utterance) -> Thread | None:
    match = _UNDONE.match(sentence)
    if match is None:
        return None
    done = his(match["done"].strip())
    finished = re.match(
        r"(?:answered|written|called|sent|replied|opened|read|signed|rung|thanked|apologi[sz]ed|told|booked|finished|asked)\b",
        done,
        re.I,
    )
    going_on = re.match(r"\w+ing\b", done)
    what = f"you kept putting off {done}" if going_on else f"you meant to {done}"
    what = f"you hadn't {done} yet" if finished else what
    return _thread(ThreadKind.UNDONE, what, said, said.said_at)


def _heaviest(text: str, reading: Reading) -> str:
    """The sentence to come back to, where something weighs on him."""
    if max(reading.get(kind, 0.0) for kind in _STAYS) < HEAVY_FROM:
        return ""
    told = [each.strip() for each in sentences_of(text) if not each.strip().endswith("?")]
    fitting = [each for each in told if len(words_of(each)) >= 4 and len(each) <= LONGEST]
    happenings = [each for each in fitting if happened(each)]
    return (happenings or fitting or [""])[0].rstrip(".!")


def _thread(kind: ThreadKind, what: str, said: Utterance, moment: datetime) -> Thread:
    return Thread(kind, what, said.id, said.said_at, moment)
