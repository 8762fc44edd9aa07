"""The persona file is read by people and survives their editing."""

from dataclasses import fields
from pathlib import Path

import pytest

from samantha.app.persona_file import in_words, load_persona, save_persona
from samantha.domain.errors import SettingsInvalid
from samantha.personality.persona import Persona, Timbre, Traits

ODD = Persona(
    her_name="Zoë-Ann",
    his_name='Theo "the letter" \\ O\'Brien',
    traits=Traits(0.0, 1.0, 0.33, 0.5, 0.01, 0.99),
    timbre=Timbre.NEUTRAL,
    voice="hibari:soft",
    voice_wish="calm,\nand low 🙂 # not a comment",
    style=("You like puns.", 'You say "well".', ""),
)


@pytest.mark.parametrize("persona", [Persona(), ODD, Persona(her_name="Mirel")])
def test_what_is_saved_is_read_again(tmp_path: Path, persona: Persona) -> None:
    file = tmp_path / "new" / "persona.toml"
    save_persona(file, persona)
    save_persona(file, persona)
    assert load_persona(file) == persona
    assert [each.name for each in file.parent.iterdir()] == ["persona.toml"]


def test_a_person_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "persona.toml"
    save_persona(file, Persona(her_name="Mirel", traits=Traits(warmth=0.9, liveliness=0.1)))
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("#")
    assert any("software" in line for line in lines if line.startswith("#"))
    assert 'her_name = "Mirel"' in lines
    assert "warmth = 0.9 # very warm" in lines
    assert "liveliness = 0.1 # calm" in lines


@pytest.mark.parametrize("trait", [each.name for each in fields(Traits)])
def test_every_trait_has_words_for_little_some_and_much(trait: str) -> None:
    assert len({in_words(trait, value) for value in (0.0, 0.5, 1.0)}) == 3


def test_she_has_not_been_met_where_there_is_no_file(tmp_path: Path) -> None:
    assert load_persona(tmp_path / "none.toml") is None


def test_what_is_left_out_is_the_default(tmp_path: Path) -> None:
    file = tmp_path / "persona.toml"
    file.write_text('her_name = " Mirel "\n[traits]\nwarmth = 1\n', encoding="utf-8")
    assert load_persona(file) == Persona(her_name="Mirel", traits=Traits(warmth=1.0))
    file.write_text("", encoding="utf-8")
    assert load_persona(file) == Persona()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("her_name = ", "Invalid value"),
        ("[traits]\nwarmth = 2", "warmth"),
        ("[traits]\nwarmth = -0.1", "warmth"),
        ("[traits]\nwarmth = nan", "warmth"),
        ("[traits]\nwarmth = 'hot'", "hot"),
        ("[traits]\nwarmth = [1]", "persona"),
        ("[traits]\nchill = 0.5", "chill"),
        ("timbre = 'growling'", "growling"),
        ("traits = 3", "traits"),
        ("traits = [1]", "traits"),
        ("style = 5", "persona"),
        ("style = {a = 1}", "style"),
    ],
)
def test_every_mistake_is_named(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "persona.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsInvalid) as caught:
        load_persona(file)
    assert named in caught.value.message
    assert str(file) in caught.value.message


def test_a_single_sentence_of_style_is_not_taken_apart(tmp_path: Path) -> None:
    """Who edits by hand forgets the brackets."""
    file = tmp_path / "persona.toml"
    file.write_text('style = "You like puns."', encoding="utf-8")
    persona = load_persona(file)
    assert persona is not None
    assert persona.style == ("You like puns.",)


def test_what_cannot_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid):
        load_persona(tmp_path)
    (tmp_path / "latin").write_bytes(b'her_name = "Th\xe9o"')
    with pytest.raises(SettingsInvalid):
        load_persona(tmp_path / "latin")
