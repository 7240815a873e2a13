"""One row of the list: signs, title and figures, each in a column that never moves; in one line or in two."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from textual.content import Content, Span
from textual.style import Style

from reader.core.entry import Entry
from reader.core.highlight import Highlight
from reader.core.mark import Mark
from reader.core.news import new_version
from reader.core.reached import WHOLE, parse_reached
from reader.ui.widgets import figure
from reader.ui.widgets.prose import marked, title_text
from reader.ui.widgets.row_column import SPARK_WIDTH, USUAL_COLUMNS, WIDTHS, Uses, shown_figures

UNREAD_SIGN, BOOKMARK_SIGN, QUEUE_SIGN, NOTE_SIGN, TAG_SIGN, SELECTED_SIGN = "●", "★", "›", "✎", "#", "✓"
FOLLOWED_SIGN = "◆"
"""Stands for unread where the paper is new from what the person follows."""

_SHARES = "◔◑◕"
"""Signs of a paper whose text was read in part."""

_ORIGINS = {"hf": "HF", "arxiv": "arXiv", "both": "both"}
"""Where a paper was found, as a row says it."""

_SIGN_WIDTH = 2
"""Columns for the person's own sign, which may be a wide character."""

_ORIGIN_WIDTH = 5
_NARROWEST_WITH_ALL_SIGNS = 58
_AUTHORS = 3
"""Authors named in the second line of a row."""


class Look(NamedTuple):
    """What all rows of a list have in common."""

    style: Callable[[str], Style]
    """Returns the style of a part by its name."""
    highlight: Highlight
    uses: Uses
    """What has a column."""
    has_origins: bool
    names_samples: bool
    news: frozenset[str] = frozenset()
    """The unread papers from what the person follows."""
    courses: Mapping[str, str] = MappingProxyType({})
    """By identifier the course of the upvotes, as a line of blocks."""
    columns: tuple[str, ...] = USUAL_COLUMNS
    """What stands beside a title, in this order."""
    lines: int = 1
    """Lines of a row: 1, or 2 with authors and figures below the title."""


def row_content(
    entry: Entry, width: int, look: Look, *, selected: bool, origin: str, has_cursor: bool
) -> tuple[Content, ...]:
    """Return the lines of a row, each of `width` columns."""
    signs = _signs(entry, width, look, selected)
    figures = Content("")
    if look.lines == 1:
        figures = _figures(entry, look, origin, width - signs.cell_length - 1)
    space = max(0, width - signs.cell_length - figures.cell_length - 1)
    # The cursor's row has an ink of its own, which an unread title keeps.
    unread = Style(bold=True) if has_cursor else look.style("unread")
    news = _news(entry, width, look)
    title = _title(entry, look, unread).truncate(max(0, space - news.cell_length), ellipsis=True, pad=True)
    first = Content.assemble(signs, title, news, figures, " ").truncate(width, pad=True)
    if look.lines == 1:
        return (first,)
    return first, _second_line(entry, width, look, origin, signs.cell_length)


def _second_line(entry: Entry, width: int, look: Look, origin: str, indent: int) -> Content:
    """Return authors and categories at the left, the figures at the right."""
    figures = _figures(entry, look, origin, width)
    space = max(0, width - indent - figures.cell_length - 1)
    facts = next((line for line in _facts(entry, look) if line.cell_length <= space), None)
    left = (facts or _authors(entry, 1, look)).truncate(space, ellipsis=True, pad=True)
    line = Content.assemble(" " * indent, left.stylize_before(look.style("row")), figures, " ")
    return line.truncate(width, pad=True)


def _facts(entry: Entry, look: Look) -> Iterator[Content]:
    """Yield authors and categories, the longest wording first."""
    paper = entry.paper
    for number in range(min(_AUTHORS, len(paper.authors)), 0, -1):
        for categories in range(min(3, len(paper.categories)), 0, -1):
            named = " ".join(paper.categories[:categories])
            yield Content.assemble(_authors(entry, number, look), " · ", named)
    yield from (_authors(entry, number, look) for number in range(min(_AUTHORS, len(paper.authors)), 0, -1))


def _authors(entry: Entry, number: int, look: Look) -> Content:
    authors = entry.paper.authors
    more = f" +{len(authors) - number}" if len(authors) > number else ""
    return Content.assemble(marked(", ".join(authors[:number]), look.highlight.of("authors")), more)


