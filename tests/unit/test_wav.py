"""WAV files of every kind are read, and every way in which one can be broken is named."""

import struct
from pathlib import Path

import numpy as np
import pytest

from samantha.domain.errors import SettingsInvalid
from samantha.providers.recording import read_wav

PCM, FLOAT, EXTENSIBLE, MP3, MU_LAW = 1, 3, 0xFFFE, 0x55, 7
LEVELS = (0.0, 0.5, -0.5, 0.25, -1.0, 0.75)


def chunk(name: bytes, body: bytes, told: int | None = None) -> bytes:
    length = len(body) if told is None else told
    return name + struct.pack("<I", length) + body + b"\0" * (len(body) % 2)


def fmt(tag: int = PCM, channels: int = 1, rate: int = 16_000, bits: int = 16) -> bytes:
    block = channels * bits // 8
    return chunk(b"fmt ", struct.pack("<HHIIHH", tag, channels, rate, rate * block, block, bits))


def extensible(tag: int, bits: int) -> bytes:
    plain = fmt(EXTENSIBLE, bits=bits)[8:]
    return chunk(b"fmt ", plain + struct.pack("<HHIH", 22, bits, 0, tag) + bytes(14))


def riff(*chunks: bytes) -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def encoded(bits: int, *, is_float: bool = False) -> bytes:
    levels = np.array(LEVELS)
    if is_float:
        return levels.astype(f"<f{bits // 8}").tobytes()
    if bits == 8:
        return np.clip(levels * 128 + 128, 0, 255).astype(np.uint8).tobytes()
    whole = np.clip(levels * 2 ** (bits - 1), -(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    return b"".join(int(each).to_bytes(bits // 8, "little", signed=True) for each in whole)


def written(folder: Path, content: bytes) -> Path:
    file = folder / "his.wav"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (fmt(bits=8), encoded(8)),
        (fmt(bits=16), encoded(16)),
        (fmt(bits=24), encoded(24)),
        (fmt(bits=32), encoded(32)),
        (fmt(FLOAT, bits=32), encoded(32, is_float=True)),
        (fmt(FLOAT, bits=64), encoded(64, is_float=True)),
        (extensible(PCM, 24), encoded(24)),
        (extensible(FLOAT, 32), encoded(32, is_float=True)),
    ],
)
def test_every_width_is_read(tmp_path: Path, header: bytes, body: bytes) -> None:
    sound = read_wav(written(tmp_path, riff(header, chunk(b"data", body))))
    assert sound.samples.dtype == np.float32
    assert np.allclose(sound.samples, LEVELS, atol=0.01)


def test_channels_are_mixed_and_the_rate_is_told(tmp_path: Path) -> None:
    body = struct.pack("<6h", 8192, 16384, -8192, -16384, 0, 0)
    header = fmt(channels=2, rate=44_100)
    sound = read_wav(written(tmp_path, riff(header, chunk(b"data", body))))
    assert sound.rate_hz == 44_100
    assert np.allclose(sound.samples, [0.375, -0.375, 0.0], atol=1e-3)


def test_other_chunks_and_odd_lengths_are_passed_over(tmp_path: Path) -> None:
    content = riff(
        chunk(b"LIST", b"abc"), fmt(), chunk(b"fact", b"1234"), chunk(b"data", encoded(16))
    )
    assert len(read_wav(written(tmp_path, content)).samples) == len(LEVELS)


@pytest.mark.parametrize("told", [0, 0xFFFFFFFF])
def test_a_length_that_was_never_filled_in_means_all_there_is(tmp_path: Path, told: int) -> None:
    content = riff(fmt(), chunk(b"data", encoded(16), told))
    assert len(read_wav(written(tmp_path, content)).samples) == len(LEVELS)


def test_numbers_that_are_none_are_silence(tmp_path: Path) -> None:
    body = np.array([np.nan, np.inf, -3.0, 0.5], "<f4").tobytes()
    sound = read_wav(written(tmp_path, riff(fmt(FLOAT, bits=32), chunk(b"data", body))))
    assert np.array_equal(sound.samples, np.array([0.0, 1.0, -1.0, 0.5], np.float32))


def test_a_recording_without_a_sample_is_empty(tmp_path: Path) -> None:
    assert len(read_wav(written(tmp_path, riff(fmt(), chunk(b"data", b"")))).samples) == 0


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "empty"),
        (b"ID3\x03 an mp3", "no WAV"),
        (b"RIFF\0\0\0\0AVI ", "no WAV"),
        (riff(), "no sound"),
        (riff(fmt()), "no sound"),
        (riff(chunk(b"data", b"1234")), "does not say"),
        (riff(chunk(b"fmt ", b"1234"), chunk(b"data", b"1234")), "cut off"),
        (riff(fmt(), chunk(b"data", b"1234", 4000)), "4 of 4000 bytes"),
        (riff(fmt(MP3), chunk(b"data", b"1234")), "compressed (MP3)"),
        (riff(fmt(MU_LAW, bits=8), chunk(b"data", b"1234")), "µ-law"),
        (riff(fmt(0x1234), chunk(b"data", b"1234")), "format 4660"),
        (riff(fmt(bits=12), chunk(b"data", b"1234")), "12 bits"),
        (riff(fmt(FLOAT, bits=16), chunk(b"data", b"1234")), "16 bits"),
        (riff(fmt(channels=0), chunk(b"data", b"1234")), "0 channels"),
        (riff(fmt(rate=0), chunk(b"data", b"1234")), "0 samples a second"),
        (riff(fmt(rate=10**9), chunk(b"data", b"1234")), "1000000000 samples"),
    ],
)
def test_what_is_broken_is_named_with_the_file(tmp_path: Path, content: bytes, named: str) -> None:
    file = written(tmp_path, content)
    with pytest.raises(SettingsInvalid) as caught:
        read_wav(file)
    assert named in caught.value.message
    assert str(file) in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["missing.wav", "."])
def test_what_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsInvalid, match="cannot be read"):
        read_wav(tmp_path / name)
