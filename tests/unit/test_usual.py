"""What stands out is what differs from his usual way, and it is said in a few words."""

from dataclasses import replace

import pytest

from samantha.hearing.cues import Cues
from samantha.hearing.usual import ENOUGH, MEMORY, Deviations, Usual, described

PLAIN = Cues(
    speech_s=3.0,
    pace=5.0,
    pauses=1,
    long_pauses=0,
    longest_pause_s=0.3,
    pause_share=0.1,
    filled_pauses=0,
    restarts=0,
    searches=0,
    loudness_db=-26.0,
    pitch_hz=120.0,
    movement_semitones=6.0,
    final_slope=-3.0,
    voiced_share=0.6,
)


def usual(count: int = 20) -> Usual:
    known = Usual()
    for n in range(count):
        drift = (-1, 0, 1)[n % 3]
        known = known.after(replace(PLAIN, pace=5.0 + 0.4 * drift, loudness_db=-26.0 + drift))
    return known


def test_a_stranger_has_no_usual_way() -> None:
    assert usual(ENOUGH - 1).deviations(PLAIN) is None
    assert usual(ENOUGH).deviations(PLAIN) is not None


def test_what_is_as_usual_does_not_deviate() -> None:
    assert usual().deviations(PLAIN) == Deviations()


def test_deviations_have_the_sign_of_the_difference() -> None:
    strange = replace(PLAIN, pace=3.5, loudness_db=-36.0, pitch_hz=150.0, filled_pauses=3)
    deviations = usual().deviations(strange)
    assert deviations is not None
    assert deviations.pace < -2
    assert deviations.loudness == pytest.approx(-4.0)
    assert deviations.pitch > 3
    assert deviations.hesitation > 3
    assert deviations.movement == deviations.pauses == 0


def test_a_single_shout_does_not_change_what_is_usual() -> None:
    known = usual().after(replace(PLAIN, loudness_db=-3.0, pace=9.0))
    assert known.deviations(PLAIN) == usual().deviations(PLAIN)


def test_only_the_last_utterances_are_usual() -> None:
    known = usual()
    for _ in range(MEMORY):
        known = known.after(replace(PLAIN, loudness_db=-40.0))
    assert len(known.recent) == MEMORY
    deviations = known.deviations(PLAIN)
    assert deviations is not None
    assert deviations.loudness > 4


def test_a_short_utterance_neither_counts_nor_deviates() -> None:
    short = replace(PLAIN, speech_s=0.4, pace=9.0)
    assert usual().after(short) == usual()
    assert usual().deviations(short) is None


def test_what_could_not_be_measured_does_not_deviate() -> None:
    deviations = usual().deviations(replace(PLAIN, pace=None, pitch_hz=None))
    assert deviations == Deviations()


@pytest.mark.parametrize(
    ("cues", "unusual", "note"),
    [
        (PLAIN, None, ""),
        (PLAIN, Deviations(), ""),
        (PLAIN, Deviations(pace=-1.7, loudness=1.7), ""),
        (PLAIN, Deviations(pace=-2.0), "a little slower than usual"),
        (PLAIN, Deviations(pace=2.0, loudness=-2.0), "a little faster and quieter than usual"),
        (PLAIN, Deviations(loudness=3.0), "louder than usual"),
        (PLAIN, Deviations(pitch=5.0, movement=5.0), "much higher and livelier than usual"),
        (
            PLAIN,
            Deviations(pace=-2.0, loudness=-4.5, pitch=-3.0),
            "much quieter, deeper, a little slower than usual",
        ),
        (PLAIN, Deviations(movement=-2.0), "a little flatter than usual"),
        (replace(PLAIN, long_pauses=1), None, "one long pause"),
        (replace(PLAIN, long_pauses=2), Deviations(pauses=3.0), "two long pauses"),
        (replace(PLAIN, long_pauses=2), Deviations(pauses=0.5), ""),
        (replace(PLAIN, long_pauses=9), None, "many long pauses"),
        (replace(PLAIN, filled_pauses=1, restarts=1), None, "hesitant"),
        (replace(PLAIN, filled_pauses=1), None, ""),
        (replace(PLAIN, filled_pauses=2), Deviations(hesitation=0.5), ""),
        (replace(PLAIN, final_slope=15.0), None, "rising at the end"),
        (
            replace(PLAIN, long_pauses=2),
            Deviations(pace=-2.0, loudness=-2.0, pauses=2.0),
            "a little slower and quieter than usual, two long pauses",
        ),
    ],
)
def test_a_note_names_what_stands_out(cues: Cues, unusual: Deviations | None, note: str) -> None:
    assert described(cues, unusual) == note
