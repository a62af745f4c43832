"""What columns of metadata say of points, and how points are found by them."""

from __future__ import annotations

import numpy as np
import pytest

from tbtui.analysis.point_columns import (
    MISSING,
    Categories,
    Measures,
    colouring,
    found_points,
    label_of,
    usual_column,
)
from tbtui.analysis.projector_view import ProjectorOptions, colour_column, colour_columns
from tbtui.charts.palette import DARK, SIXTEEN
from tbtui.charts.point_colours import category_colours, legend_rows, point_colours
from tbtui.model.embedding import Column, Embedding


def embedding_of(**columns: list[str]) -> Embedding:
    count = len(next(iter(columns.values())))
    named = tuple(Column(name, tuple(values)) for name, values in columns.items())
    return Embedding(np.zeros((count, 2), np.float32), named, (), np.arange(count))


def test_categories_are_counted() -> None:
    found = colouring(Column("kind", ("b", "a", "", "b", "c10", "c9")))
    assert isinstance(found, Categories)
    assert found.names == ("b", "a", "c9", "c10")
    assert found.counts == (2, 1, 1, 1)
    assert found.codes.tolist() == [0, 1, MISSING, 0, 3, 2]


def test_numbers_have_a_range_and_few_whole_ones_are_classes() -> None:
    found = colouring(Column("x", ("0.5", "", "nan", "-1e3", "inf")))
    assert isinstance(found, Measures)
    assert (found.low, found.high) == (-1000, 0.5)
    assert np.isnan(found.levels()[[1, 2, 4]]).all()
    assert isinstance(colouring(Column("digit", tuple("0123456789" * 3))), Categories)
    assert isinstance(colouring(Column("year", tuple(map(str, range(1900, 2000))))), Measures)


def test_numbers_of_many_sizes_are_measured_by_their_logarithm() -> None:
    found = colouring(Column("count", ("1", "10.5", "100", "10000")))
    assert isinstance(found, Measures)
    assert found.levels()[[0, 2, 3]] == pytest.approx([0, 0.5, 1])
    assert found.value(0.5) == pytest.approx(100)


def test_the_usual_column_sorts_points_into_groups() -> None:
    embedding = embedding_of(
        word=[str(n) + "w" for n in range(99)], kind=["a", "b", "c"] * 33, size=["1.5", "2", "3"] * 33
    )
    assert usual_column(embedding.columns) == "kind"
    assert colour_columns(embedding) == ["kind", "size"]
    assert colour_column(embedding, ProjectorOptions(colour_by="size")).name == "size"  # type: ignore[union-attr]
    assert colour_column(embedding, ProjectorOptions(colour_by="gone")).name == "kind"  # type: ignore[union-attr]
    assert colour_column(embedding_of(word=["a", "b"] * 60), ProjectorOptions()) is not None


def test_points_are_called_by_their_label_or_number() -> None:
    embedding = embedding_of(size=["1", "", ""], Label=["", "x", ""])
    assert [label_of(embedding, point) for point in range(3)] == ["1", "x", "#2"]


def test_a_search_looks_into_all_columns_without_case() -> None:
    embedding = embedding_of(word=["Cat", "dog", "cow"], kind=["pet", "pet", "cattle"])
    assert found_points(embedding, "cat").tolist() == [0, 2]
    assert found_points(embedding, "^c").tolist() == [0, 2]
    assert found_points(embedding, "(").tolist() == []
    assert found_points(embedding, "").tolist() == []


def test_every_category_up_to_fifty_has_a_colour_of_its_own() -> None:
    assert len(set(category_colours(48, DARK))) == 48
    assert len(category_colours(48, SIXTEEN)) == 48
    found = colouring(Column("k", ("a", "b", "b", "")))
    colours = point_colours(found, 4, DARK, 0)
    assert colours.colours[colours.codes].tolist() == [DARK.runs[1], DARK.runs[0], DARK.runs[0], DARK.muted]
    assert [(row.text, row.points) for row in legend_rows(found, DARK)] == [("b", 2), ("a", 1), ("no value", 1)]


def test_numbers_go_along_a_colour_map() -> None:
    found = colouring(Column("x", ("0.0", "0.5", "1.0", "")))
    colours = point_colours(found, 4, DARK, 0)
    assert colours.codes.tolist() == [0, 10, 19, 20]
    assert [row.text for row in legend_rows(found, DARK)] == ["1", "0.75", "0.5", "0.25", "0"]
