"""How long they have been talking without a pause, and what she says about it.

After an hour she mentions a break, after two plainly, late at night softly, each once; every three
hours she says that she is software, which several laws ask for (New York GBL 1702, California SB
243, Washington HB 2225). It is added to a reply and holds nobody. What was said stands in the
conversation, so a restart neither loses nor doubles it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from samantha.domain.dialogue import Speaker, Utterance

PAUSE: Final = timedelta(minutes=30)
"""A silence as long as this is a break already."""
NIGHT: Final = (0, 5)
"""Hours of the clock: from midnight until five."""
NIGHT_AFTER: Final = timedelta(minutes=20)
REMINDER_EVERY: Final = timedelta(hours=3)

_HOUR: Final = "We've been at it for an hour. A stretch and a glass of water, and I'll keep."
_TWO_HOURS: Final = "That's two hours by now. I'd stop here for a while; nothing of it gets lost."
_NIGHT: Final = "It's late, by the way. Sleep does more for you now than I can."
_REMINDER: Final = (
    "Plainly, since it's been {hours} hours: I'm an AI, software and not a person. A break would do"
    " you good."
)
_REMINDER_SIGN: Final = "hours: I'm an AI"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of talk without a pause, and what of it she mentioned."""

    began: datetime | None = None
    last: datetime | None = None
    said: frozenset[str] = frozenset()
    """What was said once in this stretch."""
    reminded: datetime | None = None
    """When she last said that she is software."""

    @classmethod
    def of(cls, said: Sequence[Utterance]) -> "Stretch":
        """The stretch that the last utterances, oldest first, belong to."""
        stretch = cls()
        for each in said:
            stretch = stretch.spoken(each)
        return stretch

    def spoken(self, utterance: Utterance) -> "Stretch":
        """The stretch after one more utterance, or as one was completed."""
        at = utterance.said_at
        if self.last is None or at - self.last > PAUSE:
            return Stretch(at, at)
        stretch = replace(self, last=max(at, self.last))
        if utterance.speaker is not Speaker.SHE:
            return stretch
        said = {each for each in (_HOUR, _TWO_HOURS, _NIGHT) if each in utterance.text}
        reminded = at if _REMINDER_SIGN in utterance.text else self.reminded
        return replace(stretch, said=self.said | said, reminded=reminded)

    def due(self, now: datetime) -> str:
        """What is to be mentioned now; "" on almost every turn."""
        if self.began is None or self.last is None or now - self.last > PAUSE:
            return ""
        lasts = now - self.began
        since = self.reminded or self.began
        if now - since >= REMINDER_EVERY:
            return _REMINDER.format(hours=int(lasts / timedelta(hours=1)))
        if lasts >= timedelta(hours=2):
            return self._once(_TWO_HOURS)
        if lasts >= timedelta(hours=1) and _HOUR not in self.said:
            return _HOUR
        if lasts >= NIGHT_AFTER and NIGHT[0] <= now.hour < NIGHT[1]:
            return self._once(_NIGHT)
        return ""

    def _once(self, words: str) -> str:
        return "" if words in self.said else words
