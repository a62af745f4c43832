"""The table of sessions as CSV, JSON and LaTeX; values as they were written, not as they are shown."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Sequence
from typing import Any, Final

from tbtui.analysis.hparam_columns import Value, ValueColumn
from tbtui.analysis.session_view import ShownSessions

_LATEX: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': "''",
}  # fmt: skip
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def csv_table(shown: ShownSessions) -> bytes:
    """A line for each row that is shown, in its order: name, status, and the columns that are not hidden."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["session group" if shown.view.grouped else "session", "status", *_headings(shown.columns)])
    for row in shown.order:
        values = (_csv_value(column.values[row]) for column in shown.columns)
        writer.writerow([shown.rows.names[row], _status(shown, row), *values])
    return text.getvalue().encode("utf-8", "replace")


def _headings(columns: Sequence[ValueColumn]) -> list[str]:
    """The titles; of two that are equal the one with its kind before it."""
    titles = [column.title for column in columns]
    return [column.title if titles.count(column.title) == 1 else column.key for column in columns]


def _status(shown: ShownSessions, row: int) -> str:
    return " ".join(sorted(shown.rows.statuses[row]))


def _csv_value(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _number(value) if isinstance(value, float) else value


def _number(value: float) -> str:
    if not math.isfinite(value):
        return _not_finite(value)
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _not_finite(value: float) -> str:
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def json_table(shown: ShownSessions) -> bytes:
    """All sessions that are shown with all that is known of them, row by row, and what the experiments say."""
    table = shown.table
    rows = [
        {
            "name": shown.rows.names[row],
            "hparams": _json_values(shown, row, metrics=False),
            "metrics": _json_values(shown, row, metrics=True),
            "sessions": [_json_session(shown, member) for member in shown.rows.members[row]],
        }
        for row in shown.order
    ]
    found = {
        "filter": shown.view.filter,
        "aggregate": shown.view.aggregate.value if shown.view.grouped else None,
        "metric_values": shown.view.value.value,
        "experiments": {
            run: {"name": one.name, "description": one.description, "user": one.user, "created": one.created}
            for run, one in table.found.experiments.items()
        },
        "rows": rows,
    }
    return json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace") + b"\n"


def _json_values(shown: ShownSessions, row: int, *, metrics: bool) -> dict[str, Any]:
    columns = [column for column in shown.rows.columns.values() if column.is_metric is metrics]
    return {column.name: json_value(column.values[row]) for column in columns if column.values[row] is not None}


def _json_session(shown: ShownSessions, member: int) -> dict[str, Any]:
    session = shown.table.sessions[member]
    metrics = [column for column in shown.table.columns if column.is_metric and column.values[member] is not None]
    return {
        "run": session.run,
        "status": session.status.value,
        "started": session.started,
        "ended": session.ended,
        "source": session.source.value,
        "hparams": {name: json_value(value) for name, value in session.hparams.items()},
        "metrics": {column.name: json_value(column.values[member]) for column in metrics},
    }


def json_value(value: Value) -> Any:
    """A value as JSON knows it; numbers that are not finite as their words."""
    return _not_finite(value) if isinstance(value, float) and not math.isfinite(value) else value


def latex_table(shown: ShownSessions) -> bytes:
    """A booktabs table of the rows and columns that are shown, the best value of each metric bold."""
    aligned = "".join("r" if column.is_numeric else "l" for column in shown.columns)
    names = [latex_text(heading) for heading in ["", *_headings(shown.columns)]]
    lines = [r"% needs \usepackage{booktabs}", rf"\begin{{tabular}}{{l{aligned}}}", r"\toprule"]
    lines += [" & ".join(names) + r" \\", r"\midrule"]
    for row in shown.order:
        cells = [_latex_cell(shown, column, row) for column in shown.columns]
        lines.append(" & ".join([latex_text(shown.rows.names[row]), *cells]) + r" \\")
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}", ""]).encode("utf-8", "replace")


def _latex_cell(shown: ShownSessions, column: ValueColumn, row: int) -> str:
    text = latex_value(column.values[row], digits=4 if column.is_metric else 6)
    return rf"{{\boldmath {text}}}" if row in shown.best.get(column.key, ()) else text


def latex_value(value: Value, digits: int) -> str:
    """A value in a cell; an en dash for none."""
    if value is None:
        return "--"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return latex_text(value)
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else r"$\infty$" if value > 0 else r"$-\infty$"
    if value == int(value) and abs(value) < 1e6:
        return f"${int(value)}$"
    mantissa, _, power = f"{value:.{digits}g}".partition("e")
    return rf"${mantissa} \cdot 10^{{{int(power)}}}$" if power else f"${mantissa}$"


def latex_text(text: str) -> str:
    """A text with everything escaped that LaTeX would take for a command; control characters become blanks."""
    return "".join(_LATEX.get(letter, letter) for letter in _CONTROLS.sub(" ", text))


def row_text(shown: ShownSessions, row: int) -> str:
    """One row as lines of ``name=value``."""
    pairs = [(column.title, column.values[row]) for column in shown.columns]
    return "\n".join(f"{title}={_csv_value(value)}" for title, value in pairs if value is not None)
