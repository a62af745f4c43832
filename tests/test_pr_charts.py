"""Charts of PR curves: where curves, marks and lines of equal F1 lie; lines have no holes."""

from __future__ import annotations

import numpy as np
import pytest

from tbtui.analysis.entry_list import entry_list
from tbtui.analysis.pr_over_steps import SummaryReader
from tbtui.analysis.reduction import column_edges, reduce_columns
from tbtui.charts.palette import DARK
from tbtui.charts.pr_charts import DrawnCurve, iso_precision, over_steps_chart, pr_chart, pr_line
from tbtui.model.pr_curves import PrCurve
from tests.test_pr_curves import curve_of

CURVE = curve_of([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 11)


def drawn(curve: PrCurve) -> list[DrawnCurve]:
    return [DrawnCurve("run", curve, DARK.stroke(0))]


def test_recall_rises_along_the_line() -> None:
    line = pr_line(CURVE).main
    assert (line.x[0], line.raw[0]) == (0.5, 1.0)
    assert (line.x[-1], line.raw[-1]) == (1.0, 0.5)
    assert (np.diff(line.x) >= 0).all()


def test_both_axes_show_all_shares_whatever_the_curves_are() -> None:
    chart = pr_chart(drawn(CURVE), 0.5, DARK).lines
    assert chart.x_range == (0.0, 1.0)
    assert (chart.left.low, chart.left.high) == (0.0, 1.02)


def test_zoomed_the_precisions_of_that_part_are_seen() -> None:
    chart = pr_chart(drawn(CURVE), 0.5, DARK, x_range=(0.4, 0.6)).lines
    assert chart.x_range == (0.4, 0.6)
    assert chart.left.high == pytest.approx(1.0, abs=0.1)


def test_the_threshold_is_marked_on_its_curve() -> None:
    cells = pr_chart(drawn(CURVE), 0.8, DARK, iso=False).draw(60, 20, DARK)
    places = np.argwhere(cells.characters == ord("◆"))
    assert len(places) == 1
    row, column = places[0]
    assert cells.foreground[row, column] == DARK.stroke(0).colour
    chart = pr_chart(drawn(CURVE), 0.8, DARK, iso=False).lines
    assert chart.x_at(int(column), 60, 20) == pytest.approx(0.5, abs=0.02)
    assert chart.y_between(int(row), int(row), 60, 20)[0] == pytest.approx(1.0, abs=0.06)


def test_a_mark_without_a_precision_is_not_drawn() -> None:
    cells = pr_chart(drawn(CURVE), 1.0, DARK).draw(60, 20, DARK)
    assert not (cells.characters == ord("◆")).any()


def test_lines_of_equal_f1_have_it() -> None:
    recall = np.array([0.3, 0.5, 1.0])
    precision = iso_precision(recall, 0.6)
    assert np.isnan(precision[0])
    assert 2 * precision[1:] * recall[1:] / (precision[1:] + recall[1:]) == pytest.approx([0.6, 0.6])
    text = "\n".join(pr_chart(drawn(CURVE), 0.5, DARK).draw(60, 20, DARK).lines())
    assert all(f"F1 {score}" in text for score in (0.2, 0.4, 0.6, 0.8))


def test_a_steep_line_between_two_points_has_no_hole() -> None:
    columns = reduce_columns(np.array([0.0, 1.0]), np.array([0.0, 100.0]), column_edges(0, 1, 20))
    known = ~np.isnan(columns.low)
    low, high = columns.low[known], columns.high[known]
    assert len(low) > 15
    assert (high[:-1] >= low[1:]).all()


def test_nothing_read_is_nothing_drawn() -> None:
    table = SummaryReader().read(entry_list([]), 1.0)
    assert table.done
    assert over_steps_chart([]).empty


@pytest.mark.parametrize("size", [(118, 20), (50, 12), (38, 9)])
def test_scores_of_lines_of_equal_f1_lie_on_no_curve(size: tuple[int, int]) -> None:
    rng = np.random.default_rng(1)
    truth = rng.random(400) < 0.3
    curve = curve_of(truth.astype(int).tolist(), np.clip(truth * 0.3 + rng.random(400) * 0.7, 0, 1).tolist(), 101)
    colour = DARK.stroke(0).colour
    alone = pr_chart(drawn(curve), 0.5, DARK, iso=False).draw(*size, DARK)
    cells = pr_chart(drawn(curve), 0.5, DARK).draw(*size, DARK)
    assert "F1 0." in "\n".join(cells.lines())
    assert ((alone.foreground == colour) <= (cells.foreground == colour)).all()
