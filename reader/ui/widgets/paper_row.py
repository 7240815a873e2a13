"""One row of the list: signs, title and figures, each in a column that never moves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from textual.content import Content, Span
from textual.style import Style

from reader.core.entry import Entry
from reader.core.highlight import Highlight
from reader.core.mark import Mark
from reader.core.news import new_version
from reader.core.reached import WHOLE, parse_reached
from reader.ui.widgets import figure
from reader.ui.widgets.prose import title_text

UNREAD_SIGN, BOOKMARK_SIGN, QUEUE_SIGN, NOTE_SIGN, TAG_SIGN, SELECTED_SIGN = "●", "★", "›", "✎", "#", "✓"
FOLLOWED_SIGN = "◆"
"""Stands for unread where the paper is new from what the person follows."""

_SHARES = "◔◑◕"
"""Signs of a paper whose text was read in part."""

_ORIGINS = {"hf": "HF", "arxiv": "arXiv", "both": "both"}
"""Where a paper was found, as a row says it."""

_SIGN_WIDTH = 2
"""Columns for the person's own sign, which may be a wide character."""

_UPVOTES_WIDTH, _STARS_WIDTH, _DAY_WIDTH, _ORIGIN_WIDTH = 6, 7, 7, 5
SPARK_WIDTH = 6
"""Columns for the course of the upvotes."""

_NARROWEST_WITH_COURSES = 68
_NARROWEST_WITH_STARS, _NARROWEST_WITH_BOTH, _NARROWEST_WITH_ALL_SIGNS = 48, 66, 66


@dataclass(frozen=True, slots=True)
class Look:
    """What all rows of a list have in common."""

    style: Callable[[str], Style]
    """Returns the style of a part by its name."""
    highlight: Highlight
    has_stars: bool
    """Whether any paper has stars."""
    has_origins: bool
    names_samples: bool
    news: frozenset[str] = frozenset()
    """The unread papers from what the person follows."""
    courses: Mapping[str, str] = field(default_factory=dict)
    """By identifier the course of the upvotes, as a line of blocks."""


def row_content(
    entry: Entry, width: int, look: Look, *, selected: bool, origin: str, has_cursor: bool
) -> Content:
    """Return a row of `width` columns."""
    signs = _signs(entry, width, look, selected)
    course = ""
    if look.courses and width >= _NARROWEST_WITH_COURSES:
        course = f" {look.courses.get(entry.id, ''):{SPARK_WIDTH}}"
    figures = Content.assemble(
        (course, look.style("course")),
        (_figures(entry, width, look, origin), look.style("dim")),
        _day(entry, look),
    )
    space = max(0, width - signs.cell_length - figures.cell_length)
    # The cursor's row has an ink of its own, which an unread title keeps.
    unread = Style(bold=True) if has_cursor else look.style("unread")
    news = _news(entry, width, look)
    title = _title(entry, look, unread).truncate(max(0, space - news.cell_length), ellipsis=True, pad=True)
    return Content.assemble(signs, title, news, figures).truncate(width, pad=True)


def _signs(entry: Entry, width: int, look: Look, selected: bool) -> Content:
    """Return what stands before a title, each sign in its own column; where it is narrow, two share one."""
    mark = entry.mark
    kept = BOOKMARK_SIGN if mark.bookmarked else QUEUE_SIGN if mark.queued else " "
    note, tag = NOTE_SIGN if mark.note else "", TAG_SIGN if mark.tags else ""
    colour = mark.colour[0].upper() if mark.colour else ""
    if width >= _NARROWEST_WITH_ALL_SIGNS:
        written, own = f"{note:1}{tag:1}", f"{colour:1}{_padded(mark.sign)}"
    else:
        written, own = f"{note or tag:1}", _padded(mark.sign or colour)
    return Content.assemble(
        (SELECTED_SIGN if selected else " ", look.style("sign")),
        (f"{_read_sign(mark, new=entry.id in look.news)}{kept}", look.style("sign")),
        (f"{written}{mark.rating or ' '}", look.style("dim")),
        (own, look.style(mark.colour or "sign")),
        " ",
    )


def _read_sign(mark: Mark, *, new: bool) -> str:
    """Return whether a paper is unread, or how far its text was read."""
    if not mark.read:
        return FOLLOWED_SIGN if new else UNREAD_SIGN
    if mark.reached is None or (reached := parse_reached(mark.reached)) is None:
        return " "
    if reached.percent >= WHOLE:
        return " "
    return _SHARES[min(len(_SHARES) - 1, reached.percent * len(_SHARES) // WHOLE)]


def _figures(entry: Entry, width: int, look: Look, origin: str) -> str:
    paper = entry.paper
    upvotes = f"▲{figure.short_count(paper.upvotes)}" if paper.upvotes is not None else ""
    columns = [f"{upvotes:>{_UPVOTES_WIDTH}}"]
    if look.has_origins:
        columns.insert(0, f" {_ORIGINS.get(origin, ''):<{_ORIGIN_WIDTH}}")
    if look.has_stars and width >= (_NARROWEST_WITH_BOTH if look.has_origins else _NARROWEST_WITH_STARS):
        stars = f"☆{figure.short_count(paper.stars)}" if paper.stars is not None else ""
        columns.append(f"{stars:>{_STARS_WIDTH}}")
    return "".join(columns)


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


def _day(entry: Entry, look: Look) -> Content:
    today = figure.today()
    if entry.mark.is_due(today):
        return Content.styled(f"{'due':>{_DAY_WIDTH}} ", look.style("due"))
    day = figure.short_day(entry.paper.published or entry.paper.listed, today)
    return Content.styled(f"{day:>{_DAY_WIDTH}} ", look.style("dim"))


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
