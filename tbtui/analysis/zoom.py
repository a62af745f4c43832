"""Zooming and panning on the x axis: ranges in, ranges out."""

from __future__ import annotations

from tbtui.analysis.ranges import Range

_ZOOM = 0.6
_PAN = 0.25


def zoomed(seen: Range, whole: Range, centre: float | None, direction: int) -> Range | None:
    """A smaller (direction 1) or larger (-1) part about ``centre``, or about the middle; None for all there is."""
    low, high = seen
    about = (low + high) / 2 if centre is None or not low <= centre <= high else centre
    factor = _ZOOM if direction > 0 else 1 / _ZOOM
    return within((about - (about - low) * factor, about + (high - about) * factor), whole)


def panned(seen: Range, whole: Range, direction: int) -> Range | None:
    """The part a quarter of its width to the right (1) or left (-1), as far as there is anything."""
    width = seen[1] - seen[0]
    shift = direction * _PAN * width
    shift = min(shift, whole[1] - seen[1]) if direction > 0 else max(shift, whole[0] - seen[0])
    return within((seen[0] + shift, seen[1] + shift), whole)


def within(wanted: Range, whole: Range) -> Range | None:
    """``wanted`` as far as it lies in ``whole``; None where it is all of it, or where nothing would be left."""
    low, high = max(wanted[0], whole[0]), min(wanted[1], whole[1])
    if low <= whole[0] and high >= whole[1]:
        return None
    least = (whole[1] - whole[0]) * 1e-9
    return (low, high) if high - low > least else None
