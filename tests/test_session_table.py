"""Sessions as a table: metrics that count, groups, order, the best rows, and what differs."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from tbtui.analysis.hparam_columns import ColumnKind, ValueColumn, hparam_label, sort_order, unique_titles
from tbtui.analysis.session_difference import differences
from tbtui.analysis.session_table import Aggregate, SessionTable, group_rows
from tbtui.analysis.session_view import Best, HParamsView, Line, read_table, shown_sessions, table_lines
from tbtui.parsing.event_writer import session_event, simple_value, summary_event
from tbtui.parsing.hparams_writer import experiment_value, session_start_value
from tbtui.parsing.logdir import open_logdir
from tests.conftest import event_bytes, scalar_events
from tests.hparam_logs import Write, write_session, write_sweep


def table_of(path: Path | str, view: HParamsView | None = None) -> SessionTable:
    return read_table(open_logdir(str(path)).snapshot, 1.9e9, view or HParamsView())


def labels(table: SessionTable, key: str) -> list[str]:
    return list(next(column for column in table.columns if column.key == key).labels)


def test_metrics_of_tensorflow_lie_in_runs_below(corpus: Path) -> None:
    table = table_of(corpus / "a/tensorflow/tf2_hparams_plugin")
    assert [column.title for column in table.columns] == [
        "num_units", "dropout", "optimizer", "Accuracy", "val loss", "use_bn",
    ]  # fmt: skip
    expected = [1 / number for number in range(1, 10)]
    losses = next(column for column in table.columns if column.title == "val loss")
    assert losses.values == pytest.approx(expected, rel=1e-6)


def test_hparams_and_metrics_of_all_of_torchs_experiments_count(corpus: Path) -> None:
    """TensorBoard takes those of the first run alone (issue 6965)."""
    table = table_of(corpus / "a/torch")
    assert {column.key for column in table.columns} == {
        "hparam:lr", "hparam:opt", "hparam:bsize", "hparam:nesterov", "hparam:none_like",
        "metric:hparam/accuracy", "metric:hparam/loss", "metric:m",
    }  # fmt: skip
    assert labels(table, "metric:hparam/loss") == ["", "10", "5", "3.3333", "2.5", "2", ""]


def test_without_an_experiment_all_scalars_of_sessions_are_metrics(corpus: Path) -> None:
    table = table_of(corpus / "c/hparams")
    assert [column.key for column in table.columns if column.is_metric] == ["metric:acc"]


def test_scalars_that_no_experiment_names_can_be_chosen(corpus: Path) -> None:
    path = corpus / "a/frameworks/lightning"
    table = table_of(path)
    assert [column.name for column in table.columns if column.is_metric] == ["hp_metric"]
    assert "val_loss" in [str(info.name) for info in table.other_metrics]
    chosen = table_of(path, HParamsView(chosen=frozenset({"val_loss"})))
    assert [column.name for column in chosen.columns if column.is_metric] == ["hp_metric", "val_loss"]


def test_a_metric_is_the_last_value_that_counts(write: Write, tmp_path: Path) -> None:
    """A restart at step 2 makes steps 2 and 3 of the first attempt void."""
    first = scalar_events("loss", [(0, 5.0), (1, 4.0), (2, 1.0), (3, 9.0)])
    again = [session_event(1, 2, 1.7e9 + 10), *scalar_events("loss", [(2, 3.0)], 1.7e9 + 11)]
    write("run/events.out.tfevents.1", event_bytes(summary_event(0, 1.7e9, [session_start_value({"lr": 1.0})]), *first))
    write("run/events.out.tfevents.2", event_bytes(*again))
    assert labels(table_of(tmp_path), "metric:loss") == ["3"]
    assert labels(table_of(tmp_path, HParamsView(value=Best.BEST)), "metric:loss") == ["3"]
    high = HParamsView(value=Best.BEST, high=frozenset({"loss"}))
    assert labels(table_of(tmp_path, high), "metric:loss") == ["5"]


def test_the_root_run_may_be_a_session(write: Write, tmp_path: Path) -> None:
    start = [experiment_value(["lr"], [("eval", "acc", "")]), session_start_value({"lr": 1.0})]
    write("events.out.tfevents.1", event_bytes(summary_event(0, 1.7e9, start)))
    write("eval/events.out.tfevents.1", event_bytes(summary_event(0, 1.7e9, [simple_value("acc", 0.5)])))
    table = table_of(tmp_path)
    assert [one.runs for one in table.sessions] == [(".", "eval")]
    assert labels(table, "metric:eval/acc") == ["0.5"]


@pytest.fixture
def sweep(write: Write, tmp_path: Path) -> SessionTable:
    write_sweep(write)
    return table_of(tmp_path)


@pytest.mark.parametrize(
    ("aggregate", "losses", "seeds"),
    [
        (Aggregate.AVERAGE, [0.85, 0.3, 0.9, 2.0], [0, 1, 3, 5]),
        (Aggregate.LEAST, [0.85, 0.2, 0.8, 2.0], [0, 1, 3, 5]),
        (Aggregate.GREATEST, [0.85, 0.4, 1.0, 2.0], [0, 1, 3, 5]),
        (Aggregate.MEDIAN, [0.85, 0.2, 0.8, 2.0], [0, 1, 3, 5]),
    ],
)
def test_groups(sweep: SessionTable, aggregate: Aggregate, losses: list[float], seeds: list[int]) -> None:
    rows = group_rows(sweep, tuple(range(6)), aggregate, "metric:val/loss")
    assert rows.names == ("lr=0.001", "lr=0.01", "lr=0.1", "lr=1")
    assert rows.members == ((0,), (1, 2), (3, 4), (5,))
    assert rows.columns["metric:val/loss"].values == pytest.approx(losses, rel=1e-6)
    assert rows.columns["metric:val/accuracy"].values == pytest.approx([1 - loss / 2 for loss in losses], rel=1e-6)
    assert list(rows.columns["hparam:seed"].values) == seeds
    assert rows.columns["hparam:seed"].varied == {1, 2}
    assert rows.statuses[2] == {"success", "failure"}


def test_columns_stand_by_what_they_tell(sweep: SessionTable) -> None:
    assert [column.name for column in sweep.columns] == [
        "lr", "optimizer", "seed", "dropout", "val/accuracy", "val/loss", "bias",
    ]  # fmt: skip


def names(table: SessionTable, view: HParamsView) -> list[str]:
    shown = shown_sessions(table, view)
    return [shown.rows.names[row] for row in shown.order]


def test_order_filter_and_pins(sweep: SessionTable) -> None:
    assert names(sweep, HParamsView(sort="metric:val/loss")) == ["lr=0.01", "lr=0.001", "lr=0.1", "lr=1"]
    assert names(sweep, HParamsView(sort="hparam:dropout", descending=True))[-1] == "lr=1"
    assert names(sweep, HParamsView(filter="val/loss<1 & optimizer=adam")) == ["lr=0.001", "lr=0.01"]
    assert names(sweep, HParamsView(pinned=frozenset({"lr=1"})))[0] == "lr=1"
    assert names(sweep, HParamsView(grouped=False, filter="status=failure")) == ["e"]
    assert names(sweep, HParamsView(filter="nonsense here")) == ["lr=0.001", "lr=0.01", "lr=0.1", "lr=1"]


def test_the_status_chooses_sessions_before_they_are_averaged(sweep: SessionTable) -> None:
    shown = shown_sessions(sweep, HParamsView(filter="status=success"))
    assert shown.rows.members[2] == (3,)
    assert shown.rows.columns["metric:val/loss"].values[2] == pytest.approx(0.8)


def test_the_best_of_each_metric_among_those_that_pass(sweep: SessionTable) -> None:
    best = shown_sessions(sweep, HParamsView()).best
    assert best == {"metric:val/loss": {1}, "metric:val/accuracy": {1}}
    turned = shown_sessions(sweep, HParamsView(high=frozenset({"val/loss"}))).best
    assert turned["metric:val/loss"] == {3}
    assert shown_sessions(sweep, HParamsView(filter="lr=0.1,1")).best["metric:val/loss"] == {2}
    assert shown_sessions(sweep, HParamsView(filter="lr=1")).best["metric:val/loss"] == frozenset()


def test_where_all_are_equal_none_is_best(write: Write, tmp_path: Path) -> None:
    for run in ("a", "b"):
        write_session(write, run, {"lr": 0.1}, {"hp_metric": [-1.0]})
    assert shown_sessions(table_of(tmp_path), HParamsView()).best["metric:hp_metric"] == frozenset()


def test_groups_open(sweep: SessionTable) -> None:
    shown = shown_sessions(sweep, HParamsView(sort="metric:val/loss", descending=True))
    assert table_lines(shown, {"lr=0.1", "lr=1"}) == [Line(3), Line(2), Line(2, 4), Line(2, 3), Line(0), Line(1)]


def test_two_rows_side_by_side(sweep: SessionTable) -> None:
    found = differences((column, column.values[0], column.values[5]) for column in sweep.columns)
    assert [(one.title, one.first, one.second, one.differs) for one in found] == [
        ("lr", "0.001", "1", True),
        ("optimizer", "adam", "sgd", True),
        ("seed", "0", "5", True),
        ("dropout", "0.1", "", True),
        ("val/accuracy", "0.575", "0", True),
        ("val/loss", "0.85", "2", True),
        ("bias", "true", "true", False),
    ]
    assert found[0].change == "+0.999  ×1000"


def test_one_session_alone(write: Write, tmp_path: Path) -> None:
    write_session(write, "only", {"lr": 0.1}, {"loss": [1.0]})
    shown = shown_sessions(table_of(tmp_path), HParamsView())
    assert shown.order == (0,)
    assert not any(shown.best.values())


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (0.30000000000000004, "0.3"), (1e-5, "1e-5"), (65536.0, "65536"), (1e6, "1000000"), (1.5e20, "1.5e20"),
        (True, "true"), ("x", "x"), (None, ""), (math.nan, "NaN"), (-math.inf, "-Inf"), (0.0, "0"),
    ],
)  # fmt: skip
def test_values_as_one_writes_them(value: float | str | None, label: str) -> None:
    assert hparam_label(value) == label


def test_titles_are_told_apart() -> None:
    assert unique_titles([("a/loss", "loss"), ("b/loss", "loss"), ("lr", ""), ("", "")]) == [
        "a/loss",
        "b/loss",
        "lr",
        '""',
    ]


def test_rows_without_a_value_stay_last() -> None:
    column = ValueColumn(ColumnKind.HPARAM, "x", "x", (2.0, None, "auto", 1.0, math.nan, True))
    assert sort_order(column, range(6), descending=False) == [3, 5, 0, 4, 2, 1]
    assert sort_order(column, range(6), descending=True) == [0, 3, 5, 2, 4, 1]
    assert np.isnan(column.numbers).tolist() == [False, True, True, False, True, False]


def test_a_table_that_tells_nothing_new_is_known(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    logdir = open_logdir(str(tmp_path))
    before = read_table(logdir.snapshot, 1.9e9, HParamsView())
    assert read_table(logdir.reload(), 1.9e9, HParamsView()).tells_the_same(before)
    write_session(write, "g", {"lr": 9.0})
    assert not read_table(logdir.reload(), 1.9e9, HParamsView()).tells_the_same(before)
