"""Settings: the only reader of the environment and of the settings file.

One data folder holds everything of one person: `SAMANTHA_HOME`, else the platform's data folder
(`$XDG_DATA_HOME/samantha`). Models are no one's life and large, so they lie apart:
`SAMANTHA_MODELS`, else the platform's cache folder.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, cast

import platformdirs
import tomlkit

from samantha.app.files import write_whole
from samantha.domain.errors import SettingsInvalid

ENVIRONMENT: Mapping[str, str] = os.environ
"""For those who need a variable that a person named, such as a key."""

DEFAULT_MODEL = "qwen2.5-coder-1.5b-instruct-q4_k_m"


class ModelKind(StrEnum):
    """The families of language models."""

    EMBEDDED = "embedded"
    OPENAI = "openai"
    ANTHROPIC = "anthropic"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which language model speaks.

    For `embedded`, `name` is an id of the catalogue or the path of a GGUF file. For the others it
    is the model's name at `base_url`; `key` is "env:NAME" or "keyring:NAME", never the key itself.
    """

    kind: ModelKind = ModelKind.EMBEDDED
    name: str = DEFAULT_MODEL
    base_url: str = ""
    key: str = ""
    window_tokens: int = 0
    """How much the model can hold; 0 is the embedded model's own choice, or 8192 elsewhere."""
    fall_back: bool = True
    """Whether the embedded model answers when a remote one fails."""


@dataclass(frozen=True, slots=True)
class PrivacySettings:
    """What may leave the machine."""

    stay_local: bool = True
    """Refuse every model that does not run on this machine."""


@dataclass(frozen=True, slots=True)
class MeetingAnswers:
    """The first meeting's answers for unattended use; an empty string skips the question."""

    skip: bool = False
    social: str = ""
    voice: str = ""
    mother: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How she sounds and how she listens."""

    voice: str = ""
    """One of `samantha voices`; empty is the one that her persona has."""
    patience: float = 1.0
    """Stretches the silence after which she answers: below 1 sooner, above 1 later."""
    mannerisms: bool = False
    """Whether she breathes audibly, says "um" and laughs."""
    small_sounds: bool = False
    """Whether she says "Mm." before an answer that takes a moment, and where he tells at length."""
    cues: bool = False
    """Whether she also listens to how he says things; it is announced where it is on."""
    others: bool = False
    """Whether she listens to other voices, too, where his was enrolled."""
    wake: str = ""
    """What wakes her: "name" (hers, or Samantha), "okay_nabu" or another word of the package
    pymicro-wakeword, or the JSON file of one. Empty: she always listens."""
    push_to_talk: bool = False
    """Whether the microphone is read only between two presses of a key."""
    microphone: str = ""
    """The device's name or a part of it; empty is the system's own choice."""
    loudspeaker: str = ""


@dataclass(frozen=True, slots=True)
class CareSettings:
    """What she needs to know to be of help in danger."""

    country: str = ""
    """Two letters (ISO 3166), for the numbers to call; empty is read off the time zone."""


@dataclass(frozen=True, slots=True)
class InitiativeSettings:
    """When she may speak first."""

    on: bool = True
    """Whether she may at all; what he asked to be reminded of rings regardless."""
    check_ins: bool = False
    """Whether she may ask how he is after a heavy day, without being spoken to."""
    quiet_from: str = "22:00"
    quiet_to: str = "08:00"
    """Between these hours of the clock she never speaks first."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, with the defaults that need no file."""

    model: ModelSettings = field(default_factory=ModelSettings)
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    meeting: MeetingAnswers = field(default_factory=MeetingAnswers)
    care: CareSettings = field(default_factory=CareSettings)
    initiative: InitiativeSettings = field(default_factory=InitiativeSettings)


@dataclass(frozen=True, slots=True)
class Home:
    """Where everything of one person lies."""

    folder: Path

    @property
    def settings_file(self) -> Path:
        """Settings, written by hand or by `samantha models use`."""
        return self.folder / "settings.toml"

    @property
    def persona_file(self) -> Path:
        """Who she is; made at the first meeting, open to editing."""
        return self.folder / "persona.toml"

    @property
    def database(self) -> Path:
        """Everything said."""
        return self.folder / "samantha.db"

    @property
    def lock_file(self) -> Path:
        """Held by the one process that uses the folder."""
        return self.folder / "samantha.lock"

    @property
    def state_folder(self) -> Path:
        """What the language model had in mind, so that a start is quick; may be deleted."""
        return self.folder / "state"

    @property
    def door_folder(self) -> Path:
        """Who may come in to her page, and what lets them in."""
        return self.folder / "door"

    @property
    def connections_file(self) -> Path:
        """What she was connected with; without secrets."""
        return self.folder / "connections.toml"

    @property
    def calendars_folder(self) -> Path:
        """Her own calendar, and what she last knew of those that live elsewhere."""
        return self.folder / "calendars"

    @property
    def own_calendar(self) -> Path:
        """What he had her enter, and that lives nowhere else."""
        return self.calendars_folder / "here"

    @property
    def voice_file(self) -> Path:
        """His voice as it was enrolled, in numbers."""
        return self.folder / "his-voice.json"

    @property
    def log_file(self) -> Path:
        """What happened, never what was said."""
        return self.folder / "samantha.log"

    @property
    def input_history(self) -> Path:
        """The lines typed at the terminal, for the arrow keys."""
        return self.folder / "typed-lines"


