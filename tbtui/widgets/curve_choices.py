"""What of curves is typed or chosen from a list: ranges, overlays, another x, derived tags, groups of runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from tbtui.analysis.expressions import FUNCTION_NAMES, ExpressionError, parse_expression
from tbtui.analysis.labels import many_label
from tbtui.analysis.listing import drawn_runs, matching, scalar_tags
from tbtui.analysis.ranges import Range
from tbtui.analysis.run_groups import run_groups
from tbtui.analysis.scalar_sources import PINNED
from tbtui.analysis.typed_ranges import parse_ranges
from tbtui.widgets.prompt import Choice, Prompt
from tbtui.widgets.reading_dashboard import ReadingDashboard

_GROUPS_TOLD = 4
_RANGE_HINT = "y=0..2 x=1k..5k, or one of them; an end may be left out"
_GROUP_HINT = (
    "Runs become one where a regular expression finds the same in them: (lr=[^,]+) averages over everything but lr. "
    "A number: where so many first parts of the path are the same. Nothing: no averages."
)


class CurveChoices(ReadingDashboard):
    """Curves whose ranges, tags and groups can be typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "ask_range", "Range by hand", show=False, tooltip="Type the range of either axis"),
        Binding("U", "shared_y", "Shared y", show=False, tooltip="One y range for all charts of the grid"),
        Binding("W", "ask_smoothing", "Smoothing…", show=False, tooltip="Type a weight or a half-life"),
        Binding("T", "ask_overlay", "Overlay tags", show=False, tooltip="Lay all tags over the chart that match"),
        Binding("z", "ask_x_tag", "X from tag", show=False, tooltip="Put another tag on the x axis: tokens, epoch"),
        Binding("Z", "interpolate", "Join x", show=False, tooltip="Join that tag at equal steps, or between"),
        Binding("m", "scatter", "Points", show=False, tooltip="Draw points, or lines"),
        Binding("D", "ask_expression", "Derive", show=False, tooltip="A tag made of others: train/loss - val/loss"),
        Binding("A", "ask_groups", "Average runs", show=False, tooltip="Average runs by a rule, seeds for example"),
        Binding("M", "average", "Mean/median", show=False, tooltip="Mean with deviation, or median with quartiles"),
        Binding(
            "percent_sign",
            "difference",
            "Difference",
            show=False,
            key_display="%",
            tooltip="Compared with one",
        ),
        Binding("P", "pinned", "Pinned", show=False, tooltip="All pinned tags side by side"),
    ]

    def y_seen(self) -> Range:
        """The values between the ends of the y axis."""
        chart = self.chart_seen()
        if chart is None:
            return 0.0, 1.0
        axis = chart.left
        return axis.transform.value(axis.low), axis.transform.value(axis.high)

    def action_ask_range(self) -> None:
        """Type ranges."""
        ranges = self.seen_x()
        if ranges is None:
            return
        axis, whole, y = self.selection.x_axis, ranges[1], self.y_seen()

        def take(text: str) -> None:
            found = parse_ranges(text, axis, whole, y)
            changes: dict[str, Any] = {"y_range": found.y} if found.y else {}
            if found.x:
                changes |= {"x_range": found.x, "x_glued": False}
            self.tbtui.select(**changes)

        self._ask("Range", _RANGE_HINT, "", _complaint(lambda text: parse_ranges(text, axis, whole, y)), take)

    def _ask(
        self,
        title: str,
        hint: str,
        value: str,
        check: Callable[[str], str],
        take: Callable[[str], None],
        told: Callable[[str], str] = lambda _: "",
    ) -> None:
        """Ask for a line and hand it on, unless Esc was pressed."""

        def taken(text: str | None) -> None:
            if text is not None:
                take(text.strip())

        self.app.push_screen(Prompt(title, hint, value, check, told), taken)

    def action_shared_y(self) -> None:
        """One y range for all charts of the grid, or one for each."""
        self.tbtui.select(shared_y=not self.selection.shared_y)

    def action_ask_overlay(self) -> None:
        """Mark all tags that a regular expression finds; an empty one marks none."""
        tags = list(scalar_tags(self.snapshot))

        def take(pattern: str) -> None:
            self.tbtui.select(marked_tags=tuple(matching(tags, pattern)) if pattern else ())

        def check(pattern: str) -> str:
            return "" if matching(tags, pattern) else "no tag matches"

        self._ask("Overlay", "A regular expression; nothing takes all overlays away", "", check, take)

    def action_ask_x_tag(self) -> None:
        """Choose a tag for the x axis; the first choice is the step again."""
        tags = list(scalar_tags(self.snapshot))
        options = [("step", "the usual x axis"), *((tag, "") for tag in tags)]

        def take(place: int | None) -> None:
            if place is not None:
                tag = tags[place - 1] if place else None
                self.tbtui.select(x_tag=tag, x_range=None, x_glued=False, cursor=None, mark=None)

        self.app.push_screen(Choice("X axis", options), take)

    def action_interpolate(self) -> None:
        """Join the x axis' tag otherwise."""
        self.tbtui.select(x_interpolated=not self.selection.x_interpolated)

    def action_scatter(self) -> None:
        """Points or lines."""
        self.tbtui.select(scatter=not self.selection.scatter)

    def action_ask_expression(self) -> None:
        """Type a derived tag; it is shown at once."""
        tags = frozenset(scalar_tags(self.snapshot))

        def take(text: str) -> None:
            if text:
                kept = tuple(one for one in self.selection.expressions if one != text)
                self.tbtui.select(expressions=(*kept, text), **self.tag_choice(self.selection, text))

        def check(text: str) -> str:
            try:
                parse_expression(text.strip(), tags)
            except ExpressionError as error:
                return str(error)
            return ""

        hint = "train/loss - val/loss, log(loss) … with " + ", ".join(FUNCTION_NAMES)
        self._ask("Derived tag", hint, "", check, take)

    def drop_expression(self, text: str | None) -> None:
        """Take a derived tag away."""
        if text in self.selection.expressions:
            left = tuple(one for one in self.selection.expressions if one != text)
            self.tbtui.select(expressions=left)
        else:
            self.notify("Only derived tags can be taken away.", timeout=3)

    def action_ask_groups(self) -> None:
        """Type by what runs are grouped; nothing ungroups them."""

        def take(rule: str) -> None:
            self.tbtui.select(run_groups=rule, expanded_groups=frozenset())

        runs = [run.name for run in drawn_runs(self.snapshot, self.selection)]
        self._ask("Average runs", _GROUP_HINT, self.selection.run_groups, lambda _: "", take, partial(_told, runs))

    def action_difference(self) -> None:
        """Draw differences to the reference run, which is the chosen one where there is none yet."""
        selection = self.selection
        reference = selection.reference or selection.run
        if reference is None:
            self.notify("Choose a run first, in the list of runs.", timeout=3)
        else:
            self.tbtui.select(difference=not selection.difference, reference=reference)

    def action_pinned(self) -> None:
        """The dashboard of pinned tags."""
        pinned = self.selection.pinned_tags
        if not pinned:
            self.notify("No tag is pinned: p in the list of tags pins one.", timeout=3)
            return
        showing = self.selection.grid and self.selection.group == PINNED
        size = max(self.selection.grid_size, _grid_for(pinned))
        change = {"grid": False, "group": None} if showing else {"grid": True, "group": PINNED, "tag": pinned[0]}
        self.tbtui.select(**change, grid_size=size)


def _told(runs: Sequence[str], rule: str) -> str:
    """What a rule makes of the runs."""
    groups = [group for group in run_groups(runs, rule.strip()) if len(group.runs) > 1]
    if not groups:
        return "Nothing is averaged: no two of the drawn runs have the same match."
    names = ", ".join(f"{group.name or 'all'} ({len(group.runs)})" for group in groups[:_GROUPS_TOLD])
    more = ", …" if len(groups) > _GROUPS_TOLD else ""
    alone = len(runs) - sum(len(group.runs) for group in groups)
    return f"{many_label(len(groups), 'average')}: {names}{more}" + (f"; {alone:,} alone" if alone else "")


def _grid_for(tags: Sequence[str]) -> int:
    """A size of the grid that shows all pinned tags, as far as there is one."""
    return min(36, len(tags))


def _complaint(parse: Callable[[str], object]) -> Callable[[str], str]:
    """What is wrong with a text, as the parser tells it."""

    def check(text: str) -> str:
        try:
            parse(text)
        except ValueError as error:
            return str(error)
        return ""

    return check
