"""What a model server is sent, what leaves the machine, and what may be set."""

import json
import logging
from collections.abc import Callable, Mapping

import pytest

from samantha.domain.errors import ModelUnavailable, SettingsInvalid
from samantha.domain.language import Sampling
from samantha.domain.servers import ServerKind
from samantha.providers.openai_chat import OpenAIChat
from tests.contracts.listening import (
    ALL_IS_WELL,
    GOOD,
    KEY,
    SECRET,
    Naps,
    assert_tellable,
    chat,
    fault,
    hear,
)
from tests.faulty_server import FaultyServer, Step, reply, status

# -- what is sent ---------------------------------------------------------------------------------

ALL = Sampling(
    temperature=0.5, top_p=0.8, min_p=0.1, repeat_penalty=1.2, max_tokens=33, seed=7, stop=("\n",)
)


async def sent(kind: ServerKind, *script: Step) -> list[dict[str, object]]:
    """The fields of all requests for one reply."""
    async with FaultyServer(*(script or (GOOD,))) as server:
        model = OpenAIChat(base_url=server.url, model="small", key=KEY, kind=kind, sleep=Naps())
        heard = await hear(model, ALL)
        assert heard.text == ALL_IS_WELL
        await model.aclose()
        assert {asked.path for asked in server.asked} == {"/v1/chat/completions"}
        assert {asked.headers["authorization"] for asked in server.asked} == {f"Bearer {KEY}"}
    return [asked.fields for asked in server.asked]


def wishes(fields: Mapping[str, object]) -> dict[str, object]:
    return {k: v for k, v in fields.items() if k not in {"model", "messages", "stream"}}


async def test_a_server_of_unknown_kind_is_sent_what_the_protocol_knows() -> None:
    [fields] = await sent(ServerKind.UNKNOWN)
    assert fields["model"] == "small"
    assert fields["stream"] is True
    assert fields["messages"] == [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": SECRET},
    ]
    assert wishes(fields) == {
        "temperature": 0.5,
        "top_p": 0.8,
        "max_tokens": 33,
        "seed": 7,
        "stop": ["\n"],
    }


async def test_a_known_server_is_sent_what_it_takes() -> None:
    [fields] = await sent(ServerKind.LLAMA_CPP)
    assert (fields["min_p"], fields["repeat_penalty"]) == (0.1, 1.2)
    assert fields["chat_template_kwargs"] == {"enable_thinking": False}
    [fields] = await sent(ServerKind.OLLAMA)
    assert fields["reasoning_effort"] == "none"
    [fields] = await sent(ServerKind.VLLM)
    assert (fields["min_p"], fields["repetition_penalty"]) == (0.1, 1.2)


async def test_no_more_stop_strings_than_all_servers_take() -> None:
    async with FaultyServer(reply("One 1", " two 2", " three", " 5 four")) as server:
        model = chat(server)
        heard = await hear(model, Sampling(stop=("a!", "b!", "c!", "d!", "5")))
        await model.aclose()
    assert server.asked[0].fields["stop"] == ["a!", "b!", "c!", "d!"]
    assert heard.text == "One 1 two 2 three "


def refuses(text: str) -> Step:
    return status(400, json.dumps({"error": {"message": text}}))


async def test_fields_that_the_server_names_are_left_out() -> None:
    first, second = await sent(
        ServerKind.VLLM, refuses("Unsupported parameter: 'min_p', 'stop'"), GOOD
    )
    assert set(first) - set(second) == {"min_p", "stop"}


async def test_a_second_complaint_leaves_only_what_all_servers_take() -> None:
    requests = await sent(
        ServerKind.VLLM,
        refuses("Unsupported parameter: min_p"),
        refuses("Unsupported value: temperature"),
        GOOD,
    )
    assert len(requests) == 3
    assert set(wishes(requests[2])) == {"max_tokens"}


async def test_unnamed_fields_leave_only_what_all_servers_take() -> None:
    _, second = await sent(ServerKind.VLLM, status(422, "extra fields not permitted"), GOOD)
    assert set(wishes(second)) == {"max_tokens"}


