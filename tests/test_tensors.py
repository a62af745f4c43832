"""Raw tensors are summed up as numpy would, and the Tensors screen shows what no other screen does."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from tbtui.analysis.other_tags import by_label, has_other_tags, other_tags
from tbtui.analysis.tensor_summary import summarise_tensor
from tbtui.app import TbtuiApp
from tbtui.charts.palette import DARK
from tbtui.charts.value_bars import ValueBars
from tbtui.model.raw_tensor import RawTensor
from tbtui.model.snapshot import EMPTY_SNAPSHOT
from tbtui.parsing.event_writer import histogram_value, metadata, string_value, summary_event, tensor_value
from tbtui.parsing.logdir import open_logdir
from tbtui.screens.tensors import TensorsScreen
from tests.conftest import event_bytes
from tests.running import open_screen, running, screen_text, settled, until


@given(st.lists(st.floats(width=32), max_size=40))
def test_a_summary_is_what_numpy_says(numbers: list[float]) -> None:
    array = np.array(numbers, np.float32)
    found = summarise_tensor(RawTensor("float32", array.shape, array))
    known = array[np.isfinite(array)].astype(np.float64)
    assert (found.count, found.nan) == (len(numbers), int(np.isnan(array).sum()))
    assert found.infinite == int(np.isinf(array).sum())
    assert found.zeros == int((known == 0).sum())
    if known.size:
        assert (found.least, found.greatest) == (known.min(), known.max())
        assert found.mean == pytest.approx(known.mean())
        assert found.spread == pytest.approx(known.std(), rel=1e-6, abs=1e-40)
        assert found.distribution is None or found.distribution.counts.sum() == known.size
    else:
        assert math.isnan(found.mean)
        assert found.distribution is None


def test_large_tensors_are_summed_up_in_pieces() -> None:
    array = np.arange(3_000_000, dtype=np.int32).reshape(3, -1)
    found = summarise_tensor(RawTensor("int32", array.shape, array))
    assert found.mean == pytest.approx(array.mean())
    assert found.spread == pytest.approx(array.std())
    assert found.first[:3] == ("0", "1", "2")


def test_complex_numbers_are_told_by_their_magnitude_and_strings_as_text() -> None:
    found = summarise_tensor(RawTensor("complex64", (1,), np.array([3 + 4j], np.complex64)))
    assert (found.least, found.greatest) == (5.0, 5.0)
    assert summarise_tensor(RawTensor("string", (2,), None, (b"a", b"\xff"))).strings == ("a", "�")


def test_bars_are_as_high_as_the_axis_says() -> None:
    bars = ValueBars(np.array([0.0, 1.0, 2.0]), np.array([4, 1]), 0x123456)
    lines = bars.draw(60, 20, DARK).lines()
    heights = [sum(line[column] in "▁▂▃▄▅▆▇█" for line in lines) for column in (15, 50)]
    assert heights[0] > 3 * heights[1] > 0
    assert bars.column_counts(4).tolist() == [4, 4, 1, 1]


def test_what_no_other_screen_shows_is_listed(demo_log: Path) -> None:
    snapshot = open_logdir(str(demo_log)).snapshot
    found = by_label(other_tags(snapshot))
    assert list(found) == [
        "confusion/validation/confusion_counts",
        "confusion/validation/labels",
        "speed/samples_per_second",
    ]
    assert found["speed/samples_per_second"].is_series
    assert not has_other_tags(EMPTY_SNAPSHOT)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A run with a tensor of an unknown plugin that changes, strings, numbers, and a histogram."""
    events = [
        summary_event(
            step,
            1.7e9 + step,
            [
                tensor_value("matrix", np.arange(4.0).reshape(2, 2) * step, metadata("mine")),
                string_value("names", [b"ab\ncd", b"\x1b[2J"], metadata("mine")),
                tensor_value("number", float(step), metadata("other")),
                histogram_value("weights", [1.0, 2.0]),
            ],
        )
        for step in range(5)
    ]
    (tmp_path / "events.out.tfevents.1").write_bytes(event_bytes(*events))
    return tmp_path


async def opened(app: TbtuiApp, pilot: Pilot[int]) -> TensorsScreen:
    await open_screen(app, pilot, "tensors")
    assert isinstance(app.screen, TensorsScreen)
    await settled(app, pilot)
    return app.screen


async def test_a_tensor_is_shown_at_every_step(log: Path) -> None:
    async with running(log, (140, 36)) as (app, pilot):
        await opened(app, pilot)
        app.select(**TensorsScreen.tag_choice(app.selection, "mine/matrix"))
        await settled(app, pilot)
        assert "4 values, [2, 2]: 0, 4, 8, 12" in screen_text(app)
        assert "step 4 (5 of 5) · newest" in screen_text(app)
        assert "float64" in screen_text(app)
        await pilot.press("comma", "comma")
        await settled(app, pilot)
        assert "4 values, [2, 2]: 0, 2, 4, 6" in screen_text(app)
        assert "1 zero" in screen_text(app)


async def test_strings_are_shown_line_by_line_and_cannot_escape(log: Path) -> None:
    async with running(log) as (app, pilot):
        await opened(app, pilot)
        app.select(**TensorsScreen.tag_choice(app.selection, "mine/names"))
        await settled(app, pilot)
        assert "2 strings, [2]" in screen_text(app)
        assert "\x1b" not in screen_text(app)
        assert "�[2J" in screen_text(app)


async def test_numbers_of_an_unknown_plugin_are_a_chart(log: Path) -> None:
    async with running(log) as (app, pilot):
        screen = await opened(app, pilot)
        app.select(**TensorsScreen.tag_choice(app.selection, "number"))
        await settled(app, pilot)
        assert screen.tag == "other/number"
        assert "over step" in screen_text(app)
        assert any(0x2800 < ord(letter) < 0x2900 for letter in screen_text(app))


async def test_whole_tensors_and_numbers_are_written(log: Path) -> None:
    async with running(log) as (app, pilot):
        screen = await opened(app, pilot)
        written = {}
        for tag in ("mine/matrix", "mine/names", "other/number"):
            app.select(**TensorsScreen.tag_choice(app.selection, tag))
            await settled(app, pilot)
            (one,) = screen.exports()
            written[one.name] = one.make()
            assert tag in screen.copied_text()
        matrix, names, numbers = written.values()
        assert list(written) == ["matrix-.-4.npy", "names-.-4.json", "number.csv"]
        assert np.load(io.BytesIO(matrix)).tolist() == [[0, 4], [8, 12]]
        assert json.loads(names) == ["ab\ncd", "\x1b[2J"]
        assert numbers.decode().splitlines()[-1] == ".,number,4,1700000004.0,4.0"


async def test_numbers_have_no_step_to_go_to(log: Path) -> None:
    async with running(log) as (app, pilot):
        await opened(app, pilot)
        app.select(**TensorsScreen.tag_choice(app.selection, "other/number"), step=2)
        await settled(app, pilot)
        await pilot.press("comma")
        assert app.selection.step == 2
        assert any("no steps" in str(one.message) for one in app._notifications)


async def test_events_lead_to_it(log: Path) -> None:
    async with running(log) as (app, pilot):
        await open_screen(app, pilot, "events")
        await settled(app, pilot)
        await pilot.press("t")
        await until(pilot, lambda: app.current_mode == "tensors")
        await settled(app, pilot)
        assert "mine/matrix" in screen_text(app)


async def test_every_tensor_of_the_corpus_is_shown_or_says_why_not(corpus: Path) -> None:
    for part in ("a/torch", "a/tensorflow/tf2_raw_tensors", "c"):
        async with running(corpus / part) as (app, pilot):
            screen = await opened(app, pilot)
            labels = list(by_label(other_tags(app.snapshot)))
            assert labels
            for label in labels:
                app.select(**TensorsScreen.tag_choice(app.selection, label))
                await settled(app, pilot)
                assert screen.tag == label
                assert "reading …" not in screen_text(app)
