"""Spectrogram of a sound: how loud which frequencies are at which time, over bands that are even in Hz or in mel."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

SampleArray: TypeAlias = NDArray[np.float32]
FloatArray: TypeAlias = NDArray[np.float64]

FLOOR: Final = -100.0
"""Decibels; what is fainter is shown as this."""
BANDS: Final = 128
_SECONDS: Final = 0.032
"""About how long a window is: long enough for the pitch of a voice, short enough for its syllables."""
_LEAST_WINDOW, _GREATEST_WINDOW = 64, 4096
_MANY_FRAMES: Final = 2000
"""With fewer windows than this they overlap more."""
_VALUES_AT_ONCE: Final = 1 << 20
_ENOUGH: Final = 600


@dataclass(frozen=True, slots=True, eq=False)
class Spectrogram:
    """Levels over time and frequency."""

    levels: tuple[SampleArray, ...]
    """(bands, frames) decibels relative to a sine at full scale; each level has the louder of two frames of the one
    before."""
    hop: int
    """Samples from one frame of the first to the next."""
    top: float
    """Where the highest band ends: Hz or mel; the lowest begins at 0."""
    mel: bool

    @property
    def nbytes(self) -> int:
        """Bytes of all levels."""
        return sum(level.nbytes for level in self.levels)

    def level_for(self, samples_per_column: float) -> int:
        """The coarsest level that still has a frame for each column."""
        coarser = max(1.0, samples_per_column / self.hop)
        return min(len(self.levels) - 1, int(np.log2(coarser)))

    def loudest(self, sample: float) -> tuple[float, float] | None:
        """The place of the loudest band on the frequency axis at a moment, and how loud it is; None for silence."""
        first = self.levels[0]
        frame = min(max(0, round(sample / self.hop)), first.shape[1] - 1)
        band = int(first[:, frame].argmax())
        level = float(first[band, frame])
        return ((band + 0.5) / len(first) * self.top, level) if level > FLOOR else None


def mel_of(hertz: FloatArray) -> FloatArray:
    """The mel scale (O'Shaughnessy's): even steps sound even."""
    return np.asarray(2595 * np.log10(1 + hertz / 700))


def hertz_of(mel: FloatArray) -> FloatArray:
    """The frequencies of places on the mel scale."""
    return np.asarray(700 * (10 ** (mel / 2595) - 1))


def spectrogram(samples: SampleArray, rate: int, *, mel: bool) -> Spectrogram:
    """The spectrogram of (n,) samples by short Fourier transforms under Hann windows; NaN and Inf count as silence."""
    window = _window_size(rate, len(samples))
    hop = window // 2 if len(samples) // (window // 2) > _MANY_FRAMES else max(1, window // 8)
    known = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
    padded = np.pad(known, (window // 2, window))
    starts = np.arange(0, max(1, len(samples)), hop)
    top = float(mel_of(np.array(rate / 2))) if mel else rate / 2
    first = _banded(padded, starts, window, _band_starts(window, rate, mel=mel))
    return Spectrogram(_levels(first), hop, top, mel)


def _window_size(rate: int, count: int) -> int:
    """A power of two near to the usual length, and not much longer than the sound."""
    wanted = min(max(rate * _SECONDS, _LEAST_WINDOW), _GREATEST_WINDOW, max(_LEAST_WINDOW, count))
    return int(2 ** round(np.log2(wanted)))


@lru_cache(maxsize=8)
def _band_starts(window: int, rate: int, *, mel: bool) -> tuple[int, ...]:
    """For each band the first of its bins of the transform; low bands of mel may share one."""
    bins = window // 2 + 1
    if not mel:
        return tuple(np.arange(0, BANDS) * bins // min(BANDS, bins)) if bins >= BANDS else tuple(range(bins))
    edges = hertz_of(np.linspace(0, float(mel_of(np.array(rate / 2))), BANDS, endpoint=False))
    return tuple(np.minimum(edges / (rate / 2) * (bins - 1), bins - 1).astype(int).tolist())


def _banded(padded: SampleArray, starts: NDArray[np.int64], window: int, bands: tuple[int, ...]) -> SampleArray:
    """(bands, frames) decibels: of each band the loudest bin."""
    shape = np.hanning(window + 1)[:-1].astype(np.float32)
    scale = 2 / float(shape.sum())
    at_once = max(1, _VALUES_AT_ONCE // window)
    views = np.lib.stride_tricks.sliding_window_view(padded, window)
    found = np.empty((len(bands), len(starts)), np.float32)
    for low in range(0, len(starts), at_once):
        some = starts[low : low + at_once]
        sizes = np.abs(np.fft.rfft(views[some] * shape, axis=1)) * scale
        loudest = np.maximum.reduceat(sizes, bands, axis=1)
        with np.errstate(divide="ignore"):
            found[:, low : low + len(some)] = np.maximum(20 * np.log10(loudest), FLOOR).T
        time.sleep(0)
    return found


def _levels(first: SampleArray) -> tuple[SampleArray, ...]:
    levels = [first]
    while levels[-1].shape[1] > _ENOUGH:
        starts = np.arange(0, levels[-1].shape[1], 2)
        levels.append(np.maximum.reduceat(levels[-1], starts, axis=1))
    return tuple(levels)
