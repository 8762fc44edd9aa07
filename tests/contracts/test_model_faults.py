"""What becomes of every fault of a model server: which error, how many requests, what is said."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing

import pytest

from samantha.domain.errors import ModelBrokeOff, ModelUnavailable, SamanthaError, SettingsInvalid
from samantha.domain.language import Message, Role, Sampling
from samantha.domain.servers import ServerKind, Timeouts
from samantha.providers.openai_chat import OpenAIChat
from tests.faulty_server import (
    DONE,
    EVENTS,
    Answer,
    FaultyServer,
    Step,
    event,
    reply,
    reset,
    silence,
    status,
    stream,
    words,
)

KEY = "sk-very-secret-0123456789"
SECRET = "Catherine signed the papers"
PROMPT = (Message(Role.SYSTEM, "Be kind."), Message(Role.USER, SECRET))
QUICK = Timeouts(connect_s=1.0, first_token_s=0.3, between_tokens_s=0.3)
GOOD = reply("All", " is", " well.")
ALL_IS_WELL = "All is well."
USUAL = Sampling()


class Naps:
    """Records the waits instead of waiting."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


class Heard:
    """What was heard of a reply, and the error it ended with."""

    def __init__(self) -> None:
        self.text = ""
        self.error: SamanthaError | None = None


async def hear(model: OpenAIChat, sampling: Sampling = USUAL) -> Heard:
    heard = Heard()
    try:
        async with aclosing(model.stream(PROMPT, sampling)) as pieces:
            async for piece in pieces:
                heard.text += piece
    except SamanthaError as error:
        heard.error = error
    return heard


def chat(server: FaultyServer, naps: Naps | None = None, name: str = "small") -> OpenAIChat:
    return OpenAIChat(
        base_url=server.url,
        model=name,
        key=KEY,
        timeouts=QUICK,
        kind=ServerKind.UNKNOWN,
        sleep=naps or Naps(),
    )


def assert_tellable(error: SamanthaError | None, *secrets: str) -> None:
    """One sentence and what to do, and nothing of what is private."""
    assert error is not None
    for sentence in (error.message, error.remedy):
        assert sentence.strip().endswith(".")
        assert len(sentence) > 10
    told = f"{error} {error.args} {error.__cause__!r}"
    for secret in (KEY, SECRET, "Be kind", *secrets):
        assert secret not in told


async def fault(*script: Step, naps: Naps | None = None) -> tuple[Heard, FaultyServer]:
    """Hear one reply from a server with this script."""
    async with FaultyServer(*script) as server:
        model = chat(server, naps)
        heard = await hear(model)
        if heard.error is not None and server.answering:
            # Whatever went wrong, the server is not left talking to nobody.
            await asyncio.wait_for(server.left.wait(), 0.5)
        await model.aclose()
    return heard, server


# -- before the first token -----------------------------------------------------------------------


async def test_refused_connection() -> None:
    async with FaultyServer() as server:
        port = server.port
    naps = Naps()
    model = OpenAIChat(base_url=f"http://127.0.0.1:{port}/v1", model="small", sleep=naps)
    heard = await hear(model)
    await model.aclose()
    assert isinstance(heard.error, ModelUnavailable)
    assert_tellable(heard.error)
    assert "cannot be reached" in heard.error.message
    assert "Start the model server" in heard.error.remedy
    assert len(naps.taken) == 1


@pytest.mark.parametrize(
    ("code", "says"),
    [(401, "does not accept the key"), (403, "does not allow"), (402, "paid"), (413, "too large")],
)
async def test_a_refusal_that_stays_is_not_tried_again(code: int, says: str) -> None:
    heard, server = await fault(status(code, f'{{"error": "bad key {KEY}"}}'), GOOD)
    assert isinstance(heard.error, ModelUnavailable)
    assert says in heard.error.message
    assert_tellable(heard.error)
    assert len(server.asked) == 1


async def test_an_unknown_model_names_those_that_there_are() -> None:
    async with FaultyServer(status(404), models=["small", "la\x1b[31mrge"]) as server:
        model = chat(server, name="medium")
        heard = await hear(model)
        await model.aclose()
    assert isinstance(heard.error, ModelUnavailable)
    assert_tellable(heard.error)
    assert "medium" in heard.error.message
    assert "small" in heard.error.remedy
    assert "\x1b" not in heard.error.remedy
    assert (len(server.asked), server.looked_up) == (1, 1)


