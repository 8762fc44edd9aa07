"""A voice is enrolled only if it is one, and known again only from enough of it."""

import numpy as np
import pytest

from samantha.hearing.enrolment import SHORTEST_S, Whose, enrol, likeness, whose
from samantha.hearing.ports import Embedding


def at(cosine: float, axis: int = 1) -> Embedding:
    """An embedding that is like the first axis by `cosine`."""
    embedding = np.zeros(8, np.float32)
    embedding[0], embedding[axis] = cosine, np.sqrt(1 - cosine**2)
    return embedding


ONE_VOICE = (at(0.95, 1), at(0.95, 2), at(0.95, 3))


def test_likeness_is_a_cosine() -> None:
    assert likeness(at(0.6), at(1.0) * 3) == pytest.approx(0.6)
    assert likeness(at(0.6), np.zeros(8, np.float32)) == 0.0


def test_too_few_or_two_voices_are_no_enrolment() -> None:
    assert enrol(ONE_VOICE[:2]) is None
    assert enrol([]) is None
    assert enrol([*ONE_VOICE, at(0.3)]) is None
    enrolment = enrol(ONE_VOICE)
    assert enrolment is not None
    assert np.linalg.norm(enrolment.voice) == pytest.approx(1.0)
    assert likeness(enrolment.voice, at(1.0)) > 0.95


@pytest.mark.parametrize(
    ("cosine", "speech_s", "verdict"),
    [
        (0.90, 3.0, Whose.HIS),
        (0.90, SHORTEST_S, Whose.HIS),
        (0.75, 3.0, Whose.UNSURE),
        (0.64, 3.0, Whose.ANOTHER),
        (0.64, 2.0, Whose.UNSURE),
        (0.50, 2.0, Whose.ANOTHER),
        (0.50, SHORTEST_S - 0.1, Whose.UNSURE),
        (0.99, 0.5, Whose.UNSURE),
    ],
)
def test_the_verdict_needs_likeness_and_length(
    cosine: float, speech_s: float, verdict: Whose
) -> None:
    enrolment = enrol([at(1.0), at(1.0), at(1.0)])
    assert enrolment is not None
    assert whose(at(cosine), speech_s, enrolment) is verdict
