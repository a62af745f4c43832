"""Columns of metadata as something to colour by: categories with counts, or numbers with a range."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.listing import matcher, natural_key
from tbtui.analysis.memo import remembered
from tbtui.model.embedding import Column, Embedding

MOST_CATEGORIES: Final = 50
"""Beyond so many different numbers a column is measured, not sorted: TensorBoard's limit of colours."""
_FEW_NUMBERS: Final = 12
"""So many different whole numbers are classes rather than measures."""
_WIDE: Final = 100.0
MISSING: Final = -1
_YIELD_EVERY: Final = 512

Numbers: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Categories:
    """Which of a few values each point has."""

    names: tuple[str, ...]
    """The most frequent first; among equals in natural order."""
    counts: tuple[int, ...]
    codes: NDArray[np.int32]
    """(n,) which of the names; MISSING where there is no value."""


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """A number of each point."""

    values: Numbers
    """(n,) NaN where there is none."""
    low: float
    high: float

    @property
    def logarithmic(self) -> bool:
        """Whether the numbers are positive and differ by so much that most of them would have one colour."""
        return 0 < self.low * _WIDE < self.high

    def levels(self) -> Numbers:
        """(n,) from 0 for the least to 1 for the greatest; NaN where there is no number."""
        with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
            values = np.where(np.isfinite(self.values), self.values, np.nan)
            if self.logarithmic:
                return np.asarray(np.log(values / self.low) / np.log(self.high / self.low))
            return np.asarray((values - self.low) / ((self.high - self.low) or 1.0))

    def value(self, level: float) -> float:
        """The number that has a level."""
        if self.logarithmic:
            return float(self.low * (self.high / self.low) ** level)
        return self.low + level * (self.high - self.low)


Colouring: TypeAlias = "Categories | Measures"


@remembered
def colouring(column: Column) -> Colouring:
    """A column as numbers where all of its values are numbers and there are more than a few, else as categories."""
    numbers = _numbers(column.values)
    if numbers is not None:
        finite = numbers[np.isfinite(numbers)]
        different = np.unique(finite)
        whole = bool((different == np.floor(different)).all())
        if len(different) > (_FEW_NUMBERS if whole else 1):
            return Measures(numbers, float(finite.min()), float(finite.max()))
    counts = Counter(column.values)
    counts.pop("", None)
    names = sorted(counts, key=natural_key) if len(counts) <= MOST_CATEGORIES else sorted(counts)
    names.sort(key=lambda name: -counts[name])
    places = {name: place for place, name in enumerate(names)}
    codes = np.fromiter((places.get(value, MISSING) for value in column.values), np.int32, len(column.values))
    return Categories(tuple(names), tuple(counts[name] for name in names), codes)


def _numbers(values: tuple[str, ...]) -> Numbers | None:
    """The values as numbers, NaN for missing ones; None where any is none."""
    try:
        return np.fromiter((float(value) if value else np.nan for value in values), np.float64, len(values))
    except ValueError:
        return None


def usual_column(columns: tuple[Column, ...]) -> str:
    """The column to colour by at first: the first that sorts the points into a few groups; "" for none."""
    for column in columns:
        found = colouring(column)
        if isinstance(found, Categories) and 1 < len(found.names) <= MOST_CATEGORIES:
            return column.name
    return ""


@remembered
def search_texts(embedding: Embedding) -> tuple[str, ...]:
    """All that is known of each point on one line."""
    return tuple("\t".join(values) for values in zip(*(column.values for column in embedding.columns), strict=True))


@remembered
def found_points(embedding: Embedding, pattern: str) -> NDArray[np.int64]:
    """The points in whose metadata a pattern is found, in their order; none for an empty pattern."""
    if not pattern or not embedding.columns:
        return np.empty(0, np.int64)
    find = matcher(pattern).search
    found: list[int] = []
    for place, line in enumerate(search_texts(embedding)):
        if find(line):
            found.append(place)
        if place % _YIELD_EVERY == 0:
            time.sleep(0)
    return np.array(found, np.int64)


def label_of(embedding: Embedding, point: int) -> str:
    """What a point is called: its value in the column "label", or in the first; its number where there is none."""
    named = [column for column in embedding.columns if column.name.lower() in ("label", "name", "word")]
    for column in [*named, *embedding.columns]:
        if column.values[point]:
            return column.values[point]
    return f"#{int(embedding.rows[point])}"
