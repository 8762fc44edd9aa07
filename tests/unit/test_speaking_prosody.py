"""Mood, style and act become a prosody."""

import numpy as np
import pytest

from samantha.domain.audio import SPEAKING_HZ
from samantha.speaking.mannerisms import BREATH_S, Mannerisms, breath, opening, wants_breath
from samantha.speaking.ports import Prosody
from samantha.speaking.prosody import (
    LIMITS,
    Act,
    Mood,
    Style,
    Tone,
    act_of,
    added,
    nearer,
    style_of,
    within_limits,
)

ALL = Mannerisms(breath=True, um=True, laughter=True)


def test_the_plain_style_is_the_voice_as_it_is() -> None:
    for act in Act:
        assert Tone(Mood(-1, 1), Style.PLAIN).prosody(act) == Prosody()


def test_the_styles_differ_as_they_should() -> None:
    by = {style: Tone(style=style).prosody() for style in Style}
    assert by[Style.SAD].pace < by[Style.WARM].pace < by[Style.EXCITED].pace
    assert by[Style.SAD].pitch_semitones < 0 < by[Style.EXCITED].pitch_semitones
    assert by[Style.SAD].pitch_range < 1 < by[Style.AMUSED].pitch_range
    assert by[Style.TENDER].breath_db > by[Style.WARM].breath_db
    assert by[Style.WHISPER].breath_db > 30
    assert by[Style.SAD].pause > 1 > by[Style.EXCITED].pause
    assert len(set(by.values())) == len(Style)


def test_a_mood_shines_through_a_style() -> None:
    stirred, drowsy = (Tone(Mood(0, arousal)).prosody() for arousal in (0.8, -0.8))
    assert stirred.pace > drowsy.pace
    assert stirred.pitch_semitones > drowsy.pitch_semitones
    assert stirred.energy_db > drowsy.energy_db
    assert stirred.pause < drowsy.pause
    happy, sad = (Tone(Mood(valence, 0)).prosody() for valence in (0.8, -0.8))
    assert happy.pitch_range > sad.pitch_range


def test_a_mood_out_of_bounds_is_taken_for_the_bound() -> None:
    assert Tone(Mood(9, -9)).prosody() == Tone(Mood(1, -1)).prosody()


@pytest.mark.parametrize(
    ("mood", "style"),
    [
        (Mood(), Style.WARM),
        (Mood(-0.8, 0), Style.SAD),
        (Mood(0.5, 0.8), Style.EXCITED),
        (Mood(0.8, 0.3), Style.AMUSED),
        (Mood(0.1, -0.7), Style.TENDER),
        (Mood(0.0, 0.9), Style.WARM),
    ],
)
def test_a_mood_leads_to_a_style(mood: Mood, style: Style) -> None:
    assert style_of(mood) is style


@pytest.mark.parametrize(
    ("spoken", "act"),
    [
        ("Did you sleep?", Act.ASK),
        ("Hello there.", Act.GREET),
        ("Good morning, you.", Act.GREET),
        ("I'm so sorry.", Act.APOLOGIZE),
        ("It rained.", Act.TELL),
        ("", Act.TELL),
    ],
)
def test_words_show_what_they_do(spoken: str, act: Act) -> None:
    assert act_of(spoken) is act


def test_measures_are_added_and_multiplied_and_limited() -> None:
    both = added(Prosody(pace=1.1, energy_db=1), Prosody(pace=1.1, energy_db=2, breath_db=3))
    assert both == Prosody(pace=1.1 * 1.1, energy_db=3, breath_db=3)
    assert within_limits(Prosody(pace=9, pitch_semitones=-99)) == Prosody(
        pace=LIMITS[1].pace, pitch_semitones=LIMITS[0].pitch_semitones
    )


def test_phrases_of_one_reply_do_not_jump() -> None:
    sad, excited = (Tone(style=style).prosody() for style in (Style.SAD, Style.EXCITED))
    between = nearer(sad, excited)
    assert sad.pitch_semitones < between.pitch_semitones < excited.pitch_semitones
    assert sad.pace < between.pace < excited.pace
    assert nearer(sad, sad) == sad


def test_breathing_in_is_soft_noise() -> None:
    sound = breath(np.random.default_rng(1))
    assert len(sound) == int(BREATH_S * SPEAKING_HZ)
    assert 20 * np.log10(np.sqrt(np.mean(sound**2))) == pytest.approx(-40, abs=0.1)
    assert abs(sound[0]) < 1e-4
    assert abs(sound[-1]) < 1e-3


@pytest.mark.parametrize(
    ("text", "mannerisms", "hesitated", "expected"),
    [
        ("I think so.", ALL, False, "Um,"),
        ("I think so.", ALL, True, ""),
        ("I think so.", Mannerisms(), False, ""),
        ("So I think.", ALL, False, ""),
        ("*laughs softly* No.", ALL, False, "Ha ha!"),
        ("(chuckles) I think so.", ALL, False, "Ha ha!"),
        ("He laughs a lot.", ALL, False, ""),
        ("*laughs* No.", Mannerisms(um=True), False, ""),
    ],
)
def test_what_is_said_before_a_phrase(
    text: str, mannerisms: Mannerisms, *, hesitated: bool, expected: str
) -> None:
    assert opening(text, mannerisms, hesitated=hesitated) == expected


def test_breath_is_for_long_phrases() -> None:
    assert wants_breath("one two three four five six seven", ALL)
    assert not wants_breath("one two", ALL)
    assert not wants_breath("one two three four five six seven", Mannerisms())
