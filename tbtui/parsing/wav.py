"""WAV files -> samples, with numpy: headers are believed as far as the bytes bear them out."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tbtui.model.sounds import Sound, WavHeader

MOST_VALUES: Final = 12_000_000
"""Values of all channels that are decoded of one clip: two minutes of stereo at 48 kHz. They take 48 MB."""

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_FORMATS: Final = {2: "ADPCM", 6: "A-law", 7: "mu-law", 0x11: "IMA ADPCM", 0x55: "MP3"}
_FMT_SIZE, _EXTENSIBLE_SIZE = 16, 26
_SUB_FORMAT: Final = 24
_MOST_CHANNELS: Final = 1024
_MOST_CHUNKS: Final = 1000
_OTHERS: Final = {b"fLaC": "FLAC", b"OggS": "Ogg", b"ID3": "MP3", b"\xff\xfb": "MP3", b"RF64": "RF64", b"RIFX": "RIFX"}


class SoundError(ValueError):
    """Why a sound cannot be decoded."""


class _Chunk(NamedTuple):
    name: bytes
    start: int
    claimed: int
    """Bytes that it says it has."""
    held: int
    """Bytes of it that are there."""


def _chunks(data: bytes) -> Iterator[_Chunk]:
    """The chunks of a RIFF file, as far as it goes; each begins at an even place."""
    place = 12
    while place + 8 <= len(data):
        name, claimed = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        start = place + 8
        yield _Chunk(name, start, claimed, min(claimed, len(data) - start))
        place = start + claimed + claimed % 2


def wav_header(data: bytes) -> WavHeader:
    """What the headers of a WAV file say, put right by what is there; SoundError where nothing can be decoded."""
    _check_form(data)
    found = {chunk.name: chunk for chunk in reversed(list(islice(_chunks(data), _MOST_CHUNKS)))}
    form, samples = found.get(b"fmt "), found.get(b"data")
    if form is None or form.held < _FMT_SIZE:
        raise SoundError("WAV without a whole format chunk: nothing says how its samples are written")
    if samples is None:
        raise SoundError("WAV without samples: it has no data chunk")
    code, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", data, form.start)
    if code == _EXTENSIBLE and form.held >= _EXTENSIBLE_SIZE:
        (code,) = struct.unpack_from("<H", data, form.start + _SUB_FORMAT)
    if not 0 < channels <= _MOST_CHANNELS:
        raise SoundError(f"WAV with {channels:,} channels")
    width = _value_width(block, channels, bits)
    encoding, name = _encoding(code, bits, width)
    frames = samples.held // (width * channels)
    return WavHeader(encoding, name, channels, rate, frames, samples.start, width, _note(samples, rate))


def _check_form(data: bytes) -> None:
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return
    if not data:
        raise SoundError("the sound has no bytes")
    name = next((name for start, name in _OTHERS.items() if data.startswith(start)), "")
    if name:
        raise SoundError(f"the sound is {name}; WAV is decoded (e writes its bytes)")
    raise SoundError(f"{len(data):,} bytes that are no WAV file; they begin with {data[:8].hex(' ')}")


def _value_width(block: int, channels: int, bits: int) -> int:
    """Bytes of one value: as the size of a block says, where that is possible, else as the bits do."""
    least = -(-bits // 8)
    from_block = block // channels
    return from_block if from_block * channels == block and least <= from_block <= 8 else least


def _encoding(code: int, bits: int, width: int) -> tuple[str, str]:
    """What the encoding is called, and numpy's name of it; SoundError for those that are not decoded."""
    if code == _PCM and width in (1, 2, 3, 4):
        return f"PCM {bits} bit", {1: "u1", 2: "<i2", 3: "", 4: "<i4"}[width]
    if code == _FLOAT and width in (4, 8):
        return f"float {bits} bit", f"<f{width}"
    kind = {_PCM: "PCM", _FLOAT: "float"}.get(code) or _FORMATS.get(code) or f"encoding {code}"
    raise SoundError(f"WAV of {kind}, {bits} bit: PCM up to 32 bit and float are decoded (e writes its bytes)")


def _note(samples: _Chunk, rate: int) -> str:
    notes = []
    if samples.claimed > samples.held and samples.claimed < 0xFFFFFFFF - 64:
        notes.append(f"says it has {samples.claimed:,} bytes of samples, and {samples.held:,} are there")
    if not rate:
        notes.append("says that its rate is 0")
    return "; ".join(notes)


def decode_wav(data: bytes, most_values: int = MOST_VALUES) -> Sound:
    """The samples of a WAV file, the first ``most_values`` of all channels together; SoundError."""
    header = wav_header(data)
    frames = min(header.frames, most_values // header.channels)
    count = frames * header.channels
    raw = data[header.start : header.start + count * header.width]
    samples = _samples(raw, header).reshape(frames, header.channels)
    samples.flags.writeable = False
    return Sound(header, samples)


def _samples(raw: bytes, header: WavHeader) -> NDArray[np.float32]:
    if not header.code:
        return _from_three_bytes(raw)
    values = np.frombuffer(raw, header.code)
    if header.code == "u1":
        return np.asarray((values.astype(np.float32) - 128) / 128, np.float32)
    if values.dtype.kind == "i":
        return values.astype(np.float32) / np.float32(2 ** (8 * header.width - 1))
    with np.errstate(over="ignore"):
        return values.astype(np.float32)


def _from_three_bytes(raw: bytes) -> NDArray[np.float32]:
    """Little-endian integers of 24 bits, through 32 bits with a zero below."""
    wide = np.zeros((len(raw) // 3, 4), np.uint8)
    wide[:, 1:] = np.frombuffer(raw, np.uint8).reshape(-1, 3)
    return wide.view("<i4").ravel().astype(np.float32) / np.float32(2**31)


def encode_wav(samples: NDArray[np.float32], rate: int) -> bytes:
    """(n, channels) from -1 to 1 -> a WAV file with PCM of 16 bits; what lies beyond is clipped."""
    channels = samples.shape[1]
    known = np.clip(np.nan_to_num(samples, posinf=1.0, neginf=-1.0), -1.0, 1.0)
    whole = np.rint(known * 32767).astype("<i2").tobytes()
    form = struct.pack("<HHIIHH", _PCM, channels, rate, 2 * channels * rate, 2 * channels, 16)
    chunks = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(whole)) + whole
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks
