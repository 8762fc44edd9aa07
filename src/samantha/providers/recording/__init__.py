"""Recordings in place of a microphone and a loudspeaker: the same loop, from a file into a file."""

from samantha.providers.recording.recording import Pace, Recording, open_recording
from samantha.providers.recording.wav import WavSound, read_wav

__all__ = ["Pace", "Recording", "WavSound", "open_recording", "read_wav"]
