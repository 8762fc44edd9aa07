"""What she believes of how he is: per emotion how strongly, since when, and from which words.

It is kept apart from how she is herself. Words make it stronger, time lets it fade as it fades in
people, and he corrects it at once. It is spoken of as "you sound", and after a while "you sounded".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from samantha.heart.emotions import HEAVY, OF_HIM, PAD, Emotion, Reading, halved

LEAST: Final = 0.3
"""What is less likely than this in his words is not believed."""
FADED: Final = 0.05
LOW: Final = 0.5
"""So much weighs on him …"""
LATELY: Final = timedelta(hours=1)
"""… and he said so within this time: then she is careful with him."""


@dataclass(frozen=True, slots=True)
class Felt:
    """One emotion that his words showed."""

    intensity: float
    """In [0, 1], at the time `at`."""
    at: datetime
    utterance: int
    """Whence it is believed."""


@dataclass(frozen=True, slots=True)
class Belief:
    """How he is, as far as his words showed it."""

    felt: Mapping[Emotion, Felt] = field(default_factory=dict[Emotion, Felt])

    def heard(self, reading: Reading, at: datetime, utterance: int) -> "Belief":
        """The belief after these words: what is stronger than what was left takes its place."""
        felt = dict(self.felt)
        for emotion in OF_HIM:
            likely = reading.get(emotion, 0.0)
            if likely >= LEAST and likely > self.now(emotion, at):
                felt[emotion] = Felt(min(likely, 1.0), at, utterance)
        return Belief(felt)

    def corrected(self) -> "Belief":
        """The belief after he said that nothing weighs on him: his word counts."""
        return Belief({kind: each for kind, each in self.felt.items() if kind not in HEAVY})

    def now(self, emotion: Emotion, at: datetime) -> float:
        """How strong it is by then, in [0, 1]."""
        felt = self.felt.get(emotion)
        if felt is None:
            return 0.0
        left = halved(felt.intensity, at - felt.at, OF_HIM[emotion].half_life)
        return left if left >= FADED else 0.0

    def strongest(self, at: datetime) -> tuple[Emotion, float] | None:
        """What is strongest by then, and how strong; None where nothing is left."""
        left = {emotion: self.now(emotion, at) for emotion in self.felt}
        if not any(left.values()):
            return None
        # What weighs on him is not outshone by a laugh.
        heavy = {emotion: value for emotion, value in left.items() if emotion in HEAVY and value}
        pool = heavy if heavy and max(heavy.values()) >= LEAST else left
        best = max(pool, key=lambda emotion: pool[emotion])
        return best, pool[best]

    def is_low(self, at: datetime) -> bool:
        """Whether something weighs on him now: he said so lately, and nothing bright since."""
        heavy = [
            self.felt[kind].at
            for kind in self.felt
            if kind in HEAVY and self.now(kind, at) >= LOW and at - self.felt[kind].at <= LATELY
        ]
        bright = [each.at for kind, each in self.felt.items() if OF_HIM[kind].point.pleasure > 0.2]
        return bool(heavy) and max(bright, default=max(heavy)) <= max(heavy)

    def point(self, at: datetime) -> PAD:
        """Where all of it together lies: the mean of the points, each by what is left of it."""
        left = [(OF_HIM[kind].point, self.now(kind, at)) for kind in self.felt]
        total = sum(value for _, value in left)
        if not total:
            return PAD()
        strength = min(1.0, max(value for _, value in left))

        def mean(axis: str) -> float:
            return strength * sum(getattr(point, axis) * value for point, value in left) / total

        return PAD(mean("pleasure"), mean("arousal"), mean("dominance"))
