"""Sounds of the audio plugin: clips as they are written, and one of them decoded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class EncodedClip:
    """One clip, still encoded."""

    data: bytes
    """A file as it is: WAV nearly always."""
    label: str = ""
    """What the writer says of it; may be markdown."""
    content_type: str = ""
    rate: float = 0.0
    """Samples a second as the writer says, apart from the file; 0 where it says nothing of use."""


@dataclass(frozen=True, slots=True)
class EncodedSounds:
    """The clips of one entry."""

    clips: tuple[EncodedClip, ...]


@dataclass(frozen=True, slots=True)
class WavHeader:
    """What a WAV file says of its samples, and where they lie."""

    encoding: str
    """"PCM 16 bit", "float 32 bit" ..."""
    code: str
    """How numpy calls the type of one value; "" for 24 bits."""
    channels: int
    rate: int
    """Samples a second of each channel; 0 where the file says nothing of use."""
    frames: int
    """Samples of each channel that the file holds."""
    start: int
    """Where they begin."""
    width: int
    """Bytes of one value."""
    note: str = ""
    """What in the file is not as it should be."""

    @property
    def seconds(self) -> float | None:
        """How long it lasts; None where the rate is not known."""
        return self.frames / self.rate if self.rate else None


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """A decoded clip."""

    header: WavHeader
    samples: NDArray[np.float32]
    """(n, channels), read-only, from -1 to 1; floats of the file as they are. No more than may be decoded."""

    @property
    def nbytes(self) -> int:
        """Bytes of the samples."""
        return self.samples.nbytes
