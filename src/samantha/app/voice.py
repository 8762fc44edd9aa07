"""Her ears and her voice, put together from the models that are here."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from samantha.app.catalogue import find_entry, model_files
from samantha.app.his_voice import MODEL, load_his_voice
from samantha.app.settings import VoiceSettings, find_home, models_folder
from samantha.conversation.asking import PATIENCE, Asking
from samantha.conversation.company import Company
from samantha.conversation.session import Session
from samantha.conversation.spoken import SpokenSession
from samantha.conversation.tales import Tales
from samantha.domain.audio import HEARING_HZ, Frame, Samples, Speech
from samantha.domain.errors import HearingUnavailable, SamanthaError
from samantha.domain.resampling import resampled
from samantha.hearing.dozing import Dozing
from samantha.hearing.ears import Ears, Lanes, Manner
from samantha.hearing.last_words import LastWords
from samantha.hearing.listening import Listening
from samantha.hearing.ports import SpeakerEmbedding, SpeechDetector, WakeWord
from samantha.hearing.undertone import Familiar, Undertone
from samantha.hearing.wake import SpokenName
from samantha.mind.fallback import Steadfast
from samantha.mind.timely import Timely
from samantha.personality.persona import Persona
from samantha.personality.voice_choice import fitting
from samantha.providers.echo_canceller import WebRtcEchoCanceller
from samantha.providers.hibari import Hibari, HibariPronunciation
from samantha.providers.kokoro import Kokoro
from samantha.providers.moonshine import Moonshine
from samantha.providers.recording import Pace, Recording, open_recording, read_wav
from samantha.providers.silero import Silero
from samantha.providers.smart_turn import SmartTurn
from samantha.providers.sound_card import SoundCard, devices_here, open_loudspeaker, open_sound_card
from samantha.providers.speaker_embedding import load_speaker_embedding
from samantha.providers.wake_word import MicroWakeWord
from samantha.speaking.choir import Choir
from samantha.speaking.mannerisms import Mannerisms
from samantha.speaking.ports import Loudspeaker, Prosody, Synthesizer, Voice
from samantha.speaking.speaker import Elocution, Speaker
from samantha.speaking.understudy import Understudied

log = logging.getLogger(__name__)

RECOGNIZER: Final = "moonshine-base-en"
DETECTOR: Final = "silero-6.2.3"
TURN_ENDING: Final = "smart-turn-v3.2"
KOKORO: Final = "kokoro-82m-int8"
KOKORO_VOICES: Final = "kokoro-voices"
OWN_VOICE: Final = "hibari:heart"
BY_NAME: Final = "name"
"""She is woken by her name, or by "Samantha"."""
INSTALLER_VOICE: Final = "hibari:plain"


@dataclass(frozen=True, slots=True)
class Senses:
    """What listens and what speaks, loaded once, and the lanes that they work in."""

    ears: Ears
    synthesizer: Synthesizer
    recognition: ThreadPoolExecutor
    ending: ThreadPoolExecutor
    synthesis: ThreadPoolExecutor
    settings: VoiceSettings
    familiar: Familiar | None = None
    """His voice, where it was enrolled and others are not listened to."""
    trouble: Callable[[], str | None] = lambda: None
    """Says once when another voice stands in for hers."""

    def speaker(self, loudspeaker: Loudspeaker, *, voice: str | None = None) -> Speaker:
        """Her voice, or another one, at this loudspeaker."""
        shows = self.settings.mannerisms
        elocution = Elocution(
            voice or self.settings.voice,
            mannerisms=Mannerisms(breath=shows, um=shows, laughter=shows),
        )
        return Speaker(
            self.synthesizer, loudspeaker, self.synthesis, elocution, trouble=self.trouble
        )

    @asynccontextmanager
    async def asking(
        self, loudspeaker: Loudspeaker, frames: AsyncIterable[Frame], tales: Tales
    ) -> AsyncGenerator[Asking, None]:
        """The plain voice of the first meeting, at `loudspeaker`.

        Raises:
            VoiceUnavailable: it cannot speak.
        """
        plain = Elocution(INSTALLER_VOICE)
        speaker = Speaker(self.synthesizer, loudspeaker, self.synthesis, plain)
        await speaker.prepare()
        async with (
            self.listening(patience=PATIENCE) as listening,
            Asking.opened(speaker, listening, frames, tales) as asking,
        ):
            yield asking

    @asynccontextmanager
    async def listening(self, *, patience: float = 1.0) -> AsyncGenerator[Listening, None]:
        """Ears for one stream of sound; when a turn is over is for the floor to say.

        `patience` stretches his own patience (`VoiceSettings.patience`).
        """
        lanes = Lanes(self.recognition, self.ending)
        manner = Manner(patience=patience * self.settings.patience, ends_turns=False)
        self.ears.detector.reset()
        async with Listening.opened(self.ears, lanes, manner) as listening:
            yield listening

    @asynccontextmanager
    async def spoken(
        self, session: Session, loudspeaker: Loudspeaker, *, her_name: str | None
    ) -> AsyncGenerator[SpokenSession, None]:
        """The session held by voice, with `loudspeaker` for hers."""
        speaker = self.speaker(loudspeaker)
        await speaker.prepare()
        async with self.listening() as listening:
            yield SpokenSession(
                session,
                listening,
                speaker,
                _names(her_name),
                small_sounds=self.settings.small_sounds,
                undertone=Undertone(cues=self.settings.cues, familiar=self.familiar),
            )

    def dozing(self, her_name: str | None) -> Dozing | None:
        """What lets her sleep until she is called; None where she always listens.

        Raises:
            SettingsInvalid, HearingUnavailable: there is no such wake word.
        """
        if not self.settings.wake:
            return None
        word = waits_for(self.settings.wake)
        if word is None:
            detector = Silero(_model(DETECTOR))
            word = SpokenName(detector, self.ears.recognizer, _names(her_name))
        return Dozing(word, self.recognition)


def by_voice(company: Company) -> Company:
    """The same company for talk by voice: a model that keeps him waiting is given up."""
    if isinstance(company.model, Steadfast):
        return company  # each of its models is hurried by itself
    return replace(company, model=Timely(company.model))


@contextmanager
def recording(
    file: Path, result: Path | None, *, fast: bool, busy: Callable[[], Awaitable[bool]]
) -> Generator[Recording, None, None]:
    """His voice from a file, both voices into another one; `fast` waits only while she is `busy`.

    Raises:
        SettingsInvalid: a file cannot be used.
    """
    pace = Pace.AS_FAST_AS_HEARD if fast else Pace.REAL_TIME
    with open_recording(file, result, pace=pace, busy=busy) as opened:
        yield opened


def recorded_voice(file: Path) -> Samples:
    """What a WAV file holds, at `HEARING_HZ`.

    Raises:
        SettingsInvalid: the file cannot be used.
    """
    sound = read_wav(file)
    return resampled(sound.samples, sound.rate_hz, HEARING_HZ)


@asynccontextmanager
async def sound_card(
    microphone: str, loudspeaker: str, *, patient: bool = False
) -> AsyncGenerator[SoundCard, None]:
    """Open this machine's microphone and loudspeaker, with an echo canceller if there is one.

    Who is `patient` waits for devices that are not there.

    Raises:
        HearingUnavailable, VoiceUnavailable: there is no such device.
    """
    canceller = _canceller()
    async with open_sound_card(
        microphone or None, loudspeaker or None, canceller=canceller, patient=patient
    ) as card:
        yield card


def devices() -> str:
    """The microphones and loudspeakers there are, a line each.

    Raises:
        HearingUnavailable: there is no way to any.
    """
    here = devices_here()
    kinds = (("microphone", here.microphones), ("loudspeaker", here.loudspeakers))
    return "\n".join(
        f"{kind:12} {number}  {name}"
        for kind, names in kinds
        for number, name in enumerate(names, 1)
    )


@asynccontextmanager
async def senses(settings: VoiceSettings) -> AsyncGenerator[Senses, None]:
    """Load what listens and what speaks; takes about a second.

    Raises:
        HearingUnavailable, VoiceUnavailable: a model is missing or broken.
    """
    settings = with_voice(settings, None)
    synthesizer, trouble = _voices(settings.voice)
    ears = await asyncio.to_thread(_ears)
    with (
        ThreadPoolExecutor(1, "recognition") as recognition,
        ThreadPoolExecutor(1, "ending") as ending,
        ThreadPoolExecutor(1, "synthesis") as synthesis,
        ThreadPoolExecutor(1, "whose voice") as comparing,
    ):
        familiar = None if settings.others else await asyncio.to_thread(_familiar, comparing)
        yield Senses(ears, synthesizer, recognition, ending, synthesis, settings, familiar, trouble)


def voices() -> Sequence[Voice]:
    """The voices that can be chosen now: her own, and Kokoro's where they were fetched."""
    return _synthesizer(OWN_VOICE).voices()


