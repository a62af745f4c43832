"""How large the logs of the cases are; a share of each for a quick look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """The sizes that the targets are set for, times ``share``."""

    share: float = 1.0

    @property
    def steps(self) -> int:
        """Steps of each of the 4 runs with 10 tags of case 1."""
        return self.part(100_000)

    @property
    def runs(self) -> int:
        """Runs of half a megabyte, case 2."""
        return self.part(700)

    @property
    def small_runs(self) -> int:
        """Runs of 20 KB, case 2."""
        return self.part(10_000)

    @property
    def blob_bytes(self) -> int:
        """Images and large histograms, case 5."""
        return self.part(2_000_000_000)

    @property
    def histogram_bytes(self) -> int:
        """Histograms of 1-10 KB, case 5."""
        return self.part(400_000_000)

    @property
    def many_tags_steps(self) -> int:
        """Steps of 1,000 tags, case 6."""
        return self.part(1000)

    @property
    def irregular_events(self) -> int:
        """Events of mixed layouts, case 6."""
        return self.part(500_000)

    @property
    def tailed_runs(self) -> int:
        """Runs beside which the loader idles, case 7."""
        return self.part(1000)

    @property
    def chart_points(self) -> int:
        """Points of each of 20 curves, cases 9 and 10."""
        return self.part(1_000_000)

    def part(self, whole: int) -> int:
        """Its share of a size."""
        return max(1, int(whole * self.share))
