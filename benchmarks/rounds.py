"""Measures readers in turn, round after round, so that what else the machine does falls on all of them alike."""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.readers import Reader


@dataclass(frozen=True)
class Measured:
    """What a number of runs of one reader gave."""

    results: tuple[dict[str, Any], ...]

    def median(self, field: str = "seconds") -> float:
        """The median of a field."""
        return statistics.median(result[field] for result in self.results)

    def spread(self, field: str = "seconds") -> tuple[float, float]:
        """The least and the greatest."""
        values = [result[field] for result in self.results]
        return min(values), max(values)


def warm(logdir: Path) -> int:
    """Read every file once, so that all rounds find them in the page cache; their bytes."""
    size = 0
    for directory, _, names in os.walk(logdir):
        for name in names:
            with open(os.path.join(directory, name), "rb") as file:
                while block := file.read(1 << 22):
                    size += len(block)
    return size


def measure(readers: Sequence[Reader], logdir: Path, rounds: int) -> dict[str, Measured]:
    """Run all readers ``rounds`` times, one after the other in each round."""
    warm(logdir)
    results: dict[str, list[dict[str, Any]]] = {reader.name: [] for reader in readers}
    for _ in range(rounds):
        for reader in readers:
            results[reader.name].append(reader.run(logdir))
    return {name: Measured(tuple(found)) for name, found in results.items()}
