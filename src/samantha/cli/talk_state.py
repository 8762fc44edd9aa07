"""What the line at the bottom says while one talks aloud: who has the floor, and how loud it is."""

from dataclasses import dataclass
from typing import Final

METER: Final = 12
QUIETEST_DB: Final = -60.0
LOUDEST_DB: Final = -12.0
"""Below the one the meter is empty, above the other it is full; ordinary talk is between."""

_SAYS: Final = {
    "nobody": "{she} listens",
    "he": "you speak",
    "pausing": "{she} waits whether you go on",
    "thinking": "{she} thinks",
    "she": "{she} speaks",
    "both": "{she} speaks, and hears you",
}


@dataclass(frozen=True, slots=True)
class TalkState:
    """How things stand now."""

    she: str = "She"
    floor: str = "nobody"
    """As `Told.FLOOR` names it."""
    level_db: float = -100.0
    """How loud his microphone is, in dB below full scale."""
    muted: bool = False
    asleep: str = ""
    """The word that wakes her; empty while she is awake."""
    by_key: bool = False
    """Whether the microphone is read only between two presses of Space."""
    trouble: str = ""
    """Why nothing is heard; she can be written to meanwhile."""

    @property
    def words(self) -> str:
        """The state in a few words."""
        if self.trouble:
            return f"{self.trouble} Press t to write."
        says = _SAYS[self.floor].format(she=self.she)
        if self.muted and self.floor == "nobody":
            waits = "Space to speak" if self.by_key else "m to be heard again"
            return f"muted, the microphone is off: {waits}"
        if self.muted:
            return f"{says} · muted, the microphone is off"
        if self.asleep:
            return f"{self.she} sleeps: say “{self.asleep}”. Nothing else is kept"
        return says

    @property
    def meter(self) -> str:
        """His loudness as a bar of `METER` cells; empty where nothing is read."""
        share = (self.level_db - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB)
        filled = 0 if self.muted or self.trouble else round(METER * min(1.0, max(0.0, share)))
        return "▮" * filled + "▯" * (METER - filled)
