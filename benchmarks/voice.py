"""Talk by voice: how long he waits for her, and whether she gives way when he speaks.

Run as `python -m benchmarks.voice` from the root of the repository, on a machine with nothing else
to do; `--quick` for a sixth of it, `--seed` for other sentences and voices, `--only` for some parts
(v2v, machinery, cascade, floor). Everything goes in real time through the loop that a microphone
goes through; times are read off her recorded channel, in samples, from the last audible sample of
his to the first audible one of hers. The cascade is what most do with the same models: wait for
0.8 s of silence, recognise the whole turn, think until a sentence is whole, say it.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

from benchmarks.hearing_material import Cast
from benchmarks.hearing_noises import knocks
from benchmarks.instant_model import InstantModel
from benchmarks.voice_stage import Held, Script, answers_ms, audible, first_gaps_ms, hold, talk_of
from samantha.app.assembly import waking
from samantha.app.settings import Home, Settings
from samantha.app.voice import Senses, by_voice, senses
from samantha.conversation.company import Company
from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Samples
from samantha.domain.language import Message, Role, Sampling
from samantha.domain.words import sentence_end
from samantha.personality.persona import Persona
from samantha.providers.hibari import Hibari
from samantha.speaking.ports import Prosody

SILENCE_S: Final = 0.8
LATE_MS: Final = 1500.0
STORY_WORDS: Final = [line.split() for line in (
    "green leaning quiet narrow painted broken silver patient crooked distant frozen gentle hollow",
    "boat harbour lantern ferry garden window bridge letter orchard bakery ladder island kettle",
    "found followed carried remembered passed mended borrowed watched lost hid answered counted",
)]  # fmt: skip
STORY_SENTENCES: Final = 6
"""So many last some 20 s; she is told to stop after 8."""
Over: TypeAlias = tuple[str, Samples]
"""What he says over her, and its sound."""
INTERRUPTIONS: Final = (
    "Wait, that is not what I asked you.|Stop, I have to tell you something.|No, I meant the other"
    " one, the blue one.|Hold on, someone is at the door.|Actually, can we talk about tomorrow?|"
    "Sorry, I need to leave in a minute.|Let me say something first.|What did she say about it?"
).split("|")
BACKCHANNELS: Final = "Mm-hm.|Yeah.|Right.|Uh-huh.|Okay.|I see.".split("|")
BARS: Final = {
    "voice_to_voice_p50_ms": 900.0,
    "voice_to_voice_p90_ms": 1250.0,
    "machinery_p50_ms": 450.0,
    "ratio_cascade": 0.4,
    "second_phrase_gap_p90_ms": 300.0,
    "late_rate": 5.0,
    "dip_p95_ms": 200.0,
    "barge_in_to_silence_p95_ms": 600.0,
    "false_stop_rate": 5.0,
    "missed_stop_rate": 2.0,
}


async def voice_to_voice(
    company: Company, loaded: Senses, cast: Cast, count: int, seed: int
) -> dict[str, float]:
    """From his last sound to her first one, with the embedded model, and her first gap."""
    script = talk_of(count, cast, seed, pause_s=9.0)
    held = await hold(script, company, loaded, seed)
    delays = answers_ms(script, held)
    known = [each for each in delays if each is not None]
    gaps = first_gaps_ms(script, held)
    return {
        "voice_to_voice_p50_ms": statistics.median(known),
        "voice_to_voice_p90_ms": float(np.percentile(known, 90)),
        "late_rate": 100 * sum(each > LATE_MS for each in known) / len(delays),
        "unanswered": float(len(delays) - len(known)),
        "second_phrase_gap_p90_ms": float(np.percentile(gaps, 90)) if gaps else 0.0,
    }


async def machinery(
    company: Company, loaded: Senses, cast: Cast, count: int, seed: int
) -> dict[str, float]:
    """The same with a language model that answers at once: what is ours."""
    script = talk_of(count, cast, seed + 1, pause_s=4.0)
    instant = replace(company, model=InstantModel(lambda _: "Right, I see what you mean."))
    held = await hold(script, instant, loaded, seed)
    known = [each for each in answers_ms(script, held) if each is not None]
    return {
        "machinery_p50_ms": statistics.median(known),
        "machinery_p90_ms": float(np.percentile(known, 90)),
    }


async def cascade(
    company: Company, loaded: Senses, cast: Cast, count: int, seed: int
) -> dict[str, float]:
    """The same models one after the other, each waited for; the sum of its stages."""
    voice = Hibari()
    voice.warm_up("hibari:heart")
    script = talk_of(count, cast, seed, pause_s=0.1)
    whole = script.sound(seed).samples
    delays: list[float] = []
    history: list[Message] = [Message(Role.SYSTEM, "You are a warm friend. Answer in a sentence.")]
    await company.model.prepare(history)
    for turn in script.turns:
        began_s = time.perf_counter()
        words = loaded.ears.recognizer.recognize(whole[turn.began : turn.ended + 4800])
        text = " ".join(word.text for word in words)
        first = await _first_sentence(company, [*history, Message(Role.USER, text)])
        said = voice.say(first, "hibari:heart", Prosody())
        assert len(said.samples)
        delays.append(1000 * (SILENCE_S + time.perf_counter() - began_s))
        history = [*history[:1], *history[1:][-8:]]
        history += [Message(Role.USER, text), Message(Role.ASSISTANT, first)]
    return {"cascade_p50_ms": statistics.median(delays)}


async def _first_sentence(company: Company, messages: Sequence[Message]) -> str:
    stream = company.model.stream(messages, Sampling(max_tokens=60, seed=1))
    text = ""
    try:
        async for piece in stream:
            text += piece
            end = sentence_end(text)
            if end is not None and end < len(text.rstrip()):
                return text[:end]
    finally:
        await stream.aclose()
    return text or "Yes."


async def floor(
    company: Company, loaded: Senses, cast: Cast, count: int, seed: int
) -> dict[str, float]:
    """He speaks, murmurs, or drops something while she tells a long story."""
    chance, noise = random.Random(seed), np.random.default_rng(seed)
    stories = random.Random(seed + 3)
    instant = replace(company, model=InstantModel(lambda _: _story(stories)))

    def interruption() -> Over:
        text = chance.choice(INTERRUPTIONS)
        return text, cast.say(text, chance).sound

    def murmur() -> Over:
        text = chance.choice(BACKCHANNELS)
        return text, cast.say(text, chance).sound * np.float32(0.6)

    def bang() -> Over:
        return "(knocks)", knocks(1.0, noise)

    stops = await _over_her(interruption, count, cast, instant, loaded, seed)
    murmurs = await _over_her(murmur, count, cast, instant, loaded, seed + 1)
    bangs = await _over_her(bang, count, cast, instant, loaded, seed + 2)
    dips = [each for each, _ in stops if each is not None]
    silences = [each for _, each in stops if each is not None]
    false = [each for _, each in (*murmurs, *bangs) if each is not None]
    return {
        "dip_p95_ms": float(np.percentile(dips, 95)) if dips else float("nan"),
        "barge_in_to_silence_p95_ms": float(np.percentile(silences, 95))
        if silences
        else float("nan"),
        "missed_stop_rate": 100 * (len(stops) - len(silences)) / len(stops),
        "false_stop_rate": 100 * len(false) / max(1, len(murmurs) + len(bangs)),
    }


async def _over_her(
    sound: Callable[[], Over],
    count: int,
    cast: Cast,
    company: Company,
    loaded: Senses,
    seed: int,
) -> list[tuple[float | None, float | None]]:
    """For each sound over hers: how soon she dipped and how soon she stopped, in ms, or never."""
    chance = random.Random(seed)
    script = Script()
    script.wait(1.0)
    overs: list[int] = []
    for _ in range(count):
        asked = cast.say("Tell me a long story, please.", chance)
        script.say(asked.text, asked.sound)
        script.wait(4.0 + chance.random())
        overs.append(len(script.turns))
        script.say(*sound())
        script.wait(3.0)
        script.say("Stop.", cast.say("Stop. That's enough for now, thank you.", chance).sound)
        script.wait(7.0)
    held = await hold(script, company, loaded, seed)
    spoken_over = [each for each in overs if _speaks(script, held, each)]
    if len(spoken_over) < count:
        print(f"  she was silent already in {count - len(spoken_over)} of {count}: not counted")
    for place in spoken_over:
        _, stopped = _gave_way(script, held, place)
        print(f"  {script.turns[place].text!r}: {'went on' if stopped is None else 'stopped'}")
    return [_gave_way(script, held, each) for each in spoken_over]


def _story(chance: random.Random) -> str:
    """Something long of hers. It is a new one each time: she leaves out what she said before."""
    how, what, did = STORY_WORDS

    def thing() -> str:
        return f"{chance.choice(how)} {chance.choice(what)}"

    def event() -> str:
        return f"the {thing()} {chance.choice(did)} a {thing()}"

    return " ".join(f"{event().capitalize()} and {event()}." for _ in range(STORY_SENTENCES))


def _speaks(script: Script, held: Held, place: int) -> bool:
    """Whether she is heard in the half second before he makes himself heard."""
    at = script.turns[place].began * SPEAKING_HZ // HEARING_HZ
    return audible(held.hers[at - SPEAKING_HZ // 2 : at])[1] > 0


def _gave_way(script: Script, held: Held, place: int) -> tuple[float | None, float | None]:
    began_s = script.turns[place].began / HEARING_HZ
    until_s = script.turns[place + 1].began / HEARING_HZ

    def after(moments: Sequence[float]) -> float | None:
        return next((1000 * (at - began_s) for at in moments if began_s <= at < until_s), None)

    return after(held.dips_s), after(held.stops_s)


PARTS: Final = {
    "v2v": (voice_to_voice, 42),
    "machinery": (machinery, 42),
    "cascade": (cascade, 24),
    "floor": (floor, 40),
}


async def measure(seed: int, parts: Sequence[str], share: float) -> dict[str, float]:
    """Hold all talks, one after the other, with the models loaded once."""
    figures: dict[str, float] = {}
    cast = Cast([(Hibari(), voice.id) for voice in Hibari().voices()], None)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings()
        async with (
            waking(Home(Path(folder)), settings, purpose="a benchmark") as household,
            senses(settings.voice) as loaded,
        ):
            persona = Persona(her_name="Mirel", his_name="Theodore")
            company = by_voice(household.company(persona))
            for part in parts:
                work, count = PARTS[part]
                figures |= await work(company, loaded, cast, max(4, int(count * share)), seed)
                print(f"{part}: load {os.getloadavg()[0]:.1f}", flush=True)
    if "cascade_p50_ms" in figures and "voice_to_voice_p50_ms" in figures:
        figures["ratio_cascade"] = figures["voice_to_voice_p50_ms"] / figures["cascade_p50_ms"]
    return figures


def main() -> None:
    """Measure, print a table, and the figures as one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default=",".join(PARTS))
    chosen = parser.parse_args()
    share = 1 / 6 if chosen.quick else 1.0
    figures = asyncio.run(measure(chosen.seed, chosen.only.split(","), share))
    for name, value in figures.items():
        bar = f"{BARS[name]:10.1f}" if name in BARS else " " * 10
        print(f"{name:32}{value:10.2f}{bar}")
    print(json.dumps({"benchmark": "voice", "figures": figures}))


if __name__ == "__main__":
    main()
