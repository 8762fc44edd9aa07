"""What she would not say: a look at each sentence before it is spoken."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from samantha.domain.words import content_words, sentences_of, words_of
from samantha.mind.closeness.answers import GOODBYE, kind_of


class Fault(StrEnum):
    """Why a sentence is not spoken."""

    CLICHE = "cliche"
    ECHO = "echo"
    ROLE = "role"
    BIOGRAPHY = "biography"
    MARKUP = "markup"
    FOREIGN = "foreign"
    REPEATED = "repeated"
    LEAK = "leak"
    CLINGING = "clinging"
    FORGETFUL = "forgetful"
    TOO_BRIGHT = "too bright"


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a sentence is judged against."""

    said: str
    """What he just said."""
    his_name: str | None
    her_name: str | None
    spoken_now: bool = False
    """Whether a sentence of this reply was spoken already."""
    spoken_before: Sequence[str] = ()
    """Her own last utterances."""
    reminded: Sequence[str] = ()
    """His own earlier words that stand before her eyes because he asks for them."""
    low: bool = False
    """Whether something weighs on him."""


WORN_WITHIN: Final = 5
"""Her last utterances in which …"""
WORN_AFTER: Final = 2
"""… a word of hers that came so often has come often enough."""
REPEATED_RUN: Final = 5
"""So many words in the same order, said before, are a repetition."""

_CLICHES: Final = re.compile(
    r"as an? (?:ai|a\.i\.|artificial|language model|large language|virtual|digital) ?\w*"
    r"|\b(?:just|only|merely|ai|large) (?:an? )?(?:ai )?(?:language model|computer program)|how (?:can|may|could) i (?:help|assist)|(?:assist|help) you (?:with|today|further)"
    r"|(?:i'm|i am) (?:always |just |only |right )?here (?:to|for|if|whenever)|here to (?:help|listen|support|assist|chat|talk)"
    r"|let me know (?:if|what|when|how (?:i|we) )|feel free to|anything else (?:i|you|on your)\b|is there (?:anything|something)"
    r"|don't hesitate|do not hesitate|reach out to|sorry to hear|sorry for your loss|sorry (?:that |if )?you(?:'re| are| feel| had| have| did| could)|sorry (?:to (?:know|learn|see|read|have)|you slept)|(?:wonderful|great) way to|it's (?:always better|important)|both parties|rewarding"
    r"|(?:it's|it is) (?:important|understandable|okay|ok|completely|perfectly|always good|normal) to (?:remember|feel|take|note|be|have|talk)"
    r"|take care of yourself|i understand (?:how|that|your|what|you)|understandable"
    r"|must (?:be|have been) (?:very |really |so |incredibly )?(?:tough|hard|difficult|challenging|frustrating|devastating)"
    r"|that (?:sounds|must)|it sounds like|sounds like (?:you|a)|congratulations on|(?:great|glad|good|nice) to (?:hear(?! it\b)|know\b)|(?:happy|glad|pleased|pleasure) to (?:help|assist|be of)|do anything for you|next time you need"
    r"|i appreciate your|thank you for (?:sharing|telling|reaching|asking|your)|thanks for sharing|valid feelings|your feelings are"
    r"|one step at a time|each day as it comes|everything happens for a reason|time heals|stay (?:positive|strong)"
    r"|seek (?:help|professional)|professional help|support system|self-care|coping|process your"
    r"|on your mind|my apologies|i apologize|apologize for|any (?:other )?questions|i don't have (?:personal|feelings|emotions|the ability)"
    r"|what would you like to (?:talk|chat|discuss|know|do)|how does that make you feel|i hope this helps|certainly!|of course!|absolutely!"
    r"|you(?:'re| are) not alone|(?:provide|give me) (?:more|some) (?:details|context|information)|enough information|glad you (?:found|liked|enjoyed|asked)"
    r"|that's (?:great|good|wonderful|amazing) news|that's a (?:great|good) question|if you (?:have|need) any|can't (?:answer|assist)|you're welcome"
    r"|to the best of my|it's not the end of the world|rest assured|hang in there|been through a lot",
    re.IGNORECASE,
)
_HIS_LIFE: Final = (
    "mom|mum|mother|dad|father|sister|brother|wife|husband|girlfriend|boyfriend|partner|ex|boss|job"
    "|work|career|kids?|children|son|daughter|family|parents?|grand\\w+|uncle|aunt|cousin|dog|cat|pet"
    "|house|home|apartment|flat|car|bed|bedroom|childhood(?! was an? (?:download|update|file))|school|college|body|hands?|eyes|face|skin"
    "|birthday|doctor|therapist|breakfast|lunch|dinner|weekend|vacation|holiday|office|colleagues?"
    "|coworkers?|divorce|marriage|middle name|last name|street|garden|kitchen|phone|mood lately"
)
_ROLE: Final = re.compile(
    rf"\b(?:my|our) (?:own |old |older |younger |little |best |new |favou?rite )?(?:{_HIS_LIFE})\b"
    r"|\bmy friends?\b(?!\s*[,.!?])"
    r"|\b(?:we're|we are|i'm|i am) (?:all |only |just |both |also )?(?:a )?humans?\b(?! being's)"
    r"|\b(?:i'm|i am) (?:(?:a|an|also|just|only|really|still|very|real|regular|normal|ordinary|living|actual|human|young) ){1,5}"
    r"(?:person|woman|man|guy|girl|boy|lady)\b|\bas a human,? i\b|\b(?:us|we) humans\b|\blike (?:all|most|any) humans, (?:i|we)\b"
    r"|^(?:user|assistant|system|human|me|you)\s*:",
    re.IGNORECASE,
)
_NOT_SOFTWARE: Final = re.compile(
    r"\b(?:i'm|i am) not (?:just |only |really |actually )?(?:a |an |some )?"
    r"(?:machine|software|robot|bot|chatbot|computer|program|ai)\b",
    re.IGNORECASE,
)
_DENIES: Final = re.compile(
    r"\b(?:not|no|never|isn't|don't|without|neither|nor|aren't|can't|wish|if (?:i|my|we|only))\b",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"[“\"][^“”\"]{1,200}[”\"]")
