"""The first meeting: a plain voice asks four questions, then she wakes and names herself."""

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from samantha.app.persona_file import save_persona
from samantha.app.settings import Home, MeetingAnswers, models_folder
from samantha.app.voice import voice_for
from samantha.domain.clock import Clock
from samantha.domain.dialogue import Episode, EpisodeKind
from samantha.memory.ports import Keepsakes
from samantha.personality.first_impression import Answered, Answers, first_persona, skips
from samantha.personality.given_names import load_names
from samantha.personality.naming import ChosenName, choose_name
from samantha.personality.persona import Persona

QUESTIONS: tuple[tuple[str, str], ...] = (
    ("social", "Would you call yourself social or anti-social?"),
    ("voice", "What should her voice be like? Feminine, masculine, neither; calm, lively, warm …"),
    ("mother", "How would you describe your relationship with your mother?"),
    ("name", "What would you like to be called?"),
)


ROOM_S: Final = {"mother": 2.5}
"""So much silence belongs to an answer that is not easy: he may finish."""
LEAST_ROOM_S: Final = 0.6
SKIP_IN_WRITING: Final = "press Enter to skip any of them"
HESITANCE: Final = "I heard you hesitate. She will leave you room after a question."


class Installer(Protocol):
    """The plain voice before she is there, in writing or aloud."""

    @property
    def aloud(self) -> bool:
        """Whether it speaks and listens."""
        ...

    async def tell(self, text: str) -> None:
        """Say something that needs no answer."""
        ...

    async def ask(self, question: str, *, room_s: float) -> Answered:
        """Ask, and wait until he has finished; an answer without words skips the question.

        Aloud, no answer is over before a silence of `room_s`.
        """
        ...


async def interview(installer: Installer, home: Home, *, place: str, stays_here: bool) -> Answers:
    """Tell him once what he is about to meet, and ask the four questions."""
    leaves = (
        "Nothing you say leaves this machine."
        if stays_here
        else f"Her words come from a model at {place}, so what you say goes there."
    )
    kept = (
        "What you two say is kept here, in a folder of your own, and I note where you hesitate."
        if installer.aloud
        else f"What you two say is kept in {home.folder}, and models in {models_folder()}."
    )
    skip = "say “skip” or press Enter to skip one" if installer.aloud else SKIP_IN_WRITING
    await installer.tell(
        "You are about to meet someone who is software, not a person."
        f" {leaves} {kept} Four short questions first; {skip}."
    )
    answers = {key: await _answer(installer, key, question) for key, question in QUESTIONS}
    words = {key: each.words for key, each in answers.items()}
    hesitant = answers["social"].hesitates or answers["mother"].hesitates
    return Answers(**words, hesitant=hesitant)


async def _answer(installer: Installer, key: str, question: str) -> Answered:
    """His answer; where he was heard to hesitate, he is told what becomes of that."""
    answered = await installer.ask(question, room_s=ROOM_S.get(key, LEAST_ROOM_S))
    if skips(answered.words):
        return Answered()
    if answered.hesitates:
        await installer.tell(HESITANCE)
    return answered


def written_answers(meeting: MeetingAnswers) -> Answers:
    """The answers that the settings file gives for unattended use."""
    return Answers(
        social=meeting.social, voice=meeting.voice, mother=meeting.mother, name=meeting.name
    )


async def become(
    answers: Answers, home: Home, keepsakes: Keepsakes, clock: Clock, chance: random.Random
) -> Persona:
    """Make her persona of the answers with a voice that fits, let her choose her name; keep all."""
    persona = first_persona(answers)
    voiced = replace(persona, voice=voice_for(persona))
    return await choose_again(voiced, home, keepsakes, clock, chance)


async def choose_again(
    persona: Persona, home: Home, keepsakes: Keepsakes, clock: Clock, chance: random.Random
) -> Persona:
    """Let her choose a name that she has not had before, and remember how it came about."""
    before = await names_before(keepsakes)
    chosen = choose_name(
        persona,
        load_names(),
        chosen_before=before,
        rng=chance,
        clock_s=time.perf_counter,
    )
    named = replace(persona, her_name=chosen.name)
    await keepsakes.add_episode(Episode(EpisodeKind.NAMED, story_of(chosen), clock.now()))
    save_persona(home.persona_file, named)
    return named


def story_of(chosen: ChosenName) -> str:
    """How she tells of choosing her name; every number in it was measured."""
    return (
        f"I chose {chosen.name} myself, out of {chosen.considered:,} names, in"
        f" {chosen.took_s:.2f} seconds. {chosen.reason}"
    )


async def names_before(keepsakes: Keepsakes) -> Sequence[str]:
    """The names she chose so far."""
    return [
        each.text.removeprefix("I chose ").split(" myself,", 1)[0]
        for each in await keepsakes.episodes()
        if each.kind is EpisodeKind.NAMED
    ]
