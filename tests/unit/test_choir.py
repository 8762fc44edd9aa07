"""Several synthesizers behind one."""

import pytest

from samantha.domain.errors import VoiceUnavailable
from samantha.providers.hibari import Hibari
from samantha.speaking.choir import Choir
from samantha.speaking.ports import Prosody
from tests.speaking_fakes import VOICE, ScriptedSynthesizer


def test_each_voice_is_said_by_who_has_it() -> None:
    scripted = ScriptedSynthesizer()
    choir = Choir([Hibari(), scripted])
    assert {"hibari:heart", VOICE} <= {voice.id for voice in choir.voices()}
    choir.warm_up(VOICE)
    choir.say("Hello there.", VOICE, Prosody())
    assert scripted.said == ["Hello", "there."]


def test_a_voice_that_nobody_has_is_named() -> None:
    choir = Choir([ScriptedSynthesizer()])
    with pytest.raises(VoiceUnavailable, match="kokoro:nobody"):
        choir.say("Hello.", "kokoro:nobody", Prosody())
