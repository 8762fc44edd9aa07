"""The microphone and the loudspeaker of this machine, through miniaudio (MIT)."""

from samantha.providers.sound_card.card import SoundCard, open_loudspeaker, open_sound_card
from samantha.providers.sound_card.devices import Choice, Devices, devices_here

__all__ = ["Choice", "Devices", "SoundCard", "devices_here", "open_loudspeaker", "open_sound_card"]
