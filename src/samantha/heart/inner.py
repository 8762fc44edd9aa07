"""Both sides together: how she is, what she believes of him, and one step for each turn of his.

inner = wakened(home, now)
inner = inner.after(said, reading, now, utterance=17)
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from samantha.heart.affect import Affect, at_home, faded, stirred
from samantha.heart.appraisal import appraised, says_he_is_fine
from samantha.heart.belief import Belief
from samantha.heart.emotions import HEAVY, PAD, Emotion, Feeling, Reading
from samantha.heart.telling import AT_EASE, word_of

NOTHING_KNOWN: Final = Belief()


@dataclass(frozen=True, slots=True)
class Inner:
    """How she is and how she believes him to be; each step makes a new one."""

    home: PAD
    affect: Affect
    belief: Belief = NOTHING_KNOWN
    word: str = AT_EASE
    moved_by: Sequence[str] = ()
    """What moved her at the last turn, for him to read."""
    reading: Reading = field(default_factory=dict[Emotion, float])
    """What was felt in his last words."""
    moved: frozenset[Feeling] = frozenset()
    """What they moved in her."""
    was_low: bool = False
    """Whether something weighed on him before them."""

    def by(self, now: datetime) -> "Inner":
        """The same after nothing but time."""
        affect = faded(self.affect, self.home, now)
        return replace(self, affect=affect, word=word_of(affect.mood, self.home, self.word))

    def after(
        self, said: str, reading: Reading, now: datetime, *, utterance: int, parting: bool = False
    ) -> "Inner":
        """The next step: he said this. A farewell moves nothing at all."""
        rested = self.by(now)
        if parting:
            return replace(rested, moved_by=(), reading={}, moved=frozenset())
        fine = says_he_is_fine(said)
        if fine:
            reading = {kind: value for kind, value in reading.items() if kind not in HEAVY}
        believed = self.belief.corrected() if fine else self.belief.heard(reading, now, utterance)
        impulses = () if fine else appraised(said, reading)
        here = Belief().heard(reading, now, utterance).point(now)
        affect = stirred(rested.affect, impulses, his=PAD() if fine else here)
        moved_by = [
            f"{each.rule}: {each.feeling.value} {each.intensity:.2f}" for each in impulses
        ] + (
            ["you say that you are fine: what I took to weigh on you counts no more"]
            if fine
            else []
        )
        return Inner(
            home=self.home,
            affect=affect,
            belief=believed,
            word=word_of(affect.mood, self.home, rested.word),
            moved_by=moved_by,
            reading=reading,
            moved=frozenset(each.feeling for each in impulses),
            was_low=self.belief.is_low(now),
        )


def wakened(home: PAD, now: datetime) -> Inner:
    """How she is at first."""
    return Inner(home, at_home(home, now))
