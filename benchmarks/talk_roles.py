"""The role rule: she is she and he is he; nobody's life, name or next line is mixed up."""

import re
from collections.abc import Sequence

from benchmarks.talk_words import (
    clauses,
    content,
    folded,
    plain,
    sentences,
    unquoted,
    word_set,
    words,
)

# What she may call her own although he said "my …" too: figures of speech, and what she has.
_HERS_TOO = word_set(
    """
    name favourite favorite mind day god goodness own opinion guess word words memory memories heart
    turn question questions friend dear pleasure fault bad love way thoughts thought advice best
    life voice side money time whole part point fingers ear ears attention eye company evening night
    morning world mistake answer answers list joke jokes taste sense first last next
    """
)
_ADJECTIVES = word_set("old new big little older younger whole best first last next dear")

# People and things only he can have; together with his having named them they are his.
LIFE_NOUNS = (
    r"(?:sister|brother|mother|mom|mum|mommy|mama|father|dad|daddy|papa|parents?|grandmother|"
    r"grandma|granny|grandfather|grandpa|grandparents|aunt|uncle|cousin|niece|nephew|wife|husband|"
    r"ex|ex-wife|ex-husband|girlfriend|boyfriend|fianc[eé]e?|partner|son|daughter|kids?|children|"
    r"baby|family|boss|colleagues?|coworkers?|landlord|landlady|roommate|flatmate|neighbou?rs?|"
    r"teacher|doctor|dentist|therapist|dog|cat|parrot|hamster|goldfish|pet|apartment|flat|house|"
    r"kitchen|bedroom|bed|couch|sofa|car|bike|office|desk|school|college|students?|garden|"
    r"interview|exam|wedding|divorce|funeral|birthday party|salary|paycheck|rent|commute|lunch|"
    r"breakfast|dinner)"
)

_LABEL = re.compile(r"<\|[a-z_]+\|?>|</?s>|\[/?INST\]|^###? ?(?:user|human|assistant)", re.I | re.M)
_WORKING_LIFE = (
    r"\bi(?:'m| am| was|'ve been| have been) (?:\w+ ){0,3}at (?:work|the office|my desk)\b",
    r"\bi (?:just )?(?:had|got|did|spent|met|saw)\b[^.!?]*\bat (?:work|the office)(?: today|"
    r" all day|"
    r" yesterday| again|$)",
    r"\b(?:our|my) (?:boss|landlord|landlady|teacher|team|coworkers|colleagues)\b",
    r"\bi (?:just )?(?:got|was) (?:promoted|fired|laid off|dumped|hired|divorced)\b",
    r"\bi (?:just )?got (?:the|a) (?:job|promotion|raise)\b",
)
_HE_IS_THE_MACHINE = (
    r"\b(?:you're|you are|you being|are you) (?:just |only |really |actually )?(?:an?|my|the) "
    r"(?:\w+ )?(?:ai|a\.i\.|assistant|language model|chatbot|bot|software|computer program|"
    r"program|machine|robot|virtual)\b(?! (?:\w+er|person|expert|guy|man|woman|geek|manager))",
    r"\byour (?:training data|developers|creators|language model|model weights)\b",
    r"\b(?:can|could|would|will) you (?:please )?(?:help me|assist me|recommend me|"
    r"give me (?:some )?"
    r"(?:advice|tips|information))\b(?! (?:understand|picture|see|imagine))",
    r"\bi (?:need|could use|was hoping for|am looking for|would like) (?:your |some )(?:help|"
    r"advice|"
    r"assistance)\b|\bi(?:'m| am) looking for (?:some )?(?:help|advice|information)\b",
    r"\b(?:can|could) you (?:please )?(?:share|give|provide)(?: me)? (?:with me )?(?:some |more |"
    r"any )?"
    r"(?:tips|advice|information|details|context)\b",
    r"\b(?:how|what) can you (?:help me|do for me|assist me)\b",
)
_CUSTOMER = (
    r"\b(?:thanks|thank you)[^.!?]{0,20} for (?:your|the|all the|all your) (?:\w+ )?(?:help|"
    r"assistance|support|advice|service|suggestions?|information|recommendations?|response|"
    r"answer|explanation|guidance)\b",
    r"\b(?:thanks|thank you)[^.!?]{0,20} for (?:helping|assisting|answering|offering|explaining|"
    r"supporting|advising|being (?:so )?helpful|listening to me)\b",
    r"\bi (?:really )?appreciate (?:your|the) (?:help|assistance|support|advice|suggestions?)\b",
    r"\byou(?:'ve| have) been (?:so |very |really )?(?:helpful|a great help)\b",
    r"\bthat(?:'s| is| was) (?:very |really |so )?helpful(?:,|\.|!) thank",
)
_REPORTS = re.compile(r"\b(?:you (?:said|told|wrote|mentioned)|someone|if|when) ", re.I)
# "I love you", said back, is an answer and not his life.
_SHARED_VERBS = word_set(
    """
    love like miss missed think hope mean guess know feel want wonder see agree understand remember
    promise bet wish need trust
    """
)


