"""What the small parts of hearing cost, and how well voices and her name are told.

Run as `python -m benchmarks.hearing_parts` from the root of the repository. Costs are process time
by time of sound, so that other work on the machine disturbs them little. Voices are Kokoro's, where
its model is here; without it only the costs are measured.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samantha.app.catalogue import find_entry, model_files
from samantha.app.settings import models_folder
from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Samples
from samantha.domain.resampling import Resampler, resampled
from samantha.hearing.cues import VoiceTrace
from samantha.hearing.echo_check import sift
from samantha.hearing.enrolment import SHORTEST_S, Enrolment, Whose, enrol, likeness, whose
from samantha.hearing.ports import SpeakerEmbedding
from samantha.hearing.wake import without_call
from samantha.providers.echo_canceller import WebRtcEchoCanceller
from samantha.providers.hibari import Hibari, HibariPronunciation
from samantha.providers.kokoro import Kokoro
from samantha.providers.moonshine import Moonshine
from samantha.providers.speaker_embedding import load_speaker_embedding
from samantha.providers.wake_word import MicroWakeWord
from samantha.speaking.ports import Prosody

SENTENCES: Final = (
    "I walked along the river this morning and saw two herons.",
    "Could you tell me when the train to Bristol leaves tomorrow?",
    "My sister keeps asking whether we will visit her in the spring.",
    "It was raining so hard that we could not see the road.",
    "Please play something quiet, I need to think.",
    "What did the doctor say about your knee?",
    "I have been working on this letter for three whole hours now.",
    "The soup needs a little more salt, and perhaps some lemon.",
)
ENROLLED: Final = 4
CALLS: Final = ("Samantha?", "Hey Samantha, what's the weather like?", "Samantha, wait.")
VOICES: Final = (
    *("heart", "bella", "nicole", "sarah", "kore", "sky", "emma", "alice"),
    *("adam", "michael", "puck", "onyx", "liam", "george", "fable"),
)
FRAME: Final = HEARING_HZ // 50


def share_of(work: Callable[[Samples], object], frames: NDArray[np.float32], hz: int) -> float:
    """Process time by time of sound, in percent of a core, for `work` on every frame."""
    began_s = time.process_time()
    for frame in frames:
        work(frame)
    return 100 * (time.process_time() - began_s) / (frames.size / hz)


def costs(embedding: SpeakerEmbedding | None) -> dict[str, float]:
    """What each part costs on some seconds of speech."""
    speech = Hibari().say(" ".join(SENTENCES), "hibari:heart", Prosody()).samples
    near = resampled(speech, SPEAKING_HZ, HEARING_HZ)
    frames = near[: len(near) // FRAME * FRAME].reshape(-1, FRAME)
    trace, canceller, wake = VoiceTrace(), WebRtcEchoCanceller(), MicroWakeWord("hey_jarvis")
    to_line = Resampler(SPEAKING_HZ, 2 * SPEAKING_HZ)
    far = np.zeros(SPEAKING_HZ // 50, np.float32)

    def cancel(frame: Samples) -> None:
        canceller.played(far)
        canceller.cleaned(frame)

    figures = {
        "cues_percent_of_core": share_of(trace.add, frames, HEARING_HZ),
        "canceller_percent_of_core": share_of(cancel, frames, HEARING_HZ),
        "wake_percent_of_core": share_of(wake.heard, frames, HEARING_HZ),
        "resampling_percent_of_core": share_of(to_line.resampled, frames, HEARING_HZ),
    }
    heard, saying = " ".join(SENTENCES[1:3]), " ".join(SENTENCES[:5])
    figures["echo_check_ms"] = milliseconds(lambda: sift(heard, saying))
    figures["cues_at_the_end_ms"] = milliseconds(trace.cues)
    if embedding is not None:
        figures["embedding_of_3_s_ms"] = milliseconds(lambda: embedding.embed(near[:48_000]))
    return figures


def milliseconds(work: Callable[[], object], times: int = 20) -> float:
    """Process time of one call, in milliseconds."""
    work()
    began_s = time.process_time()
    for _ in range(times):
        work()
    return 1000 * (time.process_time() - began_s) / times


def spoken(kokoro: Kokoro, voice: str, text: str) -> Samples:
    """What a voice says, as it is heard."""
    said = kokoro.say(text, f"kokoro:{voice}", Prosody()).samples
    return resampled(said, SPEAKING_HZ, HEARING_HZ)


def telling_voices_apart(embedding: SpeakerEmbedding, kokoro: Kokoro) -> dict[str, float]:
    """Each voice enrolled by four sentences and tried with the others of all voices."""
    embeddings = {
        voice: [embedding.embed(spoken(kokoro, voice, text)) for text in SENTENCES]
        for voice in VOICES
    }
    enrolments: dict[str, Enrolment] = {}
    for voice, each in embeddings.items():
        if (enrolment := enrol(each[:ENROLLED])) is not None:
            enrolments[voice] = enrolment
    own: list[tuple[float, Whose]] = []
    other: list[tuple[float, Whose]] = []
    for (voice, enrolment), (speaker, each) in product(enrolments.items(), embeddings.items()):
        for tried in each[ENROLLED:]:
            verdict = whose(tried, 2 * SHORTEST_S, enrolment)
            (own if voice == speaker else other).append((likeness(tried, enrolment.voice), verdict))
    return {
        "voices_not_enrolled": len(VOICES) - len(enrolments),
        "voices_equal_error_percent": equal_error([a for a, _ in own], [a for a, _ in other]),
        "his_taken_for_another_percent": share(own, Whose.ANOTHER),
        "his_known_percent": share(own, Whose.HIS),
        "another_taken_for_his_percent": share(other, Whose.HIS),
        "another_known_percent": share(other, Whose.ANOTHER),
    }


def share(tried: Sequence[tuple[float, Whose]], verdict: Whose) -> float:
    """How many percent got this verdict."""
    return 100 * sum(each is verdict for _, each in tried) / len(tried)


def equal_error(own: Sequence[float], other: Sequence[float]) -> float:
    """The error in percent where as many of his are refused as of others are let in."""
    thresholds = np.linspace(0, 1, 1001)
    refused = np.array([np.mean(np.less(own, at)) for at in thresholds])
    let_in = np.array([np.mean(np.greater_equal(other, at)) for at in thresholds])
    at = int(np.argmin(np.abs(refused - let_in)))
    return 50 * float(refused[at] + let_in[at])


def hearing_her_name(kokoro: Kokoro) -> dict[str, float]:
    """Calls of every voice, written down by the quick recognizer and looked at for her name."""
    files = model_files(models_folder())
    recognizer = Moonshine(files.path_of(find_entry("moonshine-tiny-en")))

    def called(text: str, voice: str) -> bool:
        words = recognizer.recognize(spoken(kokoro, voice, text))
        return without_call(" ".join(word.text for word in words), ["Samantha"]) is not None

    calls = [called(text, voice) for text, voice in product(CALLS, VOICES)]
    others = [called(text, voice) for text, voice in product(SENTENCES[:4], VOICES)]
    return {
        "name_missed_percent": 100 - 100 * sum(calls) / len(calls),
        "name_invented_percent": 100 * sum(others) / len(others),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the figures and the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--costs", action="store_true", help="only the costs, within a minute")
    options = parser.parse_args(arguments)
    files = model_files(models_folder())
    wanted = ("ge2e-voices", "kokoro-82m-int8", "kokoro-voices", "moonshine-tiny-en")
    here = {each: files.is_present(find_entry(each)) for each in wanted}
    paths = {each: files.path_of(find_entry(each)) for each in wanted}
    embedding = load_speaker_embedding(paths["ge2e-voices"]) if here["ge2e-voices"] else None
    figures = costs(embedding)
    if not options.costs and here["kokoro-82m-int8"] and here["kokoro-voices"]:
        kokoro = Kokoro(paths["kokoro-82m-int8"], paths["kokoro-voices"], HibariPronunciation())
        if embedding is not None:
            figures |= telling_voices_apart(embedding, kokoro)
        if here["moonshine-tiny-en"]:
            figures |= hearing_her_name(kokoro)
    for name, value in figures.items():
        print(f"{name:<34}{value:>10.2f}")
    rounded = {name: round(value, 3) for name, value in figures.items()}
    print(json.dumps({"benchmark": "hearing_parts", "figures": rounded}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
