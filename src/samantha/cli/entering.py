"""A visit by voice, from the first meeting, where there was none, to the end of the talk."""

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from samantha.app.assembly import SPOKEN_WITHIN_S, Household, waking
from samantha.app.first_meeting import written_answers
from samantha.app.persona_file import load_persona
from samantha.app.settings import VoiceSettings, find_home, load_settings
from samantha.app.spoken_meeting import SpokenMeeting
from samantha.app.voice import Senses, by_voice, senses, with_voice
from samantha.cli.talk import awaken, want_model
from samantha.conversation.ringing import Ringing
from samantha.conversation.session import Session
from samantha.conversation.spoken import SpokenSession
from samantha.conversation.tales import Tale
from samantha.domain.audio import Frame
from samantha.hearing.dozing import Dozing
from samantha.personality.first_impression import Answers
from samantha.personality.persona import Persona
from samantha.speaking.ports import Loudspeaker


class Sound(Loudspeaker, Protocol):
    """Where he is heard, and she."""

    def frames(self) -> AsyncGenerator[Frame, None]:
        """What he says from now on; asked for once by the meeting and once by the talk."""
        ...


class Talked(Protocol):
    """Whom he talks with just now: what his keys need of them."""

    def typed(self, text: str) -> None:
        """He wrote something."""
        ...

    def tap(self) -> None:
        """She is to stop."""
        ...

    def done(self) -> None:
        """His turn is over."""
        ...

    async def busy(self) -> bool:
        """Whether something is at work that will be heard."""
        ...


@dataclass
class Visit:
    """Everyone who is needed, and whom he talks with."""

    household: Household
    senses: Senses
    voice: VoiceSettings
    persona: Persona | None
    """None before the first meeting."""
    talked: Talked | None = None
    """None until someone is there."""
    dozing: Dozing | None = None
    _spoken: SpokenSession | None = None

    @property
    def her_name(self) -> str | None:
        """What she is called, if she is there and has a name."""
        return self.persona and self.persona.her_name

    @property
    def his_name(self) -> str | None:
        """What he is called, if he said so."""
        return self.persona and self.persona.his_name

    async def follow(self, sound: Sound, *, present: bool = False) -> AsyncGenerator[Tale, None]:
        """Let him meet her where he has not, and talk with her; tells what happens.

        Where he is really `present`, what is due rings, and she sleeps until she is called, if the
        settings say so.
        """
        before_ms = 0
        async with AsyncExitStack() as stack:
            if self.persona is None:
                meeting = self._meeting(sound, stack)
                self.talked = meeting
                async with (
                    aclosing(sound.frames()) as frames,
                    aclosing(meeting.follow(sound, frames)) as tales,
                ):
                    async for tale in tales:
                        yield tale
                before_ms = meeting.took_ms
                spoken = self._talking()
                spoken.speak_first()
            else:
                session = await self._awaken(self.persona, sound, stack)
                await session.settled()
                spoken = self._talking()
            self.talked = spoken
            heard = _begun_anew(await stack.enter_async_context(aclosing(sound.frames())))
            if present:
                self.dozing = self.senses.dozing(self.her_name)
                ringing = Ringing(self.household.doing, self.household.memory)
                await stack.enter_async_context(ringing.through(spoken))
            heard = heard if self.dozing is None else self.dozing.frames(heard)
            tales = await stack.enter_async_context(aclosing(spoken.follow(heard)))
            async for tale in tales:
                yield replace(tale, at_ms=before_ms + tale.at_ms)

    def _meeting(self, sound: Sound, stack: AsyncExitStack) -> SpokenMeeting:
        async def wake(persona: Persona) -> None:
            self.persona = persona
            await self._awaken(persona, sound, stack, wakes=True)

        return SpokenMeeting(self.household, self.senses, wake)

    async def _awaken(
        self, persona: Persona, sound: Sound, stack: AsyncExitStack, *, wakes: bool = False
    ) -> Session:
        """Open a session with her, and have her voice ready."""
        company = by_voice(self.household.company(persona))
        session = await stack.enter_async_context(Session.opened(company, wakes=wakes))
        senses = replace(self.senses, settings=with_voice(self.voice, persona))
        self._spoken = await stack.enter_async_context(
            senses.spoken(session, sound, her_name=persona.her_name)
        )
        return session

    def _talking(self) -> SpokenSession:
        assert self._spoken is not None, "she is awake"
        return self._spoken


async def _begun_anew(frames: AsyncIterable[Frame]) -> AsyncGenerator[Frame, None]:
    """The same frames as a stream that begins at 0."""
    first: int | None = None
    async for frame in frames:
        first = frame.start if first is None else first
        yield replace(frame, start=frame.start - first)


@asynccontextmanager
async def entered(
    purpose: str, voice: VoiceSettings | None = None, *, skip: bool = False
) -> AsyncGenerator[Visit, None]:
    """Wake the household for a visit by voice; `voice` takes the place of what the settings say.

    With `skip`, or where the settings answer the questions of the first meeting, nobody asks them.

    Raises:
        SamanthaError: something that it needs is missing.
    """
    home = find_home()
    settings = load_settings(home.settings_file)
    home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    await want_model(settings)
    async with waking(home, settings, purpose=purpose, within_s=SPOKEN_WITHIN_S) as household:
        persona = load_persona(home.persona_file)
        written = written_answers(settings.meeting)
        if persona is None and (skip or settings.meeting.skip or written != Answers()):
            persona = await awaken(written, household)
        chosen = voice or settings.voice
        async with senses(with_voice(chosen, persona)) as loaded:
            yield Visit(household, loaded, chosen, persona)
