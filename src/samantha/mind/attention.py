"""What is on her mind now, fitted to the model's window: the order serves the prefix cache.

What changes least stands first: her manner and examples (never), what he told of himself and the
gist (only when old turns leave the view), the last turns word for word (append only), and at the
very end what the past holds for this one sentence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from samantha.domain.dialogue import Fact, Gist, Speaker, Utterance
from samantha.domain.language import Message, Role
from samantha.memory.passages import Passage
from samantha.memory.recall import Recollection
from samantha.mind.manner import EXAMPLES, NOTE_OPEN, Guidance, describe
from samantha.personality.persona import Persona

WIDE_WINDOW: Final = 8192
"""Tokens. Who reads so much is no small model: passages serve it better than single quotes."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How many tokens each part of the prompt may take."""

    examples: int
    """How many examples of her manner there is room for."""
    view_high: int
    """When the turns in view take more than this, the older ones leave it …"""
    view_low: int
    """… until they take no more than this: so the prefix changes rarely."""
    gist: int
    sheet_lines: int
    sheet: int
    utterance: int
    """A longer utterance is shown with its middle left out; it is stored whole."""
    recollections: int
    passages: int
    """Of earlier talks, instead of single quotes; 0 for models that long prompts confuse."""
    long_reply: int
    """How long a letter or a story may get."""

    @classmethod
    def for_window(cls, window_tokens: int) -> "Budget":
        """Divide a window of at least 2,048 tokens; larger ones than 16,384 are not needed."""
        window = min(max(window_tokens, 2048), 16384)
        return cls(
            examples=len(EXAMPLES) if window >= 3500 else 8,
            view_high=int(window * 0.34),
            view_low=int(window * 0.17),
            gist=int(window * 0.06),
            sheet_lines=max(6, min(24, window // 300)),
            sheet=int(window * 0.07),
            utterance=int(window * 0.12),
            recollections=int(window * 0.08),
            passages=int(window * 0.12) if window >= WIDE_WINDOW else 0,
            long_reply=min(400, int(window * 0.12)),
        )


@dataclass(frozen=True, slots=True)
class Attention:
    """Everything that is on her mind when she answers."""

    persona: Persona
    sheet: Sequence[Fact]
    gist: Gist
    view: Sequence[Utterance]
    """The last turns, word for word, oldest first, without what he says now."""


def prefix_of(
    mind: Attention, *, count_tokens: Callable[[str], int], budget: Budget, guidance: Guidance
) -> list[Message]:
    """The part of the prompt that the next turn will begin with again."""
    description = describe(mind.persona, guidance)
    messages: list[Message] = []
    examples = EXAMPLES[: budget.examples]
    match guidance:
        case Guidance.TRAINED:
            messages.append(Message(Role.SYSTEM, description))
        case Guidance.EXAMPLES:
            messages.append(Message(Role.SYSTEM, description))
            for example in examples:
                messages.append(Message(Role.USER, example.said))
                messages.append(Message(Role.ASSISTANT, example.answered))
        case Guidance.DESCRIPTION:
            own = f" Your name is {mind.persona.her_name}." if mind.persona.her_name else ""
            shown = "\n".join(f"“{each.said}” → “{each.answered}”" for each in examples)
            text = f"{description}{own}\nYour manner, for example:\n{shown}"
            messages.append(Message(Role.SYSTEM, text))
    if known := _known(mind, count_tokens, budget.sheet):
        messages.append(Message(Role.USER, known))
        messages.append(Message(Role.ASSISTANT, "I have it in mind."))
    for utterance in mind.view:
        role = Role.USER if utterance.speaker is Speaker.PERSON else Role.ASSISTANT
        text = fit(utterance.text, count_tokens, budget.utterance)
        messages.append(Message(role, text + " —" if utterance.interrupted else text))
    return messages


def present_moment(
    said: Utterance,
    recollections: Sequence[Recollection],
    persona: Persona,
    *,
    count_tokens: Callable[[str], int],
    budget: Budget,
    passages: Sequence[Passage] = (),
    feeling: str = "",
) -> Message:
    """What he says now, with what she remembers of it put before it: passages, or else quotes.

    `feeling` is how the two are, in one line; "" where nothing is to say.
    """
    text = fit(said.text, count_tokens, budget.utterance)
    text = f"{feeling} {text}" if feeling else text
    if passages:
        return Message(Role.USER, f"{_passages(passages, said.said_at, persona)}\n\n{text}")
    for first in range(len(recollections)):
        note = _note(recollections[first:], said.said_at, persona.his_name or "the other")
        # The likeliest stand last, so the least likely go first where there is no room for all.
        if count_tokens(note) <= budget.recollections:
            return Message(Role.USER, f"{note} {text}")
    return Message(Role.USER, text)


def _passages(passages: Sequence[Passage], now: datetime, persona: Persona) -> str:
    names = {Speaker.PERSON: persona.his_name or "The other", Speaker.SHE: "You"}
    parts: list[str] = []
    for each in passages:
        lines = [f"{names[turn.speaker]}: {turn.text}" for turn in each.turns]
        parts.append("\n".join([f"({when(each.turns[0].said_at, now)})", *lines]))
    return "[You remember, word for word:\n" + "\n\n".join(parts) + "]"


def _note(recollections: Sequence[Recollection], now: datetime, who: str) -> str:
    times: dict[str, list[str]] = {}
    for each in recollections:
        quote = f"“{each.quote.rstrip('.')}”"
        if each.corrected:
            quote += f" and corrected it to “{each.corrected.rstrip('.')}”"
        times.setdefault(when(each.said_at, now), []).append(quote)
    quotes = "; ".join(f"{time} {who} said {', '.join(each)}" for time, each in times.items())
    return f"{NOTE_OPEN}{quotes}.]"


def fit(text: str, count_tokens: Callable[[str], int], limit: int) -> str:
    """Leave out the middle of a text that takes more than `limit` tokens."""
    if count_tokens(text) <= limit:
        return text
    keep = limit
    while keep > 1:
        shown = f"{text[: keep * 2]} … {text[-keep:]}"
        if count_tokens(shown) <= limit:
            return shown
        keep = int(keep * 0.8)
    shown = text[:limit]
    while count_tokens(shown) > limit:
        shown = shown[:-1]
    return shown


def when(then: datetime, now: datetime) -> str:
    """Say how long ago something was, as people do."""
    days = (now.date() - then.astimezone(now.tzinfo).date()).days
    if days <= 0:
        return "earlier today"
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"on {then:%A}"
    year = f" {then.year}" if then.year != now.year else ""
    return f"on {then.day} {then:%B}{year}"


def _known(mind: Attention, count_tokens: Callable[[str], int], sheet_tokens: int) -> str:
    who = mind.persona.his_name or "the other"
    parts: list[str] = []
    for first in range(len(mind.sheet)):  # the facts told longest ago give way
        quotes = " ".join(f"“{fact.quote}”" for fact in mind.sheet[first:])
        if count_tokens(quotes) <= sheet_tokens:
            parts.append(f"What {who} told you: {quotes}")
            break
    if mind.gist.text:
        parts.append(f"What {who} said in the past:\n{mind.gist.text}")
    return f"[{' '.join(parts)}]" if parts else ""
