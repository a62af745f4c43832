"""Where an axis has ticks and what they say: round numbers with units, never "1.7e4" or "-0.00"."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tbtui.analysis.labels import (
    DAY,
    HOUR,
    MINUTE,
    duration_label,
    is_moment,
    local_offset,
    number_label,
    wall_label,
)

_SECOND_STEPS: Final = (1, 2, 5, 10, 15, 30)
_TIME_STEPS: Final = (
    *_SECOND_STEPS,
    *(MINUTE * step for step in _SECOND_STEPS),
    *(HOUR * step for step in (1, 2, 3, 6, 12)),
    *(DAY * step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)


@dataclass(frozen=True, slots=True)
class Ticks:
    """Positions on an axis, in the axis' own (perhaps transformed) numbers, and their labels."""

    positions: tuple[float, ...]
    labels: tuple[str, ...]


def nice_step(span: float, most: int) -> float:
    """The least of 1, 2, 5 times a power of ten that divides ``span`` into at most ``most`` parts."""
    rough = span / max(1, most)
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 5, 10):
        if factor * power >= rough * (1 - 1e-9):
            return factor * power
    return 10 * power


def _multiples(low: float, high: float, step: float) -> list[float]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def linear_ticks(low: float, high: float, most: int) -> Ticks:
    """Round numbers in ``[low, high]``, at most about ``most``."""
    if not high > low:
        return Ticks((low,), (number_label(low, abs(low) or 1.0),))
    step = nice_step(high - low, most)
    positions = _multiples(low, high, step)
    if len(positions) < 2 <= most:
        # One tick alone tells no distance.
        step = nice_step(high - low, 2 * most)
        positions = _multiples(low, high, step)
    return Ticks(tuple(positions), tuple(number_label(position, step) for position in positions))


def step_ticks(low: float, high: float, most: int) -> Ticks:
    """Ticks of steps, which are whole, unless less than one of them is seen."""
    if high - low <= most and math.floor(high) > math.ceil(low):
        positions = [float(step) for step in range(math.ceil(low), math.floor(high) + 1)]
        return Ticks(tuple(positions), tuple(number_label(position, 1.0) for position in positions))
    return linear_ticks(low, high, most)


def log_ticks(low: float, high: float, most: int) -> Ticks:
    """Ticks of a decimal logarithm: whole decades, or 1, 2, 5 in each where few decades are seen."""
    decades = high - low
    if decades < 0.35:
        inner = linear_ticks(10.0**low, 10.0**high, most)
        return Ticks(tuple(math.log10(position) for position in inner.positions), inner.labels)
    every = max(1, math.ceil(decades / max(1, most)))
    factors: Sequence[int] = (1, 2, 5) if decades * 3 <= most else (1,)
    positions = []
    for power in range(math.floor(low), math.ceil(high) + 1):
        if power % every:
            continue
        positions += [power + math.log10(factor) for factor in factors]
    inside = [position for position in positions if low - 1e-9 <= position <= high + 1e-9]
    return Ticks(tuple(inside), tuple(decade_label(position) for position in inside))


def decade_label(position: float) -> str:
    """The number whose decimal logarithm is ``position``, itself 1, 2 or 5 times a power of ten."""
    power = math.floor(position + 1e-9)
    factor = round(10.0 ** (position - power))
    if -4 <= power < 18:
        return number_label(factor * 10.0**power, 10.0**power)
    return f"{factor}e{power}"


def _time_step(span: float, most: int) -> float:
    rough = span / max(1, most)
    if rough < 1:
        return nice_step(span, most)
    return next((step for step in _TIME_STEPS if step >= rough), nice_step(span / DAY, most) * DAY)


def duration_ticks(low: float, high: float, most: int) -> Ticks:
    """Ticks of seconds that have passed."""
    if not high > low:
        return Ticks((low,), (duration_label(low, 1),))
    step = _time_step(high - low, most)
    positions = _multiples(low, high, step)
    return Ticks(tuple(positions), tuple(duration_label(position, step) for position in positions))


def wall_ticks(low: float, high: float, most: int) -> Ticks:
    """Ticks of local time for seconds since the epoch; a date stands where a day begins."""
    if not high > low or not (is_moment(low) and is_moment(high)):
        return linear_ticks(low, high, most)
    step = _time_step(high - low, most)
    offset = local_offset(low)
    positions = [position - offset for position in _multiples(low + offset, high + offset, step)]
    return Ticks(tuple(positions), tuple(wall_label(position, step) for position in positions))


TickFunction = Callable[[float, float, int], Ticks]
"""``ticks(low, high, most)``."""
