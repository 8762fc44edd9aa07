"""The terminal while one talks aloud: what was said above, one quiet line of state below.

Nothing is drawn over what was said: it scrolls up as in any terminal. Below it stand the words that
are being said just now, a line to write in if he wants that, and the state with a level meter.
"""

import asyncio
from collections.abc import AsyncIterable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

import click
from prompt_toolkit import Application
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.application.current import set_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition, FilterOrBool
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import BufferControl, ConditionalContainer, HSplit, Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.layout.processors import BeforeInput
from prompt_toolkit.output import Output

from samantha.cli.talk_state import TalkState
from samantha.conversation.tales import Tale, Told

KEYS: Final = """\
  Enter, Esc   she stops at once          m   the microphone off, and on again
  Space        speak, and Space when you are done (with --push-to-talk)
  t            write a line instead       ?   this          Ctrl-C   leave
"""
_DRAWN_EVERY_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Controls:
    """What his keys do."""

    stop: Callable[[], None]
    mute: Callable[[], None]
    press: Callable[[], None]
    """Space: he begins to speak, or is done."""
    write: Callable[[str], None]
    state: Callable[[], TalkState]


class TalkScreen:
    """One session at a terminal, by voice."""

    def __init__(
        self, controls: Controls, *, source: Input | None = None, output: Output | None = None
    ) -> None:
        """`source` and `output` are those of the terminal, if not given."""
        self._controls = controls
        self._floor = "nobody"
        self._his = self._hers = ""
        """What is being said just now, by him and by her."""
        self._above = ""
        """What is to scroll up."""
        self._writes = False
        self._line = Buffer(multiline=False, accept_handler=self._wrote)
        self._application = self._drawn(source, output)

    async def hold(self, tales: AsyncIterable[Tale]) -> None:
        """Show what happens until it ends or he leaves."""
        with set_app(self._application):
            drawing = asyncio.create_task(self._application.run_async())
            following = asyncio.create_task(self._follow(tales))
        try:
            await asyncio.wait({drawing, following}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            following.cancel()
            if self._application.is_running:
                self._application.exit()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(drawing, following)

    @property
    def state(self) -> TalkState:
        """What the line says now."""
        return replace(self._controls.state(), floor=self._floor)

    async def _follow(self, tales: AsyncIterable[Tale]) -> None:
        async for tale in tales:
            self.show(tale)
            above, self._above = self._above, ""
            if above:
                await run_in_terminal(lambda text=above: click.echo(text))

    def show(self, tale: Tale) -> None:
        """Take in one thing that happened."""
        match tale.what:
            case Told.FLOOR:
                self._floor = tale.text
                self._his = "" if tale.text == "nobody" else self._his
            case Told.HIS_WORDS:
                self._his = tale.text
            case Told.HIS_TURN:
                self._his = ""
                self._above += f"› {tale.text}\n"
            case Told.HER_WORDS:
                self._hers += tale.text
            case Told.BROKEN_OFF | Told.OVER:
                broken = " —" if tale.what is Told.BROKEN_OFF else ""
                if self._hers:
                    said = f"{self._hers.strip()}{broken}\n"
                    self._above += click.style(said, fg="bright_red")
                self._hers = ""
            case Told.PLAIN_VOICE:
                self._above += click.style(f"{tale.text}\n", dim=True)
            case Told.TROUBLE | Told.NOTICE:
                self._above += click.style(f"{tale.text}\n", fg="yellow")
            case Told.SAID_SO:
                pass
        self._application.invalidate()

    def _drawn(self, source: Input | None, output: Output | None) -> Application[None]:
        writes = Condition(lambda: self._writes)
        line = BufferControl(self._line, input_processors=[BeforeInput("› ")])
        self._state_window = Window(
            FormattedTextControl(self._state_text, focusable=True, show_cursor=False), height=1
        )
        self._line_window = Window(line, height=1)
        now = Window(FormattedTextControl(self._now_text), wrap_lines=True, dont_extend_height=True)
        rows = HSplit(
            [
                ConditionalContainer(now, Condition(lambda: bool(self._his or self._hers))),
                ConditionalContainer(self._line_window, writes),
                self._state_window,
            ]
        )
        drawn = Application[None](
            layout=Layout(rows, focused_element=self._state_window),
            key_bindings=self._keys(writes),
            erase_when_done=True,
            refresh_interval=_DRAWN_EVERY_S,
            input=source,
            output=output,
        )
        drawn.ttimeoutlen = 0.05  # Esc alone is a key here
        return drawn

    def _keys(self, writes: FilterOrBool) -> KeyBindings:
        keys, controls = KeyBindings(), self._controls
        talks = Condition(lambda: not self._writes)
        for key, act in (
            ("enter", controls.stop),
            ("escape", controls.stop),
            ("m", controls.mute),
            (" ", controls.press),
            ("t", self._begin_to_write),
            ("?", _show_keys),
        ):
            keys.add(key, filter=talks)(_key(act))
        keys.add("escape", filter=writes)(_key(self._end_writing))
        keys.add("c-c")(_key(self._leave))
        return keys

    def _leave(self) -> None:
        self._application.exit()

    def _begin_to_write(self) -> None:
        self._writes = True
        self._application.layout.focus(self._line_window)

    def _end_writing(self) -> None:
        self._writes = False
        self._line.reset()
        self._application.layout.focus(self._state_window)

    def _wrote(self, line: Buffer) -> bool:
        text = line.text.strip()
        self._end_writing()
        if text:
            self._controls.write(text)
        return False

    def _now_text(self) -> StyleAndTextTuples:
        his: StyleAndTextTuples = [("ansibrightblack", f"› {self._his}\n")] if self._his else []
        return [*his, ("ansibrightred", self._hers.strip())]

    def _state_text(self) -> StyleAndTextTuples:
        state = self.state
        dim = "ansibrightblack"
        return [("ansigreen", state.meter), (dim, f"  {state.words}  · ? shows the keys")]


def _key(act: Callable[[], None]) -> Callable[[KeyPressEvent], None]:
    def pressed(event: KeyPressEvent) -> None:
        act()
        event.app.invalidate()

    return pressed


def _show_keys() -> None:
    run_in_terminal(lambda: click.echo(KEYS))
