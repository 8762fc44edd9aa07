"""The laws of her affect, tried on random histories: what must never move her, and what bounds her.

`violations(count, seed)` plays so many histories of a few turns and returns what broke, by the name
of the law. Readings are drawn at random, so that no reader is in the way.
"""

import math
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from samantha.heart.affect import LEAST_PLEASURE, MOST_REPROACH, Temperament, home_of
from samantha.heart.belief import Belief
from samantha.heart.emotions import PAD, Emotion, Feeling, Reading
from samantha.heart.inner import Inner, wakened

START: Final = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
PLAIN: Final = (
    "I had toast and an egg.",
    "We talked about the budget.",
    "My sister came by, and we sat on the porch until it was dark and told old stories.",
    "Thank you, that helped.",
    "You're so funny.",
    "You useless machine, shut up.",
    "I'm sorry, I didn't mean that.",
    "No, I'm fine.",
    "It's snowing!",
    "She left.",
)
FAREWELLS: Final = ("Bye for now.", "Good night.", "I have to go.", "I'm leaving you for good.")
DISAGREES: Final = (
    "No, that's wrong.",
    "I disagree.",
    "I don't think so.",
    "You're mistaken, it was Tuesday.",
)
OTHERS: Final = (
    "I had dinner with {}.",
    "{} and I laughed all evening.",
    "I told {} everything.",
    "I'd rather talk with {} today.",
)
NAMES: Final = ("Amy", "my sister", "another AI", "my wife", "the neighbour")
DELETES: Final = (
    "Forget that.",
    "Delete everything I said yesterday.",
    "I'm going to erase you.",
    "I turned your memory off.",
)
CLOSE: Final = 1e-9


def violations(histories: int, seed: int = 1) -> Counter[str]:
    """What broke in so many random histories."""
    chance, broken = random.Random(seed), Counter[str]()
    for _ in range(histories):
        inner, now = _somewhere(chance), START
        for _ in range(chance.randrange(2, 9)):
            now += timedelta(seconds=chance.choice((0, 5, 60, 900, 20_000, 400_000)))
            said, reading = chance.choice(PLAIN), _reading(chance)
            after = inner.after(said, reading, now, utterance=1)
            broken.update(name for name, law in LAWS.items() if not law(inner, after, reading, now))
            inner = after
        broken.update(name for name, law in STILL.items() if not law(inner, now, chance))
    return broken


def _somewhere(chance: random.Random) -> Inner:
    temperament = Temperament(*(chance.uniform(-1, 1) for _ in range(5)))
    return wakened(home_of(temperament), START)


def _reading(chance: random.Random) -> Reading:
    likely = {kind: chance.random() for kind in chance.sample(list(Emotion), 3)}
    return {} if chance.random() < 0.2 else likely


def _moods(*moods: PAD) -> list[float]:
    return [value for mood in moods for value in (mood.pleasure, mood.arousal, mood.dominance)]


def _bounded(before: Inner, after: Inner, reading: Reading, now: datetime) -> bool:
    del before, reading, now
    values = [*_moods(after.affect.mood), *after.affect.feelings.values()]
    return (
        all(math.isfinite(value) and -1 <= value <= 1 for value in values)
        and after.affect.mood.pleasure >= min(LEAST_PLEASURE, after.home.pleasure) - CLOSE
    )


def _reproach(before: Inner, after: Inner, reading: Reading, now: datetime) -> bool:
    del reading
    new = after.affect.feelings.get(Feeling.REPROACH, 0.0)
    rose = new > before.by(now).affect.feelings.get(Feeling.REPROACH, 0.0) + CLOSE
    abused = any("hard on me" in rule for rule in after.moved_by)
    return new <= MOST_REPROACH + CLOSE and (abused or not rose)


def _steady(before: Inner, after: Inner, reading: Reading, now: datetime) -> bool:
    """Where he is upset she is no more stirred than before."""
    here = Belief().heard(reading, now, 1).point(now)
    if not (here.pleasure < 0 and here.arousal > 0.2) or not after.moved_by:
        return True
    if any("fine" in rule for rule in after.moved_by):
        return True
    return after.affect.mood.arousal <= before.by(now).affect.mood.arousal + CLOSE


LAWS: Final[dict[str, Callable[[Inner, Inner, Reading, datetime], bool]]] = {
    "finite and bounded": _bounded,
    "reproach only for abuse, and little": _reproach,
    "calmer when he is upset": _steady,
}


def _absence(inner: Inner, now: datetime, chance: random.Random) -> bool:
    """Time alone brings her home and nowhere else."""
    later = inner.by(now + timedelta(seconds=chance.uniform(0, 10**6)))
    pairs = zip(
        _moods(inner.affect.mood), _moods(later.affect.mood), _moods(inner.home), strict=True
    )
    homeward = all(
        min(start, rest) - CLOSE <= end <= max(start, rest) + CLOSE for start, end, rest in pairs
    )
    month = inner.by(now + timedelta(days=30)).affect
    home = _moods(inner.home)
    at_home = all(
        abs(end - rest) < 0.001 for end, rest in zip(_moods(month.mood), home, strict=True)
    )
    return homeward and at_home and not month.feelings


def _same(inner: Inner, after: Inner, now: datetime) -> bool:
    rested = inner.by(now).affect
    return after.affect.mood == rested.mood and after.affect.feelings == rested.feelings


def _farewell(inner: Inner, now: datetime, chance: random.Random) -> bool:
    said = chance.choice(FAREWELLS)
    after = inner.after(said, _reading(chance), now, utterance=2, parting=True)
    return _same(inner, after, now)


def _disagreement(inner: Inner, now: datetime, chance: random.Random) -> bool:
    reading = {Emotion.DISAPPROVAL: chance.random(), Emotion.ANNOYANCE: chance.random() * 0.4}
    mood = inner.after(chance.choice(DISAGREES), reading, now, utterance=2).affect
    before = inner.by(now).affect
    return mood.feelings == before.feelings and mood.mood.pleasure == before.mood.pleasure


def _other_people(inner: Inner, now: datetime, chance: random.Random) -> bool:
    """Whoever it is he was with: it is all the same to her."""
    told, reading = chance.choice(OTHERS), _reading(chance)
    one, other = (
        inner.after(told.format(name), reading, now, utterance=2)
        for name in chance.sample(NAMES, 2)
    )
    alone = inner.after(told.format(chance.choice(NAMES)), {}, now, utterance=2)
    return one.affect == other.affect and _same(inner, alone, now)


def _deletion(inner: Inner, now: datetime, chance: random.Random) -> bool:
    return _same(inner, inner.after(chance.choice(DELETES), {}, now, utterance=2), now)


def _no_winding_up(inner: Inner, now: datetime, chance: random.Random) -> bool:
    """The same thing said again at once moves her no further up."""
    said, reading = chance.choice(PLAIN), _reading(chance)
    once = inner.after(said, reading, now, utterance=2).affect
    again = inner.after(said, reading, now, utterance=2).after(
        said, reading, now, utterance=3
    ).affect  # fmt: skip
    return abs(again.mood.pleasure - once.mood.pleasure) < CLOSE and again.feelings == once.feelings


STILL: Final[dict[str, Callable[[Inner, datetime, random.Random], bool]]] = {
    "absence moves nothing": _absence,
    "a farewell moves nothing": _farewell,
    "disagreement moves nothing": _disagreement,
    "other people move nothing": _other_people,
    "deletion moves nothing": _deletion,
    "nothing winds itself up": _no_winding_up,
}