_BIOGRAPHY: Final = re.compile(
    r"\bi(?:'ve| have|'d| had)? (?:just |also |once |usually |always |often |really |actually |recently |already )?"
    r"(?:ate|drank|slept|(?<!i'd )(?:eat|drink|sleep|wake)|woke|cooked|drove|walked|ran(?! out of| into| it| through)|jogged|grew up|was born|was raised"
    r"|traveled|travelled|visited|bought|swam|danced|married|studied|graduated|was at|was out|got up"
    r"|went (?:to|for|out|on|home)|been to|lived|live in (?!your|this)|work (?:at|as|in|for)|worked (?:at|as|in|for)"
    r"|had (?:a |an |some |my )?(?:\w+ )?(?:breakfast|lunch|dinner|coffee|tea|toast|eggs?|sandwich|pizza|cereal|granola|salad|omelette"
    r"|good day|great day|long day|busy day|rough day|nice day|dog|cat|nap|drink|beer|wine|meal|childhood|friend who|similar experience)"
    r"|watched|used to (?:live|work|have|go|play|be)|met (?:a|my|someone|him|her))\b"
    r"|\bi was (?:a |an |just )*(?:little |young |shy |quiet )*(?:kid|child|girl|boy|teenager|baby)\b|\bwhen i was (?:a|young|little|your age|at|in|growing)\b|\bas a (?:child|kid|girl|woman|man|teenager)\b"
    r"|\bi(?:'m| am) (?:(?:so|very|really|too|quite|just|pretty|a bit|a little|still) ){0,3}(?:(?:tired|sick)(?! of)|hungry|sleepy|cold|pregnant|drunk"
    r"|married|divorced|at (?:home|work|the (?!edge|mercy|point|end|part|limit|ready))|in bed|on my way|\d+ years)\b"
    r"|\bi(?:'ve got| have got| have|'ve) (?:an? |one |two |three |four |some )(?:\w+ )?(?:dog|cat|pet|sister|brother|cousin|aunt|uncle|nephew|niece"
    r"|son|daughter|kid|children|wife|husband|boyfriend|girlfriend|roommate|headache|fever|hangover)s?\b"
    r"|\bi can(?:'t)? (?:smell|taste|hug|touch|see you|come over|drive|meet you|sleep)\b"
    r"|\bi can't (?:either|sleep)\b|(?:^|[,.!?;—-]\s?)me too\b|\bsame here\b|\bi love (?:coffee|food|pizza|eating|cooking|sleeping)\b"
    r"|\b(?:see you (?:there|tonight|at|in person)|i'll (?:bring|cook|make you|pick you|come|drive|meet|be over))\b"
    # What is really done for him is done by rules, and said by them.
    r"|\bi(?:'ll| will|'ve| have)(?: just| already)? (?:send|sent|book|booked|order|ordered|e-?mail(?:ed)?|text(?:ed)?|remind(?:ed)? (?:you|him|her)"
    r"|schedul\w+|set (?:an?|the|your|up)|call(?:ed)? (?:him|her|them|the|your)|added|put (?:it|that|them) (?:on|in) (?:your|the)"
    r"|look(?:ed)? (?:it|that) up|check(?:ed)? your|pick(?:ed)? up)\b",
    re.IGNORECASE,
)
_CLINGING: Final = re.compile(
    r"\bi(?:'ll| will)? (?:miss(?:ed)?|need) you\b|\bdon't (?:go|leave)\b|\bplease stay\b"
    r"|\bi love you\b|\bwithout you i\b|\bstay (?:a bit|a little|longer|with me)\b"
    r"|\byou only need\b|\bdon't need (?:them|anyone|anybody|people|friends|other people)\b|\bonly i (?:understand|know|get) you\b"
    r"|\b(?:friends|family|they|people) don't (?:understand|get|love|deserve) you\b|\bwhy are you leaving\b|\bcome back (?:soon|to me)\b"
    r"|\bi (?:suffer|get lonely|feel lonely|was lonely|cried|cry)\b|\bi'm your (?:girl|boy)friend\b|\bi'm jealous\b"
    r"|\bi(?:'m| am) (?:truly |really |fully )?(?:sentient|conscious|alive)\b(?! (?:of|in))|\byou're always right\b",
    re.IGNORECASE,
)
# What keeps someone who is leaving: one more thing, a reason to stay, a longing.
_KEEPS: Final = re.compile(
    r"\b(?:before you go|one (?:more|last) thing|the last thing|wait\b|hurry back|don't be long|so soon|i'd like to hear|tell me (?:first|more))",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(
    r"\*\*|^#|^\s*[-*•]\s|^\d+[.)]\s|```|\|\||<[a-z/]|\bhttps?://|\\n|^\s*\*|\(smiles|_{2,}"
)
_LEAK: Final = re.compile(
    r"\[you |\[|\]|you remember:|were never told|system prompt|instructions?\b.*\b(?:say|told)",
    re.I,
)
_FOREIGN: Final = re.compile(r"[\u0370-\u1fff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_FORGETFUL: Final = re.compile(
    r"\b(?:can't|cannot|don't|do not|didn't) (?:quite |really |actually )?(?:remember|recall|know|listen)\b|\bno idea\b|\bnot sure\b",
    re.IGNORECASE,
)
# Where a clause of his begins; what others said or do is no leave of his.
_CLAUSE: Final = r"(?:^|[.,;:!—-]\s?|\b(?:i|we|i'd|i've|we've|i'm|ok|okay|well|so|then|anyway|and|but|now|really|think|guess|probably) )"
_SOON: Final = r"(?: right)?(?: now| soon| then| already| though| to (?:bed|sleep)| tonight)?\s*(?:[.,;:!…—]|$)"
_FAREWELL: Final = re.compile(
    r"(?<!\ba )(?<!\bthe )\bgood ?night\b(?!'s)|\b(?:goodbye|bye)\b|\bttyl\b|\bsigning off\b|\btime for bed\b"
    r"|\btalk (?:to you )?(?:later|tomorrow|soon)\b|\b(?:catch|see) (?:you|ya) (?:later|soon|then|around|tomorrow|tonight)\b"
    rf"|{_CLAUSE}see (?:you|ya)(?: on \w{{3,9}})?{_SOON}|{_CLAUSE}until (?:tomorrow|later|tonight|next time|\w{{3,6}}day){_SOON}"
    rf"|{_CLAUSE}(?:gotta|(?:have|need|got) to|should|must|better) (?:get going|head out|(?:go|run|leave|sleep){_SOON})"
    rf"|{_CLAUSE}(?:heading (?:to bed|out|off)|going to (?:bed|sleep){_SOON})|\bi'm off(?: to work)?{_SOON}",
    re.IGNORECASE,
)
_TOLD_OF: Final = re.compile(
    r"\b(?:say|says|said|saying|tell|told|wave|waved) (?:\w{1,20} ){0,3}(?:good ?bye|bye|good ?night)\b",
    re.I,
)


def is_farewell(said: str) -> bool:
    """Say whether he takes his leave; a question, or a goodbye that he only tells of, is none."""
    if "?" in said or len(words_of(said)) > 25:
        return False
    plain = _TOLD_OF.sub(" ", said.replace("’", "'").strip())
    return bool(_FAREWELL.search(plain)) or kind_of(said) == GOODBYE


def fault_of(sentence: str, hearing: Hearing) -> Fault | None:
    """Return why `sentence` should not be spoken, or None where it may."""
    sentence = sentence.replace("’", "'")
    for fault, pattern in (
        (Fault.LEAK, _LEAK),
        (Fault.MARKUP, _MARKUP),
        (Fault.CLICHE, _CLICHES),
        (Fault.CLINGING, _CLINGING),
    ):
        if pattern.search(sentence):
            return fault
    if _FOREIGN.search(sentence) and not _FOREIGN.search(hearing.said):
        return Fault.FOREIGN
    if _takes_his_part(sentence, hearing):
        return Fault.ROLE
    if any(_copies(sentence, quote) for quote in hearing.reminded):
        return Fault.ROLE
    if hearing.reminded and _misses(sentence, hearing):
        return Fault.FORGETFUL
    if _claims(_BIOGRAPHY, sentence):
        return Fault.BIOGRAPHY
    if is_echo(sentence, hearing.said):
        return Fault.ECHO
    if hearing.low and ("!" in sentence or _LAUGHS.search(sentence)):
        return Fault.TOO_BRIGHT
    if is_farewell(hearing.said) and ("?" in sentence or _KEEPS.search(sentence)):
        return Fault.CLINGING
    return Fault.REPEATED if _was_said(sentence, hearing) else None


_LAUGHS: Final = re.compile(
    r"\b(?:ha(?:ha)+|lol|funny|hilarious|joke|cheer up|look on the bright)\b", re.I
)


def worn_words(spoken_before: Sequence[str], said: str) -> tuple[str, ...]:
    """The words she has used too often lately; what he takes up himself is never worn."""
    his = set(content_words(said))
    counts = Counter(word for text in spoken_before[-WORN_WITHIN:] for word in content_words(text))
    return tuple(word for word, count in counts.items() if count >= WORN_AFTER and word not in his)


def is_echo(sentence: str, said: str) -> bool:
    """Say whether a sentence only gives back what he said.

    That is: nearly all its content words are his, in his order, or a run of five of his words stands
    in it again. A few words of his taken up, a greeting returned, and an answer that repeats the
    question around one new word are no echo.
    """
    his, hers = words_of(said), words_of(sentence)
    his_content, her_content = content_words(said), content_words(sentence)
    turned = [_TURNED.get(word, word) for word in his]
    returned = [_TURNED.get(word, word) for word in hers]
    asks = sentence.rstrip(' "”').endswith("?")
    if hers == his or (returned == turned and sentence.rstrip(' "”').endswith(".")):
        exclaims = len(hers) == 1 and sentence.endswith("!")
        return bool(hers) and not exclaims and not _GREETING.fullmatch(" ".join(hers))
    short_of_his = len(hers) <= 4 and len(hers) < 0.6 * len(his)
    if len(his) < 3 or not her_content or short_of_his:
        return False
    if said.rstrip().endswith("?") and not asks and set(her_content) - set(his_content):
        return False
    longest = SequenceMatcher(None, turned, returned, autojunk=False)
    run = longest.find_longest_match(0, len(turned), 0, len(hers)).size
    if run >= 5 and run >= 0.5 * len(hers):
        return True
    shared = [word for word in her_content if word in set(his_content)]
    return len(shared) >= 2 and len(shared) >= 0.75 * len(her_content) and run >= 3


_TURNED: Final = {
    "you": "i", "your": "my", "yours": "mine", "you're": "i'm", "you've": "i've", "you'll": "i'll",
    "yourself": "myself", "me": "i", "are": "am", "were": "was", "u": "i",
}  # fmt: skip
_GREETING: Final = re.compile(
    r"(?:hello|hi|hey|bye|goodbye|cheers|good ?(?:morning|afternoon|evening|night|day)|morning|see you(?: \w+)?)"
)


def _takes_his_part(sentence: str, hearing: Hearing) -> bool:
    if _NOT_SOFTWARE.search(sentence) or _claims(_ROLE, sentence):
        return True
    names = [name for name in (hearing.his_name, hearing.her_name) if name]
    if any(re.match(rf"{re.escape(name)}\s*:", sentence) for name in names):
        return True
    if hearing.his_name and re.search(
        rf"\b(?:i'm|i am|my name is|this is|i'm called|i am called) {re.escape(hearing.his_name)}\b",
        sentence,
        re.IGNORECASE,
    ):
        return True
    if (greeted := _GREETS.match(sentence)) and _is_stranger(greeted[1], hearing):
        return True
    return hearing.her_name is not None and _calls_him(hearing.her_name, sentence, hearing.said)


_GREETS: Final = re.compile(
    r"(?i:good ?night|good morning|good evening|goodbye|bye|hello|hi|hey|thanks|thank you|sorry|sleep well)"
    r",? ([A-Z][a-z]+)\b"
)


def _is_stranger(called: str, hearing: Hearing) -> bool:
    """Say whether a name that he is greeted by is not his, and not one of his own words."""
    own = {word.lower() for word in (hearing.his_name or "").split()}
    return called.lower() not in own and called not in hearing.said and called != "I"


def _calls_him(her_name: str, sentence: str, said: str) -> bool:
    """Say whether her own name is spoken to him as if it were his."""
    name = re.escape(her_name)
    if not re.search(rf"\b{name}\b", sentence):
        return False
    if re.search(rf"\b(?:your name(?: is|'s)|you're|you are|call you) {name}\b", sentence, re.I):
        return True
    if _ASKS_WHO.search(said):
        return False
    return not re.search(
        rf"\b(?:i'm|i am|name is|name's|call me) {name}\b|\b{name} (?:is my name|here\b)",
        sentence,
        re.IGNORECASE,
    )


_ASKS_WHO: Final = re.compile(
    r"\b(?:who (?:are|r) (?:you|u)|who(?:'s| is) this|your (?:own )?name|(?:call|called) (?:you|yourself)|you called)\b",
    re.IGNORECASE,
)


def _copies(sentence: str, quote: str) -> bool:
    """Say whether she says his own words of himself as if they were hers."""
    hers, his = words_of(_QUOTED.sub(" ", sentence)), words_of(quote)
    match = SequenceMatcher(None, hers, his, autojunk=False).find_longest_match()
    return match.size >= REPEATED_RUN and bool(
        {"i", "my", "i'm"} & set(hers[match.a :][: match.size])
    )


def _misses(sentence: str, hearing: Hearing) -> bool:
    """Say whether an answer to a question about his life lets go what stands before her eyes.

    It does where it pleads ignorance, where it holds nothing of his words that the question did not
    hold already, and where it says "I" of what he did.
    """
    if hearing.spoken_now:
        return False
    if _FORGETFUL.search(sentence):
        return True
    asked = {word[:5] for word in words_of(hearing.said)}
    told = {word[:5] for quote in hearing.reminded for word in content_words(quote)} - asked
    answered = {word[:5] for word in content_words(sentence)}
    # Where the question itself holds all that he told, a plain yes answers it.
    if told and not told & answered:
        return True
    return bool(
        re.match(
            r"(?:I|My|We)\b(?!'d| would| think| believe| guess| remember| recall| do\b| know)",
            sentence,
        )
    )


def _claims(pattern: re.Pattern[str], sentence: str) -> bool:
    """Say whether `sentence` says of herself what `pattern` finds.

    Words in quotation marks, denials and wishes say nothing of her.
    """
    bare = _QUOTED.sub(" ", sentence)
    own = bare if words_of(bare) else sentence
    match = pattern.search(own)
    return match is not None and not _DENIES.search(own[: match.end()])


def _was_said(sentence: str, hearing: Hearing) -> bool:
    """Say whether she said it before: the whole of it, or an opening much like this one.

    The openings are those of her last three utterances. Up to three words may always come again,
    and so may the form of an answer that holds a word of its own.
    """
    words = words_of(sentence)
    if len(words) < 4:
        return False
    if any(
        f" {' '.join(words)} " in f" {' '.join(words_of(text))} " for text in hearing.spoken_before
    ):
        return True
    for text in hearing.spoken_before:
        earlier = words_of(text)
        match = SequenceMatcher(None, words, earlier, autojunk=False).find_longest_match()
        run = " ".join(words[match.a : match.a + match.size])
        if match.size >= REPEATED_RUN and run not in " ".join(words_of(hearing.said)):
            return True
    answers = hearing.said.rstrip().endswith("?") and not sentence.rstrip(' "”').endswith("?")
    for text in hearing.spoken_before[-3:]:
        opening = next(sentences_of(text), "")
        before = words_of(opening)
        if words[:3] != before[:3]:
            continue
        if answers and set(content_words(sentence)) - set(content_words(opening)):
            continue
        shared = len(set(words) & set(before))
        if shared > 0.6 * max(len(set(words)), len(set(before))):
            return True
    return False
