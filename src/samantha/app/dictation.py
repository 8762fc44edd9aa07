"""Her ears and her voice for whole texts: a recording becomes words, words become a recording."""

import asyncio
from collections.abc import Sequence
from typing import Final

import numpy as np

from samantha.app.voice import Senses
from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Samples
from samantha.providers.sound_files import decoded
from samantha.speaking.pauses import pause_s
from samantha.speaking.phrasing import Phrasing
from samantha.speaking.ports import Prosody
from samantha.speaking.verbalization import verbalize

LONGEST_PIECE_S: Final = 25
_LOOK_BACK_S: Final = 5
_WINDOW: Final = HEARING_HZ // 50


async def words_in(file: bytes, senses: Senses) -> str:
    """What is said in a sound file.

    Raises:
        SettingsInvalid: it is no sound file.
        HearingUnavailable: she cannot hear.
    """
    sound = await asyncio.to_thread(decoded, file)
    loop, recognizer = asyncio.get_running_loop(), senses.ears.recognizer
    said: list[str] = []
    for piece in pieces_of(sound):
        heard = await loop.run_in_executor(senses.recognition, recognizer.recognize, piece)
        said += [word.text for word in heard]
    return " ".join(said)


async def sound_of(text: str, senses: Senses, *, pace: float = 1.0) -> Samples:
    """How she says `text`, at `SPEAKING_HZ`.

    Raises:
        VoiceUnavailable: she cannot speak.
    """
    phrasing = Phrasing()
    prosody, voice = Prosody(pace=pace), senses.settings.voice
    loop, sounds = asyncio.get_running_loop(), [np.zeros(0, np.float32)]
    for phrase in (*phrasing.hear(text), *phrasing.rest()):
        said = verbalize(phrase).text
        if said:
            speech = await loop.run_in_executor(
                senses.synthesis, senses.synthesizer.say, said, voice, prosody
            )
            silence = np.zeros(int(pause_s(said) / pace * SPEAKING_HZ), np.float32)
            sounds += [speech.samples, silence]
    return np.concatenate(sounds)


def pieces_of(sound: Samples) -> Sequence[Samples]:
    """The sound in pieces that the recognizer takes, cut where it is quietest."""
    pieces: list[Samples] = []
    longest, back = LONGEST_PIECE_S * HEARING_HZ, _LOOK_BACK_S * HEARING_HZ
    while len(sound) > longest:
        tail = sound[longest - back : longest].reshape(-1, _WINDOW)
        quietest = int(np.argmin(np.square(tail).mean(axis=1)))
        cut = longest - back + quietest * _WINDOW
        pieces.append(sound[:cut])
        sound = sound[cut:]
    return [*pieces, sound] if len(sound) else pieces
