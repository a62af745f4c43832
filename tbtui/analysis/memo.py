"""Remembers what was computed of an object for as long as the object lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

Thing = TypeVar("Thing")
Result = TypeVar("Result")
Rest = ParamSpec("Rest")

_MOST_RESULTS = 6


class Remembered(Generic[Thing, Rest, Result]):
    """A pure function of an object that never changes and of hashable arguments, given by place.

    The last few results for each object are kept; the object must be compared by identity and allow weak references.
    Two threads may compute the same at once, which is wasteful but not wrong.
    """

    def __init__(self, compute: Callable[Concatenate[Thing, Rest], Result]) -> None:
        self._compute = compute
        self._kept: WeakKeyDictionary[Any, dict[Any, Result]] = WeakKeyDictionary()
        update_wrapper(self, compute)

    def __call__(self, thing: Thing, /, *arguments: Rest.args, **named: Rest.kwargs) -> Result:
        """The result, computed at the first call."""
        results = self._kept.get(thing)
        if results is None:
            results = self._kept.setdefault(thing, {})
        if arguments in results:
            return results[arguments]
        found = self._compute(thing, *arguments, **named)
        if len(results) >= _MOST_RESULTS:
            results.pop(next(iter(results)), None)
        results[arguments] = found
        return found

    def knows(self, thing: Thing, /, *arguments: Rest.args, **named: Rest.kwargs) -> bool:
        """Whether the result is at hand."""
        return arguments in self._kept.get(thing, {})


def remembered(compute: Callable[Concatenate[Thing, Rest], Result]) -> Remembered[Thing, Rest, Result]:
    """Decorates a function whose results are to be remembered."""
    return Remembered(compute)
