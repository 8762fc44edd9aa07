"""Words and sentences are taken apart the way people read them."""

import pytest

from samantha.domain.words import (
    STOPWORDS,
    content_words,
    sentence_end,
    sentences_of,
    sounding_ends,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("… — 🙂 !", ()),
        ("Hello, HELLO you", ("hello", "hello", "you")),
        ("I’m Theo's, don't", ("i'm", "theo's", "don't")),
        ("'quoted' rock 'n' roll", ("quoted", "rock", "n", "roll")),
        ("naïve Lübeck 物語", ("naïve", "lübeck", "物語")),
        ("3.5 km, 10am", ("3", "5", "km", "10am")),
        ("snake_case_word", ("snake", "case", "word")),
        ("well-known", ("well", "known")),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What is my sister's name?", ("sister",)),
        ("the Boat, the boat and THE BOATS", ("boat", "boats")),
        ("It's what I said again", ()),
        ("I got 3 of 5 x", ("3", "5")),
        ("Anna’s dog", ("anna", "dog")),
        ("that's it's", ()),
    ],
)
def test_content_words(text: str, words: tuple[str, ...]) -> None:
    assert content_words(text) == words


def test_stopwords_are_written_as_words_are_read() -> None:
    assert {words_of(word) for word in STOPWORDS} == {(word,) for word in STOPWORDS}


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("  \n ", []),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("It cost 3.50 at 9.15. Cheap.", ["It cost 3.50 at 9.15.", "Cheap."]),
        ("Mr. Smith met Dr. Jones. They left.", ["Mr. Smith met Dr. Jones.", "They left."]),
        ("At 7 a.m. he woke. Then tea.", ["At 7 a.m. he woke.", "Then tea."]),
        ("Well… maybe. Hm...", ["Well…", "maybe.", "Hm..."]),
        ("“Is it?” he asked. (Yes!) Good.", ["“Is it?”", "he asked.", "(Yes!)", "Good."]),
        ("What?! No!!", ["What?!", "No!!"]),
        ("See example.com for more. Bye", ["See example.com for more.", "Bye"]),
        ("no end", ["no end"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert list(sentences_of(text)) == sentences


def test_the_end_of_a_sentence_is_looked_for_from_a_place_on() -> None:
    text = "One. Two. Three"
    assert sentence_end(text) == 4
    assert sentence_end(text, 4) == 9
    assert sentence_end(text, 9) is None
    assert sentence_end("") is None


def test_the_last_sounds_of_words_are_found_between_marks() -> None:
    assert sounding_ends(["ab,", "", "—", "c"], ",— ") == [2, 2, 2, 7]
    assert sounding_ends(["…", "ab"], "…") == [0, 4]
