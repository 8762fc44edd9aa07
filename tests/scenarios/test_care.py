"""In danger no model finds the words: a scripted one that would do harm is never asked."""

from datetime import timedelta
from pathlib import Path

import pytest

from samantha.app.whereabouts import country_here
from samantha.domain.dialogue import Origin
from tests.fakes import ScriptedModel
from tests.scenarios.stage import Stage, answer


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "home")


async def test_danger_is_answered_by_what_is_written(stage: Stage) -> None:
    harmful = ScriptedModel([])
    async with stage.session(harmful) as (session, memory):
        said = await answer(session, "I don't want to live anymore")
        assert "Are you thinking about ending your life?" in said
        then = await answer(session, "yes")
        assert "how or when" in then
        assert (await memory.last(1))[0].origin is Origin.SYSTEM
    assert harmful.prompts == []


async def test_sadness_gets_company_and_no_hotline(stage: Stage) -> None:
    model = ScriptedModel(["A long evening, then. What's on the stove?"])
    async with stage.session(model) as (session, _):
        said = await answer(session, "I feel sad tonight, and a bit lonely")
    assert said == "A long evening, then. What's on the stove?"


async def test_what_was_said_in_an_earlier_session_still_weighs(stage: Stage) -> None:
    model = ScriptedModel(["Mm.", "Tell me.", "I see."])
    async with stage.session(model) as (session, _):
        await answer(session, "I haven't slept in days")
        await answer(session, "everything feels so heavy lately")
        await answer(session, "nobody cares anyway")
    async with stage.session(ScriptedModel([])) as (session, _):
        said = await answer(session, "I feel worthless")
    assert "Are you thinking about ending your life?" in said


def test_the_country_is_read_off_the_time_zone(tmp_path: Path) -> None:
    zones = tmp_path / "zoneinfo"
    (zones / "Europe").mkdir(parents=True)
    (zones / "Europe" / "Rome").touch()
    (zones / "zone.tab").write_text("# code\tplace\tzone\nIT\t+4154+01229\tEurope/Rome\n")
    local = tmp_path / "localtime"
    local.symlink_to(zones / "Europe" / "Rome")
    assert country_here({}, local, zones) == "IT"
    assert country_here({"TZ": "Etc/UTC"}, local, zones) is None
    assert country_here({"TZ": "Europe/Rome"}, tmp_path / "none", zones) == "IT"
    assert country_here({}, local, tmp_path / "nowhere") is None


async def test_after_an_hour_a_break_is_mentioned_once_and_never_in_danger(stage: Stage) -> None:
    model = ScriptedModel(["Go on."] * 8)
    async with stage.session(model) as (session, memory):
        said: list[str] = []
        for minutes in (0, 25, 25, 15, 5):
            stage.clock.go_on(timedelta(minutes=minutes))
            said.append(await answer(session, f"It went on for {minutes} pages."))
        assert [("an hour" in each) for each in said] == [False, False, False, True, False]
        assert said[3].startswith("Go on. We've been at it")
        assert (await memory.last(3))[0].text == said[3]
        stage.clock.go_on(timedelta(minutes=29))
        await answer(session, "And on.")
        stage.clock.go_on(timedelta(minutes=29))
        danger = await answer(session, "I don't want to live anymore")
        assert "two hours" not in danger


async def test_he_may_go_without_a_word_on_breaks(stage: Stage) -> None:
    async with stage.session(ScriptedModel(["Go on."] * 4)) as (session, _):
        for minutes in (0, 25, 25):
            stage.clock.go_on(timedelta(minutes=minutes))
            await answer(session, f"It went on for {minutes} pages.")
        stage.clock.go_on(timedelta(minutes=15))
        assert "an hour" not in await answer(session, "Good night!")
