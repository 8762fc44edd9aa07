"""The parts of the recognizer that need no model: tokens, times, loops, and what is missing."""

from pathlib import Path

import numpy as np
import pytest

from samantha.domain.audio import HEARING_HZ
from samantha.domain.errors import HearingUnavailable
from samantha.providers.moonshine import Moonshine
from samantha.providers.moonshine.recognizer import loop_length
from samantha.providers.moonshine.timing import loud_s, words_with_times
from samantha.providers.moonshine.tokens import Vocabulary
from tests.speech import noise

PIECES = ["<unk>", "<s>", "</s>", "▁the", "▁c", "at", "▁", "s", ".", "▁thecat", "<<ST_0>>"]


@pytest.fixture
def vocabulary(tmp_path: Path) -> Vocabulary:
    pieces = [piece.encode() for piece in PIECES] + [bytes([n]) for n in range(256)]
    pieces.append(b"x" * 300)
    content = b""
    for piece in pieces:
        size = len(piece)
        content += (bytes([size]) if size < 128 else bytes([128 + size % 128, size // 128])) + piece
    file = tmp_path / "tokenizer.bin"
    file.write_bytes(content)
    return Vocabulary(file)


def test_tokens_spell_words_and_words_tokens(vocabulary: Vocabulary) -> None:
    assert vocabulary.words([3, 4, 5, 7, 8]) == ["the", "cats."]
    assert vocabulary.spell(["the", "cats."]) == [3, 4, 5, 7, 8]
    assert vocabulary.words(vocabulary.spell(["cat"])) == ["cat"]


def test_words_are_spelt_as_they_were_heard_and_else_with_the_longest_tokens(
    vocabulary: Vocabulary,
) -> None:
    assert vocabulary.spell(["thecat"]) == [9]
    vocabulary.words([3, 4, 5])
    assert vocabulary.words([6, 7]) == ["s"]
    assert vocabulary.spell(["s"]) == [6, 7]


def test_any_text_can_be_spelt_byte_by_byte(vocabulary: Vocabulary) -> None:
    for word in ("Zoë", "…", "猫", "xyz" * 50):
        assert "".join(vocabulary.words(vocabulary.spell([word]))) == word


def test_tokens_that_stand_for_nothing_say_nothing(vocabulary: Vocabulary) -> None:
    assert vocabulary.text([0, 1, 2, 10, 99_999]) == ""
    assert vocabulary.words([]) == []


def test_a_broken_vocabulary_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tokenizer.bin"
    file.write_bytes(b"\x05abc")
    with pytest.raises(ValueError, match="no vocabulary"):
        Vocabulary(file)


@pytest.mark.parametrize(
    ("tokens", "length"),
    [
        ([], 0),
        ([1, 2, 3], 0),
        ([7] * 9, 0),
        ([7] * 10, 9),
        ([1, 2] * 4, 0),
        ([9, *[1, 2] * 5], 8),
        ([9, *[1, 2, 3, 4, 5] * 3], 10),
        ([9, *[1, 2, 3, 4, 5] * 2], 0),
    ],
)
def test_only_what_is_repeated_often_is_a_loop(tokens: list[int], length: int) -> None:
    assert loop_length(tokens) == length


def test_words_share_the_loud_time_by_their_length() -> None:
    loud = noise(1.0, 0.3)
    quiet = noise(1.0, 0.0005)
    sound = np.concatenate([quiet, loud, quiet, loud, quiet])
    assert loud_s(sound) == pytest.approx(2.0, abs=0.1)
    first, second = words_with_times(["alphabet", "alphabet"], sound)
    assert first.start_s == pytest.approx(1.0, abs=0.05)
    assert first.end_s == pytest.approx(2.0, abs=0.05)
    assert second.start_s == pytest.approx(3.0, abs=0.05)
    assert second.end_s == pytest.approx(4.0, abs=0.05)


def test_times_exist_even_where_nothing_is_loud() -> None:
    for samples in (0, 100, HEARING_HZ):
        words = words_with_times(["so", "it", "is"], np.zeros(samples, np.float32))
        assert [word.text for word in words] == ["so", "it", "is"]
    assert words_with_times([], noise(1)) == ()


def test_a_model_that_is_not_there_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(HearingUnavailable, match="missing") as caught:
        Moonshine(tmp_path)
    assert "samantha models fetch" in caught.value.remedy
    for name in ("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"):
        (tmp_path / name).write_bytes(b"this is no network")
    with pytest.raises(HearingUnavailable, match="could not be made ready"):
        Moonshine(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3, "nothing half-made is left"
