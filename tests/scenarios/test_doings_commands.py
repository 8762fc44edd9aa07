"""`samantha deeds` and `samantha memory` in a data folder that holds something."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samantha.app.assembly import hands
from samantha.app.settings import find_home
from samantha.cli.main import main
from samantha.domain.dialogue import Draft, Origin, Speaker
from samantha.memory.claims import claims_in
from samantha.providers.sqlite.claims import SqliteClaims
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.system_clock import SystemClock
from tests.clock_fake import MORNING


@pytest.fixture(autouse=True)
def he_asked_for_milk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMANTHA_HOME", str(tmp_path / "home"))

    async def ask() -> None:
        home, clock = find_home(), SystemClock()
        async with open_memory(
            home.database, lock_file=home.lock_file, purpose="a scenario"
        ) as memory:
            session = await memory.begin_session(clock.now())
            said = await memory.add(
                Draft(
                    session, Speaker.PERSON, "Put milk on the shopping list.", clock.now(),
                    Origin.SPOKEN,
                )
            )  # fmt: skip
            assert await hands(home, memory, clock).attend(said)

    asyncio.run(ask())


def samantha(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_a_deed_is_taken_back_once() -> None:
    assert "Put milk on the shopping list, asked in line 1" in samantha("deeds").output
    taken = samantha("deeds", "--undo", "1")
    assert taken.exit_code == 0
    assert taken.output == "Undone: put milk on the shopping list.\n"
    again = samantha("deeds", "--undo", "1")
    assert again.exit_code == 1
    assert "no deed 1 that could be taken back" in again.output
    assert "(taken back)" in samantha("deeds").output


def test_what_was_said_is_found_forgotten_and_brought_back() -> None:
    assert "1  " in samantha("memory", "search", "milk").output
    assert samantha("memory", "forget", "1").exit_code == 0
    assert samantha("memory", "search", "milk").output == "Nothing of that.\n"
    assert samantha("memory", "restore", "1").exit_code == 0
    assert "milk" in samantha("memory", "search", "milk").output
    assert samantha("memory", "forget", "7").exit_code == 1


@pytest.mark.parametrize(
    "words", [("deeds", "--undo"), ("memory", "forget"), ("memory", "restore")]
)
def test_a_number_that_no_store_gives_is_refused(words: tuple[str, ...]) -> None:
    for number in ("0", "99999999999999999999"):
        refused = samantha(*words, number)
        assert refused.exit_code == 2
        assert "is not in the range" in refused.output


def test_a_count_beyond_all_bounds_shows_everything() -> None:
    assert "milk" in samantha("deeds", "--last", "99999999999999999999").output
    assert "milk" in samantha("memory", "search", "milk", "--limit", "9" * 20).output


def test_what_stands_of_what_he_told_is_shown_with_its_line() -> None:
    assert "Nothing yet" in samantha("memory", "facts").output

    async def tell() -> None:
        home = find_home()
        async with open_memory(
            home.database, lock_file=home.lock_file, purpose="a scenario"
        ) as memory:
            session = await memory.begin_session(MORNING)
            for text in ("I live in Ghent.", "I moved to Lyon."):
                said = await memory.add(
                    Draft(session, Speaker.PERSON, text, MORNING, Origin.SPOKEN)
                )
                await SqliteClaims(memory).keep_claims(claims_in(text, MORNING, said.id))

    asyncio.run(tell())
    assert "you: home = Lyon" in samantha("memory", "facts").output
    assert "Ghent" not in samantha("memory", "facts").output
    assert "home = Ghent" in samantha("memory", "facts", "--all").output
