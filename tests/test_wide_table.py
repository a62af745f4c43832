"""A table with more columns than fit: which are seen, and where its cursor of columns goes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent
from tbtui.widgets.wide_table import WideTable, separator

COLUMNS = (
    Column("name", 6, sort="name"),
    *(Column(f"c{number}", 6, "right", f"c{number}") for number in range(3)),
    separator(),
    *(Column(f"d{number}", 6, "right", f"d{number}") for number in range(5)),
)


class TableApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.went: list[str] = []
        self.chose: list[int] = []
        self.sorted: list[str] = []
        self.table = WideTable(on_column=self.went.append, on_choose=self.chose.append, on_sort=self.sorted.append)

    def compose(self) -> ComposeResult:
        yield self.table

    def show(self, column: str = "") -> None:
        rows = TableContent(COLUMNS, 3, lambda _: [Piece(str(place)) for place in range(len(COLUMNS))])
        self.table.show_wide(rows, 1, column)

    @property
    def seen(self) -> list[str]:
        return [COLUMNS[place].title for place, _ in self.table.columns_in(self.table.size.width)]

    @property
    def header(self) -> str:
        return self.table.make_lines(*self.table.size)[0].text


@asynccontextmanager
async def shown(width: int) -> AsyncIterator[tuple[TableApp, Pilot[None]]]:
    app = TableApp()
    async with app.run_test(size=(width, 6)) as pilot:
        app.show()
        app.table.focus()
        await pilot.pause()
        yield app, pilot


async def test_only_whole_columns_are_seen_and_the_others_counted() -> None:
    async with shown(30) as (app, _):
        assert app.seen == ["name", "c0", "c1", "c2", "│"]
        assert app.header == "name       c0     c1     c2 │ "
    async with shown(34) as (app, _):
        assert app.header == "name       c0     c1     c2 │   5▸"


async def test_the_cursor_scrolls_columns_and_skips_lines_between_kinds() -> None:
    async with shown(30) as (app, pilot):
        await pilot.press("right", "right", "right", "right")
        assert app.went == ["c0", "c1", "c2", "d0"]
        assert app.seen[0] == "name"
        assert "d0" in app.seen
        await pilot.press("shift+right")
        assert app.seen == ["name", "d2", "d3", "d4"]
        assert "◂6" in app.header
        await pilot.press("left", "left", "left", "left", "left", "left", "left", "left", "left")
        assert app.went[-1] == "name"


async def test_braces_go_from_kind_to_kind() -> None:
    async with shown(30) as (app, pilot):
        await pilot.press("right", "}")
        assert app.went[-1] == "d0"
        await pilot.press("}")
        assert app.went[-1] == "d0"
        await pilot.press("{")
        assert app.went[-1] == "name"


async def test_a_column_is_gone_to_by_its_key() -> None:
    async with shown(20) as (app, _):
        app.show("d4")
        assert app.seen[-1] == "d4"
        app.show("gone")
        assert COLUMNS[app.table.column].sort


async def test_a_narrow_table_shows_something() -> None:
    async with shown(9) as (app, _):
        app.show("d1")
        assert app.seen[0] == "name"
        assert len(app.header) == 9


async def test_a_click_does_what_it_does_once() -> None:
    async with shown(30) as (app, pilot):
        await pilot.click(app.table, offset=(9, 0))
        assert (app.sorted, app.went) == (["c0"], ["c0"])
        await pilot.click(app.table, offset=(2, 2))
        assert (app.table.cursor, app.chose) == (1, [])
        await pilot.click(app.table, offset=(2, 2))
        assert app.chose == [1]
