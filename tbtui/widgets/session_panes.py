"""The lists beside sessions: details of one, the difference of two, and how much hparams go with metrics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from tbtui.analysis.hparam_columns import ValueColumn
from tbtui.analysis.rank_association import Association, association_label
from tbtui.analysis.run_details import Detail
from tbtui.analysis.session_difference import Difference
from tbtui.charts.cells import DEFAULT
from tbtui.charts.palette import Palette
from tbtui.model.display import safe_text
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable
from tbtui.widgets.wide_table import WideTable, column_width

_MOST_NAME = 28
_WEAK = 0.1
"""Below so much of the variance figures are muted."""


class SessionDetails(VirtualTable):
    """Names and values, or two values side by side."""

    def show_details(self, details: Sequence[Detail], palette: Palette) -> None:
        """Show what is told of one row."""
        width = max((len(one.name) for one in details if not one.heading), default=0)

        def row(number: int) -> Sequence[Piece]:
            one = details[number]
            if one.heading:
                return Piece(""), Piece(one.name, bold=True)
            return Piece(one.name, palette.muted), Piece(one.value, palette.warning if one.warning else DEFAULT)

        columns = (Column("", min(width, _MOST_NAME)), Column("", 0, keep=1))
        self.show(TableContent(columns, len(details), row))

    def show_differences(self, found: Sequence[Difference], palette: Palette) -> None:
        """Show two rows side by side; what is equal is muted."""
        columns = (
            Column("", min(_MOST_NAME, max((len(one.title) for one in found), default=1)), keep=4),
            Column("A", 0, keep=3, least=10),
            Column("B", 0, keep=3, least=10),
            Column("B - A", 22, keep=1),
        )

        def row(number: int) -> Sequence[Piece]:
            one = found[number]
            colour = DEFAULT if one.differs else palette.muted
            name = Piece(one.title, palette.muted, bold=one.is_metric)
            return name, Piece(one.first, colour), Piece(one.second, colour), Piece(one.change, palette.muted)

        self.show(TableContent(columns, len(found), row, empty="Both have the same hparams and metrics."))


class AssociationList(WideTable):
    """A line for each hparam, the strongest first, a column for each metric."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Scatter plot")]

    def show_figures(
        self,
        hparams: Sequence[ValueColumn],
        metrics: Sequence[ValueColumn],
        figures: Sequence[Sequence[Association]],
        metric: ValueColumn | None,
        palette: Palette,
    ) -> None:
        """Show the figures [metric][hparam]; the hparams that go most with ``metric`` stand first."""
        judging = next((place for place, one in enumerate(metrics) if metric and one.key == metric.key), 0)
        strengths = [one.strength for one in figures[judging]] if metrics else []
        self._order = order = sorted(range(len(strengths)), key=lambda place: -strengths[place])
        names = [safe_text(one.title) for one in hparams]
        columns = [Column("HParam", column_width("HParam", names, 8, _MOST_NAME))]
        for place, one in enumerate(metrics):
            title = safe_text(one.title)
            columns.append(Column(title, column_width(title, ["ρ -0.00 ε² 0.00 n 1000"], 12, 26), sort=f"{place}"))

        def row(number: int) -> Sequence[Piece]:
            found = [one[order[number]] for one in figures]
            cells = (
                Piece(association_label(one), DEFAULT if one.strength >= _WEAK else palette.muted) for one in found
            )
            return Piece(names[order[number]]), *cells

        empty = "Nothing can be compared: it takes an hparam and a metric in which sessions differ."
        self.show_wide(TableContent(tuple(columns), len(order), row, f"{judging}", True, empty), 1, "")

    def pair_at(self, number: int) -> tuple[int, int]:
        """(hparam, metric) of a line and the column of the cursor."""
        return self._order[number], max(0, self.column - 1)
