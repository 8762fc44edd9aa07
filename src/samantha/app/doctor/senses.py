"""Whether she can hear and speak: models, voice, microphone, loudspeaker, echo canceller."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from samantha.app.catalogue import find_entry, model_files
from samantha.app.doctor.finding import Finding, State, of_error
from samantha.app.his_voice import MODEL, load_his_voice
from samantha.app.persona_file import load_persona
from samantha.app.settings import Home, VoiceSettings
from samantha.app.voice import (
    BY_NAME,
    DETECTOR,
    RECOGNIZER,
    TURN_ENDING,
    devices_here,
    hears_itself,
    sample_of,
    waits_for,
    with_voice,
)
from samantha.domain.audio import SPEAKING_HZ
from samantha.domain.errors import SamanthaError

_HEARING: Final = (DETECTOR, RECOGNIZER, TURN_ENDING)
_WORDS: Final = "Hello there."


async def of_senses(settings: VoiceSettings, home: Home, models: Path) -> Sequence[Finding]:
    """How her hearing and her voice are; loads the voice, and opens no device."""
    findings = [of_hearing(models), await asyncio.to_thread(_of_voice, settings, home)]
    findings += [*await asyncio.to_thread(_of_devices, settings), _of_canceller()]
    if settings.wake:
        findings.append(await asyncio.to_thread(_of_wake_word, settings))
    if home.voice_file.exists():
        findings.append(_of_his_voice(settings, home, models))
    return findings


def of_hearing(models: Path) -> Finding:
    """Whether the models are there that she hears with."""
    files = model_files(models)
    missing = [each for each in _HEARING if not files.is_present(find_entry(each))]
    if not missing:
        return Finding("hearing", State.OK, ", ".join(_HEARING))
    said = f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not on this machine yet."
    return Finding("hearing", State.WARN, said, "Fetch what is missing: samantha models fetch")


def _of_voice(settings: VoiceSettings, home: Home) -> Finding:
    try:
        voice = with_voice(settings, load_persona(home.persona_file)).voice
        speech = sample_of(voice, _WORDS)
    except SamanthaError as error:
        return of_error("voice", error, State.WARN)
    return Finding(
        "voice", State.OK, f"{voice}, spoke for {len(speech.samples) / SPEAKING_HZ:.1f} s"
    )


def _of_devices(settings: VoiceSettings) -> Sequence[Finding]:
    try:
        here = devices_here()
    except SamanthaError as error:
        return [of_error("microphone", error, State.WARN)]
    return [
        _of_device("microphone", here.microphones, settings.microphone),
        _of_device("loudspeaker", here.loudspeakers, settings.loudspeaker),
    ]


def _of_device(what: str, names: Sequence[str], chosen: str) -> Finding:
    if not names:
        remedy = "Plug one in for `samantha talk`; her page uses those of your browser."
        return Finding(what, State.WARN, f"This machine has no {what}.", remedy)
    is_number = chosen.isdecimal() and 0 < int(chosen) <= len(names)
    if chosen and not is_number and not any(chosen.casefold() in name.casefold() for name in names):
        remedy = f"Choose another with `samantha talk --devices`, or unset voice.{what}."
        return Finding(what, State.WARN, f"“{chosen}” is not there now.", remedy)
    return Finding(what, State.OK, chosen or f"{names[0]}, of {len(names)}")


def _of_canceller() -> Finding:
    if not hears_itself():
        return Finding("echo canceller", State.OK, "there for `samantha talk`")
    return Finding(
        "echo canceller",
        State.WARN,
        "None is installed, so she may hear herself in `samantha talk`.",
        "Wear headphones, or install one: pip install 'samantha[microphone]'",
    )


def _of_wake_word(settings: VoiceSettings) -> Finding:
    try:
        waits_for(settings.wake)
    except SamanthaError as error:
        return of_error("wake word", error, State.WARN)
    said = "her name" if settings.wake == BY_NAME else settings.wake
    return Finding("wake word", State.OK, f"{said}, in `samantha talk`")


def _of_his_voice(settings: VoiceSettings, home: Home, models: Path) -> Finding:
    what = "your voice"
    try:
        load_his_voice(home.voice_file)
    except SamanthaError as error:
        return of_error(what, error, State.WARN)
    if not model_files(models).is_present(find_entry(MODEL)):
        said = "It was enrolled, but cannot be told from others."
        return Finding(what, State.WARN, said, f"Fetch the model: samantha models fetch {MODEL}")
    heard = "others are heard, too" if settings.others else "others are not answered"
    return Finding(what, State.OK, f"enrolled; {heard}")
