"""What becomes of the faults of a server that speaks Anthropic's protocol, and what it is sent."""

import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from contextlib import aclosing

import pytest

from samantha.domain.errors import ModelBrokeOff, ModelUnavailable, SamanthaError, SettingsInvalid
from samantha.domain.language import Message, Role, Sampling
from samantha.domain.servers import Timeouts
from samantha.providers.anthropic_messages import AnthropicMessages
from tests.faulty_server import EVENTS, Answer, FaultyServer, Step, reset, silence, status, stream

KEY = "sk-ant-very-secret-0123456789"
SECRET = "Catherine signed the papers"
PROMPT = (Message(Role.SYSTEM, "Be kind."), Message(Role.USER, SECRET))
QUICK = Timeouts(connect_s=1.0, first_token_s=0.9, between_tokens_s=0.9)
USUAL = Sampling()


def event(kind: str, **fields: object) -> str:
    said = json.dumps({"type": kind, **fields}, ensure_ascii=False)
    return f"event: {kind}\ndata: {said}\n\n"


def delta(**fields: object) -> str:
    return event("content_block_delta", index=0, delta=fields)


def words(*pieces: str) -> list[str]:
    return [event("ping"), *(delta(type="text_delta", text=piece) for piece in pieces)]


def ending(reason: str = "end_turn") -> list[str]:
    ended = {"stop_reason": reason, "stop_sequence": None}
    return [
        event("message_delta", delta=ended, usage={"output_tokens": 3}),
        event("message_stop"),
    ]


GOOD = stream(*words("All", " is", " well."), *ending())
ALL_IS_WELL = "All is well."
OVERLOADED = event("error", error={"type": "overloaded_error", "message": "Overloaded"})


