"""How she hears: word errors, invented words, and whether she waits for the end of a turn.

Run as `python -m benchmarks.hearing` from the root of the repository; `--quick` for a sixth of it,
`--seed` for other sentences and voices, `--keep FOLDER` to speak each sentence only once.
Everything goes through `Listening` frame by frame, as a microphone's sound does, with models that
count as instant: times are those of the decision, in samples. Real recordings are those of Debian's
package pocketsphinx-testdata, if it is installed.
"""

import argparse
import asyncio
import json
import random
import re
import statistics
import time
import wave
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from benchmarks.hearing_material import (
    DRAWN_OUT,
    PAUSES_S,
    Cast,
    Said,
    mixed,
    sentence,
    surrounded,
)
from benchmarks.hearing_noises import NOISES, white
from benchmarks.hearing_words import word_error_percent
from samantha.app.catalogue import find_entry, model_files
from samantha.app.settings import models_folder
from samantha.domain.audio import HEARING_HZ, Frame, Samples
from samantha.hearing.ears import Ears, Lanes
from samantha.hearing.events import HearingEvent, TurnEnded, text_of
from samantha.hearing.falling_tone import FallingTone
from samantha.hearing.last_words import LastWords
from samantha.hearing.listening import Listening
from samantha.hearing.plain_detector import PlainDetector
from samantha.hearing.ports import Recognizer, TurnEnding
from samantha.hearing.turn_end import end_score
from samantha.providers.hibari import Hibari, HibariPronunciation
from samantha.providers.kokoro import Kokoro
from samantha.providers.moonshine import Moonshine
from samantha.providers.silero import Silero
from samantha.providers.smart_turn import SmartTurn
from samantha.providers.whisper import Whisper
from samantha.speaking.ports import Synthesizer

T = TypeVar("T")
RECORDINGS: Final = Path("/usr/share/pocketsphinx/test/data")
FRAME: Final = 320
LATE_S: Final = 1.5
ROOM: Final = 3e-4
"""A quiet room's noise: no microphone gives digital silence."""
BABBLING: Final = 6


class Inline:
    """A lane that does its work at once."""

    def submit(self, fn: Callable[[], T], /) -> "Future[T]":
        """Do it now."""
        future: Future[T] = Future()
        future.set_result(fn())
        return future


@dataclass(frozen=True, slots=True)
class Told:
    """An event, and the sample of the stream at which it was told."""

    at: int
    event: HearingEvent


@dataclass(frozen=True, slots=True)
class Bench:
    """The ears that are measured, and what they are measured on."""

    ears: Ears
    cast: Cast
    seed: int
    share: float
    """How much of the whole measurement is done."""

    def count(self, whole: int) -> int:
        """So many of `whole`."""
        return max(2, round(whole * self.share))

    def sentences(self, count: int, salt: str) -> list[Said]:
        """Sentences drawn anew for one figure, spoken."""
        chance = random.Random(f"{self.seed} {salt}")
        return [self.cast.say(sentence(chance), chance) for _ in range(count)]

    def noise(self, salt: str) -> np.random.Generator:
        """Chance for noises."""
        return np.random.default_rng([self.seed, *salt.encode()])

    async def hear(self, sound: Samples) -> list[Told]:
        """Play a sound to her and write down what she tells."""
        told: list[Told] = []
        async with Listening.opened(self.ears, Lanes(Inline(), Inline())) as listening:
            for at in range(0, len(sound), FRAME):
                frame = Frame(sound[at : at + FRAME], at)
                listening.hear(frame)
                await listening.settled()
                told += [Told(frame.end, event) for event in listening.take()]
            listening.finish()
            await listening.settled()
            told += [Told(len(sound), event) for event in listening.take()]
        return told

    async def words(self, sound: Samples) -> str:
        """All that she heard in a sound."""
        return " ".join(text_of(turn.words) for turn in turns(await self.hear(sound)))


def turns(told: Iterable[Told]) -> list[TurnEnded]:
    """The turns among what was told."""
    return [each.event for each in told if isinstance(each.event, TurnEnded)]


