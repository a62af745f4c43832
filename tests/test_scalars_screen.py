"""The Scalars screen under the fingers: what each key does to the selection and to what is seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tbtui.model.config import Config
from tbtui.model.selection import Attempts, Average, Scale, XAxis
from tests.conftest import event_bytes, scalar_events
from tests.running import running, screen_text, settled

CONFIG_SIZE = (120, 36)


def scalars(logdir: Path) -> Config:
    return Config(roots={"": str(logdir)}, screen="scalars")


_NAMES = {"/": "slash", "-": "minus", " ": "space", ".": "full_stop", "=": "equals_sign"}


async def type_text(pilot: Pilot[int], text: str) -> None:
    for letter in text:
        await pilot.press(_NAMES.get(letter, letter))


@pytest.mark.parametrize(
    ("keys", "field", "value"),
    [
        (["s"], "smoothing", 0.8),
        (["S"], "smoothing", 0.3),
        (["x"], "x_axis", XAxis.RELATIVE),
        (["x", "x", "x", "x"], "x_axis", XAxis.STEP),
        (["y"], "y_scale", Scale.LOG),
        (["X"], "x_scale", Scale.LOG),
        (["i"], "ignore_outliers", True),
        (["t"], "attempts", Attempts.HIDDEN),
        (["d"], "dim_others", True),
        (["f"], "follow", False),
        (["g"], "grid", True),
        (["G"], "grid_size", 6),
        (["m"], "scatter", True),
        (["M"], "average", Average.MEDIAN),
        (["U"], "shared_y", True),
        (["Z"], "x_interpolated", True),
        (["p"], "pinned_tags", ("gradient/clipped",)),
        (["space"], "marked_tags", ("gradient/clipped",)),
        (["w"], "right_tags", frozenset({"gradient/clipped"})),
    ],
)
async def test_a_key_changes_the_selection(demo_log: Path, keys: list[str], field: str, value: object) -> None:
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        await pilot.press(*keys)
        assert getattr(app.selection, field) == value


async def test_a_move_in_the_tree_shows_another_tag_at_once(demo_log: Path) -> None:
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        await pilot.press("down")
        assert app.selection.tag == "gradient/norm"
        assert "gradient/norm" in screen_text(app)


async def test_ranges_are_typed_and_taken_back(demo_log: Path) -> None:
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        await pilot.press("R")
        await type_text(pilot, "x=100..200 y=0..1")
        await pilot.press("enter")
        assert (app.selection.x_range, app.selection.y_range) == ((100, 200), (0, 1))
        assert "zoomed" in screen_text(app)
        await pilot.press("0")
        assert (app.selection.x_range, app.selection.y_range) == (None, None)


async def test_a_wrong_range_is_told_and_not_taken(demo_log: Path) -> None:
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        await pilot.press("R")
        await type_text(pilot, "5..1")
        await pilot.press("enter")
        assert "below the high end" in screen_text(app)
        await pilot.press("escape")
        assert app.selection.y_range is None


async def test_a_derived_tag_is_shown_and_dropped(demo_log: Path) -> None:
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        await pilot.press("D")
        await type_text(pilot, "train/loss - validation/loss")
        await pilot.press("enter")
        assert app.selection.tag == "train/loss - validation/loss"
        assert "derived" in screen_text(app)
        await pilot.press("delete")
        assert app.selection.expressions == ()


async def test_seeds_are_averaged_and_opened_in_place(demo_log: Path) -> None:
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        await pilot.press("A")
        await type_text(pilot, "seed_")
        assert "Nothing is averaged" in screen_text(app)
        for _ in "seed_":
            await pilot.press("backspace")
        await type_text(pilot, "lr=[0.]+1,")
        assert "1 average: lr=0.01, (2); 2 alone" in screen_text(app)
        await pilot.press("enter", "down")
        await settled(app, pilot)
        assert "(1/2 runs)" in screen_text(app), "one of them has not come to the last step"
        await pilot.press("tab", "home", "down", "enter")
        assert app.selection.expanded_groups == {"lr=0.01,"}
        assert "2 runs)" not in screen_text(app)


async def test_differences_are_drawn_to_the_chosen_run(demo_log: Path) -> None:
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        await pilot.press("tab", "down", "%")
        assert (app.selection.difference, app.selection.reference) == (True, "lr=0.01,seed=0")


async def test_the_cursor_reads_values_off_and_esc_takes_it_away(demo_log: Path) -> None:
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        await pilot.press("down", "c")
        assert app.selection.step == 399
        await pilot.press("right")
        assert app.selection.step == 399, "there is nothing behind the last point"
        await pilot.press("left")
        assert app.selection.cursor is not None
        assert app.selection.cursor < 399
        assert f"Values at step {app.selection.cursor:.0f}" in screen_text(app)
        await pilot.press("v", "shift+left", "shift+left")
        assert f"Values from step {app.selection.mark:.0f} to step {app.selection.cursor:.0f}" in screen_text(app)
        await pilot.press("escape", "escape")
        assert (app.selection.mark, app.selection.cursor, app.selection.step) == (None, None, None)


async def test_jumps_go_to_spikes_and_to_what_is_no_number(demo_log: Path) -> None:
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        await pilot.press("down", "down")
        app.select(run="lr=0.1,seed=0")
        await pilot.press("n")
        assert app.selection.cursor == 137
        await pilot.press("exclamation_mark")
        assert app.selection.cursor == 180


async def test_the_leaderboard_chooses_the_runs_that_are_drawn(demo_log: Path) -> None:
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        await pilot.press(*["down"] * 5)
        assert app.selection.tag == "train/loss"
        await pilot.press("B")
        assert "Leaderboard of train/loss" in screen_text(app)
        await pilot.press("ctrl+b", "backspace")
        await type_text(pilot, "2")
        await pilot.press("enter")
        shown = set(app.snapshot.runs) - app.selection.hidden_runs
        assert shown == set(app.screen.values_pane.best_runs(2))  # type: ignore[attr-defined]
        assert "lr=0.01,seed=0" in shown
        assert len(shown) == 2


async def test_a_dragged_box_is_what_is_seen_next(demo_log: Path) -> None:
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        await pilot.mouse_down("#chart", offset=(30, 4))
        await pilot.hover("#chart", offset=(50, 10))
        await pilot.mouse_up("#chart", offset=(50, 10))
        assert app.selection.x_range is not None
        assert 100 < app.selection.x_range[0] < app.selection.x_range[1] < 300
        assert app.selection.y_range is not None


async def test_a_click_puts_the_cursor(demo_log: Path) -> None:
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        await pilot.click("#chart", offset=(40, 5))
        assert app.selection.cursor is not None


async def test_a_chart_is_written_to_a_file(demo_log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        await pilot.press("down", "down")
        for place, suffix in enumerate(("csv", "json", "svg", "txt")):
            await pilot.press("e", *["down"] * place, "enter")
            await pilot.press("enter")
            await settled(app, pilot)
            content = (tmp_path / f"gradient-norm.{suffix}").read_bytes()
            assert len(content) > 1000
        points = sum(len(run.scalars["gradient/norm"]) for run in app.snapshot.runs.values())
    csv = (tmp_path / "gradient-norm.csv").read_text().splitlines()
    assert csv[0] == "run,tag,step,wall_time,x,value,smoothed,superseded"
    assert len(csv) - 1 == points
    assert sum(line.endswith("True") for line in csv) == 40, "the points that the restart made void"


async def test_new_points_are_followed_or_counted(tmp_path: Path) -> None:
    path = tmp_path / "events.out.tfevents.1"
    path.write_bytes(event_bytes(*scalar_events("loss", [(step, 1.0) for step in range(100)])))
    async with running(tmp_path, config=scalars(tmp_path)) as (app, pilot):
        await pilot.press("plus", "right_square_bracket", "right_square_bracket", "right_square_bracket")
        assert app.selection.x_glued
        more = event_bytes(*scalar_events("loss", [(step, 2.0) for step in range(100, 150)]), version=False)
        path.write_bytes(path.read_bytes() + more)
        app.loader.reload_now()  # type: ignore[union-attr]
        await pilot.pause()
        assert app.screen.chart_seen().x_range[1] == 149  # type: ignore[attr-defined]
        await pilot.press("f")
        assert "newer points" in screen_text(app)


async def test_what_is_missing_is_said(tmp_path: Path, demo_log: Path) -> None:
    async with running(tmp_path, config=scalars(tmp_path)) as (app, _):
        assert "Waiting for a file" in screen_text(app)
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        await pilot.press("tab", "a")
        assert "none of them is shown" in screen_text(app)
        await pilot.press("a", "slash", *"xyz", "enter")
        assert "Esc takes the filter back" in screen_text(app)
        await pilot.press("escape")
        assert "Esc takes the filter back" not in screen_text(app)


async def test_where_there_is_no_table_the_border_says_what_the_cursor_reads(demo_log: Path) -> None:
    async with running(demo_log, (50, 14), scalars(demo_log)) as (app, pilot):
        await pilot.press("c", "left")
        assert f"at step {app.selection.cursor:.0f}" in screen_text(app).splitlines()[-2]


async def test_a_filter_that_excludes_the_chosen_tag_shows_the_first_that_it_finds(demo_log: Path) -> None:
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        chosen = app.selection.tag
        await pilot.press("slash", *"accuracy")
        assert "accuracy" in str(app.screen.chart_pane.border_title)  # type: ignore[attr-defined]
        await pilot.press("escape")
        assert app.selection.tag == chosen


async def test_the_page_of_a_grid_holds_the_chosen_chart_where_few_have_room(demo_log: Path) -> None:
    async with running(demo_log, (60, 16), scalars(demo_log)) as (app, pilot):
        await pilot.press("end", "b", "G", "G", "G")
        await pilot.pause()
        assert app.selection.grid_size > 4
        assert f"▸{app.selection.tag}" in screen_text(app)


async def test_the_list_of_runs_says_which_of_them_lack_the_tag(write: Callable[..., Path], tmp_path: Path) -> None:
    write("a/events.out.tfevents.1", event_bytes(*scalar_events("loss", [(0, 1.0), (1, 0.5)])))
    write("b/events.out.tfevents.1", event_bytes(*scalar_events("other", [(0, 1.0), (1, 0.5)])))
    async with running(tmp_path, config=scalars(tmp_path)) as (app, _):
        rows = app.screen.runs.rows  # type: ignore[attr-defined]
        assert [(row.name, row.value) for row in rows] == [("a", ""), ("b", "–")]


async def test_a_broken_clock_leaves_the_time_axis_to_the_other_points(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    events = scalar_events("loss", [(step, 1.0) for step in range(10)])
    events[4].wall_time = 1e300
    write("a/events.out.tfevents.1", event_bytes(*events))
    async with running(tmp_path, config=scalars(tmp_path)) as (app, pilot):
        await pilot.press("x")
        assert app.screen.chart_seen().x_range == (0, 9)  # type: ignore[attr-defined]
        assert "1 point without a time left out" in screen_text(app)


async def test_the_cursor_stays_on_its_row_when_a_section_comes(demo_log: Path) -> None:
    async with running(demo_log, config=scalars(demo_log)) as (app, pilot):
        tree = app.screen.tags  # type: ignore[attr-defined]
        group = next(place for place, row in enumerate(tree.rows) if row.tag is None)
        tree.go_to(group)
        label = tree.rows[group].label
        app.select(pinned_tags=(next(iter(app.snapshot.runs["lr=0.1,seed=0"].scalars)),))
        await pilot.pause()
        assert (tree.rows[0].label, tree.rows[tree.cursor].label) == ("★ pinned", label)
