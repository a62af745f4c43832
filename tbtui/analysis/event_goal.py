"""What is typed to go somewhere in an event file: a step, or @ and an offset in bytes."""

from __future__ import annotations

from typing import NamedTuple


class Goal(NamedTuple):
    """Where to go."""

    number: int
    is_offset: bool
    """The number is an offset in bytes; else a step."""


def parse_goal(text: str) -> Goal:
    """What was typed: "1200", "1,200", "step 1200", "@4096"; ValueError for anything else."""
    plain = text.strip().lower().removeprefix("step").strip()
    digits = plain.removeprefix("@").replace(",", "").replace("_", "").strip()
    return Goal(int(digits), plain.startswith("@"))


def goal_problem(text: str) -> str:
    """What is wrong with what was typed; "" for nothing."""
    try:
        goal = parse_goal(text)
    except ValueError:
        return "a whole number, with @ before it for an offset in bytes"
    return "an offset is not below 0" if goal.is_offset and goal.number < 0 else ""
