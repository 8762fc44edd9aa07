"""The contract of `Errands`: what he asked for outlives the process."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from samantha.hands.policy import Act, Effect
from samantha.hands.ports import Deed, Errands
from samantha.hands.reminders import Reminder, after
from samantha.hands.requests import Ring
from samantha.providers.sqlite.errands import SqliteErrands
from samantha.providers.sqlite.holding import open_memory
from tests.clock_fake import MORNING
from tests.errands_fake import ListErrands

ACT = Act("lists", Effect.OWN, "Put milk on the shopping list")


@pytest.fixture(params=["sqlite", "list"])
async def errands(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Errands, None]:
    if request.param == "list":
        yield ListErrands()
        return
    async with open_memory(
        tmp_path / "a.db", lock_file=tmp_path / "a.lock", purpose="a test"
    ) as memory:
        yield SqliteErrands(memory)


def reminder(what: str, *, minutes: int, rule: str = "") -> Reminder:
    due = MORNING + timedelta(minutes=minutes)
    return Reminder(what, due, due, Ring.REMINDER, rule, "Europe/London")


async def test_reminders_come_back_in_the_order_of_their_time(errands: Errands) -> None:
    later = await errands.add_reminder(reminder("later", minutes=20))
    sooner = await errands.add_reminder(reminder("sooner", minutes=10))
    assert list(await errands.reminders()) == [sooner, later]
    assert sooner.id != later.id


async def test_the_order_is_that_of_time_whatever_the_zone(errands: Errands) -> None:
    east = reminder("east", minutes=10)
    east = replace(east, due=east.due.astimezone(ZoneInfo("Asia/Tokyo")))
    await errands.add_reminder(reminder("later", minutes=11))
    await errands.add_reminder(east)
    assert [each.what for each in await errands.reminders()] == ["east", "later"]


async def test_what_rang_is_noted_once(errands: Errands) -> None:
    kept = await errands.add_reminder(reminder("once", minutes=1))
    assert await errands.ring(kept, None)
    assert not await errands.ring(kept, None)
    assert await errands.reminders() == []


async def test_what_repeats_goes_on(errands: Errands) -> None:
    kept = await errands.add_reminder(reminder("daily", minutes=1, rule="FREQ=DAILY"))
    goes_on = after(kept, kept.due)
    assert await errands.ring(kept, goes_on)
    assert not await errands.ring(kept, goes_on), "that day is done"
    (there,) = await errands.reminders()
    assert there.due == kept.due + timedelta(days=1)
    assert there.first == kept.first


async def test_what_was_dropped_can_be_kept_again_under_its_name(errands: Errands) -> None:
    kept = await errands.add_reminder(reminder("x", minutes=1))
    await errands.drop_reminder(kept.id)
    assert await errands.reminders() == []
    assert await errands.add_reminder(kept) == kept
    assert list(await errands.reminders()) == [kept]


async def test_a_list_holds_each_thing_once_whatever_its_capitals(errands: Errands) -> None:
    assert await errands.add_items("shopping", ["Milk", "eggs"]) == ["Milk", "eggs"]
    assert await errands.add_items("shopping", ["milk", "tea"]) == ["tea"]
    assert await errands.items("shopping") == ["Milk", "eggs", "tea"]
    assert await errands.take_items("shopping", ["MILK", "bread"]) == ["Milk"]
    assert await errands.items("reading") == []
    await errands.add_items("reading", ["a book"])
    assert await errands.lists() == ["shopping", "reading"]


async def test_deeds_are_told_newest_first(errands: Errands) -> None:
    first = await errands.note(Deed(ACT, MORNING, None, "a"))
    second = await errands.note(Deed(ACT, MORNING, None, "b"))
    assert list(await errands.deeds(9)) == [second, first]
    await errands.note_undone(second.id, MORNING)
    assert (await errands.deeds(1))[0].undone_at == MORNING


async def test_a_deed_is_found_by_its_number(errands: Errands) -> None:
    await errands.note(Deed(ACT, MORNING, None, "a"))
    second = await errands.note(Deed(ACT, MORNING, None, "b"))
    assert await errands.deed(second.id) == second
    assert await errands.deed(second.id + 1) is None


async def test_everything_outlives_the_process(tmp_path: Path) -> None:
    for _ in range(2):
        async with open_memory(
            tmp_path / "a.db", lock_file=tmp_path / "a.lock", purpose="a test"
        ) as memory:
            errands = SqliteErrands(memory)
            if not await errands.reminders():
                await errands.add_reminder(reminder("x", minutes=1))
                await errands.add_items("shopping", ["milk"])
                await errands.note(Deed(ACT, MORNING, None, "a"))
            else:
                assert [each.what for each in await errands.reminders()] == ["x"]
                assert await errands.items("shopping") == ["milk"]
                assert len(await errands.deeds(9)) == 1


@pytest.mark.parametrize(
    ("rule", "zone", "due", "now", "next_one"),
    [
        # Over the change of the clocks, seven o'clock stays seven o'clock.
        ("FREQ=DAILY", "Europe/London",
         "2026-03-28T07:00+00:00", "2026-03-28T07:00+00:00", "2026-03-29T07:00+01:00"),
        # What would have rung in the meantime is passed over.
        ("FREQ=DAILY", "UTC",
         "2026-03-01T07:00+00:00", "2026-03-10T09:00+00:00", "2026-03-11T07:00+00:00"),
        # Every other week counts from the first time.
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "UTC",
         "2026-03-05T09:00+00:00", "2026-03-12T09:30+00:00", "2026-03-19T09:00+00:00"),
        ("FREQ=DAILY;COUNT=1", "UTC",
         "2026-03-01T07:00+00:00", "2026-03-01T07:00+00:00", None),
        ("FREQ=MONTHLY", "UTC",
         "2026-01-31T07:00+00:00", "2026-01-31T07:00+00:00", "2026-03-31T07:00+00:00"),
        ("", "UTC", "2026-03-01T07:00+00:00", "2026-03-01T07:00+00:00", None),
    ],
)  # fmt: skip
def test_when_it_rings_again(
    rule: str, zone: str, due: str, now: str, next_one: str | None
) -> None:
    at = datetime.fromisoformat(due)
    goes_on = after(Reminder("x", at, at, rule=rule, zone=zone), datetime.fromisoformat(now))
    expected = None if next_one is None else datetime.fromisoformat(next_one)
    assert (goes_on and goes_on.due.astimezone(UTC)) == expected
