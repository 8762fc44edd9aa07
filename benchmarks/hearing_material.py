"""What hearing is measured on: sentences drawn anew, spoken by several voices, and noises.

Everything comes from a seed. Unfinished turns are whole sentences whose sound is cut after a word,
so that the voice stays up as it does when someone goes on thinking.
"""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Samples
from samantha.speaking.ports import Prosody, Synthesizer

PEOPLE: Final = (
    "my brother|my sister|our neighbour|my mother|the old man next door|a friend of mine|my boss|"
    "the woman from the bakery|my cousin|the teacher|a man on the train|my uncle|the doctor"
).split("|")
THINGS: Final = (
    "the letter|a new bicycle|the blue umbrella|her grandmother's piano|the kitchen table|"
    "an old photograph|the garden fence|a pair of boots|the radio|a bag of apples|the spare key|"
    "his winter coat|the broken lamp|a book about birds|the window in the hall"
).split("|")
PLACES: Final = (
    "at the station|in the garden|near the river|at the market|behind the house|in the library|"
    "on the balcony|at the lake|in the middle of the street|by the sea|in the basement"
).split("|")
TIMES: Final = (
    "this morning|last night|on Sunday|yesterday evening|after lunch|before breakfast|"
    "during the storm|last summer|on the way home|when it started to rain"
).split("|")
DID: Final = (
    "found|forgot|painted|carried|sold|lost|repaired|borrowed|brought back|talked about|dropped"
).split("|")
FEELINGS: Final = "tired|happy|a little lonely|proud|nervous|calm|homesick|relieved|curious".split(
    "|"
)
ADVERBS: Final = "really|never|always|almost|finally|quietly|still|suddenly|often".split("|")
PLANS: Final = (
    "call you later|go for a long walk|bake some bread|clean the attic|plant tomatoes|"
    "learn to play the guitar|write a short story|visit my parents|sleep until noon|"
    "cook dinner for everyone|take the early train|watch that film again"
).split("|")
THOUGHTS: Final = (
    "the weather would change|nobody would notice|we should leave earlier|it was my fault|"
    "the shop was closed|she had already left|everything would be different now|"
    "they were only joking|it would take much longer"
).split("|")
SENTENCES: Final = (
    "{Person} {did} {thing} {place} {time}.",
    "I {adverb} wanted to {plan}, but {person} called {time}.",
    "{Time} I felt {feeling} because {person} {did} {thing}.",
    "Do you think {person} will {plan} with us?",
    "I told {person} that {thought}.",
    "We could {plan} and then {plan} together.",
    "Where did {person} put {thing}?",
    "If you want to {plan}, you should ask {person} first.",
    "It was {person} who {did} {thing} {place}.",
    "I thought {thought}, so I decided to {plan}.",
    "Have you ever seen {thing} {place}?",
    "{Person} looked {feeling} {time}, and I don't know why.",
    "Tell me what happened {place} {time}.",
    "I would rather {plan} than sit {place} all day.",
    "There was {thing} {place}, and {person} {did} it.",
    "Why would {person} say that {thought}?",
    "My plan for tomorrow is to {plan}.",
    "She said {thought}, and then she {adverb} smiled.",
    "Can we {plan} before {person} comes home?",
    "Nobody {did} {thing}, and I am {feeling} about it.",
)
SHORT: Final = (
    "Yes, please.|No, thank you.|Good morning.|What time is it?|I have no idea.|That sounds nice.|"
    "How are you today?|Let me think.|I love that song.|Not really.|See you tomorrow.|Why not?"
).split("|")
HESITATING: Final = frozenset(
    """a an the my his her our and but because that with at in on so if was is would could can will
    than before after who then i we she to of for or about when where""".split()
)
"""Words after which people stop to think."""
PAUSES_S: Final = (0.35, 1.2)
"""Between these a thoughtful pause is drawn, evenly in its logarithm."""
DRAWN_OUT: Final = (1.4, 2.2)
"""And between these how much longer than usual the word before it lasts."""