async def word_errors(bench: Bench) -> dict[str, float]:
    """Word errors in silence, in noise and in babble, and what a second of speech costs.

    The noise lasts as long as the sentence, or goes on for seconds after it: then what others say
    is heard, too, and counts as errors.
    """
    clean = bench.sentences(bench.count(120), "clean")
    spent_s = time.process_time()
    heard = [await bench.words(roomy(bench, surrounded(each.sound))) for each in clean]
    spent_s = time.process_time() - spent_s
    figures = {"wer_clean": word_error_percent([each.text for each in clean], heard)}
    show_worst(clean, heard)
    chance = random.Random(f"{bench.seed} babble")
    others = [each.sound for each in bench.sentences(bench.count(24), "others")]
    noises: dict[str, Callable[[int], Samples]] = {
        "white": lambda count: white(count / HEARING_HZ, bench.noise("white")),
        "babble": lambda count: babble(others, count, chance),
    }
    for name, make in noises.items():
        said = bench.sentences(bench.count(40), name)
        texts = [each.text for each in said]
        close = [surrounded(each.sound, 0.3, 0.4) for each in said]
        heard = [await bench.words(mixed(each, make(len(each)), 10)) for each in close]
        figures[f"wer_{name}_10db"] = word_error_percent(texts, heard)
        show_worst(said, heard)
        wide = [surrounded(each.sound) for each in said]
        heard = [await bench.words(mixed(each, make(len(each)), 10)) for each in wide]
        figures[f"wer_{name}_10db_going_on"] = word_error_percent(texts, heard)
    long_turns = [joined(bench.sentences(4, f"long {n}")) for n in range(bench.count(12))]
    heard = [await bench.words(roomy(bench, surrounded(each.sound))) for each in long_turns]
    figures["wer_long_turns"] = word_error_percent([each.text for each in long_turns], heard)
    seconds = sum(len(each.sound) for each in clean) / HEARING_HZ
    return {**figures, "cpu_s_per_s_of_speech": spent_s / seconds}


def babble(voices: Sequence[Samples], count: int, chance: random.Random) -> Samples:
    """Six people talking at once, each without a pause."""
    sound = np.zeros(count, np.float32)
    for _ in range(BABBLING):
        voice = np.concatenate(chance.sample(voices, min(3, len(voices))))
        sound += np.roll(np.resize(voice, count), chance.randrange(count))
    return sound


