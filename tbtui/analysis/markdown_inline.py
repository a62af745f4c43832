"""Inline markdown: emphasis, code, links and images -> spans. HTML, and where a link leads to, are shown as text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tbtui.analysis.text_rows import Look, Span, Spans
from tbtui.model.display import safe_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# The parser takes quadratic time for some lines, as for many "[" in a row: longer ones are shown as they are.
_LONGEST_PARAGRAPH: Final = 8_000
DEEPEST: Final = 100
"""So deep can lists and quotes lie in each other; the parser leaves out what lies deeper."""
_LOOKS: Final = {
    "em_open": Look.ITALIC, "strong_open": Look.BOLD, "s_open": Look.DIM, "link_open": Look.UNDERLINED,
}  # fmt: skip


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables and strikes. Imported when it is first needed; inline text is parsed apart from blocks."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    made.core.ruler.disable(["inline", "text_join"])
    return made


def inline_spans(text: str) -> Spans:
    """One line with its emphasis, code and links."""
    return Inline({}).lines(text)[0][0]


class Inline:
    """Inline text -> spans."""

    def __init__(self, env: dict[str, Any]) -> None:
        """``env`` holds the targets of links that are named elsewhere in the text."""
        self._env = env
        self._spans: list[Span] = []
        self._turns: list[int] = []
        self._looks: list[Look] = []
        self._links: list[tuple[str, int]] = []

    def lines(self, text: str) -> list[tuple[Spans, tuple[int, ...]]]:
        """The lines of a paragraph, parted by hard breaks, each with the places where the source goes on below."""
        if len(text) > _LONGEST_PARAGRAPH:
            return [((Span(line),), ()) for line in text.split("\n")]
        tokens: list[Token] = []
        parser().inline.parse(text, parser(), self._env, tokens)
        self._spans, self._turns, self._looks, self._links = [], [], [], []
        found: list[tuple[Spans, tuple[int, ...]]] = []
        for token in tokens:
            if token.type == "hardbreak":
                found.append((tuple(self._spans), tuple(self._turns)))
                self._spans, self._turns = [], []
            else:
                self._take(token)
        return [*found, (tuple(self._spans), tuple(self._turns))]

    def _take(self, token: Token) -> None:
        kind = token.type
        if kind in _LOOKS:
            self._looks.append(_LOOKS[kind])
            if kind == "link_open":
                self._links.append((str(token.attrs.get("href", "")), len(self._spans)))
        elif kind == "link_close":
            self._looks.pop()
            self._say_target(*self._links.pop())
        elif kind.endswith("_close"):
            self._looks.pop()
        elif kind == "softbreak":
            self._put(" ")
            self._turns.append(sum(len(span.text) for span in self._spans))
        elif kind == "code_inline":
            self._put(token.content, Look.CODE)
        elif kind == "image":
            self._put(f"[image: {token.content}]", Look.ITALIC)
            self._put(f" ({token.attrs.get('src', '')})", Look.DIM)
        else:
            self._put(token.content)

    def _say_target(self, target: str, begin: int) -> None:
        shown = "".join(span.text for span in self._spans[begin:])
        if target and target.removeprefix("mailto:") != shown:
            self._put(f" ({target})", Look.DIM)

    def _put(self, text: str, look: Look = Look.PLAIN) -> None:
        for one in self._looks:
            look |= one
        if text:
            self._spans.append(Span(safe_text(text), look))
