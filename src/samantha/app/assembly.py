"""The only place where concrete classes meet: from settings to someone to talk with."""

import asyncio
import logging
import random
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from samantha import __version__
from samantha.app.agenda import OWN, open_agenda
from samantha.app.catalogue import find_entry, model_files
from samantha.app.first_meeting import choose_again
from samantha.app.persona_file import save_persona
from samantha.app.settings import (
    DEFAULT_MODEL,
    ENVIRONMENT,
    Home,
    ModelKind,
    ModelSettings,
    Settings,
    models_folder,
)
from samantha.app.whereabouts import country_here, zone_here
from samantha.conversation.company import Company
from samantha.domain.clock import Clock
from samantha.domain.dialogue import EpisodeKind
from samantha.domain.errors import ModelUnavailable, SettingsInvalid
from samantha.domain.language import ModelIdentity
from samantha.heart.ports import EmotionReader
from samantha.mind.doing.doing import Doing, Means
from samantha.mind.fallback import Steadfast
from samantha.mind.feeling import Heart, home_for
from samantha.mind.manner import Guidance
from samantha.mind.ports import LanguageModel
from samantha.mind.timely import Timely
from samantha.mind.truth import SelfKnowledge
from samantha.mind.wishes import AnotherName, CallMe
from samantha.personality.persona import Persona
from samantha.providers.anthropic_messages import ADDRESS, AnthropicMessages
from samantha.providers.emotions import WordsAndMeaning
from samantha.providers.keys import find_key
from samantha.providers.llama_cpp import (
    MANNER,
    EmbeddedLlama,
    open_native,
    pack_for_this_machine,
)
from samantha.providers.minilm import MiniLM
from samantha.providers.openai_chat import OpenAIChat
from samantha.providers.sqlite.claims import SqliteClaims
from samantha.providers.sqlite.errands import SqliteErrands
from samantha.providers.sqlite.forgetting import SqliteForgetting
from samantha.providers.sqlite.heart import SqliteHeart
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import SqliteMemory
from samantha.providers.sqlite.retrieval import SqliteRetrieval
from samantha.providers.system_clock import SystemClock

log = logging.getLogger(__name__)

WRITTEN_WITHIN_S = 30.0
SPOKEN_WITHIN_S = 4.0
"""A model whose first word does not come within this time is given up for the other one."""
EMBEDDING = "all-minilm-l6-v2"
EMBEDDED_WINDOW_TOKENS = 4096
REMOTE_WINDOW_TOKENS = 8192


@dataclass(frozen=True, slots=True)
class Household:
    """What is awake: her memory, her model, and the clock; a persona makes it company."""

    home: Home
    settings: Settings
    memory: SqliteMemory
    retrieval: SqliteRetrieval
    model: LanguageModel
    clock: Clock
    doing: Doing
    inner_life: SqliteHeart
    emotions: EmotionReader

    @property
    def guidance(self) -> Guidance:
        """What shows the chosen model her manner."""
        if self.model.identity.trained_manner:
            return Guidance.TRAINED
        embedded = self.settings.model.kind is ModelKind.EMBEDDED
        return Guidance.EXAMPLES if embedded else Guidance.DESCRIPTION

    def company(self, persona: Persona, *, seed: int | None = None) -> Company:
        """Everything that a session with `persona` needs."""

        async def mirror(now: Persona) -> SelfKnowledge:
            return await look(self, now)

        async def naming(now: Persona, wish: CallMe | AnotherName) -> Persona:
            if isinstance(wish, AnotherName):
                return await choose_again(now, self.home, self.memory, self.clock, random.Random())  # noqa: S311 - a taste, not a secret
            renamed = replace(now, his_name=wish.name)
            save_persona(self.home.persona_file, renamed)
            return renamed

        return Company(
            persona=persona,
            model=self.model,
            log=self.memory,
            retrieval=self.retrieval,
            keepsakes=self.memory,
            clock=self.clock,
            mirror=mirror,
            naming=naming,
            trouble=self.model.tell_failure if isinstance(self.model, Steadfast) else lambda: None,
            seed=seed,
            guidance=self.guidance,
            country=self.settings.care.country.upper() or country_here(),
            doing=self.doing,
            claims=SqliteClaims(self.memory),
            heart=self.heart(persona),
        )

    def heart(self, persona: Persona) -> Heart:
        """The heart of `persona`: what reads emotions, where they are kept, where she rests."""
        return Heart(self.emotions, self.inner_life, home_for(persona))


