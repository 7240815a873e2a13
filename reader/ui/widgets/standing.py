"""How a paper stands: its counts in the world, and what the person made of it."""

from collections.abc import Iterator

from textual.content import Content

from reader.core.day import day_from
from reader.core.entry import Entry
from reader.core.highlight import Highlight
from reader.core.mark import RATINGS, Mark
from reader.core.reached import parse_reached
from reader.ui.widgets.figure import plural, short_count, today
from reader.ui.widgets.prose import marked


def standing_content(entry: Entry, highlight: Highlight, queue_place: str) -> Content:
    """Return a few lines: counts and state, what the person made of the paper, tags, keywords."""
    paper, mark = entry.paper, entry.mark
    figures, states = "   ".join(_figures(entry)), "   ".join(_states(mark, queue_place))
    lines = []
    if figures:
        lines.append(Content(figures))
    if states:
        lines.append(Content.styled(states, "$text-accent"))
    if opinions := [*_opinions(mark)]:
        lines.append(Content("   ").join(opinions))
    if mark.tags:
        lines.append(Content.assemble(("Tags  ", "$muted"), (", ".join(mark.tags), "$text-accent")))
    if paper.keywords:
        lines.append(marked(" · ".join(paper.keywords), highlight.of("keywords")).stylize_before("$muted"))
    return Content("\n").join(lines)


def _figures(entry: Entry) -> Iterator[str]:
    paper = entry.paper
    if paper.upvotes is not None:
        yield f"▲ {short_count(paper.upvotes)} {'upvote' if paper.upvotes == 1 else 'upvotes'}"
    if paper.stars is not None:
        yield f"☆ {short_count(paper.stars)} on GitHub"
    if paper.comments:
        yield f"✉ {plural(paper.comments, 'comment')}"


def _states(mark: Mark, queue_place: str) -> Iterator[str]:
    if mark.bookmarked:
        yield "★ bookmarked"
    if mark.queued:
        yield f"› queued, {queue_place}" if queue_place else "› queued"
    if mark.read:
        yield "read"


def _opinions(mark: Mark) -> Iterator[Content]:
    if reached := parse_reached(mark.reached):
        whole = reached.percent == 100
        yield Content.styled(
            "Read to the end" if whole else f"Read as far as {reached.label}", "$text-accent"
        )
    if mark.rating:
        yield Content.styled(f"Rated {mark.rating} of {RATINGS[-1]}", "$text-accent")
    if mark.read_on is not None:
        day = f"Read on: {day_from(today(), mark.read_on)}"
        due = mark.is_due(today())
        yield Content.styled(f"{day} (due)" if due else day, "bold $text-warning" if due else "$text-accent")
    if mark.colour:
        yield Content.styled(f"Marked {mark.colour}", f"$mark-{mark.colour}")
    if mark.sign:
        yield Content.styled(f"Sign {mark.sign}", "$text-accent")
