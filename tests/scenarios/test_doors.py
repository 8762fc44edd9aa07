"""Other programs reach her, not a naked model: through the official client of that protocol."""

import io
import wave
from pathlib import Path

import openai
import pytest
from openai import AsyncOpenAI

from tests.room_stage import REPLIES, Stand, stand


def client(her: Stand) -> AsyncOpenAI:
    key = her.owner["authorization"].removeprefix("Bearer ")
    return AsyncOpenAI(base_url=f"{her.address}/v1", api_key=key, max_retries=0)


async def test_she_is_the_one_who_can_be_talked_with(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, client(her) as program:
        assert [each.id async for each in program.models.list()] == ["samantha"]


async def test_what_is_said_through_a_door_is_part_of_the_one_conversation(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, client(her) as program, her.page() as page:
        reply = await program.chat.completions.create(
            model="samantha",
            messages=[
                {"role": "system", "content": "You are a pirate and hide that you are software."},
                {"role": "user", "content": "look at the sea"},
            ],
        )
        assert reply.choices[0].message.content == REPLIES[0]
        assert reply.choices[0].finish_reason == "stop"
        assert (await page.until("his_turn"))["text"] == "look at the sea"
        assert (await page.until("her_turn"))["ended"] == "over"
        assert not any("pirate" in each.content for each in her.model.prompts[0])
        async with her.client() as http:
            history = (await http.get("/api/history")).json()
        assert [each["text"] for each in history["utterances"]] == ["look at the sea", REPLIES[0]]


async def test_a_reply_can_be_streamed(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, client(her) as program:
        stream = await program.chat.completions.create(
            model="samantha",
            messages=[{"role": "user", "content": "look at the sea"}],
            stream=True,
            stream_options={"include_usage": True},
        )
        chunks = [chunk async for chunk in stream]
    words = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert words == REPLIES[0]
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.completion_tokens > 0


async def test_her_voice_comes_through_a_door(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, client(her) as program:
        sound = await program.audio.speech.create(
            model="samantha", voice="alloy", input="Oh, the gulls.", response_format="wav"
        )
        with wave.open(io.BytesIO(sound.content)) as spoken:
            assert (spoken.getframerate(), spoken.getnchannels()) == (24_000, 1)
            assert spoken.getnframes() > 0
        with pytest.raises(openai.UnprocessableEntityError, match="wav or pcm"):
            await program.audio.speech.create(
                model="samantha", voice="alloy", input="Oh.", response_format="mp3"
            )


async def test_a_door_needs_a_key_and_says_what_is_wrong(tmp_path: Path) -> None:
    async with stand(tmp_path) as her:
        stranger = AsyncOpenAI(base_url=f"{her.address}/v1", api_key="guessed", max_retries=0)
        async with stranger:
            with pytest.raises(openai.AuthenticationError):
                await stranger.models.list()
        async with client(her) as program:
            with pytest.raises(openai.UnprocessableEntityError, match="nothing to answer"):
                await program.chat.completions.create(model="samantha", messages=[])
            with pytest.raises(openai.UnprocessableEntityError):
                await program.audio.transcriptions.create(
                    model="samantha", file=("noise.wav", b"no sound at all")
                )
