"""One line of the table: what was measured, against what, and whether it is what it should be."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.rounds import Measured


@dataclass(frozen=True)
class Row:
    """A figure and the target that it is held against."""

    case: str
    what: str
    figure: str
    against: str
    result: str
    target: str
    met: bool


def seconds(measured: Measured) -> str:
    """The median of the seconds, and their spread."""
    low, high = measured.spread()
    return f"{measured.median():.3f} s ({low:.3f}-{high:.3f})"


def faster(case: str, what: str, own: Measured, rival: Measured, name: str, least: float, times: float = 1.0) -> Row:
    """How many times faster than a rival, which read one ``times``-th of the log."""
    ratio = rival.median() * times / own.median()
    against = f"{name}: {seconds(rival)}" + (f", times {times:g}" if times != 1 else "")
    return Row(case, what, seconds(own), against, f"{ratio:.1f}x faster", f">= {least:g}x", ratio >= least)
