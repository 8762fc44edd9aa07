"""Her ears and her voice, put together from the models that are here."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from samantha.app.catalogue import find_entry, model_files
from samantha.app.settings import VoiceSettings, models_folder
from samantha.conversation.session import Company, Session
from samantha.conversation.spoken import SpokenSession
from samantha.domain.audio import Speech
from samantha.domain.errors import HearingUnavailable
from samantha.hearing.ears import Ears, Lanes, Manner
from samantha.hearing.last_words import LastWords
from samantha.hearing.listening import Listening
from samantha.mind.timely import Timely
from samantha.providers.echo_canceller import WebRtcEchoCanceller
from samantha.providers.hibari import Hibari, HibariPronunciation
from samantha.providers.kokoro import Kokoro
from samantha.providers.moonshine import Moonshine
from samantha.providers.recording import Pace, Recording, open_recording
from samantha.providers.silero import Silero
from samantha.providers.smart_turn import SmartTurn
from samantha.providers.sound_card import SoundCard, devices_here, open_sound_card
from samantha.speaking.mannerisms import Mannerisms
from samantha.speaking.ports import Loudspeaker, Prosody, Synthesizer, Voice
from samantha.speaking.speaker import Elocution, Speaker
from samantha.speaking.understudy import Understudied

RECOGNIZER: Final = "moonshine-base-en"
DETECTOR: Final = "silero-6.2.3"
TURN_ENDING: Final = "smart-turn-v3.2"
KOKORO: Final = "kokoro-82m-int8"
KOKORO_VOICES: Final = "kokoro-voices"
OWN_VOICE: Final = "hibari:heart"
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

    def speaker(self, loudspeaker: Loudspeaker, *, voice: str | None = None) -> Speaker:
        """Her voice, or another one, at this loudspeaker."""
        shows = self.settings.mannerisms
        elocution = Elocution(
            voice or self.settings.voice,
            mannerisms=Mannerisms(breath=shows, um=shows, laughter=shows),
        )
        return Speaker(self.synthesizer, loudspeaker, self.synthesis, elocution)

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[Listening, None]:
        """Ears for one stream of sound; when a turn is over is for the floor to say."""
        lanes = Lanes(self.recognition, self.ending)
        manner = Manner(patience=self.settings.patience, ends_turns=False)
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
        names = ("Samantha", *([her_name] if her_name else []))
        async with self.listening() as listening:
            yield SpokenSession(
                session, listening, speaker, names, small_sounds=self.settings.small_sounds
            )


def by_voice(company: Company) -> Company:
    """The same company for talk by voice: a model that keeps him waiting is given up."""
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


@asynccontextmanager
async def sound_card(microphone: str, loudspeaker: str) -> AsyncGenerator[SoundCard, None]:
    """Open this machine's microphone and loudspeaker, with an echo canceller if there is one.

    Raises:
        HearingUnavailable, VoiceUnavailable: there is no such device.
    """
    try:
        canceller = WebRtcEchoCanceller()
    except HearingUnavailable:
        canceller = None
    async with open_sound_card(
        microphone or None, loudspeaker or None, canceller=canceller
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
    synthesizer = _synthesizer(settings.voice)
    ears = await asyncio.to_thread(_ears)
    with (
        ThreadPoolExecutor(1, "recognition") as recognition,
        ThreadPoolExecutor(1, "ending") as ending,
        ThreadPoolExecutor(1, "synthesis") as synthesis,
    ):
        yield Senses(ears, synthesizer, recognition, ending, synthesis, settings)


def voices() -> Sequence[Voice]:
    """The voices that can be chosen now: her own, and Kokoro's where they were fetched."""
    files = model_files(models_folder())
    has_kokoro = all(files.is_present(find_entry(each)) for each in (KOKORO, KOKORO_VOICES))
    return [*Hibari().voices(), *(_synthesizer("kokoro:").voices() if has_kokoro else ())]


def sample_of(voice: str, text: str) -> Speech:
    """How `voice` sounds; blocks for some tenths of a second.

    Raises:
        HearingUnavailable, VoiceUnavailable: there is no such voice here.
    """
    return _synthesizer(voice).say(text, voice, Prosody())


def _ears() -> Ears:
    return Ears(
        detector=Silero(_model(DETECTOR)),
        recognizer=Moonshine(_model(RECOGNIZER)),
        ending=SmartTurn(_model(TURN_ENDING)),
        completeness=LastWords(),
    )


def _synthesizer(voice: str) -> Synthesizer:
    if voice.startswith("kokoro:"):
        kokoro = Kokoro(_model(KOKORO), _model(KOKORO_VOICES), HibariPronunciation())
        return Understudied(kokoro, Hibari(), OWN_VOICE, now_s=time.monotonic)
    return Hibari()


def _model(model_id: str) -> Path:
    entry, files = find_entry(model_id), model_files(models_folder())
    if not files.is_present(entry):
        raise HearingUnavailable(
            f"{entry.name} is not on this machine yet ({entry.size_bytes / 1e6:,.0f} MB).",
            f"Fetch it with `samantha models fetch {model_id}`.",
        )
    return files.path_of(entry)
