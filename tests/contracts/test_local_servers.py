"""Finding model servers on this machine, and nothing that only looks like one."""

import asyncio
import json
import time
from contextlib import AsyncExitStack

import httpx
import pytest

from samantha.domain.servers import USUAL_PORTS, ServerKind
from samantha.providers.local_servers import FoundServer, find_local_servers
from tests.faulty_server import EVENTS, Answer, FaultyServer, Step, reset, silence, status
from tests.llama_server import SERVED_NAME


def listed(*models: object) -> Step:
    return status(200, json.dumps({"object": "list", "data": models}))


async def test_a_real_server_is_found_by_its_own_word(llama_url: str) -> None:
    port = httpx.URL(llama_url).port
    assert port is not None
    found = await find_local_servers({port: ServerKind.VLLM}, timeout_s=2)
    assert found == [FoundServer(ServerKind.LLAMA_CPP, llama_url, (SERVED_NAME,))]


async def test_all_that_are_there_in_the_order_of_the_ports() -> None:
    async with AsyncExitStack() as opened:
        servers = [
            await opened.enter_async_context(FaultyServer(models=[f"model-{at}", "text-embedder"]))
            for at in range(3)
        ]
        ports = {server.port: ServerKind.JAN for server in reversed(servers)}
        found = await find_local_servers(ports, timeout_s=2)
        assert found[0].base_url == f"{servers[2].url}/v1"
    assert [server.models for server in found] == [("model-2",), ("model-1",), ("model-0",)]
    assert {server.kind for server in found} == {ServerKind.JAN}


async def drip(answer: Answer) -> None:
    """Answer without end, a little at a time."""
    await answer.raw(EVENTS)
    while True:
        await answer.chunk(" ")
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    "step",
    [
        status(404),
        status(401, '{"object": "list", "data": []}'),
        status(200, "<html>A printer</html>"),
        status(200, "[]"),
        status(200, '{"data": 3}'),
        status(200, '{"hello": "world"}'),
        listed({"name": "no id"}),
        listed("words"),
        status(200, "[" * 100_000),
        status(200, json.dumps({"data": [{"id": "x" * (1 << 21)}]})),
        reset,
        silence,
        drip,
    ],
)
async def test_what_is_no_model_server_does_not_count(step: Step) -> None:
    async with FaultyServer(listing=step) as server:
        began = time.monotonic()
        assert list(await find_local_servers({server.port: ServerKind.VLLM}, 0.2)) == []
        assert time.monotonic() - began < 1
        assert server.looked_up == 1


@pytest.mark.parametrize("content", ['{"object": "list", "data": null}', '{"data": []}'])
async def test_a_server_without_models_is_found_all_the_same(content: str) -> None:
    async with FaultyServer(listing=status(200, content)) as server:
        [found] = await find_local_servers({server.port: ServerKind.OLLAMA}, timeout_s=2)
    assert (found.kind, found.models) == (ServerKind.OLLAMA, ())


@pytest.mark.parametrize(
    ("owner", "kind"),
    [("vllm", ServerKind.VLLM), ("library", ServerKind.OLLAMA), ("me", ServerKind.JAN)],
)
async def test_who_owns_the_models_tells_the_kind(owner: str, kind: ServerKind) -> None:
    async with FaultyServer(listing=listed({"id": "m", "owned_by": owner})) as server:
        [found] = await find_local_servers({server.port: ServerKind.JAN}, timeout_s=2)
    assert found.kind == kind


async def test_a_server_may_say_in_its_headers_what_it_is() -> None:
    headers, models = "server: llama.cpp\r\n", '{"data": [{"id": "m"}]}'
    async with FaultyServer(listing=status(200, models, headers)) as server:
        [found] = await find_local_servers({server.port: ServerKind.JAN}, timeout_s=2)
    assert found.kind is ServerKind.LLAMA_CPP


async def test_a_silent_one_does_not_hold_up_the_others() -> None:
    async with FaultyServer(listing=silence) as mute, FaultyServer(models=["m"]) as good:
        ports = {mute.port: ServerKind.JAN, good.port: ServerKind.JAN}
        began = time.monotonic()
        found = await find_local_servers(ports, timeout_s=0.3)
        assert time.monotonic() - began < 0.9
    assert [server.models for server in found] == [("m",)]


async def test_nothing_there_is_known_quickly() -> None:
    async with FaultyServer() as server:
        gone = server.port
    began = time.monotonic()
    assert list(await find_local_servers({gone: ServerKind.JAN}, timeout_s=5)) == []
    assert time.monotonic() - began < 1


def test_the_usual_ports_are_those_that_the_servers_choose() -> None:
    assert {11434, 1234, 8080, 8000, 1337, 5001, 5000} <= set(USUAL_PORTS)
