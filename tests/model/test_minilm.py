"""The real MiniLM: what means the like lies near, and words are cut as the model learned them."""

import logging
from pathlib import Path

import numpy as np
import pytest

from samantha.domain.errors import ModelUnavailable
from samantha.providers.minilm import DIMENSIONS, MOST_PIECES, MiniLM, made_fast
from tests.hearing_models import model_path

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM.of(model_path("all-minilm-l6-v2"))


def test_vectors_have_the_length_one_and_are_the_same_alone_as_among_others(
    minilm: MiniLM,
) -> None:
    texts = ["", "Hello.", "The dog is afraid of thunder.", "🙂", "x" * 400, "word " * 500]
    together = minilm.embed(texts)
    assert together.shape == (len(texts), DIMENSIONS)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([minilm.embed([text]) for text in texts])
    assert np.array_equal(together, alone)
    assert minilm.embed([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize(
    ("asked", "told", "others"),
    [
        ("What scares my pet?", "My puppy hides from thunder.", ["I had soup.", "The lamp broke."]),
        ("Who is ill?", "Grandma came down with the flu.", ["Rain all day.", "We sold the car."]),
        ("my job", "I write letters for other people.", ["The pier is closed.", "It is June."]),
    ],
)
def test_what_means_the_like_lies_nearest(
    minilm: MiniLM, asked: str, told: str, others: list[str]
) -> None:
    question, *vectors = minilm.embed([asked, told, *others])
    cosines = [float(question @ each) for each in vectors]
    assert max(cosines) == cosines[0]


def test_words_are_cut_into_the_pieces_of_its_vocabulary(minilm: MiniLM) -> None:
    # [CLS] una ##ffa ##ble [SEP]
    assert minilm.pieces_of("UNaffable") == [101, 14477, 20961, 3468, 102]
    assert minilm.pieces_of("Crème\tbrûlée!") == minilm.pieces_of("creme brulee !")
    assert minilm.pieces_of("a\x00\u200bb") == minilm.pieces_of("ab")
    assert minilm.pieces_of("東京") == minilm.pieces_of("東 京")
    assert minilm.pieces_of("x" * 101) == [101, 100, 102]
    assert len(minilm.pieces_of("word " * 500)) == MOST_PIECES


def test_a_broken_or_missing_file_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        MiniLM.of(tmp_path)
    whole = model_path("all-minilm-l6-v2")
    (tmp_path / "model.onnx").write_bytes((whole / "model.onnx").read_bytes())
    for text in ("", "{}", '{"model": {"vocab": {"[CLS]": 1}}}', "[1"):
        (tmp_path / "tokenizer.json").write_text(text)
        with pytest.raises(ModelUnavailable, match="cannot be loaded"):
            MiniLM.of(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"half a file")
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        MiniLM.of(tmp_path)


def test_it_is_made_fast_once_and_means_the_same(tmp_path: Path) -> None:
    whole = model_path("all-minilm-l6-v2")
    source = tmp_path / "model.onnx"
    source.write_bytes((whole / "model.onnx").read_bytes())
    fast = made_fast(source)
    assert fast == tmp_path / "model.packed.onnx"
    made = fast.stat().st_mtime_ns
    assert made_fast(source).stat().st_mtime_ns == made
    assert sorted(each.name for each in tmp_path.iterdir()) == [source.name, fast.name]
    texts = ["My puppy hides from thunder.", "I write letters for other people.", "It is June."]
    plain = MiniLM(source, whole / "tokenizer.json").embed(texts)
    assert (plain * MiniLM(fast, whole / "tokenizer.json").embed(texts)).sum(axis=1).min() > 0.97


def test_making_it_fast_leaves_the_log_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "model.onnx"
    source.write_bytes((model_path("all-minilm-l6-v2") / source.name).read_bytes())
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    assert made_fast(source) != source
    assert logging.getLogger().handlers == []


def test_where_it_cannot_be_made_fast_it_stays_as_it_is(tmp_path: Path) -> None:
    source = tmp_path / "model.onnx"
    assert made_fast(source) == source
    source.write_bytes(b"half a file")
    assert made_fast(source) == source
    assert [each.name for each in tmp_path.iterdir()] == [source.name]
