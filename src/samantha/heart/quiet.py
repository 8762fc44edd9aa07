"""What is felt and not named: losses, empty rooms, waiting for results, a no, a yes.

A reader that learnt from words of feeling calls "she left and the house is so quiet" neutral. These
rules know what happened instead: each is a happening, and what people mostly feel at it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from samantha.domain.words import straightened
from samantha.heart.emotions import Emotion, Reading
from samantha.heart.ports import EmotionReader

STRONG: Final = 0.75
CLEAR: Final = 0.65
POSSIBLE: Final = 0.4
"""How likely a feeling is at such a happening; ours, below what plain words of feeling get."""

_DEAR: Final = (
    r"(?:mum|mom|mother|dad|father|husband|wife|brother|sister|son|daughter|grand(?:ma|pa|mother|father)"
    r"|nana|gran|granny|partner|boyfriend|girlfriend|fianc[eé]e?|best friend|friend|baby|child|dog|cat|aunt|uncle)"
)
_WHO: Final = rf"(?:s?he|they|(?:my|our) (?:\w+ )?{_DEAR})"
_PLACE: Final = (
    r"(?:house|home|flat|apartment|rooms?|place|bed|kitchen|table|evenings?|nights?|weekends?|sundays?|christmas"
    r"|chair|closet|garden|here)"
)
_HAPPENINGS: Final[Sequence[tuple[Emotion, float, str]]] = (
    (Emotion.GRIEF, STRONG, rf"\b{_WHO}(?:'s| has| have| had|'d)? (?:just |suddenly )?(?:died|passed(?: away| on)?|been dead)\b"),
    (Emotion.GRIEF, STRONG, rf"\b(?:lost|buried|burying|cremated|put down|said goodbye to) (?:my|our) (?:\w+ )?{_DEAR}\b|\bthe funeral\b"),
    (Emotion.GRIEF, STRONG, rf"\b(?:since|when|before|after) {_WHO} (?:died|passed|was killed)\b|\bwe lost the baby\b"),
    (Emotion.GRIEF, CLEAR, r"\b(?:first|another|second) (?:\w+ )?(?:christmas|winter|spring|summer|birthday|anniversary|year|holiday) without\b"),
    (Emotion.GRIEF, CLEAR, r"\b(?:his|her|their|mum's|mom's|dad's) (?:\w+ )?(?:grave|ashes|obituary|last voicemail|old (?:coat|shirt|sweater|chair)|side of the (?:bed|closet))\b"),
    (Emotion.GRIEF, CLEAR, r"\bnothing more (?:they|to) (?:could )?do(?:ne)?\b|\bto (?:call|tell|ask) (?:him|her|them)?,? (?:and then i remember|before i remember)\b"),
    (Emotion.GRIEF, CLEAR, r"\b(?:set|put|lay|made|make|pour|poured) (?:out )?(?:two|his|her) (?:cups?|plates?|places?|coffees?|mugs?)\b|\b(?:s?he|they) (?:isn't|aren't|is not|is no longer|'s not) (?:here|around|with us)(?: any ?more)?\b"),
    (Emotion.SADNESS, STRONG, rf"\b{_WHO}(?:'s| has| had)? (?:just )?(?:left(?: me| us| again|,| and| for good|\b(?! (?:the|a|his|her|their|for|to|at|early|it|some|home|me (?:a|the|some)))))"),
    (Emotion.SADNESS, STRONG, rf"\b{_WHO}(?:'s| has| had| is)? (?:moved out|walked out|gone(?: now)?|not coming back|broke(?:n)? up with me|dumped me|leaving me)\b"),
    (Emotion.SADNESS, CLEAR, rf"\b{_PLACE}(?:'s| is| are| feels?| seems?| has been| felt| was| were)? (?:\w+ )?(?:so |too |very |really |terribly |awfully )?(?:quiet|silent|empty|lonely|hollow|big for (?:one|me))\b"),
    (Emotion.SADNESS, CLEAR, r"\b(?:so|too|very|really) (?:quiet|silent|empty|still) (?:here|at home|in here|without \w+|tonight|now)\b|\b(?:can't|couldn't|cannot) sleep\b(?! (?:in|on) )"),
    (Emotion.SADNESS, CLEAR, r"\b(?:nobody|no one|none of them|not one of them) (?:\w+ )?(?:calls?|called|came|visits?|visited|asks?|asked|remember(?:s|ed)|wrote|notice[sd]?|answered|showed up)\b"),
    (Emotion.SADNESS, CLEAR, r"\b(?:(?<!haven't )(?<!hasn't )(?<!not )signed the (?:divorce )?papers|the divorce (?:is|was|came)|(?:divorced|separated) (?:now|last|this|since)|(?:we(?:'re| are)|i(?:'m| am)|i are|got|are) (?:getting )?(?:separated|divorced|splitting up)|eat(?:ing)? alone|ate (?:dinner )?(?:alone|standing)|home alone again|by myself again|alone again|cooking for one)\b"),
    (Emotion.SADNESS, CLEAR, r"\b(?:i|we)(?:'ve| have)? (?:really |still |do |just )*miss(?:ed|ing)? (?!the (?:bus|train|flight|call|meeting|point|plane|deadline)\b)(?:her|him|them|my|our|you|home|it|how|the|having|being)\b"),
    (Emotion.SADNESS, CLEAR, r"\b(?:can't|couldn't|cannot) stop crying\b|\bcried (?:all|myself|the whole|in)\b|\bi (?:used to be|was once) (?:good at being )?happy\b|\b(?:doesn't|don't) live here any ?more\b|\bsee the point (?:of|in|any)\b"),
    (Emotion.NERVOUSNESS, CLEAR, r"\b(?:the )?(?:test |scan |exam |biopsy |blood )?results (?:come|are coming|will be|arrive|are due|tomorrow|on)\b|\bthey want to (?:look|see me|test me) again\b"),
    (Emotion.NERVOUSNESS, POSSIBLE, r"\b(?:my|the|an?) (?:\w+ )?(?:surgery|operation|biopsy|scan|exam|interview|audition|verdict|hearing|court date|first date|presentation)(?:'s| is| starts| comes)? (?:(?:is|at|on|in|this|next) )?(?:tomorrow|tonight|today|seven|eight|nine|ten|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|the morning)\b"),
    (Emotion.NERVOUSNESS, CLEAR, r"\bwhat if (?:s?he|they|it|i|we) (?:\w+ )?(?:don't|doesn't|didn't|can't|won't|isn't|never|fails?|hates?|says? no|leaves?|finds? out|goes wrong)\b|\bshould have been (?:home|here|back)\b|\bhands (?:won't|wouldn't|don't) (?:keep|stay|stop)\b"),
    (Emotion.NERVOUSNESS, CLEAR, r"\b(?:don't|do not) know how (?:i'll|we'll|i'm going to|to) (?:pay|make it|manage|cope)\b|\b(?:couldn't|can't) (?:eat|sleep) (?:before|for|because of)\b"),
    (Emotion.DISAPPOINTMENT, CLEAR, r"\b(?:they|s?he|it) (?:turned (?:me|us|it) down|rejected (?:me|us|it)|said no|went with (?:the other|some(?:one|body)|another)|gave it to (?:some(?:one|body)|another|him|her)|cancelled(?: on me)?|never (?:came|showed|called|wrote)|stood me up|forgot (?:again|my))\b"),
    (Emotion.DISAPPOINTMENT, CLEAR, r"\b(?:it|that|the \w+) (?:all )?(?:went (?:wrong|badly|terribly|horribly)|didn't (?:go well|work out|go so well)|was a disaster)\b"),
    (Emotion.DISAPPOINTMENT, CLEAR, r"\b(?:i|we) (?:didn't|did not) get (?:the|it|in|that)\b(?! (?:joke|point|idea|question|message))|\b(?:fell|falls) through\b|\b(?:another|third|second) rejection\b|\bwaited (?:an|two|three|all) \w+ (?:and|for)\b"),
    (Emotion.REMORSE, CLEAR, r"\bi should(?:'ve| have) (?:called|been there|told|said|gone|stayed|listened|known|visited|written)\b|\bcan't take (?:it|that) back\b|\bi never (?:told|got to tell|said) (?:him|her|them)\b|\bi wasn't there when\b"),
    (Emotion.RELIEF, STRONG, r"\b(?:it's|it was|it is|they're) benign\b|\ball clear\b|\b(?:out of (?:hospital|danger|surgery)|fever (?:broke|is down|is gone))\b|\b(?:found my|got my) (?:wallet|keys|dog|cat|phone)(?: back)?\b"),
    (Emotion.JOY, CLEAR, r"\b(?:s?he|they) said yes\b|\bwe(?:'re| are) (?:engaged|pregnant|having a (?:baby|boy|girl))\b|\b(?:i|we) (?:got|won) (?:the|into|in)\b(?! (?:bus|car|train|flu|bill|wrong|door|message|mail|point))|\bi passed\b"),
    (Emotion.PRIDE, CLEAR, r"\b(?:my|our) (?:son|daughter|girl|boy|kid|grandson|granddaughter) (?:\w+ )?(?:read|rode|won|graduated|passed|took|learned|got into)\b|\b(?:a|one|two|three|\d+) (?:years?|months?|weeks?|days) (?:sober|clean|without a (?:drink|cigarette))\b"),
    (Emotion.EXCITEMENT, CLEAR, r"\bonly \w+ (?:more )?(?:sleeps?|days?)\b|\bi(?:'m| am) (?:already )?at the airport\b|\bi start on (?:mon|tues|wednes|thurs|fri)day\b|\bthey want to (?:publish|buy|hire|exhibit)\b"),
)  # fmt: skip
_RULES: Final = [(kind, value, re.compile(each, re.I)) for kind, value, each in _HAPPENINGS]
_NOT_SO: Final = re.compile(
    r"\b(?:movie|film|novel|book|series|episode|song|character|game|news|article|story|dreamt?|imagine|joke|if)\b",
    re.I,
)
"""Told, dreamt or supposed: it did not happen to him."""
LONGEST: Final = 600


def happened(said: str) -> Reading:
    """What is mostly felt at what he says happened; empty where the rules know of nothing."""
    text = straightened(said)[-LONGEST:]
    if text.endswith("?") or _NOT_SO.search(text):
        return {}
    found: dict[Emotion, float] = {}
    for kind, value, pattern in _RULES:
        if pattern.search(text):
            found[kind] = max(found.get(kind, 0.0), value)
    return found


def felt_in(text: str, reader: EmotionReader) -> Reading:
    """What is felt, by the words and by what happened; 0.5 is where a label is given."""
    return together(reader.read(text), happened(text))


def together(read: Reading, at: Reading) -> Mapping[Emotion, float]:
    """What was read in the words and what is felt `at` what happened, the stronger of both.

    Where something happened, nothing is neutral.
    """
    both = {kind: max(read.get(kind, 0.0), at.get(kind, 0.0)) for kind in {*read, *at}}
    calm = 1 - max(at.values(), default=0.0)
    return both | {Emotion.NEUTRAL: min(read.get(Emotion.NEUTRAL, 0.0), calm)}
