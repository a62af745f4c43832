"""Sounds of the demo: a rising tone that comes out of noise, and two notes in stereo."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbtui.commands.demo_log import DemoRun
from tbtui.parsing.event_writer import audio_value, sounds_value
from tbtui.parsing.wav import encode_wav

_EVERY: Final = 100
_RATE: Final = 8000
_SECONDS: Final = 0.6
_NOTES: Final = {"A minor": (440.0, 523.25), "C major": (523.25, 659.25)}


def values(run: DemoRun, step: int) -> Iterator[Any]:
    """The sounds of one step."""
    if step % _EVERY:
        return
    random = np.random.default_rng(zlib.crc32(f"{run.name} sound {step}".encode()))
    learnt = run.quality * (1 - np.exp(-step / 90))
    time = np.arange(int(_RATE * _SECONDS)) / _RATE
    chirp = learnt * 0.7 * np.sin(2 * np.pi * (300 + 1400 * time) * time) * np.hanning(len(time))
    noisy = (chirp + random.normal(0, 0.2 * (1 - learnt) + 0.005, len(time))).astype(np.float32)
    yield audio_value("synthesis/chirp", _RATE, encode_wav(noisy[:, None], _RATE))
    clips = [(encode_wav(_chord(time, notes, learnt), _RATE), f"**{name}**") for name, notes in _NOTES.items()]
    yield sounds_value("synthesis/chords", clips)


def _chord(time: NDArray[np.float64], notes: tuple[float, float], learnt: float) -> NDArray[np.float32]:
    """(n, 2): a note on each side; one that is learnt badly is out of tune and soon over."""
    sides = [
        0.6 * np.exp(-time * (3 + 12 * (1 - learnt))) * np.sin(2 * np.pi * note * (1 + 0.1 * (1 - learnt)) * time)
        for note in notes
    ]
    return np.stack(sides, axis=1).astype(np.float32)
