"""What a session by voice needs before the first word: her, awake, with ears and a voice."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from samantha.app.assembly import Household, waking
from samantha.app.first_meeting import written_answers
from samantha.app.persona_file import load_persona
from samantha.app.settings import VoiceSettings, find_home, load_settings
from samantha.app.voice import Senses, by_voice, senses, with_voice
from samantha.cli.talk import awaken, want_model
from samantha.conversation.session import Session


@dataclass(frozen=True, slots=True)
class Entered:
    """Everyone who is needed for a spoken session."""

    household: Household
    session: Session
    senses: Senses
    her_name: str | None
    his_name: str | None


@asynccontextmanager
async def entered(
    purpose: str, voice: VoiceSettings | None = None
) -> AsyncGenerator[Entered, None]:
    """Wake her for a session by voice; `voice` takes the place of what the settings say.

    Raises:
        SamanthaError: something that it needs is missing.
    """
    home = find_home()
    settings = load_settings(home.settings_file)
    home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    await want_model(settings)
    async with waking(home, settings, purpose=purpose) as household:
        known = load_persona(home.persona_file)
        persona = known or await awaken(written_answers(settings.meeting), household)
        async with (
            senses(with_voice(voice or settings.voice, persona)) as loaded,
            Session.opened(by_voice(household.company(persona))) as session,
        ):
            yield Entered(household, session, loaded, persona.her_name, persona.his_name)
