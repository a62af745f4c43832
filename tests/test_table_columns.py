"""Columns of a table: which are kept where there is little room, and who takes what is left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tbtui.widgets.table import Column, fitting_columns

NAME = Column("Name", 0, keep=9, least=8, wish=10)
TEXT = Column("Text", 0, "begin", keep=8, least=8)
SIZE = Column("Size", 6, "right", keep=1)


def test_the_least_kept_column_goes_first() -> None:
    assert [place for place, _ in fitting_columns([NAME, TEXT, SIZE], 23)] == [0, 1]
    assert [place for place, _ in fitting_columns([NAME, TEXT, SIZE], 24)] == [0, 1, 2]


def test_what_a_column_does_not_need_goes_to_the_others() -> None:
    assert fitting_columns([NAME, TEXT, SIZE], 68) == [(0, 10), (1, 50), (2, 6)]


def test_one_column_alone_takes_everything() -> None:
    assert fitting_columns([NAME], 68) == [(0, 68)]


def test_shares_hold_where_nothing_is_enough() -> None:
    wide, narrow = Column("", 0, share=3), Column("", 0, share=1)
    assert fitting_columns([wide, narrow], 41) == [(0, 30), (1, 10)]


columns = st.builds(
    Column,
    st.just(""),
    st.sampled_from([0, 0, 1, 7, 20]),
    keep=st.integers(0, 9),
    least=st.integers(1, 20),
    share=st.integers(1, 5),
    wish=st.sampled_from([0, 0, 3, 12, 60]),
)


@given(st.lists(columns, min_size=1, max_size=8), st.integers(1, 200))
def test_columns_fill_the_width_where_one_can_grow(made: list[Column], width: int) -> None:
    found = fitting_columns(made, width)
    used = sum(size for _, size in found) + len(found) - 1
    assert [place for place, _ in found] == sorted({place for place, _ in found})
    if len(found) > 1:
        assert used <= width
        grows = [made[place] for place, _ in found if not made[place].width]
        if any(not column.wish for column in grows):
            assert used == width
