"""The command line: argv -> Config; what it starts is imported last, so that --help and --version answer at once."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from tbtui import __version__
from tbtui.model.config import Config

_DESCRIPTION = """\
The TensorBoard of the terminal: explore tfevents logs over SSH, while the job that writes them runs on.
Without LOGDIR the current directory is shown. Where the output is no terminal, a digest is printed instead.
"""

_COMMANDS_HELP = """\
commands:
  tbtui demo                    write a small log of every kind, go on writing it, and open it
  tbtui inspect LOGDIR          print what a log holds; --json for scripts, --digest for hashes
A directory named like a command is written ./demo.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run tbtui; returns the exit status: 0, 1 where nothing could be read, 2 for wrong usage."""
    # Several threads of tbtui compute at once: threads within each product of matrices only get in their way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        command = _COMMANDS.get(arguments[0]) if arguments else None
        status = command(arguments[1:]) if command else _open(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # The reader of a pipe has what it wanted; Python must not complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser(prog: str, description: str, epilog: str | None = None) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=prog, description=description, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def _add_logdirs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="LOGDIR", help="directories with event files, at any depth")
    parser.add_argument("--logdir", action="append", default=[], metavar="DIR", help="the same as LOGDIR")
    parser.add_argument(
        "--logdir_spec", "--logdir-spec", metavar="NAME:PATH,...", help="several logdirs, each with a name for its runs"
    )


def _add_view(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runs", metavar="REGEX", help="show only runs that match")
    parser.add_argument("--tags", metavar="REGEX", help="show only tags that match")
    parser.add_argument("--smoothing", type=_smoothing, metavar="WEIGHT", help="from 0 up to 0.99999")
    parser.add_argument(
        "--x-axis", choices=["step", "relative", "wall", "relative-step"], help="what the horizontal axis counts"
    )
    parser.add_argument("--screen", metavar="NAME", help="the screen to open first: runs, scalars, histograms ...")
    parser.add_argument("--theme", help="a theme of the app, e.g. textual-light, ansi-dark")
    parser.add_argument("--no-mouse", dest="mouse", action="store_false", help="leave the mouse to the terminal")
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")
    parser.add_argument(
        "--images", choices=["blocks", "sixel", "kitty"], default="blocks",
        help="draw a picture that stands alone as graphics; needs tbtui[graphics] and a terminal with them",
    )  # fmt: skip
    parser.add_argument(
        "--reload-interval", "--reload_interval", type=_seconds, default=1.0, metavar="SECONDS",
        help="how often growing files are looked at; 0 reads once (default: 1)",
    )  # fmt: skip
    parser.add_argument("--log-file", metavar="FILE", help="write tbtui's own troubles to this file")


def _smoothing(text: str) -> float:
    weight = float(text)
    if not 0 <= weight <= 0.99999:
        raise argparse.ArgumentTypeError("the weight lies between 0 and 0.99999")
    return weight


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError("a number of seconds, 0 or more")
    return seconds


def _open(arguments: Sequence[str]) -> int:
    parser = _parser("tbtui", _DESCRIPTION, _COMMANDS_HELP)
    parser.add_argument("--version", action="version", version=f"tbtui {__version__}")
    _add_logdirs(parser)
    _add_view(parser)
    options = parser.parse_args(arguments)
    config = _config(parser, options)
    if not sys.stdout.isatty():
        from tbtui.commands import inspect

        return inspect.run(config.roots)
    return _run_app(config)


def _run_app(config: Config) -> int:
    from tbtui.launch import run

    return run(config)


def _config(parser: argparse.ArgumentParser, options: argparse.Namespace) -> Config:
    return Config(
        roots=_roots(parser, options),
        runs=_regex(parser, "--runs", options.runs),
        tags=_regex(parser, "--tags", options.tags),
        smoothing=options.smoothing,
        x_axis=options.x_axis,
        screen=_screen(parser, options.screen),
        reload_interval=options.reload_interval,
        mouse=options.mouse,
        ascii=options.ascii,
        theme=options.theme,
        images=options.images,
        log_file=options.log_file,
    )


def _screen(parser: argparse.ArgumentParser, name: str | None) -> str | None:
    """The name of a screen, as there is a module for each; nothing is imported for that."""
    import pkgutil
    from importlib.util import find_spec

    spec = find_spec("tbtui.screens") if name is not None else None
    if spec is not None:
        names = sorted(module.name for module in pkgutil.iter_modules(spec.submodule_search_locations))
        if name not in names:
            parser.error(f"--screen: no screen {name!r}; there are {', '.join(names)}")
    return name


def _regex(parser: argparse.ArgumentParser, option: str, pattern: str | None) -> str | None:
    import re

    try:
        re.compile(pattern or "")
    except re.error as error:
        parser.error(f"{option}: {pattern!r} is no regular expression: {error}")
    return pattern


def _roots(parser: argparse.ArgumentParser, options: argparse.Namespace) -> dict[str, str]:
    """The logdirs by the name that goes before their runs: none for a single one, else a unique base name."""
    paths = [*options.paths, *options.logdir]
    if options.logdir_spec:
        if paths:
            parser.error("--logdir_spec stands for all logdirs: give no others beside it")
        return _spec_roots(options.logdir_spec)
    for path in paths:
        if not os.path.exists(path):
            _fail(f"{path}: no such file or directory")
        if not os.access(path, os.R_OK):
            _fail(f"{path}: permission denied")
    if len(paths) <= 1:
        return {"": paths[0] if paths else "."}
    return unique_names(paths)


def _spec_roots(spec: str) -> dict[str, str]:
    roots = {}
    for part in filter(None, spec.split(",")):
        name, colon, path = part.partition(":")
        name, path = (name, path) if colon else (os.path.basename(os.path.abspath(part)), part)
        if not os.path.exists(path):
            _fail(f"{path}: no such file or directory")
        roots[name] = path
    return roots


def unique_names(paths: Sequence[str]) -> dict[str, str]:
    """A name for each path: its last parts, as many as it takes to tell it from the others."""
    whole = [os.path.abspath(path).strip(os.sep).split(os.sep) for path in dict.fromkeys(paths)]
    names: dict[str, str] = {}
    for path, parts in zip(dict.fromkeys(paths), whole, strict=True):
        depth = 1
        while depth < len(parts) and sum(other[-depth:] == parts[-depth:] for other in whole) > 1:
            depth += 1
        name, count = "/".join(parts[-depth:]) or "root", 2
        while name in names:
            name, count = f"{name}-{count}", count + 1
        names[name] = path
    return names


def _fail(message: str) -> NoReturn:
    print(f"tbtui: {message}", file=sys.stderr)  # noqa: T201 - the one message of a start that fails
    raise SystemExit(1)


def _inspect(arguments: Sequence[str]) -> int:
    parser = _parser("tbtui inspect", "Print what a log holds.")
    _add_logdirs(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--digest", action="store_true", help="add SHA-256 hashes of values, steps and wall times")
    options = parser.parse_args(arguments)
    roots = _roots(parser, options)
    from tbtui.commands import inspect

    return inspect.run(roots, as_json=options.json, hashes=options.digest)


def _demo(arguments: Sequence[str]) -> int:
    parser = _parser("tbtui demo", "Write a small log of every kind to a temporary directory and open it.")
    _add_view(parser)
    options = parser.parse_args(arguments)
    options.paths, options.logdir, options.logdir_spec = [], [], None
    config = _config(parser, options)
    from tbtui.commands import demo

    return demo.run(config, _run_app)


_COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {"inspect": _inspect, "demo": _demo}
