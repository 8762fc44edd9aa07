"""Where the phrases of a reply end, and how soon they are known."""

import re
from collections.abc import AsyncGenerator, Sequence

import pytest

from samantha.speaking.pauses import PAUSES_S, pause_s, speech_s
from samantha.speaking.phrasing import Phrasing, phrases_of
from samantha.speaking.verbalization import verbalize
from tests.virtual_time import run


def phrases(reply: str) -> list[str]:
    phrasing = Phrasing()
    return phrasing.hear(reply) + phrasing.rest()


def known_after(reply: str) -> list[tuple[str, str]]:
    """Each phrase, and the beginning of the reply after which it was known, word by word."""
    phrasing, heard = Phrasing(), ""
    known: list[tuple[str, str]] = []
    for piece in re.findall(r"\s?[^\s,.!?]+|[,.!?]|\s+", reply):
        heard += piece
        known += [(phrase, heard) for phrase in phrasing.hear(piece)]
    return known + [(phrase, "end") for phrase in phrasing.rest()]


@pytest.mark.parametrize(
    "cut",
    [
        "Sure,| I'll turn off| the lights and lock the door.",
        "Hi.| I'm glad you're back,| it was so quiet here.",
        "You sound tired tonight.| Did you sleep at all?",
        "It depends on how you feel| about going there alone on a Saturday evening.",
        "No.| I don't think| that was your fault at all.",
        "Oh,| I'd love that.",
        "Wait—| what?!",
        "1. First\n|2. Second\n|\nThat's all.",
        "He is 1.80 m tall,| e.g. like Dr. Smith from 5 Main St. in the old town.",
        "Mail a.b@c.org| or see x.org/a,b please.| Yes.",
        "It cost $1,234.50,| on March 12, 2025, in Rome.",
        "We met J. K. Rowling in the U.S. It was fun.",
        "He left at 5 p.m.| Then she came.",
        "*laughs softly. Then sighs* That's so funny.| (oh, well. yes) I mean it.",
        "```\nprint(1). a, b\nx\n```\nDone.| Yes.",
        "Hmm...| I see.",
        "“Are you sure?”| she asked.",
        "🙂 Yes.",
        "Yes.🙂",
    ],
)
def test_phrases_end_where_a_speaker_would_breathe(cut: str) -> None:
    assert phrases(cut.replace("|", "")) == cut.split("|")


def test_the_first_phrase_is_known_with_its_mark() -> None:
    known = known_after("Sure, I think that we should go to the beach today.")
    assert known[0] == ("Sure,", "Sure,")


def test_a_second_phrase_does_not_wait_for_the_end_of_its_sentence() -> None:
    (_, first), (second, known) = known_after(
        "Honestly, I'd keep the letter and send it in the morning when you feel better again."
    )[:2]
    assert first == "Honestly,"
    assert second == " I'd keep the letter"
    assert len(known.split()) <= len("Honestly, I'd keep the letter and send".split())


def test_whole_sentences_follow_when_there_is_time() -> None:
    long = "I have been thinking about the house by the lake for a very long time now."
    rest = " It was so quiet there that we heard the boats in the morning. Do you remember it?"
    assert phrases(long + rest)[-2:] == [
        " It was so quiet there that we heard the boats in the morning.",
        " Do you remember it?",
    ]


def test_a_sentence_without_an_end_is_cut_all_the_same() -> None:
    endless = " ".join(["word"] * 300)
    assert max(len(phrase.split()) for phrase in phrases(endless)) <= 40
    assert max(map(len, phrases("x" * 5000))) <= 400
    assert "".join(phrases("(" + endless)) == "(" + endless


def test_nothing_comes_of_nothing() -> None:
    assert phrases("") == []
    assert phrases(" \n ") == [" \n "]


def test_a_reply_may_come_as_a_stream() -> None:
    async def scene() -> list[str]:
        return [phrase async for phrase in phrases_of(pieces(["Oh", ", I ", "see. Ye", "s."]))]

    assert run(scene()) == ["Oh,", " I see.", " Yes."]


async def pieces(parts: Sequence[str]) -> AsyncGenerator[str, None]:
    for part in parts:
        yield part


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Sure,", 0.45),
        ("I see.", 0.56),
        ("Good morning!", 0.75),
        ("Well, I would rather wait.", 1.6),
    ],
)
def test_how_long_words_take_is_about_known(text: str, seconds: float) -> None:
    assert speech_s(verbalize(text).text) == pytest.approx(seconds, abs=0.3)


def test_pauses_follow_the_marks() -> None:
    assert speech_s("") == 0.0
    assert PAUSES_S[","] < PAUSES_S["."] < PAUSES_S["…"]
    assert pause_s("Well,") == PAUSES_S[","]
    assert 0 < pause_s("well") < PAUSES_S[","]
