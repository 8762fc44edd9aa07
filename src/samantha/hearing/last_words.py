"""Whether a turn is complete, judged from how its words end: rules of English, no model."""

import re
from collections.abc import Sequence
from typing import Final

from samantha.domain.words import words_of

_FILLERS: Final = frozenset("um uh er erm hmm mm ah like well so basically actually".split())
_DANGLING: Final = frozenset(
    """a an the my your his her its our their this these those some any every no each another other
    and or but nor because although though unless until while whereas if whether that than as since
    of to in on at by for from with without into onto about between among through during against
    toward towards upon within across behind beside beneath under over
    i'm i've i'll i'd you're you've you'll he's she's we're we've we'll they're they've they'll
    is are was were am be been being has have had do does did will would can could shall should may
    might must very really quite too more most much many several few both either neither not just
    i we he she they who whose which what's where's how's it's that's there's let's don't doesn't
    didn't can't won't couldn't wouldn't shouldn't isn't aren't wasn't weren't""".split()
)
"""Words after which an English sentence nearly always goes on."""
_STRANDED: Final = frozenset(
    "of to in on at by for from with about into over under through".split()
)
"""Of those, the ones that may end a question: “what are you looking at?”"""
_POINTING: Final = frozenset(
    """this that those these her so which other no much many more most few both either neither
    """.split()
)
"""Of those, the ones that may stand for a noun: “I like that”, “I don't think so”."""
_AUXILIARY: Final = frozenset(
    """is are was were am be do does did will would can could should might must have has had not
    don't doesn't didn't can't won't couldn't wouldn't shouldn't isn't aren't wasn't weren't
    """.split()
)
"""And those that may stand for a verb: “yes I do”, “I wish I could”."""
_SAYING: Final = frozenset(
    """say says said tell told think thinks thought know knew hope hopes hoped believe guess wish
    feel felt mean meant hear heard show showed sure glad afraid sorry""".split()
)
"""After these “that” begins what is said or thought."""
_LEADING: Final = frozenset(
    """before after once then what where why how when who which instead only even such always never
    sometimes often finally suddenly probably perhaps rather almost still just also""".split()
)
"""Words that lead on to something more often than they end what is said."""
_DESCRIBING: Final = frozenset(
    """old new young little big small good bad nice long short great whole broken blue red green
    white black different beautiful strange funny first last next best other own pair bag cup glass
    piece bit lot kind sort couple number bunch group""".split()
)
"""After an article these want what they describe, or an “of”."""
_ARTICLES: Final = frozenset("a an the my your his her our their some any this that".split())
_PRONOUNS: Final = frozenset("i you he she it we they that this there".split())
_WANTING: Final = frozenset(
    """want wants wanted need needs needed give gave tell told put puts bring brought make made
    makes take took get got find found call called ask asked say said says think thinks thought
    know knew mean means meant feel felt wonder hope guess suppose believe remember going trying
    used supposed able about""".split()
)
"""Verbs and the like that want something after them, though they may stand last."""
_QUESTION: Final = frozenset(
    """who what where when why which whose how is are was were do does did can could will would
    should shall may have has had isn't aren't don't doesn't didn't can't couldn't won't wouldn't
    am""".split()
)
_SUBORDINATE: Final = frozenset(
    "if when whenever while because although though since unless until before after once as".split()
)
_WHOLE: Final = frozenset(
    """yes no yeah yep nope okay ok sure thanks hello hi hey goodbye bye goodnight please sorry
    right exactly absolutely definitely maybe never always nothing stop wait not really why
    """.split()
)
_BETWEEN = re.compile(r"[.!?]+(?=\s)")
_UNSAID_END = re.compile(r"(\.\.\.|…|[,;:—–-])[\"”’')\]]*$")

NOTHING: Final = 0.01
HANGING: Final = 0.003
TRAILING: Final = 0.02
WANTING: Final = 0.1
HALF: Final = 0.2
NAMED: Final = 0.2
OPEN: Final = 0.35
CLOSED: Final = 0.55
ANSWER: Final = 0.85
QUESTION: Final = 0.85


class LastWords:
    """A `Completeness` of English that looks at the end of what was said."""

    def probability(self, said: str) -> float:
        """How likely nothing follows; the recognizer's punctuation counts little by itself."""
        words = words_of(said)
        if not words:
            return NOTHING
        if len(words) > 1 and words[-1] in _FILLERS and words[-2] not in _SAYING:
            return TRAILING
        sentence = _last_sentence(said)
        if all(word in _WHOLE for word in sentence):
            return ANSWER
        asks = sentence[0] in _QUESTION and len(sentence) > 2
        if _hangs(sentence, asks=asks):
            return HANGING
        if _UNSAID_END.search(said.rstrip()):
            return TRAILING
        if sentence[-1] in _WANTING and len(sentence) != 3:
            return WANTING
        if sentence[-1] in _LEADING and len(sentence) > 2 and sentence[-2] not in _SAYING:
            return HALF
        if sentence[0] in _SUBORDINATE and "," not in said and len(sentence) < 9:
            return HALF
        if asks or (said.rstrip().endswith("?") and len(sentence) > 1):
            return QUESTION if len(sentence) > 3 else CLOSED
        if len(sentence) < 4 and sentence[0] in _ARTICLES - _POINTING:
            return NAMED
        if len(sentence) == 1:
            return OPEN
        return CLOSED if said.rstrip()[-1] in ".!?" else (OPEN + CLOSED) / 2


def _last_sentence(said: str) -> Sequence[str]:
    """The words after the last mark that ends a sentence and is not the very end; at least one."""
    parts = [words for part in _BETWEEN.split(said.strip()) if (words := words_of(part))]
    return parts[-1]


def _hangs(sentence: Sequence[str], *, asks: bool) -> bool:
    """Whether the last word calls for another one."""
    last, before = sentence[-1], sentence[-2] if len(sentence) > 1 else ""
    if sentence[0] in _AUXILIARY and len(sentence) == 2:
        return True
    if last in _DESCRIBING and before in _ARTICLES:
        return True
    if last == "that" and _SAYING.intersection(sentence[:-1]):
        return True
    if last not in _DANGLING:
        return False
    if last in _STRANDED:
        return not (asks and sentence[0].startswith(("wh", "how")))
    if last in _POINTING:
        return not before or before in _DANGLING
    if last in _AUXILIARY and before in _PRONOUNS:
        return len(sentence) < 4 and sentence[0] not in _WHOLE
    return True
