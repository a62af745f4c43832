"""Principal components: the directions in which points differ most, and how much of their variance each explains."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float32]
DoubleArray: TypeAlias = NDArray[np.float64]

MOST_COMPONENTS: Final = 10
_ROWS_AT_ONCE: Final = 2048
# Multiplications that the axes may cost, about two seconds of one core; beyond that a sample of the rows gives them.
_MOST_WORK: Final = 20e9
_MOST_PRODUCTS: Final = 800
_WIDEST_COVARIANCE: Final = 2048
_SEED: Final = 0


@dataclass(frozen=True, eq=False)
class Components:
    """Points along their principal components."""

    coordinates: FloatArray
    """(n, k) float32, k <= 10."""
    shares: DoubleArray
    """(k,) the share of the variance that each explains, from the greatest down; 0 where there is none."""
    sampled: int
    """How many of the points gave the axes."""


def principal_components(points: FloatArray, count: int = MOST_COMPONENTS) -> Components:
    """The first components of (n, d) points, centred. The largest part of each axis points upwards."""
    rows, width = points.shape
    count = min(count, rows, width)
    mean = _mean(points)
    if rows >= width and width <= _WIDEST_COVARIANCE:
        sample = _sample(points, int(_MOST_WORK / width**2))
        axes, variances, total = _by_covariance(sample, mean, count)
    else:
        sample = _sample(points, min(_MOST_PRODUCTS, int((_MOST_WORK / width) ** 0.5)))
        axes, variances, total = _by_products(sample, mean, min(count, len(sample)))
    axes *= np.where(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])] < 0, -1, 1)
    shares = variances / total if total > 0 else np.zeros(len(variances))
    return Components(_projected(points, mean, axes), shares, len(sample))


def _sample(points: FloatArray, most: int) -> FloatArray:
    """All rows, or so many of them by chance, the same at every call."""
    if len(points) <= most:
        return points
    chosen = np.random.default_rng(_SEED).choice(len(points), max(2, most), replace=False)
    return points[np.sort(chosen)]


def _mean(points: FloatArray) -> DoubleArray:
    mean: DoubleArray = points.mean(axis=0, dtype=np.float64)
    return mean


def _by_covariance(points: FloatArray, mean: DoubleArray, count: int) -> tuple[DoubleArray, DoubleArray, float]:
    """Eigenvectors of the covariance, summed up piece by piece in double precision."""
    covariance = np.zeros((points.shape[1], points.shape[1]))
    for begin in range(0, len(points), _ROWS_AT_ONCE):
        centred = points[begin : begin + _ROWS_AT_ONCE] - mean
        covariance += centred.T @ centred
        time.sleep(0)
    values, vectors = np.linalg.eigh(covariance)
    return vectors[:, ::-1][:, :count].copy(), np.maximum(values[::-1][:count], 0), float(np.trace(covariance))


def _by_products(points: FloatArray, mean: DoubleArray, count: int) -> tuple[DoubleArray, DoubleArray, float]:
    """The same from the products of the points with each other, of which there are less where dimensions are many."""
    centred = points - mean
    products = centred @ centred.T
    values, vectors = np.linalg.eigh(products)
    variances = np.maximum(values[::-1][:count], 0)
    axes = centred.T @ vectors[:, ::-1][:, :count]
    lengths = np.linalg.norm(axes, axis=0)
    least = lengths.max(initial=0) * 1e-9
    return (
        np.divide(axes, lengths, out=np.zeros_like(axes), where=lengths > least),
        variances,
        float(np.trace(products)),
    )


def _projected(points: FloatArray, mean: DoubleArray, axes: DoubleArray) -> FloatArray:
    found = np.empty((len(points), axes.shape[1]), np.float32)
    for begin in range(0, len(points), _ROWS_AT_ONCE):
        piece = slice(begin, begin + _ROWS_AT_ONCE)
        found[piece] = (points[piece] - mean) @ axes
    return found


def sphereized(points: FloatArray) -> FloatArray:
    """Points moved so that their mean is 0 and then put on a ball of radius 1; what lies in the middle stays there.

    TensorBoard calls it so (vz_projector/data.ts, normalize).
    """
    mean = _mean(points)
    found = np.empty_like(points)
    for begin in range(0, len(points), _ROWS_AT_ONCE):
        piece = slice(begin, begin + _ROWS_AT_ONCE)
        centred = points[piece] - mean
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        found[piece] = np.divide(centred, lengths, out=np.zeros_like(centred), where=lengths > 0)
    return found
