"""From a scene of histograms to pictures over steps, over values and in space: one for each run, all on one scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from tbtui.analysis.histogram_bins import amounts
from tbtui.analysis.histogram_stack import amounts_in_bins
from tbtui.charts.amounts import Amounts
from tbtui.charts.colour_maps import colour_ramp
from tbtui.charts.colour_scale import ColourScale
from tbtui.charts.heatmap import Heatmap, canvas_rows
from tbtui.charts.histogram_heatmap import HistogramField
from tbtui.charts.histogram_notices import column_marks, run_notice, step_notice
from tbtui.charts.histogram_options import Mode
from tbtui.charts.histogram_scene import HistogramScene, RunHistograms
from tbtui.charts.percentile_bands import PercentileBands
from tbtui.charts.picture import Notice, Picture
from tbtui.charts.projection import Projection
from tbtui.charts.ridgeline import Ridgeline, Slice, ridge_edges, slice_count
from tbtui.charts.surface import GroundAxis, Surface
from tbtui.charts.ticks import Ticks
from tbtui.charts.value_chart import Outline, ValueChart

_LABELS: Final = 7
_OVERLAID: Final = 9
_SURFACE_ROWS: Final = 28
_SURFACE_BINS: Final = 56
_BAR_SHARE: Final = 0.4
"""How much of a run's colour its bars have, so that outlines stand out from them."""


class RunPictures(NamedTuple):
    """A picture for each run of a scene, and the colours that they have in common."""

    pictures: Sequence[Picture]
    scale: ColourScale | None = None


def run_pictures(scene: HistogramScene, width: int, height: int) -> RunPictures:
    """The pictures in the mode of the scene, each for a place of ``width`` x ``height`` cells."""
    found = _MAKERS[scene.options.mode](scene, width, height)
    return found._replace(scale=None) if all(isinstance(one, Notice) for one in found.pictures) else found


def heat_edges(scene: HistogramScene, width: int, height: int) -> tuple[float, ...]:
    """The bins of values that heat maps of that size have."""
    rows = colour_ramp(scene.options.colour_map, scene.palette).rows
    return scene.values.edges(canvas_rows(width, height), rows)


def _heatmaps(scene: HistogramScene, width: int, height: int) -> RunPictures:
    options, edges = scene.options, heat_edges(scene, width, height)
    found = [amounts_in_bins(run.stack, edges, options.by_count) for run in scene.runs]
    scale = Amounts(_greatest(found), options.brightness, options.by_count)
    return RunPictures(
        [
            run_notice(run)
            or Heatmap(
                HistogramField(run.stack, scene.time.kind, scene.values, options.by_count, scene.time.lone_reach),
                scene.time.axis,
                scene.values.axis,
                scale.colours(options.colour_map, run.colour),
                bar=False,
                cursor=scene.cursor(run),
                marks=column_marks(scene, run),
            )
            for run in scene.runs
        ],
        scale.colours(options.colour_map, _chosen(scene).colour),
    )


def _bands(scene: HistogramScene, width: int, height: int) -> RunPictures:
    return RunPictures(
        [
            run_notice(run)
            or PercentileBands(
                run.stack,
                scene.time.kind,
                scene.time.axis,
                scene.values,
                run.colour,
                scene.cursor(run),
                column_marks(scene, run),
            )
            for run in scene.runs
        ]
    )


def _bars(scene: HistogramScene, width: int, height: int) -> RunPictures:
    """The step of each run by itself."""
    return RunPictures([step_notice(run) or _value_chart(scene, (_bar(scene, run),)) for run in scene.runs])


def _bar(scene: HistogramScene, run: RunHistograms) -> Outline:
    assert run.histogram is not None, "a run without a histogram has a notice instead"
    return Outline(run.histogram, run.colour, bars=True)


def all_bars(scene: HistogramScene) -> Picture:
    """The step of all runs on one chart: the chosen one as bars, the others as outlines."""
    there = [run for run in scene.runs if run.histogram is not None and not run.histogram.empty]
    if not there:
        return step_notice(_chosen(scene)) or step_notice(scene.runs[0]) or _value_chart(scene, ())
    outlines = []
    for run in there:
        if run.histogram is not None:
            faint = scene.palette.fainter(run.colour, _BAR_SHARE)
            outlines.append(Outline(run.histogram, faint if run.chosen else run.colour, bars=run.chosen))
    return _value_chart(scene, tuple(outlines))


def _value_chart(scene: HistogramScene, outlines: tuple[Outline, ...]) -> ValueChart:
    return ValueChart(outlines, scene.values, scene.options.by_count, scene.options.heights)


