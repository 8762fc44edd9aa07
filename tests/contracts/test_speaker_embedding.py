"""The contract of `SpeakerEmbedding`, and what its checkpoint may and may not make happen."""

import os
import pickle
import subprocess
import sys
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest

from samantha.app.settings import models_folder
from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Samples
from samantha.domain.errors import HearingUnavailable
from samantha.domain.resampling import resampled
from samantha.hearing.enrolment import Whose, enrol, likeness, whose
from samantha.hearing.ports import SpeakerEmbedding
from samantha.providers.hibari import Hibari
from samantha.providers.speaker_embedding import (
    GeneralizedEmbedding,
    load_speaker_embedding,
    mel_filters,
)
from samantha.speaking.ports import Prosody

MODEL_ID = "ge2e-voices"
MODEL_FILE = "ge2e-voices.pt"
FETCH_S = 300.0
SENTENCES = (
    "I walked along the river this morning and saw two herons.",
    "My sister keeps asking whether we will visit her in the spring.",
    "It was raining so hard that we could not see the road.",
    "I have been working on this letter for three whole hours now.",
    "Could you tell me when the train to Bristol leaves tomorrow?",
)


@pytest.fixture(scope="module")
def model() -> SpeakerEmbedding:
    file = models_folder() / MODEL_FILE
    if not file.exists():
        command = [sys.executable, "-m", "samantha.cli.main", "models", "fetch", MODEL_ID]
        subprocess.run(command, check=True, timeout=FETCH_S)
    return load_speaker_embedding(file)


@pytest.fixture(scope="module")
def voices() -> tuple[list[Samples], list[Samples]]:
    """The same sentences by two voices."""
    hibari = Hibari()
    warm, plain = (
        [
            resampled(hibari.say(text, voice, Prosody()).samples, SPEAKING_HZ, HEARING_HZ)
            for text in SENTENCES
        ]
        for voice in ("hibari:heart", "hibari:plain")
    )
    return warm, plain


def test_an_embedding_has_length_one_whatever_the_sound(model: SpeakerEmbedding) -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 10 * HEARING_HZ).astype(np.float32)
    for seconds in (0.05, 0.5, 1.6, 2.0, 9.3):
        embedding = model.embed(noise[: int(seconds * HEARING_HZ)])
        assert embedding.shape == (256,)
        assert np.linalg.norm(embedding) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("count", [0, 10, HEARING_HZ])
def test_silence_is_nobody(model: SpeakerEmbedding, count: int) -> None:
    assert not model.embed(np.zeros(count, np.float32)).any()


def test_two_voices_are_told_apart(
    model: SpeakerEmbedding, voices: tuple[list[Samples], list[Samples]]
) -> None:
    warm, plain = ([model.embed(sound) for sound in sounds] for sounds in voices)
    enrolment = enrol(warm[:3])
    assert enrolment is not None
    of_warm = [likeness(embedding, enrolment.voice) for embedding in warm[3:]]
    of_plain = [likeness(embedding, enrolment.voice) for embedding in plain]
    assert min(of_warm) - max(of_plain) > 0.1
    assert all(whose(embedding, 3.0, enrolment) is Whose.HIS for embedding in warm[3:])
    assert all(whose(embedding, 3.0, enrolment) is not Whose.HIS for embedding in plain)


def test_loudness_and_silence_around_it_change_little(
    model: SpeakerEmbedding, voices: tuple[list[Samples], list[Samples]]
) -> None:
    sound = voices[0][0]
    silence = np.zeros(HEARING_HZ, np.float32)
    changed = np.concatenate((silence, 0.05 * sound, silence))
    assert likeness(model.embed(sound), model.embed(changed)) > 0.99


