"""Drawing the next token from the model's scores."""

from collections.abc import Callable, Sequence, Set

import numpy as np

from samantha.domain.language import Sampling
from samantha.providers.llama_cpp.native import Logits

CANDIDATES = 80
"""Only this many of the best allowed tokens are considered; the rest holds next to no mass."""


class Avoided:
    """Phrases that must not come about, as sequences of tokens."""

    def __init__(self, tokens_of: Callable[..., Sequence[int]], phrases: Sequence[str]) -> None:
        spellings = {
            form for phrase in phrases if phrase.strip() for form in (phrase, f" {phrase}")
        }
        sequences = [list(tokens_of(form, control=False)) for form in sorted(spellings)]
        self._sequences = [sequence for sequence in sequences if sequence]

    def next_after(self, recent: Sequence[int]) -> set[int]:
        """The tokens that would complete one of the phrases now."""
        return {
            sequence[-1]
            for sequence in self._sequences
            if len(sequence) - 1 <= len(recent)
            and sequence[:-1] == list(recent[len(recent) - len(sequence) + 1 :])
        }


def draw(
    scores: Logits,
    sampling: Sampling,
    recent: Sequence[int],
    random: np.random.Generator,
    *,
    banned: Set[int] = frozenset(),
) -> int:
    """Return the next token.

    Order: repetition penalty (Keskar et al. 2019, CTRL, eq. 2: divide positive scores, multiply
    negative ones), temperature, min-p (Nguyen et al. 2024), nucleus (Holtzman et al. 2020).
    `scores` has shape (vocabulary,) and is not changed. At least one token must not be banned.
    """
    count = min(len(scores), CANDIDATES + len(banned))
    best = np.argpartition(scores, -count)[-count:]
    if banned:
        best = best[~np.isin(best, np.fromiter(banned, dtype=best.dtype))]
        best = best[np.argsort(-scores[best])][:CANDIDATES]
    values = scores[best].astype(np.float64)
    if sampling.repeat_penalty > 1:
        seen = np.isin(best, np.asarray(recent, dtype=best.dtype))
        penalised = np.where(
            values > 0, values / sampling.repeat_penalty, values * sampling.repeat_penalty
        )
        values = np.where(seen, penalised, values)
    order = np.argsort(-values)
    best, values = best[order], values[order]
    if sampling.temperature <= 0:
        return int(best[0])
    likely = np.exp((values - values[0]) / sampling.temperature)
    likely /= likely.sum()
    keep = likely >= sampling.min_p * likely[0]
    before = np.cumsum(likely) - likely
    keep &= before < sampling.top_p
    keep[0] = True
    likely = np.where(keep, likely, 0.0)
    return int(random.choice(best, p=likely / likely.sum()))