async def test_a_wrong_address_is_not_taken_for_a_wrong_model() -> None:
    heard, server = await fault(status(404))
    assert isinstance(heard.error, ModelUnavailable)
    assert "404" in heard.error.message
    assert_tellable(heard.error)
    assert len(server.asked) == 1


async def test_429_waits_as_long_as_it_is_told_and_asks_once_more() -> None:
    naps = Naps()
    heard, server = await fault(status(429, headers="retry-after: 3\r\n"), GOOD, naps=naps)
    assert (heard.text, heard.error) == (ALL_IS_WELL, None)
    assert (len(server.asked), naps.taken) == (2, [3.0])


async def test_429_with_a_date_is_read_against_the_servers_clock() -> None:
    naps = Naps()
    dates = "date: Fri, 06 Mar 2026 10:00:00 GMT\r\nretry-after: Fri, 06 Mar 2026 10:00:07 GMT\r\n"
    heard, server = await fault(status(429, headers=dates), GOOD, naps=naps)
    assert (heard.text, len(server.asked), naps.taken) == (ALL_IS_WELL, 2, [7.0])


async def test_429_that_asks_for_too_long_is_not_tried_again() -> None:
    naps = Naps()
    heard, server = await fault(status(429, headers="retry-after: 60\r\n"), GOOD, naps=naps)
    assert isinstance(heard.error, ModelUnavailable)
    assert heard.error.retry_after_s == 60
    assert "60 seconds" in heard.error.remedy
    assert_tellable(heard.error)
    assert (len(server.asked), naps.taken) == (1, [])


@pytest.mark.parametrize(
    "first", [status(500), status(503), status(529), reset, stream(ends=False)]
)
async def test_a_failure_that_passes_is_tried_exactly_once_more(first: Step) -> None:
    naps = Naps()
    heard, server = await fault(first, GOOD, naps=naps)
    assert (heard.text, heard.error) == (ALL_IS_WELL, None)
    assert len(server.asked) == 2
    assert len(naps.taken) == 1
    assert server.asked[0].content == server.asked[1].content


@pytest.mark.parametrize("first", [status(500), status(429), reset, stream(ends=False)])
async def test_two_failures_are_enough(first: Step) -> None:
    heard, server = await fault(first, status(500), GOOD)
    assert isinstance(heard.error, ModelUnavailable)
    assert "500" in heard.error.message
    assert_tellable(heard.error)
    assert len(server.asked) == 2


async def test_a_failure_reported_within_the_stream_before_the_first_token() -> None:
    overloaded = stream('data: {"error": {"code": 503, "message": "overloaded"}}\n\n')
    heard, server = await fault(overloaded, GOOD)
    assert (heard.text, len(server.asked)) == (ALL_IS_WELL, 2)


async def test_slow_first_token() -> None:
    began = time.monotonic()
    heard, server = await fault(silence, GOOD)
    assert time.monotonic() - began < 2 * QUICK.first_token_s + 0.3
    assert isinstance(heard.error, ModelUnavailable)
    assert "0.3 seconds" in heard.error.message
    assert_tellable(heard.error)
    assert len(server.asked) == 1


