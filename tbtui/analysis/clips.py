"""What is drawn of a clip, made from its samples in the background: envelopes and loudness, or a spectrogram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.envelopes import Envelope, envelope
from tbtui.analysis.sounds import Loudness, loudness, with_rate
from tbtui.analysis.spectra import Spectrogram, spectrogram
from tbtui.model.entries import EntryError
from tbtui.model.sounds import EncodedSounds, Sound, WavHeader
from tbtui.parsing.wav import SoundError, decode_wav

SampleArray: TypeAlias = NDArray[np.float32]

_NO_RATE = 2
"""Samples a second that stand for an unknown rate: frequencies are shares of half of it then."""


class LoudnessPart(NamedTuple):
    """How loud a clip is wanted."""

    number: int


class SoundPart(NamedTuple):
    """The samples of a clip are wanted."""

    number: int


class SpectrumPart(NamedTuple):
    """The spectrogram of a clip is wanted, of one channel or (-1) of the mean of all."""

    number: int
    channel: int
    mel: bool


@dataclass(frozen=True, slots=True, eq=False)
class ClipSound:
    """A clip as its waveform is drawn."""

    header: WavHeader
    sound: Sound
    channels: tuple[Envelope, ...]
    loudness: Loudness

    @property
    def nbytes(self) -> int:
        """Bytes of the samples and of what was made of them."""
        return 2 * self.sound.nbytes + sum(one.nbytes for one in self.channels)

    @property
    def rate(self) -> float:
        """Samples for each unit of the time axis: those of a second, or one where the rate is not known."""
        return float(self.header.rate or 1)

    @property
    def length(self) -> float:
        """How much of the time axis is drawn."""
        return len(self.sound.samples) / self.rate


def clip_part(
    sounds: EncodedSounds, part: LoudnessPart | SoundPart | SpectrumPart
) -> ClipSound | Loudness | Spectrogram:
    """What is wanted of a clip; EntryError where it cannot be decoded."""
    clip = sounds.clips[part.number]
    try:
        sound = decode_wav(clip.data)
    except SoundError as error:
        raise EntryError(str(error)) from error
    if isinstance(part, LoudnessPart):
        return loudness(sound)
    header = with_rate(sound.header, clip.rate)
    if isinstance(part, SpectrumPart):
        return spectrogram(one_channel(sound.samples, part.channel), header.rate or _NO_RATE, mel=part.mel)
    channels = tuple(envelope(np.ascontiguousarray(samples)) for samples in sound.samples.T)
    return ClipSound(header, sound, channels, loudness(sound))


def one_channel(samples: SampleArray, channel: int) -> SampleArray:
    """(n,): one of the channels of (n, channels), or the mean of all for -1."""
    if 0 <= channel < samples.shape[1]:
        return samples[:, channel]
    return samples[:, 0] if samples.shape[1] == 1 else samples.mean(axis=1, dtype=np.float32)
