"""When the chosen model fails, the other one speaks, and the person is told once."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime

import pytest

from samantha.domain.errors import DownloadFailed, ModelBrokeOff, ModelUnavailable
from samantha.domain.language import Message, Role, Sampling
from samantha.mind.fallback import Steadfast
from samantha.mind.ports import LanguageModel
from samantha.mind.timely import Timely
from tests.fakes import BreaksOff, ScriptedModel, Unavailable

PROMPT = (Message(Role.SYSTEM, "Be kind."), Message(Role.USER, "Hello."))
USUAL = Sampling()


class HandClock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.at_s = 100.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.at_s, UTC)

    def monotonic_s(self) -> float:
        return self.at_s


class Shelf:
    """Where the other model is loaded from, counting how often."""

    def __init__(self, model: LanguageModel) -> None:
        self.model = model
        self.loaded = 0

    async def __call__(self) -> LanguageModel:
        self.loaded += 1
        await asyncio.sleep(0)
        return self.model


async def said(model: LanguageModel, prompt: Sequence[Message] = PROMPT) -> str:
    async with aclosing(model.stream(prompt, USUAL)) as reply:
        return "".join([piece async for piece in reply])


async def test_the_chosen_one_speaks_and_the_other_is_never_loaded() -> None:
    chosen, shelf = ScriptedModel(["Hello you."], name="chosen"), Shelf(ScriptedModel([]))
    model = Steadfast(chosen, shelf)
    assert await said(model) == "Hello you."
    assert (shelf.loaded, model.last_failure) == (0, None)
    assert model.identity.name == "chosen"


async def test_the_other_one_speaks_where_the_chosen_one_has_not_one_word() -> None:
    chosen = ScriptedModel([Unavailable("The server is gone."), "I am back."], name="chosen")
    shelf = Shelf(ScriptedModel(["Hello you.", "Never said."], name="other"))
    model = Steadfast(chosen, shelf)
    assert await said(model) == "Hello you."
    assert shelf.loaded == 1
    assert model.identity.name == "other"
    assert model.last_failure == "The server is gone."
    assert model.tell_failure() == "The server is gone."
    assert model.tell_failure() is None
    assert await said(model) == "I am back."
    assert model.identity.name == "chosen"
    assert model.last_failure is None


async def test_a_failure_that_goes_on_is_told_once() -> None:
    gone, full = Unavailable("The server is gone."), Unavailable("The server is full.")
    chosen = ScriptedModel([gone, gone, full, "I am back.", full])
    model = Steadfast(chosen, Shelf(ScriptedModel(lambda _: "Hello you.")))
    told: list[str | None] = []
    for _ in range(5):
        await said(model)
        told.append(model.tell_failure())
    assert told == ["The server is gone.", None, "The server is full.", None, "The server is full."]


async def test_without_another_one_the_failure_stands() -> None:
    model = Steadfast(ScriptedModel([Unavailable("The server is gone.")]))
    with pytest.raises(ModelUnavailable, match="The server is gone"):
        await said(model)


async def test_where_the_other_one_cannot_be_loaded_the_first_failure_stands() -> None:
    async def missing() -> LanguageModel:
        raise DownloadFailed("The file is not there.", "Fetch it.")

    model = Steadfast(ScriptedModel([Unavailable("The server is gone.")]), missing)
    with pytest.raises(ModelUnavailable, match="The server is gone") as caught:
        await said(model)
    assert isinstance(caught.value.__cause__, DownloadFailed)


async def test_a_reply_that_broke_off_is_not_begun_anew() -> None:
    shelf = Shelf(ScriptedModel([]))
    model = Steadfast(ScriptedModel([BreaksOff("Hello")]), shelf)
    reply = model.stream(PROMPT, USUAL)
    assert await anext(reply) == "Hello"
    with pytest.raises(ModelBrokeOff):
        await anext(reply)
    assert shelf.loaded == 0


async def test_cancellation_passes_through_both() -> None:
    async def forever(_: float) -> None:
        await asyncio.Event().wait()

    for chosen, other in (
        (ScriptedModel(["Hello."], sleep=forever), ScriptedModel([])),
        (ScriptedModel([Unavailable()]), ScriptedModel(["Hello."], sleep=forever)),
    ):
        listening = asyncio.create_task(said(Steadfast(chosen, Shelf(other))))
        for _ in range(20):
            await asyncio.sleep(0)
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening
        assert [*chosen.stopped, *other.stopped] == [""]


async def test_closing_in_mid_stream_stops_the_one_that_speaks() -> None:
    chosen = ScriptedModel(["Hello you there."])
    reply = Steadfast(chosen, Shelf(ScriptedModel([]))).stream(PROMPT, USUAL)
    assert await anext(reply) == "Hello"
    await reply.aclose()
    assert chosen.stopped == ["Hello"]


async def test_the_other_one_is_loaded_once_for_two_at_a_time() -> None:
    shelf = Shelf(ScriptedModel(["One.", "Two."]))
    model = Steadfast(ScriptedModel([Unavailable(), Unavailable()]), shelf)
    assert set(await asyncio.gather(said(model), said(model))) == {"One.", "Two."}
    assert shelf.loaded == 1


async def test_a_model_that_failed_is_left_alone_for_a_while() -> None:
    clock = HandClock()
    chosen = ScriptedModel([Unavailable(), "I am back."])
    other = ScriptedModel(lambda _: "Hello you.")
    model = Steadfast(chosen, Shelf(other), clock=clock, rest_s=60)
    assert await said(model) == "Hello you."
    clock.at_s += 59
    assert await said(model) == "Hello you."
    assert len(chosen.prompts) == 1
    clock.at_s += 2
    assert await said(model) == "I am back."


async def test_a_model_is_left_alone_for_as_long_as_it_asks() -> None:
    class Busy(ScriptedModel):
        async def stream(
            self, messages: Sequence[Message], sampling: Sampling
        ) -> AsyncGenerator[str, None]:
            self.prompts.append(tuple(messages))
            raise ModelUnavailable("It is busy.", "Wait.", retry_after_s=300)
            yield ""

    clock, chosen = HandClock(), Busy([])
    model = Steadfast(chosen, Shelf(ScriptedModel(lambda _: "Hi.")), clock=clock, rest_s=60)
    for _ in range(3):
        assert await said(model) == "Hi."
        clock.at_s += 140
    assert len(chosen.prompts) == 1
    assert await said(model) == "Hi."
    assert len(chosen.prompts) == 2


async def test_a_long_prompt_is_cut_to_the_smaller_window() -> None:
    other = ScriptedModel(["Hello you."], window_tokens=200)
    model = Steadfast(ScriptedModel([Unavailable()]), Shelf(other))
    turns = [Message(Role.USER, f"turn {at} " + "word " * 20) for at in range(9)]
    assert await said(model, [PROMPT[0], *turns]) == "Hello you."
    [heard] = other.prompts
    assert heard[0] == PROMPT[0]
    assert list(heard[1:]) == turns[-(len(heard) - 1) :]
    assert 1 <= len(heard) - 1 < 9
    assert sum(other.count_tokens(m.content) for m in heard) + USUAL.max_tokens <= 200


async def test_the_last_thing_said_is_never_cut_away() -> None:
    other = ScriptedModel(["Hello you."], window_tokens=100)
    model = Steadfast(ScriptedModel([Unavailable()]), Shelf(other))
    long = Message(Role.USER, "word " * 500)
    await said(model, [*PROMPT, long])
    assert other.prompts == [(PROMPT[0], long)]


async def test_thinks_ahead_and_counts_with_the_one_that_spoke_last() -> None:
    chosen, other = ScriptedModel([Unavailable()]), ScriptedModel(["Hi."])
    model = Steadfast(chosen, Shelf(other))
    await model.prepare(PROMPT)
    assert model.count_tokens("two words") == 2
    await said(model)
    await model.prepare(PROMPT[:1])
    assert (chosen.prepared, other.prepared) == ([PROMPT], [PROMPT[:1]])


async def test_closes_what_was_loaded() -> None:
    chosen, other = ScriptedModel([Unavailable()]), ScriptedModel(["Hi."])
    model = Steadfast(chosen, Shelf(other))
    await said(model)
    await model.aclose()
    assert chosen.closed
    assert other.closed
    await Steadfast(chosen, Shelf(ScriptedModel([]))).aclose()


async def test_the_other_one_steps_in_for_one_that_keeps_him_waiting() -> None:
    slow = ScriptedModel(["Never heard."], name="slow", delay_s=60.0)
    shelf = Shelf(ScriptedModel(["I am here."], name="near"))
    model = Steadfast(Timely(slow, first_s=0.01), shelf)
    assert await said(Timely(model, first_s=1.0)) == "I am here."
    assert "keeps me waiting" in (model.tell_failure() or "")
    assert model.tell_failure() is None
