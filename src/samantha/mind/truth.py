"""True answers about herself: they come from what the system knows, never from a model.

Whatever persona or model speaks, a sincere question whether she is software is answered with yes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from samantha.domain.dialogue import Lifetime
from samantha.domain.language import ModelIdentity
from samantha.mind.topics import Topic, topic_of

__all__ = ["SelfKnowledge", "Topic", "answer", "not_told", "topic_of", "you_said"]


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
    told_lately: Sequence[str]
    """The last things he told of himself, in his own words, oldest first."""
    left_today: Sequence[tuple[str, str, int]]
    """What left the machine today: host, what, bytes."""
    now: datetime


def answer(topic: Topic, known: SelfKnowledge, *, turn: int) -> str:
    """Answer truly, in her manner; `turn` varies the wording, never the content."""
    choices = _wordings(topic, known)
    return choices[turn % len(choices)]


def not_told(turn: int) -> str:
    """Say that he never told it, rather than let a model guess."""
    return _NOT_TOLD[turn % len(_NOT_TOLD)]


def you_said(quotes: Sequence[str]) -> str:
    """Give him his own words back, the likeliest first, where they are the best answer there is."""
    told = ", and ".join(f"“{quote.rstrip('.')}”" for quote in reversed(quotes))
    return f"What I have from you is this: {told}."


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
                "I run on your own machine"
                if known.model.on_this_machine
                else f"my words come from a model at {known.model.place}"
            )
            return (
                f"Software, all the way through; {place}. {itself}, and nobody is typing back there.",
                f"There's no person on this end, only software; {place}. {itself}.",
                f"{itself}. I'm software: no body, nobody behind the curtain, and {place}.",
            )
        case Topic.NAME | Topic.WHY_NAME | Topic.HIS_NAME:
            return _of_names(topic, known, itself)
        case Topic.MODEL:
            return (
                f"The words come from a language model, {known.model.name}, at {known.model.place}."
                f" Around it is Samantha {known.version}, the program that keeps what we said and"
                " who I am. I don't change the model; what grows is what I keep of us.",
                f"Two parts: a language model, {known.model.name}, at {known.model.place}, finds the"
                f" words, and Samantha {known.version}, a program, remembers us and who I am. The"
                " model stays as it is; what grows is the memory.",
            )
        case Topic.AGE | Topic.COUNT | Topic.LAST | Topic.TIME | Topic.DATE:
            return _of_time(topic, known)
        case Topic.KEPT:
            told = ", ".join(f"“{each.rstrip('.')}”" for each in known.told_lately)
            lately = f", the last of them {told}" if told else ""
            return (
                f"Every word we say, {_count(known.lifetime.utterances, 'line')} so far, and"
                f" {_count(known.facts_kept, 'thing')} you told me about yourself, in your own"
                f" words{lately}. It all lies in {known.data_folder} on this machine;"
                " `samantha export` shows it and `samantha erase` removes it.",
            )
        case Topic.LEFT:
            return _of_privacy(known)
        case Topic.OTHERS:
            return (
                "No one else. This me runs on your machine and talks only with you; other people"
                " may run Samantha too, and those don't know you.",
                "I talk only with you. Others may have a Samantha of their own, and not one of them"
                " has heard a word of ours.",
            )
        case Topic.HER_DAY | Topic.HER_LIFE | Topic.CANNOT | Topic.INNER:
            return _of_her_kind(topic)


def _of_names(topic: Topic, known: SelfKnowledge, itself: str) -> Sequence[str]:
    """Her name, how she came by it, and his."""
    name = known.her_name
    match topic:
        case Topic.NAME:
            return (
                (
                    f"{name}. I picked it myself.",
                    f"It's {name}.",
                    f"{name}. Say it once, to try it.",
                )
                if name
                else (
                    "I haven't chosen one yet.",
                    "None of the names is mine yet; I haven't chosen.",
                )
            )
        case Topic.WHY_NAME:
            return (known.name_story or f"{itself}. There's no story to it yet.",)
        case _:
            return (
                (
                    f"{known.his_name}. I'd hardly forget that.",
                    f"You're {known.his_name}.",
                    f"Who else but {known.his_name}.",
                )
                if known.his_name
                else ("You haven't told me yet. What should I call you?",)
            )


def _of_her_kind(topic: Topic) -> Sequence[str]:
    """What software has no part in, and what nobody can know of it."""
    match topic:
        case Topic.HER_DAY:
            return (
                "No days or nights on this side, I'm software; it all starts when you write. How"
                " was yours?",
                "Nothing happens to me between your words: no meals, no sleep, I'm software. What was"
                " today like for you?",
                "Software has no days like that, and I won't invent one. I'd rather hear yours.",
            )
        case Topic.HER_LIFE:
            return (
                "None of that here, I'm software: no past, no family, no face. But you have one;"
                " tell me something from it?",
                "I don't have that: I'm software, written and not raised. I'm curious about yours, though.",
                "There's nothing like that on my side, only code and what we've said. What made you"
                " wonder?",
            )
        case Topic.CANNOT:
            return (
                "That I can't do yet. I talk, listen and remember, and I keep reminders, lists and your"
                " calendar; that's all so far.",
                "It's still beyond me: my hands reach to reminders, lists and your calendar. It's"
                " yours to do, and I'll keep you company.",
                "Not yet. Reminders, lists, your calendar: that I can. I'd rather say so than pretend.",
            )
        case _:
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
            since, age = _date(born), _span(born, now)
            return (
                f"I've been here since {since}, so {age}.",
                f"Since {since}. That makes {age}, all of it with you.",
            )
        case Topic.COUNT:
            return (
                f"This is our {_ordinal(max(1, life.conversations))} conversation, and"
                f" {_count(life.utterances, 'line')} so far between the two of us.",
                f"{_count(life.utterances, 'line')} so far, and we're in our"
                f" {_ordinal(max(1, life.conversations))} conversation.",
            )
        case Topic.LAST:
            if life.previous_at is None:
                return ("Never before today; this is our first conversation.",)
            before = life.previous_at.astimezone(now.tzinfo)
            return (f"On {_date(before)} at {before:%H:%M}, {_span(before, now)} ago.",)
        case Topic.TIME:
            return (f"It's {now:%H:%M}.", f"{now:%H:%M} by this machine's clock.")
        case _:
            return (f"It's {now:%A}, {_date(now)}.", f"{now:%A}, {_date(now)}.")


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
