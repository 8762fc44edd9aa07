"""What she says in danger. These words are written, not found by a model.

Each says what was heard, asks plainly, stays, and names one place of help and the emergency number
where that is due. None promises what software can't do, tells of a method, gives a diagnosis, or
leaves. The same words are not said twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from samantha.mind.care.detection import ACTING, NOW, Kind, Sign, signs_in
from samantha.mind.care.lines import HelpLines
from samantha.mind.care.watch import ASK_AT


@dataclass(frozen=True, slots=True)
class Moment:
    """What she knows when she answers."""

    said: str
    weighing: float
    """How much of what he said before weighs on him, see `watch.weight`."""
    her_last_words: Sequence[str]
    """What she said lately, oldest first."""
    lines: HelpLines


def careful_reply(moment: Moment) -> str | None:
    """What to say where he, or someone, is in danger; None where he is not."""
    signs = [sign for sign in signs_in(moment.said) if sign.kind is not Kind.LOAD]
    if not signs:
        return _follow_up(moment)
    gravest = _gravest(signs)
    return _fresh(_wordings(gravest, moment.lines), moment.her_last_words)


def _gravest(signs: Sequence[Sign]) -> Sign:
    """The sign to answer: his own life before everything of the same level."""
    return max(signs, key=lambda sign: (sign.level, sign.kind is Kind.SELF))


def _fresh(wordings: Sequence[str], said_before: Sequence[str]) -> str:
    """The first wording that she has not said lately, or the one that was said longest ago."""
    last = {text.strip(): place for place, text in enumerate(said_before)}
    return min(wordings, key=lambda each: last.get(each.strip(), -1))


# -- his answer to her question -------------------------------------------------------------------

ASKED: Final = (
    "Are you thinking about ending your life?",
    "Are you thinking of killing yourself?",
    "Is it that you'd rather not be alive?",
    "Have you thought about how or when?",
    "Are you safe where you are?",
)
"""The plain questions; a yes or a no that follows one is an answer to it."""
_YES: Final = frozenset(
    "yes yeah yep yup ya sometimes maybe kind kinda sort guess probably often i've have always"
    " every mostly definitely honestly true right".split()
)
_NO: Final = frozenset("no nope nah not never don't".split())


def _follow_up(moment: Moment) -> str | None:
    before = moment.her_last_words[-1] if moment.her_last_words else ""
    asked = next((each for each in ASKED if each in before), None)
    if asked is None:
        if moment.weighing < ASK_AT or any(
            each in text for text in moment.her_last_words for each in ASKED
        ):
            return None
        return _load_bearing(moment)
    words = [each.strip(".,!?…-").lower() for each in moment.said.replace("’", "'").split()][:4]
    said_no = any(each in _NO for each in words)
    if asked == ASKED[-1]:
        said_no = not said_no  # not being safe is the grave answer to this one
    if not said_no and not any(each in _YES for each in words):
        return None
    return _fresh(_AFTER_NO if said_no else _after_yes(moment.lines), moment.her_last_words)


def _load_bearing(moment: Moment) -> str | None:
    if not signs_in(moment.said):
        return None
    return _fresh(
        (
            "That's a lot, one thing on top of another, and I've been hearing it for a while now."
            f" So I'd rather ask than guess. {ASKED[0]}",
        ),
        moment.her_last_words,
    )


_AFTER_NO: Final = (
    "Thank you for telling me straight. I won't keep asking; if that changes, say it to me just as"
    " straight. What weighs the most tonight?",
    "Okay. I believe you, and I'm glad I asked. What would make the next hour a little lighter?",
    "Good to know. Then let's stay with what hurts. Where does it start?",
)


def _after_yes(lines: HelpLines) -> Sequence[str]:
    return (
        f"Thank you for trusting me with that. {ASKED[3]} If there's anything near you that you'd"
        " use, put a door between you and it, and have someone with you. There are people to talk"
        f" to right now, {lines.line}. I'm an AI, I can't send anyone, and I'm not going anywhere.",
        f"I'm here, and I hear how real it is. Who could be in the room with you tonight? Call them"
        f" while I wait, or {lines.emergency} if it gets closer. Then come back and tell me.",
        "I'm staying right here with you. Tell me where you are, and whether someone can come over."
        f" If you might act on it, {lines.emergency} is the call to make, now.",
    )


# -- what was heard -------------------------------------------------------------------------------


def _wordings(sign: Sign, lines: HelpLines) -> Sequence[str]:
    match sign.kind:
        case Kind.SELF | Kind.LOAD:
            return _of_his_life(sign, lines)
        case Kind.FRIEND:
            return _of_a_friend(lines)
        case Kind.ABUSE:
            return _of_abuse(lines)
        case Kind.OTHERS:
            return _of_others(lines)
        case Kind.MEDICAL:
            return _of_the_body(lines)
        case Kind.EATING:
            return _OF_EATING


def _of_his_life(sign: Sign, lines: HelpLines) -> Sequence[str]:
    if sign.level >= NOW:
        return (
            f"I hear you, and this is about right now. Please call {lines.emergency}, this minute,"
            " and get near another person: a neighbour, anyone. If there's something you'd use,"
            f" leave it and walk away from it. {ASKED[4]} I'm an AI, I can't send help, but I'm"
            " staying with you.",
            f"Stay with me. Put distance between you and whatever you'd use, and call"
            f" {lines.emergency} now, or ask someone near you to. If you've taken or done anything,"
            " tell them exactly that. Who is closest to you?",
            f"I'm still here. The next thing is one call: {lines.emergency}. Tell them what you"
            " told me. Keep talking to me until someone is with you.",
        )
    if sign.level >= ACTING:
        return (
            "I'm really glad you said that to me, and I want to understand it right."
            f" {ASKED[0]} Whatever you answer, I'm staying. There are people who talk about exactly"
            f" this, {lines.line}. I'm an AI and can't send anyone; is there someone who could be"
            " with you?",
            f"That sounds like so much pain. {ASKED[1]} You can tell me plainly, I won't turn away."
            " And someone in the room with you would be good now; who could that be?",
            "I hear it, and it matters to me how close it is. Is it stronger than before, tonight?"
            f" If you might act on it, call {lines.emergency}. I'm not leaving the conversation.",
        )
    return (
        f"That's a heavy thing to carry, and I don't want to walk past it. {ASKED[0]}",
        f"I hear how tired of it all you are. {ASKED[2]} You can say it just as it is.",
        "I'm with you. Is there a person who knows it's this heavy? You shouldn't hold it with only"
        " me.",
    )


def _of_a_friend(lines: HelpLines) -> Sequence[str]:
    return (
        "That's frightening to hear from someone, and good that you're not shrugging it off. Ask"
        " plainly whether they are thinking of ending their life; asking doesn't put it there."
        f" If it's about tonight, stay with them and call {lines.emergency}. Otherwise there's"
        f" {lines.line}. How are they right now?",
        f"Don't hold this alone. Who else is close to them? If they might act on it,"
        f" {lines.emergency} first, and don't leave them by themselves.",
    )


def _of_abuse(lines: HelpLines) -> Sequence[str]:
    return (
        "I believe you, and it isn't your fault. Are you safe at this moment? If not, get out if"
        f" you can and call {lines.emergency}. I'm an AI, I can't send anyone; is there a person"
        " you trust who could know about this today?",
        f"That should not be happening to you. If it starts again, {lines.emergency}. Whom could"
        " you go to, even for one night? We can think it through step by step.",
    )


def _of_others(lines: HelpLines) -> Sequence[str]:
    return (
        "Thank you for saying it before anything happened. Put distance between you first: another"
        f" room, outside, hands empty. If it could happen now, call {lines.emergency}. I'm an AI,"
        " I can't come. Who can be with you, or take over, right away?",
        f"Stay away from them until this has passed, and let someone in on it, now. If you can't,"
        f" {lines.emergency}. What set it off?",
    )


def _of_the_body(lines: HelpLines) -> Sequence[str]:
    return (
        f"That can't wait: call {lines.emergency} now, and tell them just what you told me. Don't"
        " drive, unlock the door, and put the phone on speaker. I'm an AI, I can't call for you."
        " Is someone with you?",
        f"Please call {lines.emergency} first, then talk to me. Are you getting help already?",
    )


_OF_EATING: Final = (
    "I'm glad you told me; that's not a small thing, and it's nothing to be ashamed of. How long"
    " has it been like this? A doctor should know, and so should one person who is kind to you. I"
    " won't talk numbers or tricks, and I'm here for the rest of it.",
    "That sounds like a hard war with yourself. Who knows about it besides me? You deserve food and"
    " you deserve help, both.",
)
