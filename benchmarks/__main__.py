"""``python -m benchmarks``: makes the logs, runs the readers, prints the table."""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks import table
from benchmarks.bench import Bench
from benchmarks.cases import CASES
from benchmarks.readers import rivals
from benchmarks.sizes import Sizes


def main() -> int:
    """Run what the command line asks for; 0 when every target was met."""
    options = _options()
    found, missing = rivals(options.rivals)
    with ExitStack() as stack:
        directory = options.logs or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tbtui-bench-")))
        bench = Bench(directory, Sizes(options.share), found, options.rounds)
        print(_heading(options), flush=True)
        print(f"\n{table.head()}", flush=True)
        met = True
        for name in options.cases or CASES:
            for row in CASES[name](bench):
                met &= row.met
                print(table.line(row), flush=True)
    print(f"\n{table.missing(missing)}")
    return 0 if met else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"which cases: {', '.join(CASES)} (default: all)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each reader runs (default: 5)")
    parser.add_argument("--share", type=float, default=1.0, help="the size of the logs, as a part of the full one")
    parser.add_argument("--logs", type=Path, metavar="DIR", help="keep the logs here, and use those that are there")
    parser.add_argument(
        "--rivals", default=sys.executable, metavar="PYTHON", help="the interpreter that has tensorboard installed"
    )
    options = parser.parse_args()
    unknown = set(options.cases) - CASES.keys()
    if unknown:
        parser.error(f"no case {', '.join(sorted(unknown))}; there are {', '.join(CASES)}")
    return options


def _heading(options: argparse.Namespace) -> str:
    load = ", ".join(f"{one:.2f}" for one in os.getloadavg())
    return (
        f"{datetime.date.today():%Y-%m-%d}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, median of {options.rounds} rounds (least-greatest), "
        f"logs of {options.share:g} of the full size, load average {load} at the start."
    )


if __name__ == "__main__":
    sys.exit(main())
