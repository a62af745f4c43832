"""``tbtui inspect``: what a log holds, for people, scripts and agents."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from tbtui.analysis.digest import run_digest
from tbtui.model.display import safe_text
from tbtui.model.problem import Problem
from tbtui.model.run import Run
from tbtui.parsing.logdir import Logdir

_INDENT = "  "


def run(roots: Mapping[str, str], *, as_json: bool = False, hashes: bool = False) -> int:
    """Read the logdirs once and print their digest; 0, or 1 where no event was read."""
    logdir = Logdir(roots)
    logdir.reload()
    problems: list[Problem] = list(logdir.problems)
    digests = {name: run_digest(one, logdir.elements, problems, hashes=hashes) for name, one in logdir.runs.items()}
    if as_json:
        print(json.dumps(_as_json(logdir, digests, problems), indent=1))
    else:
        _print_text(roots, logdir, digests, problems)
    return 0 if any(file.events for one in logdir.runs.values() for file in one.files) else 1


def _as_json(logdir: Logdir, digests: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    return {
        "runs": _plain(digests),
        "problems": [
            {
                "kind": problem.kind.value,
                "path": problem.path,
                "offset": problem.offset,
                "length": problem.length,
                "message": problem.message,
            }
            for problem in problems
        ],
        "pending": [
            {"path": file.path, "offset": file.waiting.offset, "reason": file.waiting.reason,
             "missing": file.waiting.missing}
            for one in logdir.runs.values() for file in one.files if file.waiting
        ],
        "other": {name: _other_events(one) for name, one in logdir.runs.items() if _other_events(one)},
    }  # fmt: skip


def _other_events(run: Run) -> dict[str, int]:
    """How many events of a run are no summaries that TensorBoard counts."""
    counts: dict[str, int] = {}
    for file in run.files:
        for kind, count in file.kinds.items():
            if kind not in ("summary", "graph_def", "tagged_run_metadata"):
                counts[kind] = counts.get(kind, 0) + count
    return counts


def _plain(value: Any) -> Any:
    """Values that JSON knows: mappings as dicts, numbers that are not finite by name."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def _print_text(roots: Mapping[str, str], logdir: Logdir, digests: Mapping[str, Any], problems: list[Problem]) -> None:
    snapshot = logdir.snapshot
    where = ", ".join(safe_text(path) for path in roots.values())
    print(
        f"{where}: {_count(len(snapshot.runs), 'run')}, {_count(snapshot.points, 'scalar point')}, "
        f"{_count(snapshot.progress.total, 'byte')} in {_count(snapshot.progress.files, 'event file')}"
    )
    if not snapshot.runs:
        print('No event files here: a file counts as one when its name holds "tfevents".')
    for name, one in snapshot.runs.items():
        _print_run(name, one, digests[name])
    if problems:
        print(f"\n{_count(len(problems), 'problem')}:")
        for problem in problems:
            print(_INDENT + safe_text(str(problem)))


def _print_run(name: str, run: Run, digest: Mapping[str, Any]) -> None:
    print(f"\n{safe_text(name)}  ({_count(len(run.files), 'file')}, {_count(run.size, 'byte')})")
    for plugin, tags in digest.items():
        print(f"{_INDENT}{safe_text(plugin)}")
        width = min(48, max(len(safe_text(tag)) for tag in tags))
        for tag, found in tags.items():
            print(f"{_INDENT * 2}{safe_text(tag):{width}}  {_tag_line(found)}")
    others = {kind: count for kind, count in _other_events(run).items() if kind != "file_version"}
    if others:
        print(_INDENT + "other events: " + ", ".join(f"{count:,} {kind}" for kind, count in sorted(others.items())))
    for file in run.files:
        if file.waiting:
            print(f"{_INDENT}{safe_text(file.name)}: the record at byte {file.waiting.offset:,} is not all there: "
                  f"{file.waiting.reason}")  # fmt: skip


def _tag_line(found: Mapping[str, Any]) -> str:
    steps = f"step {found['first_step']}" if found["n"] == 1 else f"steps {found['min_step']}..{found['max_step']}"
    line = f"{found['n']:>9,} x  {steps}"
    if found.get("last") is not None:
        line += f"  last {found['last']:.6g}"
    for key, word in (("nan", "NaN"), ("inf", "Inf")):
        if found.get(key):
            line += f"  {found[key]:,} {word}"
    if "bytes" in found:
        line += f"  {_count(found['bytes'], 'byte')}"
    for key in ("values_sha256", "steps_sha256", "wall_sha256"):
        if key in found:
            line += f"  {key[:-7]} {found[key][:12]}"
    return line


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
