"""Linear, logarithmic and symmetric logarithmic axes: transforms of numbers, and ticks for what they become."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.labels import number_label
from tbtui.analysis.ranges import sample
from tbtui.charts.ticks import TickFunction, Ticks, linear_ticks, log_ticks
from tbtui.model.selection import Scale

FloatArray: TypeAlias = NDArray[np.float64]

# What is smaller than this share of the greatest number is not told from zero by a symlog axis.
_LEAST_SHARE: Final = 1e-15


@dataclass(frozen=True, slots=True)
class Transform:
    """A monotonic transform of an axis."""

    scale: Scale
    threshold: float = 1.0
    """Where symlog goes over from linear to logarithmic; a power of ten."""

    def forward(self, numbers: FloatArray) -> FloatArray:
        """Into the axis' own numbers; what a logarithm does not hold becomes NaN."""
        if self.scale is Scale.LOG:
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.where(numbers > 0, np.log10(numbers), np.nan)
        if self.scale is Scale.SYMLOG:
            with np.errstate(over="ignore"):
                return np.sign(numbers) * np.log10(1 + np.abs(numbers) / self.threshold)
        return numbers

    def backward(self, positions: FloatArray) -> FloatArray:
        """From the axis' own numbers back to the values."""
        with np.errstate(over="ignore"):
            if self.scale is Scale.LOG:
                return np.asarray(np.power(10.0, positions))
            if self.scale is Scale.SYMLOG:
                return np.asarray(np.sign(positions) * self.threshold * (np.power(10.0, np.abs(positions)) - 1))
        return positions

    def value(self, position: float) -> float:
        """The value at one place of the axis."""
        return float(self.backward(np.array(position)))

    def position(self, value: float) -> float:
        """The place of one value on the axis."""
        return float(self.forward(np.array(value)))

    @property
    def ticks(self) -> TickFunction:
        """The ticks of the axis."""
        if self.scale is Scale.LOG:
            return log_ticks
        return self._symlog_ticks if self.scale is Scale.SYMLOG else linear_ticks

    def _symlog_ticks(self, low: float, high: float, most: int) -> Ticks:
        """Zero and whole powers of ten to both sides, as many as there is room for."""
        first = round(math.log10(self.threshold))
        reach = max(abs(self.value(low)), abs(self.value(high)))
        powers = range(first, max(first, math.floor(math.log10(reach)) if reach > 0 else first) + 1)
        values = [0.0, *(sign * 10.0**power for power in powers for sign in (1, -1))]
        every = max(1, math.ceil(len(powers) * (2 if low < 0 < high else 1) / max(1, most - 1)))
        kept = [value for value in values if not value or (round(math.log10(abs(value))) - first) % every == 0]
        placed = sorted((self.position(value), value) for value in kept)
        inside = [(position, value) for position, value in placed if low <= position <= high]
        if len(inside) < 2:
            return self._few_ticks(low, high, most)
        return Ticks(
            tuple(position for position, _ in inside),
            tuple(number_label(value, abs(value) or self.threshold) for _, value in inside),
        )

    def _few_ticks(self, low: float, high: float, most: int) -> Ticks:
        """Linear ticks where the axis shows less than a decade."""
        inner = linear_ticks(self.value(low), self.value(high), most)
        return Ticks(tuple(self.position(value) for value in inner.positions), inner.labels)


def transform_for(scale: Scale, arrays: Iterable[FloatArray]) -> Transform:
    """The transform of a scale for these numbers; symlog is linear below the least magnitudes that they have."""
    if scale is not Scale.SYMLOG:
        return Transform(scale)
    sizes = np.abs(sample(arrays))
    sizes = sizes[sizes > 0]
    if not sizes.size:
        return Transform(scale)
    typical = max(float(np.percentile(sizes, 5)), float(sizes.max()) * _LEAST_SHARE)
    return Transform(scale, 10.0 ** math.floor(math.log10(typical)) if typical > 0 else 1.0)
