"""Her senses as far as they can be had: where a model is missing, she is read or written to."""

from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

from samantha.app.settings import VoiceSettings
from samantha.app.voice import OWN_VOICE, Senses, senses
from samantha.domain.audio import Samples
from samantha.domain.errors import HearingUnavailable, SamanthaError, VoiceUnavailable
from samantha.hearing.ears import Ears
from samantha.hearing.last_words import LastWords
from samantha.providers.hibari import Hibari


@dataclass(frozen=True, slots=True)
class SpareSenses:
    """What listens and what speaks, and whether it does."""

    senses: Senses
    hears: bool
    speaks: bool
    trouble: tuple[SamanthaError, ...] = ()
    """What is missing, and how it can be had."""


@asynccontextmanager
async def spare_senses(settings: VoiceSettings) -> AsyncGenerator[SpareSenses, None]:
    """Load what is here: her own voice where the chosen one is missing, else no ears at all."""
    trouble: list[SamanthaError] = []
    async with AsyncExitStack() as stack:
        for each in dict.fromkeys((settings, replace(settings, voice=OWN_VOICE))):
            try:
                loaded = await stack.enter_async_context(senses(each))
                _try_voice(loaded)
            except (HearingUnavailable, VoiceUnavailable) as error:
                trouble.append(error)
            else:
                yield SpareSenses(loaded, hears=True, speaks=True, trouble=tuple(trouble))
                return
        deaf = await stack.enter_async_context(_deaf(replace(settings, voice=OWN_VOICE)))
        try:
            _try_voice(deaf)
        except VoiceUnavailable as error:
            trouble.append(error)
        speaks = not any(isinstance(each, VoiceUnavailable) for each in trouble[-1:])
        yield SpareSenses(deaf, hears=False, speaks=speaks, trouble=tuple(trouble))


def _try_voice(loaded: Senses) -> None:
    if loaded.settings.voice not in {each.id for each in loaded.synthesizer.voices()}:
        raise VoiceUnavailable(
            f"There is no voice “{loaded.settings.voice}” here.",
            "List them with `samantha voices`, and choose one in the settings.",
        )


@asynccontextmanager
async def _deaf(settings: VoiceSettings) -> AsyncGenerator[Senses, None]:
    ears = Ears(_NoDetector(), _NoRecognizer(), _NoEnding(), LastWords())
    with ThreadPoolExecutor(1, "no hearing") as nothing, ThreadPoolExecutor(1, "speech") as speech:
        yield Senses(ears, Hibari(), nothing, nothing, speech, settings)


class _NoDetector:
    """Hears nothing."""

    frame_samples = 512

    def probability(self, frame: Samples) -> float:
        del frame
        return 0.0

    def reset(self) -> None:
        """There is nothing to forget."""


class _NoRecognizer:
    def recognize(self, sound: Samples, *, settled: object = ()) -> tuple[()]:
        del sound, settled
        return ()


class _NoEnding:
    def probability(self, sound: Samples) -> float:
        del sound
        return 0.0
