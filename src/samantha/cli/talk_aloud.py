"""`samantha talk`: the conversation by voice, with this machine's microphone and loudspeaker."""

import asyncio
import sys
from contextlib import AsyncExitStack, aclosing, suppress
from dataclasses import replace
from typing import Protocol

import click

from samantha.app.settings import VoiceSettings, find_home, load_settings
from samantha.app.voice import BY_NAME, SoundCard, devices, sound_card
from samantha.cli.entering import Entered, entered
from samantha.cli.hear import show_line
from samantha.cli.talk_screen import Controls, TalkScreen
from samantha.cli.talk_state import TalkState
from samantha.conversation.ringing import Ringing
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
@click.option(
    "--devices",
    "list_devices",
    is_flag=True,
    help="List the microphones and loudspeakers there are.",
)
def talk(
    microphone: str, loudspeaker: str, *, push_to_talk: bool, wake: bool, list_devices: bool
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
    asyncio.run(_talk(voice))


class Talked(Protocol):
    """What the keys need of a spoken session."""

    def typed(self, text: str) -> None:
        """He wrote something."""
        ...

    def tap(self) -> None:
        """She is to stop."""
        ...

    def done(self) -> None:
        """His turn is over."""
        ...


class Aloud:
    """What the keys do to a spoken session, and how it stands."""

    def __init__(
        self, talking: Talked, card: SoundCard, dozing: Dozing | None, voice: VoiceSettings
    ) -> None:
        """With push-to-talk it begins muted."""
        self._talking = talking
        self._card = card
        self._dozing = dozing
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
            if self._card.muted:
                self._talking.done()

    def write(self, text: str) -> None:
        """He wrote something."""
        if self._dozing is not None:
            self._dozing.wake()
        self._talking.typed(text)

    def heed(self, tale: Tale) -> Tale:
        """Stay awake where something is said."""
        if self._dozing is not None and tale.what in _STIRS:
            self._dozing.stir()
        return tale

    def controls(self, her_name: str | None) -> Controls:
        """The keys."""
        return Controls(
            stop=self._talking.tap,
            mute=self.mute,
            press=self.press,
            write=self.write,
            state=lambda: self.state(her_name),
        )

    def state(self, her_name: str | None) -> TalkState:
        """How it stands now."""
        card, she = self._card, her_name or "She"
        asleep = self._dozing is not None and self._dozing.asleep
        word = (her_name or "Samantha") if self._wake == BY_NAME else self._wake
        return TalkState(
            she=she,
            level_db=card.level_db,
            muted=card.muted,
            asleep=word.replace("_", " ") if asleep else "",
            by_key=self._by_key,
            trouble=card.trouble.message if card.trouble is not None else "",
        )


async def _talk(voice: VoiceSettings) -> None:
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    async with entered("samantha talk", voice) as room, AsyncExitStack() as stack:
        dozing = room.senses.dozing(room.her_name)
        opened = sound_card(voice.microphone, voice.loudspeaker, patient=at_terminal)
        card = await stack.enter_async_context(opened)
        talking = await stack.enter_async_context(
            room.senses.spoken(room.session, card, her_name=room.her_name)
        )
        ringing = Ringing(room.household.doing, room.household.memory)
        await stack.enter_async_context(ringing.through(talking))
        aloud = Aloud(talking, card, dozing, voice)
        frames = card.frames() if dozing is None else dozing.frames(card.frames())
        tales = await stack.enter_async_context(aclosing(talking.follow(frames)))
        heeded = await stack.enter_async_context(aclosing(aloud.heed(tale) async for tale in tales))
        if at_terminal:
            screen = TalkScreen(aloud.controls(room.her_name))
            with suppress(KeyboardInterrupt):
                await screen.hold(heeded)
            return
        click.echo(f"{room.her_name or 'She'} listens. Ctrl-C leaves.", err=True)
        telling = asyncio.create_task(_tell_changes(aloud, room))
        try:
            async for tale in heeded:
                show_line(tale)
        finally:
            telling.cancel()


async def _tell_changes(aloud: Aloud, room: Entered) -> None:
    """Where no line is drawn: say what changes besides the talk."""
    before = ""
    while True:
        state = aloud.state(room.her_name)
        quiet = state.trouble or state.muted or state.asleep
        said = state.words if quiet else ""
        if said != before:
            click.echo(said or f"{state.she} listens.", err=True)
            before = said
        await asyncio.sleep(_LOOK_S)
