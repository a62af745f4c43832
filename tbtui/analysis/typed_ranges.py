"""Ranges of an axis as people type them: "0.1..2", "x=1k..2.5M", "x=10m..1h30m", "y=..5"."""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import Final, NamedTuple

from tbtui.analysis.labels import DAY, HOUR, MINUTE, local_offset
from tbtui.analysis.ranges import Range
from tbtui.model.selection import XAxis

_UNITS: Final = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "m": 1e-3, "u": 1e-6, "": 1.0}
_NUMBER: Final = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([kMGTmu]?)$")
_DURATION: Final = re.compile(r"(?:(\d+\.?\d*)d)?(?:(\d+\.?\d*)h)?(?:(\d+\.?\d*)m)?(?:(\d+\.?\d*)s?)?$")
_TIMES: Final = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d")
_SEPARATOR: Final = ".."


class TypedRanges(NamedTuple):
    """What was typed; None for an axis that was not named."""

    x: Range | None
    y: Range | None


def parse_number(text: str) -> float:
    """A number, with a unit where there is one: "2.5M"; ValueError where it is none."""
    found = _NUMBER.match(text.strip())
    if not found:
        raise ValueError(f"{text.strip()!r} is no number; write 0.1, 2.5M or 1e-3")
    return float(found[1]) * _UNITS[found[2]]


def parse_duration(text: str) -> float:
    """Seconds of "90", "10m", "1h30m", "2d"; ValueError where it is none."""
    found = _DURATION.match(text.strip())
    if not text.strip() or not found:
        raise ValueError(f"{text.strip()!r} is no time; write 90s, 10m, 1h30m or 2d")
    parts = [float(part) if part else 0.0 for part in found.groups()]
    return parts[0] * DAY + parts[1] * HOUR + parts[2] * MINUTE + parts[3]


def parse_moment(text: str) -> float:
    """Seconds since the epoch of a local date or time; ValueError where it is none."""
    for form in _TIMES:
        try:
            local = datetime.strptime(text.strip(), form)
        except ValueError:
            continue
        seconds = (local - datetime(1970, 1, 1)).total_seconds()
        return seconds - local_offset(seconds)
    raise ValueError(f"{text.strip()!r} is no time; write 2026-01-31T14:30")


def parse_ranges(text: str, x_axis: XAxis, x_whole: Range, y_whole: Range) -> TypedRanges:
    """The ranges that ``text`` names; ValueError tells what is wrong with it.

    An end that is left out is that of the whole range. A range without a name is one of y.
    """
    parse_x = {XAxis.RELATIVE: parse_duration, XAxis.WALL: parse_moment}.get(x_axis, parse_number)
    found: dict[str, Range] = {}
    for part in text.split():
        name, equals, ends = part.partition("=")
        name, ends = (name, ends) if equals else ("y", part)
        if name not in ("x", "y"):
            raise ValueError(f"there is no axis {name!r}; write x=0..1k or y=0..1")
        parse, whole = (parse_x, x_whole) if name == "x" else (parse_number, y_whole)
        low, dots, high = ends.partition(_SEPARATOR)
        if not dots:
            raise ValueError(f"{ends!r} is no range; write low..high")
        found[name] = (parse(low) if low else whole[0], parse(high) if high else whole[1])
        if not (math.isfinite(found[name][0]) and found[name][0] < found[name][1] < math.inf):
            raise ValueError("the low end must lie below the high end")
    return TypedRanges(found.get("x"), found.get("y"))