def _signs(entry: Entry, width: int, look: Look, selected: bool) -> Content:
    """Return what stands before a title, each sign in its own column; where it is narrow, two share one."""
    mark, uses = entry.mark, look.uses
    kept = BOOKMARK_SIGN if mark.bookmarked else QUEUE_SIGN if mark.queued else " "
    shown = f"{_read_sign(mark, new=entry.id in look.news)}{kept}"
    parts = [(SELECTED_SIGN if selected else " ", look.style("sign")), (shown, look.style("sign"))]
    if "sign" in look.columns:
        written = _written(mark, uses, width)
        own = _own(mark, uses, width)
        parts += [(written, look.style("row")), (own, look.style(mark.colour or "sign"))]
    return Content.assemble(*parts, " ")


def _written(mark: Mark, uses: Uses, width: int) -> str:
    note, tag = NOTE_SIGN if mark.note else "", TAG_SIGN if mark.tags else ""
    if width >= _NARROWEST_WITH_ALL_SIGNS:
        text = (f"{note:1}" if uses.note else "") + (f"{tag:1}" if uses.tag else "")
    else:
        text = f"{note or tag:1}" if uses.note or uses.tag else ""
    return text + (f"{mark.rating or ' '}" if uses.rating else "")


def _own(mark: Mark, uses: Uses, width: int) -> str:
    colour = mark.colour[0].upper() if mark.colour else ""
    if not uses.sign:
        return f"{colour:1}" if uses.colour else ""
    if not uses.colour:
        return _padded(mark.sign)
    if width >= _NARROWEST_WITH_ALL_SIGNS:
        return f"{colour:1}{_padded(mark.sign)}"
    return _padded(mark.sign or colour)


def _read_sign(mark: Mark, *, new: bool) -> str:
    """Return whether a paper is unread, or how far its text was read."""
    if not mark.read:
        return FOLLOWED_SIGN if new else UNREAD_SIGN
    if mark.reached is None or (reached := parse_reached(mark.reached)) is None:
        return " "
    if reached.percent >= WHOLE:
        return " "
    return _SHARES[min(len(_SHARES) - 1, reached.percent * len(_SHARES) // WHOLE)]


def _figures(entry: Entry, look: Look, origin: str, room: int) -> Content:
    """Return the figures in their columns, as many as leave the title its room."""
    dim = look.style("row")
    parts: list[tuple[str, Style]] = []
    if look.has_origins:
        parts.append((f" {_ORIGINS.get(origin, ''):<{_ORIGIN_WIDTH}}", dim))
        room -= _ORIGIN_WIDTH + 1
    for name in shown_figures(look.columns, look.uses, room, courses=bool(look.courses)):
        if name == "course":
            parts.append((f" {look.courses.get(entry.id, ''):{SPARK_WIDTH}}", look.style("course")))
        elif name == "date" and entry.mark.is_due(figure.today()):
            parts.append((f"{'due':>{WIDTHS[name]}}", look.style("due")))
        else:
            parts.append((f"{_figure(entry, name):>{WIDTHS[name]}}", dim))
    return Content.assemble(*parts)


def _figure(entry: Entry, name: str) -> str:
    paper = entry.paper
    match name:
        case "upvotes":
            return f"▲{figure.short_count(paper.upvotes)}" if paper.upvotes is not None else ""
        case "stars":
            return f"☆{figure.short_count(paper.stars)}" if paper.stars is not None else ""
        case "comments":
            return f"✉{figure.short_count(paper.comments)}" if paper.comments else ""
        case "category":
            return paper.categories[0][: WIDTHS[name] - 1] if paper.categories else ""
        case _:
            return figure.short_day(paper.published or paper.listed, figure.today())


def _news(entry: Entry, width: int, look: Look) -> Content:
    """Return that a paper was withdrawn, or that it has a new version, as far as there is room."""
    paper = entry.paper
    if paper.withdrawn:
        return Content.styled(" withdrawn", look.style("due"))
    if not (text := new_version(paper, figure.today(), brief=True)):
        return Content("")
    return Content.styled(
        f" {text if width >= _NARROWEST_WITH_ALL_SIGNS else text.split()[0]}", look.style("sign")
    )


def _title(entry: Entry, look: Look, unread: Style) -> Content:
    text = title_text(entry.paper.title)
    if entry.paper.sample and look.names_samples:
        text = f"(sample) {text}"
    spans = [Span(start, end, look.style("match")) for start, end in look.highlight.of("title").spans(text)]
    if not entry.mark.read:
        spans.insert(0, Span(0, len(text), unread))
    return Content(text, spans)


def _padded(sign: str | None) -> str:
    """Return a sign in its columns, whatever its width."""
    return Content(sign or "").truncate(_SIGN_WIDTH, pad=True).plain if sign else " " * _SIGN_WIDTH
