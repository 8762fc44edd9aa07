"""A running summary without invention: his most telling sentences, quoted and dated.

Small models make things up when they summarise; quotes cannot be wrong.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from samantha.domain.dialogue import Gist, Speaker, Utterance
from samantha.domain.words import content_words, sentences_of, words_of

_FEELING: Final = frozenset(
    """afraid alone angry anxious ashamed broke cried cry crying dead died divorce dream excited
    fired funeral glad guilty happy hate hospital hurt kissed left lonely lost love loved married
    miss nervous proud quit sad scared sick sorry terrified tired upset wedding worried""".split()
)


def salience(sentence: str) -> float:
    """How much of his life a sentence holds, from 0 up: feelings, names, dates and the word "I"."""
    words = words_of(sentence)
    if sentence.endswith("?") or not 4 <= len(words) <= 40:
        return 0.0
    names = re.findall(r"(?<=[\w,;] )[A-Z][a-z]+", sentence)
    score = 0.3 * len(content_words(sentence)) ** 0.5
    score += 1.0 * len(_FEELING & set(words))
    score += 0.5 * min(3, len(names))
    score += 0.3 * bool(re.search(r"\d", sentence))
    score += 0.6 * bool({"i", "i'm", "my", "i've", "we", "our"} & set(words))
    return score


def fold(
    gist: Gist,
    older: Sequence[Utterance],
    *,
    count_tokens: Callable[[str], int],
    budget_tokens: int,
) -> Gist:
    """Take `older` utterances into the gist and keep the most telling lines within the budget."""
    if not older:
        return gist
    lines = gist.text.splitlines()
    for utterance in older:
        if utterance.speaker is Speaker.PERSON:
            day = f"{utterance.said_at:%d %b %Y}".lstrip("0")
            lines += [
                # One line each, even where he broke the line within the sentence.
                f"{day}: “{' '.join(sentence.split())}”"
                for sentence in sentences_of(utterance.text)
                if salience(sentence) >= 1.2
            ]
    ranked = sorted(
        range(len(lines)),
        # Age costs a little, so that a year of small things does not crowd out this week.
        key=lambda at: (
            -salience(lines[at].partition("“")[2].removesuffix("”")) - 0.5 * at / len(lines)
        ),
    )
    kept: list[int] = []
    room = budget_tokens
    for at in ranked:
        size = count_tokens(lines[at]) + 1
        if size <= room:
            kept.append(at)
            room -= size
    return Gist("\n".join(lines[at] for at in sorted(kept)), older[-1].id)
