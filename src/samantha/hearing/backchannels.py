"""What he says while she speaks: a listener's sound, a wish that she stop, or something of its own.

An overlap is cut into known phrases, the longest first. Nothing but a listener's phrases: she goes
on. Nothing but those and a wish to stop: she stops and there is nothing to answer. Anything else
has content: she stops and answers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from samantha.domain.words import words_of
from samantha.hearing.wake import named_at


class Overlap(StrEnum):
    """What an overlap asks of her."""

    NOTHING = "nothing"
    """No words in it, or none that tells anything yet."""
    BACKCHANNEL = "backchannel"
    """He listens; she goes on."""
    STOP = "stop"
    """She is to be silent, and there is nothing to answer yet."""
    CONTENT = "content"
    """He has something to say."""


class _Part(StrEnum):
    SOUND = "sound"
    ASSENT = "assent"
    """A listener's word that would answer a question."""
    REFUSAL = "refusal"
    STOP = "stop"
    POLITE = "polite"


UNSTRESSED: Final = frozenset("a an the of to and in is it at on as i".split())
"""Words that recognizers put in and leave out, and make of an "uh-huh" or a cough."""
_SOUND_LIKE: Final = re.compile(
    r"m+h*m*|h+m+|u+m+|u+h+|e+r+m*|a+h+a*h*|o+h+|a+w+|o{2,}h*|h+u+h+|w+o+w+|whoa+"
    r"|ha+h*|(?:ha|he|hi|ho){2,}h*"
)
_PHRASES: Final = {
    _Part.SOUND: """
        he he | he he he | laughs | laughing | laughter | laugh | chuckles | giggles | sighs |
        coughs | clears throat | oh my | oh my god | oh god | my god | oh dear | dear me | oh boy
        | oh man | oh no | oh yes | oh yeah | oh right | oh really | really | seriously | no way |
        go on | and then | and | you're kidding | no kidding | are you serious | you don't say |
        good lord | my goodness | oh my goodness | goodness | wow | amazing | incredible |
        interesting | how interesting | fascinating | lovely | how lovely | nice | how nice | cool
        | great | awesome | wonderful | beautiful | funny | that's funny | so funny | how funny |
        that's great | that's nice | that's amazing | that's lovely | that's interesting | that's
        so true | poor thing | what a shame | keep going | don't stop | no don't stop | please go
        on | tell me more
    """,
    _Part.ASSENT: """
        yes | yeah | yep | yup | ya | yea | yah | aye | mm hm | mm hmm | mhm | mhmm | uh huh |
        uhuh | mm mm | right | that's right | you're right | all right | alright | ok | okay | kay
        | sure | of course | certainly | definitely | absolutely | totally | exactly | precisely |
        indeed | true | that's true | very true | fair enough | good | very good | good point |
        fine | i see | i know | i get it | i get that | i understand | i agree | i think so | i
        guess | i guess so | i suppose | i suppose so | got it | gotcha | makes sense | that makes
        sense | me too | same | same here | agreed | yes i know | yeah i know | oh okay | oh i see
        | ah okay
    """,
    _Part.REFUSAL: "no | nope | nah | not really",
    _Part.STOP: """
        stop | stop it | stop that | stop there | stop talking | stop speaking | stop please |
        wait | wait wait | wait a minute | wait a second | wait a moment | wait a sec | wait up |
        hold on | hold it | hold on a second | hold on a minute | hang on | hang on a second |
        hang on a minute | hang on a sec | one moment | one second | one sec | one minute | just a
        second | just a moment | just a minute | just a sec | a second | a sec | a minute | a
        moment | listen | no listen | listen to me | pause | pause there | enough | that's enough
        | that is enough | that'll do | quiet | be quiet | shut up | shush | shh | sh | silence |
        hush | no no | no no no | let me speak | let me talk | let me finish | let me say
        something | can i say | can i say something | excuse me | time out | cut it out | never
        mind | forget it | hey | be silent | shut it | zip it | give me a second | give me a
        moment | cancel
    """,
    _Part.POLITE: """
        please | now | just | for a second | for a moment | for a minute | for now | right now |
        can you | could you | would you | will you | you can | i said | i mean | sorry | darling |
        dear | love | sweetheart | already | there | thanks | thank you | but | so | well
    """,
}
_KNOWN: Final[Mapping[tuple[str, ...], _Part]] = MappingProxyType(
    {words_of(phrase): part for part, text in _PHRASES.items() for phrase in text.split("|")}
)
_LONGEST: Final = max(map(len, _KNOWN))


def overlap_of(said: str, names: Sequence[str] = (), *, asked: bool = False) -> Overlap:
    """What the words `said` over hers ask of her; `names` are those she is called by.

    `asked` is whether she has just asked something: then "yes" and "no" are answers.
    """
    words = words_of(said)
    if not words:
        return Overlap.NOTHING
    parts = list(_parts(words, names))
    if None in parts:
        untold = not asked and UNSTRESSED.issuperset(words)
        return Overlap.NOTHING if untold else Overlap.CONTENT
    if _Part.STOP in parts:
        return Overlap.STOP
    if _Part.REFUSAL in parts or (asked and _Part.ASSENT in parts):
        return Overlap.CONTENT
    if _Part.POLITE in parts:
        return Overlap.CONTENT
    return Overlap.BACKCHANNEL


def _parts(words: Sequence[str], names: Sequence[str]) -> Iterator[_Part | None]:
    """The known phrases that `words` consist of, in order; None for a word of no such phrase."""
    start = 0
    while start < len(words):
        for length in range(min(_LONGEST, len(words) - start), 0, -1):
            part = _KNOWN.get(tuple(words[start : start + length]))
            if part is not None:
                break
        else:
            length = named_at(words, start, names)
            part = _Part.STOP if length else None
            if part is None and _SOUND_LIKE.fullmatch(words[start]):
                part = _Part.SOUND
        yield part
        start += max(length, 1)
