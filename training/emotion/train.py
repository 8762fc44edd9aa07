"""Trains the reader of emotions on GoEmotions (Demszky 2020, Apache-2.0) and sentences of our own.

    python3 -m venv .cache/emotion
    .cache/emotion/bin/pip install scikit-learn -e .
    .cache/emotion/bin/python -m training.emotion.train --data FOLDER

`FOLDER` holds train.tsv, dev.tsv, test.tsv and labels.txt, as google-research/goemotions has them.
Two readers are trained: one on words and parts of words (logistic regression on TF-IDF), one on
what MiniLM makes of the sentence (three small networks, averaged). How they are joined, and where
each label's threshold lies, is found on what they say of sentences that they were not trained on
(four folds of train and dev together). The test set is only read to report. About ten minutes on
two cores; the same seed gives the same weights.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import KFold
from sklearn.neural_network import MLPClassifier

from samantha.app.assembly import open_embedding
from samantha.heart.emotions import Emotion
from samantha.providers.emotions.features import PARTS, WORDS, features_of
from samantha.providers.emotions.reader import WEIGHTS, WordsAndMeaning

HERE = Path(__file__).parent
OWN_TIMES = 4
"""So often each sentence of our own is read: there are few."""
OWN_HELD_OUT = 5
"""Every so many of them are kept for the report."""
LEAST_TEXTS = {WORDS: 3, PARTS: 5}
"""In so many sentences a feature has to be."""
FOLDS = 4
NETWORKS = 3
SEED = 7

Floats = NDArray[np.float32]
Split = tuple[list[str], NDArray[np.int8]]


def read_tsv(file: Path, labels: Sequence[str]) -> Split:
    texts: list[str] = []
    rows: list[NDArray[np.int8]] = []
    for line in file.read_text("utf-8").splitlines():
        text, marks = line.split("\t")[:2]
        row = np.zeros(len(labels), np.int8)
        row[[int(mark) for mark in marks.split(",")]] = 1
        texts.append(text)
        rows.append(row)
    return texts, np.array(rows)


def read_own(labels: Sequence[str]) -> Split:
    texts: list[str] = []
    rows: list[NDArray[np.int8]] = []
    for line in (HERE / "quiet.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            marks, text = line.split("\t")
            row = np.zeros(len(labels), np.int8)
            row[[labels.index(mark) for mark in marks.split(",")]] = 1
            texts.append(text)
            rows.append(row)
    return texts, np.array(rows)


class Featured:
    """TF-IDF of words and of parts, each of length 1 by itself."""

    def __init__(self, texts: Sequence[str]) -> None:
        counted = [features_of(text) for text in texts]
        often: dict[str, int] = {}
        for each in counted:
            for name in each:
                often[name] = often.get(name, 0) + 1
        self.names = sorted(n for n, count in often.items() if count >= LEAST_TEXTS[n[0]])
        counts = np.array([often[name] for name in self.names])
        self.idf = (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32)
        self._weight = dict(zip(self.names, self.idf.tolist(), strict=True))
        self._vectorizer = DictVectorizer(dtype=np.float32)
        self._vectorizer.fit([dict.fromkeys(self.names, 1.0)])
        assert list(self._vectorizer.get_feature_names_out()) == self.names

    def of(self, texts: Sequence[str]) -> Any:
        return self._vectorizer.transform([self._one(text) for text in texts])

    def _one(self, text: str) -> dict[str, float]:
        counted = features_of(text)
        found: dict[str, float] = {}
        for kind in (WORDS, PARTS):
            values = {
                name: (1 + float(np.log(count))) * self._weight[name]
                for name, count in counted.items()
                if name[0] == kind and name in self._weight
            }
            length = float(np.sqrt(sum(value**2 for value in values.values()))) or 1.0
            found |= {name: value / length for name, value in values.items()}
        return found


def by_words(features: Any, marks: NDArray[np.int8]) -> tuple[Floats, Floats]:
    """Weights (features, labels) and biases (labels,) of one regression a label."""
    coefficients: list[Floats] = []
    biases: list[float] = []
    for label in range(marks.shape[1]):
        model = LogisticRegression(
            C=1.0, class_weight="balanced", solver="liblinear", random_state=SEED
        ).fit(features, marks[:, label])
        coefficients.append(model.coef_[0].astype(np.float32))
        biases.append(float(model.intercept_[0]))
    return np.array(coefficients).T, np.array(biases, np.float32)


def by_meaning(vectors: Floats, marks: NDArray[np.int8]) -> tuple[Floats, Floats, Floats, Floats]:
    """The networks side by side as one: its output is the mean of theirs."""
    parts: list[tuple[Floats, Floats, Floats, Floats]] = []
    for seed in range(NETWORKS):
        model = MLPClassifier(
            (384,), alpha=3e-3, batch_size=128, learning_rate_init=3e-4, max_iter=10,
            random_state=SEED + seed,
        ).fit(vectors, marks)  # fmt: skip
        (hidden, out), (hidden_bias, out_bias) = model.coefs_, model.intercepts_
        parts.append((hidden, hidden_bias, out / NETWORKS, out_bias / NETWORKS))
    return (
        np.concatenate([each[0] for each in parts], 1),
        np.concatenate([each[1] for each in parts]),
        np.concatenate([each[2] for each in parts], 0),
        np.sum([each[3] for each in parts], 0),
    )


def network(vectors: Floats, parts: tuple[Floats, Floats, Floats, Floats]) -> Floats:
    hidden, hidden_bias, out, out_bias = parts
    return np.maximum(vectors @ hidden + hidden_bias, 0) @ out + out_bias


def one_fold(job: tuple[Any, Floats, NDArray[np.int8], Any, Floats]) -> tuple[Floats, Floats]:
    """What both readers, trained on the first, say of the second."""
    features, vectors, marks, other_features, other_vectors = job
    meant = network(other_vectors, by_meaning(vectors, marks))
    weights, bias = by_words(features, marks)
    return np.asarray(other_features @ weights) + bias, meant


def lines(score: Floats, marks: NDArray[np.int8]) -> tuple[Floats, Floats]:
    """Slope and offset a label, so that 0.5 is where giving the label is best (F1)."""
    slopes: list[float] = []
    offsets: list[float] = []
    for label in range(score.shape[1]):
        own, truth = score[:, label], marks[:, label]
        platt = LogisticRegression(C=1e6).fit(own[:, None], truth)
        slope = max(float(platt.coef_[0][0]), 0.1)
        candidates = np.quantile(own, np.linspace(0.5, 0.9995, 500))
        found = np.array([f1_score(truth, own > each) for each in candidates])
        # The best single point is luck; the middle of all that are nearly as good is not.
        good = candidates[found >= found.max() - 0.004]
        slopes.append(slope)
        offsets.append(-slope * float(np.median(good)))
    return np.array(slopes, np.float32), np.array(offsets, np.float32)


def macro(score: Floats, marks: NDArray[np.int8], line: tuple[Floats, Floats]) -> float:
    return float(f1_score(marks, score * line[0] + line[1] > 0, average="macro"))


def standard(vectors: Floats) -> tuple[Floats, Floats]:
    """What makes every dimension vary by 1 around 0; one that never varies is left out."""
    deviation = vectors.std(0)
    varies = deviation > 1e-3
    return vectors.mean(0), np.where(varies, 1 / np.where(varies, deviation, 1), 0)


def train(data: Path, out: Path) -> None:
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {what}", flush=True)

    labels = [each.value for each in Emotion]
    assert (data / "labels.txt").read_text().split() == labels
    own_texts, own_marks = read_own(labels)
    kept = np.arange(len(own_texts)) % OWN_HELD_OUT == 0
    pairs = [read_tsv(data / name, labels) for name in ("train.tsv", "dev.tsv")]
    texts = [*pairs[0][0], *pairs[1][0]]
    marks = np.concatenate((pairs[0][1], pairs[1][1]))
    test_texts, test_marks = read_tsv(data / "test.tsv", labels)

    meaning = open_embedding()
    assert meaning is not None, "MiniLM is needed: samantha models fetch all-minilm-l6-v2"
    taught = [text for text, held in zip(own_texts, kept, strict=True) if not held]
    pooled = np.array([meaning.pooled(each) for each in [*texts, *taught]], np.float32)
    mean, spread = standard(pooled)
    pooled = (pooled - mean) * spread
    say("sentences have vectors")
    featured = Featured(texts)
    own_rows, own_truth = featured.of(taught * OWN_TIMES), np.tile(own_marks[~kept], (OWN_TIMES, 1))
    rows, vectors = featured.of(texts), pooled[: len(texts)]
    own_vectors = np.tile(pooled[len(texts) :], (OWN_TIMES, 1))
    say(f"{len(featured.names)} features")

    def job(learnt: NDArray[Any], asked: NDArray[Any]) -> Any:
        return (
            vstack([rows[learnt], own_rows]).tocsr(),
            np.concatenate((vectors[learnt], own_vectors)),
            np.concatenate((marks[learnt], own_truth)),
            rows[asked],
            vectors[asked],
        )

    folds = list(KFold(FOLDS, shuffle=True, random_state=SEED).split(vectors))
    words_say, meaning_says = np.zeros(marks.shape, np.float32), np.zeros(marks.shape, np.float32)
    with ProcessPoolExecutor(2) as pool:
        jobs = [job(*fold) for fold in folds]
        for (_, asked), (by_w, by_m) in zip(folds, pool.map(one_fold, jobs), strict=True):
            words_say[asked], meaning_says[asked] = by_w, by_m
    say("four folds")
    everything = np.arange(len(texts))
    features, all_vectors, truth, _, _ = job(everything, everything[:1])
    weights, bias = by_words(features, truth)
    parts = by_meaning(all_vectors, truth)
    say("trained")

    def joined(share: float) -> Floats:
        return (1 - share) * words_say + share * meaning_says

    shares = [0.2, 0.3, 0.4, 0.5, 0.6]
    share = max(shares, key=lambda each: macro(joined(each), marks, lines(joined(each), marks)))
    both, words = lines(joined(share), marks), lines(words_say, marks)
    say(f"share of meaning {share}: {macro(joined(share), marks, both):.4f} on unseen folds")
    scale = np.abs(weights).max(0) / 127
    np.savez_compressed(
        out,
        labels=np.array("\n".join(labels)),
        features=np.frombuffer("\n".join(featured.names).encode(), np.uint8),
        idf=featured.idf.astype(np.float16),
        weights=np.rint(weights / scale).astype(np.int8),
        scale=scale, bias=bias, mean=mean.astype(np.float16), spread=spread.astype(np.float16),
        hidden=parts[0].astype(np.float16), hidden_bias=parts[1].astype(np.float16),
        out=parts[2].astype(np.float16), out_bias=parts[3].astype(np.float16),
        both_slope=both[0], both_offset=both[1], words_slope=words[0], words_offset=words[1],
        share=np.array(share),
    )  # fmt: skip
    held = [
        (text, row)
        for text, row, is_held in zip(own_texts, own_marks, kept, strict=True)
        if is_held
    ]
    for reader in (WordsAndMeaning(meaning, out), WordsAndMeaning(None, out)):
        report(reader, test_texts, test_marks, held, labels, say)
    say(f"{out.stat().st_size / 1e6:.1f} MB in {out.name}")


def report(
    reader: WordsAndMeaning,
    texts: Sequence[str],
    marks: NDArray[np.int8],
    held: Sequence[tuple[str, NDArray[np.int8]]],
    labels: Sequence[str],
    say: Callable[[str], None],
) -> None:
    """What the finished reader says of the official test set, and of our own held-out sentences."""
    found = np.array([reader.likely(text) for text in texts]) > 0.5
    each = f1_score(marks, found, average=None)
    say(f"{reader.name}: macro-F1 {f1_score(marks, found, average='macro'):.4f} on test,"
        f" micro {f1_score(marks, found, average='micro'):.4f}")  # fmt: skip
    say(json.dumps({label: round(float(f1), 2) for label, f1 in zip(labels, each, strict=True)}))
    felt = [(text, row) for text, row in held if not row[labels.index("neutral")]]
    missed = [
        text for text, _ in felt if int(np.argmax(reader.likely(text))) == labels.index("neutral")
    ]
    say(f"neutral for {len(missed)} of {len(felt)} quiet feelings: {missed}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    train(options.data, options.out)


if __name__ == "__main__":
    main()
