"""Turn a paper's text into styled content, the words of the filter marked."""

import re
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from textual.content import Content, Span
from textual.style import Style

from reader.core.highlight import Highlight

if TYPE_CHECKING:
    from reader.core.prose import Run

_STYLES = {
    "text": "",
    "math": "$text-secondary",
    "code": "$text-secondary on $panel",
    "strong": "bold",
    "emphasis": "italic",
    "link": "underline $text-accent",
}
_MATCH = "$text-warning bold underline"

_NEEDS_PARSING = r"[\\$`{}~^_*<>|]|--|''|://|www\.|\d[a-z]{3}|[a-z]\(|neq|leq|geq|nabla|infty|cdot|propto|arrow|\d (?:times|pm|sim|approx) "
"""What a title must contain to read otherwise than it is written."""

LinkAction = Callable[[str], str | None]
"""Returns the action that opens an address."""


@lru_cache(maxsize=4096)
def title_runs(title: str) -> "tuple[Run, ...]":
    """Return the runs of a title; cached, as lists draw it again and again."""
    from reader.core.prose import parse_line

    return parse_line(title)


def title_text(title: str) -> str:
    """Return a title as plain Unicode; until `load_parser` was called, one with mathematics as it is written."""
    if "reader.core.prose" not in sys.modules or not re.search(_NEEDS_PARSING, title):
        return title
    return "".join(run.text for run in title_runs(title))


def load_parser() -> None:
    """Load what turns mathematics into Unicode; the first frame does without it."""
    import reader.core.prose  # noqa: F401


@lru_cache(maxsize=64)
def abstract_runs(text: str) -> "tuple[tuple[Run, ...], ...]":
    """Return the paragraphs of an abstract as runs."""
    from reader.core.prose import parse_prose

    return parse_prose(text)


def runs_content(
    runs: "Sequence[Run]", highlight: Highlight, link_action: LinkAction | None = None
) -> Content:
    """Return runs as content; links call the action that `link_action` gives for their address."""
    text = "".join(run.text for run in runs)
    spans: list[Span] = []
    at = 0
    for run in runs:
        end = at + len(run.text)
        if style := _STYLES[run.kind]:
            spans.append(Span(at, end, style))
        if run.target and link_action and (action := link_action(run.target)):
            spans.append(Span(at, end, Style.from_meta({"@click": action})))
        at = end
    spans += [Span(start, stop, _MATCH) for start, stop in highlight.spans(text)]
    return Content(text, spans)


def prose_content(text: str, highlight: Highlight, link_action: LinkAction | None = None) -> Content:
    """Return an abstract as content, a blank line between paragraphs."""
    paragraphs = [runs_content(runs, highlight, link_action) for runs in abstract_runs(text)]
    return Content("\n\n").join(paragraphs)


def marked(text: str, highlight: Highlight) -> Content:
    """Return a short text with what was matched in it marked."""
    return Content(text, [Span(start, end, _MATCH) for start, end in highlight.spans(text)])
