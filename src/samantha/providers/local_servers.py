"""Finds model servers that already run on this machine."""

import asyncio
import json
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import httpx

from samantha.domain.servers import USUAL_PORTS, ServerKind

_HOST = "127.0.0.1"
_LONGEST_LIST_BYTES = 1 << 20
_OWNERS: Mapping[str, ServerKind] = {
    "llamacpp": ServerKind.LLAMA_CPP,
    "vllm": ServerKind.VLLM,
    "koboldcpp": ServerKind.KOBOLD_CPP,
    "library": ServerKind.OLLAMA,
    "organization_owner": ServerKind.LM_STUDIO,
}
"""Whom a kind of server names as its models' owner."""


@dataclass(frozen=True, slots=True)
class FoundServer:
    """A server that answers with a list of models; `models` can be empty."""

    kind: ServerKind
    base_url: str
    models: tuple[str, ...]


async def find_local_servers(
    ports: Mapping[int, ServerKind] = USUAL_PORTS, timeout_s: float = 0.4
) -> Sequence[FoundServer]:
    """Ask all `ports` of this machine at once for their models, in at most `timeout_s`.

    Returns those that speak the OpenAI protocol, in the order of `ports`. A server's own word for
    what it is counts more than the port it listens at.
    """
    # A proxy from the environment would answer in the place of this machine.
    # Nothing is encrypted here, and the list of whom to trust loads slowly.
    nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    async with httpx.AsyncClient(trust_env=False, timeout=timeout_s, verify=nobody) as client:
        asked = (_ask(client, port, kind, timeout_s) for port, kind in ports.items())
        answers = await asyncio.gather(*asked)
    return [server for server in answers if server is not None]


async def _ask(
    client: httpx.AsyncClient, port: int, kind: ServerKind, timeout_s: float
) -> FoundServer | None:
    base_url = f"http://{_HOST}:{port}/v1"
    content = b""
    try:
        async with (
            asyncio.timeout(timeout_s),
            client.stream("GET", f"{base_url}/models") as response,
        ):
            if response.status_code != 200:
                return None
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > _LONGEST_LIST_BYTES:
                    return None
    except (TimeoutError, httpx.RequestError):
        return None
    listed = _listed(content)
    if listed is None:
        return None
    owners = {str(model.get("owned_by", "")).lower() for model in listed}
    said = [_OWNERS[owner] for owner in sorted(owners) if owner in _OWNERS]
    if response.headers.get("server", "").lower().startswith("llama.cpp"):
        said = [ServerKind.LLAMA_CPP]
    names = [str(model["id"]) for model in listed]
    # A model that only measures likeness cannot speak.
    speaking = tuple(name for name in names if "embed" not in name.lower())
    return FoundServer(said[0] if said else kind, base_url, speaking)


def _listed(content: bytes) -> Sequence[Mapping[str, object]] | None:
    """The entries of a proper list of models, None where it is something else."""
    try:
        answer = cast("object", json.loads(content))
    except (ValueError, RecursionError):
        return None
    fields = _fields(answer)
    entries = fields.get("data")
    if entries is None and fields.get("object") == "list":
        return ()  # Ollama without a model
    if not isinstance(entries, list):
        return None
    models = [_fields(entry) for entry in cast("Sequence[object]", entries)]
    return models if all(isinstance(model.get("id"), str) for model in models) else None


def _fields(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}
