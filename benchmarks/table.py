"""The table, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.row import Row

_HEAD = ("case", "what", "tbtui", "against", "result", "target", "met")


def head() -> str:
    """The first two lines."""
    return _line(_HEAD) + "\n" + _line(["---"] * len(_HEAD))


def line(row: Row) -> str:
    """A row of the table."""
    return _line((row.case, row.what, row.figure, row.against, row.result, row.target, "yes" if row.met else "**no**"))


def missing(lines: Iterable[str]) -> str:
    """What could not be run, as a list."""
    return "\n".join(f"- not run: {one}" for one in lines)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