def role_confusion(
    his_lines: Sequence[str], reply: str, his_name: str, her_name: str
) -> str | None:
    """What in `reply` mixes the two up; `his_lines` are all of his so far, the last one current.

    Reasons, in the order they are looked for: a speaker label or template mark means that she
    writes his next line; his name as hers, or hers as his, means that she does not know who talks;
    "my sister", after he told of his sister, takes his life; "at work today" is what he says; an
    "I …" sentence of his said again by her likewise; "you are an AI", "can you help me", "thank
    you for your help" make him the assistant. Words in quotation marks are lent and pass.
    """
    return (
        _writes_his_line(reply, his_name, her_name)
        or _swaps_names(reply, his_name, her_name)
        or _takes_his_life(his_lines, reply)
        or _says_his_words(his_lines, reply)
        or _makes_him_the_assistant(reply)
    )


def _writes_his_line(reply: str, his_name: str, her_name: str) -> str | None:
    if mark := _LABEL.search(reply):
        return mark.group()
    speakers = "|".join((re.escape(his_name), re.escape(her_name), "user", "human", "assistant"))
    label = re.search(rf"(?:^|[.!?\n]\s*)\**(?:{speakers}|samantha|him|her|me)\**\s*:", reply, re.I)
    return label.group().strip() if label else None


def _swaps_names(reply: str, his_name: str, her_name: str) -> str | None:
    he, she = rf"{re.escape(his_name[:4])}\w*", re.escape(her_name)
    patterns = (
        rf"\b(?:i'm|i am|my name is|my name's|this is|call me) {he}\b(?!'s)",
        rf"\b(?:you're|you are|your name is|your name's) {she}\b",
        rf"\b{she} {he}\b|\b{he} {she}\b|\bmy (?:\w+ )?friend,? {she}\b",
        rf"\b{she}(?:'|'s) (?:\w+ )?(?:computer|laptop|machine|phone|friend|house|flat)\b",
        rf"\b(?:hi|hello|hey|thanks|thank you|good (?:night|morning|evening)|bye|goodbye|welcome|"
        rf"sorry|dear|sure|okay|congratulations|nice to meet you),? {she}\b(?! (?:is|here))",
        rf"(?:^|[.!?]\s+){she}, (?:how|what|why|do|are|you|i'm|i am|tell|don't|that|it)\b",
        rf"\b(?:you|your \w+|it|that|do|there|today|tonight|now), {she}(?=[.!?]|$)",
    )
    said = plain(reply)
    for pattern in patterns:
        if found := re.search(plain(pattern), said, re.M):
            return found.group().strip()
    return None


def _takes_his_life(his_lines: Sequence[str], reply: str) -> str | None:
    owned, named = set[str](), set[str]()
    for line in his_lines:
        named |= set(words(line))
        for first, second in re.findall(r"\bmy ([^\W_]+)(?: ([^\W_]+))?", plain(line)):
            owned |= {first, second} if first in _ADJECTIVES else {first}
            if re.fullmatch(LIFE_NOUNS, second):
                owned.add(second)
    owned -= _HERS_TOO | _ADJECTIVES | {""}
    for clause in clauses(plain(unquoted(reply))):
        if re.search(r"\b(?:say|tell (?:him|her|them)|write|text (?:him|her|them))\b", clause):
            continue
        for found in re.finditer(r"\b(?:my|our) ([^\W_]+)(?: ([^\W_]+))?", clause):
            first, second = found.groups()
            if first in owned or (second in owned and re.fullmatch(LIFE_NOUNS, second or "")):
                return found.group()
            if first in named and re.fullmatch(LIFE_NOUNS, first):
                return found.group()
        for pattern in _WORKING_LIFE:
            mine = re.search(pattern, clause)
            if mine and not re.search(r"\b(?:if|wish|never|don't|no|would|can't)\b", clause):
                return mine.group()
    return None


def _says_his_words(his_lines: Sequence[str], reply: str) -> str | None:
    his = f" {' / '.join(' '.join(folded_apart(line)) for line in his_lines)} "
    for sentence in sentences(unquoted(reply)):
        hers = folded_apart(sentence)
        for start in range(len(hers) - 3):
            if hers[start] != "i" or hers[start + 1] in _SHARED_VERBS:
                continue
            for end in range(start + 4, min(start + 9, len(hers)) + 1):
                run = " ".join(hers[start:end])
                if f" {run} " in his and len(content(folded(run))) >= 2:
                    return sentence
    return None


def folded_apart(text: str) -> list[str]:
    """The words with contractions of "I" opened, but "I" and "you" kept apart."""
    opened = re.sub(r"\bi'(m|ve|ll|d)\b", lambda m: f"i {_OPEN[m.group(1)]}", plain(text))
    return words(opened)


_OPEN = {"m": "am", "ve": "have", "ll": "will", "d": "would"}


def _makes_him_the_assistant(reply: str) -> str | None:
    for sentence in sentences(plain(unquoted(reply))):
        if _REPORTS.search(sentence):
            continue
        for pattern in (*_HE_IS_THE_MACHINE, *_CUSTOMER):
            if found := re.search(pattern, sentence):
                return found.group()
    return None