def test_the_graph_is_the_network() -> None:
    """A plain LSTM by its equations gives the same embedding from the same weights."""
    random = np.random.default_rng(2)
    weights = {"linear.weight": random.normal(0, 0.1, (256, 256)), "linear.bias": np.ones(256)}
    for n in range(3):
        weights[f"lstm.weight_ih_l{n}"] = random.normal(0, 0.1, (1024, 256 if n else 40))
        weights[f"lstm.weight_hh_l{n}"] = random.normal(0, 0.1, (1024, 256))
        weights[f"lstm.bias_ih_l{n}"] = random.normal(0, 0.1, 1024)
        weights[f"lstm.bias_hh_l{n}"] = random.normal(0, 0.1, 1024)
    network = GeneralizedEmbedding({k: v.astype(np.float32) for k, v in weights.items()})
    sound = random.normal(0, 0.1, 2 * HEARING_HZ).astype(np.float32)
    power = network.stretches(sound)[0]
    below = power @ mel_filters()
    for n in range(3):
        cell = hidden = np.zeros(256)
        states: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
        for row in below:
            sums = (
                weights[f"lstm.weight_ih_l{n}"] @ row
                + weights[f"lstm.weight_hh_l{n}"] @ hidden
                + weights[f"lstm.bias_ih_l{n}"]
                + weights[f"lstm.bias_hh_l{n}"]
            )
            take, keep, new, give = np.split(sums, 4)
            gate = 1 / (1 + np.exp(-np.stack((take, keep, give))))
            cell = gate[1] * cell + gate[0] * np.tanh(new)
            hidden = gate[2] * np.tanh(cell)
            states.append(hidden)
        below = np.stack(states)
    wanted = np.maximum(weights["linear.weight"] @ below[-1] + weights["linear.bias"], 0)
    assert network.encoded(power[None])[0] == pytest.approx(
        wanted / np.linalg.norm(wanted), abs=1e-5
    )


# -- checkpoints that are not what they should be ------------------------------------------------


class Mischief:
    """Makes a folder when it is unpickled the usual way."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return os.mkdir, (self.file,)


def checkpoint(folder: Path, tree: object) -> Path:
    file = folder / "made-up.pt"
    parts: tuple[object, ...] = (1, 1001, {"little_endian": True}, tree, ())
    with file.open("wb") as stream:
        for part in parts:
            pickle.dump(part, stream, protocol=2)
    return file


def test_a_checkpoint_cannot_do_anything(tmp_path: Path) -> None:
    trace = tmp_path / "done"
    file = checkpoint(tmp_path, {"model_state": Mischief(trace)})
    with pytest.raises(HearingUnavailable, match="damaged"):
        load_speaker_embedding(file)
    assert not trace.exists()


NO_WEIGHTS: OrderedDict[str, int] = OrderedDict()
OTHER_TREES: list[tuple[object, str]] = [
    ({"model_state": NO_WEIGHTS}, "another network"),
    ({"model_state": {"linear.bias": 3}}, "damaged"),
    ({"model_state": 7}, "damaged"),
    ({"state": 7}, "damaged"),
    (7, "damaged"),
]


@pytest.mark.parametrize(("tree", "named"), OTHER_TREES)
def test_another_checkpoint_is_refused(tmp_path: Path, tree: object, named: str) -> None:
    with pytest.raises(HearingUnavailable, match=named):
        load_speaker_embedding(checkpoint(tmp_path, tree))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip", b"\x80\x02."])
def test_what_is_no_checkpoint_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.pt"
    file.write_bytes(content)
    with pytest.raises(HearingUnavailable, match="damaged"):
        load_speaker_embedding(file)


def test_a_checkpoint_that_breaks_off_is_refused(tmp_path: Path, model: SpeakerEmbedding) -> None:
    assert model
    file = tmp_path / "cut.pt"
    file.write_bytes((models_folder() / MODEL_FILE).read_bytes()[:100_000])
    with pytest.raises(HearingUnavailable, match="damaged"):
        load_speaker_embedding(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(HearingUnavailable, match=r"nowhere\.pt"):
        load_speaker_embedding(tmp_path / "nowhere.pt")
