"""How she is and was, how he sounds to her, and why she said something."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from samantha.app.diary import diary as read_diary
from samantha.conversation.explaining import explained
from samantha.heart.ports import Moment
from samantha.heart.telling import sounds
from samantha.server.house import House
from samantha.server.paths import Asked, NotThere, Path, number_in

MOST_MOMENTS = 2000
MOST_DAYS = 365


class Span(msgspec.Struct, frozen=True):
    """How many days are wanted."""

    days: int = 7


class MomentShown(msgspec.Struct, frozen=True):
    """How she was after one of his turns; the numbers are in [-1, 1]."""

    at: str
    word: str
    pleasure: float
    arousal: float
    dominance: float
    feelings: dict[str, float]
    moved_by: list[str]
    utterance: int | None


class HerMood(msgspec.Struct, frozen=True):
    """How she is now, where her mood rests, and how she was."""

    word: str
    pleasure: float
    arousal: float
    dominance: float
    rests_at: tuple[float, float, float]
    he: str
    """How he sounds to her, after "you"; empty where nothing is to say."""
    moments: list[MomentShown]


class DiaryEntry(msgspec.Struct, frozen=True):
    """What a day was."""

    day: str
    text: str


class DiaryShown(msgspec.Struct, frozen=True):
    """The days on which something was said, newest first, and the letter of the week."""

    entries: list[DiaryEntry]
    letter: str


class Why(msgspec.Struct, frozen=True):
    """Why she said something, in sentences with every number and rule."""

    utterance: int
    reasons: list[str]


def heart_paths(house: House) -> Sequence[Path]:
    """The paths to her heart."""

    async def mood(asked: Asked) -> HerMood:
        days = min(max(asked.query.days, 1), MOST_DAYS)
        now = house.household.clock.now()
        kept = await house.household.inner_life.moments(now - timedelta(days=days), MOST_MOMENTS)
        inner = house.awake.session.inner
        assert inner is not None, "she has a heart"
        here, rest = inner.affect.mood, inner.home
        return HerMood(
            word=inner.word,
            pleasure=here.pleasure,
            arousal=here.arousal,
            dominance=here.dominance,
            rests_at=(rest.pleasure, rest.arousal, rest.dominance),
            he=sounds(inner.belief, now),
            moments=[_shown(each) for each in kept],
        )

    async def why(asked: Asked) -> Why:
        utterance = number_in(asked.named("utterance"))
        kept = house.household.inner_life
        reasons = None if utterance is None else await kept.reasons_of(utterance)
        if reasons is None or utterance is None:
            raise NotThere(
                "What led to that is not kept.",
                "Ask about a line of hers that she said since reasons are kept.",
            )
        return Why(utterance, list(await explained(house.household.memory, reasons)))

    async def diary(asked: Asked) -> DiaryShown:
        here, days = house.household, min(max(asked.query.days, 1), MOST_DAYS)
        found = await read_diary(here.memory, here.emotions, here.clock.now(), days)
        entries = [DiaryEntry(day.isoformat(), text) for day, text in found.entries]
        return DiaryShown(entries, found.letter)

    return [
        Path("GET", "/api/diary", "What each day was", diary, query=Span, answer=DiaryShown),
        Path("GET", "/api/mood", "How she is and was", mood, query=Span, answer=HerMood),
        Path("GET", "/api/why/{utterance}", "Why she said something", why, answer=Why),
    ]


def _shown(moment: Moment) -> MomentShown:
    mood = moment.affect.mood
    return MomentShown(
        moment.affect.at.isoformat(),
        moment.word,
        mood.pleasure,
        mood.arousal,
        mood.dominance,
        {feeling.value: value for feeling, value in moment.affect.feelings.items()},
        list(moment.moved_by),
        moment.utterance,
    )
