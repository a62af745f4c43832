"""Where the logs of a run lie, how large they are, and who is there to read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.readers import Reader, own
from benchmarks.rounds import Measured, measure
from benchmarks.sizes import Sizes


@dataclass(frozen=True)
class Bench:
    """Where the logs are, how large, and who is there to read them."""

    directory: Path
    sizes: Sizes
    rivals: Mapping[str, Reader]
    rounds: int

    def log(self, name: str, make: Callable[[Path], None]) -> Path:
        """The log of that name, made if it is not there."""
        path = self.directory / f"{name}-{self.sizes.share:g}"
        done = path.with_suffix(path.suffix + ".done")
        if not done.exists():
            make(path)
            done.touch()
        return path

    def read(self, log: Path, *names: str) -> dict[str, Measured]:
        """What these readers take, those of the rivals that are there among them."""
        readers = [own(name) for name in names if name not in ("Rust server", "EventAccumulator")]
        readers += [self.rivals[name] for name in names if name in self.rivals]
        return measure(readers, log, self.rounds)
