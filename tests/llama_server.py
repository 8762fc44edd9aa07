"""llama.cpp's own OpenAI-protocol server with a tiny model, as a process on a free port.

Run as a program (`python llama_server.py MODEL`) it prints the address it listens at and serves
until its input ends; `llama_server` starts and stops such a process.
"""

import hashlib
import importlib
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from samantha.app.catalogue import find_entry, model_files
from samantha.app.settings import models_folder

MODEL_ID = "smollm2-135m-instruct-q4_1"
MODEL_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
SERVED_NAME = "tiny"
WINDOW_TOKENS = 2048
FETCH_S = 300.0


def tiny_model() -> Path:
    """The tiny model's file, fetched by her own command where it is missing."""
    file = model_files(models_folder()).path_of(find_entry(MODEL_ID))
    if not file.exists():
        command = [sys.executable, "-m", "samantha.cli.main", "models", "fetch", MODEL_ID]
        subprocess.run(command, check=True, timeout=FETCH_S)
    with file.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    assert found == MODEL_SHA256, f"{file} is not {MODEL_ID}"
    return file


@contextmanager
def llama_server() -> Generator[str, None, None]:
    """Serve the tiny model while the context lasts; gives the base URL, ending in "/v1"."""
    with subprocess.Popen(
        [sys.executable, __file__, str(tiny_model())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            # A server that fails to start ends its output, so this wait is bounded by it.
            line = process.stdout.readline()
            assert line.startswith(b"http://127.0.0.1:"), "llama.cpp's server does not start"
            yield f"{line.decode().strip()}/v1"
        finally:
            process.kill()


def _serve(model: str) -> None:
    xllamacpp: Any = importlib.import_module("xllamacpp")
    wanted = xllamacpp.CommonParams()
    wanted.model.path = model
    wanted.model_alias = {SERVED_NAME}
    wanted.hostnames = ["127.0.0.1"]
    wanted.port = 0
    wanted.n_ctx = WINDOW_TOKENS
    wanted.n_parallel = 1
    # One thread has nobody to wait for, so other work on the machine cannot stall it.
    wanted.cpuparams.n_threads = 1
    wanted.cpuparams_batch.n_threads = 1
    wanted.warmup = False
    # What is evaluated anew each time is computed alike each time.
    wanted.cache_prompt = False
    server = xllamacpp.Server(wanted)
    print(server.listening_address, flush=True)
    sys.stdin.read()  # it ends when whoever started this process is gone


if __name__ == "__main__":
    _serve(sys.argv[1])
