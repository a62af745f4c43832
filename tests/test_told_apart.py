"""Long names lose what all of them share, and stay different."""

from __future__ import annotations

import pytest

from tbtui.analysis.told_apart import told_apart


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["a/b", "a/c"], ["a/b", "a/c"]),
        (["experiments/may/run1", "experiments/may/run22"], ["experiments/may/run1", "experiments/may/run22"]),
        (["experiments/of/last/may/run1", "experiments/of/last/may/run2"], ["…/run1", "…/run2"]),
        (["a-long-project/first/CubeAgent", "a-long-project/second/CubeAgent"], ["…/first/…", "…/second/…"]),
        (["one-that-is-alone/and/very/long"], ["one-that-is-alone/and/very/long"]),
        (["a-long-project/first", "a-long-project/first/inner/part"], ["…/first", "…/first/inner/part"]),
        (["same/long/name/of/a/run/here"] * 2, ["same/long/name/of/a/run/here"] * 2),
    ],
)  # fmt: skip
def test_names_are_told_apart(names: list[str], told: list[str]) -> None:
    assert told_apart(names) == told
    assert len(set(told)) == len(set(names))