class Naps:
    """Records the waits instead of waiting."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


class Heard:
    """What was heard of a reply, the waits on the way, and the error it ended with."""

    def __init__(self) -> None:
        self.text = ""
        self.error: SamanthaError | None = None
        self.naps = Naps()


async def hear(server: FaultyServer, sampling: Sampling = USUAL, model: str = "small") -> Heard:
    heard = Heard()
    speaker = AnthropicMessages(
        base_url=server.url, model=model, key=KEY, timeouts=QUICK, sleep=heard.naps
    )
    try:
        async with aclosing(speaker.stream(PROMPT, sampling)) as pieces:
            async for piece in pieces:
                heard.text += piece
    except SamanthaError as error:
        heard.error = error
    await speaker.aclose()
    return heard


async def fault(*script: Step, sampling: Sampling = USUAL) -> tuple[Heard, FaultyServer]:
    async with FaultyServer(*script) as server:
        return await hear(server, sampling), server


def assert_tellable(error: SamanthaError | None) -> None:
    assert error is not None
    assert error.message.endswith(".")
    assert error.remedy.endswith(".")
    told = f"{error} {error.args} {error.__cause__!r}"
    for secret in (KEY, SECRET, "Be kind", "All is"):
        assert secret not in told


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (status(401, '{"error": {"type": "authentication_error"}}'), "does not accept the key"),
        (status(403), "does not allow"),
        (status(429, headers="retry-after: 60\r\n"), "asked too often"),
        (silence, "said nothing for 0.9 seconds"),
        (stream(*words(), *ending()), "empty reply"),
        (stream("event: content_block_delta\ndata: {not json\n\n"), "protocol"),
        (stream("event: content_block_delta\ndata: [1]\n\n"), "protocol"),
    ],
)
async def test_not_one_word_and_no_second_try(step: Step, says: str) -> None:
    heard, server = await fault(step, status(400))
    assert isinstance(heard.error, ModelUnavailable)
    assert says in heard.error.message
    assert_tellable(heard.error)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "first", [status(500), status(529), reset, stream(OVERLOADED), stream(ends=False)]
)
async def test_a_failure_that_passes_is_tried_exactly_once_more(first: Step) -> None:
    heard, server = await fault(first, GOOD)
    assert (heard.text, heard.error) == (ALL_IS_WELL, None)
    assert (len(server.asked), len(heard.naps.taken)) == (2, 1)
    heard, server = await fault(first, first, GOOD)
    assert isinstance(heard.error, ModelUnavailable)
    assert_tellable(heard.error)
    assert len(server.asked) == 2


async def test_429_waits_as_long_as_it_is_told() -> None:
    heard, server = await fault(status(429, headers="retry-after: 3\r\n"), GOOD)
    assert (heard.text, heard.naps.taken, len(server.asked)) == (ALL_IS_WELL, [3.0], 2)


async def test_refused_connection() -> None:
    async with FaultyServer() as server:
        url = server.url
    speaker = AnthropicMessages(base_url=url, model="small", key=KEY, sleep=Naps())
    with pytest.raises(ModelUnavailable, match="cannot be reached"):
        await anext(speaker.stream(PROMPT, USUAL))
    await speaker.aclose()


async def test_an_unknown_model_names_those_that_there_are() -> None:
    async with FaultyServer(status(404), models=["small", "large"]) as server:
        heard = await hear(server, model="medium")
    assert isinstance(heard.error, ModelUnavailable)
    assert "medium" in heard.error.message
    assert "small, large" in heard.error.remedy
    assert (len(server.asked), server.looked_up) == (1, 1)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (stream(*words("All", " is"), ends=False), "broke off"),
        (stream(*words("All", " is")), "broke off"),
        (stream(*words("All", " is"), "event: message_delta\ndata: {oh\n\n"), "unreadable"),
        (stream(*words("All", " is"), OVERLOADED), "failure"),
    ],
)
async def test_what_was_said_stands_and_nothing_is_asked_again(step: Step, says: str) -> None:
    heard, server = await fault(step, GOOD)
    assert heard.text == "All is"
    assert isinstance(heard.error, ModelBrokeOff)
    assert says in heard.error.message
    assert_tellable(heard.error)
    assert len(server.asked) == 1


async def test_a_server_that_never_closes() -> None:
    async def lingering(answer: Answer) -> None:
        await answer.raw(EVENTS)
        for chunk in [*words("All", " is", " well."), *ending()]:
            await answer.chunk(chunk)
        await answer.hang_up()

    heard, _ = await fault(lingering)
    assert (heard.text, heard.error) == (ALL_IS_WELL, None)


async def test_stopping_closes_the_connection_at_once() -> None:
    async def endless(answer: Answer) -> None:
        await answer.raw(EVENTS)
        while True:
            await answer.chunk(words(" word")[1])
            await asyncio.sleep(0.01)

    async with FaultyServer(endless) as server:
        speaker = AnthropicMessages(base_url=server.url, model="small", key=KEY)
        pieces = speaker.stream(PROMPT, USUAL)
        await anext(pieces)
        await pieces.aclose()
        await asyncio.wait_for(server.left.wait(), 0.5)
        await speaker.aclose()


async def test_thoughts_are_never_spoken_and_given_room_once() -> None:
    thought = delta(type="thinking_delta", thinking="He is sad.")
    thinks = stream(thought, *words("All", " is", " well."), *ending())
    heard, _ = await fault(thinks)
    assert (heard.text, heard.error) == (ALL_IS_WELL, None)
    heard, server = await fault(stream(thought, *ending("max_tokens")), GOOD)
    assert heard.text == ALL_IS_WELL
    assert [asked.fields["max_tokens"] > 1000 for asked in server.asked] == [False, True]


async def test_what_is_sent() -> None:
    prompt = (
        Message(Role.SYSTEM, "Be kind."),
        Message(Role.SYSTEM, "It is late."),
        Message(Role.USER, "Hello."),
        Message(Role.ASSISTANT, "Hello you."),
        Message(Role.SYSTEM, "He is tired."),
        Message(Role.USER, "Good night."),
    )
    async with FaultyServer(GOOD) as server:
        speaker = AnthropicMessages(base_url=server.url, model="small", key=KEY)
        asking = Sampling(temperature=1.3, max_tokens=33, stop=("\n", "He:"))
        async with aclosing(speaker.stream(prompt, asking)) as pieces:
            assert "".join([piece async for piece in pieces]) == ALL_IS_WELL
        await speaker.aclose()
    [asked] = server.asked
    assert any(KEY in value for value in asked.headers.values())
    fields: Mapping[str, object] = asked.fields
    assert fields["system"] == [
        {"type": "text", "text": "Be kind.", "cache_control": {"type": "ephemeral"}},
        {"type": "text", "text": "It is late."},
    ]
    assert fields["messages"] == [
        {"role": "user", "content": "Hello."},
        {"role": "assistant", "content": "Hello you."},
        {"role": "user", "content": "He is tired.\n\nGood night."},
    ]
    assert (fields["max_tokens"], fields["temperature"]) == (33, 1.0)
    assert fields["stop_sequences"] == ["He:"]


async def test_wishes_that_a_model_refuses_are_left_out_and_stay_so() -> None:
    refusing = status(400, json.dumps({"error": {"message": "temperature: not supported"}}))
    async with FaultyServer(refusing, GOOD, GOOD) as server:
        speaker = AnthropicMessages(base_url=server.url, model="small", key=KEY)
        for _ in range(2):
            async with aclosing(speaker.stream(PROMPT, USUAL)) as pieces:
                assert "".join([piece async for piece in pieces]) == ALL_IS_WELL
        await speaker.aclose()
    assert ["temperature" in asked.fields for asked in server.asked] == [True, False, False]
    assert all("thinking" in asked.fields for asked in server.asked)
    heard, server = await fault(refusing, refusing, GOOD)
    assert isinstance(heard.error, ModelUnavailable)
    assert len(server.asked) == 2


async def test_a_prompt_that_does_not_fit() -> None:
    said = json.dumps({"error": {"message": "prompt is too long: 9 tokens > 8 maximum"}})
    heard, server = await fault(status(400, said), GOOD)
    assert isinstance(heard.error, ModelUnavailable)
    assert "longer than" in heard.error.message
    assert len(server.asked) == 1


async def test_what_leaves_is_recorded_before_it_does() -> None:
    entries: list[tuple[str, str, int]] = []

    class Ledger:
        async def record(self, host: str, what: str, bytes_out: int) -> None:
            entries.append((host, what, bytes_out))

    speaker = AnthropicMessages(
        base_url="https://models.invalid", model="m", key=KEY, departures=Ledger(), sleep=Naps()
    )
    with pytest.raises(ModelUnavailable):
        await anext(speaker.stream(PROMPT, USUAL))
    await speaker.aclose()
    assert not speaker.identity.on_this_machine
    assert [(host, what) for host, what, _ in entries] == [("models.invalid:443", "a prompt")] * 2
    assert all(size >= len(SECRET) for _, _, size in entries)


async def test_the_client_library_writes_no_prompt_into_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    heard, _ = await fault(status(500), GOOD)
    assert heard.text == ALL_IS_WELL
    assert SECRET not in caplog.text
    assert KEY not in caplog.text


@pytest.mark.parametrize(
    ("url", "key"),
    [("models.invalid", KEY), (f"https://me:{KEY}@models.invalid", KEY), ("https://[", KEY)]
    + [("https://models.invalid", bad) for bad in ("", " ", f"{KEY}\n{KEY}", f"„{KEY}“")],
)
def test_bad_settings_are_refused_with_a_remedy(url: str, key: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        AnthropicMessages(base_url=url, model="m", key=key)
    assert_tellable(caught.value)


def test_without_the_extra_it_says_how_to_get_it() -> None:
    program = (
        "import sys; sys.modules['anthropic'] = None\n"
        "from samantha.providers.anthropic_messages import AnthropicMessages\n"
        "from samantha.domain.errors import SettingsInvalid\n"
        "try: AnthropicMessages(model='m', key='k')\n"
        "except SettingsInvalid as error: print(error.remedy)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "samantha[anthropic]" in ran.stdout
