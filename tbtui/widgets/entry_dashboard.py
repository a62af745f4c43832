"""What dashboards of entries share: one tag of one kind, an entry of each run at the step cursor of all screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from tbtui.analysis.entry_steps import ChosenEntry, StepPlace, all_steps, chosen_entry, step_beside
from tbtui.analysis.listing import drawn_runs, entry_tags, matching
from tbtui.model.entries import Entries, Place
from tbtui.model.run import Run
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.entry_values import EntryValues
from tbtui.widgets.lists_dashboard import ListsDashboard
from tbtui.widgets.prompt import Prompt
from tbtui.widgets.tag_tree import TagTree

_STEP = Binding.Group("Step", compact=True)


class EntryDashboard(ListsDashboard):
    """Entries of one plugin. A subclass shows those that are chosen in ``show_entries``.

    One that shows entries of several plugins says itself which tags there are, in ``tags_of`` and ``entries_in``.
    """

    PLUGIN: ClassVar[str] = ""
    """Whose entries are shown."""
    AUTO_FOCUS = "TagTree"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("comma", "step(-1)", "Step before", group=_STEP, key_display=",", tooltip="To the entry before"),
        Binding("full_stop", "step(1)", "Next step", group=_STEP, key_display=".", tooltip="To the next entry"),
        Binding("left_curly_bracket", "step(-10)", "10 steps back", show=False, key_display="{"),
        Binding("right_curly_bracket", "step(10)", "10 steps on", show=False, key_display="}"),
        Binding("at", "ask_step", "Go to step", show=False, key_display="@", tooltip="Or to the last one before it"),
        Binding("f", "newest", "Newest", show=False, tooltip="Go to the newest entry and stay with it"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.tag: str | None = None
        """The tag that is shown."""
        self.chosen: Sequence[ChosenEntry] = ()
        """The entry of each drawn run that is shown, the chosen run's first."""
        self._values: EntryValues | None = None

    @property
    def values(self) -> EntryValues:
        """The decoded entries of this screen."""
        if self._values is None:
            name = self.DESCRIPTOR.name
            self._values = EntryValues(self.background, name, self.update, self.convert, self.convert_part)
        return self._values

    def convert(self, value: Any, entries: Entries) -> Any:
        """What is kept of a decoded entry; runs in the background. EntryError where it makes no sense."""
        return value

    def convert_part(self, value: Any, place: Place, part: Any) -> Any:
        """What is kept of a part of a decoded entry, where parts are wanted; otherwise as ``convert``."""
        raise NotImplementedError

    def make_tags(self) -> TagTree:
        """The tags of the kind."""
        return TagTree(on_tag=self._chose_tag, id="tags")

    def show(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show tags and runs, and choose an entry of every run that is drawn."""
        tags = self.tags_of(snapshot)
        self.tag = self._shown_tag(tags, selection)
        self.tags.show_tags(tags, selection.tag_filter, self.tag, "no tag matches" if tags else "nothing of this kind")
        self.show_tags(selection, len(tags))
        self.chosen = [
            one
            for found in self.entries_of(snapshot, selection)
            if (one := chosen_entry(found, selection.step, selection.repeat))
        ]
        steps = {one.run: f"{one.step:,}" for one in self.chosen}
        self.show_runs(snapshot, selection, steps)
        self.show_entries(snapshot, selection)

    def show_entries(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show ``self.chosen``. Values that ``self.values`` does not have yet must be wanted from it."""
        raise NotImplementedError

    def tags_of(self, snapshot: Snapshot) -> Mapping[str, int]:
        """The tags that can be chosen, and in how many runs each is."""
        return entry_tags(snapshot, self.PLUGIN)

    def entries_in(self, run: Run) -> Entries | None:
        """What a run holds of the shown tag."""
        return run.entries.get(self.PLUGIN, {}).get(self.tag or "")

    def listed_entries(self, snapshot: Snapshot, selection: Selection) -> list[Entries]:
        """The entries of the shown tag, of every run that is drawn and has it, in the order of the list of runs."""
        found = [self.entries_in(run) for run in drawn_runs(snapshot, selection)]
        return [entries for entries in found if entries is not None]

    def entries_of(self, snapshot: Snapshot, selection: Selection) -> list[Entries]:
        """The same, the chosen run's first."""
        return sorted(self.listed_entries(snapshot, selection), key=lambda entries: entries.run != selection.run)

    def _shown_tag(self, tags: Mapping[str, int], selection: Selection) -> str | None:
        wanted = selection.entry_tags.get(self.DESCRIPTOR.name)
        if wanted in tags:
            return wanted
        return next(iter(matching(tags, selection.tag_filter)), next(iter(tags), None))

    def why_nothing(self, snapshot: Snapshot) -> str:
        """Why nothing is shown, and what helps; for where ``chosen`` is empty."""
        if not snapshot.runs:
            return 'No event files yet.\nWaiting for a file whose name holds "tfevents".'
        if self.tag is None:
            loading = "Still loading: none so far." if snapshot.progress.loading else "This log holds none."
            return f"{self.DESCRIPTOR.title}: {loading}"
        return "All runs that hold this tag are hidden or filtered out.\na in the list of runs shows all."

    def step_line(self) -> str:
        """Which step is shown, in a few words: "step 120 (12 of 40)", with "newest" while it follows."""
        if not self.chosen:
            return ""
        one = self.chosen[0]
        newest = " · newest" if self.selection.step is None else ""
        return f"step {one.step:,} ({one.place + 1:,} of {one.count:,}){newest}"

    @classmethod
    def shows_plugin(cls, plugin: str) -> bool:
        """Whether this screen is the one for tags of a plugin."""
        return plugin == cls.PLUGIN

    @classmethod
    def tag_choice(cls, selection: Selection, tag: str) -> dict[str, Any]:
        """What to change in the selection so that this screen shows a tag."""
        return {"entry_tags": {**selection.entry_tags, cls.DESCRIPTOR.name: tag}}

    def _chose_tag(self, tag: str) -> None:
        self.tbtui.select(**self.tag_choice(self.selection, tag))

    def action_step(self, by: int) -> None:
        """Move the step cursor of all screens to an entry before or behind."""
        steps = all_steps(self.entries_of(self.snapshot, self.selection))
        if not len(steps):
            self.notify("There are no steps to go to here.", timeout=3)
            return
        now = StepPlace(self.selection.step, self.selection.repeat)
        self.put_step(*step_beside(steps, now, by))

    def action_ask_step(self) -> None:
        """Ask for the step to go to."""

        def take(text: str | None) -> None:
            if text:
                self.put_step(int(text))

        self.app.push_screen(
            Prompt("Go to step", "A step; without an entry of its own: the last before it.", "", _no_step), take
        )

    def action_newest(self) -> None:
        """Go to the newest entry, and stay with it when newer ones come."""
        self.put_step(None)

    def put_step(self, step: int | None, repeat: int = 0) -> None:
        """Put the step cursor of all screens on a step, or on an earlier one of its entries; None for the newest."""
        self.tbtui.select(**self.step_choice(step, repeat))

    def step_choice(self, step: int | None, repeat: int = 0) -> dict[str, Any]:
        """What to change in the selection so that the step cursor of all screens stands there."""
        cursor = float(step) if step is not None and self.selection.counts_steps else None
        return {"step": step, "repeat": repeat, "cursor": cursor}


def _no_step(text: str) -> str:
    return "" if text.strip().removeprefix("-").isdecimal() else "a whole number"
