"""Settings say what they hold, name every mistake, and are changed without harm."""

from pathlib import Path

import pytest

from samantha.app.settings import (
    Home,
    MeetingAnswers,
    ModelKind,
    ModelSettings,
    PrivacySettings,
    Settings,
    VoiceSettings,
    find_home,
    load_settings,
    models_folder,
    save_model_choice,
)
from samantha.domain.errors import SettingsInvalid

FULL = """
# my own notes
[model]
kind = "openai"
name = "parrot"
base_url = "http://localhost:1234/v1"
key = "env:PARROT_KEY"
window_tokens = 8192
fall_back = false

[voice]
voice = "kokoro:bella"
patience = 1
mannerisms = true

[privacy]
stay_local = false  # I know

[meeting]
skip = true
social = "rather not"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "none.toml")
    assert settings == Settings()
    assert settings.model.kind is ModelKind.EMBEDDED
    assert settings.privacy.stay_local
    assert load_settings(written(tmp_path, "")) == settings


def test_everything_can_be_set(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, FULL)) == Settings(
        ModelSettings(
            ModelKind.OPENAI, "parrot", "http://localhost:1234/v1", "env:PARROT_KEY", 8192, False
        ),
        VoiceSettings(voice="kokoro:bella", patience=1.0, mannerisms=True),
        PrivacySettings(stay_local=False),
        MeetingAnswers(skip=True, social="rather not"),
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[model", "not valid TOML"),
        ("[modell]", "modell"),
        ("model = 3", "must be a table"),
        ("[model]\nnmae = 'x'", "model.nmae"),
        ("[model]\n__class__ = 'x'", "__class__"),
        ("[model]\nkind = 'clever'", "clever"),
        ("[model]\nkind = 3", "3"),
        ("[model]\nwindow_tokens = 'many'", "window_tokens"),
        ("[model]\nwindow_tokens = true", "window_tokens"),
        ("[model]\nwindow_tokens = 1.5", "window_tokens"),
        ("[model]\nwindow_tokens = -5", "window_tokens"),
        ("[model]\nfall_back = 'no'", "fall_back"),
        ("[privacy]\nstay_local = 1", "stay_local"),
        ("[meeting]\nname = 5", "meeting.name"),
    ],
)
def test_every_mistake_is_named(tmp_path: Path, text: str, named: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(SettingsInvalid) as caught:
        load_settings(file)
    assert named in caught.value.message + caught.value.remedy
    assert str(file) in caught.value.message


def test_what_cannot_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="cannot be read"):
        load_settings(tmp_path)
    (tmp_path / "latin").write_bytes(b'[meeting]\nname = "Th\xe9o"')
    with pytest.raises(SettingsInvalid, match="cannot be read"):
        load_settings(tmp_path / "latin")


# -- changing the model ------------------------------------------------------------------------


def test_a_choice_of_model_leaves_the_rest_alone(tmp_path: Path) -> None:
    file = written(tmp_path, FULL)
    chosen = ModelSettings(ModelKind.ANTHROPIC, "quill", key="keyring:QUILL")
    save_model_choice(file, chosen, stay_local=False)
    settings = load_settings(file)
    assert settings.model == chosen
    assert settings.meeting == MeetingAnswers(skip=True, social="rather not")
    text = file.read_text(encoding="utf-8")
    assert "# my own notes" in text
    assert "# I know" in text
    assert "parrot" not in text
    save_model_choice(file, ModelSettings(), stay_local=True)
    assert load_settings(file).model == ModelSettings()
    assert load_settings(file).privacy.stay_local
    assert [each.name for each in tmp_path.iterdir()] == ["settings.toml"]


def test_a_first_choice_makes_the_file_and_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.toml"
    save_model_choice(file, ModelSettings(name='odd "name" \\ 物'), stay_local=True)
    assert load_settings(file) == Settings(ModelSettings(name='odd "name" \\ 物'))


@pytest.mark.parametrize("text", ["[model", "privacy = 3"])
def test_a_choice_does_not_write_over_a_file_with_a_mistake(tmp_path: Path, text: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(SettingsInvalid):
        save_model_choice(file, ModelSettings(), stay_local=True)
    assert file.read_text(encoding="utf-8") == text


# -- where things lie ----------------------------------------------------------------------------


def test_the_data_folder_is_where_he_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_home({"SAMANTHA_HOME": str(tmp_path)}) == Home(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert find_home({"SAMANTHA_HOME": "here"}).folder == tmp_path / "here"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_home({"SAMANTHA_HOME": "~/hers"}).folder == tmp_path / "hers"
    assert models_folder({"SAMANTHA_MODELS": "~/models"}) == tmp_path / "models"


def test_without_a_wish_the_platform_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert find_home({}).folder == tmp_path / "data" / "samantha"
    assert find_home({"SAMANTHA_HOME": ""}).folder == tmp_path / "data" / "samantha"
    assert models_folder({}) == tmp_path / "cache" / "samantha" / "models"


def test_everything_of_one_person_lies_in_one_folder(tmp_path: Path) -> None:
    home = Home(tmp_path)
    places = (
        home.settings_file,
        home.persona_file,
        home.database,
        home.lock_file,
        home.state_folder,
        home.log_file,
        home.input_history,
    )
    assert {place.parent for place in places} == {tmp_path}
    assert len(set(places)) == len(places)
