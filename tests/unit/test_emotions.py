"""Emotions are read in words; what happened counts where no feeling is named."""

from pathlib import Path

import pytest

from samantha.domain.errors import ModelUnavailable
from samantha.heart.appraisal import appraised, says_he_is_fine
from samantha.heart.emotions import Emotion, Feeling, Reading
from samantha.heart.quiet import happened, together
from samantha.providers.emotions import WordsAndMeaning
from samantha.providers.emotions.features import features_of

READER = WordsAndMeaning(None)


def read(text: str) -> Reading:
    return together(READER.read(text), happened(text))


def strongest(text: str) -> Emotion:
    found = read(text)
    return max(found, key=lambda kind: found[kind])


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("Thank you so much, that really helped me!", Emotion.GRATITUDE),
        ("I'm so angry at him I could scream", Emotion.ANGER),
        ("haha that is hilarious", Emotion.AMUSEMENT),
        ("I'm scared of what they will say", Emotion.FEAR),
        ("I feel so sad tonight", Emotion.SADNESS),
        ("I love her more than anything", Emotion.LOVE),
        ("why do birds sing in the morning?", Emotion.CURIOSITY),
        ("she left and the house is so quiet", Emotion.SADNESS),
        ("My dad passed last spring.", Emotion.GRIEF),
        ("The biopsy results come on Thursday.", Emotion.NERVOUSNESS),
        ("It's benign.", Emotion.RELIEF),
        ("They went with somebody else.", Emotion.DISAPPOINTMENT),
        ("The meeting is on the third floor.", Emotion.NEUTRAL),
        ("He left for work at eight.", Emotion.NEUTRAL),
        ("She left the keys on the table.", Emotion.NEUTRAL),
    ],
)
def test_what_is_felt_is_read(text: str, emotion: Emotion) -> None:
    assert strongest(text) is emotion


@pytest.mark.parametrize(
    "text",
    [
        "What if she left the film early?",
        "In the novel her father died.",
        "If she left me I'd be lost",
        "Did your father die?",
        "I miss the bus every morning.",
        "I didn't get the joke.",
        "I got the bus.",
    ],
)
def test_what_did_not_happen_to_him_is_no_happening(text: str) -> None:
    assert happened(text) == {}


def test_a_feeling_in_the_last_of_many_sentences_is_read() -> None:
    long = "The meeting is on the third floor. It starts at nine. Lunch is at one. I feel so sad."
    assert read(long)[Emotion.SADNESS] > 0.5


@pytest.mark.parametrize("text", ["", " ", "🙂", "?!", "a" * 5000, "\x00", "\u202e"])
def test_any_text_can_be_read(text: str) -> None:
    assert all(0 <= value <= 1 for value in READER.read(text).values())


def test_features_are_words_pairs_and_parts() -> None:
    found = features_of("Don’t go go")
    assert found["wdon't"] == 1
    assert found["wgo"] == 2
    assert found["wgo go"] == 1
    assert found["p go "] == 2
    assert found["pdon"] == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"hello"])
def test_broken_weights_are_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "weights.npz").write_bytes(content)
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        WordsAndMeaning(None, tmp_path / "weights.npz")


@pytest.mark.parametrize(
    ("said", "feeling"),
    [
        ("thanks a lot", Feeling.GLAD),
        ("you're such a good listener", Feeling.GLAD),
        ("you stupid bot", Feeling.REPROACH),
        ("I'm really sorry about earlier", Feeling.RELIEVED),
    ],
)
def test_how_he_is_to_her_is_noticed(said: str, feeling: Feeling) -> None:
    assert [each.feeling for each in appraised(said, {})] == [feeling]


@pytest.mark.parametrize(
    "said", ["the useless bot at work broke", "I'm sorry for her", "you said it was stupid"]
)
def test_what_is_not_about_her_is_not_taken_so(said: str) -> None:
    assert all(each.feeling is not Feeling.RELIEVED for each in appraised(said, {}))


@pytest.mark.parametrize(
    "said", ["no, I'm fine", "I'm okay, really", "I'm not sad", "relax, I'm good", "I’m fine."]
)
def test_he_may_say_that_he_is_fine(said: str) -> None:
    assert says_he_is_fine(said)


@pytest.mark.parametrize(
    "said",
    [
        "I'm not fine",
        "she says I'm fine",
        "am I fine?",
        "I wish I was okay",
        "I'm fine with Monday but my mother died",
    ],
)
def test_and_only_that_counts(said: str) -> None:
    assert not says_he_is_fine(said)
