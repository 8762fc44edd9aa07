"""`samantha talk`: the conversation by voice, with this machine's microphone and loudspeaker."""

import asyncio
import sys
from contextlib import AsyncExitStack, aclosing, suppress
from dataclasses import replace
from typing import Protocol

import click

from samantha.app.settings import VoiceSettings, find_home, load_settings
from samantha.app.voice import BY_NAME, SoundCard, devices, sound_card
from samantha.cli.entering import Talked, entered
from samantha.cli.hear import show_line
from samantha.cli.talk_screen import Controls, TalkScreen
from samantha.cli.talk_state import TalkState
from samantha.conversation.tales import Tale, Told
from samantha.hearing.dozing import Dozing

_STIRS = (Told.HIS_WORDS, Told.HIS_TURN, Told.HER_WORDS)
"""What keeps her awake."""
_LOOK_S = 0.5


@click.command()
@click.option("--microphone", default="", help="A device's name or number; see --devices.")
@click.option("--loudspeaker", default="", help="A device's name or number.")
@click.option("--push-to-talk", is_flag=True, help="Read the microphone only between two Spaces.")
@click.option("--wake", is_flag=True, help="Let her sleep until you call her by her name.")
@click.option("--skip", is_flag=True, help="Skip the questions of the first meeting.")
@click.option(
    "--devices",
    "list_devices",
    is_flag=True,
    help="List the microphones and loudspeakers there are.",
)
def talk(
    microphone: str,
    loudspeaker: str,
    *,
    push_to_talk: bool,
    wake: bool,
    skip: bool,
    list_devices: bool,
) -> None:
    """Talk with her by voice, with this machine's microphone and loudspeaker.

    Speak whenever you like, also while she does: a word stops her, "mm-hm" does not. Keys:

    \b
      Enter, Esc   she stops at once
      m            the microphone is off (really: no sound is read), and on again
      Space        with --push-to-talk: speak, and Space again when you are done
      t            write a line instead; it is one conversation
      ?            the keys
      Ctrl-C       leave; what was heard is kept

    At the first meeting a plain voice asks four questions; answer aloud or in writing. Enter stops
    a question, and once more skips it.

    Where there is no microphone or it is pulled out, the last line says so, and she can be written
    to; as soon as it is back she hears again. The settings `microphone`, `loudspeaker`,
    `push_to_talk` and `wake` under [voice] make such a choice last.
    """  # noqa: D301 - for click
    if list_devices:
        click.echo(devices() or "There is no microphone and no loudspeaker on this machine.")
        return
    chosen = load_settings(find_home().settings_file).voice
    voice = replace(
        chosen,
        microphone=microphone or chosen.microphone,
        loudspeaker=loudspeaker or chosen.loudspeaker,
        push_to_talk=push_to_talk or chosen.push_to_talk,
        wake=chosen.wake or (BY_NAME if wake else ""),
    )
    asyncio.run(_talk(voice, skip=skip))


class Visited(Protocol):
    """Whom he visits: she, or before the first meeting a plain voice."""

    @property
    def her_name(self) -> str | None:
        """What she is called."""
        ...

    @property
    def talked(self) -> Talked | None:
        """Whom he talks with just now."""
        ...

    @property
    def dozing(self) -> Dozing | None:
        """What lets her sleep."""
        ...


class Aloud:
    """What the keys do to a visit by voice, and how it stands."""

    def __init__(self, visit: Visited, card: SoundCard, voice: VoiceSettings) -> None:
        """With push-to-talk it begins muted."""
        self._visit = visit
        self._card = card
        self._by_key = voice.push_to_talk
        self._wake = voice.wake
        card.muted = self._by_key

    def mute(self) -> None:
        """The microphone off, or on again."""
        self._card.muted = not self._card.muted

    def press(self) -> None:
        """He begins to speak by the key, or is done."""
        if self._by_key:
            self.mute()
            if self._card.muted and (talked := self._visit.talked):
                talked.done()

    def stop(self) -> None:
        """She is to stop."""
        if talked := self._visit.talked:
            talked.tap()

    def write(self, text: str) -> None:
        """He wrote something."""
        if self._visit.dozing is not None:
            self._visit.dozing.wake()
        if talked := self._visit.talked:
            talked.typed(text)

    def heed(self, tale: Tale) -> Tale:
        """Stay awake where something is said."""
        if self._visit.dozing is not None and tale.what in _STIRS:
            self._visit.dozing.stir()
        return tale

    def controls(self) -> Controls:
        """The keys."""
        return Controls(
            stop=self.stop,
            mute=self.mute,
            press=self.press,
            write=self.write,
            state=self.state,
        )

    def state(self) -> TalkState:
        """How it stands now."""
        her_name, dozing = self._visit.her_name, self._visit.dozing
        card, she = self._card, her_name or "She"
        asleep = dozing is not None and dozing.asleep
        word = (her_name or "Samantha") if self._wake == BY_NAME else self._wake
        return TalkState(
            she=she,
            level_db=card.level_db,
            muted=card.muted,
            asleep=word.replace("_", " ") if asleep else "",
            by_key=self._by_key,
            trouble=card.trouble.message if card.trouble is not None else "",
        )


async def _talk(voice: VoiceSettings, *, skip: bool) -> None:
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    async with entered("samantha talk", voice, skip=skip) as visit, AsyncExitStack() as stack:
        opened = sound_card(voice.microphone, voice.loudspeaker, patient=at_terminal)
        card = await stack.enter_async_context(opened)
        aloud = Aloud(visit, card, voice)
        tales = await stack.enter_async_context(aclosing(visit.follow(card, present=True)))
        heeded = await stack.enter_async_context(aclosing(aloud.heed(tale) async for tale in tales))
        if at_terminal:
            screen = TalkScreen(aloud.controls())
            with suppress(KeyboardInterrupt):
                await screen.hold(heeded)
            return
        click.echo(f"{aloud.state().she} listens. Ctrl-C leaves.", err=True)
        telling = asyncio.create_task(_tell_changes(aloud))
        try:
            async for tale in heeded:
                show_line(tale)
        finally:
            telling.cancel()


async def _tell_changes(aloud: Aloud) -> None:
    """Where no line is drawn: say what changes besides the talk."""
    before = ""
    while True:
        state = aloud.state()
        quiet = state.trouble or state.muted or state.asleep
        said = state.words if quiet else ""
        if said != before:
            click.echo(said or f"{state.she} listens.", err=True)
            before = said
        await asyncio.sleep(_LOOK_S)
