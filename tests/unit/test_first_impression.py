"""From his answers to her persona: by rules, the same each time, and nothing is required of him."""

from dataclasses import astuple

import pytest

from samantha.personality.first_impression import (
    Answers,
    called,
    first_persona,
    hesitates,
    skips,
    timbre_of,
)
from samantha.personality.persona import Persona, Timbre, Traits


def traits(*, social: str = "", voice: str = "", mother: str = "") -> Traits:
    return first_persona(Answers(social, voice, mother)).traits


def test_who_skips_everything_meets_her_as_she_is() -> None:
    assert first_persona(Answers()) == Persona()


def test_the_same_answers_make_the_same_persona() -> None:
    answers = Answers("um, anti-social I guess", "low and funny", "complicated", "Theo")
    assert first_persona(answers) == first_persona(answers)
    assert first_persona(answers).her_name is None


def test_someone_who_keeps_to_himself_is_met_with_patience() -> None:
    for social in ("anti-social", "I'm a loner", "I like to be alone", "not very social, no"):
        assert traits(social=social).patience > Traits().patience
        assert traits(social=social).liveliness < Traits().liveliness


def test_someone_outgoing_is_met_with_play() -> None:
    for social in ("social", "very outgoing", "I love parties"):
        assert traits(social=social).playfulness > Traits().playfulness


def test_a_sore_spot_is_met_with_warmth() -> None:
    for mother in ("she died last year", "it's complicated", "It was always about her", "distant"):
        assert traits(mother=mother).warmth > Traits().warmth
        assert traits(mother=mother).directness < Traits().directness


def test_a_close_mother_allows_for_teasing() -> None:
    assert traits(mother="We're close, she's lovely.").playfulness > Traits().playfulness


@pytest.mark.parametrize(
    ("voice", "trait", "more"),
    [
        ("calm and slow", "liveliness", False),
        ("lively", "liveliness", True),
        ("a bit sarcastic", "playfulness", True),
        ("honest", "directness", True),
        ("warm", "warmth", True),
    ],
)
def test_her_voice_leans_as_he_wishes(voice: str, trait: str, *, more: bool) -> None:
    before, after = getattr(Traits(), trait), getattr(traits(voice=voice), trait)
    assert (after > before) is more
    assert after != before


def test_traits_stay_between_nothing_and_all() -> None:
    everything = "calm soft lively quick funny witty honest blunt warm kind"
    persona = first_persona(
        Answers(f"um, alone… {everything}", everything, f"she died, um {everything}", "Theo")
    )
    assert all(0 <= value <= 1 for value in astuple(persona.traits))


@pytest.mark.parametrize(
    ("answer", "hesitant"),
    [
        ("Well, I guess she's fine", True),
        ("um", True),
        ("It's... complicated", True),
        ("I don't know", True),
        ("We talk every day.", False),
        ("humming along", False),
        ("", False),
    ],
)
def test_hesitance(answer: str, *, hesitant: bool) -> None:
    assert hesitates(answer) is hesitant
    assert bool(first_persona(Answers(mother=answer)).style) is hesitant


@pytest.mark.parametrize(
    ("voice", "timbre"),
    [
        ("", Timbre.FEMININE),
        ("warm", Timbre.FEMININE),
        ("a woman's", Timbre.FEMININE),
        ("female", Timbre.FEMININE),
        ("male", Timbre.MASCULINE),
        ("a man, deep and calm", Timbre.MASCULINE),
        ("masculine please", Timbre.MASCULINE),
        ("neutral", Timbre.NEUTRAL),
        ("neither", Timbre.NEUTRAL),
        ("I don't mind", Timbre.NEUTRAL),
    ],
)
def test_timbre(voice: str, timbre: Timbre) -> None:
    assert timbre_of(voice) is timbre


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("Theodore", "Theodore"),
        ("theo", "Theo"),
        ("  Theo.  ", "Theo"),
        ("“Theo”", "Theo"),
        ("call me Theo, please", "Theo"),
        ("You can call me Theo", "Theo"),
        ("my name is Theodore Twombly", "Theodore Twombly"),
        ("I'm Theo!", "Theo"),
        ("Theo is fine", "Theo"),
        ("Um, call me Theo.", "Theo"),
        ("It's Theodore with an E.", "Theodore"),
        ("It's Theodore, with an E.", "Theodore"),
        ("I'd like to be called Theo, I think.", "Theo"),
        ("Well... Theodore. My friends say Theo.", "Theodore"),
        ("Theodore. That's it.", "Theodore"),
        ("just Theo thanks", "Theo"),
        ("It's Theo.", "Theo"),
        ("Christian, but friends call me Chris", "Chris"),
        ("O'Brien", "O'Brien"),
        ("jean-luc", "Jean-Luc"),
        ("Zoë", "Zoë"),
        ("李明", "李明"),
        ("Mr. Twombly", "Mr. Twombly"),
        ("McDonald", "McDonald"),
        ("Sam (short for Samuel)", "Sam"),
        ("", None),
        ("   ", None),
        ("…", None),
        ("123", None),
        ("no", None),
        ("skip", None),
        ("nothing", None),
        ("none", None),
        ("I don't know", None),
        ("I don't care", None),
        ("I'd rather not say", None),
        ("until I moved away and then there was less", None),
        ("whatever you like", None),
    ],
)
def test_what_he_would_like_to_be_called(answer: str, name: str | None) -> None:
    assert called(answer) == name


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("Skip.", True),
        ("I'd rather not.", True),
        ("Um, I'd rather not say.", True),
        ("Well, I don't want to talk about it.", True),
        ("Next question, please.", True),
        ("No.", False),
        ("I skip breakfast and people.", False),
        ("I'd rather not have had to fight with her.", False),
    ],
)
def test_who_would_rather_not_answer_skips(answer: str, wanted: bool) -> None:
    assert skips(answer) is wanted


def test_a_voice_that_hesitates_is_given_room() -> None:
    plain, hesitant = first_persona(Answers(mother="Fine.")), Answers(mother="Fine.", hesitant=True)
    assert first_persona(hesitant).traits.patience > plain.traits.patience
    assert "You leave room after a question." in first_persona(hesitant).style


def test_his_wording_of_the_voice_is_kept() -> None:
    assert first_persona(Answers(voice=" like rain \n")).voice_wish == "like rain"
