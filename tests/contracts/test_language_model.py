"""The contract of `LanguageModel`, the same for the scripted one and the real ones."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace

import pytest

from samantha.domain.language import Message, ModelIdentity, Role, Sampling
from samantha.domain.servers import ServerKind
from samantha.mind.ports import LanguageModel
from samantha.mind.timely import Timely
from samantha.providers.anthropic_messages import AnthropicMessages
from samantha.providers.llama_cpp import EmbeddedLlama, open_native
from samantha.providers.openai_chat import OpenAIChat
from tests.anthropic_server import TEXT
from tests.fakes import ScriptedModel
from tests.llama_server import SERVED_NAME, WINDOW_TOKENS, tiny_model

GREEDY = Sampling(temperature=0.0, max_tokens=16, seed=1)
LONG = replace(GREEDY, max_tokens=1500)
PROMPT = (
    Message(Role.USER, "Hello!"),
    Message(Role.ASSISTANT, "Hello you."),
    Message(Role.USER, "Tell me a long story about the sea."),
)
AT_ONCE_S = 0.5
SOON_S = 5.0
"""Far less than a whole long reply takes on the real server, which has room for one at a time."""


@pytest.fixture(params=["scripted", "timely", "embedded", "openai", "anthropic"])
async def model(request: pytest.FixtureRequest) -> AsyncGenerator[LanguageModel, None]:
    model: LanguageModel
    match request.param:
        case "scripted":
            model = ScriptedModel(lambda _: TEXT.strip(), delay_s=0.001)
        case "timely":
            model = Timely(ScriptedModel(lambda _: TEXT.strip(), delay_s=0.001))
        case "embedded":
            native = open_native(tiny_model(), window_tokens=WINDOW_TOKENS, threads=1)
            place = "this machine, in my own process"
            identity = ModelIdentity("SmolLM2 135M", place, True, WINDOW_TOKENS)
            model = EmbeddedLlama(native, identity)
        case "openai":
            url: str = request.getfixturevalue("llama_url")
            model = OpenAIChat(
                base_url=url,
                model=SERVED_NAME,
                window_tokens=WINDOW_TOKENS,
                kind=ServerKind.LLAMA_CPP,
            )
        case _:
            url = request.getfixturevalue("anthropic_url")
            model = AnthropicMessages(base_url=url, model="parrot", key="a-key")
    yield model
    await model.aclose()


async def pieces(
    model: LanguageModel, sampling: Sampling = GREEDY, prompt: Sequence[Message] = PROMPT
) -> list[str]:
    async with aclosing(model.stream(prompt, sampling)) as reply:
        return [piece async for piece in reply]


async def test_streams_a_reply_in_pieces_that_join_to_it(model: LanguageModel) -> None:
    first = await pieces(model)
    again = await pieces(model)
    assert len(first) > 5
    assert all(first)
    assert "".join(first) == "".join(again)


async def test_the_first_piece_comes_before_the_last_is_made(model: LanguageModel) -> None:
    began = time.monotonic()
    async with aclosing(model.stream(PROMPT, replace(GREEDY, max_tokens=30))) as reply:
        times = [time.monotonic() - began async for _ in reply]
    assert times[-1] - times[0] > 0.5 * 30 * 0.001


@pytest.mark.parametrize("length", [1, 6])
async def test_stops_at_a_stop_string_and_leaves_it_out(model: LanguageModel, length: int) -> None:
    whole = "".join(await pieces(model))
    middle = len(whole) // 2
    stop = whole[middle : middle + length]
    stopped = await pieces(model, replace(GREEDY, stop=("never said", stop)))
    assert "".join(stopped) == whole[: whole.index(stop)]


async def test_has_at_most_as_many_tokens_as_allowed(model: LanguageModel) -> None:
    whole = "".join(await pieces(model))
    short = await pieces(model, replace(GREEDY, max_tokens=4))
    assert 1 <= len(short) <= 4
    assert whole.startswith("".join(short))
    assert len("".join(short)) < len(whole)


async def test_closing_in_mid_stream_is_prompt_and_frees_the_model(model: LanguageModel) -> None:
    for _ in range(2):
        reply = model.stream(PROMPT, LONG)
        await anext(reply)
        await anext(reply)
        began = time.monotonic()
        await reply.aclose()
        assert time.monotonic() - began < AT_ONCE_S
    began = time.monotonic()
    assert await pieces(model, replace(GREEDY, max_tokens=3))
    assert time.monotonic() - began < SOON_S


async def test_cancelling_in_mid_stream_is_prompt_and_frees_the_model(
    model: LanguageModel,
) -> None:
    begun = asyncio.Event()

    async def listen() -> None:
        async with aclosing(model.stream(PROMPT, LONG)) as reply:
            async for _ in reply:
                begun.set()

    listening = asyncio.create_task(listen())
    await asyncio.wait_for(begun.wait(), SOON_S)
    began = time.monotonic()
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening
    assert time.monotonic() - began < AT_ONCE_S
    assert await pieces(model, replace(GREEDY, max_tokens=3))
    assert time.monotonic() - began < SOON_S


async def test_a_prompt_that_is_never_listened_to_costs_nothing(model: LanguageModel) -> None:
    await model.stream(PROMPT, LONG).aclose()
    assert await pieces(model, replace(GREEDY, max_tokens=3))


async def test_letters_of_all_scripts_survive(model: LanguageModel) -> None:
    said = ""
    for line in ("Copy this line: é ü ñ 日本 🙂 🙂 🙂", "Translate into Japanese: good morning"):
        said += "".join(await pieces(model, prompt=[Message(Role.USER, line)]))
    assert not said.isascii()
    assert "\ufffd" not in said


async def test_thinking_ahead_may_be_broken_off_and_a_reply_still_comes(
    model: LanguageModel,
) -> None:
    for delay_s in (0.0, 0.01, None):
        thinking = asyncio.create_task(model.prepare(PROMPT[:2]))
        if delay_s is not None:
            await asyncio.sleep(delay_s)
            thinking.cancel()
        await asyncio.gather(thinking, return_exceptions=True)
        assert await pieces(model, replace(GREEDY, max_tokens=2))


async def test_takes_roles_in_any_order(model: LanguageModel) -> None:
    prompt = (
        Message(Role.SYSTEM, "Be brief."),
        Message(Role.SYSTEM, "Be kind."),
        Message(Role.ASSISTANT, "There you are."),
        Message(Role.ASSISTANT, "How was it?"),
        Message(Role.SYSTEM, "It is late."),
    )
    assert await pieces(model, prompt=prompt)


async def test_says_truthfully_what_it_is(model: LanguageModel) -> None:
    identity = model.identity
    assert identity.name.strip()
    assert identity.place.strip()
    assert identity.on_this_machine
    assert identity.window_tokens >= 512


async def test_counts_tokens(model: LanguageModel) -> None:
    assert model.count_tokens("") == 0
    line = "It rained all day in Lübeck."
    assert 5 <= model.count_tokens(line) <= len(line)
    assert model.count_tokens(line * 10) > 5 * model.count_tokens(line)


async def test_may_be_closed_twice(model: LanguageModel) -> None:
    await pieces(model, replace(GREEDY, max_tokens=2))
    await model.aclose()
    await model.aclose()
