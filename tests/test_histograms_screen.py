"""The Histograms screen: every mode at every size, the step cursor, the matrix, and what is odd."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tbtui.app import TbtuiApp
from tbtui.charts.heatmap import Heatmap
from tbtui.charts.histogram_options import Measure, Mode
from tbtui.model.selection import Scale, XAxis
from tbtui.screens.histograms import HistogramsScreen
from tbtui.widgets import histogram_stacks
from tests.conftest import event_bytes
from tests.histograms import histogram_events, rows_event
from tests.running import open_screen, running, screen_text, settled


async def opened(app: TbtuiApp, pilot: Pilot[int]) -> HistogramsScreen:
    """The screen with all that it wants to read."""
    await open_screen(app, pilot, "histograms")
    await settled(app, pilot)
    assert isinstance(app.screen, HistogramsScreen)
    return app.screen


def two_runs(write: Callable[..., Path]) -> None:
    for name, spread in (("a", 1.0), ("b", 3.0)):
        events = histogram_events("layer/w", range(0, 100, 10), spread=spread)
        write(f"{name}/events.out.tfevents.1", event_bytes(*events, *histogram_events("layer/x", range(5))))


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
@pytest.mark.parametrize("side_by_side", [True, False])
async def test_every_mode_is_drawn_at_every_size(demo_log: Path, size: tuple[int, int], side_by_side: bool) -> None:
    async with running(demo_log, size) as (app, pilot):
        screen = await opened(app, pilot)
        screen.change(side_by_side=side_by_side)
        for mode in Mode:
            assert screen.chosen_options.mode is mode
            await settled(app, pilot)
            text = screen_text(app)
            assert mode.value in text
            assert "step" in text
            assert len(text) > 200
            await pilot.press("m")
        assert screen.chosen_options.mode is Mode.HEATMAP


@pytest.mark.parametrize("kind", XAxis)
async def test_every_mode_has_every_axis(demo_log: Path, kind: XAxis) -> None:
    async with running(demo_log) as (app, pilot):
        await opened(app, pilot)
        app.select(x_axis=kind)
        for _ in Mode:
            await pilot.press("m")
            await settled(app, pilot)
            assert "step 390" in screen_text(app) or "Drift" in screen_text(app)


async def test_other_keys_do_what_they_say(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("y", "%", "B", "C", "i", "g", "M")
        options = screen.chosen_options
        assert (options.value_scale, options.by_count, options.without_outliers) == (Scale.SYMLOG, True, True)
        assert not options.side_by_side
        assert options.mode is Mode.MATRIX
        await settled(app, pilot)
        await pilot.press("u", "%")
        assert (screen.chosen_options.measure, screen.chosen_options.one_scale) == (Measure.SPREAD, True)


async def test_the_step_cursor_is_that_of_all_screens(write: Callable[..., Path], tmp_path: Path) -> None:
    two_runs(write)
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        assert app.selection.step is None
        assert "(10 of 10, newest)" in screen_text(app)
        screen.chart.focus()
        await pilot.press("left", "comma")
        assert app.selection.step == 70
        assert app.selection.cursor == 70
        assert "8 of 10" in screen_text(app)
        await pilot.press("shift+right")
        assert app.selection.step is None


async def test_a_click_puts_the_step_cursor_and_chooses_the_run(write: Callable[..., Path], tmp_path: Path) -> None:
    two_runs(write)
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        assert screen._view is not None
        panel = screen._view.grid.inside(1, 79, screen.chart.size.height)
        await pilot.click(screen.chart, offset=(panel[0] + 10, panel[1] + 5))
        assert app.selection.run == "b"
        assert app.selection.step is not None
        assert app.selection.step % 10 == 0
        first = app.selection.step
        screen.show_mode(Mode.RIDGES)
        await settled(app, pilot)
        await pilot.click(screen.chart, offset=(panel[0] + 10, screen.chart.size.height - 4))
        assert app.selection.step is None or app.selection.step > first


async def test_the_axis_over_time_is_zoomed_as_in_scalars(write: Callable[..., Path], tmp_path: Path) -> None:
    two_runs(write)
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("plus")
        assert app.selection.x_range is not None
        assert app.selection.x_range[1] == 90
        assert "zoomed" in screen_text(app)
        await pilot.press("x")
        assert app.selection.x_axis is XAxis.RELATIVE
        assert app.selection.x_range is None
        await pilot.press("plus", "escape")
        assert app.selection.x_range is None
        assert screen.seen_x() == ((0, 9), (0, 9))


async def test_the_surface_is_turned_with_the_arrows(write: Callable[..., Path], tmp_path: Path) -> None:
    two_runs(write)
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        screen.show_mode(Mode.SURFACE)
        screen.chart.focus()
        before = screen_text(app)
        await pilot.press("right", "up", "H")
        assert (screen.chosen_options.turn, screen.chosen_options.tilt) == (-50, 40)
        assert app.selection.step is None
        assert screen_text(app) != before


async def test_the_matrix_opens_a_layer_and_escape_returns(write: Callable[..., Path], tmp_path: Path) -> None:
    two_runs(write)
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        screen.chart.focus()
        screen.show_mode(Mode.MATRIX)
        await settled(app, pilot)
        assert screen.focused is screen.matrix
        assert "reading" not in screen_text(app)
        assert all(layer.done.all() for layer in screen._layers)
        await pilot.press("down", "enter")
        assert screen.chosen_options.mode is Mode.HEATMAP
        assert screen.tag == "layer/x"
        assert screen.focused is screen.chart
        await settled(app, pilot)
        await pilot.press("escape")
        assert screen.chosen_options.mode is Mode.MATRIX
        await pilot.press("greater_than_sign")
        assert screen.chosen_options.sort == "last"


async def test_modes_are_commands_by_their_names(write: Callable[..., Path], tmp_path: Path) -> None:
    two_runs(write)
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        offered = {command.title: command.callback for command in app.get_system_commands(screen)}
        offered["Histograms: surface"]()
        assert screen.chosen_options.mode is Mode.SURFACE
        offered["All layers: drift from the first step"]()
        assert (screen.chosen_options.mode, screen.chosen_options.measure) == (Mode.MATRIX, Measure.DRIFT)


async def test_a_growing_log_adds_columns_and_the_newest_step_is_followed(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    two_runs(write)
    path = tmp_path / "a" / "events.out.tfevents.1"
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        with path.open("ab") as file:
            file.write(event_bytes(*histogram_events("layer/w", [100, 110]), version=False))
        app.loader.reload_now()
        await settled(app, pilot)
        assert screen._view is not None
        assert [len(run.stack.histograms) for run in screen._view.plan.scene.runs] == [12, 10]
        assert screen._view.plan.scene.time.whole == (0, 110)
        assert "step 110" in screen_text(app)


async def test_nothing_is_drawn_anew_while_nothing_changes(write: Callable[..., Path], tmp_path: Path) -> None:
    two_runs(write)
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        painted, view = screen.chart.painted, screen._view
        app.loader.reload_now()
        await settled(app, pilot)
        assert screen._view is view
        assert screen.chart.painted == painted


async def test_superseded_histograms_are_left_out_and_counted(write: Callable[..., Path], tmp_path: Path) -> None:
    write("events.out.tfevents.1", event_bytes(*histogram_events("w", range(0, 60, 10), 1.7e9)))
    write("events.out.tfevents.2", event_bytes(*histogram_events("w", range(30, 80, 10), 1.8e9)))
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        assert screen._view is not None
        assert screen._view.plan.scene.runs[0].stack.steps.tolist() == list(range(0, 80, 10))
        assert "3 superseded by a later attempt are left out" in screen_text(app)


async def test_what_cannot_be_read_is_told_of_and_the_rest_is_drawn(write: Callable[..., Path], tmp_path: Path) -> None:
    odd = [rows_event("w", 0, [[0, 1, 5]]), rows_event("w", 1, [[0, 1], [1, 2]]), rows_event("w", 2, [[1, 2, 5]])]
    write("events.out.tfevents.1", event_bytes(*odd))
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        assert screen._view is not None
        assert isinstance(screen._view.pictures[0], Heatmap)
        assert "× 1 cannot be read" in screen_text(app)
        await pilot.press("comma")
        assert "× events.out.tfevents.1 at byte" in screen_text(app)
        assert "not the shape [2, 2]" in screen_text(app)
        screen.show_mode(Mode.BARS)
        await settled(app, pilot)
        assert "not the shape [2, 2]" in screen_text(app)


async def test_every_odd_histogram_of_the_corpus_is_drawn_or_told_of_in_every_mode(corpus: Path) -> None:
    async with running(corpus / "c" / "histograms") as (app, pilot):
        screen = await opened(app, pilot)
        for tag in [row.tag for row in screen.tags.rows if row.tag]:
            screen._chose_tag(tag)
            await settled(app, pilot)
            for mode in (Mode.HEATMAP, Mode.BANDS, Mode.BARS, Mode.OVERLAY, Mode.RIDGES, Mode.SURFACE):
                # Drawn at once, as all is at hand.
                screen.show_mode(mode)
                assert screen.chart._lines
            if tag in ("t/rank1", "t/wrong_width_k2"):
                assert "at byte" in screen_text(app)
            if tag in ("h/no_buckets", "t/zero_rows", "t/all_zero_counts"):
                assert "empty" in screen_text(app)
            if tag == "t/nan_edges":
                assert "Nothing of them can be drawn" in screen_text(app)


async def test_too_many_histograms_are_thinned_and_the_screen_says_so(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(histogram_stacks, "_MOST_BYTES", 4000)
    write("events.out.tfevents.1", event_bytes(*histogram_events("w", range(40))))
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        assert screen._view is not None
        steps = screen._view.plan.scene.runs[0].stack.steps
        assert 2 < len(steps) < 20
        assert steps[-1] == 39
        assert "is read: all are too large" in screen_text(app)
        await pilot.press("comma")
        await settled(app, pilot)
        assert 38 in screen._view.plan.scene.runs[0].stack.steps


async def test_what_is_read_off_can_be_copied_and_all_buckets_exported(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    two_runs(write)
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        assert screen.copied_text().startswith("layer/w, a: step 90, n 400, min ")
        offered = {one.name: one.make() for one in screen.exports()}
        assert set(offered) == {"layer-w-histograms.csv", "layer-w-histograms.json"}
        assert len(offered["layer-w-histograms.csv"].splitlines()) == 1 + 2 * 10 * 20
        screen.show_mode(Mode.MATRIX)
        await settled(app, pilot)
        assert [one.name for one in screen.exports()] == ["layers.csv"]


async def test_more_runs_than_fit_are_counted_and_the_chosen_one_is_among_them(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    for number in range(9):
        write(f"run{number}/events.out.tfevents.1", event_bytes(*histogram_events("w", range(3))))
    async with running(tmp_path, (80, 24)) as (app, pilot):
        await opened(app, pilot)
        assert "2 of 9 runs" in screen_text(app)
        app.select(run="run8")
        await settled(app, pilot)
        assert "▸■ run8" in screen_text(app)


async def test_the_choices_are_kept_with_the_logdir(write: Callable[..., Path], tmp_path: Path) -> None:
    two_runs(write)
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        screen.change(mode=Mode.RIDGES, colour_map=screen.chosen_options.colour_map, value_scale=Scale.SYMLOG)
        await pilot.press("q")
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        assert (screen.chosen_options.mode, screen.chosen_options.value_scale) == (Mode.RIDGES, Scale.SYMLOG)
