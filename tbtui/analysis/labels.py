"""Numbers as people read them: units instead of powers of ten, as many digits as matter, never "-0.00"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

_SI: Final = ((1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_LEAST_PLAIN: Final = 1e-4
_MOST_PLAIN: Final = 1e18
_MOST_DECIMALS: Final = 12
MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86400
MOMENTS: Final = (-6e10, 2e11)
"""Seconds since the epoch between which a calendar holds them."""


def number_label(value: float, step: float) -> str:
    """``value`` as a tick that lies ``step`` from its neighbours: as many digits as tell them apart, and no more."""
    if abs(value) < step * 1e-6:
        return "0"
    if abs(value) >= _MOST_PLAIN:
        return scientific_label(value, step)
    for size, unit in _SI:
        if abs(value) >= size:
            return _plain(value / size, step / size) + unit
    if abs(value) < _LEAST_PLAIN:
        return scientific_label(value, step)
    return _plain(value, step)


def _plain(value: float, step: float) -> str:
    decimals = min(_MOST_DECIMALS, max(0, -math.floor(math.log10(step) + 1e-9)))
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def scientific_label(value: float, step: float) -> str:
    """``value`` as "3e-5": a short mantissa and the power of ten."""
    power = math.floor(math.log10(abs(value)) + 1e-12)
    mantissa = _plain(value / 10.0**power, max(step / 10.0**power, 1e-6))
    return f"{mantissa}e{power}"


def value_label(value: float, digits: int = 5) -> str:
    """A value in a table: about ``digits`` significant digits, with a unit or a power of ten where it is far from 1."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Inf" if value > 0 else "-Inf"
    if value == 0:
        return "0"
    size = abs(value)
    if size < _LEAST_PLAIN or size >= _MOST_PLAIN:
        return scientific_label(value, 10.0 ** (math.floor(math.log10(size)) - digits + 1))
    if size < 10**digits:
        return _plain(value, 10.0 ** min(0, math.floor(math.log10(size)) - digits + 1))
    unit_size, unit = next((pair for pair in _SI if size >= pair[0]), (1.0, ""))
    return _plain(value / unit_size, 10.0 ** (math.floor(math.log10(size / unit_size)) - digits + 1)) + unit


def count_label(number: int) -> str:
    """A count, whole up to 9,999 and then with a unit: "9,999", "12.3k", "4M"."""
    return f"{number:,}" if abs(number) < 10_000 else value_label(float(number), 3)


def many_label(number: int, word: str, words: str = "") -> str:
    """A count of things: "1 run", "12.3k points"; ``words``, where an s does not make the plural."""
    return f"{count_label(number)} {word if number == 1 else words or word + 's'}"


def shape_label(shape: Sequence[int]) -> str:
    """The shape of a tensor as it is usually written: "[3, 4]"; a single number has none: "scalar"."""
    return "[" + ", ".join(map(str, shape)) + "]" if shape else "scalar"


def bytes_label(size: int) -> str:
    """A size in bytes with a unit: "512 B", "1.5 MB"."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= factor:
            return f"{value_label(size / factor, 3)} {unit}"
    return f"{size} B"


def duration_label(seconds: float, step: float) -> str:
    """Seconds as "45s", "1h30", "2d": as fine as the step from tick to tick asks for."""
    sign, left = ("-", -seconds) if seconds < 0 else ("", seconds)
    if left < step * 1e-6:
        return "0"
    if step < 1:
        return sign + _plain(left, step) + "s"
    days, rest = divmod(round(left), DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, whole = divmod(rest, MINUTE)
    if days:
        return f"{sign}{days}d" + (f"{hours}h" if hours else "")
    if hours:
        return f"{sign}{hours}h" + (f"{minutes:02}" if minutes or whole else "") + (f":{whole:02}" if whole else "")
    if minutes:
        return f"{sign}{minutes}m" + (f"{whole:02}" if whole else "")
    return f"{sign}{whole}s"


def age_label(seconds: float) -> str:
    """How long ago, by a coarse clock: nothing on the screen must move each second."""
    for size, unit in ((365 * DAY, "y"), (DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return "< 1 min"


def is_moment(seconds: float) -> bool:
    """Whether a number of seconds since the epoch is a date that a calendar holds."""
    return MOMENTS[0] < seconds < MOMENTS[1]


def local_offset(moment: float) -> float:
    """Seconds that local time is ahead of UTC at a moment."""
    offset = datetime.fromtimestamp(moment).astimezone().utcoffset()
    return offset.total_seconds() if offset else 0.0


def local_time(moment: float) -> datetime:
    """A moment as local time."""
    return datetime(1970, 1, 1) + timedelta(seconds=moment + local_offset(moment))


def moment_label(moment: float) -> str:
    """A moment as date and time, to the second; what is no date as its number."""
    if not is_moment(moment):
        return f"{value_label(moment)} s"
    return f"{local_time(moment):%Y-%m-%d %H:%M:%S}"


def wall_label(moment: float, step: float) -> str:
    """A moment as a date, hour and minute, or finer, as the step asks for."""
    local = local_time(moment)
    if step >= DAY or (local.hour, local.minute, local.second) == (0, 0, 0):
        return f"{local:%b} {local.day}" if step < 300 * DAY else f"{local:%Y-%m}"
    if step >= MINUTE:
        return f"{local:%H:%M}"
    if step >= 1:
        return f"{local:%H:%M:%S}"
    return f"{local:%H:%M:%S}" + _plain(moment % 1, step)[1:]
