"""Her heart in the talk: each turn of his moves her, and what moved her colours the reply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from samantha.domain.dialogue import Utterance
from samantha.heart.affect import Temperament, home_of
from samantha.heart.emotions import PAD, Feeling
from samantha.heart.inner import Inner, wakened
from samantha.heart.ports import EmotionReader, HeartLog, Moment
from samantha.heart.quiet import felt_in
from samantha.heart.telling import AT_EASE, sounds
from samantha.heart.threads import ThreadLog
from samantha.mind.checks import is_farewell
from samantha.mind.reasons import Reasons
from samantha.personality.persona import Persona, Traits

SHORTER: Final = 0.7
"""What weighs on him makes her say less and listen."""
WIDER: Final = 0.1
"""How much an arousal of 1 raises the temperature."""
MOST_COLOUR: Final = 0.08
"""The most that her mood moves the temperature, in either direction."""
VOICE_GAIN: Final = 3.0
"""A voice shows a mood more plainly than its number: a tenth off home is heard."""


class ReasonsKept(Protocol):
    """Where it is kept why she said what she said."""

    async def keep_reasons(self, utterance: int, reasons: Reasons) -> None:
        """Keep the reasons of an utterance of hers."""
        ...

    async def reasons_of(self, utterance: int) -> Reasons | None:
        """Why she said it, where that is kept."""
        ...

    async def last_with_reasons(self) -> int | None:
        """The newest utterance of hers whose reasons are kept."""
        ...


class HeartStore(HeartLog, ReasonsKept, ThreadLog, Protocol):
    """Where all of it is kept."""


@dataclass(frozen=True, slots=True)
class Colour:
    """What of her mood, and of how he sounds, goes into one reply."""

    line: str = ""
    """For the model; empty on most turns, so that nothing needs to be evaluated anew."""
    warmer: float = 0.0
    """To be added to the temperature."""
    shorter: float = 1.0
    """What the length is multiplied by."""


@dataclass(frozen=True, slots=True)
class Heart:
    """What reads emotions, where they are kept, and where her mood rests."""

    reader: EmotionReader
    store: HeartStore
    home: PAD

    async def remembered(self, now: datetime) -> Inner:
        """How she is by now, from where the last turn left her."""
        return await remembered(self.store, self.home, now)

    def after(self, inner: Inner, said: Utterance) -> Inner:
        """How she is once he has said that. Nothing is kept by this."""
        return inner.after(
            said.text,
            felt_in(said.text, self.reader),
            said.said_at,
            utterance=said.id,
            parting=is_farewell(said.text),
        )

    async def keep(self, inner: Inner, utterance: int) -> None:
        """Keep how she is after the turn `utterance`."""
        moment = Moment(inner.affect, inner.word, inner.moved_by, utterance)
        await self.store.keep_moment(moment, inner.belief)


async def remembered(kept: HeartLog, home: PAD, now: datetime) -> Inner:
    """How she is by now, whose mood rests at `home`, from where the last turn left her."""
    last = await kept.last_moment()
    if last is None:
        return wakened(home, now)
    return Inner(home, last.affect, await kept.belief(), last.word).by(now)


def temperament_of(traits: Traits) -> Temperament:
    """The five traits that a persona's own ones come to; the usual persona is the note's."""
    usual, rest = Traits(), Temperament()

    def moved(start: float, now: float, then: float) -> float:
        return min(max(start + now - then, -1.0), 1.0)

    return Temperament(
        openness=moved(rest.openness, traits.curiosity, usual.curiosity),
        conscientiousness=rest.conscientiousness,
        extraversion=moved(rest.extraversion, traits.liveliness, usual.liveliness),
        agreeableness=moved(rest.agreeableness, traits.warmth, usual.warmth),
        stability=moved(rest.stability, traits.patience, usual.patience),
    )


def home_for(persona: Persona) -> PAD:
    """Where the mood of `persona` rests."""
    return home_of(temperament_of(persona.traits))


def colour_of(inner: Inner, now: datetime, his_name: str | None) -> Colour:
    """What of all this goes into a reply."""
    parts: list[str] = []
    if he := sounds(inner.belief, now):
        parts.append(f"{his_name or 'The other'} {_third(he)}.")
    if inner.word != AT_EASE:
        parts.append(f"You are {inner.word}.")
    low = inner.belief.is_low(now)
    stirred = inner.affect.mood.arousal - inner.home.arousal
    return Colour(
        line=f"[{' '.join(parts)}]" if parts else "",
        warmer=min(max(WIDER * stirred, -MOST_COLOUR), MOST_COLOUR),
        shorter=SHORTER if low else 1.0,
    )


def in_voice(inner: Inner, now: datetime) -> tuple[float, float]:
    """Valence and arousal for her voice, each in [-1, 1], 0 where her mood rests.

    Where something weighs on him she is heard calm.
    """
    mood, home = inner.affect.mood, inner.home
    valence = _unit(VOICE_GAIN * (mood.pleasure - home.pleasure))
    arousal = _unit(VOICE_GAIN * (mood.arousal - home.arousal))
    if inner.belief.is_low(now):
        return min(max(valence, -0.3), 0.2), min(arousal, -0.45)
    return valence, arousal


def reasons_for(
    inner: Inner,
    now: datetime,
    colour: Colour,
    *,
    found_by: str,
    temperature: float | None = None,
    most_words: int | None = None,
    recalled: Sequence[int] = (),
) -> Reasons:
    """All that shaped a reply."""
    mood, home = inner.affect.mood, inner.home
    strongest: list[tuple[Feeling, float]] = sorted(
        inner.affect.feelings.items(), key=lambda each: -each[1]
    )
    return Reasons(
        found_by=found_by,
        word=inner.word,
        mood=_rounded(mood),
        home=_rounded(home),
        feelings={feeling.value: round(value, 2) for feeling, value in strongest},
        moved_by=tuple(inner.moved_by),
        he=sounds(inner.belief, now),
        line=colour.line if temperature is not None else "",
        temperature=temperature,
        most_words=most_words,
        recalled=tuple(recalled),
    )


def _rounded(point: PAD) -> tuple[float, float, float]:
    return round(point.pleasure, 2), round(point.arousal, 2), round(point.dominance, 2)


def _third(he: str) -> str:
    return he.replace("sound ", "sounds ", 1) if he.startswith("sound ") else he


def _unit(value: float) -> float:
    return min(max(value, -1.0), 1.0)
