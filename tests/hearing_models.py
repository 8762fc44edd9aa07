"""The models that listen, from the folder of models; tests with them are marked `model`."""

from pathlib import Path

import pytest

from samantha.app.catalogue import find_entry, model_files
from samantha.app.settings import models_folder
from samantha.providers.moonshine import Moonshine
from samantha.providers.silero import Silero
from samantha.providers.smart_turn import SmartTurn
from samantha.providers.whisper import Whisper


def model_path(model_id: str) -> Path:
    """Where a model lies; fails without one that is fetched unasked, skips without another."""
    entry = find_entry(model_id)
    files = model_files(models_folder())
    if not files.is_present(entry):
        if not entry.default:
            pytest.skip(f"{model_id} is not here")
        pytest.fail(f"Fetch it: samantha models fetch {model_id}")
    return files.path_of(entry)


def moonshine() -> Moonshine:
    return Moonshine(model_path("moonshine-base-en"))


def moonshine_tiny() -> Moonshine:
    return Moonshine(model_path("moonshine-tiny-en"))


def whisper() -> Whisper:
    pytest.importorskip("faster_whisper")
    return Whisper(model_path("whisper-base"))


def silero() -> Silero:
    return Silero(model_path("silero-6.2.3"))


def smart_turn() -> SmartTurn:
    return SmartTurn(model_path("smart-turn-v3.2"))
