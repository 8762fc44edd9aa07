"""What the keys of `samantha talk` do to the card, the session and her sleep."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from click.testing import CliRunner

from samantha.app.settings import VoiceSettings
from samantha.cli.main import main
from samantha.cli.talk_aloud import Aloud
from samantha.conversation.tales import Tale, Told
from samantha.domain.audio import Samples
from samantha.hearing.dozing import Dozing
from samantha.providers.sound_card import SoundCard
from tests.hearing_fakes import InlineLane
from tests.sound_fakes import ScriptedLines


class Talking:
    """A session that notes what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def typed(self, text: str) -> None:
        self.asked.append(text)

    def tap(self) -> None:
        self.asked.append("tap")

    def done(self) -> None:
        self.asked.append("done")

    async def busy(self) -> bool:
        return False


@dataclass
class Visiting:
    """A visit to Mirel."""

    talked: Talking
    dozing: Dozing | None
    her_name: str | None = "Mirel"


class NeverCalled:
    def heard(self, frame: Samples) -> bool:
        return False

    def reset(self) -> None:
        """There is nothing to forget."""


@asynccontextmanager
async def aloud(
    settings: VoiceSettings | None = None, *, present: bool = True
) -> AsyncGenerator[tuple[Aloud, Talking, SoundCard], None]:
    settings, lines, talking = settings or VoiceSettings(), ScriptedLines(), Talking()
    lines.present = present
    card = SoundCard(lines, look_s=60.0)
    dozing = Dozing(NeverCalled(), InlineLane()) if settings.wake else None
    async with card.running(patient=True):
        yield Aloud(Visiting(talking, dozing), card, settings), talking, card


async def test_m_mutes_and_unmutes_and_the_line_says_so() -> None:
    async with aloud() as (keys, _, card):
        keys.mute()
        assert card.muted
        assert "microphone is off" in keys.state().words
        keys.mute()
        assert not card.muted
        assert keys.state().words == "Mirel listens"


async def test_space_speaks_and_ends_his_turn() -> None:
    async with aloud(VoiceSettings(push_to_talk=True)) as (keys, talking, card):
        assert card.muted
        keys.press()
        assert not card.muted
        assert talking.asked == []
        keys.press()
        assert card.muted
        assert talking.asked == ["done"]


async def test_space_does_nothing_where_he_does_not_speak_by_key() -> None:
    async with aloud() as (keys, talking, card):
        keys.press()
        assert not card.muted
        assert talking.asked == []


async def test_asleep_the_line_says_what_wakes_her_and_writing_does() -> None:
    async with aloud(VoiceSettings(wake="name")) as (keys, talking, _):
        assert keys.state().words == "Mirel sleeps: say “Mirel”. Nothing else is kept"
        keys.write("are you there?")
        assert talking.asked == ["are you there?"]
        assert keys.state().words == "Mirel listens"
        tale = Tale(Told.HIS_WORDS, "hm", 0)
        assert keys.heed(tale) is tale


async def test_without_a_microphone_the_line_says_so() -> None:
    async with aloud(present=False) as (keys, _, _card):
        assert keys.state().words == "There is no scripted microphone. Press t to write."


@pytest.mark.parametrize(
    "words",
    [
        ["talk", "--help"],
        ["hear", "--help"],
        ["enrol", "--help"],
        ["voices", "--help"],
        ["chat", "--help"],
        ["serve", "--help"],
    ],
)
def test_examples_in_the_help_keep_their_lines(words: list[str]) -> None:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0
    assert "\\b" not in result.output
    assert "\n    " in result.output
