"""His wish in words becomes a voice, of those that are here."""

import pytest

from samantha.personality.first_impression import Answers, first_persona
from samantha.personality.voice_choice import VOICES, fitting
from samantha.providers.hibari import Hibari

HERS = [name for name in VOICES if VOICES[name].quick]


def chosen(wish: str, here: list[str] | None = None, social: str = "") -> str:
    persona = first_persona(Answers(voice=wish, social=social))
    return fitting(persona, list(VOICES) if here is None else here)


@pytest.mark.parametrize(
    ("wish", "voice"),
    [
        ("", "hibari:heart"),
        ("warm, female", "hibari:heart"),
        ("calm and soft", "hibari:soft"),
        ("lively, female", "hibari:bright"),
        ("male", "kokoro:michael"),
        ("a deep male voice", "kokoro:onyx"),
        ("a lively guy", "kokoro:liam"),
        ("neither", "kokoro:river"),
        ("calm, female, British", "kokoro:emma"),
        ("a British man", "kokoro:george"),
    ],
)
def test_a_wish_has_its_voice(wish: str, voice: str) -> None:
    assert chosen(wish) == voice


@pytest.mark.parametrize(
    ("wish", "voice"),
    [("male", "hibari:low"), ("British", "hibari:heart")],
)
def test_where_others_were_not_fetched_it_is_the_nearest_of_her_own(wish: str, voice: str) -> None:
    assert chosen(wish, HERS) == voice


def test_at_least_nine_voices_are_chosen_from_and_hers_are_there() -> None:
    assert len(VOICES) >= 9
    assert set(HERS) < {voice.id for voice in Hibari().voices()}


def test_the_installers_voice_is_never_hers() -> None:
    assert "hibari:plain" not in VOICES


def test_where_there_is_none_it_says_so() -> None:
    with pytest.raises(ValueError, match="empty"):
        chosen("", [])
