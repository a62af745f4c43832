"""Images: pictures of all runs side by side, by step, batches and videos included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tbtui.analysis.entry_steps import ChosenEntry, chosen_entry
from tbtui.analysis.listing import entry_tags, matching
from tbtui.analysis.picture_decoding import PictureDecoder
from tbtui.analysis.picture_slots import (
    BUDGETS,
    ImageHeads,
    PicturePart,
    ShownPicture,
    Slot,
    image_heads,
    most_pixels,
    page_of,
    place_of,
    problem_of,
    shown_pictures,
)
from tbtui.analysis.pictures import Picture, picture_head
from tbtui.analysis.tag_tree import group_with_others
from tbtui.charts.cells import WORD_GAP
from tbtui.charts.picture_panels import panel_of, panel_title, reading
from tbtui.charts.picture_wall import Panel, PictureWall, boxes, capacity
from tbtui.model.entries import Entries, EntryError, Place
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.parsing.data_compat import IMAGES
from tbtui.widgets.entry_values import Wanted
from tbtui.widgets.exports import Export
from tbtui.widgets.graphics import BLOCKS, Graphics
from tbtui.widgets.host import Descriptor
from tbtui.widgets.pane import Pane
from tbtui.widgets.picture_exports import picture_exports
from tbtui.widgets.run_list import run_mark
from tbtui.widgets.video_dashboard import VideoDashboard


class ImagesScreen(VideoDashboard):
    """Pictures."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "images",
        "Images",
        40,
        lambda snapshot: any(run.entries.get(IMAGES) for run in snapshot.runs.values()),
        "Pictures of all runs side by side, drawn with half blocks.",
        short="Imgs",
    )
    PLUGIN = IMAGES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "grid", "Grid", tooltip="The pictures of all tags of the group side by side"),
    ]
    CSS = "ImagesScreen #canvas-pane { height: 1fr; layers: default graphics; }"

    def __init__(self) -> None:
        super().__init__()
        self._decoder = PictureDecoder()
        self._shown: list[ShownPicture] = []
        self._slot: Slot | None = None
        self._page = (0, 0)
        self._alone = False
        self._panels: dict[Slot, Panel] = {}
        self._grid_group = ""
        self._counts: dict[tuple[str, str], int] = {}
        self._graphics: Graphics | None = None

    def compose_main(self) -> Iterable[Widget]:
        """The pictures."""
        kind = self.tbtui.config.images
        self._graphics = None if kind == BLOCKS else Graphics(kind)
        over = [self._graphics] if self._graphics else []
        self.pane = Pane(self.make_canvas(), *over, title="Images", id="canvas-pane")
        yield self.pane

    # What is shown

    def convert(self, value: Any, entries: Entries) -> ImageHeads:
        """What is known of an entry's pictures before they are decoded."""
        return image_heads(value, picture_head)

    def convert_part(self, value: Any, place: Place, part: PicturePart) -> Picture:
        """One picture, decoded."""
        return self._decoder.decode(value, place, part)

    def show_entries(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show the pictures that are at hand, and have the others read; what was shown before stays until then."""
        chosen = self._chosen_entries(snapshot, selection)
        shown = shown_pictures(chosen, self._heads, lambda tag, run: self._counts.get((tag, run), 1))
        for one in shown:
            self._counts[one.slot.tag, one.slot.run] = one.count
        place = self._place(shown, selection)
        room = 1 if self._alone else capacity(*self.canvas.size)
        first, last = page_of(place, len(shown), room)
        self._shown, self._page = shown, (first, last)
        self._show_wall(chosen, shown[first:last], place - first)
        self.show_frame_keys()

    def _chosen_entries(self, snapshot: Snapshot, selection: Selection) -> list[ChosenEntry]:
        """The entries of the tag, or of all tags of its group, by tag and then in the order of the list of runs."""
        self._grid_group, tags = self._group(snapshot, selection)
        if not self.image_options.grid or not tags:
            tags = [self.tag] if self.tag is not None else []
        runs = [row.name for row in self.runs.rows if row.shown]
        entries = [snapshot.runs[run].entries.get(IMAGES, {}).get(tag) for tag in tags for run in runs]
        return [
            one
            for found in entries
            if found is not None and (one := chosen_entry(found, selection.step, selection.repeat))
        ]

    def _group(self, snapshot: Snapshot, selection: Selection) -> tuple[str, list[str]]:
        """The group whose tags a grid shows, and these."""
        found = matching(entry_tags(snapshot, IMAGES), selection.tag_filter)
        return group_with_others(self.tag, found) if self.tag is not None else ("", [])

    def _heads(self, one: ChosenEntry) -> ImageHeads | EntryError | None:
        found: ImageHeads | EntryError | None = self.values.get(one.entries, one.index)
        return found

    def _place(self, shown: Sequence[ShownPicture], selection: Selection) -> int:
        """Which picture is chosen: the one that was, unless another run or tag was chosen in the lists."""
        slot = self._slot
        if slot is None or selection.run not in (slot.run, None) or self.tag != slot.tag:
            slot = Slot(self.tag or "", selection.run or "", slot.number if slot else 0)
        place = place_of(shown, slot)
        self._slot = shown[place].slot if shown else None
        return place

    def _show_wall(self, chosen: Sequence[ChosenEntry], page: Sequence[ShownPicture], place: int) -> None:
        wanted: list[Wanted] = [(one.entries, one.index) for one in chosen]
        panels = {}
        for one in page:
            picture, parts = self._picture(one, most_pixels(len(page)))
            wanted += [(one.one.entries, one.one.index, part) for part in parts]
            panels[one.slot] = self._panel(one, picture)
        self.at_hand, self._panels = self.values.want(wanted), panels
        read_off = tuple(self._with_reading(panel) for panel in panels.values())
        wall = PictureWall(read_off, self.view, place, self.cross) if panels else None
        self.canvas.show(wall, self.palette, self.why_nothing(self.snapshot))
        self._show_head(page)
        self._show_graphics(wall)

    def _show_graphics(self, wall: PictureWall | None) -> None:
        """A picture that stands alone can be shown as graphics, unless a pixel of it is marked."""
        if self._graphics is None:
            return
        picture = wall.panels[0].picture if wall and len(wall.panels) == 1 and wall.cross is None else None
        if wall is None or picture is None or not self.canvas.size:
            self._graphics.hide()
        else:
            self._graphics.show(picture, self.view, boxes(wall, *self.canvas.size)[0].room)

    def _picture(self, one: ShownPicture, most: int) -> tuple[Picture | EntryError | None, list[PicturePart]]:
        """The picture as far as it is at hand, and what must be kept or read for it to be as fine as it can be."""
        if one.head is None or one.head.problem:
            return None, []
        part = PicturePart(one.slot.number, self.frame % one.head.frames, most)
        coarse: tuple[Picture | None, list[PicturePart]] = (None, [])
        for size in (most, *BUDGETS):
            other = part._replace(most_pixels=size)
            found = self.values.get(one.one.entries, one.one.index, other)
            if found is not None and (size >= most or isinstance(found, EntryError) or found.whole):
                return found, [other]
            if found is not None and coarse[0] is None:
                coarse = (found, [other])
        return coarse[0], [part, *coarse[1]]

    def _panel(self, one: ShownPicture, picture: Picture | EntryError | None) -> Panel:
        """The panel of a picture; the one that was there before, while the picture is being read."""
        group = self._grid_group if self.image_options.grid else None
        title = panel_title(one, group, runs=len(self.chosen) > 1)
        mark = run_mark(self.selection.slots.get(one.slot.run, 0), shown=True, palette=self.palette)
        before = self._panels.get(one.slot)
        if picture is None and before is not None and before.picture is not None and not problem_of(one):
            return replace(before, title=title, mark=mark.text, colour=mark.colour)
        return panel_of(one, title, (mark.text, mark.colour), picture)

    def _with_reading(self, panel: Panel) -> Panel:
        if self.cross is None or panel.picture is None:
            return panel
        return replace(panel, caption=(*reading(panel.picture, self.cross), *panel.caption))

    def _show_head(self, page: Sequence[ShownPicture]) -> None:
        """What is seen, at which step and how, in the border."""
        grid = self.image_options.grid and len({one.slot.tag for one in page}) > 1
        group = self._grid_group
        title = (f"{group}/*" if group else "all tags") if grid else self.tag or "Images"
        first, last = self._page
        words = [self.step_line()] if page else []
        words += [*self._reading_without_caption(), *self.view_words()]
        words += ["playing"] if self.playing else []
        if last - first < len(self._shown):
            which = f"picture {last}" if last == first + 1 else f"pictures {first + 1}-{last}"
            words.append(f"{which} of {len(self._shown)}")
        elif self._alone:
            words.append("alone")
        self.pane.head(title, WORD_GAP.join(words))

    def _reading_without_caption(self) -> list[str]:
        """What is read off the chosen picture, where there is no room for it below the pictures."""
        wall, number = self.canvas.wall, self.chosen_number()
        if wall is None or self.cross is None or not self.canvas.size or number >= len(wall.panels):
            return []
        picture = wall.panels[number].picture
        if picture is None or boxes(wall, *self.canvas.size)[number].captioned:
            return []
        return list(reading(picture, self.cross))

    # Which picture is chosen

    def chosen_number(self) -> int:
        """Which of the pictures on the wall is chosen."""
        return place_of(self._shown, self._slot) - self._page[0] if self._shown else 0

    def choose_number(self, number: int) -> None:
        """Choose another picture, and its run and tag in the lists; beyond the wall lie other pages."""
        place = min(max(0, self._page[0] + number), len(self._shown) - 1)
        if self._shown:
            self._slot = self._shown[place].slot
            self.tbtui.select(run=self._slot.run, **self.tag_choice(self.selection, self._slot.tag))
            self.update()

    def action_page(self, by: int) -> None:
        """Go to the pictures that have no room beside these."""
        self.choose_number(self.chosen_number() + by * max(1, self._page[1] - self._page[0]))

    def action_alone(self) -> None:
        """Show the chosen picture alone, or all."""
        self._alone = not self._alone
        self.update()

    def action_grid(self) -> None:
        """The pictures of all tags of the group, or of one."""
        if not self.image_options.grid and len(self._group(self.snapshot, self.selection)[1]) < 2:
            self.notify("No other tag holds pictures.", timeout=3)
            return
        self.choose(self.image_options, grid=not self.image_options.grid)

    # Frames

    def most_frames(self) -> int:
        """How many frames the longest of all videos has."""
        return max((one.head.frames for one in self._shown if one.head is not None), default=1)

    def frame_seconds(self) -> float:
        """How long the frame of the first video on the wall is to be seen."""
        pictures = [panel.picture for panel in self._panels.values() if panel.picture and panel.picture.frames > 1]
        return pictures[0].seconds if pictures else 0.0

    # What can be taken along, and back

    def exports(self) -> Sequence[Export]:
        """The chosen picture as PNG, and as it stands in the log."""
        number = self._page[0] + self.chosen_number()
        return picture_exports(self._shown[number], self.frame) if number < len(self._shown) else ()

    def copied_text(self) -> str:
        """What stands below the chosen picture."""
        wall, number = self.canvas.wall, self.chosen_number()
        if wall is None or number >= len(wall.panels):
            return ""
        slot = self._shown[self._page[0] + number].slot
        return " · ".join((slot.tag, slot.run, *wall.panels[number].caption))

    def step_back(self) -> bool:
        """Show all pictures again, once nothing else of the one that stands alone is to be taken back."""
        if self._alone and not (self.playing or self.looks_closely):
            self.action_alone()
            return True
        return super().step_back()