@asynccontextmanager
async def waking(
    home: Home, settings: Settings, *, purpose: str, within_s: float = WRITTEN_WITHIN_S
) -> AsyncGenerator[Household, None]:
    """Open her memory for this process and load the model; both are let go at the end.

    A model that another one can step in for has `within_s` for its first word.

    Raises:
        StoreUnavailable: the data folder is held by another process or cannot be used.
        ModelUnavailable, SettingsInvalid: the model cannot be had.
    """
    clock = SystemClock()
    began_s = clock.monotonic_s()
    async with AsyncExitStack() as stack:
        memory = await stack.enter_async_context(
            open_memory(home.database, lock_file=home.lock_file, purpose=purpose)
        )
        embedding = await asyncio.to_thread(open_embedding)
        model = await open_model(settings, home, memory, clock, within_s=within_s)
        stack.push_async_callback(model.aclose)
        took_s = clock.monotonic_s() - began_s
        log.info("awake for %s after %.1f s, with %s", purpose, took_s, model.identity.name)
        household = gather(home, settings, memory, model, clock, embedding)
        stack.push_async_callback(household.retrieval.aclose)
        household.retrieval.keep_up()
        await household.doing.purge()
        yield household
    log.info("asleep again after %s", purpose)


def open_embedding() -> MiniLM | None:
    """What finds the like of his words; None, and a line in the log, where it is not there."""
    entry, files = find_entry(EMBEDDING), model_files(models_folder())
    try:
        return MiniLM.of(files.path_of(entry))
    except ModelUnavailable as error:
        log.warning("only words are found, not what means the like: %s", error.message)
        return None


def gather(
    home: Home,
    settings: Settings,
    memory: SqliteMemory,
    model: LanguageModel,
    clock: Clock,
    embedding: MiniLM | None = None,
) -> Household:
    """A household of these; its `retrieval` is to be closed after use."""
    return Household(
        home=home,
        settings=settings,
        memory=memory,
        retrieval=SqliteRetrieval(memory, embedding),
        model=model,
        clock=clock,
        doing=hands(home, memory, clock),
        inner_life=SqliteHeart(memory),
        emotions=WordsAndMeaning(embedding),
    )


def hands(home: Home, memory: SqliteMemory, clock: Clock) -> Doing:
    """What she does for him: with what he asked for, his calendars, and what was said."""

    def forgot() -> None:
        # What the model had in mind, and what was typed, may hold the words as well.
        for file in home.state_folder.glob("*.state"):
            file.unlink(missing_ok=True)
        home.input_history.unlink(missing_ok=True)

    means = Means(
        errands=SqliteErrands(memory),
        agenda=open_agenda(home, clock),
        log=memory,
        forgetting=SqliteForgetting(memory),
        forgot=forgot,
    )
    return Doing(means, clock, zone=zone_here(ENVIRONMENT), own_calendar=OWN)


async def open_model(
    settings: Settings,
    home: Home | None,
    memory: SqliteMemory | None,
    clock: Clock,
    *,
    within_s: float = WRITTEN_WITHIN_S,
) -> LanguageModel:
    """The language model that the settings name.

    Raises:
        SettingsInvalid: they name what cannot be, or what the privacy setting forbids.
        ModelUnavailable: it is not there.
    """
    chosen = settings.model
    if chosen.kind is ModelKind.EMBEDDED:
        return await open_embedded(chosen, home)
    remote = _open_remote(settings, memory)
    if not chosen.fall_back:
        return remote

    async def embedded() -> LanguageModel:
        return Timely(await open_embedded(ModelSettings(), home))

    # Each is hurried by itself: a slow one must leave time for the one that steps in.
    return Steadfast(Timely(remote, first_s=within_s), embedded, clock=clock)


