"""What is known of a clip: first from its header, then from its samples; and how loud it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tbtui.analysis.labels import duration_label, value_label
from tbtui.model.sounds import EncodedClip, EncodedSounds, Sound, WavHeader
from tbtui.parsing.wav import SoundError, wav_header

_HEAD_BYTES: Final = 500


@dataclass(frozen=True, slots=True)
class ClipHead:
    """A clip before its samples are decoded."""

    encoded: int
    """Bytes of the file."""
    label: str = ""
    content_type: str = ""
    header: WavHeader | None = None
    problem: str = ""
    """Why there is no header."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud a clip is; 1 is full scale."""

    peak: float
    rms: float
    clipped: int
    """How many values lie at full scale or beyond."""
    lost: int
    """How many values are NaN or Inf; the others are counted without them."""
    nbytes: int = 100


@dataclass(frozen=True, slots=True)
class SoundHeads:
    """The heads of all clips of an entry."""

    clips: tuple[ClipHead, ...]

    @property
    def nbytes(self) -> int:
        """About what is kept of the entry by keeping this."""
        return _HEAD_BYTES * (1 + len(self.clips))


def clip_heads(sounds: EncodedSounds) -> SoundHeads:
    """What the headers of an entry's clips say."""
    return SoundHeads(tuple(map(_head, sounds.clips)))


def _head(clip: EncodedClip) -> ClipHead:
    try:
        header = with_rate(wav_header(clip.data), clip.rate)
    except SoundError as error:
        return ClipHead(len(clip.data), clip.label, clip.content_type, problem=str(error))
    return ClipHead(len(clip.data), clip.label, clip.content_type, header)


def with_rate(header: WavHeader, rate: float) -> WavHeader:
    """A header without a rate gets the one that the writer says apart from it."""
    return header if header.rate or not rate else replace(header, rate=round(rate))


def loudness(sound: Sound) -> Loudness:
    """Peak and root mean square over all channels."""
    samples = sound.samples
    if not samples.size:
        return Loudness(0.0, 0.0, 0, 0)
    finite = np.isfinite(samples)
    lost = int(samples.size - np.count_nonzero(finite))
    known = samples[finite] if lost else samples
    sizes = np.abs(known)
    peak = float(sizes.max()) if sizes.size else 0.0
    # Squares of great floats go beyond what float32 holds.
    rms = math.sqrt(float(np.mean(np.square(known, dtype=np.float64)))) if sizes.size else 0.0
    return Loudness(peak, rms, int(np.count_nonzero(sizes >= _full_scale(sound.header))), lost)


def _full_scale(header: WavHeader) -> float:
    """The greatest value that the encoding has."""
    return 1.0 - 2.0 ** (1 - 8 * header.width) if header.encoding.startswith("PCM") else 1.0


def level_label(size: float) -> str:
    """A size as decibels relative to full scale: "-6.0 dB"."""
    return f"{20 * math.log10(size):.1f} dB" if size > 0 else "silent"


def length_label(seconds: float | None, frames: int) -> str:
    """How long a clip lasts; where its rate is not known, its samples."""
    if seconds is None:
        return f"{frames:,} samples"
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else duration_label(seconds, 0.01 if seconds < 60 else 1)


def rate_label(rate: int) -> str:
    """A rate: "44.1 kHz"."""
    return f"{value_label(rate / 1000, 4)} kHz" if rate else "unknown"


def channels_label(channels: int) -> str:
    """How many channels, by their usual names."""
    return {1: "mono", 2: "stereo"}.get(channels, f"{channels} channels")
