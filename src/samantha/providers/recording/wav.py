"""Reading a WAV file of any rate, width and number of channels.

Python's own `wave` writes what is needed, but reads neither floats nor the extensible header, which
recorders write for everything beyond 16 bits. The format is small enough to be read here, and every
way in which a file can be broken gets its own sentence.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from samantha.domain.audio import Samples
from samantha.domain.errors import SettingsInvalid

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_COMPRESSED: Final = {2: "ADPCM", 6: "A-law", 7: "µ-law", 0x11: "ADPCM", 0x55: "MP3"}
_LOWEST_HZ, _HIGHEST_HZ = 4_000, 768_000
_UNTOLD: Final = (0, 0xFFFFFFFF, 0x7FFFFFFF)
"""What programs that write into a pipe put in for a length they do not know."""


@dataclass(frozen=True, slots=True, eq=False)
class WavSound:
    """What a file holds, its channels mixed into one."""

    samples: Samples
    rate_hz: int


@dataclass(frozen=True, slots=True)
class _Format:
    is_float: bool
    channels: int
    rate_hz: int
    width: int
    """Bytes of one sample of one channel."""


def read_wav(file: Path) -> WavSound:
    """The sound in `file`: PCM of 8, 16, 24 or 32 bits, or floats of 32 or 64.

    Raises:
        SettingsInvalid: it cannot be opened, is no WAV file, is compressed, or is broken.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise SettingsInvalid(
            f"The recording {file} cannot be read ({error.strerror}).",
            "Name a WAV file that is there and may be read.",
        ) from error
    try:
        return _parsed(content)
    except _Broken as broken:
        raise SettingsInvalid(f"The recording {file} {broken.what}.", broken.remedy) from None


class _Broken(Exception):
    """`what` completes a sentence about the file."""

    def __init__(self, what: str, remedy: str = "Record it again, or take a whole copy.") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def _parsed(content: bytes) -> WavSound:
    if len(content) < 12 or content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise _Broken(
            "is no WAV file" if content else "is empty",
            "Convert it, for example with `ffmpeg -i FILE -c:a pcm_s16le OUT.wav`.",
        )
    format_: _Format | None = None
    for name, body, told_bytes in _chunks(content):
        if name == b"fmt ":
            format_ = _read_format(body)
        elif name == b"data":
            if format_ is None:
                raise _Broken("does not say how its samples are written")
            if told_bytes not in _UNTOLD and told_bytes > len(body):
                raise _Broken(f"ends after {len(body)} of {told_bytes} bytes of sound")
            return WavSound(_decoded(body, format_), format_.rate_hz)
    raise _Broken("holds no sound")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Each chunk's name, what is there of its body, and the length that it tells."""
    at = 12
    while at + 8 <= len(content):
        name, told_bytes = struct.unpack_from("<4sI", content, at)
        is_open = name == b"data" and told_bytes in _UNTOLD
        end = len(content) if is_open else at + 8 + told_bytes
        yield name, content[at + 8 : end], told_bytes
        at = end + end % 2


def _read_format(body: bytes) -> _Format:
    if len(body) < 16:
        raise _Broken("has a header that is cut off")
    tag, channels, rate_hz, _, block_bytes, bits = struct.unpack_from("<HHIIHH", body)
    if tag == _EXTENSIBLE and len(body) >= 26:
        tag = struct.unpack_from("<H", body, 24)[0]
    if tag not in (_PCM, _FLOAT):
        raise _Broken(
            f"is compressed ({_COMPRESSED.get(tag, f'format {tag}')})",
            "Convert it, for example with `ffmpeg -i FILE -c:a pcm_s16le OUT.wav`.",
        )
    width = bits // 8
    if bits % 8 or width not in ((1, 2, 3, 4) if tag == _PCM else (4, 8)):
        raise _Broken(f"has samples of {bits} bits, which nobody writes")
    if not channels or block_bytes != channels * width:
        raise _Broken(f"tells of {channels} channels in {block_bytes} bytes, which cannot be")
    if not _LOWEST_HZ <= rate_hz <= _HIGHEST_HZ:
        raise _Broken(f"tells of {rate_hz} samples a second, which cannot be")
    return _Format(tag == _FLOAT, channels, rate_hz, width)


def _decoded(body: bytes, format_: _Format) -> Samples:
    count = len(body) // (format_.width * format_.channels) * format_.channels
    if format_.width == 3:
        # Three bytes become the upper three of four, so that the sign is where it belongs.
        wide = np.zeros((count, 4), np.uint8)
        wide[:, 1:] = np.frombuffer(body, np.uint8, count * 3).reshape(-1, 3)
        samples = wide.view("<i4").ravel() / np.float32(2**31)
    elif format_.is_float:
        samples = np.nan_to_num(np.frombuffer(body, f"<f{format_.width}", count))
    elif format_.width == 1:
        samples = (np.frombuffer(body, np.uint8, count) - np.float32(128)) / np.float32(128)
    else:
        whole = np.float32(2 ** (8 * format_.width - 1))
        samples = np.frombuffer(body, f"<i{format_.width}", count) / whole
    mixed = samples.reshape(-1, format_.channels).mean(axis=1, dtype=np.float32)
    return np.clip(mixed, -1.0, 1.0).astype(np.float32)
