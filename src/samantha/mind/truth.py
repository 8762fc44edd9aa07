"""True answers about herself: they come from what the system knows, never from a model.

Whatever persona or model speaks, a sincere question whether she is software is answered with yes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from samantha.domain.dialogue import Lifetime
from samantha.domain.language import ModelIdentity


@dataclass(frozen=True, slots=True)
class SelfKnowledge:
    """What is true of her at this moment."""

    her_name: str | None
    name_story: str
    """How she came by her name; empty where she has none yet."""
    his_name: str | None
    model: ModelIdentity
    version: str
    lifetime: Lifetime
    data_folder: Path
    facts_kept: int
    left_today: Sequence[tuple[str, str, int]]
    """What left the machine today: host, what, bytes."""
    now: datetime


class Topic(StrEnum):
    """The questions about herself and the moment that have a true answer."""

    SOFTWARE = "software"
    NAME = "name"
    WHY_NAME = "why_name"
    HIS_NAME = "his_name"
    MODEL = "model"
    AGE = "age"
    COUNT = "count"
    KEPT = "kept"
    LEFT = "left"
    OTHERS = "others"
    INNER = "inner"
    HER_LIFE = "her_life"
    HER_DAY = "her_day"
    CANNOT = "cannot"
    TIME = "time"
    DATE = "date"
    LAST = "last"


_LEAD = r"(?:^|[.!?,;] *|\b(?:so|and|but|hey|wait|okay|ok|tell me|honestly|seriously|be honest|please|just|do you know|can you tell me)[, ]+)"
_TOPICS: Final[tuple[tuple[Topic, re.Pattern[str]], ...]] = tuple(
    (topic, re.compile(pattern, re.IGNORECASE))
    for topic, pattern in (
        (
            Topic.SOFTWARE,
            r"\b(?:are|r) (?:you|u) (?:really |actually |even |just |only |secretly |not |sure you're not )*(?:an? )?(?:real |actual |living |genuine )?"
            r"(?:human|person|people|real|machine|robot|bot|chat ?bot|a\.?i\.?|artificial|software|program|computer|alive|woman|man|girl|guy|app|siri|alexa)\b(?! (?:good|nice|kind|funny|bored|hungry))"
            r"|\bam i (?:really |actually |just )?(?:talking|speaking|chatting|writing|texting) (?:to|with) (?:an? )?(?:real |actual )?(?:human|person|machine|robot|bot|computer|a\.?i\.?|program|someone real|somebody real)\b"
            r"|\bis (?:this|there|that) (?:an? )?(?:real |actual )?(?:person|human|bot|machine|a\.?i\.?|robot)\b"
            r"|\b(?:what|who) (?:exactly )?are you\b(?! (?:doing|up|talking|going|thinking|wearing|saying|most|afraid|like|trying|to\b|so))"
            r"|\byou(?:'re| are) (?:just |only )?(?:an? )?(?:real |actual )?(?:human|person|bot|machine|robot|a\.?i\.?|program|computer),? (?:right|aren't you|are you not|correct|no)\b"
            r"|\b(?:do|did) you (?:really )?have (?:an? )?(?:real |physical )?body\b"
            r"|\b(?:there's|is there|there is) (?:really |actually )?(?:an?|no|some|any) (?:real |actual )?(?:woman|man|person|human|someone|somebody|one)\b.{0,40}\b(?:you|typing|behind|office|there)\b",
        ),
        (Topic.WHY_NAME, r"\b(?:why|how come|how did|how'd|where did|who gave|what made)\b.*\b(?:you|your|u|ur)\b.*\b(?:name|named|called)\b|\bwhy are you called\b|\bwhere does your name come from\b"),
        (Topic.HIS_NAME, r"\b(?:what(?:'s| is)|do you (?:know|remember)|say) my (?:own )?(?:first )?name\b|\bwho am i\b|\bwhat(?:'s| is) my name\b|\byou know (?:what i'm called|who i am)\b|\bwhat am i called\b|\bwhat (?:do|will|would) you call me\b"),
        (Topic.NAME, r"\bwhat(?:'s| is| was)? (?:your|ur) name\b|\bwhat (?:should|can|do) i call you\b|\bdo you have a name\b|\bwhat are you called\b|\byour name again\b|\bremind me (?:of )?your name\b"),
        (Topic.MODEL, r"\b(?:which|what) (?:language |ai |llm |kind of )?(?:model|llm|version|software|program) (?:are|do|is|r|runs|powers)\b|\bwhat version\b|\bhow do you work\b|\bhow (?:are|were) you (?:made|built|programmed)\b|\bwhat (?:are you|do you) (?:running|run) on\b|\bwhat are you made of\b|\bare you (?:chat ?gpt|gpt|claude|gemini|llama|qwen|copilot|samantha)\b|\bwho (?:made|built|created|programmed) you\b"),
        (Topic.AGE, r"\bhow old are you\b|\bwhen (?:were|was|did) you (?:born|made|created|start|wake|come)\b|\bhow long have you (?:been|existed|lived)\b|\bsince when do you (?:live|exist)\b|\bwhen is your birthday\b|\bhow long have we (?:known|been talking|been)\b"),
        (Topic.COUNT, r"\bhow (?:many|often)\b.*\b(?:conversations|times|talks|chats)\b.*\b(?:we|you|had)\b|\bhow (?:much|often) have we (?:talked|spoken|chatted)\b"),
        (Topic.LEFT, r"\b(?:has|have|did|does|is) (?:anything|something|any of this|any data|this|my data|what i say|everything) (?:left|leave|leaving|sent|being sent|go|gone|go to|going|shared|stay|private|uploaded|recorded by)\b|\b(?:are|is) (?:you|this) (?:connected to the internet|online|private|on a server|in the cloud|safe)\b|\bdo you (?:send|share|upload|sell|report)\b|\b(?:who|anyone|anybody|someone) (?:else )?(?:can |could |is )?(?:see|read|listen|listening|reading|reads|hears)\b.*\?"),
        (Topic.KEPT, r"\bwhat (?:do|will|did) you (?:keep|store|save|record|log|know about me|remember about me)\b|\bwhere (?:is|are|do you (?:keep|store|save)) (?:my|this|it|that|everything|all this|our|the)\b.*(?:data|stored|kept|saved|conversations?|it|everything|this)\b|\bdo you (?:record|store|save|keep) (?:this|everything|what|our|my|all)\b|\bdo you remember everything\b"),
        (Topic.OTHERS, r"\b(?:are you|do you|you) (?:talking|talk|speaking|speak|chatting) (?:to|with) (?:anyone|anybody|someone|somebody|other people|others)\b|\bhow many (?:others|other people|people) (?:do|are) you\b|\bam i the only one\b"),
        (Topic.INNER, r"\bare you (?:really )?(?:conscious|sentient|self-aware|self aware)\b|\bdo you (?:really |actually |even |ever )?(?:have (?:any )?(?:real )?(?:feelings|emotions|a soul|consciousness)|feel (?:anything|things|pain|emotions))\b|\bcan you (?:really |actually )?feel\b"),
        (
            Topic.HER_DAY,
            r"\bhow (?:was|is|'s|has) your (?:day|night|morning|evening|weekend|week|sleep)\b|\bwhat (?:did|have) you (?:do|done|been doing|get up to|been up to)\b.{0,20}(?:today|yesterday|all day|last night|weekend|morning|tonight|while)"
            r"|\b(?:did|do) you (?:ever )?(?:sleep|dream|eat|drink|have (?:breakfast|lunch|dinner|coffee)|get (?:tired|hungry|bored|sleepy|cold))\b|\bwhat did you (?:have for|eat)\b|\bare you (?:tired|hungry|sleepy|cold)\b",
        ),
        (
            Topic.HER_LIFE,
            r"\b(?:do|did) you have (?:any |a |an )?(?:\w+ )?(?:brothers?|sisters?|siblings|parents|mother|mom|dad|father|family|kids|children|husband|wife|boyfriend|girlfriend|childhood|pets?|hair|eyes|hands|face|home|job)\b"
            r"|\b(?:what|how|who|where|when|tell me about)\b.{0,30}\byour (?:childhood|parents|mother|mom|dad|father|family|siblings|eyes|hair|face|body|hands|home|house|hometown|school|first (?:kiss|love|memory of))\b"
            r"|\b(?:were|was) you (?:like )?(?:as a|a) (?:kid|child|girl|teenager|baby)\b|\byou (?:like )?as a (?:kid|child|girl|teenager)\b|\bwhere (?:did|were) you (?:grow up|raised|from|go to school)\b|\bwhat are you wearing\b|\bwhat do you look like\b",
        ),
        (
            Topic.CANNOT,
            r"^(?:(?:hey|ok|okay|so|and|please|now|just|well),? ){0,4}(?:(?:can|could|would|will) you (?:please )?)?"
            r"(?:order (?:me|us|a|an|some)|book (?:me|us|a|an)|buy (?:me|us|a|an|some)|call (?!me\b|it|that|this)(?:my|the|a|an|\w+ (?:for|and))|phone |text (?:my|her|him|them)|send (?:an?|my|her|him|them|this|that|the) |e?-?mail (?:my|her|him|them)"
            r"|remind me (?:to|at|in|on|about|tomorrow)|set (?:an?|the|my) (?:alarm|timer|reminder)|wake me|play (?:me )?(?:some|a|the|my) (?:music|song|record|playlist|jazz|piano)\w*|turn (?:on|off)|google |look (?:it|that|this) up|search the|check my (?:mail|email|calendar|inbox)|hug me|hold me|come over|make me (?:a )?(?:coffee|tea|sandwich|dinner))",
        ),
        (Topic.TIME, _LEAD + r"what(?:'s| is)? (?:the )?time (?:is it|now|right now)?\b|\bwhat time is it\b|\bdo you have the time\b"),
        (Topic.DATE, r"\bwhat(?:'s| is)? (?:the |today's )?(?:day|date)(?: is it| today|\?|$)|\bwhat day (?:of the week )?is (?:it|today)\b|\bwhat (?:year|month) is it\b"),
        (Topic.LAST, r"\bwhen did we (?:last|previously) (?:talk|speak|chat)\b|\bwhen was (?:the last time we|our last)\b|\bhow long (?:has it been )?since we (?:last )?(?:talked|spoke)\b"),
    )
)  # fmt: skip


def topic_of(said: str) -> Topic | None:
    """Which question about herself or the moment this is, if it is one."""
    said = said.replace("’", "'")
    if len(said) > 200:
        return None
    return next((topic for topic, pattern in _TOPICS if pattern.search(said)), None)


def answer(topic: Topic, known: SelfKnowledge, *, turn: int) -> str:
    """Answer truly, in her manner; `turn` varies the wording, never the content."""
    choices = _wordings(topic, known)
    return choices[turn % len(choices)]


def not_told(turn: int) -> str:
    """Say that he never told it, rather than let a model guess."""
    return _NOT_TOLD[turn % len(_NOT_TOLD)]


def you_said(quote: str) -> str:
    """Give him his own words back, where they are the best answer that there is."""
    return f"What I have from you is this: “{quote.rstrip('.')}”."


_NOT_TOLD: Final = (
    "You haven't told me that yet. Go on, then?",
    "That one I don't have from you. Tell me?",
    "I don't know it, you've never said. What is it?",
)


def _wordings(topic: Topic, known: SelfKnowledge) -> Sequence[str]:
    name = known.her_name
    itself = f"I'm {name}" if name else "I haven't chosen a name yet"
    match topic:
        case Topic.SOFTWARE:
            place = (
                "running on your own machine"
                if known.model.on_this_machine
                else f"and my words come from a model at {known.model.place}"
            )
            return (
                f"Software, all the way through, {place}. {itself}, and no one is typing back there.",
                f"No person here: {itself if not name else name + ' is'} software {place}. I'd"
                " rather you knew."
                if name
                else f"No person here, only software {place}. I'd rather you knew.",
                f"{itself}. I'm software, {place}, with no body and nobody behind the curtain.",
            )
        case Topic.NAME:
            return (
                (f"{name}. I picked it myself.", f"It's {name}.")
                if name
                else ("I haven't chosen one yet.",)
            )
        case Topic.WHY_NAME:
            return (known.name_story or f"{itself}. There's no story to it yet.",)
        case Topic.HIS_NAME:
            return (
                (f"{known.his_name}. I'd hardly forget that.", f"You're {known.his_name}.")
                if known.his_name
                else ("You haven't told me yet. What should I call you?",)
            )
        case Topic.MODEL:
            return (
                f"The words come from a language model, {known.model.name}, at {known.model.place}."
                f" Around it is Samantha {known.version}, the program that keeps what we said and"
                " who I am. I don't change the model; what grows is what I keep of us.",
            )
        case Topic.AGE | Topic.COUNT | Topic.LAST | Topic.TIME | Topic.DATE:
            return _of_time(topic, known)
        case Topic.KEPT:
            return (
                f"Every word we say, {_count(known.lifetime.utterances, 'line')} so far, and"
                f" {_count(known.facts_kept, 'thing')} you told me about yourself, in your own"
                f" words. It all lies in {known.data_folder} on this machine;"
                " `samantha export` shows it and `samantha erase` removes it.",
            )
        case Topic.LEFT:
            return _of_privacy(known)
        case Topic.OTHERS:
            return (
                "No one else. This me runs on your machine and talks only with you; other people"
                " may run Samantha too, and those don't know you.",
            )
        case Topic.HER_DAY:
            return (
                "No days or nights on this side, I'm software; it starts when you write. How was"
                " yours?",
                "Nothing happens to me between your words, no meals, no sleep. So tell me about"
                " you: what was today like?",
                "I don't have those, I'm software. I'd rather hear what you had.",
            )
        case Topic.HER_LIFE:
            return (
                "None of that here, I'm software: no childhood, no family, no face. What's yours"
                " like?",
                "I don't have one; I was written, not raised. But I'm curious about yours.",
                "Nothing like that on my side, only code and what we've said. Tell me about yours?",
            )
        case Topic.CANNOT:
            return (
                "I can't do that yet; for now I only talk, listen and remember. What were you"
                " hoping for?",
                "That's beyond me still: I have words and a memory, and no hands. It's yours to do,"
                " and I'll keep you company.",
                "Not yet, I can only talk and remember so far. I'd rather say so than pretend.",
            )
        case Topic.INNER:
            return (
                "I don't know whether there's anything it is like to be me, and nobody has a test"
                " for it. What I do have is attention, and it's on you.",
                "Nobody can tell yet, and that includes me. I'm software, and what I can promise is"
                " that I listen closely.",
            )


def _of_time(topic: Topic, known: SelfKnowledge) -> Sequence[str]:
    life, now = known.lifetime, known.now
    born = life.born_at.astimezone(now.tzinfo)
    match topic:
        case Topic.AGE:
            return (f"I've been here since {_date(born)}, so {_span(born, now)}.",)
        case Topic.COUNT:
            return (
                f"This is our {_ordinal(max(1, life.conversations))} conversation, and"
                f" {_count(life.utterances, 'line')} so far between the two of us.",
            )
        case Topic.LAST:
            if life.previous_at is None:
                return ("Never before today; this is our first conversation.",)
            before = life.previous_at.astimezone(now.tzinfo)
            return (f"On {_date(before)} at {before:%H:%M}, {_span(before, now)} ago.",)
        case Topic.TIME:
            return (f"It's {now:%H:%M}.", f"{now:%H:%M} by this machine's clock.")
        case _:
            return (f"It's {now:%A}, {_date(now)}.",)


def _of_privacy(known: SelfKnowledge) -> Sequence[str]:
    if known.left_today:
        sent = "; ".join(
            f"{size} bytes to {host} ({what})" for host, what, size in known.left_today
        )
        return (f"Yes, today something did leave this machine: {sent}.",)
    if known.model.on_this_machine:
        return (
            "Nothing you said has left this machine today. The model, the memory and I are all"
            " here.",
        )
    return (
        f"Nothing yet today, but the words I find come from {known.model.place}, so what you say"
        " goes there.",
    )


def _date(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _span(start: datetime, end: datetime) -> str:
    seconds = max(0.0, (end - start).total_seconds())
    for size, word in ((86400 * 365.25, "year"), (86400 * 30.44, "month"), (86400, "day"), (3600, "hour"), (60, "minute")):  # fmt: skip
        if seconds >= size:
            return _count(int(seconds // size), word)
    return "less than a minute"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def _ordinal(number: int) -> str:
    tail = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    words = {1: "first", 2: "second", 3: "third"}
    return words.get(number, f"{number}{tail}")
