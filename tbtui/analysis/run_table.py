"""The table of runs: what is told of each, and by what it is sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from tbtui.analysis.life import Life, life_of, steps_per_second
from tbtui.analysis.listing import natural_key
from tbtui.model.run import Run


class RunFacts(NamedTuple):
    """What the table tells of one run."""

    run: Run
    life: Life
    tags: int
    points: int
    last_step: int | None
    speed: float | None
    """Steps per second."""
    age: float
    """Seconds since its files were last written."""
    size: int
    problems: int


def facts_of(run: Run, now: float) -> RunFacts:
    """What the table tells of a run at the moment ``now``."""
    life = life_of(run, now)
    return RunFacts(
        run,
        life,
        run.tag_count,
        run.points,
        run.last_step,
        steps_per_second(run),
        max(0.0, now - run.modified),
        run.size,
        len(run.problems),
    )


_LIFE_ORDER: Final = {life: place for place, life in enumerate(Life)}

SORT_KEYS: Final[dict[str, Callable[[RunFacts], Any]]] = {
    "name": lambda facts: natural_key(facts.run.name),
    "life": lambda facts: _LIFE_ORDER[facts.life],
    "tags": lambda facts: facts.tags,
    "points": lambda facts: facts.points,
    "step": lambda facts: -1 if facts.last_step is None else facts.last_step,
    "speed": lambda facts: facts.speed or 0.0,
    "age": lambda facts: facts.age,
    "size": lambda facts: facts.size,
    "problems": lambda facts: facts.problems,
}


def sorted_facts(facts: Iterable[RunFacts], key: str, *, descending: bool) -> list[RunFacts]:
    """The rows in the order of one column; rows that are equal in it keep the order of their names."""
    by_name = sorted(facts, key=SORT_KEYS["name"])
    return sorted(by_name, key=SORT_KEYS[key], reverse=descending) if key in SORT_KEYS else by_name
