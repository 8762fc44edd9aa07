"""Which microphones and loudspeakers there are, choosing one of each, and the line that joins them.

Both run at 48 kHz in one full-duplex stream, so that one clock drives what is heard and what is
said. miniaudio asks the system's own sound server; it needs no package of the system.
"""

import importlib
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

from samantha.domain.errors import HearingUnavailable, SamanthaError, VoiceUnavailable

LINE_HZ: Final = 48_000
"""Samples a second on the line, both ways."""
PERIOD_MS: Final = 20
PERIODS: Final = 3
"""So many periods lie in the device's buffer."""

_NO_DEVICE: Final = b"null\0"
"""How ALSA's id of what takes everything and gives silence begins: it is no device."""

Choice: TypeAlias = str | int | None
"""A device: part of its name, its number in the list (from 1, also as text), or None for the
system's own."""

Exchange: TypeAlias = Callable[[bytes], bytes]
"""Takes what was recorded in a period and returns as much to be played: mono 32-bit floats."""


class Line(Protocol):
    """A full-duplex stream. Both calls may block for some periods."""

    def start(self, exchange: Exchange) -> None:
        """Call `exchange` for each period, in a thread of its own."""
        ...

    def close(self) -> None:
        """End it; afterwards `exchange` is not called any more."""
        ...


class OpenLine(Protocol):
    """Opens a line."""

    def __call__(self, *, hears: bool) -> Line:
        """A new line; one that does not hear opens no microphone, and is given silence.

        Raises:
            HearingUnavailable, VoiceUnavailable: there is no such device, or it is not to be had.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Device:
    name: str
    id: Any


@dataclass(frozen=True, slots=True)
class Devices:
    """The names of what is there, in the system's order."""

    microphones: Sequence[str]
    loudspeakers: Sequence[str]


def devices_here(*, backend: str | None = None) -> Devices:
    """The microphones and loudspeakers of this machine; `backend` is for tests.

    Raises:
        HearingUnavailable: the package is not there, or the machine has no sound system.
    """
    ears, mouths = _look(backend)
    return Devices([ear.name for ear in ears], [mouth.name for mouth in mouths])


def opening_of(microphone: Choice, loudspeaker: Choice, *, backend: str | None = None) -> OpenLine:
    """What opens the line between the chosen devices; it looks for them anew each time."""

    def open_line(*, hears: bool) -> Line:
        ears, mouths = _look(backend)
        mouth = _chosen(mouths, loudspeaker, "loudspeaker", VoiceUnavailable)
        if not hears:
            return _DeafLine(mouth, backend)
        ear = _chosen(ears, microphone, "microphone", HearingUnavailable)
        return _MiniaudioLine(ear, mouth, backend)

    return open_line


class _MiniaudioLine:
    """A full-duplex stream of miniaudio."""

    def __init__(self, ear: _Device, mouth: _Device, backend: str | None) -> None:
        package = _miniaudio()
        self._names = f"“{ear.name}” and “{mouth.name}”"
        floats: Any = package.SampleFormat.FLOAT32
        with _told_of(self._names):
            self._stream: Any = package.DuplexStream(
                playback_format=floats,
                playback_channels=1,
                capture_format=floats,
                capture_channels=1,
                sample_rate=LINE_HZ,
                buffersize_msec=PERIOD_MS,
                playback_device_id=mouth.id,
                capture_device_id=ear.id,
                callback_periods=PERIODS,
                backends=_backends(package, backend),
                app_name="Samantha",
            )

    def start(self, exchange: Exchange) -> None:
        def carry() -> Generator[bytes, bytearray, None]:
            recorded = yield b""
            while True:
                recorded = yield exchange(bytes(recorded))

        generator = carry()
        next(generator)
        with _told_of(self._names):
            self._stream.start(generator)

    def close(self) -> None:
        self._stream.close()


