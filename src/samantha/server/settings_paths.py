"""Settings, voices and models: what can be chosen, and choosing it."""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
from starlette.responses import Response

from samantha.app.catalogue import load_catalogue, model_files
from samantha.app.changing import change, tree_of
from samantha.app.choosing import found_servers, try_model
from samantha.app.persona_file import load_persona
from samantha.app.settings import ModelKind, ModelSettings, Settings, load_settings, models_folder
from samantha.app.voice import sample_of, voices, with_voice
from samantha.domain.errors import SamanthaError, SettingsInvalid
from samantha.server.house import House
from samantha.server.paths import Asked, NotThere, Path
from samantha.server.sound_files import wav_of

SAMPLE_WORDS = "Hello, I'm here. This is how I would sound to you."


class Set(msgspec.Struct, frozen=True):
    """Every setting by section and name, and where her words come from now."""

    settings: dict[str, dict[str, str | int | float | bool]]
    stays_here: bool
    place: str
    restart: bool = False
    """Whether a change counts from her next start only."""


class Changes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings to be changed, by name, in the sections that can be changed from a page."""

    model: dict[str, str | int | float | bool] = {}
    voice: dict[str, str | int | float | bool] = {}
    privacy: dict[str, str | int | float | bool] = {}
    initiative: dict[str, str | int | float | bool] = {}


class ToTry(msgspec.Struct, frozen=True):
    """A model to be tried before it is chosen."""

    model: dict[str, str | int | float | bool]


class Tried(msgspec.Struct, frozen=True):
    """How a model answered: its speed, or why it did not."""

    works: bool
    message: str = ""
    remedy: str = ""
    words_per_s: float = 0.0


class VoiceToChoose(msgspec.Struct, frozen=True):
    """A voice that is on this machine."""

    id: str
    name: str
    description: str
    chosen: bool


class VoicesToChoose(msgspec.Struct, frozen=True):
    """The voices that are on this machine."""

    voices: list[VoiceToChoose]


class ModelToChoose(msgspec.Struct, frozen=True):
    """A language model that can be chosen."""

    id: str
    title: str
    kind: str
    base_url: str
    here: bool
    chosen: bool


class ModelsToChoose(msgspec.Struct, frozen=True):
    """The language models of the catalogue, and those of servers found on this machine."""

    models: list[ModelToChoose]


def settings_paths(house: House) -> Sequence[Path]:
    """The paths of what can be chosen."""
    file = house.home.settings_file

    async def settings(_asked: Asked) -> Set:
        return _shown(house, load_settings(file))

    async def change_settings(asked: Asked) -> Set:
        changes = {name: each for name, each in msgspec.structs.asdict(asked.body).items() if each}
        changed = await change(house.home, changes)
        house.begin_anew()
        return _shown(house, changed)

    async def check(asked: Asked) -> Tried:
        try:
            return await _tried(house, msgspec.convert(asked.body.model, ModelSettings))
        except SamanthaError as error:
            return Tried(works=False, message=error.message, remedy=error.remedy)
        except msgspec.ValidationError as error:
            raise SettingsInvalid(f"That is no model ({error}).", "Name its kind.") from error

    async def all_voices(_asked: Asked) -> VoicesToChoose:
        persona = load_persona(house.home.persona_file)
        chosen = with_voice(load_settings(file).voice, persona).voice
        here = await asyncio.to_thread(voices)
        return VoicesToChoose(
            [VoiceToChoose(v.id, _title(v.id), v.description, v.id == chosen) for v in here]
        )

    async def sample(asked: Asked) -> Response:
        voice: str = asked.request.path_params["voice"]
        if voice not in {each.id for each in await asyncio.to_thread(voices)}:
            raise NotThere(f"There is no voice “{voice}” here.", "GET /api/voices lists them.")
        speech = await asyncio.to_thread(sample_of, voice, SAMPLE_WORDS)
        return Response(wav_of(speech.samples), media_type="audio/wav")

    async def models(_asked: Asked) -> ModelsToChoose:
        files, chosen = model_files(models_folder()), load_settings(file).model.name
        listed = [
            ModelToChoose(
                each.id,
                each.name,
                ModelKind.EMBEDDED,
                base_url="",
                here=files.is_present(each),
                chosen=each.id == chosen,
            )
            for each in load_catalogue().values()
            if each.place.endswith(".gguf")
        ]
        found = [
            ModelToChoose(
                name,
                f"{name} ({each.kind.value})",
                ModelKind.OPENAI,
                each.base_url,
                here=True,
                chosen=name == chosen,
            )
            for each in await found_servers()
            for name in each.models
        ]
        return ModelsToChoose([*listed, *found])

    return [
        Path("GET", "/api/settings", "Every setting", settings, answer=Set),
        Path("PATCH", "/api/settings", "Change settings; she begins anew with them",
             change_settings, body=Changes, answer=Set),
        Path("POST", "/api/settings/check", "Try a model", check, body=ToTry, answer=Tried),
        Path("GET", "/api/voices", "The voices here", all_voices, answer=VoicesToChoose),
        Path("GET", "/api/voices/{voice}/sample", "Hear a voice", sample, media="audio/wav"),
        Path("GET", "/api/models", "The models to choose from", models, answer=ModelsToChoose),
    ]  # fmt: skip


def _shown(house: House, settings: Settings) -> Set:
    chosen: Any = tree_of(settings)
    if house.is_awake:
        identity = house.household.model.identity
        return Set(chosen, identity.on_this_machine, identity.place)
    return Set(chosen, settings.privacy.stay_local, settings.model.base_url)


async def _tried(house: House, chosen: ModelSettings) -> Tried:
    here = load_settings(house.home.settings_file).model
    if chosen.kind is ModelKind.EMBEDDED and chosen.name == here.name and house.is_awake:
        return Tried(works=True)  # it is the one that answers now; twice it may not fit into memory
    trial = await try_model(house.home, chosen)
    taken_s = max(trial.whole_s - trial.first_token_s, 1e-3)
    return Tried(works=True, words_per_s=round(len(trial.words.split()) / taken_s, 1))


def _title(voice: str) -> str:
    return voice.partition(":")[2].replace("_", " ").title()
