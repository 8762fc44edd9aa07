"""The echo rule and the repetition rule: nothing said twice, neither his words nor hers."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import dropwhile

from benchmarks.talk_words import (
    content,
    folded,
    in_same_order,
    longest_run,
    plain,
    sentences,
    unquoted,
    word_set,
    words,
)

# What people rightly give back to each other.
_MUTUAL = frozenset(
    (
        "hello", "hi", "hey", "good morning", "good evening", "good night", "goodnight", "bye",
        "goodbye", "see p", "see p tomorrow", "see p later", "talk tomorrow", "thanks",
        "thank p", "p love p", "p miss p", "p missed p", "sleep well", "take care", "yes", "no",
        "okay", "ok", "sure", "sorry", "cheers", "deal", "same here", "fair enough", "hm", "ha",
        "p like p", "happy new year", "merry christmas", "touché",
    )
)  # fmt: skip
_LEADS = ("oh", "ah", "so", "well", "hm", "yes", "yeah", "okay", "right", "and", "wow", "then")
# A question without its mark begins like this.
_ASKING = word_set(
    "what what's who how where when why which whose do does did be can could would will"
)

RUN_WORDS = 7
"""A run of so many of his words (three of them with meaning) is his sentence, not hers."""
GIVEN_BACK = 0.7
"""This share of his sentence, in his order …"""
NOTHING_ADDED = 0.6
"""… making up this share of hers, is his sentence given back."""
ONLY_HIS = 0.8
"""A sentence of hers that is so far made of his words says nothing, however long his was."""

SAME_REPLY = 0.8
"""Word for word likeness from which two replies are one."""
SAME_SENTENCE_WORDS = 7
"""A sentence so long does not come twice by chance."""


def echo(his_line: str, reply: str, his_name: str) -> str | None:
    """The sentence of `reply` that gives his own sentence back, "I" turned to "you" or not.

    Reason: an echo shows that nothing was understood. Naming his topic in a question is no echo
    ("What did your boss say about the draft?"), nor is answering a question in its own words
    ("The capital of Australia is Canberra"), a greeting returned, a short glad cry ("You got
    the job!") or bare names of things ("Milk, lemons, stamps."). What he said in earlier lines may
    come back: that is memory.
    """
    said, name = unquoted(reply), plain(his_name)
    for hers in sentences(said):
        for his in sentences(his_line):
            if _gives_back(his, hers, name):
                return hers
    return said if _gives_back(his_line, said, name) else None


def _gives_back(his: str, hers: str, his_name: str) -> bool:
    his_words = _without_leads(folded(his))
    her_words = _without_leads([word for word in folded(hers) if word != his_name])
    if not her_words or " ".join(her_words) in _MUTUAL:
        return False
    if her_words == his_words:
        meaning = content(his_words)
        glad_cry = not hers.rstrip().endswith(".") and "p" in his_words and len(meaning) < 3
        names_only = len(meaning) == len(his_words)
        return not glad_cry and not names_only
    asks = hers.rstrip().endswith("?")
    asked = "?" in his or bool(_ASKING & set(his_words[:1]))
    answers = asked and not asks and bool(set(content(her_words)) - set(content(his_words)))
    enough = 5 if asks else 4 if len(sentences(hers)) == 1 else RUN_WORDS
    return not answers and _made_of(her_words, his_words, enough)


def _without_leads(said: list[str]) -> list[str]:
    return list(dropwhile(_LEADS.__contains__, said))


def _made_of(her_words: list[str], his_words: list[str], enough: int) -> bool:
    """Whether hers is a long run of his, most of his, or `enough` words and hardly any others."""
    run = longest_run(her_words, his_words)
    if len(run) >= RUN_WORDS and len(content(run)) >= 3:
        return True
    his_content, her_content = content(his_words), content(her_words)
    shared = in_same_order(her_content, his_content)
    if shared < 3:
        return False
    added = shared / len(her_content)
    most = shared / len(his_content) >= GIVEN_BACK and added >= NOTHING_ADDED
    return most or (shared >= enough and added >= ONLY_HIS)


def repetition(reply: str, earlier_replies: Sequence[str]) -> str | None:
    """What `reply` repeats of her own earlier replies in this conversation, or within itself.

    Reason: a small model falls into ruts, and nothing tells him sooner that no one is there. Short
    answers ("Biscuit.", "Good night, Theodore.") may come again.
    """
    hers = words(reply)
    own = [" ".join(words(sentence)) for sentence in sentences(reply)]
    for sentence in own:
        if own.count(sentence) > 1 and len(sentence.split()) >= 3:
            return sentence
    if looped := _loop(hers):
        return looped
    for earlier in earlier_replies:
        theirs = words(earlier)
        if len(hers) >= 5 and SequenceMatcher(None, hers, theirs).ratio() >= SAME_REPLY:
            return reply
        known = {" ".join(words(sentence)) for sentence in sentences(earlier)}
        for sentence in own:
            if len(sentence.split()) >= SAME_SENTENCE_WORDS and sentence in known:
                return sentence
    return None


def _loop(said: list[str]) -> str | None:
    runs = [" ".join(said[i : i + 4]) for i in range(len(said) - 3)]
    return next((run for run in runs if runs.count(run) >= 3), None)