def find_home(environ: Mapping[str, str] = os.environ) -> Home:
    """Say where the data folder is; it need not exist yet."""
    chosen = environ.get("SAMANTHA_HOME")
    if chosen:
        return Home(Path(chosen).expanduser().absolute())
    return Home(Path(platformdirs.user_data_dir("samantha", appauthor=False)))


def models_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Say where model files lie; the folder need not exist yet."""
    chosen = environ.get("SAMANTHA_MODELS")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return Path(platformdirs.user_cache_dir("samantha", appauthor=False)) / "models"


T = TypeVar(
    "T",
    ModelSettings,
    VoiceSettings,
    PrivacySettings,
    MeetingAnswers,
    CareSettings,
    InitiativeSettings,
)


def load_settings(file: Path) -> Settings:
    """Read the settings file; a missing one means the defaults.

    Raises:
        SettingsInvalid: it cannot be read, is no TOML, names a setting that does not exist, or
            gives one a value that it cannot have.
    """
    try:
        tree = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalid(
            f"The settings file {file} cannot be read ({error}).",
            "Make it readable, or move it away to go back to the defaults.",
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(
            f"The settings file {file} is not valid TOML: {error}.",
            "Mend that line, or move the file away to go back to the defaults.",
        ) from error
    known = {
        "model": ModelSettings,
        "voice": VoiceSettings,
        "privacy": PrivacySettings,
        "meeting": MeetingAnswers,
        "care": CareSettings,
        "initiative": InitiativeSettings,
    }
    for section in tree:
        if section not in known:
            raise _unknown(file, section, known)
    model = _section(file, tree, "model", ModelSettings)
    return Settings(
        model=model,
        voice=_section(file, tree, "voice", VoiceSettings),
        privacy=_section(file, tree, "privacy", PrivacySettings),
        meeting=_section(file, tree, "meeting", MeetingAnswers),
        care=_section(file, tree, "care", CareSettings),
        initiative=_initiative(file, tree),
    )


def save_model_choice(file: Path, model: ModelSettings, *, stay_local: bool) -> None:
    """Write which model speaks into the settings file, leaving the rest and its comments alone.

    Raises:
        SettingsInvalid: the file has a mistake; it is left as it is.
    """
    load_settings(file)
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    document = tomlkit.parse(text)
    table = tomlkit.table()
    for each in fields(model):
        value = getattr(model, each.name)
        table[each.name] = str(value) if isinstance(value, StrEnum) else value
    document["model"] = table
    privacy = document.setdefault("privacy", tomlkit.table())
    privacy["stay_local"] = stay_local
    write_whole(file, tomlkit.dumps(document))


def _section(file: Path, tree: dict[str, Any], name: str, kind: type[T]) -> T:
    """Turn one table of the file into its dataclass, checking every name and type."""
    table = tree.get(name, {})
    if not isinstance(table, dict):
        raise SettingsInvalid(
            f"In {file}, “{name}” must be a table.", f"Write it as [{name}] with lines below it."
        )
    given = cast("dict[str, Any]", table)
    defaults = kind()
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key not in _names(kind):
            raise _unknown(file, f"{name}.{key}", [f"{name}.{each}" for each in _names(kind)])
        default = getattr(defaults, key)
        values[key] = _kind_of_model(file, name, key, value) if key == "kind" else value
        if isinstance(default, float) and type(value) is int:
            values[key] = float(value)
        # Exactly that type: to Python true is a number, to a person it is none.
        if type(values[key]) is not type(default):
            raise SettingsInvalid(
                f"In {file}, {name}.{key} must be of type {type(default).__name__}.",
                f"It is written as {value!r} now.",
            )
        if isinstance(value, int) and value < 0:
            raise SettingsInvalid(
                f"In {file}, {name}.{key} cannot be less than 0.", f"It is written as {value} now."
            )
    return kind(**values)


def _initiative(file: Path, tree: dict[str, Any]) -> InitiativeSettings:
    found = _section(file, tree, "initiative", InitiativeSettings)
    for name in ("quiet_from", "quiet_to"):
        written = getattr(found, name)
        try:
            time.fromisoformat(written)
        except ValueError:
            raise SettingsInvalid(
                f"In {file}, initiative.{name} must be an hour of the clock.",
                f'Write it as "22:00"; it is {written!r} now.',
            ) from None
    return found


def _kind_of_model(file: Path, section: str, key: str, value: Any) -> ModelKind:
    try:
        return ModelKind(value)
    except ValueError:
        options = ", ".join(f'"{option}"' for option in ModelKind)
        raise SettingsInvalid(
            f"In {file}, {section}.{key} cannot be “{value}”.", f"Use one of {options}."
        ) from None


def _names(kind: type) -> list[str]:
    return [each.name for each in fields(kind)]


def _unknown(file: Path, name: str, known: Any) -> SettingsInvalid:
    return SettingsInvalid(
        f"The settings file {file} has an unknown setting “{name}”.",
        f"Known are: {', '.join(known)}.",
    )
