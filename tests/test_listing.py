"""Names in the order in which people count, and filters that are typed letter by letter."""

from __future__ import annotations

import random

from tbtui.analysis.listing import matching, natural_key

ORDERED = [
    "lr=0.001,seed=0", "lr=0.001,seed=10", "lr=0.01,seed=1", "lr=0.1,seed=0", "lr=1,seed=0", "run2", "run10",
    "run10.5b", "v1.9", "v1.10", "v2.0.3", "v2.0.10",
]  # fmt: skip


def test_numbers_in_names_are_sorted_by_their_size() -> None:
    shuffled = random.Random(3).sample(ORDERED, len(ORDERED))
    assert sorted(shuffled, key=natural_key) == ORDERED


def test_any_name_can_be_sorted() -> None:
    names = ["", "1" * 400, "²", "٣", "0.", ".5", "a\nb", "1.0.", "\ud800"]
    assert len(sorted(names, key=natural_key)) == len(names)


def test_a_pattern_is_a_regular_expression_or_while_it_is_none_a_text() -> None:
    names = ["train/loss", "val/loss", "a(b"]
    assert matching(names, "^(train|val)/") == ["train/loss", "val/loss"]
    assert matching(names, "A(") == ["a(b"]
    assert matching(names, "") == names
