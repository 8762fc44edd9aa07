"""How she speaks: how soon, how fast, how much memory, and whether she is understood.

Run as `python -m benchmarks.speaking` from the root of the repository (`--quick` for a few
sentences). What she says is written down again by the recognizer that hears him, for every voice
that is here and every style; her loudness, pitch and silences are measured from the sound itself.
"""

import argparse
import json
import math
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from samantha.app.settings import models_folder
from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Samples
from samantha.domain.errors import HearingUnavailable
from samantha.domain.resampling import resampled
from samantha.hearing.pitch import HOP, WINDOW, pitch_of
from samantha.providers.hibari import Hibari, HibariPronunciation
from samantha.providers.kokoro import Kokoro
from samantha.providers.moonshine import Moonshine
from samantha.speaking.ports import Prosody, Synthesizer
from samantha.speaking.prosody import Style, Tone
from samantha.speaking.verbalization import verbalize

DEFAULT_VOICE: Final = "hibari:heart"
TWO_WORDS: Final = ("Hello there.", "I see.", "Of course.", "Good morning.", "Sure thing.")
SENTENCES: Final = (
    "I kept the window open all night because of the rain.",
    "You never told me what the letter was about.",
    "My brother is coming home on Thursday, and I still have to clean the kitchen.",
    "That was the funniest thing I have heard in weeks!",
    "Do you want to walk along the river before it gets dark?",
    "There is a bakery near the station that opens at six.",
    "I was thinking about your mother and the garden behind her house.",
    "Well, I would rather wait until tomorrow morning.",
    "She laughed so hard that the whole table turned around.",
    "Could you read me the last sentence again, please?",
    "It sounds like a long day, so sit down and tell me everything.",
    "The meeting moved to half past three, but nobody told the driver.",
    "I am not sure that I agree with him.",
    "Somebody left a blue bicycle in front of our door.",
    "We could call her tonight, or write a short message.",
    "Nothing is wrong, I just wanted to hear your voice.",
    "The second song reminds me of summer at the lake.",
    "How did you sleep after all that coffee?",
    "I found your keys under the newspaper.",
    "They painted the old fence green and white.",
    "What would you change if you could start again?",
    "He promised to bring the pictures on Sunday.",
    "Let me look at your calendar for a moment.",
    "I think you should be proud of that.",
)
COLUMNS: Final = "wer% f0Hz spread voiced rms_dB peak lead_ms tail_ms words/s".split()
LONG: Final = " ".join(SENTENCES[:8])


@dataclass(frozen=True, slots=True)
class Sound:
    """What the ear would notice of some speech; levels in dB of full scale, silences in ms."""

    wer: float
    """Word errors in percent; not a number where nothing could transcribe."""
    f0_hz: float
    spread_semitones: float
    voiced: float
    """The share of all frames that have a pitch."""
    rms_db: float
    peak: float
    lead_ms: float
    tail_ms: float
    pace: float
    """Words a second."""


def main() -> int:
    """Measure everything, print the table and the JSON line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="six sentences, no Kokoro")
    quick: bool = options.parse_args().quick
    sentences = SENTENCES[:6] if quick else SENTENCES
    listener = _listener()
    hibari = Hibari()
    figures = speed(hibari)
    errors: list[float] = []
    print(f"{'voice':<18}{'style':<10}" + "".join(f"{name:>9}" for name in COLUMNS))
    for voice in [each.id for each in hibari.voices()]:
        for style in Style if voice == DEFAULT_VOICE else [Style.PLAIN]:
            sound = listened(hibari, voice, Tone(style=style).prosody(), sentences, listener)
            _show(voice, style, sound)
            figures[f"tts_wer_{voice.partition(':')[2]}_{style}"] = sound.wer
            errors.append(sound.wer)
    figures["tts_wer"] = statistics.mean(errors)
    figures["tts_wer_worst_style"] = max(errors)
    figures |= {} if quick else _kokoro_figures(sentences[::4], listener)
    for name, value in figures.items():
        print(f"{name:<34}{value:>10.3f}")
    rounded = {name: round(value, 4) for name, value in figures.items() if not math.isnan(value)}
    print(json.dumps({"benchmark": "speaking", "figures": rounded}))
    return 0


def speed(synthesizer: Synthesizer) -> dict[str, float]:
    """Times of the default voice, warm, and what it takes of memory in a process of its own."""
    synthesizer.warm_up(DEFAULT_VOICE)
    first_ms = [1000 * _timed(synthesizer, text)[0] for _ in range(8) for text in TWO_WORDS]
    ratios = [
        spent_s / sound_s for spent_s, sound_s in (_timed(synthesizer, LONG) for _ in range(5))
    ]
    return {
        "tts_first_audio_ms": statistics.median(first_ms),
        "tts_first_audio_p90_ms": statistics.quantiles(first_ms, n=10)[-1],
        "tts_real_time_factor": statistics.median(ratios),
        "tts_resident_mb": _resident_mb(),
    }


def _timed(synthesizer: Synthesizer, text: str) -> tuple[float, float]:
    """Seconds that saying it took, verbalizing included, and seconds of sound that came."""
    verbalize.cache_clear()
    began_s = time.perf_counter()
    speech = synthesizer.say(verbalize(text).text, DEFAULT_VOICE, Prosody())
    return time.perf_counter() - began_s, len(speech.samples) / SPEAKING_HZ


def _resident_mb() -> float:
    """What the default voice adds to a process that has only numpy."""
    program = (
        "import re, pathlib, numpy\n"
        "from samantha.speaking.ports import Prosody\n"
        "def mb():\n"
        "    status = pathlib.Path('/proc/self/status').read_text()\n"
        "    return int(re.search(r'VmRSS:\\s+(\\d+)', status)[1]) / 1000\n"
        "before = mb()\n"
        "from samantha.providers.hibari import Hibari\n"
        "voice = Hibari()\n"
        "voice.warm_up('hibari:heart')\n"
        "for _ in range(20): voice.say('I think that I would like a cup of tea, please.',"
        " 'hibari:heart', Prosody())\n"
        "print(mb() - before)\n"
    )
    if not Path("/proc/self/status").exists():
        return float("nan")
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return float(ran.stdout)


def _kokoro_figures(sentences: Sequence[str], listener: Moonshine | None) -> dict[str, float]:
    """Kokoro's voices, if they are here: understood or not, and how slow."""
    folder = models_folder()
    model, voices = folder / "kokoro-82m-v1.0-int8.onnx", folder / "kokoro-voices"
    kokoro = Kokoro(model, voices, HibariPronunciation())
    if not model.exists() or not kokoro.voices():
        print("Kokoro is not here; fetch kokoro-82m-int8 and kokoro-voices to measure it.")
        return {}
    errors: list[float] = []
    began_s = time.perf_counter()
    for voice in kokoro.voices():
        sound = listened(kokoro, voice.id, Prosody(), sentences, listener)
        _show(voice.id, Style.PLAIN, sound)
        errors.append(sound.wer)
    print(f"(Kokoro and its listener took {time.perf_counter() - began_s:.0f} s)")
    spoken = kokoro.say(verbalize(sentences[0]).text, "kokoro:heart", Prosody())
    began_s = time.perf_counter()
    kokoro.say(verbalize(sentences[0]).text, "kokoro:heart", Prosody())
    ratio = (time.perf_counter() - began_s) * SPEAKING_HZ / len(spoken.samples)
    return {
        "kokoro_wer": statistics.mean(errors),
        "kokoro_wer_worst_voice": max(errors),
        "kokoro_real_time_factor": ratio,
    }


