"""The contract of `Forgetting`: gone at once, back for a day, and then not a byte is left."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest

from samantha.domain.dialogue import Draft, Fact, Gist, Origin, Speaker, Utterance
from samantha.memory.ports import ConversationLog, Forgetting, Keepsakes
from samantha.providers.sqlite.forgetting import SqliteForgetting
from samantha.providers.sqlite.holding import open_memory
from tests.clock_fake import MORNING
from tests.memory_fake import ListMemory

SECRET = "zanzibarquux"
NEVER = 2**62


class Memory(ConversationLog, Keepsakes, Protocol):
    """What was said and what was made of it."""


@pytest.fixture(params=["sqlite", "list"])
async def both(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncGenerator[tuple[Memory, Forgetting], None]:
    if request.param == "list":
        memory = ListMemory(MORNING)
        yield memory, memory
        return
    async with open_memory(
        tmp_path / "a.db", lock_file=tmp_path / "a.lock", purpose="a test"
    ) as store:
        yield store, SqliteForgetting(store)


async def told(memory: Memory, *texts: str) -> list[Utterance]:
    session = await memory.begin_session(MORNING)
    return [
        await memory.add(
            Draft(session, Speaker.PERSON, text, MORNING + timedelta(hours=n), Origin.SPOKEN)
        )
        for n, text in enumerate(texts)
    ]


async def texts(memory: Memory) -> list[str]:
    return [each.text for each in await memory.last(99)]


async def test_what_is_forgotten_is_nowhere_and_comes_back_whole(
    both: tuple[Memory, Forgetting],
) -> None:
    memory, forgetting = both
    first, second, third = await told(memory, "I am well.", f"My code is {SECRET}.", "It rains.")
    fact = Fact("code", f"My code is {SECRET}.", second.id, MORNING)
    await memory.keep_facts([fact])
    lines = f"14 Mar 2025: “My code is {SECRET}.”\n14 Mar 2025: “It rains.”"
    await memory.keep_gist(Gist(lines, third.id))
    number = await forgetting.forget([second.id], MORNING)
    assert await texts(memory) == [first.text, third.text]
    assert list(await memory.search([SECRET], 9, before_id=NEVER)) == []
    assert list(await memory.facts()) == []
    assert (await memory.gist()).text == "14 Mar 2025: “It rains.”"
    assert await forgetting.number_of(second.id) == number
    assert await forgetting.restore(number) == [second.id]
    assert await memory.last(99) == [first, second, third]
    assert [each.id for each, _ in await memory.search([SECRET], 9, before_id=NEVER)] == [second.id]
    assert list(await memory.facts()) == [fact]
    assert SECRET in (await memory.gist()).text
    assert await forgetting.number_of(second.id) is None


async def test_what_is_said_after_takes_no_forgotten_place(both: tuple[Memory, Forgetting]) -> None:
    memory, forgetting = both
    (only,) = await told(memory, "a")
    await forgetting.forget([only.id], MORNING)
    (later,) = await told(memory, "b")
    assert later.id > only.id


async def test_a_fact_told_anew_stands_when_the_old_comes_back(
    both: tuple[Memory, Forgetting],
) -> None:
    memory, forgetting = both
    old, new = await told(memory, "I live in Leeds.", "I live in Hull.")
    await memory.keep_facts([Fact("home", old.text, old.id, MORNING)])
    number = await forgetting.forget([old.id], MORNING)
    await memory.keep_facts([Fact("home", new.text, new.id, MORNING)])
    await forgetting.restore(number)
    assert [fact.quote for fact in await memory.facts()] == [new.text]


async def test_nothing_is_forgotten_twice_or_put_back_twice(
    both: tuple[Memory, Forgetting],
) -> None:
    memory, forgetting = both
    (only,) = await told(memory, "a")
    number = await forgetting.forget([only.id, only.id, 999], MORNING)
    assert await forgetting.forget([only.id], MORNING) == 0
    assert await forgetting.restore(number) == [only.id]
    assert await forgetting.restore(number) == []


async def test_after_a_purge_nothing_comes_back(both: tuple[Memory, Forgetting]) -> None:
    memory, forgetting = both
    first, second = await told(memory, "a", "b")
    number = await forgetting.forget([first.id], MORNING)
    later = await forgetting.forget([second.id], MORNING + timedelta(hours=5))
    assert await forgetting.purge(MORNING + timedelta(hours=1)) == 1
    assert await forgetting.restore(number) == []
    assert await forgetting.restore(later) == [second.id]


async def test_what_was_said_in_some_hours(both: tuple[Memory, Forgetting]) -> None:
    memory, forgetting = both
    _, second, third, _ = await told(memory, "a", "b", "c", "d")
    between = await forgetting.said_between(second.said_at, third.said_at + timedelta(minutes=1))
    assert [each.text for each in between] == ["b", "c"]


async def test_of_what_is_purged_no_byte_is_left_in_any_file(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with open_memory(home / "a.db", lock_file=home / "a.lock", purpose="a test") as memory:
        (secret, *_) = await told(
            memory, f"My code is {SECRET}.", *(f"line {n}" for n in range(99))
        )
        await memory.keep_facts([Fact("code", secret.text, secret.id, MORNING)])
        await memory.keep_gist(Gist(f"14 Mar 2025: “{secret.text}”", secret.id))
        forgetting = SqliteForgetting(memory)
        await forgetting.forget([secret.id], MORNING)
        await forgetting.purge(MORNING + timedelta(days=1))
        for file in home.iterdir():
            assert SECRET.encode() not in file.read_bytes(), file.name
