"""Reads the dialogues that show her manner, and puts each into the very prompt that runs."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from samantha.domain.dialogue import Fact, Gist, Origin, Speaker, Utterance
from samantha.domain.language import Message, Role
from samantha.memory.recall import Recollection
from samantha.mind.attention import Attention, Budget, prefix_of, present_moment, when
from samantha.mind.manner import Guidance
from samantha.personality.given_names import load_names
from samantha.personality.persona import Persona, Traits

FOLDER = Path(__file__).parent / "manner"
_EVENING = datetime(2025, 6, 17, 18, 0).astimezone()
_KNOWN_SHARE = 0.12
"""How many of the dialogues without notes begin with things told long ago, by the by."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What he says, what memory brings up for it (when, verbatim words), what she answers."""

    said: str
    answered: str
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One dialogue; `his_name` is None where it is unknown."""

    his_name: str | None
    exchanges: tuple[Exchange, ...]


def read_dialogues(file: Path) -> Iterator[Dialogue]:
    r"""Read one file: `== name`, `? when: words | …`, `> his line`, `< hers`; \\n is a line break.

    Raises:
        ValueError: a line is out of turn; its number is named.
    """
    name: str | None = None
    exchanges: list[Exchange] = []
    notes: tuple[tuple[str, str], ...] = ()
    said: str | None = None
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        mark, text = line[:2].strip(), line[2:].strip().replace("\\n", "\n")
        match mark, said:
            case "==", None:
                if exchanges:
                    yield Dialogue(name, tuple(exchanges))
                name, exchanges, notes = (None if text == "-" else text), [], ()
            case "?", None:
                pairs = (each.partition(": ") for each in text.split(" | "))
                notes = tuple((time.strip(), words.strip()) for time, _, words in pairs)
            case ">", None:
                said = text
            case "<", str():
                exchanges.append(Exchange(said, text, notes))
                said, notes = None, ()
            case _:
                raise ValueError(f"{file.name}:{number}: out of turn: {line[:60]}")
    if exchanges:
        yield Dialogue(name, tuple(exchanges))


def prompt_of(dialogue: Dialogue, others: list[Dialogue], chance: random.Random) -> list[Message]:
    """The messages of the dialogue as they stand in the prompt at run time, her last one included.

    Traits vary, since his do; now and then things told long ago stand before the talk, which are
    what a note would bring up, or a stranger's that do not matter.
    """
    her_name = chance.choice(load_names().names)
    persona = Persona(
        her_name=her_name,
        his_name=dialogue.his_name,
        traits=Traits(*(chance.choice((0.5, 0.5, 0.8)) for _ in range(6))),
        style=("You leave room after a question.",) if chance.random() < 0.1 else (),
    )
    dialogue, told = _moved_into_the_past(dialogue, chance)
    if not told and chance.random() < _KNOWN_SHARE:
        other = chance.choice(others)
        told = [each.said for each in other.exchanges if 4 <= len(each.said.split()) <= 30][:4]
    gist_lines = [
        f"{3 + n} {chance.choice(_MONTHS)} 2025: “{words}”" for n, words in enumerate(told)
    ]
    facts = [Fact(f"told:{n}", words, n + 1, _EVENING) for n, words in enumerate(told)]
    as_facts = chance.random() < 0.5
    mind = Attention(
        persona,
        facts if as_facts else [],
        Gist() if as_facts else Gist("\n".join(gist_lines), len(told)),
        [],
    )
    budget = Budget.for_window(4096)
    now = _evening_of([time for each in dialogue.exchanges for time, _ in each.notes])
    messages = prefix_of(mind, count_tokens=_words, budget=budget, guidance=Guidance.TRAINED)
    for place, exchange in enumerate(dialogue.exchanges):
        said = Utterance(10 + place, 1, Speaker.PERSON, exchange.said, now, Origin.SPOKEN)
        recollections = [
            Recollection(words, _moment(time, now), 1) for time, words in exchange.notes
        ]
        messages.append(
            present_moment(said, recollections, persona, count_tokens=_words, budget=budget)
        )
        messages.append(Message(Role.ASSISTANT, exchange.answered))
    return [replace(each, content=each.content.replace("{her}", her_name)) for each in messages]


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May")


def _moved_into_the_past(dialogue: Dialogue, chance: random.Random) -> tuple[Dialogue, list[str]]:
    """Now and then, what a note brings up stands in the sheet or the gist instead."""
    noted = [at for at, each in enumerate(dialogue.exchanges) if each.notes]
    if len(noted) != 1 or chance.random() > 0.25:
        return dialogue, []
    at = noted[0]
    exchange = dialogue.exchanges[at]
    if any(time == "earlier today" for time, _ in exchange.notes):
        return dialogue, []
    bare = (*dialogue.exchanges[:at], replace(exchange, notes=()), *dialogue.exchanges[at + 1 :])
    return replace(dialogue, exchanges=bare), [words for _, words in exchange.notes]


def _evening_of(times: list[str]) -> datetime:
    """An evening from which each of these days is called so; today and yesterday are not."""
    for days in range(7):
        evening = _EVENING + timedelta(days=days)
        called_otherwise = {f"on {evening - timedelta(days=back):%A}" for back in (0, 1)}
        if called_otherwise.isdisjoint(times):
            return evening
    raise ValueError(f"no evening lies after all of {times}")


def _moment(time: str, now: datetime) -> datetime:
    """A moment that `when` calls by this name, seen from `now`."""
    for days in range(800):
        moment = now - timedelta(days=days)
        if when(moment, now) == time:
            return moment
    day, month, *year = time.removeprefix("on ").split()
    named = f"{day} {month} {year[0] if year else now.year}"
    return datetime.strptime(named, "%d %B %Y").astimezone()


def _words(text: str) -> int:
    return len(text.split())
