"""How she sounds: a style, her mood and what she does with her words make a prosody.

    tone = Tone(Mood(valence=0.4, arousal=0.1), Style.WARM)
    prosody = tone.prosody(Act.COMFORT)

Whatever is asked for stays within `LIMITS`, in which a recognizer still understands every style of
the default voice (`benchmarks/speaking.py` measures it).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from samantha.speaking.ports import Prosody


@dataclass(frozen=True, slots=True)
class Mood:
    """How she feels, as far as a voice shows it: both from -1 to 1, 0 is even."""

    valence: float = 0.0
    """From unhappy to happy."""
    arousal: float = 0.0
    """From drowsy to stirred."""


class Style(StrEnum):
    """A manner of speaking."""

    PLAIN = "plain"
    """Nothing added; neither mood nor act is heard."""
    WARM = "warm"
    SAD = "sad"
    EXCITED = "excited"
    AMUSED = "amused"
    TENDER = "tender"
    WHISPER = "whisper"


class Act(StrEnum):
    """What she does with her words."""

    TELL = "tell"
    ASK = "ask"
    GREET = "greet"
    COMFORT = "comfort"
    JOKE = "joke"
    APOLOGIZE = "apologize"
    CONFIRM = "confirm"
    """Names what she is about to do, to be understood without doubt."""


LIMITS: Final[tuple[Prosody, Prosody]] = (
    Prosody(
        pace=0.8, pitch_semitones=-3.0, pitch_range=0.6, energy_db=-8.0, breath_db=0.0, pause=0.7
    ),
    Prosody(
        pace=1.2, pitch_semitones=3.5, pitch_range=1.5, energy_db=3.0, breath_db=42.0, pause=1.6
    ),
)
"""The least and the most of each measure."""

_STYLES: Final = {
    Style.PLAIN: Prosody(),
    Style.WARM: Prosody(
        pace=0.96, pitch_semitones=-0.3, pitch_range=1.1, energy_db=-0.5, breath_db=3.0, pause=1.05
    ),
    Style.SAD: Prosody(
        pace=0.86, pitch_semitones=-1.8, pitch_range=0.7, energy_db=-3.0, breath_db=7.0, pause=1.35
    ),
    Style.EXCITED: Prosody(
        pace=1.1, pitch_semitones=2.2, pitch_range=1.35, energy_db=2.5, pause=0.8
    ),
    Style.AMUSED: Prosody(
        pace=1.03, pitch_semitones=1.2, pitch_range=1.3, energy_db=1.0, breath_db=4.0, pause=0.95
    ),
    Style.TENDER: Prosody(
        pace=0.9, pitch_semitones=-0.8, pitch_range=0.85, energy_db=-3.0, breath_db=10.0, pause=1.2
    ),
    Style.WHISPER: Prosody(
        pace=0.9, pitch_semitones=-1.0, pitch_range=0.8, energy_db=-3.0, breath_db=40.0, pause=1.2
    ),
}
_ACTS: Final = {
    Act.TELL: Prosody(),
    Act.ASK: Prosody(pitch_semitones=0.3, pitch_range=1.08),
    Act.GREET: Prosody(pitch_semitones=0.6, pitch_range=1.12, energy_db=0.5),
    Act.COMFORT: Prosody(pace=0.94, pitch_semitones=-0.6, energy_db=-1.0, breath_db=2.0, pause=1.1),
    Act.JOKE: Prosody(pace=1.02, pitch_range=1.12, pause=1.1),
    Act.APOLOGIZE: Prosody(pace=0.95, pitch_semitones=-0.5, pitch_range=0.9, energy_db=-1.0),
    Act.CONFIRM: Prosody(pace=0.92, pause=1.1),
}
_RATIOS: Final = frozenset({"pace", "pitch_range", "pause"})
_STEPS: Final = Prosody(
    pace=1.06, pitch_semitones=0.8, pitch_range=1.12, energy_db=1.2, breath_db=4.0, pause=1.2
)
"""The most that changes from one phrase of a reply to the next."""


_GREETING: Final = re.compile(
    r"(?:hi|hey|hello|welcome|good (?:morning|afternoon|evening))\b", re.IGNORECASE
)
_SORRY: Final = re.compile(r"(?:i'm (?:so |really )?sorry|forgive me|my mistake)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tone:
    """What a reply is said with: a style, and the mood that shines through it."""

    mood: Mood = Mood()
    style: Style = Style.WARM

    def prosody(self, act: Act = Act.TELL) -> Prosody:
        """How to say a phrase that does this."""
        if self.style is Style.PLAIN:
            return _STYLES[Style.PLAIN]
        return within_limits(added(added(_STYLES[self.style], _of_mood(self.mood)), _ACTS[act]))


def act_of(spoken: str) -> Act:
    """What a verbalized phrase does, as far as its words alone show."""
    if spoken.endswith("?"):
        return Act.ASK
    if _GREETING.match(spoken):
        return Act.GREET
    return Act.APOLOGIZE if _SORRY.match(spoken) else Act.TELL


def style_of(mood: Mood) -> Style:
    """The style that a mood by itself leads to; whispering never comes by itself."""
    if mood.valence < -0.35:
        return Style.SAD
    if mood.arousal > 0.5:
        return Style.EXCITED if mood.valence > 0.2 else Style.WARM
    if mood.valence > 0.5 and mood.arousal > 0.1:
        return Style.AMUSED
    return Style.TENDER if mood.arousal < -0.4 else Style.WARM


def added(one: Prosody, other: Prosody) -> Prosody:
    """Both at once: ratios are multiplied, the rest is added."""

    def both(name: str) -> float:
        first, second = _value(one, name), _value(other, name)
        return first * second if name in _RATIOS else first + second

    return _each(both)


def within_limits(prosody: Prosody) -> Prosody:
    """The nearest prosody in which she is understood."""
    least, most = LIMITS

    def nearest(name: str) -> float:
        return min(max(_value(prosody, name), _value(least, name)), _value(most, name))

    return _each(nearest)


def nearer(before: Prosody, wanted: Prosody) -> Prosody:
    """What is wanted, as far as one phrase may differ from the one before it in the same reply."""

    def step(name: str) -> float:
        old, new, most = _value(before, name), _value(wanted, name), _value(_STEPS, name)
        if name in _RATIOS:
            return min(max(new, old / most), old * most)
        return min(max(new, old - most), old + most)

    return _each(step)


def _of_mood(mood: Mood) -> Prosody:
    """Arousal raises pitch, range, pace and energy; happiness a little of the first two.

    Directions as in Scherer, "Vocal communication of emotion" (2003), table 2; sizes are ours.
    """
    arousal, valence = _unit(mood.arousal), _unit(mood.valence)
    return Prosody(
        pace=1.08**arousal,
        pitch_semitones=0.9 * arousal + 0.5 * valence,
        pitch_range=1.15**arousal * 1.08**valence,
        energy_db=1.5 * arousal,
        breath_db=max(0.0, -2.0 * arousal),
        pause=0.85**arousal,
    )


def _unit(number: float) -> float:
    return min(max(number, -1.0), 1.0)


def _value(prosody: Prosody, name: str) -> float:
    value: float = getattr(prosody, name)
    return value


def _each(measure: Callable[[str], float]) -> Prosody:
    return Prosody(**{field.name: measure(field.name) for field in fields(Prosody)})