def joined(said: Sequence[Said]) -> Said:
    """One long turn of several sentences in one breath."""
    gap = np.zeros(HEARING_HZ // 8, np.float32)
    sound = np.concatenate([part for each in said for part in (each.sound, gap)])
    return Said(" ".join(each.text for each in said), said[0].voice, sound, ())


def roomy(bench: Bench, sound: Samples) -> Samples:
    """The sound in a quiet room."""
    noise = ROOM * bench.noise("room").standard_normal(len(sound))
    return (sound + noise).astype(np.float32)


async def turn_ends(bench: Bench) -> dict[str, float]:
    """How often a thoughtful pause is taken for an end, and an end is noticed late."""
    waits_s: list[float] = []
    for each in bench.sentences(bench.count(60), "finished"):
        told = await bench.hear(roomy(bench, surrounded(each.sound)))
        over = int(0.6 * HEARING_HZ) + len(each.sound)
        ends = [one.at for one in told if isinstance(one.event, TurnEnded)]
        waits_s.append((ends[-1] - over) / HEARING_HZ if ends else 2 * LATE_S)
    return {
        "cut_off_rate": await cut_offs(bench, hesitating=True),
        "cut_off_rate_anywhere": await cut_offs(bench, hesitating=False),
        "late_rate": 100 * sum(wait_s > LATE_S for wait_s in waits_s) / len(waits_s),
        "turn_end_p50_ms": 1000 * statistics.median(waits_s),
    }


async def cut_offs(bench: Bench, *, hesitating: bool) -> float:
    """Of hundred thoughtful pauses, how many are taken for the end of the turn."""
    chance = random.Random(f"{bench.seed} pauses")
    low, high = np.log(PAUSES_S)
    cut_off = count = 0
    for each in bench.sentences(bench.count(100), "unfinished"):
        places = each.places(hesitating=hesitating)
        if not places:
            continue
        drawn_out = chance.uniform(*DRAWN_OUT)
        before, after = each.cut_after(chance.choice(places), drawn_out=drawn_out)
        pause = np.zeros(int(np.exp(chance.uniform(low, high)) * HEARING_HZ), np.float32)
        told = await bench.hear(roomy(bench, surrounded(np.concatenate([before, pause, after]))))
        paused_at = int(0.6 * HEARING_HZ) + len(before)
        count += 1
        cut_off += any(
            paused_at <= one.at < paused_at + len(pause)
            for one in told
            if isinstance(one.event, TurnEnded)
        )
    return 100 * cut_off / count


def judgements(bench: Bench) -> dict[str, float]:
    """How well each judge tells finished turns from unfinished ones, as areas under the curve."""
    chance = random.Random(f"{bench.seed} judges")
    finished, unfinished = list[tuple[Samples, str]](), list[tuple[Samples, str]]()
    for each in bench.sentences(bench.count(100), "unfinished"):
        finished.append((each.sound, each.text))
        if places := each.places(hesitating=False):
            words = chance.choice(places)
            text = " ".join(each.text.split()[:words]).rstrip(",.;?!") + "."
            drawn_out = chance.uniform(*DRAWN_OUT)
            unfinished.append((each.cut_after(words, drawn_out=drawn_out)[0], text))
    endings: dict[str, TurnEnding] = {"sound": bench.ears.ending, "melody": FallingTone()}
    figures: dict[str, float] = {}
    likely: dict[str, list[list[float]]] = {}
    for name, ending in endings.items():
        likely[name] = [
            [ending.probability(surrounded(sound, 0.3, 0.2)) for sound, _ in part]
            for part in (finished, unfinished)
        ]
        figures[f"auc_{name}"] = area(*likely[name])
    likely["words"] = [
        [bench.ears.completeness.probability(text) for _, text in part]
        for part in (finished, unfinished)
    ]
    figures["auc_words"] = area(*likely["words"])
    both = [
        [end_score(sound, words) for sound, words in zip(*parts, strict=True)]
        for parts in zip(likely["sound"], likely["words"], strict=True)
    ]
    return {**figures, "auc_sound_and_words": area(*both)}


def area(higher: Sequence[float], lower: Sequence[float]) -> float:
    """How often one of the first is above one of the second, ties counting half."""
    one, other = np.array(higher)[:, None], np.array(lower)[None, :]
    return float((one > other).mean() + 0.5 * (one == other).mean())


async def inventions(bench: Bench) -> dict[str, float]:
    """Words that she hears in noise and music, a minute."""
    words = minutes = 0.0
    for name, make in NOISES.items():
        seconds = bench.count(60)
        heard = await bench.words(make(seconds, bench.noise(name)))
        words += len(heard.split())
        minutes += seconds / 60
        if heard:
            print(f"  invented in {name}: {heard}")
    return {"hallucinated_words_per_minute": words / minutes}


async def recordings(bench: Bench) -> dict[str, float]:
    """Word errors on real voices; nothing where there are no recordings."""
    figures: dict[str, float] = {}
    for name, folder in {"wer_real": "librivox", "wer_real_cards": "cards"}.items():
        files = sorted((RECORDINGS / folder).glob("*.wav"))
        lines = "".join(
            file.read_text(encoding="utf-8")
            for file in sorted((RECORDINGS / folder).glob("*transcription"))
        )
        said = {key: text for text, key in re.findall(r"<s>\s*(.*?)\s*</s>\s*\((.*?)\)", lines)}
        if not files or not said:
            print(f"{name} is left out: there are no recordings in {RECORDINGS / folder}.")
            continue
        heard = [await bench.words(surrounded(recorded(file))) for file in files]
        figures[name] = word_error_percent([said[file.stem] for file in files], heard)
    return figures


def recorded(file: Path) -> Samples:
    """A recording of one channel, 16 bits and 16 kHz."""
    with wave.open(str(file)) as opened:
        samples = np.frombuffer(opened.readframes(opened.getnframes()), np.int16)
    return samples.astype(np.float32) / np.float32(32768)


def word_times(bench: Bench) -> dict[str, float]:
    """How far the told ends of words lie from the true ones, where the words are right."""
    errors: list[float] = []
    for each in bench.sentences(bench.count(40), "clean"):
        heard = bench.ears.recognizer.recognize(each.sound)
        if len(heard) == len(each.word_ends):
            ends = zip(heard, each.word_ends, strict=True)
            errors += [abs(word.end_s - end / HEARING_HZ) for word, end in ends]
    return {"word_end_error_p50_ms": 1000 * statistics.median(errors)} if errors else {}


def show_worst(said: Sequence[Said], heard: Sequence[str]) -> None:
    """Print what was heard otherwise than it was said."""
    for each, words in zip(said, heard, strict=True):
        if word_error_percent([each.text], [words]) > 0:
            print(f"  {each.voice}: {each.text}\n  {'heard':>{len(each.voice)}}: {words}")


def opened(options: argparse.Namespace) -> Bench:
    """The bench that the options ask for."""
    files = model_files(models_folder())
    recognizer: Recognizer
    if options.recognizer.startswith("whisper"):
        recognizer = Whisper(files.path_of(find_entry(options.recognizer)))
    else:
        recognizer = Moonshine(files.path_of(find_entry(options.recognizer)))
    if options.plain:
        ears = Ears(PlainDetector(), recognizer, FallingTone(), LastWords())
    else:
        detector = Silero(files.path_of(find_entry("silero-6.2.3")))
        ending = SmartTurn(files.path_of(find_entry("smart-turn-v3.2")))
        ears = Ears(detector, recognizer, ending, LastWords())
    pronunciation = HibariPronunciation()
    # The installer's voice is left out: it is this one made deeper, and nobody's.
    voices: list[tuple[Synthesizer, str]] = [(Hibari(pronunciation), "hibari:heart")]
    kokoro = Kokoro(
        files.path_of(find_entry("kokoro-82m-int8")),
        files.path_of(find_entry("kokoro-voices")),
        pronunciation,
    )
    names = [voice.id for voice in kokoro.voices()]
    if files.is_present(find_entry("kokoro-82m-int8")) and names:
        drawn = random.Random(options.seed).sample(names, options.voices)
        voices += [(kokoro, voice) for voice in drawn]
    else:
        print("Kokoro is not here: one voice only. Fetch kokoro-82m-int8 and kokoro-voices.")
    keep = Path(options.keep) if options.keep else None
    return Bench(ears, Cast(voices, keep), options.seed, 1 / 6 if options.quick else 1.0)


def main() -> int:
    """Measure everything and print the table and the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="a sixth of it")
    parser.add_argument("--voices", type=int, default=5, help="how many of Kokoro's voices")
    parser.add_argument("--keep", metavar="FOLDER", help="keep what was spoken there")
    parser.add_argument("--recognizer", default="moonshine-base-en", help="an id of the catalogue")
    parser.add_argument("--plain", action="store_true", help="detector and ending without models")
    bench = opened(parser.parse_args())
    figures = asyncio.run(word_errors(bench))
    figures |= asyncio.run(recordings(bench))
    figures |= asyncio.run(inventions(bench))
    figures |= asyncio.run(turn_ends(bench))
    figures |= judgements(bench) | word_times(bench)
    for name, value in figures.items():
        print(f"{name:<32}{value:>10.2f}")
    rounded = {name: round(value, 3) for name, value in figures.items()}
    print(json.dumps({"benchmark": "hearing", "figures": rounded}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
