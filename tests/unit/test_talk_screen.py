"""The terminal while one talks aloud: keys do what they say, the line tells how things stand."""

import asyncio
from collections.abc import AsyncGenerator, Callable

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from samantha.cli.talk_screen import Controls, TalkScreen
from samantha.cli.talk_state import METER, TalkState
from samantha.conversation.tales import Tale, Told

SOON_S = 10.0


class Pressed:
    """What the keys did."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.more = asyncio.Event()

    def noted(self, what: str) -> Callable[[], None]:
        return lambda: self.note(what)

    def note(self, what: str) -> None:
        self.done.append(what)
        self.more.set()

    def controls(self) -> Controls:
        return Controls(
            stop=self.noted("stop"),
            mute=self.noted("mute"),
            press=self.noted("press"),
            write=self.note,
            state=lambda: TalkState(she="Mirel"),
        )

    async def until(self, count: int) -> None:
        while len(self.done) < count:
            await self.more.wait()
            self.more.clear()


async def nothing_happens() -> AsyncGenerator[Tale, None]:
    await asyncio.Event().wait()
    yield Tale(Told.FLOOR, "she", 0)


async def test_every_key_does_what_it_says() -> None:
    pressed = Pressed()
    with create_pipe_input() as source:
        screen = TalkScreen(pressed.controls(), source=source, output=DummyOutput())
        async with asyncio.timeout(SOON_S), asyncio.TaskGroup() as group:
            group.create_task(screen.hold(nothing_happens()))
            for keys, what in (("\r", "stop"), ("m", "mute"), (" ", "press"), ("\x1b", "stop")):
                before = len(pressed.done)
                source.send_text(keys)
                await pressed.until(before + 1)
                assert pressed.done[-1] == what
            source.send_text("tmy sister called\r")
            await pressed.until(5)
            source.send_text("m")
            await pressed.until(6)
            source.send_text("\x03")
    assert pressed.done[-2:] == ["my sister called", "mute"]


async def test_what_is_said_scrolls_and_what_is_being_said_stands_below(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with create_pipe_input() as source:
        screen = TalkScreen(Pressed().controls(), source=source, output=DummyOutput())

        async def tales() -> AsyncGenerator[Tale, None]:
            yield Tale(Told.FLOOR, "she", 0)
            yield Tale(Told.HIS_TURN, "my sister called", 0, 1)
            yield Tale(Told.HER_WORDS, "Oh, your sister.", 0, 2)
            assert screen.state.words == "Mirel speaks"
            yield Tale(Told.BROKEN_OFF, "", 0, 2)
            yield Tale(Told.TROUBLE, "The model is gone.", 0)

        async with asyncio.timeout(SOON_S):
            await screen.hold(tales())
    out = capsys.readouterr().out
    assert out.index("› my sister called") < out.index("Oh, your sister. —") < out.index("gone")


async def test_a_failure_of_the_session_is_not_swallowed() -> None:
    async def fails() -> AsyncGenerator[Tale, None]:
        yield Tale(Told.FLOOR, "he", 0)
        raise KeyError

    with create_pipe_input() as source:
        screen = TalkScreen(Pressed().controls(), source=source, output=DummyOutput())
        async with asyncio.timeout(SOON_S):
            with pytest.raises(KeyError):
                await screen.hold(fails())


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (TalkState(she="Mirel"), "Mirel listens"),
        (TalkState(she="Mirel", floor="he"), "you speak"),
        (TalkState(she="Mirel", floor="thinking"), "Mirel thinks"),
        (TalkState(muted=True), "muted, the microphone is off: m to be heard again"),
        (TalkState(muted=True, by_key=True), "muted, the microphone is off: Space to speak"),
        (TalkState(floor="she", muted=True), "She speaks · muted, the microphone is off"),
        (TalkState(asleep="Samantha"), "She sleeps: say “Samantha”. Nothing else is kept"),
        (TalkState(trouble="This machine has no microphone."),
         "This machine has no microphone. Press t to write."),
    ],
)  # fmt: skip
def test_the_line_says_how_things_stand(state: TalkState, words: str) -> None:
    assert state.words == words


@pytest.mark.parametrize(
    ("level_db", "filled"), [(-100.0, 0), (-60.0, 0), (-36.0, 6), (-12.0, METER), (0.0, METER)]
)
def test_the_meter_shows_how_loud_he_is(level_db: float, filled: int) -> None:
    assert TalkState(level_db=level_db).meter.count("▮") == filled
    assert len(TalkState(level_db=level_db).meter) == METER
    assert TalkState(level_db=level_db, muted=True).meter.count("▮") == 0
