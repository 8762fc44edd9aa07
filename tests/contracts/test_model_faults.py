"""What becomes of every fault of a model server: which error, how many requests, what is said."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Sequence

import pytest

from samantha.domain.errors import ModelBrokeOff, ModelUnavailable
from samantha.domain.language import Sampling
from samantha.domain.servers import Timeouts
from samantha.providers.openai_chat import OpenAIChat
from tests.contracts.listening import (
    ALL_IS_WELL,
    GOOD,
    KEY,
    PROMPT,
    QUICK,
    Naps,
    assert_tellable,
    chat,
    fault,
    hear,
)
from tests.faulty_server import (
    DONE,
    EVENTS,
    Answer,
    FaultyServer,
    Step,
    event,
    reset,
    silence,
    status,
    stream,
    words,
)

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
    assert "status 404" in heard.error.message
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
    assert "status 500" in heard.error.message
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
    assert "0.9 seconds" in heard.error.message
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
    assert "status 307" in heard.error.message
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
