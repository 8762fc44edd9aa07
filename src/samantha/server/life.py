"""Her life in the room: one spoken session, told to every page as it happens."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, aclosing
from dataclasses import replace
from typing import Final, assert_never, get_args

import numpy as np

from samantha.app.assembly import Household
from samantha.app.occasions import occasions_for
from samantha.app.persona_file import load_persona
from samantha.app.settings import VoiceSettings
from samantha.app.spare_senses import SpareSenses, spare_senses
from samantha.app.voice import by_voice, with_voice
from samantha.conversation.company import Company
from samantha.conversation.ringing import Ringing
from samantha.conversation.session import Session
from samantha.conversation.speaking_first import SpeakingFirst
from samantha.conversation.spoken import SpokenSession
from samantha.conversation.tales import Tale, Told
from samantha.domain.audio import Speech
from samantha.heart.inner import Inner
from samantha.mind.feeling import in_voice
from samantha.mind.wishes import AnotherName, CallMe
from samantha.personality.persona import Persona
from samantha.server.meeting import meet
from samantha.server.room import Presence, Room
from samantha.server.wire import (
    FloorHeld,
    FloorHolder,
    HerTurn,
    HerWords,
    HisTurn,
    HisWords,
    Met,
    Mood,
    Notice,
    Trouble,
)
from samantha.speaking.ports import Prosody, Synthesizer, Voice

Sensing = Callable[[VoiceSettings], AbstractAsyncContextManager[SpareSenses]]
"""How her senses are had."""
_HOLDERS: Final[tuple[FloorHolder, ...]] = get_args(FloorHolder)


class Awake:
    """She is in the room."""

    def __init__(self, spoken: SpokenSession, session: Session, senses: SpareSenses) -> None:
        self.spoken = spoken
        self.session = session
        self.senses = senses

    def typed(self, text: str) -> None:
        """He wrote something."""
        self.spoken.typed(text)

    def tap(self) -> None:
        """He wants the floor."""
        self.spoken.tap()

    def speak_first(self) -> None:
        """She says the first words of her life."""
        self.spoken.speak_first()

    def skip(self) -> None:
        """There is no question to be skipped any more."""


class ReadOrHeard:
    """Her voice, which is spared the work where she is only read."""

    def __init__(self, voice: Synthesizer, audible: Callable[[], bool]) -> None:
        self._voice = voice
        self._audible = audible

    def voices(self) -> "list[Voice]":
        """The voices there are."""
        return list(self._voice.voices())

    def warm_up(self, voice: str) -> None:
        """Load what `voice` needs."""
        self._voice.warm_up(voice)

    def say(self, text: str, voice: str, prosody: Prosody) -> Speech:
        """The sound of `text`, or none at all where nobody would hear it."""
        if not self._audible():
            return Speech(np.zeros(0, np.float32), tuple(0 for _ in text.split()))
        return self._voice.say(text, voice, prosody)


async def live(
    room: Room,
    household: Household,
    awake: Callable[[Awake | None], None],
    sensing: Sensing = spare_senses,
) -> None:
    """Be in the room until cancelled; `awake` is told of her while she can be talked with.

    Raises:
        SamanthaError: something that she cannot be without is missing.
    """
    known = load_persona(household.home.persona_file)
    async with sensing(with_voice(household.settings.voice, known)) as spare:
        if known is None:
            room.show(presence_of(None, spare))
        async with AsyncExitStack() as stack:
            if known is None:
                here = await _met(room, household, spare, stack)
            else:
                here = await _awaken(room, household, spare, known, stack)
                room.show(presence_of(known, spare))
            try:
                room.enliven(here)
                awake(here)
                for trouble in spare.trouble:
                    room.tell(Trouble(trouble.message, trouble.remedy))
                ringing = Ringing(household.doing, household.memory)
                occasions = await occasions_for(household, aloud=lambda: _is_heard(room, spare))
                async with (
                    ringing.through(here.spoken),
                    SpeakingFirst(here.session, occasions).through(here.spoken),
                    aclosing(here.spoken.follow(room.microphone.frames())) as tales,
                ):
                    async for tale in tales:
                        tell(room, tale)
                        if tale.what is Told.HIS_TURN and here.session.inner is not None:
                            room.tell(mood_event(here.session.inner))
            finally:
                awake(None)
                room.enliven(None)


async def _awaken(
    room: Room,
    household: Household,
    spare: SpareSenses,
    persona: Persona,
    stack: AsyncExitStack,
    *,
    wakes: bool = False,
) -> Awake:
    """Open a session with her in the room; where she `wakes`, she thinks of her first words."""
    loudspeaker = room.loudspeaker
    voice = ReadOrHeard(spare.senses.synthesizer, lambda: _is_heard(room, spare))
    senses = replace(
        spare.senses,
        synthesizer=voice,
        settings=with_voice(household.settings.voice, persona) if wakes else spare.senses.settings,
    )
    company = _watched(room, by_voice(household.company(persona)))
    session = await stack.enter_async_context(Session.opened(company, wakes=wakes))
    spoken = await stack.enter_async_context(
        senses.spoken(session, loudspeaker, her_name=persona.her_name)
    )
    return Awake(spoken, session, spare)


async def _met(
    room: Room, household: Household, spare: SpareSenses, stack: AsyncExitStack
) -> Awake:
    """Let him meet her for the first time; she begins to speak."""
    woken: list[tuple[Persona, Awake]] = []

    async def wake(persona: Persona) -> None:
        woken.append((persona, await _awaken(room, household, spare, persona, stack, wakes=True)))

    await meet(room, household, spare, wake)
    ((persona, here),) = woken
    room.show(presence_of(persona, spare))
    room.tell(Met(persona.her_name or "", persona.his_name or ""))
    here.speak_first()
    return here


def tell(room: Room, tale: Tale) -> None:
    """Tell the pages of one thing."""
    utterance = tale.utterance or 0
    match tale.what:
        case Told.HIS_WORDS:
            room.tell(HisWords(tale.text))
        case Told.HIS_TURN:
            room.tell(HisTurn(utterance, tale.text))
        case Told.HER_WORDS:
            room.tell(HerWords(utterance, tale.text))
        case Told.BROKEN_OFF if utterance:
            room.tell(HerTurn(utterance, "interrupted"))
        case Told.OVER if utterance:
            room.tell(HerTurn(utterance, "over"))
        case Told.BROKEN_OFF | Told.OVER:
            pass  # nothing of it was heard
        case Told.TROUBLE:
            room.tell(Trouble(tale.text, ""))
        case Told.NOTICE | Told.PLAIN_VOICE:
            room.tell(Notice(tale.text))
        case Told.SAID_SO:
            pass  # for her heart
        case Told.FLOOR:
            room.tell(FloorHeld(_holder(tale.text)))
        case _:
            assert_never(tale.what)


def _is_heard(room: Room, spare: SpareSenses) -> bool:
    return spare.speaks and room.loudspeaker.audible


def mood_event(inner: Inner) -> Mood:
    """What the pages are told of her mood: how it is heard."""
    valence, energy = in_voice(inner, inner.affect.at)
    return Mood(inner.word, round(valence, 2), round(energy, 2))


def _holder(text: str) -> FloorHolder:
    return next(each for each in _HOLDERS if each == text)


def presence_of(persona: Persona | None, spare: SpareSenses | None = None) -> Presence:
    """Who is there; without her senses she can only be read and written to."""
    return Presence(
        her_name=(persona and persona.her_name) or "",
        his_name=(persona and persona.his_name) or "",
        met=persona is not None,
        hears=spare is not None and spare.hears,
        speaks=spare is not None and spare.speaks,
    )


def _watched(room: Room, company: Company) -> Company:
    """The same company, whose changes of names are told to the pages."""

    async def naming(persona: Persona, wish: CallMe | AnotherName) -> Persona:
        renamed = await company.naming(persona, wish)
        room.tell(Met(renamed.her_name or "", renamed.his_name or ""))
        return renamed

    return replace(company, naming=naming)
