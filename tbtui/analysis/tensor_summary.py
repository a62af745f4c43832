"""What is told of a raw tensor: extremes, mean and spread, zeros, NaN and Inf, and how its values are distributed."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.memo import remembered
from tbtui.model.raw_tensor import RawTensor
from tbtui.model.series import Series

# So many numbers are summed up at once: a large tensor must not be doubled in memory.
_CHUNK: Final = 1 << 20
_BINS: Final = 64
_FIRST: Final = 12
_LONGEST: Final = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """How the finite numbers of a tensor are distributed."""

    edges: NDArray[np.float64]
    """(k + 1,) ascending."""
    counts: NDArray[np.int64]
    """(k,)."""


@dataclass(frozen=True, slots=True, eq=False)
class TensorSummary:
    """What is told of one tensor. Numbers that there are none of are NaN."""

    dtype: str
    shape: tuple[int, ...]
    count: int
    """How many elements it has."""
    least: float = math.nan
    """Of the finite numbers, as are those below; of complex ones their magnitudes."""
    greatest: float = math.nan
    mean: float = math.nan
    spread: float = math.nan
    """The standard deviation."""
    zeros: int = 0
    nan: int = 0
    infinite: int = 0
    first: tuple[str, ...] = ()
    """The first elements, as text."""
    strings: tuple[str, ...] = ()
    """The first strings of a tensor of strings."""
    distribution: Distribution | None = None

    @property
    def is_text(self) -> bool:
        """Whether it holds strings, not numbers."""
        return self.dtype == "string"

    @property
    def nbytes(self) -> int:
        """About how much memory keeping it takes."""
        return 2000 + sum(map(len, self.strings))


def summarise_tensor(tensor: RawTensor) -> TensorSummary:
    """Sum up a tensor."""
    if tensor.numbers is None:
        texts = tuple(string[:_LONGEST].decode("utf-8", "replace") for string in tensor.strings[:_BINS])
        return TensorSummary(tensor.dtype, tensor.shape, len(tensor.strings), strings=texts)
    numbers = tensor.numbers
    first = tuple(_number_text(number) for number in _first(numbers))
    sums = _Sums()
    for chunk in _chunks(numbers):
        sums.add(chunk)
    return TensorSummary(
        tensor.dtype,
        tensor.shape,
        int(numbers.size),
        sums.least if sums.finite else math.nan,
        sums.greatest if sums.finite else math.nan,
        sums.mean if sums.finite else math.nan,
        math.sqrt(max(0.0, sums.squares / sums.finite)) if sums.finite else math.nan,
        sums.zeros,
        sums.nan,
        sums.infinite,
        first,
        distribution=_distribution(numbers, sums),
    )


@remembered
def summarise_series(series: Series) -> TensorSummary:
    """Sum up all points of a series as if they were one tensor."""
    values = series.written_values
    return summarise_tensor(RawTensor(values.dtype.name, values.shape, values))


class _Sums:
    """Sums over chunks of numbers; mean and spread are joined as Chan, Golub and LeVeque do."""

    def __init__(self) -> None:
        self.least, self.greatest = math.inf, -math.inf
        self.mean = self.squares = 0.0
        self.finite = self.zeros = self.nan = self.infinite = 0

    def add(self, chunk: NDArray[np.float64]) -> None:
        known = chunk[np.isfinite(chunk)]
        nan = int(np.isnan(chunk).sum())
        self.nan += nan
        self.infinite += len(chunk) - len(known) - nan
        self.zeros += int((known == 0).sum())
        if not known.size:
            return
        self.least, self.greatest = min(self.least, float(known.min())), max(self.greatest, float(known.max()))
        with np.errstate(over="ignore", invalid="ignore"):
            mean = float(known.mean())
            squares = float(((known - mean) ** 2).sum())
        before, self.finite = self.finite, self.finite + len(known)
        apart = mean - self.mean
        self.mean += apart * len(known) / self.finite
        self.squares += squares + apart * apart * before * len(known) / self.finite


def _chunks(numbers: NDArray[Any]) -> Iterator[NDArray[np.float64]]:
    """The elements in pieces, as float64; of complex ones the magnitudes."""
    for low in range(0, numbers.size, _CHUNK):
        time.sleep(0)
        piece = numbers.flat[low : low + _CHUNK]
        yield np.abs(piece).astype(np.float64) if piece.dtype.kind == "c" else piece.astype(np.float64)


def _distribution(numbers: NDArray[Any], sums: _Sums) -> Distribution | None:
    """Counts of the finite numbers in bins of one width."""
    if not sums.finite:
        return None
    low, high = sums.least, sums.greatest
    if not math.isfinite(high - low):
        return None
    if high - low < max(abs(low), abs(high), 1e-300) * 1e-9:
        low, high = low - (abs(low) or 1.0) * 0.5, high + (abs(high) or 1.0) * 0.5
    edges = np.linspace(low, high, min(_BINS, max(8, 2 * math.isqrt(sums.finite))) + 1)
    counts = np.zeros(len(edges) - 1, np.int64)
    for chunk in _chunks(numbers):
        counts += np.histogram(chunk[np.isfinite(chunk)], edges)[0]
    return Distribution(edges, counts)


def _first(numbers: NDArray[Any]) -> list[Any]:
    found: list[Any] = numbers.flat[:_FIRST].tolist()
    return found


def _number_text(number: Any) -> str:
    if isinstance(number, float):
        return f"{number:.5g}".replace("nan", "NaN").replace("inf", "Inf")
    return str(number)
