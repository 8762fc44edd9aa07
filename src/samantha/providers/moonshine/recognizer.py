"""Speech to words, with the guards without which the model invents or breaks off.

Each guard was found by a failure: without silence around the sound the first and last words get
lost; without a least number of tokens a long sound can end at once with nothing; without a largest
number and a look at repetitions noise becomes an endless loop; and of noise it makes notes of music
or words of which it is itself not sure.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from samantha.domain.audio import HEARING_HZ, HeardWord, Samples
from samantha.domain.errors import HearingUnavailable
from samantha.providers.moonshine.conversion import make_fast
from samantha.providers.moonshine.graphs import GRAPH_FILES, Graphs, Scores
from samantha.providers.moonshine.timing import loud_s, words_with_times
from samantha.providers.moonshine.tokens import END, START, Vocabulary

SILENCE_BEFORE_S: Final = 0.1
SILENCE_AFTER_S: Final = 0.3
LEAST_TOKENS_PER_S: Final = 0.8
MOST_TOKENS_PER_S: Final = 6.5
LOOP_TOKENS: Final = 10
"""A stretch that is repeated at once is a loop when all its repetitions have so many tokens."""
LONGEST_LOOP: Final = 12
LEAST_CERTAINTY: Final = -1.1
"""Mean of the natural logarithm of the tokens' probabilities below which nothing was said."""
SHORTEST_S: Final = 0.06
"""What is loud for less than this is no speech."""

_ASIDE = re.compile(r"[\[(*♪][^\])*♪]*[\])*♪]|[♪♫]+")


class Moonshine:
    """A `Recognizer` of English. Calls block for about 5 % of the sound's length."""

    def __init__(self, folder: Path) -> None:
        """Load the model in `folder`, making its fast graphs first if this is the first time.

        Raises:
            HearingUnavailable: its files are missing or broken.
        """
        make_fast(folder)
        try:
            self._graphs = Graphs(*(folder / name for name in GRAPH_FILES))
            self._vocabulary = Vocabulary(folder / "tokenizer.bin")
        except (OSError, ValueError) as error:
            raise HearingUnavailable(
                f"The recognizer in {folder} cannot be loaded: {error}.",
                "Check it with `samantha models verify`, and fetch it again if it is damaged.",
            ) from error

    def recognize(self, sound: Samples, *, settled: Sequence[str] = ()) -> Sequence[HeardWord]:
        """The words in `sound`; their times are estimates, see `words_with_times`."""
        loud = loud_s(sound)
        if loud < SHORTEST_S:
            return words_with_times(settled, sound)
        known = self._vocabulary.spell(settled)
        new = self._new_tokens(sound, known, least=int(LEAST_TOKENS_PER_S * loud))
        words = [*settled, *_said(self._vocabulary.words(new))]
        return words_with_times(words, sound)

    def _new_tokens(self, sound: Samples, known: Sequence[int], *, least: int) -> list[int]:
        """The tokens after the known ones, none if the model is not sure that it heard any."""
        padded = np.pad(
            sound, (int(SILENCE_BEFORE_S * HEARING_HZ), int(SILENCE_AFTER_S * HEARING_HZ))
        )
        most = int(MOST_TOKENS_PER_S * len(padded) / HEARING_HZ)
        thought = self._graphs.listen(padded)
        scores, past = self._graphs.begin(thought, (START, *known))
        tokens: list[int] = []
        certainties: list[float] = []
        while len(known) + len(tokens) < most:
            may_end = len(known) + len(tokens) >= least
            token, certainty = _likeliest(scores, may_end=may_end)
            certainties.append(certainty)
            if token == END:
                break
            tokens.append(token)
            if loop := loop_length(tokens):
                tokens = tokens[: len(tokens) - loop]
                break
            scores, past = self._graphs.go_on(thought, past, token)
        if not tokens or sum(certainties) / len(certainties) < LEAST_CERTAINTY:
            return []
        return tokens


def loop_length(tokens: Sequence[int]) -> int:
    """How many tokens at the end only repeat what stands right before them; 0 if it is no loop."""
    for length in range(1, min(LONGEST_LOOP, len(tokens) // 2) + 1):
        times = max(3, -(-LOOP_TOKENS // length))
        tail = tokens[-length * times :]
        if len(tail) == length * times and tail == [*tail[:length]] * times:
            return length * (times - 1)
    return 0


def _likeliest(scores: Scores, *, may_end: bool) -> tuple[int, float]:
    """The likeliest token, and the natural logarithm of its probability."""
    token = int(scores.argmax())
    if token == END and not may_end:
        token = int(np.argmax(np.where(np.arange(len(scores)) == END, -np.inf, scores)))
    top = float(scores.max())
    total = float(np.log(np.exp(scores - top, dtype=np.float64).sum()))
    return token, float(scores[token]) - top - total


def _said(words: Sequence[str]) -> list[str]:
    """The words without asides such as notes of music, and without lone marks."""
    text = _ASIDE.sub(" ", " ".join(words))
    return [word for word in text.split() if any(map(str.isalnum, word))]
