"""The PR curves screen: threshold and step move by keys, all steps in numbers, broken curves say what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tbtui.parsing.event_writer import EventWriter, metadata, summary_event, tensor_value
from tbtui.parsing.protos import PrCurvePluginData
from tests.running import open_screen, press, running, seen, until
from tests.test_pr_curves import curve_of, rows_of


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """Two runs of three steps, and one whose last curve is broken."""
    good, better = (
        rows_of(curve_of([0, 0, 1, 1], scores, 101)) for scores in ([0.1, 0.4, 0.35, 0.8], [0.1, 0.2, 0.7, 0.9])
    )
    broken = good.copy()
    broken[0, 7] = np.nan
    for run, curves in (("alpha", (good, good, better)), ("beta", (good,) * 3), ("gamma", (good, good, broken))):
        writer = EventWriter(str(tmp_path / run), 1.7e9)
        for step, rows in enumerate(curves):
            value = tensor_value("pr", rows, metadata("pr_curves"))
            writer.add(summary_event(10 * step, 1.7e9 + step, [value]))
        writer.close()
    return tmp_path


def row(text: str, run: str) -> list[str]:
    """The cells of a run's row in the table below the chart."""
    table = text[text.index("Prec") :] if "Prec" in text else text[text.index("Avg prec") :]
    return next(line for line in table.split("\n") if f"■ {run}" in line.partition("││")[2]).partition("││")[2].split()


async def test_all_runs_are_read_off_at_the_threshold(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "pr_curves")
        app.select(hidden_runs=frozenset({"gamma"}))
        text = await seen(app, pilot)
        assert "threshold 0.5 (51 of 101)" in text
        assert row(text, "alpha")[2:10] == ["1.0000", "1.0000", "1.0000", "2", "0", "2", "0", "1.0000"]
        assert row(text, "beta")[2:9] == ["1.0000", "0.5000", "0.6667", "1", "0", "2", "1"]
        app.screen.chart.focus()  # type: ignore[attr-defined]
        text = await press(app, pilot, *["shift+right"] * 2)
        assert "threshold 0.3 (31 of 101)" in text
        assert row(text, "beta")[2:9] == ["0.6667", "1.0000", "0.8000", "2", "1", "1", "0"]


async def test_steps_are_gone_through(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "pr_curves")
        await seen(app, pilot)
        text = await press(app, pilot, "comma")
        assert "step 10 (2 of 3)" in text
        assert row(text, "alpha")[2:4] == ["1.0000", "0.5000"]


async def test_the_best_f1_of_the_chosen_run_is_gone_to(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "pr_curves")
        await seen(app, pilot)
        app.select(run="beta")
        text = await press(app, pilot, "F")
        assert row(text, "beta")[4] == "0.8000"


async def test_a_threshold_can_be_typed(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "pr_curves")
        await seen(app, pilot)
        assert "threshold 0.25" in await press(app, pilot, "T", *"0.25", "enter")


async def test_all_steps_are_a_table_and_a_chart(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "pr_curves")
        await seen(app, pilot)
        text = await press(app, pilot, "t")
        assert "pr: average precision over steps" in text
        assert "9 curves" in text
        assert "1 broken" in text
        await until(pilot, lambda: app.screen._table.done)  # type: ignore[attr-defined]
        text = await seen(app, pilot)
        assert row(text, "alpha")[2:5] == ["0", "0.8333", "0.8000"]
        app.screen.table.focus()  # type: ignore[attr-defined]
        await press(app, pilot, "home", "down", "down", "down", "down")
        assert (app.selection.run, app.selection.step) == ("beta", 10)
        assert "best F1 over steps" in await press(app, pilot, "y")


async def test_what_is_wrong_with_a_curve_is_said(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "pr_curves")
        text = await seen(app, pilot)
        assert "1 broken: Enter tells why" in text
        assert "is NaN, no count" in text
        app.select(hidden_runs=frozenset({"alpha", "beta"}))
        text = " ".join((await seen(app, pilot)).replace("│", " ").split())
        assert "the true positives at threshold 8 of 101 is NaN, no count" in text


async def test_zoom_and_reset(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "pr_curves")
        await seen(app, pilot)
        screen: Any = app.screen
        await press(app, pilot, "plus")
        assert screen.x_range is not None
        await press(app, pilot, "escape")
        assert screen.x_range is None


async def test_a_click_puts_the_marks_at_a_recall(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "pr_curves")
        await seen(app, pilot)
        app.select(run="beta")
        await seen(app, pilot)
        chart: Any = app.screen.chart  # type: ignore[attr-defined]
        await pilot.click(chart, offset=(chart.size.width - 2, 5))
        text = await seen(app, pilot)
        assert row(text, "beta")[3] == "1.0000"


async def test_readings_can_be_copied_and_written_to_files(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "pr_curves")
        await seen(app, pilot)
        screen: Any = app.screen
        head, alpha, *_ = screen.copied_text().split("\n")
        assert head.startswith("run\tstep\tthreshold\tprecision\trecall\tf1")
        assert alpha.startswith("alpha\t20\t0.5\t1.0\t1.0\t1.0\t2.0\t0.0\t2.0\t0.0\t1.0")
        made = {one.name: one.make().decode() for one in screen.exports()}
        assert made["pr-step20.csv"].count("\n") == 1 + 2 * 101 + 1
        assert "at byte" in made["pr-step20.csv"]
        assert made["pr-steps.csv"].count("\n") == 10
        assert '"average_precision": 1.0' in made["pr-steps.json"]


async def test_metadata_that_says_otherwise_is_told_of(tmp_path: Path) -> None:
    content = PrCurvePluginData(num_thresholds=201).SerializeToString()
    writer = EventWriter(str(tmp_path), 1.7e9)
    rows = rows_of(curve_of([0, 1], [0.1, 0.9], 101))
    writer.add(summary_event(0, 1.7e9, [tensor_value("pr", rows, metadata("pr_curves", content))]))
    writer.close()
    async with running(tmp_path) as (app, pilot):
        await open_screen(app, pilot, "pr_curves")
        assert "(51 of 101, the metadata says 201)" in await seen(app, pilot)


async def test_the_corpus_opens(corpus: Path) -> None:
    async with running(corpus / "a" / "torch" / "pr_curve") as (app, pilot):
        await open_screen(app, pilot, "pr_curves")
        text = await seen(app, pilot)
        assert "step 3 (4 of 4) · newest" in text
        assert "F1 0.8" in text


async def test_keys_of_curves_say_why_they_do_nothing_over_steps(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "pr_curves")
        await press(app, pilot, "t")
        before = app.selection
        for key in ("F", "T", "i"):
            await press(app, pilot, key)
        assert app.selection == before
        said = [note.message for note in app._notifications]
        assert len(said) == 3
        assert all("t shows them" in one for one in said)
