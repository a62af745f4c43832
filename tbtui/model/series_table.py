"""The series of a run, by tag: made when they are asked for, as most runs of many are never looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tbtui.model.series import Series


class SeriesTable(Mapping[str, Series]):
    """tag -> series. How many points each has is known without making it."""

    __slots__ = ("_made", "_make", "_points")

    def __init__(self, points: Mapping[str, int], make: Callable[[str], Series]) -> None:
        """``points``: tag -> how many points, in the order of the tags; ``make`` makes the series of one tag."""
        self._points, self._make = points, make
        self._made: dict[str, Series] = {}

    def __getitem__(self, tag: str) -> Series:
        """The series of a tag, the same object at every call."""
        made = self._made.get(tag)
        if made is None:
            if tag not in self._points:
                raise KeyError(tag)
            made = self._made.setdefault(tag, self._make(tag))
        return made

    def __contains__(self, tag: object) -> bool:
        return tag in self._points

    def __iter__(self) -> Iterator[str]:
        return iter(self._points)

    def __len__(self) -> int:
        return len(self._points)

    def points(self, tag: str) -> int:
        """How many points the series of a tag has."""
        return self._points[tag]

    def longest(self) -> str | None:
        """The tag with the most points; None where there is none."""
        return max(self._points, key=self._points.__getitem__, default=None)


class SeriesByPlugin(Mapping[str, SeriesTable]):
    """plugin -> the series of its tags; worked out when it is first asked for."""

    __slots__ = ("_arguments", "_sort_out", "_tables")

    def __init__(self, sort_out: Callable[..., Mapping[str, SeriesTable]], *arguments: object) -> None:
        self._sort_out, self._arguments = sort_out, arguments
        self._tables: Mapping[str, SeriesTable] | None = None

    def _all(self) -> Mapping[str, SeriesTable]:
        if self._tables is None:
            self._tables = self._sort_out(*self._arguments)
        return self._tables

    def __getitem__(self, plugin: str) -> SeriesTable:
        """The series of a plugin."""
        return self._all()[plugin]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())