def listened(
    synthesizer: Synthesizer,
    voice: str,
    prosody: Prosody,
    sentences: Sequence[str],
    listener: Moonshine | None,
) -> Sound:
    """Say the sentences and measure what came out."""
    said = [synthesizer.say(verbalize(each).text, voice, prosody).samples for each in sentences]
    wrong = count = 0
    for sentence, samples in zip(sentences, said, strict=True):
        wanted = plain_words(sentence)
        count += len(wanted)
        if listener is not None:
            words = listener.recognize(at_hearing_rate(samples))
            wrong += word_errors(wanted, plain_words(" ".join(word.text for word in words)))
    frames = np.concatenate([_pitches(at_hearing_rate(samples)) for samples in said])
    pitches = frames[frames > 0]
    middle = float(np.median(pitches)) if len(pitches) else float("nan")
    whole = np.concatenate(said)
    leads, tails = zip(*(_silences_ms(samples) for samples in said), strict=True)
    return Sound(
        wer=100 * wrong / count if listener is not None else float("nan"),
        f0_hz=middle,
        spread_semitones=float(np.std(12 * np.log2(pitches / middle))) if len(pitches) else 0.0,
        voiced=len(pitches) / len(frames),
        rms_db=20 * float(np.log10(np.sqrt(np.mean(whole**2)))),
        peak=float(np.abs(whole).max()),
        lead_ms=max(leads),
        tail_ms=max(tails),
        pace=count * SPEAKING_HZ / len(whole),
    )


def plain_words(text: str) -> list[str]:
    """The words of a text as they are said, in lower case, without marks."""
    return re.findall(r"[a-z']+", verbalize(text).text.lower().replace("-", " "))


def word_errors(wanted: Sequence[str], heard: Sequence[str]) -> int:
    """Insertions, deletions and substitutions between two lists of words (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for at, word in enumerate(wanted, 1):
        before, row[0] = row[0], at
        for to, other in enumerate(heard, 1):
            before, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, before + (word != other))
    return row[-1]


def at_hearing_rate(samples: Samples) -> Samples:
    """The same sound at the rate of hearing."""
    return resampled(samples, SPEAKING_HZ, HEARING_HZ)


def _pitches(sound: Samples) -> Samples:
    """The pitch in Hz every 20 ms, 0 where there is none."""
    windows = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::HOP]
    return pitch_of(np.ascontiguousarray(windows))


def _silences_ms(samples: Samples) -> tuple[float, float]:
    """How long it is quieter than -46 dB below its peak at either end."""
    loud = np.flatnonzero(np.abs(samples) > np.abs(samples).max() * 10 ** (-46 / 20))
    return 1000 * loud[0] / SPEAKING_HZ, 1000 * (len(samples) - 1 - loud[-1]) / SPEAKING_HZ


def _listener() -> Moonshine | None:
    try:
        return Moonshine(models_folder() / "moonshine-base-en")
    except HearingUnavailable as error:
        print(f"Nobody listens, so no word errors: {error.message} {error.remedy}")
        return None


def _show(voice: str, style: Style, sound: Sound) -> None:
    numbers = [
        sound.wer, sound.f0_hz, sound.spread_semitones, sound.voiced, sound.rms_db, sound.peak,
        sound.lead_ms, sound.tail_ms, sound.pace,
    ]  # fmt: skip
    print(f"{voice:<18}{style:<10}" + "".join(f"{each:>9.2f}" for each in numbers), flush=True)


if __name__ == "__main__":
    sys.exit(main())
