"""His calendars from the command line, with a real CalDAV server."""

import json
from collections.abc import Generator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samantha.app.connections import load_calendars
from samantha.app.settings import find_home
from samantha.cli.main import main
from tests.contracts.test_calendar import INVITATION, WEEKLY
from tests.radicale_server import PASSWORD, USER, Radicale, running_radicale


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Radicale]:
    with running_radicale(tmp_path_factory.mktemp("radicale")) as running:
        work = running.make_calendar("Work")
        running.put(f"{work}review-1.ics", INVITATION)
        running.make_calendar("Family")
        yield running


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAMANTHA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    monkeypatch.setenv("HIS_PASSWORD", PASSWORD)
    return tmp_path / "home"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def connect(server: Radicale, *more: str) -> Result:
    return run(
        *("connect", "calendar", server.url, "--user", USER, "--password", "env:HIS_PASSWORD"),
        *more,
    )


def test_everything_on_a_server_is_connected_and_told(server: Radicale) -> None:
    result = connect(server, "--me", "theodore@example.org")
    assert result.exit_code == 0, result.output
    assert "“Work” is connected" in result.output
    assert "Family: caldav calendar" in run("connect", "list").output
    told = run("calendar", "2025-03-14").output
    assert told == (
        "You had one thing on Friday, 14 March 2025: Design review at 10 am, at Room 4.\n"
    )


def test_no_password_is_written_down(server: Radicale, home: Path) -> None:
    connect(server)
    assert all(PASSWORD.encode() not in file.read_bytes() for file in home.rglob("*.*"))


def test_a_server_that_lets_nobody_in_connects_nothing(
    server: Radicale, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIS_PASSWORD", "wrong")
    result = connect(server)
    assert result.exit_code == 1
    assert "does not let theodore in" in result.output
    assert load_calendars(find_home().connections_file) == []


def test_what_is_added_is_shown_and_reaches_the_server(server: Radicale) -> None:
    connect(server)
    result = run(
        "calendar", "add", "Opera", "2025-04-01", "19:30", "--for", "180", "--in", "Family"
    )
    assert result.exit_code == 0, result.output
    (shown,) = json.loads(run("calendar", "2025-04-01", "--json").output)
    assert (shown["title"], shown["calendar"]) == ("Opera", "Family")
    assert shown["starts"] == "2025-04-01T19:30:00-07:00"
    assert "Opera" in server.get(f"{server.url}{USER}/family/")


def test_without_any_connection_there_is_her_own_calendar() -> None:
    assert run("calendar").output == "You have nothing today.\n"
    assert run("calendar", "add", "Dentist", "2025-03-14", "9:15").exit_code == 0
    assert "You had one thing" in run("calendar", "2025-03-14").output
    assert "Dentist" in run("calendar", "2025-03-14", "--json").output


def test_a_file_is_connected_and_written_where_it_lies(tmp_path: Path) -> None:
    file = tmp_path / "mine.ics"
    file.write_text(WEEKLY, encoding="utf-8", newline="")
    result = run("connect", "calendar", str(file), "--name", "mine")
    assert "“mine” is connected" in result.output
    run("calendar", "add", "Dentist", "2025-03-14", "9:15", "--in", "mine")
    text = file.read_text("utf-8")
    assert "Dentist" in text
    assert "RRULE:FREQ=WEEKLY" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("calendar", "someday"), "is no day that I know"),
        (("calendar", "add", "x", "friday", "25:00"), "is no time of day"),
        (("calendar", "add", "x", "friday", "--in", "none"), "There is no calendar “none”"),
        (("connect", "calendar", "/no/such.ics"), "There is no /no/such.ics"),
        (("connect", "forget", "none"), "No calendar “none” is connected"),
    ],
)
def test_a_mistake_is_one_sentence(words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert said in result.output


def test_erasing_takes_the_calendars_along(server: Radicale, home: Path) -> None:
    connect(server)
    run("calendar", "add", "Dentist", "2025-03-14", "9:15", "--in", "here")
    result = CliRunner().invoke(main, ["erase"], input="erase everything\n")
    assert result.exit_code == 0, result.output
    assert not home.exists()
