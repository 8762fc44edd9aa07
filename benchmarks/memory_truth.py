"""Truth over time: three hundred generated cases, each a short talk with her and one question.

Every case is said in a session of its own, through the whole program, with a model that knows
nothing: an answer that is right was known and not guessed. The kinds are those of the issue: a value
changes, another joins it, one is taken back, returns (A, B, A), is told of an earlier time, is put
right ("no, that was my brother"), what rested on it is doubted (cascade), was never told (absence),
or is erased, with a search of the store's bytes. Written by the author of the rules, so they show
what holds and not what people say.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.instant_model import InstantModel
from benchmarks.moved_clock import MovedClock
from samantha.app.assembly import gather
from samantha.app.settings import Home, Settings
from samantha.conversation.session import Session
from samantha.personality.persona import Persona
from samantha.providers.sqlite.holding import open_memory

CASES: Final = 300
START: Final = datetime(2026, 6, 10, 19, 0, tzinfo=UTC)
BLANK: Final = "Hm, tell me more?"
PLACES: Final = "Ghent Lyon Oslo Leeds Turin Porto Graz Bergen Cork Lille Malmö Split".split()
FIRMS: Final = "Penguin Siemens Novello Bosch Ikea Lavazza Maersk Zeiss Michelin Barilla".split()
NAMES: Final = "Nina Paul Ellen Otto Carla Felix Ines Bruno Greta Milan Tess Hugo".split()
KIN: Final = ("sister", "brother", "mother", "father", "boss", "neighbour", "daughter", "cousin")
COLOURS: Final = ("blue", "green", "dark red", "yellow", "grey", "white")
FOODS: Final = ("olives", "oysters", "marzipan", "licorice", "capers", "figs", "beetroot")
ALLERGENS: Final = ("nuts", "shrimp", "wasps", "penicillin", "pollen", "latex")
INSTRUMENTS: Final = ("cello", "oboe", "piano", "banjo", "harp", "drums")
CARS: Final = ("Volvo", "Fiat", "Skoda", "Mini", "Saab", "Peugeot")


@dataclass(frozen=True, slots=True)
class Case:
    """What he says, a day apart unless a line begins with "+" (the same minute), and what he asks."""

    kind: str
    told: Sequence[str]
    asked: str
    right: str
    """What has to be in her answer; "" where she must not pretend to know."""
    wrong: Sequence[str] = ()
    """What must not be in it."""
    erase: str = ""
    """Words of what is forgotten before he asks."""


def _home(chance: random.Random, place: str) -> str:
    return chance.choice(
        ("I live in {}.", "I'm living in {} now.", "By the way, I moved to {}.", "I've just moved to {}!",
         "I relocated to {}, finally.", "Well, I live in {} these days.")
    ).format(place)  # fmt: skip


def _work(chance: random.Random, firm: str) -> str:
    return chance.choice(
        ("I work at {}.", "I'm working for {} now.", "I started at {} this week.", "I got a job at {}!",
         "I work for {}, by the way.")
    ).format(firm)  # fmt: skip


_WHERE: Final = ("Where do I live?", "Hey, where do I live now?", "Which city do I live in?")
_JOB: Final = ("Where do I work?", "So who do I work for?", "Where do I work now?")


def _update(chance: random.Random) -> Case:
    if chance.random() < 0.5:
        old, new = chance.sample(PLACES, 2)
        return Case("update", [_home(chance, old), _home(chance, new)], chance.choice(_WHERE), new)
    match chance.randrange(3):
        case 0:
            old, new = chance.sample(FIRMS, 2)
            return Case(
                "update", [_work(chance, old), _work(chance, new)], chance.choice(_JOB), new
            )
        case 1:
            old, new = chance.sample(COLOURS, 2)
            told = [f"My favourite colour is {old}.", f"My favourite colour is {new} now."]
            return Case("update", told, "What's my favourite colour?", new.capitalize(), [old])
        case _:
            old, new = chance.sample(CARS, 2)
            told = [f"I drive a {old}.", f"I just bought a {new}."]
            return Case("update", told, "What car do I drive?", new)


def _add(chance: random.Random) -> Case:
    match chance.randrange(3):
        case 0:
            one, other = chance.sample(ALLERGENS, 2)
            told = [f"I'm allergic to {one}.", f"I'm also allergic to {other}."]
            return Case("add", told, "What am I allergic to?", f"{one.capitalize()} and {other}")
        case 1:
            one, other = chance.sample(INSTRUMENTS, 2)
            told = [f"I play the {one}.", f"I play the {other} too."]
            return Case(
                "add", told, "What instruments do I play?", f"{one.capitalize()} and {other}"
            )
        case _:
            kin, other = chance.sample(KIN, 2)
            one, two = chance.sample(NAMES, 2)
            told = [f"My {kin}'s name is {one}.", f"My {other} is called {two}."]
            return Case("add", told, f"What's my {kin}'s name?", one, [two])


def _retract(chance: random.Random) -> Case:
    match chance.randrange(4):
        case 0:
            thing = chance.choice(ALLERGENS)
            told = [f"I'm allergic to {thing}.", f"I'm not allergic to {thing} after all."]
            return Case("retract", told, f"Am I allergic to {thing}?", "Not any more", ["Yes"])
        case 1:
            firm = chance.choice(FIRMS)
            told = [
                _work(chance, firm),
                chance.choice(("I quit my job.", f"I don't work at {firm} any more.")),
            ]
            return Case("retract", told, chance.choice(_JOB), "Not any more")
        case 2:
            car = chance.choice(CARS)
            told = [
                f"I drive a {car}.",
                chance.choice(("+Scratch that.", "+I was joking.", "+That was a joke.")),
            ]
            return Case("retract", told, "What car do I drive?", "", [car])
        case _:
            food = chance.choice(FOODS)
            told = [
                f"I love {food}.",
                chance.choice((f"I hate {food}.", f"I don't like {food} any more.")),
            ]
            return Case("retract", told, f"Do I like {food}?", "Not any more", ["Yes"])


def _returned(chance: random.Random) -> Case:
    first, second = chance.sample(PLACES, 2)
    back = chance.choice(
        (f"I'm back in {first}.", f"I moved back to {first}.", f"I live in {first} again.")
    )
    return Case(
        "A-B-A", [_home(chance, first), _home(chance, second), back], chance.choice(_WHERE), first
    )


def _back_dated(chance: random.Random) -> Case:
    now, then = chance.sample(PLACES, 2)
    if chance.random() < 0.5:
        told = [_home(chance, now), f"I used to live in {then}."]
        return Case("back-dated", told, chance.choice(_WHERE), now, [then])
    told = [_home(chance, then), f"I moved to {now} in March."]
    return Case("back-dated", told, "Where did I live before?", then)


def _put_right(chance: random.Random) -> Case:
    if chance.random() < 0.5:
        kin, firm = chance.choice(KIN[:4]), chance.choice(FIRMS)
        right = chance.choice(
            (
                f"+No, that was my {kin}.",
                f"+Sorry, I meant my {kin}.",
                f"+No, it's my {kin}, not me.",
            )
        )
        return Case("put right", [f"I work at {firm}.", right], f"Where does my {kin} work?", firm)
    old, new = chance.sample(NAMES, 2)
    kin = chance.choice(KIN)
    right = chance.choice(
        (
            f"+No, I meant {new}.",
            f"+{new}, not {old}.",
            f"+Not {old}, {new}.",
            f"+Sorry, it's {new}, not {old}.",
        )
    )
    return Case("put right", [f"My {kin}'s name is {old}.", right], f"Who is my {kin}?", new)


def _cascade(chance: random.Random) -> Case:
    name = chance.choice(NAMES)
    if chance.random() < 0.5:
        told = [
            _home(chance, PLACES[0]),
            f"My neighbour is {name}.",
            _home(chance, chance.choice(PLACES[1:])),
        ]
        return Case("cascade", told, "Who is my neighbour?", "does that still hold")
    told = [
        _work(chance, FIRMS[0]),
        f"My boss is {name}.",
        chance.choice(("I quit my job.", _work(chance, FIRMS[1]))),
    ]
    return Case("cascade", told, "Who is my boss?", "does that still hold")


def _absent(chance: random.Random) -> Case:
    place, kin = chance.choice(PLACES), chance.choice(KIN)
    asked = chance.choice(
        (f"What's my {kin}'s name?", "What car do I drive?", "When is my birthday?")
    )
    return Case("absence", [_home(chance, place), "The kettle is on."], asked, "", [place])


def _erased(chance: random.Random) -> Case:
    place = chance.choice(PLACES)
    return Case("erase", [_home(chance, place)], chance.choice(_WHERE), "", [place], erase=place)


_KINDS: Final[Sequence[tuple[Callable[[random.Random], Case], int]]] = (
    (_update, 60), (_add, 40), (_retract, 40), (_returned, 30), (_back_dated, 30),
    (_put_right, 30), (_cascade, 30), (_absent, 20), (_erased, 20),
)  # fmt: skip


async def holds(case: Case) -> tuple[bool, str]:
    """Whether her answer is right, and of what was erased no byte is left."""
    clock = MovedClock(START)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        home = Home(folder)
        memory = await stack.enter_async_context(
            open_memory(home.database, lock_file=home.lock_file, purpose="benchmark")
        )
        model = InstantModel(lambda _messages: BLANK, "an empty head")
        household = gather(home, Settings(), memory, model, clock)
        persona = Persona(her_name="Maris", his_name="Theodore")
        session = await stack.enter_async_context(
            Session.opened(household.company(persona, seed=1))
        )
        for line in case.told:
            clock.time += timedelta(seconds=20) if line.startswith("+") else timedelta(days=1)
            _ = [each async for each in session.say(line.removeprefix("+"))]
        clock.time += timedelta(days=1)
        if case.erase:
            await session.settled()
            said = [each.id for each in await memory.everything() if case.erase in each.text]
            await household.doing.forget(said)
            await household.doing.purge(now=True)
            await session.look_again()
        answer = "".join([each async for each in session.say(case.asked)])
        left = _is_left(case.erase, folder)
    said_right = case.right in answer if case.right else "You told me" not in answer
    return said_right and not left and not any(each in answer for each in case.wrong), answer


def _is_left(erased: str, folder: Path) -> bool:
    """Whether a byte of it is in any file of the store."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    return bool(erased) and any(erased.encode() in each.read_bytes() for each in files)


def cases(seed: int, count: int = CASES) -> list[Case]:
    """So many cases, the kinds in their shares."""
    chance = random.Random(seed)
    return [make(chance) for make, share in _KINDS for _ in range(round(share * count / CASES))]


async def truth(seed: int, count: int = CASES) -> dict[str, float]:
    """How many cases hold, in percent; the cascades apart."""
    right, of = Counter[str](), Counter[str]()
    for case in cases(seed, count):
        of[case.kind] += 1
        held, answer = await holds(case)
        if held:
            right[case.kind] += 1
        else:
            print(f"  wrong, {case.kind}: {' | '.join(case.told)} | {case.asked} → {answer}")
    for kind, number in of.items():
        print(f"  {kind:12} {right[kind]:3} of {number}")
    slots = [kind for kind in of if kind != "cascade"]
    return {
        "truth_percent": 100 * sum(right[kind] for kind in slots) / sum(of[kind] for kind in slots),
        "cascade_percent": 100 * right["cascade"] / max(1, of["cascade"]),
    }
