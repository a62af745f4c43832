"""The view of a logdir is kept from one start to the next, and a broken one harms nothing."""

from __future__ import annotations

from pathlib import Path

from tbtui.model.selection import Scale, Selection, XAxis
from tbtui.state import load_view, save_view, state_path
from tests.running import running

VIEW = Selection(
    hidden_runs=frozenset({"b"}), tag="train/loss", smoothing=0.9, x_axis=XAxis.WALL, y_scale=Scale.LOG, slots={"a": 3}
)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    save_view({"": str(tmp_path)}, VIEW)
    assert load_view({"": str(tmp_path)}) == VIEW


def test_where_one_looked_is_not_kept(tmp_path: Path) -> None:
    save_view({"": str(tmp_path)}, Selection(cursor=4.0, x_range=(1.0, 2.0), step=7))
    assert load_view({"": str(tmp_path)}) == Selection()


def test_each_logdir_has_its_own_view(tmp_path: Path) -> None:
    save_view({"": str(tmp_path / "one")}, VIEW)
    assert load_view({"": str(tmp_path / "other")}) == Selection()


def test_values_of_the_wrong_kind_are_left_out(tmp_path: Path) -> None:
    path = state_path({"": str(tmp_path)})
    path.parent.mkdir(parents=True)
    path.write_text('{"smoothing": "much", "x_axis": "sideways", "tag": "loss", "hidden_runs": [1], "grid_size": true}')
    assert load_view({"": str(tmp_path)}) == Selection(tag="loss")


def test_a_file_that_is_no_json_is_as_good_as_none(tmp_path: Path) -> None:
    path = state_path({"": str(tmp_path)})
    path.parent.mkdir(parents=True)
    path.write_text("{")
    assert load_view({"": str(tmp_path)}) == Selection()


async def test_the_app_keeps_the_view_and_writes_nothing_into_the_logdir(demo_log: Path) -> None:
    before = sorted(demo_log.rglob("*"))
    async with running(demo_log) as (_, pilot):
        await pilot.press("2", "y", "x", "q")
    kept = load_view({"": str(demo_log)})
    assert (kept.y_scale, kept.x_axis) == (Scale.LOG, XAxis.RELATIVE)
    assert sorted(demo_log.rglob("*")) == before


def test_options_of_screens_are_kept_as_they_are(tmp_path: Path) -> None:
    view = Selection(entry_tags={"images": "input"}, options={"images": {"brightness": 1.5, "fit": True}})
    save_view({"": str(tmp_path)}, view)
    assert load_view({"": str(tmp_path)}) == view
