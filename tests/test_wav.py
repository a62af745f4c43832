"""WAV files of every usual encoding, and headers that lie."""

from __future__ import annotations

import random
import struct
from contextlib import suppress

import numpy as np
import pytest

from tbtui.parsing.wav import SoundError, decode_wav, encode_wav, wav_header

SAMPLES = np.random.default_rng(0).uniform(-1, 1, (500, 2)).astype(np.float32)


def wav(raw: bytes, code: int, bits: int, channels: int = 2, rate: int = 8000, claimed: int | None = None) -> bytes:
    block = channels * -(-bits // 8)
    form = struct.pack("<HHIIHH", code, channels, rate, rate * block, block, bits)
    size = len(raw) if claimed is None else claimed
    return b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", size) + raw


def integers(bits: int) -> np.ndarray:
    return np.rint(SAMPLES * (2 ** (bits - 1) - 1)).astype(np.int64)


def in_24_bits() -> bytes:
    return integers(24).astype("<i4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


@pytest.mark.parametrize(
    ("data", "encoding", "error"),
    [
        (wav((integers(8) + 128).astype("u1").tobytes(), 1, 8), "PCM 8 bit", 0.012),
        (wav(integers(16).astype("<i2").tobytes(), 1, 16), "PCM 16 bit", 1e-4),
        (wav(in_24_bits(), 1, 24), "PCM 24 bit", 1e-6),
        (wav(integers(32).astype("<i4").tobytes(), 1, 32), "PCM 32 bit", 1e-6),
        (wav(SAMPLES.astype("<f4").tobytes(), 3, 32), "float 32 bit", 0),
        (wav(SAMPLES.astype("<f8").tobytes(), 3, 64), "float 64 bit", 0),
        (encode_wav(SAMPLES, 8000), "PCM 16 bit", 1e-4),
    ],
    ids=["8", "16", "24", "32", "float32", "float64", "own"],
)
def test_every_usual_encoding_is_decoded(data: bytes, encoding: str, error: float) -> None:
    sound = decode_wav(data)
    assert (sound.header.encoding, sound.header.rate, sound.header.channels) == (encoding, 8000, 2)
    assert sound.samples.dtype == np.float32
    assert np.abs(sound.samples - SAMPLES).max() <= error


def test_chunks_before_the_samples_are_stepped_over() -> None:
    data = encode_wav(SAMPLES, 8000)
    listed = data[:12] + b"LIST" + struct.pack("<I", 5) + b"hello\0" + data[12:]
    assert np.array_equal(decode_wav(listed).samples, decode_wav(data).samples)


def test_extensible_files_say_their_encoding_further_on() -> None:
    form = struct.pack("<HHIIHH", 0xFFFE, 1, 8000, 32000, 4, 32) + struct.pack("<HHIH", 22, 32, 4, 3) + bytes(14)
    head = b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<I", len(form)) + form
    sound = decode_wav(head + b"data" + struct.pack("<I", 2000) + SAMPLES[:, 0].tobytes())
    assert np.array_equal(sound.samples[:, 0], SAMPLES[:, 0])


@pytest.mark.parametrize("claimed", [10**9, 0xFFFFFFFF])
def test_no_more_is_taken_than_is_there(claimed: int) -> None:
    sound = decode_wav(wav(bytes(40), 1, 16, claimed=claimed))
    assert sound.samples.shape == (10, 2)
    assert ("40 are there" in sound.header.note) == (claimed == 10**9)


def test_long_sounds_are_decoded_up_to_a_limit() -> None:
    sound = decode_wav(wav(bytes(4000), 1, 16), most_values=100)
    assert (sound.header.frames, sound.samples.shape) == (1000, (50, 2))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no bytes"),
        (b"xx", "2 bytes that are no WAV"),
        (b"fLaC0000", "FLAC"),
        (b"RIFF\0\0\0\0WAVE", "format chunk"),
        (wav(b"", 1, 16)[:36], "no data chunk"),
        (wav(bytes(8), 1, 16, channels=0), "0 channels"),
        (wav(bytes(8), 7, 8), "mu-law"),
        (wav(bytes(80), 1, 64), "PCM, 64 bit"),
    ],
)
def test_what_cannot_be_decoded_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(SoundError, match=reason):
        wav_header(data)


def test_damage_never_does_worse() -> None:
    rng, data = random.Random(2), encode_wav(SAMPLES, 8000)
    for _ in range(1500):
        damaged = bytearray(data[: rng.randrange(0, 100)] if rng.random() < 0.3 else data)
        for _ in range(rng.randrange(1, 6)):
            if damaged:
                damaged[rng.randrange(min(48, len(damaged)))] = rng.randrange(256)
        with suppress(SoundError):
            sound = decode_wav(bytes(damaged))
            assert sound.samples.size * sound.header.width <= len(damaged)
