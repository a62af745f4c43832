"""Remembers what was computed of an object for as long as the object lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

Thing = TypeVar("Thing")
Result = TypeVar("Result")
Rest = ParamSpec("Rest")

_MOST_RESULTS = 6


def remembered(compute: Callable[Concatenate[Thing, Rest], Result]) -> Callable[Concatenate[Thing, Rest], Result]:
    """Decorates a pure function of an object that never changes and of hashable arguments, given by place.

    The last few results for each object are kept; the object must be compared by identity and allow weak references.
    Two threads may compute the same at once, which is wasteful but not wrong.
    """
    kept: WeakKeyDictionary[Any, dict[Any, Result]] = WeakKeyDictionary()

    @wraps(compute)
    def remembering(thing: Thing, /, *arguments: Rest.args, **named: Rest.kwargs) -> Result:
        results = kept.get(thing)
        if results is None:
            results = kept.setdefault(thing, {})
        if arguments in results:
            return results[arguments]
        found = compute(thing, *arguments, **named)
        if len(results) >= _MOST_RESULTS:
            results.pop(next(iter(results)), None)
        results[arguments] = found
        return found

    return remembering