class _DeafLine:
    """A loudspeaker alone: no microphone is open, and what it would have heard is silence."""

    def __init__(self, mouth: _Device, backend: str | None) -> None:
        package = _miniaudio()
        self._name = f"“{mouth.name}”"
        with _told_of(self._name):
            self._device: Any = package.PlaybackDevice(
                output_format=package.SampleFormat.FLOAT32,
                nchannels=1,
                sample_rate=LINE_HZ,
                buffersize_msec=PERIOD_MS,
                device_id=mouth.id,
                callback_periods=PERIODS,
                backends=_backends(package, backend),
                app_name="Samantha",
            )

    def start(self, exchange: Exchange) -> None:
        def carry() -> Generator[bytes, int, None]:
            count = yield b""
            while True:
                count = yield exchange(bytes(4 * count))

        generator = carry()
        next(generator)
        with _told_of(self._name):
            self._device.start(generator)

    def close(self) -> None:
        self._device.close()


class SilentLine:
    """No device at all: time passes, silence is heard, and what is said can only be read."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, exchange: Exchange) -> None:
        """Let periods pass by the clock."""
        silence = bytes(4 * LINE_HZ * PERIOD_MS // 1000)

        def pass_time() -> None:
            due_s = time.monotonic()
            while not self._over.wait(max(0.0, due_s - time.monotonic())):
                exchange(silence)
                due_s += PERIOD_MS / 1000

        self._thread = threading.Thread(target=pass_time, name="no sound card", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End it."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()


@contextmanager
def _told_of(names: str) -> Generator[None, None, None]:
    """Say of a failure which devices it is about."""
    try:
        yield
    except _miniaudio().MiniaudioError as error:
        raise HearingUnavailable(
            f"The system does not open {names}.",
            "See whether another program holds them, or choose others.",
        ) from error


def _look(backend: str | None) -> tuple[Sequence[_Device], Sequence[_Device]]:
    """The microphones and the loudspeakers there are."""
    package = _miniaudio()
    try:
        system: Any = package.Devices(_backends(package, backend))
        return _real(system.get_captures(), backend), _real(system.get_playbacks(), backend)
    except package.MiniaudioError as error:
        raise HearingUnavailable(
            "This machine has no sound system that can be used.",
            "Type instead, or start its sound server (PipeWire, PulseAudio or ALSA on Linux).",
        ) from error


def _real(listed: Sequence[Any], backend: str | None) -> Sequence[_Device]:
    package = _miniaudio()
    return [
        _Device(each["name"], each["id"])
        for each in listed
        if backend or not package.ffi.buffer(each["id"])[:].startswith(_NO_DEVICE)
    ]


def _chosen(
    devices: Sequence[_Device], choice: Choice, kind: str, error: type[SamanthaError]
) -> _Device:
    if not devices:
        raise error(
            f"This machine has no {kind}.", "Plug one in, or type: she reads and writes, too."
        )
    fitting: Sequence[_Device]
    listed = "; ".join(f"{n} {device.name}" for n, device in enumerate(devices, start=1))
    match int(choice) if isinstance(choice, str) and choice.strip().isdecimal() else choice:
        case None:
            return _Device("the usual " + kind, None)
        case int(number):
            fitting = devices[number - 1 : number] if number > 0 else []
        case str(name):
            wanted = name.strip().casefold()
            fitting = [each for each in devices if each.name.casefold() == wanted] or [
                each for each in devices if wanted and wanted in each.name.casefold()
            ]
    if len(fitting) != 1:
        what = "fits several of them" if fitting else "is none of them"
        raise error(f"“{choice}” {what}, of the {kind}s of this machine.", f"There are: {listed}.")
    return fitting[0]


def _backends(package: Any, backend: str | None) -> Any:
    return [package.Backend[backend.upper()]] if backend else None


def _miniaudio() -> Any:
    try:
        return importlib.import_module("miniaudio")
    except (ImportError, OSError) as error:
        raise HearingUnavailable(
            "The part that uses the microphone and the loudspeaker cannot be loaded.",
            "Install Samantha again, or type: she reads and writes, too.",
        ) from error
