"""The table of sessions as CSV, JSON and LaTeX."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import pytest

from tbtui.analysis.session_export import csv_table, json_table, latex_table, latex_text, latex_value, row_text
from tbtui.analysis.session_view import HParamsView, ShownSessions, read_table, shown_sessions
from tbtui.parsing.logdir import open_logdir
from tests.hparam_logs import Write, write_session, write_sweep


def shown_of(path: Path | str, **view: object) -> ShownSessions:
    chosen = HParamsView(**view)  # type: ignore[arg-type]
    return shown_sessions(read_table(open_logdir(str(path)).snapshot, 1.9e9, chosen), chosen)


def test_csv_has_the_rows_and_columns_that_are_shown(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    shown = shown_of(tmp_path, filter="lr<1", sort="metric:val/loss", hidden=frozenset({"hparam:seed", "hparam:bias"}))
    rows = list(csv.reader(io.StringIO(csv_table(shown).decode())))
    assert rows[0] == ["session group", "status", "lr", "optimizer", "dropout", "val/accuracy", "val/loss"]
    assert [row[:5] for row in rows[1:]] == [
        ["lr=0.01", "success", "0.01", "adam", "0.1"],
        ["lr=0.001", "success", "0.001", "adam", "0.1"],
        ["lr=0.1", "failure success", "0.1", "sgd", "0.5"],
    ]
    assert float(rows[1][6]) == pytest.approx(0.3)


def test_json_has_every_session(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    write_session(write, "odd", {"lr": math.nan, "note": "tab\there"}, {"val/loss": [math.inf]})
    found = json.loads(json_table(shown_of(tmp_path)))
    assert [row["name"] for row in found["rows"]] == ["lr=0.001", "lr=0.01", "lr=0.1", "lr=1", "odd"]
    assert [one["run"] for one in found["rows"][1]["sessions"]] == ["b", "c"]
    assert found["rows"][3]["hparams"] == {"lr": 1.0, "optimizer": "sgd", "bias": True, "seed": 5.0}
    assert found["rows"][4]["hparams"] == {"lr": "NaN", "note": "tab\there"}
    assert found["rows"][4]["metrics"] == {"val/loss": "Infinity"}


def test_latex_is_a_booktabs_table(write: Write, tmp_path: Path) -> None:
    write_session(write, "run_1", {"opt": "a&b_c", "lr": 1e-5}, {"loss": [0.25]})
    write_session(write, "run_2", {"opt": "50%", "lr": 2.0}, {"loss": [0.5]})
    assert latex_table(shown_of(tmp_path)).decode().split("\n") == [
        r"% needs \usepackage{booktabs}",
        r"\begin{tabular}{llrr}",
        r"\toprule",
        r" & opt & lr & loss \\",
        r"\midrule",
        r"run\_1 & a\&b\_c & $1 \cdot 10^{-5}$ & {\boldmath $0.25$} \\",
        r"run\_2 & 50\% & $2$ & $0.5$ \\",
        r"\bottomrule",
        r"\end{tabular}",
        "",
    ]


def test_nothing_is_a_command_in_latex() -> None:
    assert latex_text("\\input{x}$~^#\x1b<\n>") == (
        r"\textbackslash{}input\{x\}\$\textasciitilde{}\textasciicircum{}\# \textless{} \textgreater{}"
    )
    assert [latex_value(value, 4) for value in (None, True, math.nan, -math.inf)] == ["--", "true", "NaN", r"$-\infty$"]


def test_a_row_is_copied_as_names_and_values(write: Write, tmp_path: Path) -> None:
    write_session(write, "run", {"lr": 0.1, "opt": "adam"}, {"loss": [0.5]})
    assert row_text(shown_of(tmp_path), 0) == "loss=0.5\nlr=0.1\nopt=adam"