async def test_signs_of_life_without_a_token_do_not_count() -> None:
    async def only_alive(answer: Answer) -> None:
        await answer.raw(EVENTS)
        while True:
            await answer.chunk(": keep-alive\n\n")
            await answer.chunk(words()[0])
            await asyncio.sleep(0.05)

    heard, server = await fault(only_alive)
    assert isinstance(heard.error, ModelUnavailable)
    assert "said nothing" in heard.error.message
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "chunks",
    [
        [DONE],
        [*words(), event({}, "stop"), DONE],
        [*words("", " ", "\n"), event({}, "stop"), DONE],
        [*words("<think>What now?</think>", "\n"), event({}, "stop"), DONE],
    ],
)
async def test_an_empty_reply(chunks: Sequence[str]) -> None:
    heard, server = await fault(stream(*chunks), GOOD)
    assert heard.text == ""
    assert isinstance(heard.error, ModelUnavailable)
    assert "empty" in heard.error.message
    assert_tellable(heard.error, "What now")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "first",
    [
        stream("data: {not json\n\n"),
        stream("data: [1, 2]\n\n"),
        stream('data: "words"\n\n'),
        stream("data: " + "[" * 100_000 + "\n\n"),
        status(200, "<html>Please log in</html>"),
        status(200, '{"choices": []}'),
    ],
)
async def test_something_else_than_the_protocol(first: Step) -> None:
    heard, server = await fault(first, GOOD)
    assert isinstance(heard.error, ModelUnavailable)
    assert "protocol" in heard.error.message
    assert_tellable(heard.error, "log in")
    assert len(server.asked) == 1


async def test_a_detour_is_not_followed() -> None:
    heard, server = await fault(status(307, headers="location: http://example.org/\r\n"), GOOD)
    assert isinstance(heard.error, ModelUnavailable)
    assert "307" in heard.error.message
    assert len(server.asked) == 1


async def test_a_prompt_that_does_not_fit() -> None:
    said = {"error": {"code": "context_length_exceeded", "message": "maximum context length is 5"}}
    heard, server = await fault(status(400, json.dumps(said)), GOOD)
    assert isinstance(heard.error, ModelUnavailable)
    assert "longer than" in heard.error.message
    assert "window_tokens" in heard.error.remedy
    assert len(server.asked) == 1


# -- after the first token ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (stream(*words("All", " is"), ends=False), "broke off"),
        (stream(*words("All", " is")), "broke off"),
        (stream(*words("All", " is"), "data: {not json\n\n"), "unreadable"),
        (stream(*words("All", " is"), 'data: {"error": {"code": 500}}\n\n'), "failure"),
    ],
)
async def test_what_was_said_stands_and_nothing_is_asked_again(step: Step, says: str) -> None:
    heard, server = await fault(step, GOOD)
    assert heard.text == "All is"
    assert isinstance(heard.error, ModelBrokeOff)
    assert says in heard.error.message
    assert_tellable(heard.error, "All is")
    assert len(server.asked) == 1


async def test_falling_silent_within_a_reply() -> None:
    async def stall(answer: Answer) -> None:
        await answer.raw(EVENTS)
        for chunk in words("All", " is"):
            await answer.chunk(chunk)
        await answer.hang_up()

    began = time.monotonic()
    heard, server = await fault(stall, GOOD)
    assert time.monotonic() - began < QUICK.between_tokens_s + 0.5
    assert heard.text == "All is"
    assert isinstance(heard.error, ModelBrokeOff)
    assert "fell silent" in heard.error.message
    assert_tellable(heard.error, "All is")
    assert len(server.asked) == 1


async def test_a_slow_but_steady_reply_is_heard_to_its_end() -> None:
    async def steady(answer: Answer) -> None:
        await answer.raw(EVENTS)
        for chunk in [*words("All", " is", " well."), event({}, "stop"), DONE]:
            await asyncio.sleep(0.6 * QUICK.between_tokens_s)
            await answer.chunk(chunk)
        await answer.end()

    async with FaultyServer(steady) as server:
        patient = Timeouts(1.0, 3 * QUICK.first_token_s, QUICK.between_tokens_s)
        model = OpenAIChat(base_url=server.url, model="small", timeouts=patient)
        heard = await hear(model)
        await model.aclose()
    assert (heard.text, heard.error) == (ALL_IS_WELL, None)


async def test_a_line_without_an_end() -> None:
    async def endless(answer: Answer) -> None:
        await answer.raw(EVENTS)
        await answer.chunk(words("All")[1])
        while True:
            await answer.chunk(b"x" * 65_536)

    heard, _ = await fault(endless)
    assert heard.text == "All"
    assert isinstance(heard.error, ModelBrokeOff)
    assert "unreadable" in heard.error.message


# -- oddities that are no faults ------------------------------------------------------------------


