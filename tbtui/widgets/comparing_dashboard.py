"""A dashboard whose texts can be compared: with the one before, with one that was marked, or with another run's."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tbtui.analysis.entry_steps import ChosenEntry, entry_beside
from tbtui.widgets.searching_dashboard import SearchingDashboard

_BEFORE, _MARKED, _RUN = "before", "marked", "run "


class ComparingDashboard(SearchingDashboard):
    """Entries of which two can be compared: ``base`` with the one that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "difference", "Difference", tooltip="To the text before, or to the one marked by *; again: none"),
        Binding("D", "run_difference", "Other run", show=False, tooltip="The difference to the next run at this step"),
        Binding("asterisk", "mark", "Mark", show=False, key_display="*", tooltip="Compare others with this text"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.compares = ""
        """With what the chosen text is compared: the one before, the marked one, a run and its name; "" for nothing."""
        self._marked: ChosenEntry | None = None

    def base(self) -> ChosenEntry | None:
        """The text with which the chosen one is compared; None where there is none."""
        if not self.chosen or not self.compares:
            return None
        if self.compares == _MARKED:
            return self._marked
        if self.compares == _BEFORE:
            return entry_beside(self.chosen[0], -1)
        return next((one for one in self.chosen[1:] if self.compares == _RUN + one.run), None)

    def sides(self) -> list[ChosenEntry]:
        """The chosen text, and before it the one with which it is compared; nothing where none is chosen."""
        base = self.base()
        return [*([base] if base else []), *self.chosen[:1]]

    def why_no_base(self) -> str:
        """Why there is nothing to compare with."""
        if self.compares.startswith(_RUN):
            return f"{self.compares.removeprefix(_RUN)} has no such text, or is not shown.\nD goes to the next run."
        return "There is no text before this one.\nD compares with another run, * marks a text to compare with."

    def action_difference(self) -> None:
        """Show the difference to the text before or to the marked one, or the text itself."""
        self.compare("" if self.compares else _MARKED if self._marked else _BEFORE)

    def action_run_difference(self) -> None:
        """Show the difference to another run at this step; behind the last one, the text itself."""
        others = ["", *(_RUN + one.run for one in self.chosen[1:])]
        if len(others) == 1:
            self.notify("No other run that is shown holds this tag.", timeout=3)
        now = others.index(self.compares) if self.compares in others else 0
        self.compare(others[(now + 1) % len(others)])

    def action_mark(self) -> None:
        """Compare others with this text; again: with none."""
        if self.chosen and not same_entry(self._marked, self.chosen[0]):
            self._marked = self.chosen[0]
            self.notify(f"Step {self._marked.step:,} is marked: go to another text and press d.", timeout=3)
        else:
            self._marked = None
            self.notify("No text is marked.", timeout=3)
            if self.compares == _MARKED:
                self.compare("")

    def compare(self, with_what: str) -> None:
        """Compare with something else."""
        self.compares = with_what
        self.update()

    def step_back(self) -> bool:
        """Take back the difference."""
        if not self.compares:
            return super().step_back()
        self.compare("")
        return True


def same_entry(one: ChosenEntry | None, other: ChosenEntry) -> bool:
    """Whether they mean the same record."""
    return one is not None and one.entries.place(one.index) == other.entries.place(other.index)


def side_label(one: ChosenEntry, other: ChosenEntry) -> str:
    """What one of two compared texts is called: its step, and what else it does not share with the other."""
    run = f"{one.run} " if one.run != other.run else ""
    tag = f"{one.entries.tag} " if one.entries.tag != other.entries.tag else ""
    return f"{run}{tag}step {one.step:,}"
