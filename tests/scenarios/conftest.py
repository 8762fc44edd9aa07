"""What scenarios may ask for."""

from collections.abc import Generator

import pytest

from tests.loop_watch import unblocked_loop


@pytest.fixture(name="unblocked_loop")
def watched_loop() -> Generator[None, None, None]:
    """The test fails if anything holds up its event loop for a quarter of a second."""
    with unblocked_loop():
        yield
