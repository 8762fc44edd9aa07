"""What several contracts are tried against."""

from collections.abc import Generator

import pytest

from tests.anthropic_server import anthropic_server
from tests.llama_server import llama_server


@pytest.fixture(scope="session")
def llama_url() -> Generator[str, None, None]:
    """The base URL of llama.cpp's own server, a process with a tiny model."""
    with llama_server() as url:
        yield url


@pytest.fixture(scope="session")
def anthropic_url() -> Generator[str, None, None]:
    """The base URL of a process that speaks Anthropic's protocol."""
    with anthropic_server() as url:
        yield url
