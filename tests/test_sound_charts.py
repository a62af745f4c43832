"""Envelopes lose no spike, spectrograms have their frequencies where they belong, and both stand at the same time."""

from __future__ import annotations

import numpy as np
import pytest

from tbtui.analysis.clips import ClipSound, SoundPart, SpectrumPart, clip_part
from tbtui.analysis.envelopes import envelope
from tbtui.analysis.sounds import loudness
from tbtui.analysis.spectra import FLOOR, Spectrogram, hertz_of, mel_of, spectrogram
from tbtui.charts.palette import DARK
from tbtui.charts.sound_charts import Waveform, mel_ticks, spectrogram_chart
from tbtui.model.sounds import EncodedClip, EncodedSounds, Sound
from tbtui.parsing.wav import decode_wav, encode_wav

RATE = 8000


def sine(hertz: float, seconds: float = 1.0, size: float = 0.5) -> np.ndarray:
    return (size * np.sin(2 * np.pi * hertz * np.arange(int(RATE * seconds)) / RATE)).astype(np.float32)


def waveform(sound: ClipSound, seen: tuple[float, float]) -> Waveform:
    return Waveform(sound.channels, ("one", "two")[: len(sound.channels)], sound.rate, True, seen, 1.0, 0x00FF00)


def clip(samples: np.ndarray) -> ClipSound:
    found = clip_part(EncodedSounds((EncodedClip(encode_wav(samples, RATE)),)), SoundPart(0))
    assert isinstance(found, ClipSound)
    return found


@pytest.mark.parametrize("count", [100, 5000, 300_000])
def test_a_spike_is_seen_at_every_zoom(count: int) -> None:
    samples = np.zeros(count, np.float32)
    samples[count // 3] = 0.9
    found = envelope(samples)
    for reach in (count, count // 2, 200, 20):
        edges = np.linspace(max(0, count // 3 - reach), count // 3 + reach, 201)
        columns = found.columns(edges)
        assert np.nanmax(columns.high) == pytest.approx(0.9)
        spike = int(np.nanargmax(columns.high))
        # Coarse levels tell the place to within a block of them.
        assert abs((edges[spike] + edges[spike + 1]) / 2 - count // 3) <= max(2 * reach / 200 * 2, 1)


def test_a_sine_stands_at_its_frequency_and_size() -> None:
    for mel in (False, True):
        found = spectrogram(sine(1000), RATE, mel=mel)
        level = found.levels[0][:, found.levels[0].shape[1] // 2]
        place = (int(level.argmax()) + 0.5) / len(level) * found.top
        hertz = float(hertz_of(np.array(place))) if mel else place
        assert hertz == pytest.approx(1000, abs=40)
        assert level.max() == pytest.approx(-6.0, abs=0.2)
        loudest = found.loudest(RATE / 2)
        assert loudest is not None
        assert loudest[0] == pytest.approx(place)


def test_silence_and_lost_values_are_silent() -> None:
    assert (spectrogram(np.zeros(1000, np.float32), RATE, mel=True).levels[0] == FLOOR).all()
    assert spectrogram(np.full(1000, np.nan, np.float32), RATE, mel=True).loudest(0) is None


@pytest.mark.parametrize("count", [0, 1, 7, 63, 64, 100_000])
@pytest.mark.parametrize("rate", [2, 8000, 192_000])
def test_sounds_of_every_length_have_a_spectrogram(count: int, rate: int) -> None:
    found = spectrogram(np.ones(count, np.float32), rate, mel=True)
    assert all(np.isfinite(level).all() for level in found.levels)
    assert found.levels[-1].shape[1] <= 600


def test_a_tone_appears_at_its_moment() -> None:
    samples = np.concatenate((np.zeros(RATE, np.float32), sine(500)))
    spectrum = clip_part(EncodedSounds((EncodedClip(encode_wav(samples[:, None], RATE)),)), SpectrumPart(0, -1, False))
    assert isinstance(spectrum, Spectrogram)
    chart = spectrogram_chart(spectrum, RATE, (0.0, 2.0), 80, seconds=True)
    values = chart.field(np.linspace(0, 2, 81), np.linspace(0, 4000, 41))
    assert np.isfinite(values).all()
    assert (values[5, 42:78] > -10).all()
    assert (values[:, :38] < -60).all()


def test_channels_stand_in_lanes() -> None:
    cells = waveform(clip(np.stack((sine(400), np.zeros(RATE, np.float32)), axis=1)), (0.0, 1.0)).draw(100, 24, DARK)
    text = "\n".join(cells.lines())
    assert "one" in text
    assert "two" in text
    rows = [row for row, line in enumerate(cells.lines()) if any("⠀" < letter <= "⣿" for letter in line)]
    assert len([row for row in rows if row < 11]) >= 4
    assert len([row for row in rows if row >= 12]) <= 2


def test_both_charts_have_one_time_axis() -> None:
    sound = clip(sine(400)[:, None])
    below = spectrogram_chart(spectrogram(sine(400), RATE, mel=True), RATE, (0.0, 1.0), 80, seconds=True)
    wave = Waveform(sound.channels, ("",), sound.rate, True, (0.0, 1.0), 1.0, 0x00FF00, None, below)
    for column in (20, 50, 80):
        assert wave.x_at(column, 100, 12) == pytest.approx(below.x_at(column, 100, 12))


def test_mel_ticks_are_round() -> None:
    ticks = mel_ticks(0.0, float(mel_of(np.array(4000.0))), 4)
    assert all(label in ("50", "100", "200", "500", "1k", "2k", "4k") for label in ticks.labels)
    assert len(ticks.labels) >= 3


def test_loudness_counts_what_is_odd() -> None:
    samples = np.array([[0.5], [-1.0], [np.nan], [np.inf], [0.0]], np.float32)
    header = decode_wav(encode_wav(samples, RATE)).header
    found = loudness(Sound(header, samples))
    assert (found.peak, found.clipped, found.lost) == (1.0, 1, 2)
    assert found.rms == pytest.approx(np.sqrt((0.25 + 1) / 3))
