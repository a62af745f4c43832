"""Two texts are compared line by line, and changed lines word by word."""

from __future__ import annotations

from tbtui.analysis.text_difference import difference
from tbtui.analysis.text_rows import Look, joined


def shown(before: list[str], after: list[str]) -> list[str]:
    return [joined((*line.first, *line.spans)) for line in difference(before, after).lines]


def test_lines_that_went_and_came_are_marked() -> None:
    assert shown(["a", "b", "c"], ["a", "c", "d"]) == ["  a", "- b", "  c", "+ d"]
    found = difference(["a", "b", "c"], ["a", "c", "d"])
    assert (found.added, found.removed) == (1, 1)


def test_equal_texts_say_so() -> None:
    assert shown(["a"], ["a"]) == ["The two texts are equal."]


def test_far_equal_lines_are_counted() -> None:
    same = [f"line {number}" for number in range(20)]
    assert shown([*same, "x"], [*same, "y"])[:2] == ["⋯ 17 equal lines", "  line 17"]
    middle = shown(["x", *same, "x"], ["y", *same, "y"])
    assert middle[2:5] == ["  line 0", "  line 1", "  line 2"]
    assert middle[5] == "⋯ 14 equal lines"
    assert middle[-2:] == ["- x", "+ y"]


def test_changed_words_stand_out() -> None:
    old, new = difference(["loss is 0.5 now"], ["loss is 0.25 now"]).lines
    assert [span.text for span in old.spans if Look.UNDERLINED in span.look] == ["5"]
    assert [span.text for span in new.spans if Look.UNDERLINED in span.look] == ["25"]
    assert joined(new.spans) == "loss is 0.25 now"


def test_lines_with_little_in_common_are_not_compared_by_words() -> None:
    old, new = difference(["abc def ghi"], ["123, 456, 789, 000"]).lines
    assert (old.spans[0].look, new.spans[0].look) == (Look.REMOVED, Look.ADDED)


def test_sources_are_lines_of_the_second_text() -> None:
    lines = difference(["a", "b", "c"], ["a", "x", "y", "c"]).lines
    assert [(joined((*line.first, *line.spans)), line.source) for line in lines[-2:]] == [("+ y", 2), ("  c", 3)]


def test_of_long_differences_the_beginning_is_compared() -> None:
    before, after = [f"a{number}" for number in range(5000)], [f"b{number}" for number in range(5000)]
    found = difference(before, after)
    assert found.added == found.removed == 2000
    assert "the first 2,000 lines" in joined(found.lines[-1].spans)
