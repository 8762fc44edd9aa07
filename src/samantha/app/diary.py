"""The days of her diary, gathered from what is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from samantha.domain.dialogue import Utterance
from samantha.heart.emotions import Reading
from samantha.heart.ports import EmotionReader
from samantha.heart.quiet import felt_in
from samantha.mind.diary import Day, entry, letter
from samantha.providers.sqlite.errands import SqliteErrands
from samantha.providers.sqlite.forgetting import SqliteForgetting
from samantha.providers.sqlite.heart import SqliteHeart
from samantha.providers.sqlite.memory import SqliteMemory

MOST_MOMENTS = 5000
MOST_DEEDS = 500


@dataclass(frozen=True, slots=True)
class Diary:
    """What can be read of it: the days on which something was said, the newest first."""

    entries: Sequence[tuple[date, str]]
    letter: str
    """Of the last seven days; "" where nothing was said in them."""


async def diary(memory: SqliteMemory, emotions: EmotionReader, now: datetime, days: int) -> Diary:
    """The entries of the last `days` days.

    Raises:
        StoreUnavailable: what is kept cannot be read.
    """
    begin = datetime.combine(now.date() - timedelta(days=max(days, 7) - 1), time(), now.tzinfo)
    said = await SqliteForgetting(memory).said_between(begin, now + timedelta(seconds=1))
    kept = await _days(memory, said, begin, now)
    wanted = now.date() - timedelta(days=days - 1)

    def reads(text: str) -> Reading:
        return felt_in(text, emotions)

    entries = [(each.day, entry(each, reads)) for each in reversed(kept) if each.day >= wanted]
    week = [each for each in kept if each.day > now.date() - timedelta(days=7)]
    return Diary([pair for pair in entries if pair[1]], letter(week))


async def _days(
    memory: SqliteMemory, said: Sequence[Utterance], begin: datetime, now: datetime
) -> Sequence[Day]:
    heart = SqliteHeart(memory)
    facts = await memory.facts()
    moments = await heart.moments(begin, MOST_MOMENTS)
    threads = await heart.threads(begin)
    deeds = await SqliteErrands(memory).deeds(MOST_DEEDS)
    zone = now.tzinfo

    def on(day: date, moment: datetime | None) -> bool:
        return moment is not None and moment.astimezone(zone).date() == day

    days = sorted({each.said_at.astimezone(zone).date() for each in said})
    return [
        Day(
            day=day,
            said=[each for each in said if on(day, each.said_at)],
            facts=[each for each in facts if on(day, each.told_at)],
            moments=[each for each in moments if on(day, each.affect.at)],
            threads=[each for each in threads if on(day, each.opened) or on(day, each.closed)],
            done=[
                each.act.shown
                for each in reversed(deeds)
                if on(day, each.at) and not each.undone_at
            ],
        )
        for day in days
    ]
