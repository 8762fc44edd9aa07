"""Model servers: the kinds there are, whether one is on this machine, how long to wait for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from types import MappingProxyType


class ServerKind(StrEnum):
    """The make of a model server, as far as it matters for how to talk to it."""

    OLLAMA = "Ollama"
    LM_STUDIO = "LM Studio"
    LLAMA_CPP = "llama.cpp"
    VLLM = "vLLM"
    JAN = "Jan"
    KOBOLD_CPP = "KoboldCpp"
    TEXT_GENERATION_WEBUI = "text-generation-webui"
    LOCAL_AI = "LocalAI"
    OPENROUTER = "OpenRouter"
    UNKNOWN = "unknown"


USUAL_PORTS: Mapping[int, ServerKind] = MappingProxyType(
    {
        11434: ServerKind.OLLAMA,
        1234: ServerKind.LM_STUDIO,
        8080: ServerKind.LLAMA_CPP,
        8000: ServerKind.VLLM,
        1337: ServerKind.JAN,
        5001: ServerKind.KOBOLD_CPP,
        5000: ServerKind.TEXT_GENERATION_WEBUI,
        8081: ServerKind.LOCAL_AI,
    }
)
"""Where servers listen when nobody tells them otherwise (LocalAI shares 8080 by default)."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait for a model server before giving it up, in seconds."""

    connect_s: float = 5.0
    first_token_s: float = 90.0
    """From sending the prompt to the first token; a local server may have to load its model."""
    between_tokens_s: float = 20.0


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address, without a port) never leaves this machine."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