async def test_the_other_name_of_the_length() -> None:
    _, second = await sent(
        ServerKind.UNKNOWN,
        refuses("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
        GOOD,
    )
    assert second["max_completion_tokens"] == 33
    assert "max_tokens" not in second


async def test_what_a_server_takes_is_learnt_once() -> None:
    async with FaultyServer(refuses("unknown field seed"), GOOD, GOOD) as server:
        model = chat(server)
        for _ in range(2):
            assert (await hear(model, ALL)).text == ALL_IS_WELL
        await model.aclose()
    assert ["seed" in asked.fields for asked in server.asked] == [True, False, False]


async def test_a_complaint_without_end_ends() -> None:
    refusing = [refuses("Unsupported parameter: temperature, max_completion_tokens, seed")] * 9
    heard, server = await fault(*refusing)
    assert isinstance(heard.error, ModelUnavailable)
    assert_tellable(heard.error)
    assert len(server.asked) <= 4


async def test_nothing_private_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    heard, _ = await fault(status(500), GOOD)
    assert heard.text == ALL_IS_WELL
    assert caplog.text
    for private in (KEY, SECRET, "Be kind", "All"):
        assert private not in caplog.text


# -- what leaves the machine, and what a person wrote down ----------------------------------------


class Ledger:
    """Keeps what was said to leave."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, str, int]] = []

    async def record(self, host: str, what: str, bytes_out: int) -> None:
        self.entries.append((host, what, bytes_out))


async def test_nothing_leaves_when_the_server_is_here() -> None:
    ledger = Ledger()
    async with FaultyServer(GOOD) as server:
        model = OpenAIChat(base_url=server.url, model="small", departures=ledger)
        assert (await hear(model)).text == ALL_IS_WELL
        await model.aclose()
    assert ledger.entries == []


async def test_what_leaves_is_recorded_before_it_does() -> None:
    ledger = Ledger()
    # The name ".invalid" never resolves, so nothing can really leave.
    model = OpenAIChat(
        base_url="https://models.invalid/v1", model="large", departures=ledger, sleep=Naps()
    )
    heard = await hear(model)
    await model.aclose()
    assert isinstance(heard.error, ModelUnavailable)
    assert "network" in heard.error.remedy
    assert [(host, what) for host, what, _ in ledger.entries] == [
        ("models.invalid:443", "a prompt")
    ] * 2
    assert all(size > len(SECRET) for _, _, size in ledger.entries)


async def test_what_cannot_be_recorded_is_not_sent() -> None:
    class Full:
        async def record(self, host: str, what: str, bytes_out: int) -> None:
            raise OSError("disk full")

    async with FaultyServer(GOOD) as server:
        model = OpenAIChat(
            base_url=server.url, model="x:cloud", kind=ServerKind.OLLAMA, departures=Full()
        )
        assert not model.identity.on_this_machine
        with pytest.raises(OSError, match="disk full"):
            await hear(model)
        await model.aclose()
    assert server.connections == 0


@pytest.mark.parametrize(
    ("url", "place", "here"),
    [
        ("http://localhost:11434", "localhost:11434", True),
        ("http://127.8.0.1:8080/v1/", "127.8.0.1:8080", True),
        ("http://[::1]:8080/v1", "[::1]:8080", True),
        ("http://192.168.0.7:8080/v1", "192.168.0.7:8080", False),
        ("http://localhost.example.org/v1", "localhost.example.org:80", False),
        ("https://openrouter.ai/api/v1", "openrouter.ai:443", False),
    ],
)
def test_says_truthfully_where_it_runs(url: str, place: str, here: bool) -> None:
    identity = OpenAIChat(base_url=url, model="m").identity
    assert (identity.place, identity.on_this_machine) == (place, here)


@pytest.mark.parametrize(
    "make",
    [
        lambda: OpenAIChat(base_url="localhost:11434", model="m"),
        lambda: OpenAIChat(base_url="ftp://localhost/v1", model="m"),
        lambda: OpenAIChat(base_url="http://", model="m"),
        lambda: OpenAIChat(base_url=f"http://me:{KEY}@localhost/v1", model="m"),
        lambda: OpenAIChat(base_url=f"http://localhost/v1?key={KEY}", model="m"),
        lambda: OpenAIChat(base_url="http://localhost/v1", model="m", key=f"{KEY}\nX: y"),
        lambda: OpenAIChat(base_url="http://localhost/v1", model="m", key=f"„{KEY}“"),
    ],
)
def test_bad_settings_are_refused_with_a_remedy(make: Callable[[], OpenAIChat]) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        make()
    assert_tellable(caught.value)