async def open_embedded(chosen: ModelSettings, home: Home | None) -> EmbeddedLlama:
    """Load the embedded model from the catalogue, or from a GGUF file named by its path."""
    file, name = _embedded_file(chosen.name)
    manner = MANNER if chosen.name == DEFAULT_MODEL and MANNER.exists() else None
    window = chosen.window_tokens or EMBEDDED_WINDOW_TOKENS
    packed = await asyncio.to_thread(pack_for_this_machine, file)
    native = await asyncio.to_thread(open_native, packed, window_tokens=window, adapter=manner)
    identity = ModelIdentity(
        name=name,
        place="this machine, in my own process",
        on_this_machine=True,
        window_tokens=window,
        trained_manner=manner is not None,
    )
    # What was in mind fits only the weights that had it in mind, her manner among them.
    weights = f"{packed.stem}.{manner.stat().st_size if manner else 0}"
    state = home.state_folder / f"{weights}.{window}.state" if home else None
    model = EmbeddedLlama(native, identity, state_file=state)
    await model.recollect()
    return model


def _embedded_file(name: str) -> tuple[Path, str]:
    path = Path(name).expanduser()
    if path.suffix == ".gguf":
        if not path.is_file():
            raise SettingsInvalid(
                f"There is no model file {path}.",
                "Name one that exists, or go back with `samantha models use embedded`.",
            )
        return path, path.stem
    entry = find_entry(name)
    files = model_files(models_folder())
    if not files.is_present(entry):
        raise ModelUnavailable(
            f"The model {entry.name} is not on this machine yet"
            f" ({entry.size_bytes / 1e6:,.0f} MB).",
            "Fetch it with `samantha models fetch`.",
        )
    return files.path_of(entry), entry.name


def _open_remote(settings: Settings, memory: SqliteMemory | None) -> LanguageModel:
    chosen = settings.model
    window = chosen.window_tokens or REMOTE_WINDOW_TOKENS
    key = find_key(chosen.key, environ=ENVIRONMENT) if chosen.key else None
    if chosen.kind is ModelKind.ANTHROPIC:
        anthropic = AnthropicMessages(
            model=chosen.name,
            key=key or "",
            base_url=chosen.base_url or ADDRESS,
            window_tokens=window,
            departures=memory,
        )
        _want_leave(settings, anthropic)
        return anthropic
    model = OpenAIChat(
        base_url=chosen.base_url,
        model=chosen.name,
        key=key,
        window_tokens=window,
        departures=memory,
    )
    _want_leave(settings, model)
    return model


def _want_leave(settings: Settings, model: LanguageModel) -> None:
    if settings.privacy.stay_local and not model.identity.on_this_machine:
        raise SettingsInvalid(
            f"The model at {model.identity.place} is not on this machine, and the settings say that"
            " nothing leaves it.",
            "Choose it with `samantha models use`, which asks you, or set privacy.stay_local ="
            " false.",
        )


async def look(household: Household, persona: Persona) -> SelfKnowledge:
    """Look at the system and say what is true of her now."""
    memory, now = household.memory, household.clock.now()
    midnight = datetime.combine(now.date(), datetime.min.time(), now.tzinfo)
    episodes = await memory.episodes()
    facts = await memory.facts()
    named = [each.text for each in episodes if each.kind is EpisodeKind.NAMED]
    return SelfKnowledge(
        her_name=persona.her_name,
        name_story=named[-1] if named else "",
        his_name=persona.his_name,
        model=household.model.identity,
        version=__version__,
        lifetime=await memory.lifetime(),
        data_folder=household.home.folder,
        facts_kept=len(facts),
        told_lately=list(dict.fromkeys(each.quote for each in facts))[-3:],
        left_today=await memory.departures_since(midnight),
        now=now,
    )