def sentence(chance: random.Random) -> str:
    """A sentence of 4 to 20 words, as someone might say it."""
    if chance.random() < 0.1:
        return chance.choice(SHORT)
    slots = {
        "person": PEOPLE, "thing": THINGS, "place": PLACES, "time": TIMES, "did": DID,
        "feeling": FEELINGS, "adverb": ADVERBS, "plan": PLANS, "thought": THOUGHTS,
    }  # fmt: skip
    text = chance.choice(SENTENCES)
    for name, choices in slots.items():
        for slot, change in ((name, str), (name.capitalize(), _capital)):
            while f"{{{slot}}}" in text:
                text = text.replace(f"{{{slot}}}", change(chance.choice(choices)), 1)
    return text


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as sound at `HEARING_HZ`, and the sample after which each word was said."""

    text: str
    voice: str
    sound: Samples
    word_ends: Sequence[int]

    def places(self, *, hesitating: bool) -> Sequence[int]:
        """After how many words it may be cut: anywhere inside, or only where people hesitate."""
        words = [word.strip(",.").lower() for word in self.text.split()]
        inside = range(2, len(words) - 1) if len(words) == len(self.word_ends) else ()
        return [each for each in inside if not hesitating or words[each - 1] in HESITATING]

    def cut_after(self, words: int, *, drawn_out: float = 1.0) -> tuple[Samples, Samples]:
        """The sound up to the end of so many words, and the rest, without a click between.

        The last word before the cut lasts `drawn_out` times as long, as when someone thinks.
        """
        at = self.word_ends[words - 1]
        begin = max(self.word_ends[words - 2] if words > 1 else 0, at - HEARING_HZ // 2)
        last = lengthened(self.sound[begin:at], drawn_out)
        before = np.concatenate([self.sound[:begin], last])
        after = self.sound[at:].copy()
        fade = np.linspace(1, 0, min(len(before), len(after), HEARING_HZ // 20), dtype=np.float32)
        before[len(before) - len(fade) :] *= fade
        after[: len(fade)] *= fade[::-1]
        return before, after


def lengthened(sound: Samples, factor: float) -> Samples:
    """The sound made longer without changing its pitch.

    Windows are added where they fit best onto what is there already: waveform similarity
    overlap-add (Verhelst and Roelands, 1993).
    """
    hop, reach = HEARING_HZ // 80, HEARING_HZ // 125
    if factor <= 1 or len(sound) < 2 * (hop + reach):
        return sound
    window = np.hanning(2 * hop + 1)[:-1].astype(np.float32)
    long = np.zeros(int(len(sound) * factor) + 2 * hop, np.float32)
    long[:hop] = sound[:hop]
    wanted = sound[: 2 * hop]
    for at in range(0, int(len(sound) * factor) - hop, hop):
        middle = int(at / factor)
        first = min(max(0, middle - reach), len(sound) - 3 * hop)
        last = min(middle + reach, len(sound) - 3 * hop)
        choices = range(first, max(first, last) + 1, 4)
        best = max(choices, key=lambda place: float(sound[place : place + 2 * hop] @ wanted))
        piece = sound[best : best + 2 * hop] * window
        if at == 0:
            piece[:hop] = 0
        long[at : at + 2 * hop] += piece
        wanted = sound[best + hop : best + 3 * hop]
    return long[: int(len(sound) * factor)]


class Cast:
    """Voices of several synthesizers; what they said once may be kept in a folder."""

    def __init__(self, voices: Sequence[tuple[Synthesizer, str]], keep: Path | None) -> None:
        self._voices = voices
        self._keep = keep

    def say(self, text: str, chance: random.Random) -> Said:
        """Say it with one of the voices, at a pace of its own."""
        synthesizer, voice = chance.choice(self._voices)
        pace = round(chance.uniform(0.9, 1.15), 2)
        name = hashlib.sha256(f"{voice} {pace} {text}".encode()).hexdigest()[:24]
        file = self._keep / f"{name}.npz" if self._keep else None
        if file is not None and file.exists():
            with np.load(file) as kept:
                return Said(text, voice, kept["sound"], kept["ends"].tolist())
        speech = synthesizer.say(text, voice, Prosody(pace=pace))
        sound = for_hearing(speech.samples)
        ends = [int(end * HEARING_HZ / SPEAKING_HZ) for end in speech.word_ends]
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            np.savez(file, sound=sound, ends=ends)
        return Said(text, voice, sound, ends)


def for_hearing(samples: Samples) -> Samples:
    """From `SPEAKING_HZ` to `HEARING_HZ`: two samples for three, above 7.6 kHz nothing."""
    taps = np.arange(-48, 49)
    low = np.sinc(2 * taps * 7600 / (2 * SPEAKING_HZ)) * np.hamming(len(taps))
    twice = np.zeros(2 * len(samples), np.float64)
    twice[::2] = samples
    smooth = np.convolve(twice, 2 * low / low.sum(), mode="same")
    return smooth[::3].astype(np.float32)


def mixed(speech: Samples, noise: Samples, snr_db: float) -> Samples:
    """The speech with so much noise that it stands `snr_db` above it while someone speaks."""
    steps = np.square(speech[: len(speech) // 320 * 320].reshape(-1, 320)).mean(axis=1)
    speaking = steps[steps > steps.max() / 1000].mean()
    noise = np.resize(noise, len(speech))
    power = np.square(noise).mean() + 1e-12
    whole = speech + noise * np.sqrt(speaking / power / 10 ** (snr_db / 10))
    return (whole / max(1.0, float(np.abs(whole).max()))).astype(np.float32)


def surrounded(sound: Samples, before_s: float = 0.6, after_s: float = 2.6) -> Samples:
    """The sound with silence around it."""
    return np.pad(sound, (int(before_s * HEARING_HZ), int(after_s * HEARING_HZ)))