def with_voice(settings: VoiceSettings, persona: Persona | None) -> VoiceSettings:
    """The settings with a voice that is certain: as set, else as her persona has or wishes it."""
    if settings.voice:
        return settings
    chosen = OWN_VOICE if persona is None else persona.voice or voice_for(persona)
    return replace(settings, voice=chosen)


def voice_for(persona: Persona) -> str:
    """The voice, of those that are here, that fits her."""
    return fitting(persona, {voice.id for voice in voices()})


def sample_of(voice: str, text: str) -> Speech:
    """How `voice` sounds; blocks for some tenths of a second.

    Raises:
        HearingUnavailable, VoiceUnavailable: there is no such voice here.
    """
    return _synthesizer(voice).say(text, voice, Prosody())


async def played_here(speech: Speech) -> None:
    """Play it at this machine's loudspeaker, to its end; no microphone is opened.

    Raises:
        VoiceUnavailable, HearingUnavailable: there is no loudspeaker.
    """
    async with open_loudspeaker() as card:
        card.play(speech.samples)
        while card.queued:  # noqa: ASYNC110 - a device tells nobody
            await asyncio.sleep(0.02)


def waits_for(wake: str) -> WakeWord | None:
    """What waits for the wake word of the settings; None where that is her name.

    Raises:
        SettingsInvalid, HearingUnavailable: there is no such word, or it is not to be had.
    """
    if wake == BY_NAME:
        return None
    return MicroWakeWord(Path(wake).expanduser() if wake.endswith(".json") else wake)