async def test_a_server_that_never_closes() -> None:
    async def lingering(answer: Answer) -> None:
        await answer.raw(EVENTS)
        for chunk in [*words("All", " is", " well."), event({}, "stop")]:
            await answer.chunk(chunk)
        await answer.hang_up()

    began = time.monotonic()
    heard, _ = await fault(lingering)
    assert (heard.text, heard.error) == (ALL_IS_WELL, None)
    assert time.monotonic() - began < 1.0


async def test_a_reply_may_end_without_done_or_without_a_reason() -> None:
    for chunks in ([event({}, "stop")], [DONE]):
        heard, _ = await fault(stream(*words("All", " is", " well."), *chunks))
        assert (heard.text, heard.error) == (ALL_IS_WELL, None)


@pytest.mark.parametrize("size", [1, 2, 3, 7])
async def test_chunks_may_end_within_a_letter(size: int) -> None:
    said = "Grüße — 海 🌊 ok"
    octets = "".join([*words(said), event({}, "stop"), DONE]).replace("\n", "\r\n").encode()
    chunks = [octets[at : at + size] for at in range(0, len(octets), size)]
    heard, _ = await fault(stream(*chunks))
    assert (heard.text, heard.error) == (said, None)


async def test_thoughts_are_never_spoken() -> None:
    chunks = [
        event({"role": "assistant", "reasoning_content": "He is sad."}),
        event({"reasoning": "Be gentle.", "content": ""}),
        event({"content": "<thi"}),
        event({"content": "nk>He is sad.</thi"}),
        event({"content": "nk>\n\nAll is"}),
        event(
            {"content": [{"type": "thinking", "text": "Hm."}, {"type": "text", "text": " well."}]}
        ),
        event({}, "stop"),
        DONE,
    ]
    heard, _ = await fault(stream(*chunks))
    assert (heard.text, heard.error) == (ALL_IS_WELL, None)


async def test_a_model_that_thinks_its_length_away_is_given_room_once() -> None:
    thoughts = stream(event({"reasoning_content": "Hm."}), event({}, "length"), DONE)
    async with FaultyServer(thoughts, GOOD, GOOD, thoughts, thoughts) as server:
        model = chat(server)
        heard = await hear(model, Sampling(max_tokens=20))
        assert (heard.text, heard.error) == (ALL_IS_WELL, None)
        lengths = [asked.fields["max_tokens"] for asked in server.asked]
        assert lengths[0] == 20
        assert lengths[1] > 1000
        assert (await hear(model, Sampling(max_tokens=2))).text == "All is"
        heard = await hear(model)
        await model.aclose()
    assert isinstance(heard.error, ModelUnavailable)
    assert "used up its length" in heard.error.message
    assert len(server.asked) == 4


async def test_two_replies_share_one_connection() -> None:
    async with FaultyServer(GOOD, GOOD) as server:
        model = chat(server)
        assert (await hear(model)).text == ALL_IS_WELL
        assert (await hear(model)).text == ALL_IS_WELL
        await model.aclose()
    assert server.connections == 1


@pytest.mark.parametrize("by_cancelling", [False, True])
async def test_stopping_closes_the_connection_at_once(by_cancelling: bool) -> None:
    async def endless(answer: Answer) -> None:
        await answer.raw(EVENTS)
        while True:
            await answer.chunk(event({"content": " word"}))
            await asyncio.sleep(0.01)

    async with FaultyServer(endless) as server:
        model = chat(server)
        pieces = model.stream(PROMPT, Sampling())
        await anext(pieces)
        if by_cancelling:
            listening = asyncio.create_task(_exhaust(pieces))
            await asyncio.sleep(0.05)
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
        else:
            await pieces.aclose()
        await asyncio.wait_for(server.left.wait(), 0.5)
        await model.aclose()


async def _exhaust(pieces: AsyncGenerator[str, None]) -> None:
    async for _ in pieces:
        pass


async def test_cancelling_before_the_first_token_closes_the_connection() -> None:
    async with FaultyServer(silence) as server:
        model = OpenAIChat(base_url=server.url, model="small")
        listening = asyncio.create_task(hear(model))
        await asyncio.wait_for(server.came.wait(), 1)
        listening.cancel()
        await asyncio.wait_for(server.left.wait(), 0.5)
        await model.aclose()


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
