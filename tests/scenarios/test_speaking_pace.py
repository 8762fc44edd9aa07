"""Her real voice at the pace of the default model: she begins soon and is not silent for long."""

import asyncio
import re
import statistics
from collections.abc import AsyncGenerator
from contextlib import aclosing

import numpy as np

from samantha.providers.hibari import Hibari
from samantha.speaking.phrasing import phrases_of
from samantha.speaking.speaker import Elocution, Speaker
from tests.speaking_fakes import Lane, ScriptedLoudspeaker
from tests.virtual_time import run

TOKENS_S = 10.3
SYNTHESIS_S = 0.02
TICK_S = 0.005
REPLIES = (
    "Oh, I'd love that. What time were you thinking?",
    "Hi. I'm glad you're back, it was so quiet here.",
    "Sure, I'll turn off the lights and lock the door.",
    "I see. That must have been a long day for you.",
    "Hmm, I'm not sure that I agree with him about the house.",
    "You sound tired tonight. Did you sleep at all after the call?",
    "Yes. Your meeting is at half past three with Paul from the publisher.",
    "Well, I think you should call her before she leaves for the airport.",
    "I've been thinking about what you said, and I believe you were right about Catherine.",
    "Good morning! It's raining, so take the umbrella that you never take.",
    "No. I don't think that was your fault at all.",
    "Honestly, I'd keep the letter and send it in the morning when you feel better.",
    "I remember. You told me about the lake and the broken boat last week.",
    "It depends on how you feel about going there alone on a Saturday evening.",
    "Okay, then let's start with the funny ones and throw the rest away.",
    "Really? I thought you didn't like the sea in winter.",
)


async def thought(reply: str) -> AsyncGenerator[str, None]:
    """The reply token by token, about as a model cuts it."""
    for token in re.findall(r"\s?[A-Za-z]+|\s?'[a-z]+|\s?[^\sA-Za-z]", reply):
        await asyncio.sleep(1 / TOKENS_S)
        yield token


async def speak(voice: Hibari, reply: str) -> tuple[float, float]:
    """Seconds until her first sound, and the longest silence between two of her phrases."""
    loudspeaker = ScriptedLoudspeaker()
    speaker = Speaker(voice, loudspeaker, Lane(SYNTHESIS_S), Elocution("hibari:heart"))
    saying = asyncio.create_task(listen(speaker, reply))
    await speaker.ready()
    first_s = asyncio.get_running_loop().time()
    sounding: list[bool] = []
    played = 0
    while not saying.done():
        await asyncio.sleep(TICK_S)
        history = loudspeaker.history[played:]
        played += len(history)
        sounding.append(bool(np.any(history)))
    return first_s, longest_silence_s(sounding)


async def listen(speaker: Speaker, reply: str) -> None:
    async with (
        aclosing(phrases_of(thought(reply))) as phrases,
        aclosing(speaker.say(phrases)) as heard,
    ):
        assert "".join([each.text async for each in heard]) == reply


def longest_silence_s(sounding: list[bool]) -> float:
    last = len(sounding) - sounding[::-1].index(True)
    silences = "".join(".#"[each] for each in sounding[:last]).split("#")
    return TICK_S * max(map(len, silences))


def test_she_begins_soon_and_goes_on_without_a_gap() -> None:
    voice = Hibari()
    voice.warm_up("hibari:heart")
    spoken = [run(speak(voice, reply)) for reply in REPLIES]
    first_s, gaps_s = zip(*spoken, strict=True)
    assert statistics.median(first_s) < 0.4
    assert max(first_s) < 1.1
    assert statistics.quantiles(gaps_s, n=10)[-1] < 0.3