def hears_itself() -> bool:
    """Whether no echo canceller is there for this machine's microphone."""
    return _canceller() is None


def _canceller() -> WebRtcEchoCanceller | None:
    try:
        return WebRtcEchoCanceller()
    except HearingUnavailable:
        return None


def knows_voices() -> tuple[SpeechDetector, SpeakerEmbedding]:
    """What tells speech from other sounds, and one voice from another.

    Raises:
        HearingUnavailable: a model is missing or broken.
    """
    return Silero(_model(DETECTOR)), load_speaker_embedding(_model(MODEL))


def _familiar(lane: ThreadPoolExecutor) -> Familiar | None:
    """His voice; None where it was not enrolled, or cannot be compared any more."""
    try:
        enrolment = load_his_voice(find_home().voice_file)
        if enrolment is None:
            return None
        return Familiar(enrolment, load_speaker_embedding(_model(MODEL)), lane)
    except SamanthaError as error:
        log.warning("his voice is not told from others: %s %s", error.message, error.remedy)
        return None


def _names(her_name: str | None) -> Sequence[str]:
    return ("Samantha", *([her_name] if her_name else []))


def _ears() -> Ears:
    return Ears(
        detector=Silero(_model(DETECTOR)),
        recognizer=Moonshine(_model(RECOGNIZER)),
        ending=SmartTurn(_model(TURN_ENDING)),
        completeness=LastWords(),
    )


def _synthesizer(voice: str) -> Synthesizer:
    """All voices that are here; it is an error if `voice` is one that was not fetched."""
    return _voices(voice)[0]


def _voices(voice: str) -> tuple[Synthesizer, Callable[[], str | None]]:
    """All voices that are here, and what says once when one stands in for another."""
    files, hibari = model_files(models_folder()), Hibari()
    has_kokoro = all(files.is_present(find_entry(each)) for each in (KOKORO, KOKORO_VOICES))
    if not has_kokoro and not voice.startswith("kokoro:"):
        return hibari, lambda: None
    kokoro = Kokoro(_model(KOKORO), _model(KOKORO_VOICES), HibariPronunciation())
    understudied = Understudied(kokoro, hibari, OWN_VOICE, now_s=time.monotonic)
    return Choir([hibari, understudied]), understudied.tell_failure


def _model(model_id: str) -> Path:
    entry, files = find_entry(model_id), model_files(models_folder())
    if not files.is_present(entry):
        raise HearingUnavailable(
            f"{entry.name} is not on this machine yet ({entry.size_bytes / 1e6:,.0f} MB).",
            f"Fetch it with `samantha models fetch {model_id}`.",
        )
    return files.path_of(entry)
