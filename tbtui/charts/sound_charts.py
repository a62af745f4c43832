"""Charts of a sound over time: its waveform, a lane for each channel, and its spectrogram as a heat map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.envelopes import Envelope
from tbtui.analysis.labels import number_label
from tbtui.analysis.ranges import Range
from tbtui.analysis.reduction import column_edges
from tbtui.analysis.spectra import FLOOR, Spectrogram, hertz_of, mel_of
from tbtui.charts.axes import Axis, Frame, frame
from tbtui.charts.cells import Cells, Colour
from tbtui.charts.colour_maps import ColourMap
from tbtui.charts.colour_scale import ColourScale
from tbtui.charts.heatmap import Heatmap, grid_field, mark_column
from tbtui.charts.line_painter import canvas_of, draw_frame
from tbtui.charts.palette import Palette
from tbtui.charts.raster import BRAILLE, between, dot_rows, vertical_stretches
from tbtui.charts.ticks import TickFunction, Ticks, duration_ticks, linear_ticks

FloatArray: TypeAlias = NDArray[np.float64]

_LANE_SHARE: Final = 0.92
"""How much of a lane a value at full height takes; the rest tells it from the next."""
_ROUND_HERTZ: Final = (50, 100, 200, 500, 1000, 2000, 4000, 8000, 16000, 32000, 64000)
_DEPTH: Final = 60.0
"""Decibels below the loudest that have colours of their own."""
_CLOSER: Final = 1.6


def channel_names(count: int) -> tuple[str, ...]:
    """What the channels of a sound are called."""
    return ("left", "right") if count == 2 else tuple(f"ch {number}" for number in range(1, count + 1))


def time_ticks(*, seconds: bool) -> TickFunction:
    """The ticks of the time axis, in seconds or in samples."""
    return duration_ticks if seconds else linear_ticks


@dataclass(frozen=True, slots=True, eq=False)
class Waveform:
    """Channels over time, each in a lane of its own, the first one at the top."""

    channels: tuple[Envelope, ...]
    names: tuple[str, ...]
    rate: float
    """Samples for each unit of the time axis."""
    seconds: bool
    """The time axis counts seconds, not samples."""
    seen: Range
    """What of the time axis is seen."""
    reach: float
    """The value that takes the full height of a lane."""
    colour: Colour
    cursor: float | None = None
    below: Heatmap | None = None
    """The spectrogram, with whose time axis this one is aligned."""

    def inner_width(self, width: int) -> int:
        """The width that is left above the spectrogram."""
        return self.below.inner_width(width) if self.below else width

    def axes(self) -> tuple[Axis, Axis]:
        """Time, and value or lanes."""
        time = Axis(*self.seen, time_ticks(seconds=self.seconds))
        if len(self.channels) == 1:
            return time, Axis(-self.reach, self.reach, linear_ticks)
        return time, Axis(0.0, float(len(self.channels)), self._lane_ticks)

    def _lane_ticks(self, low: float, high: float, most: int) -> Ticks:
        """The names of as many channels as have room, in the middle of their lanes."""
        every = -(-len(self.names) // max(1, most))
        lanes = range(len(self.names) - 1, -1, -every)
        return Ticks(
            tuple(len(self.names) - 0.5 - lane for lane in lanes), tuple(self.names[lane][:6] for lane in lanes)
        )

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The waveform as ``width`` x ``height`` cells."""
        axes = self.axes()
        cells, box = draw_frame(width, height, self.inner_width(width), axes, palette)
        if box.width < 2 or box.height < 1:
            return cells
        dots = np.bitwise_or.reduce(self._dots(box, axes[1]), axis=0)
        characters, colours = canvas_of(cells, box)
        drawn = dots > 0
        characters[drawn] = BRAILLE + dots[drawn].astype(np.uint32)
        colours[drawn] = self.colour
        mark_column(cells, box, axes[0], self.cursor, palette)
        return cells

    def _dots(self, box: Frame, axis: Axis) -> NDArray[np.uint8]:
        """(channels, height, width) braille dots."""
        edges = column_edges(*self.seen, 2 * box.width) * self.rate
        tops, bottoms = [], []
        for lane, channel in enumerate(self.channels):
            columns = channel.columns(edges)
            low, high = (self._placed(values, lane) for values in (columns.low, columns.high))
            top, bottom = between(*(dot_rows(rows, axis.low, axis.high, box.height) for rows in (low, high)))
            tops.append(top)
            bottoms.append(bottom)
        return vertical_stretches(np.stack(tops), np.stack(bottoms), box.height)

    def _placed(self, values: FloatArray, lane: int) -> FloatArray:
        """Values where they are drawn: as they are, or in their lane."""
        if len(self.channels) == 1:
            return values
        inside = np.clip(values / self.reach, -1, 1) * _LANE_SHARE / 2
        return np.asarray(inside + len(self.channels) - 0.5 - lane)

    def x_at(self, column: int, width: int, height: int) -> float | None:
        """The time under a column of the drawn chart; None beside the canvas."""
        box = frame(self.inner_width(width), height, *self.axes())
        inside = column - box.left
        if not 0 <= inside < box.width or box.width < 2:
            return None
        return self.seen[0] + inside / (box.width - 1) * (self.seen[1] - self.seen[0])


def mel_ticks(low: float, high: float, most: int) -> Ticks:
    """Round frequencies at their places on the mel scale, each well apart from the one below."""
    places = [float(mel_of(np.array(float(hertz)))) for hertz in _ROUND_HERTZ]
    apart, last, kept = (high - low) / max(1, most) / _CLOSER, -np.inf, []
    for hertz, place in zip(_ROUND_HERTZ, places, strict=True):
        if low <= place <= high and place - last >= apart:
            kept.append((place, hertz))
            last = place
    return Ticks(tuple(place for place, _ in kept), tuple(number_label(hertz, hertz / 10) for _, hertz in kept))


def spectrogram_chart(
    found: Spectrogram,
    rate: float,
    seen: Range,
    columns: int,
    *,
    seconds: bool,
    cursor: float | None = None,
) -> Heatmap:
    """The spectrogram of a sound; ``rate`` samples for each unit of time, ``columns`` cells for what is seen."""
    number = found.level_for((seen[1] - seen[0]) * rate / max(1, columns))
    level, hop = found.levels[number], found.hop * 2**number / rate
    # The first frame lies about time 0, whatever the level: the frames begin half one of the first level before.
    begin = -found.hop / 2 / rate
    first = max(0, int((seen[0] - begin) / hop) - 1)
    part = level[:, first : int((seen[1] - begin) / hop) + 2].astype(np.float64)
    spans = (begin + first * hop, begin + (first + part.shape[1]) * hop), (0.0, found.top)
    x_axis = Axis(*seen, time_ticks(seconds=seconds))
    y_axis = Axis(0.0, found.top, mel_ticks if found.mel else linear_ticks)
    loudest = max(FLOOR + _DEPTH, float(found.levels[-1].max(initial=FLOOR)))
    scale = ColourScale(loudest - _DEPTH, loudest, ColourMap.MAGMA, label=lambda value: f"{round(value)}")
    return Heatmap(grid_field(part, *spans, greatest=True), x_axis, y_axis, scale, cursor=cursor)


def frequency_label(found: Spectrogram, place: float) -> str:
    """The frequency at a place of the spectrogram's vertical axis."""
    hertz = float(hertz_of(np.array(place))) if found.mel else place
    return f"{number_label(hertz, max(1.0, abs(hertz) / 100))}Hz"