def _overlays(scene: HistogramScene, width: int, height: int) -> RunPictures:
    low, high = scene.time.seen
    scale = ColourScale(low, high, scene.options.colour_map, colour=_chosen(scene).colour, label=scene.time.label)
    return RunPictures([run_notice(run) or _overlay(scene, run, scale) for run in scene.runs], scale)


def _overlay(scene: HistogramScene, run: RunHistograms, scale: ColourScale) -> ValueChart:
    """Some steps of one run, from old to new, and the one at the cursor as bars."""
    places = scene.picked(run, _OVERLAID)
    ramp = colour_ramp(scene.options.colour_map, scene.palette, run.colour)
    levels = scale.levels(np.array([scene.x_at(run, place) for place in places]))
    outlines = [
        Outline(run.stack.histograms[place], ramp.colour(float(level)))
        for place, level in zip(places, levels, strict=True)
        if place != run.place
    ]
    if run.histogram is not None:
        outlines.append(Outline(run.histogram, scene.palette.fainter(run.colour, _BAR_SHARE), bars=True))
    return _value_chart(scene, tuple(outlines))


def _ridgelines(scene: HistogramScene, width: int, height: int) -> RunPictures:
    """Each as high as it can be: the greatest amount of a run is its highest ridge."""
    options, edges = scene.options, ridge_edges(scene.values, max(1, width - _LABELS))
    picked = [scene.picked(run, slice_count(height)) for run in scene.runs]
    found = _slice_amounts(scene, picked, edges)
    scales = [Amounts(_greatest([mine]), options.relief, options.by_count) for mine in found]
    return RunPictures(
        [
            run_notice(run)
            or Ridgeline(
                tuple(
                    Slice(
                        run.stack.histograms[place],
                        scene.label_at(run, place),
                        scene.marked and place == run.place,
                        place,
                    )
                    for place in places
                ),
                scene.values,
                scale,
                options.colour_map,
                run.colour,
            )
            for run, places, scale in zip(scene.runs, picked, scales, strict=True)
        ]
    )


def _surfaces(scene: HistogramScene, width: int, height: int) -> RunPictures:
    """Each as high as it can be; the colours, which the bar explains, are those of amounts on one scale."""
    options, edges = scene.options, scene.values.edges(_SURFACE_BINS)
    picked = [scene.picked(run, min(_SURFACE_ROWS, max(4, height))) for run in scene.runs]
    found = _slice_amounts(scene, picked, edges)
    scale = Amounts(_greatest(found), options.relief, options.by_count)
    colours = scale.colours(options.colour_map, _chosen(scene).colour)
    values = GroundAxis(scene.values.low, scene.values.high, scene.values.transform.ticks)
    return RunPictures(
        [
            run_notice(run)
            or Surface(
                Amounts(_greatest([mine]), options.relief).levels(mine),
                scale.levels(mine),
                values,
                _step_axis(scene, run, places),
                Projection(options.turn, options.tilt),
                colours,
                places.index(run.place) if scene.marked and run.place in places else None,
            )
            for run, places, mine in zip(scene.runs, picked, found, strict=True)
        ],
        colours,
    )


def _step_axis(scene: HistogramScene, run: RunHistograms, places: Sequence[int]) -> GroundAxis:
    """The steps of a surface, which stand evenly: the first and the last of them."""
    ends = [*places[:1], *places[1:][-1:]]
    labels = tuple(scene.label_at(run, place) for place in ends)

    def ticks(low: float, high: float, most: int) -> Ticks:
        return Ticks((low, high)[: len(labels)], labels)

    return GroundAxis(0.0, 1.0, ticks)


def _slice_amounts(
    scene: HistogramScene, picked: Sequence[Sequence[int]], edges: tuple[float, ...]
) -> list[np.ndarray]:
    by_count = scene.options.by_count
    return [
        amounts([run.stack.histograms[place] for place in places], edges, by_count=by_count)
        for run, places in zip(scene.runs, picked, strict=True)
    ]


def _greatest(found: Sequence[np.ndarray]) -> float:
    return max((float(one.max(initial=0.0)) for one in found), default=0.0)


def _chosen(scene: HistogramScene) -> RunHistograms:
    return next((run for run in scene.runs if run.chosen), scene.runs[0])


Maker: TypeAlias = Callable[[HistogramScene, int, int], RunPictures]

_MAKERS: Final[dict[Mode, Maker]] = {
    Mode.HEATMAP: _heatmaps,
    Mode.BANDS: _bands,
    Mode.BARS: _bars,
    Mode.OVERLAY: _overlays,
    Mode.RIDGES: _ridgelines,
    Mode.SURFACE: _surfaces,
}
