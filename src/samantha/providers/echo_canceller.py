"""WebRTC's echo canceller, as the package livekit (Apache-2.0) brings it; no server is needed."""

import importlib
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from samantha.domain.audio import HEARING_HZ, SPEAKING_HZ, Samples
from samantha.domain.errors import HearingUnavailable

_STEPS_PER_S: Final = 100


class WebRtcEchoCanceller:
    """An `EchoCanceller`: WebRTC's audio processing, at one percent of a core. One thread only.

    It also takes away what lies below the voice; levels stay as they are.
    """

    def __init__(self, *, delay_ms: int = 0) -> None:
        """`delay_ms` is how long a sound takes from `played` through the air to `cleaned`.

        It need not be exact: the canceller finds the rest itself, up to some 200 ms.

        Raises:
            HearingUnavailable: the package is not there.
        """
        try:
            apm: Any = importlib.import_module("livekit.rtc.apm")
            frames: Any = importlib.import_module("livekit.rtc.audio_frame")
        except (ImportError, OSError) as error:
            raise HearingUnavailable(
                "The echo canceller for a local microphone is not installed.",
                "Install it with `pip install 'samantha[microphone]'`, or wear headphones and "
                "switch it off.",
            ) from error
        self._frame: Any = frames.AudioFrame
        self._processing: Any = apm.AudioProcessingModule(
            echo_cancellation=True, high_pass_filter=True
        )
        self._delay_ms = delay_ms

    def played(self, far: Samples) -> None:
        """Take what the loudspeaker plays next, at `SPEAKING_HZ`, in steps of 10 ms."""
        for step in _steps(far, SPEAKING_HZ):
            self._processing.process_reverse_stream(self._as_frame(step, SPEAKING_HZ))

    def cleaned(self, near: Samples) -> Samples:
        """The next sound of the microphone, at `HEARING_HZ`, in steps of 10 ms, cleaned."""
        cleaned = np.empty(len(near), np.float32)
        for n, step in enumerate(_steps(near, HEARING_HZ)):
            frame = self._as_frame(step, HEARING_HZ)
            self._processing.set_stream_delay_ms(self._delay_ms)
            self._processing.process_stream(frame)
            cleaned[n * len(step) :][: len(step)] = np.frombuffer(frame.data, "<i2")
        return cleaned / np.float32(32768)

    def _as_frame(self, step: Samples, rate_hz: int) -> Any:
        pcm = np.round(np.clip(step, -1.0, 1.0) * 32767).astype("<i2")
        return self._frame(bytearray(pcm.tobytes()), rate_hz, 1, len(step))


def _steps(sound: Samples, rate_hz: int) -> Iterator[Samples]:
    """`sound` in steps of 10 ms.

    Raises:
        ValueError: it does not divide into such steps.
    """
    size = rate_hz // _STEPS_PER_S
    if len(sound) % size:
        raise ValueError(f"{len(sound)} samples are no whole number of steps of {size}")
    return (sound[start : start + size] for start in range(0, len(sound), size))
