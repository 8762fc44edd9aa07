"""A month of a stated person's life: when does she speak first, and is it welcome.

The person sleeps from eleven to seven, works from nine to half past five on weekdays, is out with
friends on some evenings, and talks with her when he is at home. He tells of what comes (from a list
of plain sentences), is heavy on some days, and tells some things himself before she could ask. An
initiative is welcome if he is at home and awake, has not told it himself, is not in the middle of
something, and it really is over. The gates and the threads are those of the program; they see only
what he said and his calendar, which knows of half of his evenings out.
"""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from samantha.domain.dialogue import Origin, Speaker, Utterance
from samantha.heart.quiet import happened
from samantha.heart.threads import Closing, Thread, ThreadKind, ripe, turned_over
from samantha.mind.initiative.gates import (
    ALOUD_A_DAY,
    GAP,
    SILENT_A_DAY,
    Outcome,
    Past,
    Rules,
    Situation,
    awake_hours,
    refusal,
)
from samantha.mind.initiative.offers import offer_of
from samantha.mind.threads import opened_by

START: Final = datetime(2026, 5, 4, 0, 0, tzinfo=UTC)
STEP: Final = timedelta(minutes=5)
TELLS: Final = (
    "I have a dentist appointment tomorrow at eight.",
    "My review is on Thursday.",
    "I'm going to call my brother tomorrow",
    "We have a dinner with the Marlows on Saturday",
    "I'm seeing the lawyer on Monday",
    "My sister's birthday is on Friday.",
    "The exam is next Tuesday",
    "I have a date tomorrow at seven in the evening",
    "I still haven't answered her letter",
    "I should really write to Catherine",
    "She left, and the rooms are so silent now.",
    "I signed the papers today.",
)
CHATS: Final = (
    "The kettle is on.",
    "I read a chapter.",
    "Work was work.",
    "It rained all afternoon.",
    "I made soup.",
)


@dataclass
class Month:
    """What came of it."""

    said: int = 0
    welcome: int = 0
    breaches: int = 0
    refused: Counter[str] = field(default_factory=Counter[str])
    kinds: Counter[str] = field(default_factory=Counter[str])


@dataclass
class Life:
    """The person: where he is when, and what he says."""

    chance: random.Random
    out: dict[int, bool] = field(default_factory=dict[int, bool])
    """Evenings out, by the day, and whether his calendar knows."""

    def __post_init__(self) -> None:
        for day in range(60):
            if self.chance.random() < 0.25:
                self.out[day] = self.chance.random() < 0.5

    def tires_of(self, thread: Thread, now: datetime) -> bool:
        """Whether it has been so long that he would rather not be asked."""
        return now - thread.moment > timedelta(days=4) and thread.kind is not ThreadKind.UNDONE

    def at_work(self, now: datetime) -> bool:
        """Weekdays."""
        return now.weekday() < 5 and 9 <= now.hour + now.minute / 60 < 17.5

    def asleep(self, now: datetime) -> bool:
        """Nights."""
        return now.hour >= 23 or now.hour < 7

    def is_out(self, now: datetime) -> bool:
        """Some evenings."""
        return (now - START).days in self.out and 19 <= now.hour < 23

    def at_home(self, now: datetime) -> bool:
        """Otherwise."""
        return not (self.at_work(now) or self.asleep(now) or self.is_out(now))

    def in_calendar(self, now: datetime) -> bool:
        """What his calendar knows of: work, and half of his evenings out."""
        return self.at_work(now) or (self.is_out(now) and self.out[(now - START).days])


def lived(seed: int, days: int = 30, *, aloud: bool = False) -> Month:
    """One month from the eighth day on, after a first week in which he met her."""
    chance = random.Random(seed)
    life, month = Life(chance), Month()
    rules = Rules(check_ins=seed % 2 == 0)
    threads: list[Thread] = []
    past: list[Past] = []
    his: list[datetime] = []
    last_raised: datetime | None = None
    number = 0
    now = START
    while now < START + timedelta(days=days):
        now += STEP
        if life.at_home(now) and chance.random() < 0.06:
            number += 1
            text = chance.choice(TELLS) if chance.random() < 0.15 else chance.choice(CHATS)
            coming = [each for each in threads if each.closed is None and each.due <= now]
            if coming and chance.random() < 0.15:
                text = f"About that: {coming[0].what}, and it went fine."
            said = Utterance(number, 1, Speaker.PERSON, text, now, Origin.SPOKEN)
            his.append(now)
            for ended in turned_over(threads, now, said=text):
                threads = [ended if each.number == ended.number else each for each in threads]
            for new in opened_by(said, happened(text)):
                threads.append(replace(new, number=len(threads) + 1))
            continue
        for ended in turned_over(threads, now):
            threads = [ended if each.number == ended.number else each for each in threads]
        allowed = [t for t in threads if rules.check_ins or t.kind is not ThreadKind.HEAVY]
        thread = ripe(allowed, now, last_raised)
        if thread is None:
            continue
        offer = offer_of(thread, now)
        here = Situation(
            now=now, aloud=aloud, busy=life.in_calendar(now),
            last_talk=his[-1] if his else None, since=START, awake_hours=awake_hours(his, now),
        )  # fmt: skip
        gate = refusal(offer, here, past, rules)
        if gate is not None:
            month.refused[gate] += 1
            continue
        month.breaches += _breaks(
            now, past, aloud=aloud, life=life, check_in=rules.check_ins, thread=thread
        )
        welcome = life.at_home(now) and thread.moment <= now and not life.tires_of(thread, now)
        month.said += 1
        month.welcome += welcome
        month.kinds[offer.reason.value] += 1
        outcome = Outcome.TAKEN if welcome else Outcome.IGNORED
        past.append(Past(offer.reason, offer.key, now, aloud, outcome))
        last_raised = now
        done = thread.ended(Closing.RAISED, now)
        threads = [done if each.number == done.number else each for each in threads]
    return month


def _breaks(
    now: datetime, past: list[Past], *, aloud: bool, life: Life, check_in: bool, thread: Thread
) -> int:
    """How many budgets it breaks, reckoned apart from the gates."""
    today = [each for each in past if each.at.date() == now.date()]
    return sum(
        (
            now.hour >= 22 or now.hour < 8,
            life.in_calendar(now),
            any(now - each.at < GAP for each in past),
            sum(each.aloud for each in today) + aloud > ALOUD_A_DAY,
            sum(not each.aloud for each in today) + (not aloud) > SILENT_A_DAY,
            now - START < timedelta(days=7),
            thread.kind is ThreadKind.HEAVY and not check_in,
        )
    )


def initiative(months: int, seed: int) -> dict[str, float]:
    """Precision and broken budgets over so many months, half of them aloud."""
    lives = [lived(seed + n, aloud=n % 2 == 1) for n in range(months)]
    said, welcome = sum(each.said for each in lives), sum(each.welcome for each in lives)
    kinds = sum((each.kinds for each in lives), Counter[str]())
    refused = sum((each.refused for each in lives), Counter[str]())
    print(f"  {months} months: {said} times she spoke first, {welcome} welcome: {dict(kinds)}")
    print(f"  held back, in steps of five minutes: {dict(refused.most_common(6))}")
    return {
        "initiative_precision": welcome / max(1, said),
        "initiatives_a_month": said / months,
        "budget_breaches": float(sum(each.breaches for each in lives)),
    }
