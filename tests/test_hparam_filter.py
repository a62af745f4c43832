"""The filter of sessions: what it lets pass, what it says of wrong texts, and that texts and trees are the same."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbtui.analysis.hparam_columns import ColumnKind, Value, ValueColumn
from tbtui.analysis.hparam_filter import (
    EVERYTHING,
    AllOf,
    AnyOf,
    Condition,
    Interval,
    Node,
    Not,
    of_sessions,
    passing,
    replaced,
)
from tbtui.analysis.hparam_filter_text import (
    FilterError,
    field_names,
    filter_text,
    interval_of,
    parse_filter,
    written_names,
)
from tbtui.analysis.session_table import RowTable


def column(kind: ColumnKind, name: str, *values: Value) -> ValueColumn:
    return ValueColumn(kind, name, name, values)


COLUMNS = (
    column(ColumnKind.HPARAM, "lr", 0.1, 0.01, 1e-4, None),
    column(ColumnKind.HPARAM, "optimizer", "adam", "sgd", "Adam", "rms & more"),
    column(ColumnKind.HPARAM, "use bn", True, False, None, True),
    column(ColumnKind.METRIC, "val/loss", 0.3, math.nan, 0.30000000000000004, 2.0),
    column(ColumnKind.METRIC, "lr", 1.0, 2.0, 3.0, 4.0),
)
ROWS = RowTable(
    ("run-0", "run-1", "run-2", "other"),
    ((0,), (1,), (2,), (3,)),
    tuple(frozenset({word}) for word in ("success", "failure", "success", "running")),
    {one.key: one for one in COLUMNS},
)
NAMES = field_names(COLUMNS)
WRITTEN = written_names(NAMES)


def found(text: str) -> list[int]:
    return passing(parse_filter(text, NAMES), ROWS).nonzero()[0].tolist()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [0, 1, 2, 3]),
        ("lr>1e-3", [0, 1]),
        ("lr > 1e-3 & optimizer = adam & status=success", [0]),
        ("lr=1e-4..1e-2", [1, 2]),
        ("lr=..0.01", [1, 2]),
        ("lr!=0.1", [1, 2, 3]),
        ("lr", [0, 1, 2]),
        ("!lr", [3]),
        ("optimizer=ADAM,sgd", [0, 1, 2]),
        ('optimizer="rms & more"', [3]),
        ("optimizer~^a|^s", [0, 1, 2]),
        ("(optimizer~^(a)) | lr=0.01", [0, 1, 2]),
        ("optimizer!~adam", [1, 3]),
        ("use bn=true", [0, 3]),
        ("use bn=1", [0, 3]),
        ('"use bn"=false', [1]),
        ("val/loss=0.3", [0, 2]),
        ("val/loss<=0.3", [0]),
        ("metric:lr>=3", [2, 3]),
        ("status=success,running", [0, 2, 3]),
        ("!(status=success) & (lr>1 | lr<1)", [1]),
        ("run", [0, 1, 2]),
        ("name~[01]$ && lr==0.1", [0]),
    ],
)
def test_what_passes(text: str, rows: list[int]) -> None:
    assert found(text) == rows


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lrr>1", "there is no column 'lrr': did you mean 'lr'?"),
        ("lr>", "a value is missing at the end"),
        ("lr>adam", "> needs a number, and 'adam' is none"),
        ("lr>1 &", "a condition is missing at the end"),
        ("(lr>1", "a closing bracket is missing"),
        ("lr>1)", "unexpected ')': join conditions with & or |"),
        ("lr=0.1 optimizer=sgd", "unexpected '=sgd'"),
        ("optimizer~(", "'(' is no regular expression"),
        ('optimizer="adam', 'a closing " is missing'),
        ("=3", "a name is missing before '=3'"),
        ("lr=,", "a value is missing before ','"),
        ("!" * 99, "too many brackets"),
    ],
)
def test_what_is_wrong_is_told(text: str, words: str) -> None:
    with pytest.raises(FilterError) as error:
        parse_filter(text, NAMES)
    assert words in str(error.value)


def test_a_condition_of_one_column_is_replaced() -> None:
    node = parse_filter("lr>0 & (lr<1 | lr=2) & optimizer=sgd & (lr=3 | optimizer=adam)", NAMES)
    now = replaced(node, "hparam:lr", Condition("hparam:lr", "=", (Interval(0.0, 1.0),)))
    assert filter_text(now, WRITTEN) == "optimizer=sgd & (lr=3 | optimizer=adam) & lr=0..1"
    assert replaced(parse_filter("lr>0", NAMES), "hparam:lr", None) == EVERYTHING


def test_the_status_alone_chooses_sessions() -> None:
    first, second = of_sessions(parse_filter("status=success & lr>0 & (status=failure | lr>1)", NAMES))
    assert filter_text(first, WRITTEN) == "status=success"
    assert filter_text(second, WRITTEN) == "lr>0 & (status=failure | lr>1)"


FIELDS = st.sampled_from([*(one.key for one in COLUMNS), "status", "name"])
WORDS = st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda word: interval_of(word) is None)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False).map(lambda number: float(f"{number:.15g}"))
INTERVALS = st.tuples(NUMBERS, NUMBERS).map(lambda ends: Interval(*ends))
CONDITIONS = st.one_of(
    st.builds(Condition, FIELDS, st.sampled_from(["=", "!="]), st.lists(WORDS | INTERVALS, min_size=1).map(tuple)),
    st.builds(Condition, FIELDS, st.sampled_from(["<", "<=", ">", ">="]), NUMBERS.map(lambda one: (f"{one:.15g}",))),
    st.builds(Condition, FIELDS, st.just(""), st.just(())),
    st.builds(
        Condition,
        FIELDS,
        st.sampled_from(["~", "!~"]),
        WORDS.map(lambda word: ("".join(map(r"\x{:02x}".format, word.encode())),)),
    ),
)


def _joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    flat = several.filter(lambda nodes: not any(isinstance(node, AllOf) for node in nodes))
    return st.one_of(parts.map(Not), flat.map(AllOf), several.map(AnyOf))


@given(st.recursive(CONDITIONS, _joined, max_leaves=6))
def test_a_tree_and_its_text_are_the_same(node: Node) -> None:
    assert parse_filter(filter_text(node, WRITTEN), NAMES) == node


@given(
    st.one_of(
        st.text(max_size=40),
        st.lists(st.sampled_from([*"()!&|=<>~,.\"'\\ ", "lr", "use bn", "1e-3", "adam"])).map("".join),
    )
)
def test_no_text_does_harm(text: str) -> None:
    try:
        node = parse_filter(text, NAMES)
    except FilterError:
        return
    assert passing(node, ROWS).shape == (4,)
    again = parse_filter(filter_text(node, WRITTEN), NAMES)
    assert passing(again, ROWS).tolist() == passing(node, ROWS).tolist()
