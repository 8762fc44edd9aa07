"""Cuts what was said into sentences, clauses and words, for the rules of the talk benchmark."""

import re


def word_set(text: str) -> frozenset[str]:
    """The words of a text that lists them, cut at white space."""
    return frozenset(text.split())


_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”')\]]*\s+|\n+")
_CLAUSE_END = re.compile(r"[.!?…,;:()\n]+|\s[-–]+\s|\s*—\s*|\b(?:but|though|although|because|so)\b")
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_CONTRACTED = {
    "i'm": "i am", "i've": "i have", "i'd": "i would", "i'll": "i will",
    "you're": "you are", "you've": "you have", "you'd": "you would", "you'll": "you will",
    "it's": "it is", "that's": "that is", "he's": "he is", "she's": "she is",
    "we're": "we are", "they're": "they are", "what's": "what is", "there's": "there is",
}  # fmt: skip
_FOLDED = {
    "i": "p", "me": "p", "you": "p", "my": "p's", "mine": "p's", "your": "p's", "yours": "p's",
    "myself": "p", "yourself": "p", "am": "be", "are": "be", "is": "be", "was": "be", "were": "be",
}  # fmt: skip
_FUNCTION_WORDS = word_set(
    """
    a an the this that these those it its he him his she her hers we us our they them their p p's
    be been being do does did done doing have has had having will would can could shall should may
    might must not no don't didn't doesn't isn't wasn't aren't can't couldn't won't wouldn't haven't
    and or but so because if then than as of in on at to from by for with about into over up out off
    down after before again there here what which who whom whose when where why how all any both
    some such only own same too very just really quite also even still yet oh ah well yeah yes hey
    okay ok hm hmm like sound sounds seem seems thing something anything nothing one ones let lets
    """
)


def plain(text: str) -> str:
    """The text in lower case with straight apostrophes."""
    return text.replace("’", "'").lower()


def words(text: str) -> list[str]:
    """The words in lower case; "don't" is one word, punctuation and emoji are none."""
    return _WORD.findall(plain(text))


def sentences(text: str) -> list[str]:
    """The sentences with their closing marks; an empty text has none."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part and part.strip()]


def clauses(text: str) -> list[str]:
    """The parts between commas, full stops, dashes, brackets and a few conjunctions."""
    return [part.strip() for part in _CLAUSE_END.split(text) if part and part.strip()]


def unquoted(text: str) -> str:
    """The text without what stands in double quotes: words lent to someone else are not hers."""
    return _QUOTED.sub(" ", text)


def folded(text: str) -> list[str]:
    """The words with "I" and "you", "my" and "your" made the same, contractions opened."""
    opened = " ".join(_CONTRACTED.get(word, word) for word in words(text)).split()
    return [_FOLDED.get(word, word) for word in opened]


def content(folded_words: list[str]) -> list[str]:
    """The words that carry meaning, cut to their stems, in order."""
    return [_stem(word) for word in folded_words if word not in _FUNCTION_WORDS]


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def longest_run(ours: list[str], theirs: list[str]) -> list[str]:
    """The longest run of neighbouring words that both have."""
    best_end, best = 0, 0
    previous = [0] * (len(theirs) + 1)
    for i, word in enumerate(ours, 1):
        row = [0] * (len(theirs) + 1)
        for j, other in enumerate(theirs, 1):
            if word == other:
                row[j] = previous[j - 1] + 1
                if row[j] > best:
                    best, best_end = row[j], i
        previous = row
    return ours[best_end - best : best_end]


def in_same_order(ours: list[str], theirs: list[str]) -> int:
    """How many words both have in the same order (longest common subsequence)."""
    previous = [0] * (len(theirs) + 1)
    for word in ours:
        row = [0]
        for j, other in enumerate(theirs, 1):
            row.append(previous[j - 1] + 1 if word == other else max(previous[j], row[-1]))
        previous = row
    return previous[-1]
