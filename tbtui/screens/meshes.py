"""Meshes and clouds of points of all runs side by side, lit and turned by keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widget import Widget

from tbtui.analysis.camera import Ball, Camera, Up
from tbtui.analysis.chosen_meshes import ReadMesh, largest_batch, read_mesh, summary_text
from tbtui.analysis.listing import drawn_runs
from tbtui.analysis.mesh_files import obj_file, ply_file
from tbtui.analysis.mesh_tags import ChosenMesh, chosen_mesh, mesh_names, run_meshes
from tbtui.analysis.mesh_tensors import mesh_tensor
from tbtui.charts.mesh_grid import MeshGrid
from tbtui.charts.mesh_picture import Mode
from tbtui.charts.mesh_tiles import MeshBox, grown, mesh_grid, turning_share
from tbtui.model.entries import Entries
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.parsing.data_compat import MESH
from tbtui.widgets.camera_dashboard import CameraDashboard
from tbtui.widgets.exports import Export, file_name
from tbtui.widgets.host import Descriptor
from tbtui.widgets.mesh_numbers import MeshNumbers
from tbtui.widgets.orbit_chart import OrbitChart
from tbtui.widgets.pane import Pane

_SETTLE_SECONDS: Final = 0.3
_MOST_TILES: Final = 12


@dataclass(frozen=True)
class MeshOptions:
    """How meshes are looked at, kept with the logdir."""

    mode: Mode = Mode.SOLID
    up: Up = Up.Y
    item: int = 0
    """Which mesh of the batch."""


class MeshesScreen(CameraDashboard):
    """Meshes."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "meshes",
        "Meshes",
        100,
        lambda snapshot: any(MESH in run.entries for run in snapshot.runs.values()),
        "Meshes and clouds of points of all runs side by side, lit and in colour.",
        short="Mesh",
    )
    PLUGIN = MESH
    AUTO_FOCUS = "#picture"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mode", "Mode", tooltip="Solid, wireframe or points"),
        Binding("u", "up", "Up axis", tooltip="Which axis points upwards: y, z, x, or y the other way"),
        Binding("n", "item(1)", "Next in batch", tooltip="The next mesh of a batch"),
        Binding("N", "item(-1)", "Before in batch", show=False, tooltip="The mesh before, of a batch"),
    ]
    CSS = """
    MeshesScreen #picture-pane { height: 1fr; }
    MeshesScreen #numbers-pane { height: 8; }
    MeshesScreen.low #numbers-pane { height: 5; }
    MeshesScreen.narrow #numbers-pane { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.meshes: Sequence[ReadMesh] = ()
        self._grid: MeshGrid | None = None
        self._boxes: dict[str, MeshBox] = {}
        self._drawn_from: object = None
        self._turning: Timer | None = None

    def compose_main(self) -> Iterable[Widget]:
        """The picture, and the numbers below it."""
        self.picture = OrbitChart(on_drag=self.dragged, on_point=self._clicked, on_wheel=self.wheel, id="picture")
        self.numbers = MeshNumbers(on_move=self._chose_row, actions=self, id="numbers")
        self.picture_pane = Pane(self.picture, title="Meshes", id="picture-pane")
        self.numbers_pane = Pane(self.numbers, title="Numbers", id="numbers-pane")
        yield self.picture_pane
        yield self.numbers_pane

    def convert(self, value: Any, entries: Entries) -> Any:
        """Tensors are checked in the background."""
        return mesh_tensor(value)

    def tags_of(self, snapshot: Snapshot) -> Mapping[str, int]:
        """Meshes, not the tags of their parts."""
        return mesh_names(snapshot)

    def entries_of(self, snapshot: Snapshot, selection: Selection) -> list[Entries]:
        """The vertices of the mesh, of every run that is drawn and has it; the chosen run's first."""
        runs = sorted(drawn_runs(snapshot, selection), key=lambda run: run.name != selection.run)
        found = [run_meshes(run).get(self.tag or "") for run in runs]
        return [mesh.vertices for mesh in found if mesh is not None]

    def show_entries(self, snapshot: Snapshot, selection: Selection) -> None:
        """Read what is not read yet, then draw in the background; the old picture stays until then."""
        order = [run.name for run in drawn_runs(snapshot, selection)]
        shown = sorted(self.chosen[:_MOST_TILES], key=lambda one: order.index(one.run))
        chosen = [
            chosen_mesh(run_meshes(snapshot.runs[one.run])[self.tag or ""], one, selection.repeat) for one in shown
        ]
        if not chosen:
            self._drawn_from, self._grid, self.meshes = None, None, ()
            self.picture.show(None, self.palette, self.why_nothing(snapshot))
            self._show_words()
        elif self.values.want([(part.entries, part.index) for mesh in chosen for part in mesh.parts]):
            self._draw(chosen, selection)

    # Drawing

    def _draw(self, chosen: Sequence[ChosenMesh], selection: Selection) -> None:
        """Draw unless this was asked for already."""
        options, tag, size = self.options(MeshOptions()), self.tag or "", self.picture.size
        parts = [part for mesh in chosen for part in mesh.parts]
        places = [part.entries.place(part.index) for part in parts]
        palette, turning = self.palette, self._turning is not None
        drawn_from = (
            places,
            tag,
            options,
            self.camera,
            size,
            palette,
            turning,
            selection.slots,
            selection.run,
            self._boxes.get(tag),
        )
        if drawn_from == self._drawn_from:
            return
        self._drawn_from = drawn_from
        box, camera = self._boxes.get(tag), self.camera
        values = {part: self.values.get(part.entries, part.index) for part in parts}

        def work() -> tuple[Sequence[ReadMesh], MeshBox | None, MeshGrid]:
            meshes = [read_mesh(mesh, values.__getitem__, options.item) for mesh in chosen]
            grown_box = grown(box, meshes)
            every = turning_share(meshes, options.mode) if turning else 1
            ball = grown_box.ball if grown_box else Ball()
            grid = mesh_grid(meshes, selection, palette, camera, ball, options.up, options.mode, every)
            if size.width and size.height:
                grid.prepare(size.width, size.height, palette)
            return meshes, grown_box, grid

        self.background.run("meshes-picture", work, partial(self._take, tag, drawn_from))

    def _take(self, tag: str, drawn_from: object, drawn: tuple[Sequence[ReadMesh], MeshBox | None, MeshGrid]) -> None:
        meshes, box, grid = drawn
        if box is not None:
            self._boxes[tag] = box
        if drawn_from is self._drawn_from:
            self._drawn_from = (*self._drawn_from[:-1], box)  # type: ignore[index]
        if tag == self.tag and self.chosen:
            self.meshes, self._grid = meshes, grid
            self.picture.show(grid, self.palette)
            self._show_words()

    def _show_words(self) -> None:
        """The texts around the picture, and the table."""
        options = self.options(MeshOptions())
        words = [self.step_line()] if self.chosen else []
        batch = largest_batch(self.meshes)
        if batch > 1:
            words.append(f"{min(options.item, batch - 1) + 1} of batch of {batch}")
        every = self._grid.view.every if self._grid else 1
        if every > 1:
            words.append(f"while turning 1 of {every} drawn")
        words += [options.mode.value, f"{options.up.value} up"]
        self.picture_pane.head(self.tag or "Meshes", " · ".join(words))
        self.numbers.show_meshes(self.meshes, self.selection, self.palette)
        hidden = len(self.chosen) - len(self.meshes) if self.meshes else 0
        one = self._chosen_mesh()
        told = f"{hidden} more runs: hide some to see them" if hidden else " · ".join(one.words if one else ())
        self.numbers_pane.head("Numbers", told)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self.update)

    # What is chosen

    def _chose_row(self, row: int) -> None:
        self.tbtui.select(run=self.numbers.rows[row].name)

    def _clicked(self, x: int, y: int) -> None:
        """A click on a tile chooses its run."""
        number = self._grid.at(x, y, self.picture.size.width, self.picture.size.height) if self._grid else None
        if number is not None and number < len(self.meshes):
            self.tbtui.select(run=self.meshes[number].chosen.vertices.run)

    def look(self, camera: Camera) -> None:
        """Look from elsewhere; of large meshes only a part is drawn until the camera stands still."""
        if camera == self.camera:
            return
        self.camera = camera
        if turning_share(self.meshes, self.options(MeshOptions()).mode) > 1:
            if self._turning:
                self._turning.stop()
            self._turning = self.set_timer(_SETTLE_SECONDS, self._settle)
        self.update()

    def _settle(self) -> None:
        self._turning = None
        self.update()

    # Keys

    def action_reset(self) -> None:
        """Look at all that is shown from where one looked at the start."""
        self._boxes.pop(self.tag or "", None)
        self.camera = Camera()
        self.update()

    def action_mode(self) -> None:
        """Solid, wireframe, points."""
        options, modes = self.options(MeshOptions()), list(Mode)
        self.choose(options, mode=modes[(modes.index(options.mode) + 1) % len(modes)])

    def action_up(self) -> None:
        """Put another axis upright."""
        options, axes = self.options(MeshOptions()), list(Up)
        self.choose(options, up=axes[(axes.index(options.up) + 1) % len(axes)])

    def action_item(self, by: int) -> None:
        """Another mesh of the batch."""
        options, batch = self.options(MeshOptions()), largest_batch(self.meshes)
        if batch > 1:
            self.choose(options, item=(min(options.item, batch - 1) + by) % batch)
        else:
            self.notify("There is one mesh at a step, no batch of them.", timeout=3)

    # What can be taken along

    def exports(self) -> Sequence[Export]:
        """The mesh of the chosen run, in two forms."""
        read = self._chosen_mesh()
        if read is None or read.mesh is None:
            return ()
        one = read.chosen.vertices
        stem = f"{self.tag}-{one.run}-{one.step}"
        return (
            Export("OBJ: vertices and faces as text", file_name(stem, ".obj"), partial(obj_file, read.mesh)),
            Export("PLY: binary, with colours", file_name(stem, ".ply"), partial(ply_file, read.mesh)),
        )

    def copied_text(self) -> str:
        """The numbers of the chosen run's mesh."""
        read = self._chosen_mesh()
        return summary_text(read) if read else ""

    def _chosen_mesh(self) -> ReadMesh | None:
        """That of the chosen run, or the first."""
        of_run = [read for read in self.meshes if read.chosen.vertices.run == self.selection.run]
        return next(iter([*of_run, *self.meshes]), None)
