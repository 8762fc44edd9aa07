"""Choosing another language model: only one that really answers is written into the settings."""

import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from samantha.app.assembly import open_model
from samantha.app.settings import Home, ModelSettings, PrivacySettings, Settings, save_model_choice
from samantha.domain.errors import ModelUnavailable
from samantha.domain.language import Message, ModelIdentity, Role, Sampling
from samantha.providers.keys import store_key
from samantha.providers.local_servers import FoundServer, find_local_servers
from samantha.providers.system_clock import SystemClock

PRESETS: dict[str, str] = {
    "ollama": "http://127.0.0.1:11434/v1",
    "lmstudio": "http://127.0.0.1:1234/v1",
    "llamacpp": "http://127.0.0.1:8080/v1",
    "vllm": "http://127.0.0.1:8000/v1",
    "openai": "https://api.openai.com/v1",
    "openrouter": "https://openrouter.ai/api/v1",
}
"""Where well-known servers listen, so that a person need not know."""

TRIAL = (
    Message(Role.SYSTEM, "You answer in a few plain words."),
    Message(Role.USER, "Say hello."),
)
"""All that a model hears before it is chosen: nothing of his."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How a model answered when it was tried."""

    identity: ModelIdentity
    words: str
    first_token_s: float
    whole_s: float


async def try_model(home: Home, chosen: ModelSettings) -> Trial:
    """Ask the model for a hello.

    Raises:
        ModelUnavailable, SettingsInvalid: it does not answer, or cannot be what was named.
    """
    settings = Settings(
        model=replace(chosen, fall_back=False), privacy=PrivacySettings(stay_local=False)
    )
    model = await open_model(settings, home, None, SystemClock())
    began_s, first_s = time.monotonic(), None
    words = ""
    try:
        async with aclosing(model.stream(TRIAL, Sampling(max_tokens=24))) as pieces:
            async for piece in pieces:
                first_s = first_s or time.monotonic()
                words += piece
    finally:
        await model.aclose()
    if first_s is None or not words.strip():
        raise ModelUnavailable(
            f"The model {chosen.name} gave an empty answer.",
            "Try another one; nothing was changed.",
        )
    ended_s = time.monotonic()
    return Trial(model.identity, words.strip(), first_s - began_s, ended_s - began_s)


def choose(home: Home, chosen: ModelSettings, trial: Trial) -> None:
    """Write the choice down; leaving the machine is allowed only where this model is elsewhere."""
    save_model_choice(home.settings_file, chosen, stay_local=trial.identity.on_this_machine)


def keep_key(name: str, secret: str) -> str:
    """Keep a model server's key in the system keyring and return what settings call it.

    Raises:
        SettingsInvalid: it cannot be kept there.
    """
    return store_key(name, secret)


async def found_servers() -> Sequence[FoundServer]:
    """Look at the usual ports; takes less than half a second."""
    return await find_local_servers()


def offer_of(servers: Sequence[FoundServer]) -> str:
    """Say what was found and how to choose it; empty where nothing was."""
    lines = [
        f"There is also {server.kind.value} on this machine, with {', '.join(server.models[:4])}."
        f" To let it speak: samantha models use server {server.models[0]}"
        f" --base-url {server.base_url}"
        for server in servers
        if server.models
    ]
    return "\n".join(lines)
